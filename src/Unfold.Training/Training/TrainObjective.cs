using Unfold.Nn;

namespace Unfold.Training;

/// <summary>The loss of a recipe: binary cross-entropy for two classes, cross-entropy for more, with the weights it asks for.</summary>
sealed class TrainObjective
{
    readonly CrossEntropyOptions _options;
    readonly double _positiveWeight;
    readonly double _scale;
    readonly bool _binary;
    float[] _targets = [];

    public TrainObjective(TrainingRecipe recipe, ReadOnlySpan<int> labels, int classes)
    {
        double[] weights = ClassBalance.Weights(recipe.ClassWeights, labels, classes);
        _binary = classes == 2;
        // Two classes with the weights a and b: a · (loss of class 0 + b/a · loss of class 1).
        (_scale, _positiveWeight) = (weights[0], weights[1] / weights[0] * recipe.PositiveWeight);
        _options = new CrossEntropyOptions { ClassWeights = recipe.ClassWeights == ClassWeighting.None ? null : weights, LabelSmoothing = recipe.LabelSmoothing };
    }

    public Tensor Loss(Tensor logits, ReadOnlySpan<int> labels)
    {
        if (!_binary) return CrossEntropy.WithLogits(logits, labels, _options);
        if (_targets.Length < labels.Length) _targets = new float[labels.Length];
        for (int i = 0; i < labels.Length; i++) _targets[i] = labels[i];
        Tensor loss = BinaryCrossEntropy.WithLogits(logits, _targets.AsSpan(0, labels.Length), _positiveWeight);
        return _scale == 1 ? loss : _scale * loss;
    }
}
