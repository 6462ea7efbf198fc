namespace Unfold.Inspection;

/// <summary>One diagnosis: looks at a run's document and says what it finds, or nothing.</summary>
public interface IRule
{
    /// <summary>The rule's short name, such as "D02".</summary>
    string Id { get; }

    /// <summary>What the rule finds in a run; nothing where it has no reason to fire, or not the numbers to judge.</summary>
    Finding? Check(RunDocument run, RuleThresholds thresholds);
}
