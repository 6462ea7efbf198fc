namespace Unfold.Inspection;

/// <summary>The machine and software of a run.</summary>
public sealed record EnvironmentDocument
{
    /// <summary>Version of Unfold.</summary>
    public string? Unfold { get; init; }

    /// <summary>The .NET runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public string? System { get; init; }

    /// <summary>The processor's name.</summary>
    public string? Processor { get; init; }

    /// <summary>Logical processors.</summary>
    public int? Processors { get; init; }

    /// <summary>Threads that the run used.</summary>
    public int? Threads { get; init; }

    /// <summary>The vector width in use, such as "256-bit, fused multiply-add".</summary>
    public string? Simd { get; init; }

    /// <summary>When the run began, in ISO 8601 with its offset.</summary>
    public string? StartedAt { get; init; }

    /// <summary>The command line that started it.</summary>
    public string? Command { get; init; }
}
