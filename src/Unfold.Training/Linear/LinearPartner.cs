using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The linear model of a run: fitted on the training part, beside the network as a baseline or together with it.</summary>
sealed class LinearPartner
{
    readonly Recipe _recipe;
    readonly PreparedData _data;
    readonly LinearTextModel _model;
    readonly Predictions _validation;
    readonly Predictions? _test;
    readonly int _rows;

    LinearPartner(Recipe recipe, PreparedData data, LinearTextModel model, int rows, Predictions validation, Predictions? test) =>
        (_recipe, _data, _model, _rows, _validation, _test) = (recipe, data, model, rows, validation, test);

    /// <summary>How it and the network answer together; nothing while that is not chosen or not wanted.</summary>
    public Blend? Blend { get; private set; }

    /// <summary>Its figures: on validation at one half, on the test set, what it took.</summary>
    public BaselineDocument Document
    {
        get
        {
            MetricValues metrics = _validation.Metrics();
            metrics["features"] = _model.Features;
            if (_rows < _data.Train.Count) metrics[Baselines.Rows] = _rows;
            metrics["strength"] = _model.Strength;
            metrics["seconds"] = _model.Seconds;
            if (_test?.Metrics() is { } test)
            {
                metrics[Baselines.TestAccuracy] = test.Accuracy!.Value;
                metrics[Baselines.TestF1] = test.F1 ?? test.Find(MetricNames.MacroF1)!.Value;
            }
            return new BaselineDocument { Name = "n-grams", Metrics = metrics };
        }
    }

    /// <summary>Fits it, where the recipe wants one.</summary>
    public static LinearPartner? Fit(Recipe recipe, PreparedData data, CancellationToken cancellation)
    {
        if (recipe.Linear.Use == LinearUse.None) return null;
        Corpus rows = RowSample.Of(recipe).Take(data.Rows.Train, cancellation);
        LinearTextModel model = LinearTextModel.Fit(rows, data.Labels, data.Tokenizer, recipe.Linear, cancellation);
        Predictions validation = model.Predict(data.Rows.Validation, data.Labels, cancellation);
        return new LinearPartner(recipe, data, model, rows.Count, validation, data.Rows.Test is { } test ? model.Predict(test, data.Labels, cancellation) : null);
    }

    /// <summary>Chooses the weight on validation, where a blend is wanted; returns the answers of the run on validation.</summary>
    public Predictions Choose(Predictions network)
    {
        if (_recipe.Linear.Use != LinearUse.Blend) return network;
        Blend = new Blend(_model, Training.Blend.Choose(network, _validation));
        return Training.Blend.Mix(network, _validation, Blend.Weight);
    }

    /// <summary>The answers of the run on the test set.</summary>
    public Predictions MixTest(Predictions network) => Blend is null ? network : Training.Blend.Mix(network, _test!, Blend.Weight);

    /// <summary>The answers on a left-out part of the training rows: a linear model of the same strength is fitted on the others.</summary>
    public Predictions MixFold(int[] seen, int[] held, Predictions network, CancellationToken cancellation)
    {
        if (Blend is null) return network;
        Corpus rows = _data.Rows.Train;
        LinearRecipe recipe = _recipe.Linear with { Strength = _model.Strength, StrengthFolds = 0 };
        LinearTextModel model = LinearTextModel.Fit(RowSample.Of(_recipe).Take(rows.Select(seen), cancellation), _data.Labels, _data.Tokenizer, recipe, cancellation);
        return Training.Blend.Mix(network, model.Predict(rows.Select(held), _data.Labels, cancellation), Blend.Weight);
    }

    /// <summary>The two models apart, at the run's threshold.</summary>
    public BlendDocument? Describe(Predictions network, Predictions? testNetwork, double threshold) => Blend is null ? null
        : new(Blend.Weight, "validation", network.Metrics(threshold), _validation.Metrics(threshold), testNetwork?.Metrics(threshold), _test?.Metrics(threshold));
}
