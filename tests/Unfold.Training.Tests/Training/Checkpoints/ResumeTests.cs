using Unfold.Inspection;

namespace Unfold.Training.Tests;

/// <summary>A run that was stopped goes on to the very same bytes, metrics and record.</summary>
public sealed class ResumeTests
{
    /// <summary>Everything random that a classifier has, several batches to a step, and a step size that changes.</summary>
    static readonly Recipe Base = Reviews.Recipe with
    {
        Model = Reviews.Recipe.Model with { Dropout = 0.3, EmbeddingDropout = 0.2, WordDropout = 0.1, Bidirectional = true },
        Training = Reviews.Recipe.Training with { Epochs = 3, BucketBatches = 3, Schedule = ScheduleKind.Cosine, WarmUpSteps = 5, ClipNorm = 0.5, WeightDecay = 1e-4 },
        Inspection = new InspectionRecipe { ProbeBudget = 1e6, ProbeTexts = 8 },
        Doctor = new DoctorRecipe { Checks = false },
    };

    static TrainResult Train(Recipe recipe, string folder, bool resume = false, TimeSpan? every = null, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default) =>
        Trainer.Train(recipe, Reviews.Data(120), new TrainOptions { Out = folder, Resume = resume, CheckpointEvery = every ?? TimeSpan.Zero, ReportEvery = TimeSpan.Zero }, progress, cancellation);

    /// <summary>Stops at the first report that fits, and again and again until the run ends.</summary>
    static int TrainWithStops(Recipe recipe, string folder, Func<int, TrainProgress, bool> stops, TimeSpan? every = null)
    {
        for (int stopped = 0; ; stopped++)
        {
            using var source = new CancellationTokenSource();
            int reports = 0;
            try
            {
                Train(recipe, folder, resume: stopped > 0, every, new Listener(progress =>
                {
                    if (progress.Phase == TrainPhase.Training && stops(++reports, progress)) source.Cancel();
                }), source.Token);
                return stopped;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(RunStatus.Cancelled, RunFolder.Open(folder).Read().Status);
            }
        }
    }

    [Fact]
    public void Train_StoppedEveryFewSteps_EndsAsTheRunThatWasNeverStopped()
    {
        using var folder = new TemporaryFolder();
        Train(Base, folder["whole"], every: TimeSpan.FromHours(1));
        int stops = TrainWithStops(Base, folder["stopped"], (reports, _) => reports == 5);
        Assert.True(stops >= 4, $"{stops} stops");
        SameRun.Check(folder["whole"], folder["stopped"]);
    }
}
