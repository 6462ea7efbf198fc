using System.Numerics;

namespace Unfold.Training;

/// <summary>Counts different numbers without keeping them, within about two percent.</summary>
/// <remarks>Source: P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm", 2007, figure 3, with 4096 registers.</remarks>
sealed class DistinctCount
{
    const int Bits = 12, Registers = 1 << Bits;
    readonly byte[] _longest = new byte[Registers];

    public void Add(ulong number)
    {
        // SplitMix64's finalizer
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        number ^= number >> 31;
        ref byte longest = ref _longest[number >> (64 - Bits)];
        byte zeros = (byte)(1 + BitOperations.LeadingZeroCount((number << Bits) | (1UL << (Bits - 1))));
        if (zeros > longest) longest = zeros;
    }

    public double Estimate()
    {
        double sum = 0;
        int empty = 0;
        foreach (byte longest in _longest)
        {
            sum += Math.ScaleB(1, -longest);
            empty += longest == 0 ? 1 : 0;
        }
        double raw = 0.7213 / (1 + (1.079 / Registers)) * Registers * Registers / sum;
        return raw <= 2.5 * Registers && empty > 0 ? Registers * Math.Log((double)Registers / empty) : raw;
    }
}
