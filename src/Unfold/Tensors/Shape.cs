using System.Diagnostics.CodeAnalysis;

namespace Unfold;

/// <summary>The sizes of a tensor's axes, at most four, row-major: the last axis is contiguous.</summary>
[SuppressMessage("Usage", "MA0101", Justification = "no string literals here")]
public readonly struct Shape : IEquatable<Shape>
{
    readonly int _d0, _d1, _d2, _d3;

    /// <summary>A shape with one axis.</summary>
    public Shape(int d0) => (Rank, _d0) = (1, Size(d0));

    /// <summary>A shape with two axes.</summary>
    public Shape(int d0, int d1) => (Rank, _d0, _d1) = (2, Size(d0), Size(d1));

    /// <summary>A shape with three axes.</summary>
    public Shape(int d0, int d1, int d2) => (Rank, _d0, _d1, _d2) = (3, Size(d0), Size(d1), Size(d2));

    /// <summary>A shape with four axes.</summary>
    public Shape(int d0, int d1, int d2, int d3) => (Rank, _d0, _d1, _d2, _d3) = (4, Size(d0), Size(d1), Size(d2), Size(d3));

    /// <summary>The shape of a single number: no axis, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of axes, 0 to 4.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of all axes, 1 for a scalar.</summary>
    public int Length
    {
        get
        {
            long length = Rank switch { 0 => 1, 1 => _d0, 2 => (long)_d0 * _d1, _ => Product() };
            return length <= Array.MaxLength ? (int)length : throw new ShapeException(
                $"Shape: expected at most {Array.MaxLength} elements, got {this}. Use a smaller batch or shorter sequences.");
        }
    }

    /// <summary>The last axis, or 1 for a scalar.</summary>
    public int Columns => Rank == 0 ? 1 : this[Rank - 1];

    /// <summary>The number of rows when all axes but the last are taken together.</summary>
    public int Rows => Columns == 0 ? 0 : Length / Columns;

    /// <summary>The size of axis <paramref name="axis"/>, counted from 0.</summary>
    public int this[int axis] => (uint)axis >= (uint)Rank
        ? throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Shape {this} has {Rank} axes.")
        : axis switch { 0 => _d0, 1 => _d1, 2 => _d2, _ => _d3 };

    /// <summary>A shape from a list of at most four sizes.</summary>
    public static Shape Of(ReadOnlySpan<int> sizes) => sizes.Length switch
    {
        0 => Scalar,
        1 => new Shape(sizes[0]),
        2 => new Shape(sizes[0], sizes[1]),
        3 => new Shape(sizes[0], sizes[1], sizes[2]),
        4 => new Shape(sizes[0], sizes[1], sizes[2], sizes[3]),
        _ => throw new ShapeException($"Shape: expected at most 4 axes, got {sizes.Length}. Flatten the leading axes."),
    };

    /// <summary>The same shape with another last axis.</summary>
    public Shape WithColumns(int columns) => Rank switch
    {
        0 or 1 => new Shape(columns),
        2 => new Shape(_d0, columns),
        3 => new Shape(_d0, _d1, columns),
        _ => new Shape(_d0, _d1, _d2, columns),
    };

    /// <summary>The sizes as an array.</summary>
    public int[] ToArray()
    {
        var sizes = new int[Rank];
        for (int i = 0; i < Rank; i++) sizes[i] = this[i];
        return sizes;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        Rank == other.Rank && _d0 == other._d0 && _d1 == other._d1 && _d2 == other._d2 && _d3 == other._d3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, _d0, _d1, _d2, _d3);

    /// <summary>Same number of axes, same sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Not the same shape.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>For example <c>[32, 25, 100]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", ToArray())}]";

    /// <summary>Of three or four axes; at most 2^93, so in floating point beyond what a long holds.</summary>
    long Product()
    {
        double length = (double)_d0 * _d1 * _d2 * (Rank == 4 ? _d3 : 1);
        return length <= Array.MaxLength ? (long)length : long.MaxValue;
    }

    static int Size(int size) => size >= 0
        ? size
        : throw new ShapeException($"Shape: expected sizes of 0 or more, got {size}. Check the computation of that axis.");
}
