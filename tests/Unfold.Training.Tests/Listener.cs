namespace Unfold.Training.Tests;

/// <summary>Hears every report at once, on the thread that makes it.</summary>
sealed class Listener(Action<TrainProgress> heard) : IProgress<TrainProgress>
{
    public void Report(TrainProgress value) => heard(value);
}
