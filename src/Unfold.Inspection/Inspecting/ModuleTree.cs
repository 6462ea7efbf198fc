using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>All modules of a model.</summary>
static class ModuleTree
{
    /// <summary>The outermost first, each before its children, in the order they were made.</summary>
    public static IEnumerable<Module> Of(Module root)
    {
        yield return root;
        foreach ((_, Module child) in root.Children)
        {
            foreach (Module module in Of(child))
                yield return module;
        }
    }
}
