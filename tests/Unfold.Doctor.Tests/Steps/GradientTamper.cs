namespace Unfold.Doctor.Tests;

/// <summary>What wrong loops do to gradients before the optimizer's step.</summary>
static class GradientTamper
{
    /// <summary>Multiplies all gradients.</summary>
    public static void Scale(Nn.Module model, double factor)
    {
        foreach (Parameter parameter in model.Parameters.Where(parameter => !parameter.Gradient.IsEmpty))
        {
            foreach (ref float value in parameter.Gradient.Values<float>())
                value *= (float)factor;
        }
    }

    /// <summary>Adds a multiple of the weights to the gradients of some: weight decay, or its opposite.</summary>
    public static void AddWeights(Nn.Module model, double factor, Func<string, bool> which)
    {
        foreach (Parameter parameter in model.Parameters.Where(parameter => which(parameter.Name) && !parameter.Gradient.IsEmpty && !parameter.Gradient.IsRowSparse))
        {
            Span<float> gradient = parameter.Gradient.Values<float>(), weights = parameter.Value.Span<float>();
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] += (float)factor * weights[i];
        }
    }
}
