using Unfold.Nn;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.OpCases;

static partial class OpTable
{
    static partial void AddRecurrentModules(List<OpCase> cases)
    {
        foreach (string cell in Cells.Names)
        {
            foreach (var (layers, bidirectional, bias, initial) in ((int, bool, bool, bool)[])
                [(1, false, true, false), (1, true, true, true), (2, false, false, true), (2, true, true, true)])
            {
                var options = new RecurrentOptions { Layers = layers, Bidirectional = bidirectional, Bias = bias };
                Shape state = new(layers * options.Directions, RaggedLengths.Length, 3);
                Shape[] inputs = [new(RaggedLengths.Length, 5, 2), .. Enumerable.Repeat(state, initial ? Cells.States(cell) : 0)];
                cases.Add(Module(
                    $"nn.{cell} {layers} layers{(bidirectional ? ", bidirectional" : "")}{(bias ? "" : ", no bias")}{(initial ? ", initial state" : "")}",
                    inputs, () => Cells.Make(cell, 2, 3, options, seed: 7), (m, x) => Everything((Nn.Recurrent)m, x)));
            }
        }
        cases.Add(Module("nn.lstm read at its final state", [new(RaggedLengths.Length, 5, 2)],
            () => Cells.Make("lstm", 2, 3, new RecurrentOptions { Layers = 2, Bidirectional = true }),
            (m, x) => ((Nn.Recurrent)m).Forward(SequenceTensor.FromDense(x[0], RaggedLengths)).Final()));
    }

    /// <summary>Outputs and final states one below the other.</summary>
    static Tensor Everything(Nn.Recurrent module, Tensor[] x)
    {
        var (output, finals) = Cells.Forward(module, SequenceTensor.FromDense(x[0], RaggedLengths), x[1..]);
        return Ops.ConcatRows([.. finals.Prepend(output.Values).Select(part => Ops.Reshape(part, new(part.Length / module.HiddenSize, module.HiddenSize)))]);
    }
}
