namespace Unfold.Inspection;

/// <summary>One way of looking at a run: it picks what it wants out of every step and writes it to series.</summary>
/// <remarks>
/// A lens of one's own overrides <see cref="Begin"/> to open its series and whichever of the other methods it needs. Methods are
/// called on the training thread, only in epochs the inspector is active in, and nothing a lens does can change a weight.
/// </remarks>
public abstract class Lens
{
    /// <summary>The lens's name in the record.</summary>
    public abstract string Name { get; }

    /// <summary>A model was attached: open the series. Called anew for every model.</summary>
    public abstract void Begin(LensContext context);

    /// <summary>An optimizer step did something to one parameter.</summary>
    public virtual void OnParameter(in ParameterObservation parameter)
    {
    }

    /// <summary>An optimizer step ended; every parameter's observation came before.</summary>
    public virtual void OnStep(in StepObservation step)
    {
    }

    /// <summary>The mean loss of a batch was pushed.</summary>
    public virtual void OnLoss(double value, int examples, bool train)
    {
    }

    /// <summary>A metric was pushed.</summary>
    public virtual void OnMetric(string name, double value, int examples, bool train)
    {
    }

    /// <summary>An epoch ended; numbers pushed now to series of <see cref="RecordTable.Epoch"/> belong to it.</summary>
    public virtual void OnEpochEnd(int epoch)
    {
    }

    /// <summary>What was pushed in an epoch nobody looks at is forgotten here.</summary>
    public virtual void OnEpochSkipped()
    {
    }
}
