using System.Diagnostics;
using Unfold.Kernels;

namespace Unfold.Tests.Simd;

/// <summary>Kernels, operations, gradients and parity once more for every vector width, each in a process of its own: a width is chosen when a process begins.</summary>
public class SimdWidthTests
{
    [Theory]
    [InlineData("UNFOLD_SIMD", "512", "width: 512-bit")]
    [InlineData("UNFOLD_SIMD", "256", "width: 256-bit")]
    [InlineData("UNFOLD_SIMD", "128", "width: 128-bit")]
    [InlineData("UNFOLD_SIMD", "scalar", "width: scalar")]
    [InlineData("DOTNET_EnableAVX2", "0", "width: 128-bit")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", "width: scalar")]
    public async Task WidthDependentTests_InEveryWidth_Pass(string variable, string value, string expected)
    {
        if (expected == $"width: {SimdWidth.Description.Split(',')[0]}" && variable == "UNFOLD_SIMD")
            return; // this process runs them in that width
        string assembly = typeof(SimdWidthTests).Assembly.Location;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("UNFOLD_SIMD");
        start.Environment[variable] = value;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, output + await errors);
        Assert.StartsWith(expected, output, StringComparison.Ordinal);
        Assert.EndsWith(" passed, 0 failed", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bits_InThisProcess_AreAKnownWidth() => Assert.Contains(SimdWidth.Bits, (int[])[0, 128, 256, 512]);
}
