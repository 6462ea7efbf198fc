using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Unfold.Serialization;

namespace Unfold.Text;

/// <summary>Bytes that are written one behind the other and then read anywhere, through a memory map.</summary>
/// <remarks>Written by one thread, read by any number. What is read is copied, so that nothing points into a map that is gone.</remarks>
/// <param name="file">Where they are, behind what it has.</param>
/// <param name="folder">Its folder, for errors.</param>
/// <param name="length">Bytes it has.</param>
sealed class ScratchFile(FileStream file, string folder, long length = 0) : IDisposable
{
    MemoryMappedFile? _map;
    MemoryMappedViewAccessor? _view;
    bool _sealed, _disposed;

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; } = length;

    /// <summary>What went wrong with the disk, in a sentence.</summary>
    public static DataException Fault(string folder, Exception error) => new(
        $"{folder}: expected room for the rows of the data, got: {error.Message.TrimEnd('.')}. Free some space, or choose another folder: --out for a run, TMPDIR where there is none.", error);

    /// <summary>Writes behind what is there.</summary>
    /// <exception cref="DataException">The disk is full.</exception>
    public void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        try
        {
            file.Write(bytes);
        }
        catch (Exception error) when (Disk.IsFault(error))
        {
            throw Fault(folder, error);
        }
        Length += bytes.Length;
    }

    /// <summary>Ends the writing; from now on it can be read.</summary>
    /// <exception cref="DataException">The disk is full.</exception>
    public void Seal()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _sealed = true;
        try
        {
            file.Flush();
            if (Length == 0) return; // nothing cannot be mapped
            _map = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch (Exception error) when (Disk.IsFault(error))
        {
            throw Fault(folder, error);
        }
    }

    /// <summary>Copies numbers from a place, counted in bytes.</summary>
    public void Read<T>(long at, Span<T> to)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(to);
        Within(at, bytes.Length, bytes, static (source, target) =>
        {
            source.CopyTo(target);
            return 0;
        });
    }

    /// <summary>UTF-8 from a place as text.</summary>
    public string ReadText(long at, int bytes) => Within(at, bytes, 0, static (source, _) => System.Text.Encoding.UTF8.GetString(source));

    public void Dispose()
    {
        _disposed = true;
        _view?.Dispose();
        _map?.Dispose();
        file.Dispose();
    }

    /// <summary>Looks at bytes while the map is held open.</summary>
    unsafe TResult Within<TState, TResult>(long at, int count, TState state, Func<ReadOnlySpan<byte>, TState, TResult> look)
        where TState : allows ref struct
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_sealed || (ulong)at > (ulong)Length || count > Length - at) throw new ArgumentOutOfRangeException(nameof(at), at, $"ScratchFile: expected {count} bytes within {Length}.");
        if (count == 0) return look([], state);
        var handle = _view!.SafeMemoryMappedViewHandle;
        byte* start = null;
        try
        {
            handle.AcquirePointer(ref start);
            return look(new ReadOnlySpan<byte>(start + _view.PointerOffset + at, count), state);
        }
        finally
        {
            if (start is not null) handle.ReleasePointer();
        }
    }
}
