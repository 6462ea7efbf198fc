using Spectre.Console;

namespace Unfold.Cli;

/// <summary>Bars that move while something takes long; only where somebody watches.</summary>
static class ProgressBars
{
    /// <summary>A set of bars: what it is, the bar, then these columns.</summary>
    public static Progress Columns(Terminal terminal, params ProgressColumn[] columns) => terminal.Screen.Progress()
        .AutoClear(enabled: true)
        .HideCompleted(enabled: false)
        .Columns([new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), .. columns]);
}
