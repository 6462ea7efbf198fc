namespace Unfold.Fuzz.Tests;

/// <summary>A reader that takes a path: every input becomes a file of the same name.</summary>
abstract class FileTarget(string name, string file) : Target(name)
{
    public sealed override Sandbox Sandbox { get; } = new();

    protected string Path => Sandbox.In(file);

    public sealed override void Read(byte[] bytes)
    {
        bytes = Dress(bytes);
        using (FileStream stream = new(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(bytes);
            stream.SetLength(bytes.Length); // not FileMode.Create: a file that is emptied first is written to the disk at once by some systems
        }
        Read(Path);
    }

    /// <summary>The input as it lies on the disk.</summary>
    protected virtual byte[] Dress(byte[] bytes) => bytes;

    protected abstract void Read(string path);
}
