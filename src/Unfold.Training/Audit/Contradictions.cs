using System.Runtime.InteropServices;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Finds texts that stand somewhere with one label and somewhere else with another one.</summary>
static class Contradictions
{
    /// <summary>How many texts of all parts are concerned, and some pairs.</summary>
    public static (int Texts, IReadOnlyList<AuditPair> Examples) In(IReadOnlyList<CorpusPrints> parts, PairWriter writer, CancellationToken cancellation)
    {
        Dictionary<UInt128, Group> groups = [];
        for (int part = 0; part < parts.Count; part++)
        {
            TextPrint[] prints = parts[part].Prints;
            for (int row = 0; row < prints.Length; row++)
            {
                if ((row & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
                if (prints[row].Tokens == 0) continue;
                ref Group group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, prints[row].Key, out bool known);
                if (!known) group = new(part, row, 0, -1, -1);
                bool other = parts[part].Corpus.Label(row) != parts[group.Part].Corpus.Label(group.Row);
                group = group with { Texts = group.Texts + 1, OtherPart = other && group.OtherPart < 0 ? part : group.OtherPart, OtherRow = other && group.OtherPart < 0 ? row : group.OtherRow };
            }
        }
        Group[] mixed = [.. groups.Values.Where(group => group.OtherPart >= 0).OrderBy(group => group.Part).ThenBy(group => group.Row)];
        return (mixed.Sum(group => group.Texts),
            [.. mixed.Take(PairWriter.Most).Select(group => writer.Pair(parts[group.Part].Corpus, group.Row, parts[group.OtherPart].Corpus, group.OtherRow, 1))]);
    }

    /// <summary>The first row of a text, how many rows have it, and the first one with another label.</summary>
    readonly record struct Group(int Part, int Row, int Texts, int OtherPart, int OtherRow);
}
