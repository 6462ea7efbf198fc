using System.Globalization;

namespace Unfold.Inspection;

/// <summary>D22: many words of the validation texts that the vocabulary does not know.</summary>
public sealed class UnknownWordsRule : IRule
{
    /// <inheritdoc/>
    public string Id => "D22";

    /// <inheritdoc/>
    public Finding? Check(RunEvidence run)
    {
        ArgumentNullException.ThrowIfNull(run);
        DataDocument data = run.Run.Data;
        double limit = run.Limit("D22.share"), severe = run.Limit("D22.warning");
        if ((data.Audit?.ValidationUnknownShare ?? data.UnknownShare) is not { } share || share <= limit)
            return null;
        string training = data.Audit?.TrainUnknownShare is { } seen ? $", {RuleText.Percent(seen)} of those to train on" : "";
        string words = data.Audit is { UnknownWords.Count: > 0 } audit ? $" The most frequent: {string.Join(", ", audit.UnknownWords.Take(5).Select(word => $"\"{word.Word}\""))}." : "";
        List<Remedy> remedies = [];
        if (RecipeSettings.Number(run, "text.minCount") > 1)
            remedies.Add(new() { Text = "Keep words that stand only once.", Settings = RecipeSettings.Set(run, ("text.minCount", "1")) });
        if (data.Vocabulary is { } size && !(RecipeSettings.Number(run, "text.vocabularySize") > size))
        {
            string twice = (2 * size).ToString(CultureInfo.InvariantCulture);
            remedies.Add(new() { Text = "Double the vocabulary.", Settings = RecipeSettings.Set(run, ("text.vocabularySize", twice)), Api = $"new VocabularyOptions {{ MaxSize = {twice} }}" });
        }
        remedies.Add(new() { Text = "Read characters instead of words.", Settings = RecipeSettings.Set(run, ("text.tokenizer", "character_lower")), Api = "new CharacterTokenizer(lowerCase: true)" });
        return new()
        {
            Id = Id,
            Severity = share > severe ? FindingSeverity.Warning : FindingSeverity.Note,
            Confidence = FindingConfidence.High,
            Title = $"{RuleText.Percent(share)} of the words to validate on are unknown to the model.",
            Evidence = $"The vocabulary does not have {RuleText.Percent(share)} of the validation tokens{training} (threshold: {RuleText.Percent(limit)}).{words}",
            Numbers = [new("unknown words", share, limit, "D22.share")],
            Remedy = "Keep more words, normalise them before cutting (hash tags, numbers, spelling), or read characters.",
            Remedies = remedies,
            Refutation = "If a vocabulary of twice the size does not raise validation, the unknown words did not matter.",
            Figure = FigureNames.Data,
        };
    }
}
