using System.Globalization;

namespace Unfold.Text;

/// <summary>A column of a table, by its name in the header or by its place.</summary>
/// <remarks>A string converts to a column by name, a number to a column by place, counted from 0.</remarks>
public readonly record struct CsvColumn
{
    CsvColumn(string? name, int index) => (Name, Index) = (name, index);

    /// <summary>The name in the header; none for a column by place.</summary>
    public string? Name { get; }

    /// <summary>The place, counted from 0; -1 for a column by name.</summary>
    public int Index { get; }

    /// <summary>The column of that name.</summary>
    public static CsvColumn Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new CsvColumn(name, -1);
    }

    /// <summary>The column at that place, counted from 0.</summary>
    public static CsvColumn At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new CsvColumn(null, index);
    }

    /// <summary>The column of that name.</summary>
    public static implicit operator CsvColumn(string name) => Named(name);

    /// <summary>The column at that place, counted from 0.</summary>
    public static implicit operator CsvColumn(int index) => At(index);

    /// <inheritdoc/>
    public override string ToString() => Name is null ? Index.ToString(CultureInfo.InvariantCulture) : $"\"{Name}\"";
}
