namespace Unfold.Training;

/// <summary>Gathers every fault of a recipe before any is reported.</summary>
sealed class FaultList
{
    readonly List<string> _faults = [];

    public int Count => _faults.Count;

    /// <summary>Adds a fault; the full stop is put behind it here, unless it ends in a question.</summary>
    public void Add(SettingOrigin origin, string path, string fault) => Add($"{origin}: {path}: {fault}{(fault.EndsWith('?') ? "" : ".")}");

    public void Add(string fault)
    {
        if (!_faults.Contains(fault, StringComparer.Ordinal)) _faults.Add(fault);
    }

    /// <summary>Throws one error with all faults, if there are any.</summary>
    public void ThrowIfAny(string what)
    {
        if (_faults.Count == 0) return;
        if (_faults.Count == 1) throw new RecipeException(_faults[0]);
        throw new RecipeException($"{what}: expected no faults, got {_faults.Count}.\n  {string.Join("\n  ", _faults)}");
    }
}
