namespace Unfold.Training.Tests;

public sealed class RateFinderTests
{
    [Fact]
    public void Judge_ACurveByHand_FindsTheSteepestAndTheLeast()
    {
        // Ten steps: flat, falling fastest between the fifth and the seventh, least at the eighth, then up.
        double[] smooth = [1, 1, 1, 0.98, 0.95, 0.8, 0.6, 0.55, 0.9, 2];
        RateSearch found = RateFinder.Judge([.. smooth.Select((loss, i) => new RateTrial(Math.Pow(10, i - 6), loss, loss))], diverged: true);

        Assert.Equal(1e-1, found.Steepest!.Value, 1e-12);
        Assert.Equal(10, found.AtMinimum, 1e-9);
        Assert.Equal(1e-1, found.Suggested, 1e-12);
        Assert.Equal(0.01, (found with { AtMinimum = 0.1 }).Suggested, 1e-12);
    }

    [Fact]
    public void Find_Reviews_SuggestsARateThatTrains()
    {
        RateSearch found = RateFinder.Find(Reviews.Recipe, Reviews.Data(), steps: 150);

        Assert.Equal(1e-6, found.Trials[0].Rate, 1e-15);
        Assert.True(found.Trials.Count < 151 == found.Diverged, $"{found.Trials.Count} {found.Diverged}");
        Assert.InRange(found.Suggested, 1e-4, 0.5);
        TrainResult trained = Trainer.Train(Reviews.Recipe with { Training = Reviews.Recipe.Training with { LearningRate = found.Suggested } }, Reviews.Data());
        Assert.True(trained.Run.Best!.Validation.Accuracy > 0.9, $"{found.Suggested}: {trained.Run.Best.Validation.Accuracy}");
        Assert.Equal(found.Trials, RateFinder.Find(Reviews.Recipe, Reviews.Data(), steps: 150).Trials);
    }

    [Fact]
    public void Find_ARateThatDiverges_LeavesNoStepOpen()
    {
        RateSearch found = RateFinder.Find(
            Reviews.Recipe with { Model = Reviews.Recipe.Model with { Cell = CellKind.Rnn, Activation = Nn.Activation.Relu }, Training = Reviews.Recipe.Training with { Optimizer = OptimizerKind.Sgd } }, Reviews.Data(), from: 1e30, to: 1e36, steps: 30);

        Assert.True(found.Diverged);
        Assert.False(Tape.IsWithinStep);
    }

    [Fact]
    public void Find_ATagger_IsRefused()
    {
        var error = Assert.Throws<RecipeException>(() => RateFinder.Find(RecipeCatalog.Get("pos-rnn")));
        Assert.Equal("pos-rnn: expected a recipe whose task is classification, got tagging. The search trains classifiers only; sweep a tagger's training.learningRate instead.", error.Message);
    }
}
