namespace Unfold.Fuzz.Tests;

/// <summary>What an attack brought to light.</summary>
/// <param name="Target">The reader.</param>
/// <param name="Inputs">Inputs tried.</param>
/// <param name="Accepted">Those that were read as files of the format; the others were refused with a sentence.</param>
/// <param name="MostAllocated">Bytes that the costliest input made the reader allocate.</param>
/// <param name="Seconds">Time in all.</param>
/// <param name="Finds">What went wrong, each kind once.</param>
sealed record AttackReport(string Target, long Inputs, long Accepted, long MostAllocated, double Seconds, IReadOnlyList<Find> Finds)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Target}: {Inputs:N0} inputs, {Accepted:N0} read, {Inputs - Accepted:N0} refused, at most {MostAllocated / 1024.0:N0} KiB allocated, {Seconds:N1} s, {Finds.Count} finds") +
        string.Concat(Finds.Select(find => $"\n{find}"));
}
