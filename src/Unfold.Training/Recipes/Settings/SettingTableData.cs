using Unfold.Text;

namespace Unfold.Training;

/// <summary>The settings of data and text.</summary>
static class SettingTableData
{
    public static Setting[] Settings =>
    [
        new TextSetting("data.name", "The data set, or csv for a table of one's own.", r => r.Data.Name, (r, v) => r with { Data = r.Data with { Name = v! } }, length: 2),
        new TextSetting("data.file", "The table; for a known data set relative to the data folder.", r => r.Data.File, (r, v) => r with { Data = r.Data with { File = v } }, optional: true),
        new TextSetting("data.text", "The column of the text.", r => r.Data.Text, (r, v) => r with { Data = r.Data with { Text = v! } }, length: 2),
        new TextSetting("data.label", "The column of the label.", r => r.Data.Label, (r, v) => r with { Data = r.Data with { Label = v! } }, length: 2),
        new TextSetting("data.delimiter", "What stands between two fields.", r => r.Data.Delimiter, (r, v) => r with { Data = r.Data with { Delimiter = v! } }, length: 1),
        new TextSetting("data.validationFile", "A table of its own for validation.", r => r.Data.ValidationFile, (r, v) => r with { Data = r.Data with { ValidationFile = v } }, optional: true),
        new TextSetting("data.testFile", "A table that is looked at once, with the kept weights.", r => r.Data.TestFile, (r, v) => r with { Data = r.Data with { TestFile = v } }, optional: true),
        new BooleanSetting("data.test", "Whether the test part is looked at in the end; leave it alone while settings are still being chosen.", r => r.Data.Test, (r, v) => r with { Data = r.Data with { Test = v } }),
        new NumberSetting<double>("data.validationShare", "The share of rows held out for validation.", 0.01, 0.9, r => r.Data.ValidationShare, (r, v) => r with { Data = r.Data with { ValidationShare = v } }),
        new NumberSetting<double>("data.testShare", "The share of rows that is looked at once, with the kept weights, where there is no test part; held out before validation.", 0, 0.9, r => r.Data.TestShare, (r, v) => r with { Data = r.Data with { TestShare = v } }),
        new ChoiceSetting<DuplicateRows>("data.duplicates", "Where rows with the same text go in a split.", r => r.Data.Duplicates, (r, v) => r with { Data = r.Data with { Duplicates = v } }),
        new TextSetting("data.group", "The column whose equal values stay on one side of a split; of imdb: film.", r => r.Data.Group, (r, v) => r with { Data = r.Data with { Group = v } }, optional: true),
        new NumberSetting<uint>("data.splitSeed", "The seed of the split.", 0, uint.MaxValue, r => r.Data.SplitSeed, (r, v) => r with { Data = r.Data with { SplitSeed = v } }),
        new BooleanSetting("data.repairMojibake", "Whether texts that are UTF-8 once read as Latin-1 are repaired.", r => r.Data.RepairMojibake, (r, v) => r with { Data = r.Data with { RepairMojibake = v } }),
        new ChoiceSetting<DataStore>("data.store", "Where the rows are while a model trains: in memory, in a file, or by their size; no result depends on it.", r => r.Data.Store, (r, v) => r with { Data = r.Data with { Store = v } }),
        new NumberSetting<int>("data.sampleRows", "Rows of a part that the audit, the baselines and the linear model look at; of more a sample.", 1_000, 1_000_000_000, r => r.Data.SampleRows, (r, v) => r with { Data = r.Data with { SampleRows = v } }),
        new TextSetting("text.tokenizer", "The tokenizer.", r => r.Text.Tokenizer, (r, v) => r with { Text = r.Text with { Tokenizer = v! } }, oneOf: Tokenizer.Names),
        new NumberSetting<int>("text.vocabularySize", "The largest vocabulary, the specials counted.", 3, 10_000_000, r => r.Text.VocabularySize, (r, v) => r with { Text = r.Text with { VocabularySize = v } }),
        new NumberSetting<int>("text.minCount", "The smallest count of a word that is kept.", 1, 1_000_000, r => r.Text.MinCount, (r, v) => r with { Text = r.Text with { MinCount = v } }),
        new NumberSetting<int>("text.maxLength", "Tokens of a text that are read; 0 reads all.", 0, 1_000_000, r => r.Text.MaxLength, (r, v) => r with { Text = r.Text with { MaxLength = v } }),
        new NumberSetting<int>("text.padToLength", "Pads up to this length are read as words, as published experiments did; 0 means no padding: the state is read at the last real token.", 0, 32_768, r => r.Text.PadToLength, (r, v) => r with { Text = r.Text with { PadToLength = v } }),
        new ChoiceSetting<TextEnd>("text.truncation", "Which end of a long text is cut off.", r => r.Text.Truncation, (r, v) => r with { Text = r.Text with { Truncation = v } }),
        new ChoiceSetting<TextEnd>("text.padding", "At which end pads are put.", r => r.Text.Padding, (r, v) => r with { Text = r.Text with { Padding = v } }),
        new ChoiceSetting<VocabularySource>("text.vocabulary", "Where the words come from that have a number.", r => r.Text.Vocabulary, (r, v) => r with { Text = r.Text with { Vocabulary = v } }),
        new ChoiceSetting<UnknownWords>("text.unknown", "What becomes of a word without a number.", r => r.Text.Unknown, (r, v) => r with { Text = r.Text with { Unknown = v } }),
        new ChoiceSetting<SpecialTokens>("text.specials", "The tokens that are no words.", r => r.Text.Specials, (r, v) => r with { Text = r.Text with { Specials = v } }),
    ];
}
