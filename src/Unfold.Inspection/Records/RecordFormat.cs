namespace Unfold.Inspection;

/// <summary>The constants of the record's format; <c>docs/record-format.md</c> describes it.</summary>
static class RecordFormat
{
    public const ushort Version = 1;
    public const int HeaderLength = 16;
    public const int LargestChunk = 64 << 20;
    public const int LargestName = 1024;
    public const int MostColumns = 1 << 16;
    public const uint Columns = 'C' | ('O' << 8) | ('L' << 16) | ((uint)'S' << 24);
    public const uint Rows = 'R' | ('O' << 8) | ('W' << 16) | ((uint)'S' << 24);

    public const uint Array = 'A' | ('R' << 8) | ('R' << 16) | ((uint)'Y' << 24);
    public const uint Note = 'N' | ('O' << 8) | ('T' << 16) | ((uint)'E' << 24);
    public const double FarthestAxis = 1 << 30;
    public const int LargestNote = 16 << 20;

    public static ReadOnlySpan<byte> Magic => "UNFOLD\r\n"u8;
}
