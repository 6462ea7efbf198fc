using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>A vocabulary on its own.</summary>
sealed class VocabularyTarget() : Target("vocabulary")
{
    public override IReadOnlyList<byte[]> Seeds { get; } = Tests.Words.Of("""{"schemaVersion":1,"specials":2,"defaultIndex":1,"nGrams":1,"tokens":["<pad>","<unk>","a","caf\u00e9"],"counts":[0,0,3,1]}""", Saved());

    public override IReadOnlyList<byte[]> Words => Tests.Words.InJson([.. Seeds]);

    public override void Read(byte[] bytes) => Vocabulary.Load(new MemoryStream(bytes), "vocabulary.json");

    static string Saved()
    {
        using MemoryStream stream = new();
        Vocabulary.FromTokens(["<pad>", "<unk>", "the"]).Save(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
