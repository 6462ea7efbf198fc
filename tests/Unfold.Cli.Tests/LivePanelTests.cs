using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli.Tests;

public sealed class LivePanelTests
{
    [Fact]
    public void Lines_AfterTwoEpochs_ShowLossesTimeUpdatesAndHowFarItIs()
    {
        var panel = new LivePanel(unicode: true);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            panel.Update(new TrainProgress
            {
                Phase = TrainPhase.EpochDone, Epoch = epoch, Epochs = 5,
                Completed = new EpochDocument { Epoch = epoch, Train = new MetricValues { ["loss"] = 0.5 - (0.1 * epoch) }, Validation = new MetricValues { ["loss"] = 0.6 } },
            });
        }
        panel.Update(new EpochWatch(1, [new LayerWatch("rnn.l0", -2, [9, 9, 8, 4, 2, 1], 1.0, 0.25)], [("fc.weight", 0.002), ("rnn.weight_hh_l0", 0.01)], 0.012, 0.08));
        panel.Update(new TrainProgress { Phase = TrainPhase.Training, Epoch = 2, Epochs = 5, Step = 50, Steps = 100, Loss = 0.35, TokensPerSecond = 1_234_567, Left = TimeSpan.FromSeconds(75) });

        Assert.Equal(
            [
                "",
                "loss         training 0.3500 █▁   validation 0.6000 ▅▅",
                "through time rnn.l0 ▁▃▆█▏last word   halves every 1.0 words, 25 % of it from beyond the last 5",
                "update/weight rnn.weight_hh_l0 1.0e-2  fc.weight 2.0e-3",
                "watching     1.2 % of a step, probes 8.0 % more",
                "━━━━━━━━━━━━┈┈┈┈┈┈┈┈┈┈┈┈ epoch 2 of 5, 1,234,567 tokens/s, 1 min 15 s left",
            ],
            panel.Lines(120));
        Assert.All(panel.Lines(40), line => Assert.True(line.Length < 40, line));
    }

    [Fact]
    public void Lines_BeforeAnything_SayWhatIsDone()
    {
        var panel = new LivePanel(unicode: false);
        panel.Update(new TrainProgress { Phase = TrainPhase.Preparing });
        Assert.Equal(["", "........................ reading and encoding the data"], panel.Lines(100));
    }
}
