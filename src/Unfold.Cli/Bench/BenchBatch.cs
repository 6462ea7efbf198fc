namespace Unfold.Cli;

/// <summary>A batch of a workload with its answers.</summary>
sealed class BenchBatch
{
    public BenchBatch(Workload workload, Rng rng)
    {
        int[] lengths = workload.Lengths.Draw(workload.Batch, rng);
        if (workload.Vocabulary > 0)
        {
            Words = SequenceBatch.FromIds(BenchData.Words(lengths, workload.Vocabulary, rng));
            Layout = Words.Layout;
        }
        else
        {
            Layout = SequenceLayout.Of(lengths);
            Vectors = BenchData.Normal(new Shape(Layout.TotalSteps, workload.Inputs), rng);
        }
        int answers = workload.Target == BenchTarget.EveryStep ? Layout.TotalSteps : workload.Batch;
        Classes = [.. Enumerable.Range(0, answers).Select(_ => rng.Next(Math.Max(2, workload.Outputs)))];
        YesOrNo = [.. Classes.Select(answer => (float)answer)];
    }

    public SequenceLayout Layout { get; }

    public SequenceBatch? Words { get; }

    /// <summary>[N, Inputs], where no words come in.</summary>
    public Tensor? Vectors { get; }

    public int[] Classes { get; }

    public float[] YesOrNo { get; }
}
