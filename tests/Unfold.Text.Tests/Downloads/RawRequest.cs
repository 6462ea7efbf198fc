namespace Unfold.Text.Tests.Downloads;

/// <summary>What a client asked for.</summary>
sealed record RawRequest(string Line, IReadOnlyDictionary<string, string> Headers)
{
    public string? Range => Headers.GetValueOrDefault("Range");

    public string? IfRange => Headers.GetValueOrDefault("If-Range");

    /// <summary>The first byte that is asked for.</summary>
    public int From => Range is { } range ? int.Parse(range["bytes=".Length..^1]) : 0;

    public static async Task<RawRequest?> ReadAsync(Stream stream)
    {
        var bytes = new List<byte>();
        byte[] one = new byte[1];
        while (!bytes.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one) == 0) return null;
            bytes.Add(one[0]);
        }
        string[] lines = System.Text.Encoding.ASCII.GetString([.. bytes]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new RawRequest(lines[0], lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase));
    }
}
