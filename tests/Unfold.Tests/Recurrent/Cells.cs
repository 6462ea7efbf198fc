using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

/// <summary>The recurrent modules by name, as the reference numbers call them.</summary>
static class Cells
{
    public static readonly string[] Names = ["rnn_tanh", "rnn_relu", "rnn_sigmoid", "lstm", "gru"];

    public static Nn.Recurrent Make(string cell, int inputs, int hidden, RecurrentOptions? options = null, ulong seed = 1) => cell switch
    {
        "rnn_tanh" => new Rnn(inputs, hidden, new Rng(seed), options: options),
        "rnn_relu" => new Rnn(inputs, hidden, new Rng(seed), Activation.Relu, options),
        "rnn_sigmoid" => new Rnn(inputs, hidden, new Rng(seed), Activation.Sigmoid, options),
        "lstm" => new Lstm(inputs, hidden, new Rng(seed), options),
        "gru" => new Gru(inputs, hidden, new Rng(seed), options),
        _ => throw new ArgumentException(cell, nameof(cell)),
    };

    public static int States(string cell) => cell == "lstm" ? 2 : 1;

    /// <summary>The packed output and the final states, from given initial states (none: zero).</summary>
    public static (SequenceTensor Output, Tensor[] Finals) Forward(Nn.Recurrent module, SequenceTensor x, params Tensor[] initial)
    {
        if (module is Lstm lstm)
        {
            LstmResult result = lstm.Forward(x, initial.Length == 0 ? null : new LstmState(initial[0], initial[1]));
            return (result.Output, [result.State.H, result.State.C]);
        }
        RnnState? state = initial.Length == 0 ? null : new RnnState(initial[0]);
        RnnResult other = module is Rnn rnn ? rnn.Forward(x, state) : ((Gru)module).Forward(x, state);
        return (other.Output, [other.State.H]);
    }

    /// <summary>scale · cos(0.7 i + 0.31 key): the numbers of reference/torch_recurrent.py.</summary>
    public static Tensor Fill(Shape shape, int key, double scale, DType dtype, bool requiresGrad = false)
    {
        double[] values = [.. Enumerable.Range(0, shape.Length).Select(i => scale * Math.Cos((0.7 * i) + (0.31 * key)))];
        return Tensor.From(values, shape, requiresGrad).To(dtype, requiresGrad);
    }

    public static Tensor Weigh(Tensor x, int key) => Ops.Sum(x * Fill(x.Shape, key, 1, x.DType));

    /// <summary>Takes over the values of another tensor.</summary>
    public static void Set(Parameter parameter, Tensor values)
    {
        if (parameter.DType == DType.Float32) values.Span<float>().CopyTo(parameter.Value.Span<float>());
        else values.Span<double>().CopyTo(parameter.Value.Span<double>());
    }
}
