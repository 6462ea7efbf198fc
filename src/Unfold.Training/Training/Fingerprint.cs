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
    public static string Of(PreparedData data, Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (EncodedCorpus? corpus in (EncodedCorpus?[])[data.Train, data.Validation, data.Test])
        {
            if (corpus is null) continue;
            var ids = new int[corpus.MaxLength];
            for (int row = 0; row < corpus.Count; row++) hash.AppendData(MemoryMarshal.AsBytes(ids.AsSpan(0, corpus.CopyTo(row, ids))));
            hash.AppendData(MemoryMarshal.AsBytes(corpus.Labels));
            for (int row = 0; row < corpus.Count; row++) Add(hash, corpus.Length(row));
        }
        for (int id = 0; id < data.Vocabulary.Count; id++) Add(hash, data.Vocabulary[id]);
        foreach (string name in data.Labels.Names) Add(hash, name);
        return Of(hash, network);
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
