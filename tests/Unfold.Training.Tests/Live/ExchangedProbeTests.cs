using Unfold.Inspection;

namespace Unfold.Training.Tests;

/// <summary>A model that reads texts of one length only is watched all the same: its words cannot be left out one by one.</summary>
public sealed class ExchangedProbeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Train_WatchedByAllLenses_EndsAndExplainsWordsWherePartsCanBeRead(bool exchanged)
    {
        Recipe recipe = Reviews.Recipe with
        {
            Text = Reviews.Recipe.Text with { PadToLength = 12, MaxLength = 12 },
            Model = Reviews.Recipe.Model with { Cell = CellKind.Rnn, Exchanged = exchanged, ReadOut = ReadOutKind.Mean },
            Training = Reviews.Recipe.Training with { Epochs = 1 },
            Inspection = new InspectionRecipe { Lenses = LensChoice.All, ProbeTexts = 6 },
            Doctor = new DoctorRecipe { Checks = false },
        };
        using var folder = new TemporaryFolder();
        RunFolder run = Trainer.Train(recipe, Reviews.Data(64), new TrainOptions { Out = folder["run"] }).Folder!;
        Assert.Equal(!exchanged, RecordFile.Read(run.RecordFile).Notes.Any(note => note.Key.Statistic == "saliency"));
    }
}
