using System.Globalization;

namespace Unfold.Fuzz.Tests;

/// <summary>How long an attack lasts and what an input may cost.</summary>
sealed record AttackLimits
{
    /// <summary>Inputs a reader, beside the files cut off at every byte. <value>Default: 2,000, or what UNFOLD_FUZZ says.</value></summary>
    public long Count { get; init; } = Number("UNFOLD_FUZZ", 2_000);

    /// <summary>Inputs are the same for the same seed. <value>Default: 1, or what UNFOLD_FUZZ_SEED says.</value></summary>
    public ulong Seed { get; init; } = (ulong)Number("UNFOLD_FUZZ_SEED", 1);

    /// <summary>What an input may take. An ordinary one takes a ten-thousandth of a second; a hang takes for ever.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What reading may allocate however small the file is.</summary>
    public long FreeBytes { get; init; } = 64 << 20;

    /// <summary>What it may allocate beyond, for each byte of the file.</summary>
    public long BytesPerByte { get; init; } = 64;

    /// <summary>Where finds are written. <value>Default: nowhere, or what UNFOLD_FUZZ_FINDS says.</value></summary>
    public string? Finds { get; init; } = Environment.GetEnvironmentVariable("UNFOLD_FUZZ_FINDS");

    static long Number(string variable, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : otherwise;
}
