using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

/// <summary>
/// The recurrent modules written out of elementary operations on the same parameters: the definition that the fused
/// operations are compared with, forward and in every gradient.
/// </summary>
static class ElementaryRecurrent
{
    public static (SequenceTensor Output, Tensor[] Finals) Forward(Nn.Recurrent module, SequenceTensor x, params Tensor[] initial) => Forward(module, x, initial, []);

    /// <summary>The same, noting every layer and direction in the order of its walk.</summary>
    public static (SequenceTensor Output, Tensor[] Finals) Forward(Nn.Recurrent module, SequenceTensor x, Tensor[] initial, List<ElementaryPass> passes)
    {
        (SequenceLayout layout, int hidden, int directions) = (x.Layout, module.HiddenSize, module.Options.Directions);
        int planes = module.Options.Layers * directions, states = module is Lstm ? 2 : 1;
        var finals = new List<Tensor>[states];
        for (int k = 0; k < states; k++) finals[k] = [];
        for (int layer = 0; layer < module.Options.Layers; layer++)
        {
            var sides = new List<Tensor>();
            for (int direction = 0; direction < directions; direction++)
            {
                int plane = (layer * directions) + direction;
                Tensor[] state = [.. Enumerable.Range(0, states).Select(k => initial.Length == 0
                    ? Tensor.Zeros(new Shape(layout.Count, hidden), x.Values.DType)
                    : Ops.GatherRows(Ops.Reshape(initial[k], new Shape(planes * layout.Count, hidden)), Shifted(layout.Order, plane * layout.Count)))];
                var pass = new ElementaryPass();
                passes.Add(pass);
                sides.Add(Walk(module, $"_l{layer}{(direction == 1 ? "_reverse" : "")}", x, state, direction == 1, pass));
                for (int k = 0; k < states; k++) finals[k].Add(Ops.GatherRows(state[k], layout.Positions.ToArray()));
            }
            x = new SequenceTensor(layout, Ops.ConcatColumns([.. sides]));
            foreach (ElementaryPass pass in passes.TakeLast(directions)) pass.Output = x.Values;
        }
        return (x, [.. finals.Select(rows => Ops.Reshape(Ops.ConcatRows([.. rows]), new Shape(planes, layout.Count, hidden)))]);
    }

    /// <summary>state [B, H], sorted by length, is replaced by the final one.</summary>
    static Tensor Walk(Nn.Recurrent module, string suffix, SequenceTensor x, Tensor[] state, bool reverse, ElementaryPass pass)
    {
        SequenceLayout layout = x.Layout;
        var outputs = new Tensor[layout.MaxLength];
        for (int i = 0; i < layout.MaxLength; i++)
        {
            int t = reverse ? layout.MaxLength - 1 - i : i, active = layout.ActiveCounts[t];
            Tensor input = Ops.SliceRows(x.Values, layout.StepOffsets[t], active);
            ElementaryStep noted = pass.Steps[t] = new ElementaryStep();
            Tensor[] next = Cell(module, suffix, input, [.. state.Select(s => Ops.SliceRows(s, 0, active))], noted);
            outputs[t] = noted.State = next[0];
            noted.Cell = next.Length > 1 ? next[1] : null;
            for (int k = 0; k < state.Length; k++)
            {
                state[k] = Ops.ConcatRows(next[k], Ops.SliceRows(state[k], active, layout.Count - active));
            }
        }
        return outputs.Length == 0 ? Tensor.Zeros(new Shape(0, module.HiddenSize), x.Values.DType) : Ops.ConcatRows(outputs);
    }

    static Tensor[] Cell(Nn.Recurrent module, string suffix, Tensor x, Tensor[] state, ElementaryStep noted)
    {
        Tensor? Get(string name) => module.Parameters.SingleOrDefault(p => p.Name == name + suffix)?.Value;
        Tensor fromX = Ops.Linear(x, Get("weight_ih")!, Get("bias_ih"));
        noted.Gates = fromX;
        Tensor fromH = Ops.Linear(state[0], Get("weight_hh")!, Get("bias_hh"));
        Tensor Block(Tensor gates, int k) => Ops.SliceColumns(gates, k * module.HiddenSize, module.HiddenSize);
        switch (module)
        {
            case Rnn rnn:
                return [Ops.Activate(fromX + fromH, rnn.Activation)];
            case Lstm:
                Tensor all = fromX + fromH;
                noted.Forget = Ops.Sigmoid(Block(all, 1));
                Tensor c = (noted.Forget * state[1]) + (Ops.Sigmoid(Block(all, 0)) * Ops.Tanh(Block(all, 2)));
                return [Ops.Sigmoid(Block(all, 3)) * Ops.Tanh(c), c];
            default:
                Tensor r = Ops.Sigmoid(Block(fromX, 0) + Block(fromH, 0)), z = Ops.Sigmoid(Block(fromX, 1) + Block(fromH, 1));
                Tensor n = Ops.Tanh(Block(fromX, 2) + (r * Block(fromH, 2)));
                return [n + (z * (state[0] - n))];
        }
    }

    static int[] Shifted(ReadOnlySpan<int> rows, int by)
    {
        int[] shifted = rows.ToArray();
        for (int i = 0; i < shifted.Length; i++) shifted[i] += by;
        return shifted;
    }
}
