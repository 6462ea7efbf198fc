using Unfold.Nn;

namespace Unfold.Cli;

/// <summary>One recurrent layer forwards and backwards, dense, gradients of inputs and weights from one of the outputs that is given; nothing else.</summary>
sealed class CellStep : IBenchStep
{
    readonly Recurrent _cell;
    readonly SequenceLayout _layout;
    readonly Tensor _input;
    readonly Tensor _gradient;

    public CellStep(Workload workload)
    {
        var rng = new Rng(1);
        _cell = workload.MakeCell(rng);
        _layout = SequenceLayout.Of(workload.Lengths.Draw(workload.Batch, rng));
        _input = BenchData.Normal(new Shape(_layout.TotalSteps, workload.Inputs), rng, requiresGrad: true);
        _gradient = BenchData.Normal(new Shape(_layout.TotalSteps, _cell.OutputSize), rng, requiresGrad: false);
        NextFlops = workload.Flops(_layout.TotalSteps, inputGradient: true);
    }

    public double NextFlops { get; }

    public void Run()
    {
        foreach (Parameter parameter in _cell.Parameters) parameter.Gradient.Clear();
        _cell.Forward(new SequenceTensor(_layout, _input)).Output.Values.Backward(_gradient);
    }
}
