using Unfold.Inspection;

namespace Unfold.Training.Tests.Sharing;

/// <summary>Two runs never write into one folder.</summary>
public sealed class SharedFolderTests
{
    static string Refusal(string folder) =>
        $"Run folder {folder}: expected a folder that no other run writes to, got one that is in use. Wait until that run has ended, or choose another folder with --out.";

    [Fact]
    public void Train_IntoTheFolderOfARunThatGoesOn_IsRefusedAndDisturbsNothing()
    {
        using var folder = new TemporaryFolder();
        string? refused = null;
        TrainResult first = Trainer.Train(Reviews.Recipe, Reviews.Data(), new TrainOptions { Out = folder["run"] }, new Listener(report =>
        {
            if (report is not { Phase: TrainPhase.EpochDone, Epoch: 1 }) return;
            refused = Assert.Throws<DataException>(() => Trainer.Train(Reviews.Recipe, Reviews.Data(), new TrainOptions { Out = folder["run"] })).Message;
        }));
        Assert.Equal(Refusal(folder["run"]), refused);
        TrainResult alone = Trainer.Train(Reviews.Recipe, Reviews.Data(), new TrainOptions { Out = folder["alone"] });
        Assert.Equal(File.ReadAllBytes(alone.Folder!.WeightsFile), File.ReadAllBytes(first.Folder!.WeightsFile));
        Assert.Equal(5, first.Folder.ReadEpochs().Count);
        Trainer.Train(Reviews.Recipe, Reviews.Data(), new TrainOptions { Out = folder["run"] });
    }

    [Fact]
    public void TrainTagger_IntoTheFolderOfARunThatGoesOn_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run"]);
        TaggingData data = new("made up", TextTaggerTests.Sentences(1, 40), TextTaggerTests.Sentences(2, 20));
        Recipe recipe = TextTaggerTests.Small() with { Training = TextTaggerTests.Small().Training with { Epochs = 1 } };
        using (RunLock.Take(folder["run"]))
            Assert.Equal(Refusal(folder["run"]), Assert.Throws<DataException>(() => Trainer.TrainTagger(recipe, data, new TrainOptions { Out = folder["run"] })).Message);
        Trainer.TrainTagger(recipe, data, new TrainOptions { Out = folder["run"] });
    }

    [Fact]
    public void Take_FolderOfAProcessThatWasKilled_IsFree()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder[".lock"], []); // what a process leaves that had no time to tidy up
        RunLock.Take(folder.Path).Dispose();
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void TryClaim_ManyAtOnce_OneGetsEachFolder()
    {
        using var home = new TemporaryFolder();
        for (int round = 0; round < 20; round++)
        {
            int claimed = 0;
            string path = home[$"{round}"];
            Parallel.For(0, 16, _ =>
            {
                if (RunLock.TryClaim(path)) Interlocked.Increment(ref claimed);
            });
            Assert.Equal(1, claimed);
            Assert.False(RunLock.TryClaim(path));
            RunLock.Take(path).Dispose();
        }
    }

    [Fact]
    public async Task Train_TwoAtOnceInOneParentFolder_GiveTheBytesOfEachAlone()
    {
        using var folder = new TemporaryFolder();
        Recipe other = Reviews.Recipe with { Seed = 4 };
        byte[][] together = await Task.WhenAll(Run(Reviews.Recipe, "a"), Run(other, "b"), Run(Reviews.Recipe, "c"));
        Assert.Equal(together[0], together[2]);
        Assert.Equal(await Run(Reviews.Recipe, "d"), together[0]);
        Assert.Equal(await Run(other, "e"), together[1]);
        Assert.NotEqual(together[0], together[1]);

        Task<byte[]> Run(Recipe recipe, string name) => Task.Run(() => File.ReadAllBytes(Trainer.Train(recipe, Reviews.Data(), new TrainOptions { Out = folder[name] }).Folder!.WeightsFile));
    }
}
