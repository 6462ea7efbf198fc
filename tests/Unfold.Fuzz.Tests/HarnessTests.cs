namespace Unfold.Fuzz.Tests;

/// <summary>The harness finds what is planted: else an attack without finds would tell nothing.</summary>
public sealed class HarnessTests
{
    static readonly AttackLimits Limits = new() { Count = 500, Seed = 3, Time = TimeSpan.FromSeconds(20), Finds = null };

    [Fact]
    public void Attack_ReaderThatCrashes_IsFoundAndMadeSmall()
    {
        Find find = Only(bytes => _ = bytes[0] == 'a' ? 0 : bytes.Length == 7 ? 0 : throw new IndexOutOfRangeException("planted"));

        Assert.StartsWith("IndexOutOfRangeException in ", find.What, StringComparison.Ordinal);
        Assert.Single(find.Bytes);
        Assert.True(find.Times > 1);
    }

    [Fact]
    public void Attack_ReaderThatTakesMemory_IsFound() =>
        Assert.Equal("memory beyond the bound", Only(bytes => GC.KeepAlive(bytes.Length > 9 ? new byte[70 << 20] : null)).What);

    [Fact]
    public void Attack_ReaderThatDoesNotEnd_IsFound()
    {
        using var stop = new ManualResetEventSlim();
        Find find = Only(bytes => stop.Wait(bytes.Length < 9 ? 60_000 : 0), Limits with { Time = TimeSpan.FromMilliseconds(300) });
        stop.Set();

        Assert.Equal("no answer in time", find.What);
    }

    [Fact]
    public void Attack_ReaderWithAWrongCode_IsFound() => Assert.StartsWith("exit code 70 in ", Only(bytes => throw new UnfoldException("A sentence that is long enough."), crashOnSeed: false).What, StringComparison.Ordinal);

    [Fact]
    public void Attack_ReaderWithoutASentence_IsFound() => Assert.StartsWith("no sentence from ", Only(bytes => throw new DataException("oops"), crashOnSeed: false).What, StringComparison.Ordinal);

    [Fact]
    public void Attack_ReaderThatWritesOutside_IsFound()
    {
        using var sandbox = new Sandbox();
        Find find = Only(bytes => File.WriteAllBytes(sandbox.In("../y.txt"), bytes), sandbox: sandbox);

        Assert.Equal("files around the folder changed", find.What);
        Assert.Contains("y.txt", find.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutator_SameSeedAndNumber_GivesTheSameBytes()
    {
        using Target target = Targets.Make("csv");
        byte[][] Take(ulong seed) => [.. Enumerable.Range(0, 300).Select(number => new Mutator(target, seed).Make(number))];

        Assert.Equal(Take(1), Take(1));
        Assert.NotEqual(Take(1), Take(2));
        Assert.True(Take(1).Skip(130).Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count() > 150);
    }

    static Find Only(Action<byte[]> read, AttackLimits? limits = null, bool crashOnSeed = true, Sandbox? sandbox = null)
    {
        using var target = new Planted(read, crashOnSeed, sandbox);
        return Assert.Single(new Attack(target, limits ?? Limits).Run().Finds);
    }

    sealed class Planted(Action<byte[]> read, bool readSeed, Sandbox? sandbox) : Target("planted")
    {
        static readonly byte[] Seed = "abcdefghi"u8.ToArray();

        public override IReadOnlyList<byte[]> Seeds { get; } = [Seed];

        public override Sandbox? Sandbox => sandbox;

        public override void Read(byte[] bytes)
        {
            if (bytes.Length == 0 || (bytes.AsSpan().SequenceEqual(Seed) && (!readSeed || sandbox is not null))) return;
            read(bytes);
        }

        public override void Dispose()
        {
        }
    }
}
