namespace Unfold.Fuzz.Tests;

/// <summary>Makes the inputs of an attack: first every seed and former find cut off at every byte, then such files with one to five faults. The same number gives the same input.</summary>
sealed class Mutator(Target target, ulong seed)
{
    const ulong Spread = 0x9E3779B97F4A7C15;
    readonly byte[][] _seeds = [.. target.Seeds, .. FormerFinds.Of(target.Name)];
    readonly byte[][] _words = [.. target.Words];

    /// <summary>The first inputs are files cut off, one for every length of each: so many.</summary>
    public long Cuts => _seeds.Sum(one => (long)one.Length);

    public byte[] Make(long number)
    {
        long at = number;
        foreach (byte[] one in _seeds)
        {
            if (at < one.Length) return one[..(int)at];
            at -= one.Length;
        }
        Rng rng = new(unchecked(seed * Spread + (ulong)number));
        byte[] bytes = [.. _seeds[rng.Next(_seeds.Length)]];
        int faults = 1 + Math.Min(rng.Next(5), rng.Next(5));
        for (int i = 0; i < faults; i++)
        {
            bytes = rng.Next(20) switch
            {
                < 8 => ByteFaults.Apply(bytes, rng),
                < 12 => NumberFaults.Apply(bytes, rng),
                < 14 when _words.Length > 0 => ByteFaults.Insert(bytes, _words[rng.Next(_words.Length)], rng),
                < 16 => TextFaults.Apply(bytes, rng),
                < 19 => JsonFaults.Apply(bytes, rng),
                _ => ByteFaults.Splice(bytes, _seeds[rng.Next(_seeds.Length)], rng),
            };
        }
        return rng.Next(4) == 0 ? bytes : target.Seal(bytes);
    }
}
