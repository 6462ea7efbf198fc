using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>The square recurrent matrices of a model, gate by gate.</summary>
static class RecurrentGates
{
    /// <summary>What to call each [H, H] block of every recurrent weight, and where its rows begin.</summary>
    public static IEnumerable<(string Series, Parameter Weight, int FirstRow)> Blocks(IEnumerable<Module> modules)
    {
        foreach (Nn.Recurrent module in modules.OfType<Nn.Recurrent>())
        {
            foreach (Parameter weight in module.Parameters.Where(parameter => parameter.Name.Contains("weight_hh", StringComparison.Ordinal)))
            {
                if (weight.Blocks.Count == 0)
                    yield return (weight.Name, weight, 0);
                for (int gate = 0; gate < weight.Blocks.Count; gate++)
                    yield return (LensContext.NameOf(weight, weight.Blocks[gate]), weight, gate * module.HiddenSize);
            }
        }
    }
}
