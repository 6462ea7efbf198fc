namespace Unfold.Inspection;

/// <summary>The row of the step that is going on; its batch size is known only when the loss comes, before or after the step.</summary>
sealed class StepRow
{
    public List<(int Column, double Value)> Values { get; } = [];

    public int Examples { get; private set; }

    public bool HasLoss { get; private set; }

    public bool Stepped { get; set; }

    public bool Begun => Values.Count > 0 || HasLoss || Stepped;

    public void Add(int column, double value) => Values.Add((column, value));

    public void AddExamples(int examples)
    {
        Examples += examples;
        HasLoss = true;
    }

    public void Clear()
    {
        Values.Clear();
        (Examples, HasLoss, Stepped) = (0, false, false);
    }
}
