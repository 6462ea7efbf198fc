namespace Unfold.Training;

/// <summary>The settings of taggers.</summary>
static class SettingTableTagging
{
    public static Setting[] Settings =>
    [
        new NumberSetting<int>("tagging.characterEmbedding", "Width of a character's vector; 0 reads words alone.", 0, 1024, r => r.Tagging.CharacterEmbedding, Set<int>((t, v) => t with { CharacterEmbedding = v })),
        new NumberSetting<int>("tagging.characterHidden", "Width of the state over a word's characters, in each of two directions.", 1, 1024, r => r.Tagging.CharacterHidden, Set<int>((t, v) => t with { CharacterHidden = v })),
        new NumberSetting<double>("tagging.wordDropout", "Share of the words read as unknown while training, their characters left.", 0, 0.9, r => r.Tagging.WordDropout, Set<double>((t, v) => t with { WordDropout = v })),
        new BooleanSetting("tagging.lowerCase", "Whether words are numbered in lower case; characters keep theirs.", r => r.Tagging.LowerCase, Set<bool>((t, v) => t with { LowerCase = v })),
        new BooleanSetting("tagging.crf", "Whether a sentence's tags are scored together by a conditional random field.", r => r.Tagging.Crf, Set<bool>((t, v) => t with { Crf = v })),
        new TextSetting("tagging.vectors", "A file of word vectors that stay as they are, beside the learnt ones; for a known data set relative to the data folder.", r => r.Tagging.Vectors, (r, v) => r with { Tagging = r.Tagging with { Vectors = v } }, optional: true),
        new NumberSetting<int>("tagging.mostVectors", "The first so many words of that file.", 1, 10_000_000, r => r.Tagging.MostVectors, Set<int>((t, v) => t with { MostVectors = v })),
        new BooleanSetting("tagging.plain", "Whether the model is the lab's: no characters, no biases, double precision, sentences in the file's order.", r => r.Tagging.Plain, Set<bool>((t, v) => t with { Plain = v })),
        new NumberSetting<int>("tagging.shortest", "The fewest words of a sentence that is taken.", 1, 100_000, r => r.Tagging.Shortest, Set<int>((t, v) => t with { Shortest = v })),
        new NumberSetting<int>("tagging.longest", "The most words of a sentence that is taken; 0 is no limit.", 0, 100_000, r => r.Tagging.Longest, Set<int>((t, v) => t with { Longest = v })),
        new NumberSetting<int>("tagging.most", "The first so many of those sentences of each file are taken; 0 takes all.", 0, 1_000_000_000, r => r.Tagging.Most, Set<int>((t, v) => t with { Most = v })),
    ];

    static Func<Recipe, T, Recipe> Set<T>(Func<TaggingRecipe, T, TaggingRecipe> set) => (r, v) => r with { Tagging = set(r.Tagging, v) };
}
