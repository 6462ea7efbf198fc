namespace Unfold.Cli;

/// <summary>Hears of progress at once, on the thread that reports it.</summary>
sealed class DirectProgress<T>(Action<T> listener) : IProgress<T>
{
    public void Report(T value) => listener(value);
}
