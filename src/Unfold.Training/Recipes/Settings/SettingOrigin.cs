namespace Unfold.Training;

/// <summary>Where a value came from: a file and line, an environment variable, an option.</summary>
/// <param name="Place">As errors and <see cref="ResolvedRecipe.Sources"/> name it.</param>
/// <param name="Line">The line in a file, from 1; 0 where there are no lines.</param>
/// <param name="Loose">Whether the value was text to begin with, so that a bare word is a string.</param>
readonly record struct SettingOrigin(string Place, int Line = 0, bool Loose = false)
{
    public override string ToString() => Line > 0 ? $"{Place}:{Line}" : Place;
}
