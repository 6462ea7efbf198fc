using Unfold.Serialization;

namespace Unfold.Training.Tests;

/// <summary>Whenever a checkpoint's writing is cut off, the one before it, or it itself, is found whole.</summary>
public sealed class CheckpointFolderTests
{
    const int Checkpoints = 4;

    /// <summary>Every call that writing makes, every write of bytes among them; every outcome of names and bytes that were not safe yet.</summary>
    /// <param name="durable">Whether the last one is; where not, as at Ctrl+C, it may be gone or damaged, those before it never are.</param>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_PowerLossAtEveryCall_LosesNothingThatWasWritten(bool durable)
    {
        var whole = new SimulatedDisk();
        Assert.Equal(durable ? Checkpoints : Checkpoints - 1, WriteAll(whole, durable));
        int outcomes = 0;
        for (int call = 1; call <= whole.Calls + 1; call++)
        {
            var disk = new SimulatedDisk { StopsAt = call };
            int written = WriteAll(disk, durable);
            foreach (SimulatedDisk.Unsynced bytes in Enum.GetValues<SimulatedDisk.Unsynced>())
            {
                for (int names = 0; names <= disk.UnsafeNames; names++, outcomes++)
                {
                    SimulatedDisk found = disk.Restart(names, bytes);
                    int newest = NumberOf(new CheckpointFolder("run", found).Newest(_ => null, _ => { }));
                    Assert.True(newest == written || newest == written + 1, $"stopped at call {call}, {names} unsafe names there, bytes {bytes}: {written} were written, the newest found is {newest}");
                    GoesOn(found, newest);
                }
            }
        }
        Assert.True(whole.Calls > 4 * Checkpoints && outcomes > 200, $"{whole.Calls} calls, {outcomes} outcomes");
    }

    [Fact]
    public void Write_DiskFullAtEveryCall_KeepsTheOneBeforeAndLeavesNoPart()
    {
        var whole = new SimulatedDisk();
        WriteAll(whole);
        for (int call = 1; call <= whole.Calls; call++)
        {
            var disk = new SimulatedDisk { FailsAt = call };
            var folder = new CheckpointFolder("run", disk);
            int written = 0;
            for (int i = 1; i <= Checkpoints; i++)
            {
                try
                {
                    folder.Write(State(i));
                    written = i;
                }
                catch (Exception error) when (error is DataException or IOException)
                {
                    Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain(disk.Files("run"), file => file.EndsWith(".part", StringComparison.Ordinal));
                    int newest = NumberOf(new CheckpointFolder("run", disk).Newest(_ => null, why => Assert.Fail(why)));
                    Assert.True(newest == written || newest == i, $"failed at call {call}: {written} were written, the newest found is {newest}");
                    written = newest;
                }
            }
            Assert.True(written >= Checkpoints - 1, $"failed at call {call}: {written}"); // one that failed does not hinder the next
        }
    }

    [Fact]
    public void Write_ManyTimes_KeepsTheNewestTwo()
    {
        var disk = new SimulatedDisk();
        WriteAll(disk);
        Assert.Equal(["resume-000003.safetensors", "resume-000004.safetensors"], disk.Files("run").Order());
    }

    [Fact]
    public void Newest_DamagedOnes_AreSkippedWithTheirNamesAndKeptFromBeingTheLastOne()
    {
        using var temporary = new TemporaryFolder();
        var folder = new CheckpointFolder(temporary.Path);
        folder.Write(State(1));
        folder.Write(State(2));
        string newest = temporary["resume-000002.safetensors"];
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[^3] ^= 1;
        File.WriteAllBytes(newest, bytes);
        var said = new List<string>();
        var again = new CheckpointFolder(temporary.Path);
        Assert.Equal(1, NumberOf(again.Newest(_ => null, said.Add)));
        Assert.Equal([$"{newest}: expected the bytes that its checksum was made of, got other ones. It was damaged after it was written."], said);
        again.Write(State(3));
        Assert.Equal(["resume-000001.safetensors", "resume-000003.safetensors"], Directory.GetFiles(temporary.Path).Select(file => Path.GetFileName(file)).Order()); // the damaged one is no "one before"
        Assert.Equal(3, NumberOf(new CheckpointFolder(temporary.Path).Newest(_ => null, why => Assert.Fail(why))));
    }

    [Fact]
    public void Newest_WholeButUnfit_IsSkippedWithTheReason()
    {
        var disk = new SimulatedDisk();
        WriteAll(disk);
        var said = new List<string>();
        Assert.Equal(3, NumberOf(new CheckpointFolder("run", disk).Newest(state => NumberOf(state) == 4 ? "expected something else." : null, said.Add)));
        Assert.Equal([$"{Path.Combine("run", "resume-000004.safetensors")}: expected something else."], said);
    }

    /// <returns>The last one that was written and durable.</returns>
    static int WriteAll(SimulatedDisk disk, bool durable = true)
    {
        var folder = new CheckpointFolder("run", disk);
        int written = 0;
        try
        {
            for (int i = 1; i <= Checkpoints; i++)
            {
                bool safe = durable || i < Checkpoints;
                folder.Write(State(i), safe);
                if (safe) written = i;
            }
        }
        catch (PowerLossException)
        {
            // that was to be
        }
        return written;
    }

    /// <summary>What was left behind does not stand in the way of those to come.</summary>
    static void GoesOn(SimulatedDisk found, int newest)
    {
        var folder = new CheckpointFolder("run", found);
        folder.Newest(_ => null, _ => { });
        folder.Write(State(newest + 10));
        folder.Write(State(newest + 11));
        Assert.Equal(newest + 11, NumberOf(new CheckpointFolder("run", found).Newest(_ => null, why => Assert.Fail(why))));
        Assert.Equal(2, found.Files("run").Count);
    }

    static KeptState State(int number)
    {
        var state = new KeptState();
        state.Number("number", number);
        state.Array<float>("weights", [1, 2, number]);
        return state;
    }

    static int NumberOf(KeptState? state) => state is null ? 0 : state.Number("number", 0);
}
