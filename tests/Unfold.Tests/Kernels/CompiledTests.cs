using System.Reflection;
using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public class CompiledTests
{
    [Fact]
    public void Kernels_AreNeverTakenIntoTheirCallers()
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var kernels = typeof(Compiled).Assembly.GetTypes().SelectMany(static type => type.GetMethods(Any))
            .Where(static method => method.GetMethodImplementationFlags().HasFlag(MethodImplAttributes.AggressiveOptimization)).ToList();
        Assert.Contains(kernels, static method => method.DeclaringType!.Name.StartsWith("GemmTile", StringComparison.Ordinal));
        Assert.Equal([], kernels.Where(static method => !method.GetMethodImplementationFlags().HasFlag(MethodImplAttributes.NoInlining)).Select(static method => $"{method.DeclaringType}.{method.Name}"));
    }
}
