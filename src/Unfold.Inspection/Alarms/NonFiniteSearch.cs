using System.Numerics;
using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Finds where a step's numbers stopped being finite, by computing it once more and looking at everything.</summary>
/// <remarks>
/// Dropout is off meanwhile, no random number is drawn, waiting gradients stay as they are. So the step is computed as evaluation does it, and a
/// number that only dropout or a batch's own moments made infinite is not found again.
/// </remarks>
public static class NonFiniteSearch
{
    internal const string Weight = "the weight";

    /// <summary>Computes a loss once more, and its gradients where asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Computes the loss of the batch.</param>
    /// <param name="backward">Whether the gradients are computed too; then the running step ends. Without them it goes on.</param>
    /// <returns>The first number that is not finite; none where all are.</returns>
    public static NonFiniteFault? Find(Module model, Func<Tensor> loss, bool backward)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        if (InWeights(model) is { } weight)
            return weight;
        var watcher = new FaultWatcher();
        using ModelModes modes = ModelModes.Evaluation([.. ModuleTree.Of(model)], watcher);
        return backward ? Backward(model, loss, watcher) : Tape.NoGrad(() => Forward(loss, watcher));
    }

    /// <summary>The first weight that is not finite, then the first number a module keeps without training it, such as a running mean; none where all are.</summary>
    public static NonFiniteFault? InWeights(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach ((string name, Tensor values) in model.Parameters.Select(parameter => (parameter.Name, parameter.Value)).Concat(model.Buffers.Select(buffer => (buffer.Name, buffer.Value))))
        {
            if ((values.DType == DType.Float32 ? First<float>(values.Span<float>()) : First<double>(values.Span<double>())) is var (at, value))
                return new(Weight, name, value, Element(values.Shape, at));
        }
        return null;
    }

    static NonFiniteFault? Forward(Func<Tensor> loss, FaultWatcher watcher)
    {
        double value = loss().Item();
        return watcher.First ?? (double.IsFinite(value) ? null : new("the loss itself", "", value));
    }

    static NonFiniteFault? Backward(Module model, Func<Tensor> loss, FaultWatcher watcher)
    {
        IReadOnlyList<Parameter> parameters = model.Parameters;
        foreach (Parameter parameter in parameters)
            parameter.Gradient.SetAside();
        try
        {
            Tensor whole = loss();
            double value = whole.Item();
            NonFiniteFault? itself = watcher.First is null && !double.IsFinite(value) ? new("the loss itself", "", value) : null;
            whole.Backward(); // which ends the step
            return itself ?? watcher.First ?? parameters.Reverse().Select(InGradient).FirstOrDefault(fault => fault is not null); // the way back ends at the first layer
        }
        finally
        {
            foreach (Parameter parameter in parameters)
                parameter.Gradient.TakeBack();
        }
    }

    static NonFiniteFault? InGradient(Parameter parameter)
    {
        if (parameter.Gradient.IsEmpty)
            return null;
        double[] values = parameter.Gradient.ToDoubles();
        return First<double>(values) is var (at, value) ? new("the gradient", parameter.Name, value, Element(parameter.Shape, at)) : null;
    }

    static (int At, double Value)? First<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i])) return (i, double.CreateChecked(values[i]));
        }
        return null;
    }

    static string Element(Shape shape, int at) => shape.Rank < 2 ? $"[{at}]" : $"[{at / shape[shape.Rank - 1]}, {at % shape[shape.Rank - 1]}]";
}
