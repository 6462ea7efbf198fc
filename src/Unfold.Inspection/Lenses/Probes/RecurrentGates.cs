using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>The square recurrent matrices of a model, gate by gate.</summary>
static class RecurrentGates
{
    /// <summary>The gates of a module in the order of its weights' rows; none where there is one whole.</summary>
    public static IReadOnlyList<string> Of(Recurrent module) => module switch
    {
        Lstm => ["i", "f", "g", "o"],
        Gru => ["r", "z", "n"],
        _ => [],
    };

    /// <summary>What to call each [H, H] block of every recurrent weight, and where its rows begin.</summary>
    public static IEnumerable<(string Series, Parameter Weight, int FirstRow)> Blocks(IEnumerable<Module> modules)
    {
        foreach (Recurrent module in modules.OfType<Recurrent>())
        {
            IReadOnlyList<string> gates = Of(module);
            foreach (Parameter weight in module.Parameters.Where(parameter => parameter.Name.Contains("weight_hh", StringComparison.Ordinal)))
            {
                if (gates.Count == 0)
                    yield return (weight.Name, weight, 0);
                for (int gate = 0; gate < gates.Count; gate++)
                    yield return (LensContext.NameOf(weight, gates[gate]), weight, gate * module.HiddenSize);
            }
        }
    }
}
