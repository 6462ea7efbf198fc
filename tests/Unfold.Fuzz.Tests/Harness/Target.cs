namespace Unfold.Fuzz.Tests;

/// <summary>A reader under attack: the files it reads well, the words of its format, and how it is called.</summary>
abstract class Target(string name) : IDisposable
{
    /// <summary>Its name, which is its folder below Corpus too.</summary>
    public string Name => name;

    /// <summary>Whole files of some hundred bytes.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Pieces that mean something in the format.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Reads the bytes as a file of the format. Normal return, or an <see cref="UnfoldException"/> with exit code 2 or 4.</summary>
    public abstract void Read(byte[] bytes);

    /// <summary>Makes the checksums fit again, so that an attack gets behind them.</summary>
    public virtual byte[] Seal(byte[] bytes) => bytes;

    /// <summary>Where the reader may read and write; null where it reads from memory.</summary>
    public virtual Sandbox? Sandbox => null;

    public virtual void Dispose() => Sandbox?.Dispose();

    public override string ToString() => Name;
}
