namespace Unfold.Text;

/// <summary>A public data set: what it is, where it came from, and under what terms.</summary>
public sealed record DataSet
{
    /// <summary>The name by which it is asked for, which is its folder below the data folder too.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What a model learns from it.</summary>
    public required string Task { get; init; }

    /// <summary>Who made it.</summary>
    public required string Source { get; init; }

    /// <summary>The terms of use.</summary>
    public required string Licence { get; init; }

    /// <summary>What its parts hold: rows or sentences, for instance <c>31,962 rows</c>.</summary>
    public required string Size { get; init; }

    /// <summary>Its classes; empty where it has none.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>What a user should know before training on it.</summary>
    public required string Notes { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<DataFile> Files { get; init; }

    /// <summary>The parts that can be read as labelled texts, by name; empty where it is not a set of labelled texts.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>What texts have in common that may keep them on one side of a split, for instance <c>film</c>; none where nothing of the kind is known.</summary>
    public string? Group { get; init; }

    internal Func<string, string, CorpusSource>? Opener { get; init; }

    /// <summary>The files that are not in the data folder. A file may be there packed with gzip or plain.</summary>
    public IReadOnlyList<DataFile> Missing(string dataFolder) => [.. Files.Where(file => TextFile.FindPlainOrPacked(file.In(dataFolder)) is null)];

    /// <summary>Whether all its files are in the data folder.</summary>
    public bool IsPresent(string dataFolder) => Missing(dataFolder).Count == 0;

    /// <summary>A part of the set as a source of labelled texts.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="part">The part; none: the first of <see cref="Parts"/>.</param>
    /// <exception cref="DataException">The set has no such part, or its files are not there.</exception>
    public CorpusSource Open(string dataFolder, string? part = null)
    {
        if (Opener is null) throw new DataException($"{Name}: expected a set of labelled texts, got {Task}. See its notes for how to use it.");
        part ??= Parts[0];
        if (!Parts.Contains(part, StringComparer.Ordinal)) throw new DataException(
            $"{Name}: expected one of the parts {string.Join(", ", Parts)}, got \"{part}\".{NearestName.Hint(part, Parts)}");
        return Opener(dataFolder, part);
    }

    /// <summary>The path of the file as it is in the data folder, packed or plain.</summary>
    internal string Find(string dataFolder, DataFile file) => TextFile.FindPlainOrPacked(file.In(dataFolder)) ?? throw new DataException(
        $"{file.In(dataFolder)}: expected a file of the data set {Name}, got no such file. {Remedy(file, dataFolder)}");

    /// <summary>What to do about a file that is not there.</summary>
    internal string Remedy(DataFile file, string dataFolder) => file.Url is null
        ? $"It has no download address here: put it there yourself (from {Source}), or name the folder that has it with --data-dir or UNFOLD_DATA."
        : $"Fetch it with `data get {Name}`, or name the folder that has it with --data-dir or UNFOLD_DATA (now {dataFolder}).";

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Title}, {Size}";
}
