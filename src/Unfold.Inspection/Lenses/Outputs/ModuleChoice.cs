using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Which modules a lens looks at: those it takes by itself and those it is asked for, without those it is told to leave out.</summary>
sealed class ModuleChoice(Func<Module, bool> usual, Func<Module, bool>? include, Func<Module, bool>? exclude)
{
    public static bool IsLeaf(Module module) => module.Children.Count == 0;

    public bool Takes(Module module) => (usual(module) || include?.Invoke(module) == true) && exclude?.Invoke(module) != true;
}
