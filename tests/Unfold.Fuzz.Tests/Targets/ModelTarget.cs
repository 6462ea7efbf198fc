using Unfold.Training;

namespace Unfold.Fuzz.Tests;

/// <summary>A file of a saved model's folder; the other files are as they were saved.</summary>
class ModelTarget : FileTarget
{
    readonly Action<string> _load;

    /// <param name="name">The target's name.</param>
    /// <param name="file">The file that is attacked.</param>
    /// <param name="save">Saves a model to a folder.</param>
    /// <param name="load">Loads it from there.</param>
    protected ModelTarget(string name, string file, Action<string> save, Action<string> load)
        : base(name, file)
    {
        _load = load;
        save(Sandbox.Folder);
        File.WriteAllBytes(Sandbox.In("model.json"), Trim(File.ReadAllBytes(Sandbox.In("model.json"))));
        byte[] saved = File.ReadAllBytes(Path);
        Seeds = [saved];
        Words = [.. Tests.Words.InJson(saved), .. Tests.Words.Of("65536", "2147483647", "\"none\"", "\"flat\"", "\"orthogonal\"", "\"pad\"")];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words { get; }

    public static ModelTarget Classifier() => new("classifier", "model.json", Models.Classifier, folder => TextClassifier.Load(folder));

    public static ModelTarget Weights() => new("weights", "model.safetensors", Models.Classifier, folder => TextClassifier.Load(folder));

    public static ModelTarget Tagger() => new("tagger", "model.json", Models.Tagger, folder => TextTagger.Load(folder));

    public static ModelTarget Linear() => new("linear", "linear.json", Models.Blend, folder => TextClassifier.Load(folder));

    public static ModelTarget LinearWeights() => new("linear-weights", "linear.safetensors", Models.Blend, folder => TextClassifier.Load(folder));

    protected override void Read(string path) => _load(System.IO.Path.GetDirectoryName(path)!);

    /// <summary>The same document without the recipe's sections that say nothing of the model: a small seed is hit where it matters, and is read soon.</summary>
    static byte[] Trim(byte[] json)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        if (document["recipe"] is System.Text.Json.Nodes.JsonObject recipe)
        {
            foreach (string section in recipe.Select(member => member.Key).Where(key => key is not ("model" or "tagging" or "text" or "linear" or "task")).ToArray()) recipe.Remove(section);
        }
        return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
    }
}
