using Unfold.Serialization;

namespace Unfold.Optim;

/// <content>How a run goes on later to the same bytes.</content>
public abstract partial class Optimizer
{
    /// <summary>
    /// Keeps all that the next steps depend on, or goes on from it: steps, state, the settings that can be set, and the last gradients where somebody compares
    /// consecutive ones. Rows that wait for their steps make them. Go on from it before the parameters get their numbers.
    /// The state's arrays are not copied: write what is kept before the next step.
    /// </summary>
    /// <exception cref="InvalidOperationException">A gradient waits for its step: keep between two steps.</exception>
    /// <exception cref="DamagedFileException">What was kept is of another optimizer or for another model.</exception>
    public void Keep(KeptState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Steps, LearningRate, WeightDecay) = (state.Number("steps", Steps), state.Number("learning rate", LearningRate), state.Number("weight decay", WeightDecay));
        ClipNorm = state.Number("clip norm", ClipNorm);
        for (int i = 0; i < Groups.Count; i++) Groups[i].LearningRate = state.Number($"learning rate {i}", Groups[i].LearningRate);
        foreach (Slot slot in _slots)
        {
            Parameter parameter = slot.Parameter;
            if (!parameter.Gradient.IsEmpty) throw new InvalidOperationException($"{GetType().Name}.Keep: expected no gradient to wait for its step, got one of {parameter.Name}. Call it after Step, not between Backward and Step.");
            KeptState part = state.Part(parameter.Name);
            parameter.Gradient.Keep(part.Part("previous"));
            if (part.Flag("watched", slot.Watch is not null)) (slot.Watch ??= new StepWatch(parameter)).Keep(part);
            if (!part.Flag("moved", slot.Updater is not null)) continue;
            IParameterUpdater updater = UpdaterOf(slot);
            Keep(part, updater, parameter);
            updater.Steps = part.Number("steps", updater.Steps);
        }
    }

    static void Keep(KeptState part, IParameterUpdater updater, Parameter parameter)
    {
        var now = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < updater.StateNames.Count && !part.Restores; i++) now.Add(updater.StateNames[i], updater.State(i));
        OrderedDictionary<string, Tensor> kept = part.All("state", now);
        for (int i = 0; i < updater.StateNames.Count && part.Restores; i++)
        {
            string name = updater.StateNames[i];
            if (!kept.TryGetValue(name, out Tensor? tensor) || !tensor.Shape.Equals(parameter.Shape))
                throw new DamagedFileException($"Optimizer: expected the state {name} of {parameter}, got {(tensor is null ? "none" : $"one of shape {tensor.Shape}")}. It was kept by another optimizer or for another model; go on with the ones it is of.");
            updater.LoadState(i, tensor);
        }
    }
}
