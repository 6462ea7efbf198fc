namespace Unfold.Training;

/// <summary>What an epoch has done so far.</summary>
/// <param name="Batches">Batches done.</param>
/// <param name="Of">Batches of the epoch.</param>
/// <param name="Tokens">Tokens read.</param>
/// <param name="Examples">Examples answered.</param>
/// <param name="LossSum">The sum of their losses.</param>
/// <param name="Right">Right answers among them.</param>
readonly record struct EpochSoFar(int Batches, int Of, long Tokens, int Examples, double LossSum, int Right);
