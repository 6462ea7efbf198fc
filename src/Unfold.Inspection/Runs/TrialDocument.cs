namespace Unfold.Inspection;

/// <summary>A remedy that was tried for a few epochs, or the run as it is for as many.</summary>
public sealed record TrialDocument
{
    /// <summary>What was changed: settings of the recipe, path to value; empty for the run as it is.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new OrderedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The finding whose remedy it is; left out for the run as it is.</summary>
    public string? RemedyOf { get; init; }

    /// <summary>The remedy in words.</summary>
    public string? Text { get; init; }

    /// <summary>Training metrics of the last epoch.</summary>
    public MetricValues Train { get; init; } = [];

    /// <summary>Validation metrics of the last epoch.</summary>
    public MetricValues Validation { get; init; } = [];

    /// <summary>The gradient at the first word over that at the last one, median over the steps of the last epoch; left out where nothing recurrent was watched.</summary>
    public double? FirstWord { get; init; }

    /// <summary>Warnings and critical findings.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>Those of the run as it is that went away.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Those that came instead.</summary>
    public IReadOnlyList<string> Came { get; init; } = [];

    /// <summary>Wall time of everything.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it did not come to its end; left out where it did.</summary>
    public string? Failed { get; init; }

    /// <summary>The folder of the run.</summary>
    public string Out { get; init; } = "";
}
