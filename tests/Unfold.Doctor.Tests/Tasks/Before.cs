using Unfold.Inspection;
using Unfold.Nn;

namespace Unfold.Doctor.Tests;

/// <summary>What the doctor says of a stranger's model before its training.</summary>
static class Before
{
    const int Texts = 48;

    /// <summary>The checks on texts of the training part.</summary>
    public static ChecksDocument Check(TokenTask task, Module model, Func<SequenceBatch, Tensor> logits, Func<Tensor, int[], Tensor>? loss = null, int? padding = null) =>
        Inspection.Doctor.Check(model, ProbeOf(task, logits, loss, padding), new CheckOptions { Data = task.Data });

    /// <summary>The findings.</summary>
    public static IReadOnlyList<Finding> Diagnose(TokenTask task, Module model, Func<SequenceBatch, Tensor> logits, Func<Tensor, int[], Tensor>? loss = null, int? padding = null) =>
        Inspection.Doctor.Diagnose(model, ProbeOf(task, logits, loss, padding), new CheckOptions { Data = task.Data });

    static Probe ProbeOf(TokenTask task, Func<SequenceBatch, Tensor> logits, Func<Tensor, int[], Tensor>? loss, int? padding)
    {
        Probe probe = new([.. task.Train.Take(Texts)], [.. task.TrainLabels.Take(Texts)], logits) { Padding = padding, Classes = task.Classes };
        return loss is null ? probe : new(probe.Sequences, probe.Labels, logits) { Padding = padding, Classes = task.Classes, Loss = (answer, labels) => loss(answer, [.. labels]) };
    }
}
