namespace Unfold.Training;

/// <summary>The settings of the linear model on n-grams.</summary>
static class SettingTableLinear
{
    public static Setting[] Settings =>
    [
        new ChoiceSetting<LinearUse>("linear.use", "What the linear model on n-grams is for: nothing, a baseline, or a blend of its probabilities with the network's.", r => r.Linear.Use, Set<LinearUse>((l, v) => l with { Use = v })),
        new NumberSetting<int>("linear.words", "The longest run of words that is a feature.", 1, 5, r => r.Linear.Words, Set<int>((l, v) => l with { Words = v })),
        new NumberSetting<int>("linear.characters", "The longest run of characters within a word that is a feature; 0 for none.", 0, 8, r => r.Linear.Characters, Set<int>((l, v) => l with { Characters = v })),
        new NumberSetting<int>("linear.minTexts", "An n-gram is a feature if at least so many training texts have it.", 1, 1000, r => r.Linear.MinTexts, Set<int>((l, v) => l with { MinTexts = v })),
        new ChoiceSetting<FeatureWeighting>("linear.weighting", "What an n-gram that a text has counts.", r => r.Linear.Weighting, Set<FeatureWeighting>((l, v) => l with { Weighting = v })),
        new BooleanSetting("linear.unitLength", "Whether a text's features are scaled to length 1, those of words and those of characters apart.", r => r.Linear.UnitLength, Set<bool>((l, v) => l with { UnitLength = v })),
        new BooleanSetting("linear.naiveBayes", "Whether every feature is scaled by the log ratio of its shares in one class and in the others.", r => r.Linear.NaiveBayes, Set<bool>((l, v) => l with { NaiveBayes = v })),
        new NumberSetting<double>("linear.strength", "The inverse strength C of the L2 penalty.", 0, 1_000_000, r => r.Linear.Strength, Set<double>((l, v) => l with { Strength = v }), aboveMin: true),
        new NumberSetting<int>("linear.strengthFolds", "Parts of the training rows on which the strength is chosen, from a hundredth to a hundred times the given one; 0 takes the given one.", 0, 20, r => r.Linear.StrengthFolds, Set<int>((l, v) => l with { StrengthFolds = v })),
        new NumberSetting<double>("linear.interpolation", "How far weights keep their own size and are not their mean size.", 0, 1, r => r.Linear.Interpolation, Set<double>((l, v) => l with { Interpolation = v })),
        new ChoiceSetting<ClassWeighting>("linear.classWeights", "Whether rare classes count more in the linear model.", r => r.Linear.ClassWeights, Set<ClassWeighting>((l, v) => l with { ClassWeights = v })),
    ];

    static Func<Recipe, T, Recipe> Set<T>(Func<LinearRecipe, T, LinearRecipe> set) => (r, v) => r with { Linear = set(r.Linear, v) };
}
