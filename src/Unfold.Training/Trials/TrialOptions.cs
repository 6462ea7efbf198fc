namespace Unfold.Training;

/// <summary>How remedies are tried.</summary>
public sealed record TrialOptions
{
    /// <summary>Epochs of each trial. <value>Default: 1.</value></summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The most remedies to try. <value>Default: 3.</value></summary>
    public int Most { get; init; } = 3;

    /// <summary>The folder of the known data sets. <value>Default: none.</value></summary>
    public string? DataFolder { get; init; }

    /// <summary>Hears of each trial before it begins: its number from 0, how many there are, and its settings; the first is the run as it is. <value>Default: nobody.</value></summary>
    public Action<int, int, IReadOnlyDictionary<string, string>>? Began { get; init; }
}
