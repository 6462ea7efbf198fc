namespace Unfold.Training;

/// <summary>Parameters with settings of their own; the first group whose pattern fits a parameter's name takes it.</summary>
public sealed record ParameterGroupRecipe
{
    /// <summary>A parameter's name, with <c>*</c> for any characters: <c>embedding.*</c>.</summary>
    public string Match { get; init; } = "";

    /// <summary>What the step size is multiplied by, 0..1000; 0 keeps the parameters as they are. <value>Default: 1.</value></summary>
    public double Rate { get; init; } = 1;

    /// <summary>Their weight decay, 0..10; none: that of <see cref="TrainingRecipe"/>. <value>Default: none.</value></summary>
    public double? WeightDecay { get; init; }

    /// <summary>Whether the pattern fits a parameter's name.</summary>
    public bool Fits(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        return System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Match, parameterName, ignoreCase: false);
    }
}
