using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>A finished run: what happened, and the classifier with the best weights.</summary>
/// <param name="Run">Everything about the run, as in <c>run.json</c>.</param>
/// <param name="Classifier">Answers with the best epoch's weights.</param>
/// <param name="Folder">Where it was written, if it was.</param>
public sealed record TrainResult(RunDocument Run, TextClassifier Classifier, RunFolder? Folder);
