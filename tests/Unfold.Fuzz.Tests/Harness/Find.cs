namespace Unfold.Fuzz.Tests;

/// <summary>An input that a reader did not answer as it should.</summary>
/// <param name="Target">The reader.</param>
/// <param name="Seed">The seed of the attack.</param>
/// <param name="Number">The number of the input: with the seed it is made again.</param>
/// <param name="Bytes">The input, made smaller where that was possible.</param>
/// <param name="What">What happened; inputs of which the same happened are one find.</param>
/// <param name="Details">The exception, or the measured figures.</param>
sealed record Find(string Target, ulong Seed, long Number, byte[] Bytes, string What, string Details)
{
    /// <summary>Inputs of the attack of which the same happened.</summary>
    public long Times { get; set; } = 1;

    public override string ToString() =>
        $"{Target}, seed {Seed}, input {Number} ({Times} times): {What}\n  {Bytes.Length} bytes: {Convert.ToHexString(Bytes.AsSpan(0, Math.Min(200, Bytes.Length)))}\n  {Details}";
}
