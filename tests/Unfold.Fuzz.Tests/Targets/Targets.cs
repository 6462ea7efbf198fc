namespace Unfold.Fuzz.Tests;

/// <summary>Every reader of files that may come from strangers.</summary>
static class Targets
{
    static readonly Dictionary<string, Func<Target>> All = new(StringComparer.Ordinal)
    {
        ["safetensors"] = () => new SafetensorsTarget(),
        ["classifier"] = ModelTarget.Classifier,
        ["weights"] = ModelTarget.Weights,
        ["tagger"] = ModelTarget.Tagger,
        ["linear"] = ModelTarget.Linear,
        ["linear-weights"] = ModelTarget.LinearWeights,
        ["run"] = () => new RunTarget(),
        ["epochs"] = () => new EpochsTarget(),
        ["checkpoint"] = () => new CheckpointTarget(),
        ["record"] = () => new RecordTarget(),
        ["report"] = () => new ReportTarget(),
        ["recipe"] = () => new RecipeTarget(),
        ["vocabulary"] = () => new VocabularyTarget(),
        ["csv"] = TableTarget.Named,
        ["ag-news"] = TableTarget.News,
        ["tabs"] = TableTarget.Tabs,
        ["conllu"] = SentencesTarget.Conllu,
        ["conll"] = SentencesTarget.Conll,
        ["tar"] = ArchiveTarget.Tar,
        ["tar-gz"] = ArchiveTarget.Packed,
        ["glove"] = VectorsTarget.Glove,
        ["glove-gz"] = VectorsTarget.GlovePacked,
        ["word2vec-text"] = VectorsTarget.Text,
        ["word2vec"] = VectorsTarget.Binary,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static Target Make(string name) => All[name]();
}
