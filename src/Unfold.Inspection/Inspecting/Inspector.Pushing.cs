using Unfold.Optim;

namespace Unfold.Inspection;

/// <content>What a training loop, or the optimizer in it, tells.</content>
public sealed partial class Inspector
{
    int _asked = -1; // the epoch that IsActive was asked of
    bool _watched;

    /// <summary>Whether the current epoch is watched.</summary>
    internal bool IsWatched
    {
        get
        {
            if (_asked != Epoch)
                (_watched, _asked) = (IsActive(Epoch), Epoch);
            return _watched;
        }
    }

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="value">The mean over the batch's examples.</param>
    /// <param name="examples">How many examples that is.</param>
    /// <param name="train">Whether it was a batch of training; false for validation.</param>
    public void PushLoss(double value, int examples, bool train = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(examples);
        if (_record is null || !IsWatched)
            return;
        long began = Enter();
        if (train)
        {
            if (_row.HasLoss && (_row.Stepped || !_watchesOptimizer))
                CommitRow();
            _row.AddExamples(examples);
            _open = RecordTable.Step;
        }
        else
        {
            CommitRow();
            _clock.Pause();
            _open = RecordTable.Validation;
            _record.BeginRow(_open, Step, Epoch, examples);
        }
        foreach (Lens lens in _called.OnLoss)
            lens.OnLoss(value, examples, train);
        Leave(began);
    }

    /// <summary>The examples of a batch; their mean loss is pushed by this call too.</summary>
    /// <param name="rows">Which rows of the data they are, in the order of the batch.</param>
    /// <param name="losses">The loss of each.</param>
    /// <param name="right">Whether each was answered rightly; empty where that is not known.</param>
    /// <param name="train">Whether it was a batch of training; false for validation.</param>
    /// <param name="labels">The class of each, from 0; empty where that is not known. With them and <paramref name="right"/> a record knows which classes are found.</param>
    public void PushExamples(ReadOnlySpan<int> rows, ReadOnlySpan<double> losses, ReadOnlySpan<bool> right = default, bool train = true, ReadOnlySpan<int> labels = default)
    {
        if (rows.Length != losses.Length || (right.Length > 0 && right.Length != rows.Length) || (labels.Length > 0 && labels.Length != rows.Length))
        {
            throw new ArgumentException(
                $"Inspector.PushExamples: expected a loss for each of {rows.Length} rows, got {losses.Length} losses, {right.Length} answers and {labels.Length} labels.", nameof(losses));
        }
        double sum = 0;
        foreach (double loss in losses)
            sum += loss;
        PushLoss(sum / losses.Length, losses.Length, train);
        if (_record is null || !IsWatched)
            return;
        long began = Enter();
        ExampleBatch batch = new() { Rows = rows, Losses = losses, Right = right, Labels = labels, Train = train };
        foreach (Lens lens in _called.OnExamples)
            lens.OnExamples(batch);
        Leave(began);
    }

    /// <summary>A metric of the current epoch; several of one name are averaged, weighted by their examples.</summary>
    public void PushMetric(string name, double value, int examples = 1, bool train = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(examples);
        if (_record is null || !IsWatched)
            return;
        long began = Enter();
        foreach (Lens lens in _lenses)
            lens.OnMetric(name, value, examples, train);
        Leave(began);
    }

    /// <summary>What one parameter went through in a step; an optimizer that is watched calls it.</summary>
    public void Observe(in ParameterObservation parameter)
    {
        if (_record is null || !IsWatched)
            return;
        long began = Enter();
        if (_row.Stepped)
            CommitRow();
        _open = RecordTable.Step;
        foreach (Lens lens in _called.OnParameter)
        {
            if (LooksWith(lens))
                lens.OnParameter(parameter);
        }
        foreach (Lens lens in _called.OnGradientNorm)
        {
            if (!LooksWith(lens))
                lens.OnGradientNorm(parameter.Parameter, parameter.Sums.GradientNorm);
        }
        Leave(began);
    }

    /// <summary>A step ended; an optimizer that is watched calls it after all parameters.</summary>
    public void Observe(in StepObservation step)
    {
        if (_record is null)
            return;
        if (!IsWatched)
        {
            _step++;
            return;
        }
        long began = Enter();
        if (_row.Stepped)
            CommitRow();
        _open = RecordTable.Step;
        foreach (Lens lens in _called.OnStep)
            lens.OnStep(step with { Step = Step });
        (_row.Stepped, _watchesOptimizer) = (true, true);
        Leave(began);
        _clock.EndStep(LooksClosely);
        _step++;
    }
}
