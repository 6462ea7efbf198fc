using Unfold.Training;

namespace Unfold.Fuzz.Tests;

/// <summary>Recipes: JSON with comments and trailing commas.</summary>
sealed class RecipeTarget() : FileTarget("recipe", "recipe.json")
{
    public override IReadOnlyList<byte[]> Seeds { get; } = Tests.Words.Of(
        """
        { "$schema": "recipe.schema.json", "name": "x", // a comment
          "data": { "name": "csv", "file": "a.csv", "text": "tweet", "label": "label", "validationShare": 0.2, "delimiter": ";" },
          "text": { "tokenizer": "basic_english", "vocabularySize": 100, "padToLength": 25 },
          "model": { "cell": "lstm", "embedding": 32, "hidden": 32, "readOut": "last" },
          "training": { "epochs": 5, "learningRate": 0.001, "groups": [ { "match": "fc.*", "rate": 2, "weightDecay": 0.1 }, ], }, }
        """,
        """{"base":"twitter-lstm","seed":18446744073709551615,"doctor":{"actions":{"D08":"clip"},"thresholds":"D07.critical=1e-5,D02.recall=0.1"},"model":{"layers":2,"layerDropout":0.5}}""",
        """{"task":"tagging","name":"t","data":{"name":"ud_ewt"},"tagging":{"crf":true,"characterEmbedding":4}}""");

    public override IReadOnlyList<byte[]> Words { get; } = Tests.Words.InJson([.. RecipeCatalog.All.Select(recipe => System.Text.Encoding.UTF8.GetBytes(recipe.ToJson()))]);

    protected override void Read(string path) => RecipeReader.Open(path).Resolve();
}
