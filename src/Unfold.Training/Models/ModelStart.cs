using Unfold.Nn;

namespace Unfold.Training;

/// <summary>Draws the first values of weight matrices again, as a recipe asks.</summary>
static class ModelStart
{
    /// <summary>Word vectors and everything that is no matrix keep their values; stacked gates are drawn one by one.</summary>
    public static void Draw(Module model, InitializationKind kind, Rng rng)
    {
        if (kind == InitializationKind.Default) return;
        foreach (Parameter parameter in model.Parameters)
        {
            if (parameter.Shape.Rank < 2 || parameter.Name is "embedding.weight" or "bigrams.weight") continue;
            Rng own = rng.Fork(parameter.Name);
            int blocks = Math.Max(1, parameter.Blocks.Count), rows = parameter.Shape[0] / blocks, columns = parameter.Shape.Length / parameter.Shape[0];
            Span<float> values = parameter.Value.Span<float>();
            bool recurrent = parameter.Name.Contains(".weight_hh", StringComparison.Ordinal);
            for (int block = 0; block < blocks; block++)
            {
                // a filter [out, in, width] is a matrix of out rows: its fan in is in · width, and its fan out is taken as out
                Tensor fresh = kind switch
                {
                    InitializationKind.He => Init.HeUniform(own, new Shape(rows, columns)),
                    InitializationKind.Orthogonal when recurrent => Init.Orthogonal(own, rows, columns),
                    _ => Init.XavierUniform(own, new Shape(rows, columns)),
                };
                fresh.Span<float>().CopyTo(values[(block * rows * columns)..]);
            }
        }
    }
}
