using Unfold.Nn;

namespace Unfold.Training;

/// <summary>Small parameters, biases above all: what is not finite on the way back reaches one of them, and looking at them costs next to nothing.</summary>
sealed class GradientSentinels(Module network)
{
    const int MostElements = 1024, MostTogether = 8192;
    readonly Parameter[] _small = Choose(network);

    /// <summary>Whether one of their gradients is not finite.</summary>
    public bool AreBroken => Array.Exists(_small, static parameter => !parameter.Gradient.IsEmpty && !IsFinite(parameter.Gradient, parameter.DType));

    static Parameter[] Choose(Module network)
    {
        int room = MostTogether;
        return [.. network.Parameters.Where(parameter => parameter.Shape.Length <= MostElements).OrderBy(parameter => parameter.Shape.Length).TakeWhile(parameter => (room -= parameter.Shape.Length) >= 0)];
    }

    static bool IsFinite(Gradient gradient, DType dtype)
    {
        if (dtype == DType.Float64)
        {
            foreach (double value in gradient.Values<double>())
            {
                if (!double.IsFinite(value)) return false;
            }
            return true;
        }
        foreach (float value in gradient.Values<float>())
        {
            if (!float.IsFinite(value)) return false;
        }
        return true;
    }
}
