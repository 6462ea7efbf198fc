using System.Globalization;
using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>The layers of recurrent modules in each of their directions, as keys of what lenses gather of them.</summary>
static class Planes
{
    public static (Recurrent, int) KeyOf(RecurrentPass pass) => (pass.Module, pass.Layer * 2 + (pass.Reverse ? 1 : 0));

    /// <summary>Keeps what was gathered of each, or makes it anew and goes on from it, in the same order.</summary>
    /// <param name="state">Where it is kept.</param>
    /// <param name="modules">The model's modules.</param>
    /// <param name="all">What was gathered.</param>
    /// <param name="make">A new one, of a module and with what was kept of it.</param>
    /// <param name="keep">Keeps one.</param>
    public static void Keep<T>(KeptState state, IReadOnlyList<Module> modules, Dictionary<(Recurrent, int), T> all, Func<Recurrent, KeptState, T> make, Action<T, KeptState> keep)
        where T : class
    {
        IReadOnlyList<string> names = state.Texts("planes", all.Keys.Select(key => $"{key.Item2} {key.Item1.Path}"));
        foreach ((string name, Recurrent module, int plane) in state.Parse("planes", names, name => Find(name, modules)))
        {
            KeptState part = state.Part(name);
            if (!all.TryGetValue((module, plane), out T? one)) all.Add((module, plane), one = make(module, part));
            keep(one, part);
        }
    }

    static (string Name, Recurrent Module, int Plane) Find(string name, IReadOnlyList<Module> modules)
    {
        int space = name.IndexOf(' ', StringComparison.Ordinal), plane = int.Parse(name.AsSpan(0, space), CultureInfo.InvariantCulture);
        Recurrent module = modules.OfType<Recurrent>().First(one => one.Path == name[(space + 1)..]);
        return (uint)plane < 2 * (uint)module.Options.Layers ? (name, module, plane) : throw new FormatException(name);
    }
}
