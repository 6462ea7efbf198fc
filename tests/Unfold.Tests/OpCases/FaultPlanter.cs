namespace Unfold.Tests.OpCases;

/// <summary>Makes the backward of one recorded operation wrong towards one of the tensors it passes a gradient to: by a ten-thousandth of what it passes.</summary>
/// <remarks>At first it listens: which operation passes something to which tensor. Then each of these places is a fault that a check has to find.</remarks>
sealed class FaultPlanter
{
    const double Fault = 1e-4;

    readonly IReadOnlyList<Tensor> _leaves;
    readonly List<(int Operation, int Target, string Name)> _places = [];
    (int Operation, int Target, string Name)? _planted;

    /// <param name="leaves">The inputs that gradients are passed to in the end.</param>
    public FaultPlanter(IReadOnlyList<Tensor> leaves)
    {
        _leaves = leaves;
        Tape.Recorded.Clear(); // what an earlier test on this thread computed and never ran backwards would shift the numbers of the operations
    }

    /// <summary>Where gradients were passed on: what each operation is, and to what it passed something.</summary>
    public IReadOnlyList<(int Operation, int Target, string Name)> Places => _places;

    /// <summary>The fault is here from now on.</summary>
    public void Plant((int Operation, int Target, string Name) place) => _planted = place;

    /// <summary>Takes hold of the operations, after the loss was computed and before it is run backwards.</summary>
    public void Arm(IReadOnlyList<Parameter> parameters)
    {
        if (!Tape.IsRecording) return;
        List<Node> nodes = Tape.Recorded;
        List<(string Name, Parameter? Parameter, Tensor? Tensor)> targets =
        [
            .. parameters.Select(parameter => (parameter.Name, (Parameter?)parameter, (Tensor?)null)),
            .. _leaves.Concat(nodes.Select(node => node.Output).Distinct()).Select((tensor, i) => ($"tensor {i} {tensor.Shape}", (Parameter?)null, (Tensor?)tensor)),
        ];
        for (int i = 0; i < nodes.Count; i++)
        {
            Node node = nodes[i];
            if (_planted is { } place && place.Operation == i) nodes[i] = new Wrapped(node, [targets[place.Target]], (target, passed) => Add(targets[place.Target], passed));
            else if (_planted is null) nodes[i] = Listening(node, i, targets);
        }
    }

    Wrapped Listening(Node node, int number, List<(string Name, Parameter? Parameter, Tensor? Tensor)> targets) =>
        new(node, targets, (target, _) => _places.Add((number, target, $"{node.GetType().Name} {number} to {targets[target].Name}")));

    static void Add((string Name, Parameter? Parameter, Tensor? Tensor) target, double[] passed)
    {
        if (target.Parameter is not { } parameter)
        {
            Span<double> gradient = target.Tensor!.Grad!.Span<double>();
            for (int i = 0; i < gradient.Length; i++) gradient[i] += Fault * passed[i];
            return;
        }
        Gradient held = parameter.Gradient;
        Span<double> values = held.Values<double>();
        for (int i = 0; i < values.Length; i++) values[i] += Fault * passed[held.IsRowSparse ? (held.Rows[i / held.RowLength] * held.RowLength) + (i % held.RowLength) : i];
    }

    /// <summary>An operation whose shares are looked at.</summary>
    sealed class Wrapped(Node inner, List<(string Name, Parameter? Parameter, Tensor? Tensor)> targets, Action<int, double[]> passed) : Node(inner.Output)
    {
        public override bool HasGradient => inner.HasGradient;

        public override void Backward()
        {
            double[][] before = [.. targets.Select(Read)];
            inner.Backward();
            for (int i = 0; i < before.Length; i++)
            {
                double[] after = Read(targets[i]), share = [.. after.Zip(before[i].Length == 0 ? new double[after.Length] : before[i], (now, then) => now - then)];
                if (Array.Exists(share, value => value != 0)) passed(i, share);
            }
        }

        static double[] Read((string Name, Parameter? Parameter, Tensor? Tensor) target) =>
            target.Parameter?.Gradient.ToDoubles() ?? target.Tensor!.Grad?.ToDoubles() ?? [];
    }
}
