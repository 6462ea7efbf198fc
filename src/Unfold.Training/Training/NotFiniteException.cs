namespace Unfold.Training;

/// <summary>Raised inside the loop where a loss or gradient is not finite; the run turns it into a <see cref="DivergedException"/> once the good weights are safe.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "never leaves this library")]
sealed class NotFiniteException(string what, int step, int[] rows) : Exception(what)
{
    public int Step => step;

    public int[] Rows => rows;
}
