using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Tells whether a file, or what a run has made of its data, is the one that it was.</summary>
static class Fingerprint
{
    const int ChunkBytes = 1 << 20;

    /// <summary><c>sha256:…</c> of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Looked at after each megabyte.</param>
    public static string Of(string path, CancellationToken cancellation)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(chunk, 0, read);
        }
        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <summary>The rows as numbers, and the weights that training begins with: of them everything else follows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="network">The network.</param>
    /// <param name="cancellation">Looked at before each row.</param>
    public static string Of(PreparedData data, Module network, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (EncodedCorpus? corpus in (EncodedCorpus?[])[data.Train, data.Validation, data.Test])
        {
            if (corpus is null) continue;
            UInt128 rows = OfRows(corpus, cancellation);
            hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in rows)));
            Add(hash, corpus.Count);
        }
        for (int id = 0; id < data.Vocabulary.Count; id++) Add(hash, data.Vocabulary[id]);
        foreach (string name in data.Labels.Names) Add(hash, name);
        return Of(hash, network);
    }

    /// <summary>The sum of the hashes of all rows with their numbers, which is the same in whichever order they are read: a file is read from its beginning to its end.</summary>
    static UInt128 OfRows(EncodedCorpus corpus, CancellationToken cancellation)
    {
        UInt128 sum = 0;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var words = new int[corpus.MaxLength + 2];
        foreach (int row in corpus.ReadingOrder)
        {
            cancellation.ThrowIfCancellationRequested();
            (words[0], words[1]) = (row, corpus.Labels[row]);
            SHA256.HashData(MemoryMarshal.AsBytes(words.AsSpan(0, 2 + corpus.CopyTo(row, words.AsSpan(2)))), digest);
            sum += BinaryPrimitives.ReadUInt128LittleEndian(digest);
        }
        return sum;
    }

    /// <summary>Sentences with their tags, and the weights that training begins with.</summary>
    public static string Of(TaggingData data, Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TaggedCorpus? corpus in (TaggedCorpus?[])[data.Train, data.Validation, data.Test])
        {
            if (corpus is null) continue;
            foreach (TaggedSentence sentence in corpus.Sentences)
            {
                foreach (string word in sentence.Words) Add(hash, word);
                foreach (string tag in sentence.Tags) Add(hash, tag);
                Add(hash, sentence.Words.Count);
            }
        }
        return Of(hash, network);
    }

    static string Of(IncrementalHash hash, Module network)
    {
        Add(hash, WeightsHash.Of(network));
        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        Add(hash, text.Length);
    }

    static void Add(IncrementalHash hash, int number) => hash.AppendData(BitConverter.GetBytes(number));
}
