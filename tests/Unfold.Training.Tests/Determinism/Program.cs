using Unfold.Serialization;

namespace Unfold.Training.Tests.Determinism;

/// <summary>Trains slices of recipes in this process, whose vector width the environment names, and writes what came of them.</summary>
static class Program
{
    /// <param name="args">The folder to write to, then recipes.</param>
    static void Main(string[] args)
    {
        Console.WriteLine(Execution.VectorWidth);
        using var slice = new RecipeSlice();
        foreach (string name in args[1..])
        {
            OrderedDictionary<string, Tensor> tensors = [];
            foreach ((string key, byte[] bits) in slice.Train(name, watched: false))
                tensors[key] = bits.Length == sizeof(double) && key.Contains(' ', StringComparison.Ordinal)
                    ? Tensor.From([BitConverter.ToDouble(bits)], new Shape(1))
                    : Tensor.From(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bits), new Shape(bits.Length / sizeof(float)));
            SafetensorsFile.Write(Path.Combine(args[0], name), tensors);
        }
    }
}
