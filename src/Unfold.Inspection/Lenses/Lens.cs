using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>One way of looking at a run: it picks what it wants out of every step and writes it to series.</summary>
/// <remarks>
/// A lens of one's own overrides <see cref="Begin"/> to open its series and whichever of the other methods it needs. Methods are
/// called on the training thread, only in epochs the inspector is active in, and nothing a lens does can change a weight. Within a
/// training step they come in the order forward, backward, batch and optimizer (or optimizer and batch), <see cref="OnStepEnd"/>.
/// </remarks>
public abstract class Lens
{
    /// <summary>The lens's name in the record.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it looks closely at some of the steps only where an epoch has many. <value>Default: false, at every step; true in <see cref="LensSets.Default"/>.</value></summary>
    /// <remarks>
    /// The inspector's <see cref="Inspector.Stride"/> says at which: there modules tell it of themselves, and <see cref="OnParameter"/> is called. In the steps between there is
    /// <see cref="OnGradientNorm"/> instead. Losses, examples, <see cref="OnStep"/> and <see cref="OnStepEnd"/> come in every step. Set it before a model is attached.
    /// </remarks>
    public bool Thinned { get; set; }

    /// <summary>From one training step whose modules are looked at to the next; of a thinned lens the next larger multiple of the stride. <value>Default: 1, every step.</value></summary>
    public virtual int Every => 1;

    /// <summary>Which of the calls that come in every step it has. <value>Default: all.</value> One that is overridden and left out here is not called.</summary>
    /// <remarks>A lens that is not thinned and has <see cref="LensCalls.Parameter"/> makes the optimizer tell everything in every step: a lens of losses alone does well to say so.</remarks>
    public virtual LensCalls Calls => LensCalls.All;

    /// <summary>Whether modules are looked at in evaluation too. <value>Default: false.</value></summary>
    public virtual bool WatchesEvaluation => false;

    /// <summary>Whether <see cref="OnProbe"/> is to be called. <value>Default: false.</value></summary>
    public virtual bool Probes => false;

    /// <summary>A model was attached: open the series. Called anew for every model.</summary>
    public abstract void Begin(LensContext context);

    /// <summary>What to hear of a module; asked once, after <see cref="Begin"/>.</summary>
    public virtual ModuleSignals Watches(Module module) => ModuleSignals.None;

    /// <summary>An embedding looks up the tokens of a batch.</summary>
    public virtual void OnTokens(Embedding embedding, SequenceBatch batch, bool training)
    {
    }

    /// <summary>A module has computed its output.</summary>
    public virtual void OnOutput(in ModuleOutput output)
    {
    }

    /// <summary>A recurrent layer has walked through time.</summary>
    public virtual void OnRecurrence(RecurrentPass pass, bool training)
    {
    }

    /// <summary>On the way back: the gradient of a module's output is whole.</summary>
    public virtual void OnOutputGradient(in ModuleOutput output)
    {
    }

    /// <summary>A recurrent layer has walked back through time.</summary>
    public virtual void OnRecurrenceGradient(RecurrentPass pass)
    {
    }

    /// <summary>The mean loss of a batch was pushed.</summary>
    public virtual void OnLoss(double value, int examples, bool train)
    {
    }

    /// <summary>The examples of a batch were pushed, after their mean loss.</summary>
    public virtual void OnExamples(in ExampleBatch batch)
    {
    }

    /// <summary>An optimizer step did something to one parameter.</summary>
    public virtual void OnParameter(in ParameterObservation parameter)
    {
    }

    /// <summary>In a step that a <see cref="Thinned"/> lens does not look at: an optimizer step did something to one parameter, whose gradient is still there.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="norm">The Euclidean norm of its gradient, before clipping.</param>
    public virtual void OnGradientNorm(Parameter parameter, double norm)
    {
    }

    /// <summary>An optimizer step ended; every parameter's observation came before.</summary>
    public virtual void OnStep(in StepObservation step)
    {
    }

    /// <summary>All of a training step is known; numbers pushed now to series of <see cref="RecordTable.Step"/> still belong to it.</summary>
    public virtual void OnStepEnd(long step)
    {
    }

    /// <summary>A metric was pushed.</summary>
    public virtual void OnMetric(string name, double value, int examples, bool train)
    {
    }

    /// <summary>Once an epoch, within the probes' budget: experiments on a fixed batch; epoch series take numbers. Comes before <see cref="OnEpochEnd"/>.</summary>
    public virtual void OnProbe(ProbeRun probe)
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

    /// <summary>Keeps what it has gathered, or goes on from it: what a resumed run needs so that its record is that of a run which was never stopped.</summary>
    /// <remarks>Called between two steps, and after <see cref="Begin"/> where it goes on. A lens that gathers nothing beyond a step's end needs no such method.</remarks>
    public virtual void Keep(KeptState state)
    {
    }
}
