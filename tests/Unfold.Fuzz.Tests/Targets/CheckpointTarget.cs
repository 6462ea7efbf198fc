using System.Security.Cryptography;
using System.Text;
using Unfold.Serialization;

namespace Unfold.Fuzz.Tests;

/// <summary>A checkpoint, and the going on from all it may hold.</summary>
sealed class CheckpointTarget : FileTarget
{
    const string Place = "\"sha256\":\"";

    public CheckpointTarget()
        : base("checkpoint", "resume-000001.safetensors")
    {
        var state = new KeptState();
        Use(state);
        KeptFile.Write(Path, state);
        Seeds = [File.ReadAllBytes(Path)];
        Words = Tests.Words.InJson(Seeds[0]);
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words { get; }

    protected override void Read(string path) => Use(KeptFile.Read(path));

    /// <summary>Sets the header's length and the checksum as the bytes have them.</summary>
    public override byte[] Seal(byte[] bytes)
    {
        int place = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Place)) + Place.Length;
        if (place < Place.Length || place + 64 > bytes.Length) return bytes;
        bytes.AsSpan(place, 64).Fill((byte)'0');
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes))).CopyTo(bytes, place);
        return bytes;
    }

    static void Use(KeptState state)
    {
        state.Number("a", 0.5);
        state.Number("b", (double?)null);
        state.Number("c", 7L);
        state.Number("d", 3);
        state.Flag("e", value: true);
        state.Text("f", "x");
        state.Texts("g", ["y", "z"]);
        state.Array("h", [1f, 2f]);
        state.Array("i", [1, 2, 3]);
        state.Array("j", [1L << 40]);
        state.List("k", new List<double> { 0.1 });
        state.Fill("l", new double[2].AsSpan());
        state.Fill("m", new bool[3].AsSpan());
        state.All("n", new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["w"] = Tensor.Zeros(new Shape(1, 2)) });
        state.Part("o").Stream("p", new Rng(5));
    }
}
