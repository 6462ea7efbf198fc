using System.Security.Cryptography;

namespace Unfold.Text;

/// <summary>What is there of a file that is being fetched: <c>NAME.part</c>, and in <c>NAME.part.tag</c> which version of which file it is a part of.</summary>
/// <remarks>It belongs to one process as long as it is open, and stays behind where a download was cut off, for the next one to go on from.</remarks>
sealed class PartialFile : IAsyncDisposable
{
    readonly string _path, _sha256;
    readonly FileStream _stream;

    PartialFile(string path, string sha256, FileStream stream) => (_path, _sha256, _stream) = (path, sha256, stream);

    /// <summary>How many bytes are there.</summary>
    public long Length => _stream.Length;

    /// <summary>The server's mark of the version that the bytes are of, as it stands in <c>If-Range</c>; none: the server gave none.</summary>
    public string? Version { get; private set; }

    static string Temporary(string path) => path + ".part";

    static string Tag(string path) => path + ".part.tag";

    /// <summary>Opens what is left of an earlier download of the same file, or begins anew.</summary>
    /// <exception cref="DataException">Another process has it.</exception>
    public static PartialFile Open(string path, DataFile file)
    {
        var part = new PartialFile(path, file.Sha256, OpenStream(path));
        string[] tag = File.Exists(Tag(path)) ? File.ReadAllLines(Tag(path)) : [];
        if (tag is [var sha256, ..] && sha256 == file.Sha256 && part.Length <= file.Bytes) part.Version = tag.Length > 1 ? tag[1] : null;
        else part.Clear();
        return part;
    }

    /// <summary>Forgets all bytes; those that come next are of this version.</summary>
    public void Clear(string? version = null)
    {
        _stream.SetLength(0);
        Version = version;
        File.WriteAllLines(Tag(_path), version is null ? [_sha256] : [_sha256, version]);
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _stream.Position = _stream.Length;
        return _stream.WriteAsync(bytes, cancellation);
    }

    /// <summary>The SHA-256 of all bytes.</summary>
    public async Task<string> HashAsync(CancellationToken cancellation)
    {
        _stream.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(_stream, cancellation));
    }

    /// <summary>Gives the file its name, all its bytes safe on the disk before.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(Temporary(_path), _path, overwrite: true);
        File.Delete(Tag(_path));
    }

    /// <summary>Leaves nothing behind.</summary>
    public void Remove()
    {
        _stream.Dispose();
        File.Delete(Temporary(_path));
        File.Delete(Tag(_path));
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    static FileStream OpenStream(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous,
        };
        try
        {
            return new FileStream(Temporary(path), options);
        }
        catch (IOException exception) when (File.Exists(Temporary(path)))
        {
            throw new DataException($"{Temporary(path)}: expected to write here, got \"{exception.Message}\". Another download of the same file may be running: wait for it, or name another folder with --data-dir.", exception);
        }
    }
}
