namespace Unfold.Kernels;

/// <summary>Where a walk over time goes on, so that what it will read and write comes from memory while a step is computed.</summary>
/// <param name="AreFar">Whether the numbers of all steps are more than the caches hold; where not, nothing is asked for.</param>
/// <param name="Row">The packed row of the block's first sequence at the next step.</param>
/// <param name="RowAfter">That at the step after the next.</param>
readonly record struct NextRows(bool AreFar, nint Row, nint RowAfter);
