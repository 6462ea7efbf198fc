using System.Text.Json;

namespace Unfold.Cli;

/// <summary>The JSON document of <c>compare</c>, <c>sweep</c> and <c>train --seeds</c>.</summary>
/// <param name="Runs">The documents of all runs, seeds apart.</param>
/// <param name="Table">A row for each experiment.</param>
/// <param name="Report">The page with all runs side by side; null where none was wanted.</param>
sealed record SeriesDocument(IReadOnlyList<JsonElement> Runs, IReadOnlyList<SeriesRow> Table, string? Report);
