namespace Unfold.Inspection;

/// <summary>One diagnosis: looks at what is known of a run and says what it finds, or nothing.</summary>
public interface IRule
{
    /// <summary>The rule's short name, such as "D02".</summary>
    string Id { get; }

    /// <summary>What the rule finds; nothing where it has no reason to fire, or not the numbers to judge.</summary>
    Finding? Check(RunEvidence run);
}
