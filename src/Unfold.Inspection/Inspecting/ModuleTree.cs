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

    /// <summary>The weights that are tables: a row for every token or pair of tokens, of which a step sees a few.</summary>
    public static HashSet<Parameter> Tables(IEnumerable<Module> modules)
    {
        HashSet<Parameter> tables = [];
        foreach (Module module in modules)
        {
            if (module is Embedding { Weight: var words })
                tables.Add(words);
            if (module is BigramEmbedding { Weight: var pairs })
                tables.Add(pairs);
        }
        return tables;
    }
}
