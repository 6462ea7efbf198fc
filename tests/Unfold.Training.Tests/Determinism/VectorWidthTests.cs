using System.Diagnostics;
using Unfold.Serialization;

namespace Unfold.Training.Tests.Determinism;

/// <summary>What another vector width changes, after three steps of training: no more than docs/reliability.md says.</summary>
public sealed class VectorWidthTests
{
    /// <summary>Of the epoch's training loss and the validation loss: |a − b| / |a|.</summary>
    const double OfLoss = 1e-6;

    /// <summary>Of all weights: ‖a − b‖ / ‖a‖.</summary>
    const double OfWeights = 1e-6;

    static readonly string[] Recipes = ["twitter-best", "imdb-lstm", "imdb-glove-layernorm", "pos-tagger"];

    [Fact]
    public async Task Train_InEveryVectorWidth_AgreesWithinTheTolerance()
    {
        using var folder = new TemporaryFolder();
        (string Variable, string Value, string Width)[] widths =
        [
            ("UNFOLD_SIMD", "256", "256-bit"), ("UNFOLD_SIMD", "512", "512-bit"), ("UNFOLD_SIMD", "scalar", "scalar"),
            ("DOTNET_EnableAVX2", "0", "128-bit"), ("DOTNET_EnableHWIntrinsic", "0", "scalar"), // without fused multiply-add
        ];
        var all = new List<string>();
        for (int i = 0; i < widths.Length; i++)
            Assert.Equal(widths[i].Width, (await Run(folder[$"{i}"], widths[i].Variable, widths[i].Value)).Trim().Split(',')[0]);
        foreach (string recipe in Recipes)
        {
            for (int i = 1; i < widths.Length; i++)
            {
                (double loss, double weights) = Compare(Path.Combine(folder["0"], recipe), Path.Combine(folder[$"{i}"], recipe));
                all.Add($"{recipe} {widths[i]}: loss {loss:0.0e0}, weights {weights:0.0e0}");
                Assert.True(loss <= OfLoss && weights <= OfWeights, string.Join("\n", all));
            }
        }
        Assert.Contains(all, line => !line.EndsWith("weights 0.0e0", StringComparison.Ordinal)); // else all ran in one width
    }

    static (double Loss, double Weights) Compare(string first, string second)
    {
        IReadOnlyDictionary<string, Tensor> a = SafetensorsFile.Read(first).Tensors, b = SafetensorsFile.Read(second).Tensors;
        Assert.Equal(a.Keys.Order(StringComparer.Ordinal), b.Keys.Order(StringComparer.Ordinal));
        double loss = 0, apart = 0, norm = 0;
        foreach ((string key, Tensor tensor) in a)
        {
            (double[] x, double[] y) = (tensor.ToDoubles(), b[key].ToDoubles());
            if (key.EndsWith(" loss", StringComparison.Ordinal)) loss = Math.Max(loss, Math.Abs(x[0] - y[0]) / Math.Abs(x[0]));
            if (key.Contains(' ', StringComparison.Ordinal)) continue;
            for (int i = 0; i < x.Length; i++) (apart, norm) = (apart + ((x[i] - y[i]) * (x[i] - y[i])), norm + (x[i] * x[i]));
        }
        return (loss, Math.Sqrt(apart / norm));
    }

    static async Task<string> Run(string folder, string variable, string value)
    {
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(VectorWidthTests).Assembly.Location, folder, .. Recipes])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("UNFOLD_SIMD");
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return said;
    }
}
