namespace Unfold.Lab;

/// <summary>What a <see cref="PlainRnn"/> computed on its way through a sentence.</summary>
/// <param name="Words">[T]: the numbers of the words.</param>
/// <param name="States">[T, hidden]: h_t.</param>
/// <param name="Probabilities">[T, tags]: p_t.</param>
public sealed record PlainRnnPass(int[] Words, double[,] States, double[,] Probabilities);
