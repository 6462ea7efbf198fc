using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Word vectors: GloVe's and word2vec's text, word2vec's binary format, plain or packed.</summary>
sealed class VectorsTarget : FileTarget
{
    readonly VectorFormat _format;

    VectorsTarget(string name, VectorFormat format, params byte[][] seeds)
        : base(name, "vectors") => (_format, Seeds) = (format, seeds);

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words => Tests.Words.Of("2 3\n", "4294967296 65536\n", "0 0\n", " 0.5", " 1e39", "the ", ". . ", "\n", "\r\n");

    public static VectorsTarget Glove() => new("glove", VectorFormat.Text, Tests.Words.Of("the 0.1 -0.2 3e-1\n, 1 2 3\n. . . 0.5 0.25 -1\n", "a 1"));

    public static VectorsTarget GlovePacked() => new("glove-gz", VectorFormat.Detect, Tests.Words.Pack("the 0.1 -0.2 3e-1\n, 1 2 3\n"u8.ToArray()));

    public static VectorsTarget Text() => new("word2vec-text", VectorFormat.Detect, Tests.Words.Of("2 3\nthe 0.1 -0.2 0.3\n</s> 1 2 3\n", "1 1\na 1\n"));

    public static VectorsTarget Binary() => new("word2vec", VectorFormat.Detect, Rows("2 3\n", "the ", "caf\u00E9 "), Rows("3 2\n", "a ", "b ", "c "));

    protected override void Read(string path) => WordVectors.Read(path, format: _format);

    static byte[] Rows(string first, params string[] words)
    {
        int width = first[2] - '0';
        return [.. System.Text.Encoding.UTF8.GetBytes(first), .. words.SelectMany(word =>
            (byte[])[.. System.Text.Encoding.UTF8.GetBytes(word), .. Enumerable.Range(0, width).SelectMany(i => BitConverter.GetBytes(0.1f * (i + 1))), (byte)'\n'])];
    }
}
