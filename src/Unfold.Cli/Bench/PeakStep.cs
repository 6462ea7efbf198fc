namespace Unfold.Cli;

/// <summary>The most multiply-adds that one core does: what the other workloads are shares of.</summary>
sealed class PeakStep : IBenchStep
{
    const int Turns = 100_000;
    float _sum;

    public double NextFlops => (double)Turns * PeakLoop.Operations;

    public void Run()
    {
        _sum += PeakLoop.Run(Turns);
        if (float.IsNaN(_sum)) throw new InvalidOperationException("bench peak: expected a finite sum.");
    }
}
