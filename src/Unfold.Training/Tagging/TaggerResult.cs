using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>A finished run of a tagger: what happened, and the tagger with the best weights.</summary>
/// <param name="Run">Everything about the run, as in <c>run.json</c>.</param>
/// <param name="Tagger">Answers with the best epoch's weights.</param>
/// <param name="Test">How well it does on the test set, where there is one.</param>
/// <param name="Folder">Where it was written, if it was.</param>
public sealed record TaggerResult(RunDocument Run, TextTagger Tagger, TaggerEvaluation? Test, RunFolder? Folder);
