namespace Unfold.Inspection;

/// <summary>Where in a record numbers stopped being finite.</summary>
static class NonFinitePlaces
{
    /// <summary>The first place of each series, the earliest first; within a step in the order in which they are computed: the loss, states back through time, gradients, weights.</summary>
    public static IEnumerable<NonFinitePlace> Of(RunEvidence run) =>
        All(run).OrderBy(place => place.Epoch).ThenBy(place => place.Step < 0 ? long.MaxValue : place.Step).ThenBy(place => place.Order);

    static IEnumerable<NonFinitePlace> All(RunEvidence run)
    {
        if (First(run.Steps("loss", "train", "loss"), value => !double.IsFinite(value)) is { } loss)
            yield return new(0, loss.Epoch, loss.Step, 1, $"the loss is {RuleText.Number(loss.Value)}");
        foreach (string layer in run.RecurrentLayers)
        {
            if (First(run.Steps("time", layer, "nonFinite"), value => value > 0) is { } state)
                yield return new(1, state.Epoch, state.Step, state.Value, $"the gradient of {RuleText.Number(state.Value)} states of {layer}");
        }
        foreach (string name in run.Parameters.Reverse()) // the way back begins at the last layer
        {
            if (First(run.Steps("gradients", name, "nonFinite"), value => value > 0) is { } gradient)
                yield return new(2, gradient.Epoch, gradient.Step, gradient.Value, $"{RuleText.Number(gradient.Value)} numbers of the gradient of {name}");
        }
        foreach (string name in run.Series("weights", "norm"))
        {
            if (First(run.Epochs("weights", name, "norm"), value => !double.IsFinite(value)) is { } weight)
                yield return new(3, weight.Epoch, -1, 1, $"the norm of {name} is {RuleText.Number(weight.Value)}");
        }
    }

    static (int Epoch, long Step, double Value)? First(NumberSeries series, Func<double, bool> broken)
    {
        for (int i = 0; i < series.Count; i++)
        {
            if (broken(series.Values[i]))
                return (series.Epochs[i], series.Steps[i], series.Values[i]);
        }
        return null;
    }
}
