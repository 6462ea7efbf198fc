namespace Unfold.Training;

/// <summary>The settings of the network.</summary>
static class SettingTableModel
{
    public static Setting[] Settings =>
    [
        new ChoiceSetting<WordInput>("model.words", "What is read of a word: its vector, or as a published mistake its number.", r => r.Model.Words, Set<WordInput>((m, v) => m with { Words = v })),
        new NumberSetting<int>("model.embedding", "Width of a word's vector.", 1, 65536, r => r.Model.Embedding, Set<int>((m, v) => m with { Embedding = v })),
        new NumberSetting<double>("model.embeddingDeviation", "Standard deviation of the initial word vectors; small ones keep words that training hardly saw quiet.", 0, 10, r => r.Model.EmbeddingDeviation, Set<double>((m, v) => m with { EmbeddingDeviation = v }), aboveMin: true),
        new TextSetting("model.vectors", "A file of word vectors to begin with; for a known data set relative to the data folder.", r => r.Model.Vectors, (r, v) => r with { Model = r.Model with { Vectors = v } }, optional: true),
        new NumberSetting<int>("model.mostVectors", "The first so many words of that file.", 1, 10_000_000, r => r.Model.MostVectors, Set<int>((m, v) => m with { MostVectors = v })),
        new ChoiceSetting<FrozenWords>("model.frozen", "Which word vectors stay as they are.", r => r.Model.Frozen, Set<FrozenWords>((m, v) => m with { Frozen = v })),
        new NumberSetting<int>("model.bigrams", "Width of a vector for every pair of neighbouring words, beside the word's own; 0 for none.", 0, 65536, r => r.Model.Bigrams, Set<int>((m, v) => m with { Bigrams = v })),
        new NumberSetting<int>("model.bigramRows", "Rows of the pairs' table, which pairs of one hash share.", 2, 100_000_000, r => r.Model.BigramRows, Set<int>((m, v) => m with { BigramRows = v })),
        new NumberSetting<double>("model.wordDropout", "Share of the words read as unknown while training.", 0, 0.9, r => r.Model.WordDropout, Set<double>((m, v) => m with { WordDropout = v })),
        new NumberSetting<double>("model.embeddingDropout", "Dropout of the word vectors.", 0, 0.95, r => r.Model.EmbeddingDropout, Set<double>((m, v) => m with { EmbeddingDropout = v })),
        new BooleanSetting("model.sharedDropout", "Whether it drops the same features of all words of a text.", r => r.Model.SharedDropout, Set<bool>((m, v) => m with { SharedDropout = v })),
        new NumberSetting<int>("model.filters", "Filters of a convolution over the words, with ReLU; 0 for none.", 0, 65536, r => r.Model.Filters, Set<int>((m, v) => m with { Filters = v })),
        new NumberSetting<int>("model.filterWidth", "Words that a filter sees.", 1, 64, r => r.Model.FilterWidth, Set<int>((m, v) => m with { FilterWidth = v })),
        new NumberSetting<int>("model.pool", "So many neighbouring outputs of a filter become their maximum; 1 for none.", 1, 64, r => r.Model.Pool, Set<int>((m, v) => m with { Pool = v })),
        new ChoiceSetting<NormKind>("model.inputNorm", "Normalization before the recurrent layers.", r => r.Model.InputNorm, Set<NormKind>((m, v) => m with { InputNorm = v })),
        new ChoiceSetting<CellKind>("model.cell", "The recurrent cell, or none.", r => r.Model.Cell, Set<CellKind>((m, v) => m with { Cell = v })),
        new ChoiceSetting<Nn.Activation>("model.activation", "The non-linearity of a plain RNN.", r => r.Model.Activation, Set<Nn.Activation>((m, v) => m with { Activation = v })),
        new NumberSetting<int>("model.hidden", "Width of the state, in each direction.", 1, 65536, r => r.Model.Hidden, Set<int>((m, v) => m with { Hidden = v })),
        new NumberSetting<int>("model.layers", "Recurrent layers.", 1, 64, r => r.Model.Layers, Set<int>((m, v) => m with { Layers = v })),
        new BooleanSetting("model.bidirectional", "Whether the text is also read backwards.", r => r.Model.Bidirectional, Set<bool>((m, v) => m with { Bidirectional = v })),
        new NumberSetting<double>("model.layerDropout", "Dropout between recurrent layers.", 0, 0.95, r => r.Model.LayerDropout, Set<double>((m, v) => m with { LayerDropout = v })),
        new BooleanSetting("model.exchanged", "Whether the recurrent layers run over the texts of a batch instead of over a text's words, as a published mistake.", r => r.Model.Exchanged, Set<bool>((m, v) => m with { Exchanged = v })),
        new ChoiceSetting<NormKind>("model.outputNorm", "Normalization of the recurrent layers' states.", r => r.Model.OutputNorm, Set<NormKind>((m, v) => m with { OutputNorm = v })),
        new ChoiceSetting<ReadOutKind>("model.readOut", "How the states become one vector.", r => r.Model.ReadOut, Set<ReadOutKind>((m, v) => m with { ReadOut = v })),
        new NumberSetting<double>("model.dropout", "Dropout of the vector that is read out.", 0, 0.95, r => r.Model.Dropout, Set<double>((m, v) => m with { Dropout = v })),
        new NumberSetting<int>("model.head", "Units of a hidden layer between read-out and logits; 0 for none.", 0, 65536, r => r.Model.Head, Set<int>((m, v) => m with { Head = v })),
        new ChoiceSetting<HeadActivation>("model.headActivation", "The non-linearity of the vector that is read out where head is 0, else of the hidden layer.", r => r.Model.HeadActivation, Set<HeadActivation>((m, v) => m with { HeadActivation = v })),
        new ChoiceSetting<InitializationKind>("model.initialization", "First values of the weight matrices.", r => r.Model.Initialization, Set<InitializationKind>((m, v) => m with { Initialization = v })),
    ];

    static Func<Recipe, T, Recipe> Set<T>(Func<ModelRecipe, T, ModelRecipe> set) => (r, v) => r with { Model = set(r.Model, v) };
}
