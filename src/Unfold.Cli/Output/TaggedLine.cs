using Unfold.Training;

namespace Unfold.Cli;

/// <summary>A tagger's answer in <c>predict --json</c>.</summary>
sealed record TaggedLine(string Text, IReadOnlyList<TaggedWord> Tokens);
