namespace Unfold;

/// <summary>Everything an <see cref="Rng"/> is: its key and how many 32-bit words it has given.</summary>
/// <param name="Seed">The seed, which is the key of the stream.</param>
/// <param name="Position">The number of 32-bit words drawn so far.</param>
public sealed record RngState(ulong Seed, ulong Position);
