using Microsoft.Extensions.Logging;

namespace Unfold.Training;

/// <summary>What a run tells a logger.</summary>
static partial class TrainLog
{
    public static void Epoch(ILogger? logger, string words)
    {
        if (logger is not null) EpochDone(logger, words);
    }

    public static void Verdict(ILogger? logger, string line)
    {
        if (logger is not null) RunVerdict(logger, line);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Words}")]
    static partial void EpochDone(ILogger logger, string words);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Line}")]
    static partial void RunVerdict(ILogger logger, string line);
}
