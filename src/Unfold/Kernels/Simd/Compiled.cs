using System.Runtime.CompilerServices;

namespace Unfold.Kernels;

/// <summary>How kernels are compiled.</summary>
static class Compiled
{
    /// <summary>
    /// At once, with all optimisations, and never into a caller. A profile of the first calls, small ones perhaps, would otherwise draw a kernel into
    /// those that call it, where there is no room left for what it is made of: its vector operations become calls (an LSTM then takes 1.17 times as long).
    /// </summary>
    public const MethodImplOptions Alone = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
