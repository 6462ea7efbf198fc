namespace Unfold.Tests;

public sealed class RngTests
{
    /// <summary>The published known answers of philox4x32-10 (Random123 1.14, kat_vectors).</summary>
    [Theory]
    [InlineData(new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0 }, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(new[] { uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue }, new[] { uint.MaxValue, uint.MaxValue }, new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, new uint[] { 0xa4093822, 0x299f31d0 }, new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Block_KnownAnswers_AreMet(uint[] counter, uint[] key, uint[] expected)
    {
        Philox.Block(ref counter[0], ref counter[1], ref counter[2], ref counter[3], key[0], key[1]);
        Assert.Equal(expected, counter);
    }

    [Fact]
    public void NextUInt32_SeedZero_StartsWithTheBlockOfCounterZero()
    {
        var rng = new Rng(0);
        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], new[] { rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32(), rng.NextUInt32() });
    }

    [Fact]
    public void State_SavedAnywhere_GoesOnWithTheSameWords()
    {
        for (int drawn = 0; drawn < 9; drawn++)
        {
            var rng = new Rng(7);
            for (int i = 0; i < drawn; i++) rng.NextUInt32();
            var saved = rng.State;
            uint[] expected = [.. Enumerable.Range(0, 10).Select(_ => rng.NextUInt32())];
            var resumed = new Rng(saved);
            Assert.Equal(expected, Enumerable.Range(0, 10).Select(_ => resumed.NextUInt32()));
            rng.State = saved;
            Assert.Equal(expected, Enumerable.Range(0, 10).Select(_ => rng.NextUInt32()));
        }
    }

    [Fact]
    public void State_OfAnotherSeed_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Rng(1).State = new RngState(2, 0));
        Assert.StartsWith("Rng.State: expected a state of seed 1, got one of seed 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_AfterAnyNumberOfDraws_GivesTheWordsOfSingleCalls()
    {
        for (int drawn = 0; drawn < 5; drawn++)
        {
            for (int length = 0; length < 11; length++)
            {
                Rng one = new(3), other = new(3);
                for (int i = 0; i < drawn; i++) Assert.Equal(one.NextUInt32(), other.NextUInt32());
                float[] filled = new float[length];
                one.Fill(filled);
                Assert.Equal(Enumerable.Range(0, length).Select(_ => other.NextSingle()), filled);
                Assert.Equal(other.State, one.State);
                double[] doubles = new double[length];
                one.Fill(doubles);
                Assert.Equal(Enumerable.Range(0, length).Select(_ => other.NextDouble()), doubles);
                Assert.Equal(other.NextUInt32(), one.NextUInt32());
            }
        }
    }

    [Fact]
    public void Fork_DependsOnSeedAndNameOnly()
    {
        var rng = new Rng(5);
        uint early = rng.Fork("dropout").NextUInt32();
        rng.NextNormal();
        Assert.Equal(early, rng.Fork("dropout").NextUInt32());
        Assert.NotEqual(early, rng.Fork("weights").NextUInt32());
        Assert.NotEqual(early, new Rng(6).Fork("dropout").NextUInt32());
        Assert.NotEqual(early, rng.Fork("dropout").Fork("dropout").NextUInt32());
    }

    [Fact]
    public void Fork_ItsSeed_StaysAsDocumented()
    {
        // FNV-1a of "a" is 0xAF63DC4C8601EC8C (the published test value of that hash).
        uint[] c = [0x8601EC8C, 0xAF63DC4C, uint.MaxValue, uint.MaxValue];
        Philox.Block(ref c[0], ref c[1], ref c[2], ref c[3], 5, 0);
        Assert.Equal(((ulong)c[1] << 32) | c[0], new Rng(5).Fork("a").Seed);
    }

    [Fact]
    public void Next_SmallRange_IsUniformAndInRange()
    {
        var rng = new Rng(11);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[rng.Next(7)]++;
        double chiSquare = counts.Sum(c => Math.Pow(c - 10_000, 2) / 10_000);
        Assert.InRange(chiSquare, 0.3, 22.5); // 6 degrees of freedom: both tails at one in a thousand
    }

    [Fact]
    public void Next_HugeRange_RejectsTheBiasedPart()
    {
        // With 3 · 2^29 values, taking the product without rejection would give every third value twice as often.
        var rng = new Rng(1);
        const int max = 3 << 29;
        int[] byRemainder = new int[3];
        for (int i = 0; i < 60_000; i++) byRemainder[rng.Next(max) % 3]++;
        Assert.All(byRemainder, c => Assert.InRange(c, 19_500, 20_500));
    }

    [Fact]
    public void NextNormal_ManyDraws_HasTheMomentsOfTheNormal()
    {
        var rng = new Rng(2);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(_ => rng.NextNormal())];
        double mean = x.Average();
        Assert.InRange(mean, -0.013, 0.013);
        Assert.InRange(x.Average(v => v * v), 0.98, 1.02);
        Assert.InRange(x.Average(v => v * v * v), -0.05, 0.05);
        Assert.InRange(x.Average(v => v * v * v * v), 2.88, 3.12);
    }

    [Fact]
    public void NextDouble_ManyDraws_LieInTheHalfOpenInterval()
    {
        var rng = new Rng(9);
        double[] x = [.. Enumerable.Range(0, 50_000).Select(_ => rng.NextDouble())];
        Assert.True(x.Min() >= 0 && x.Max() < 1);
        Assert.InRange(x.Average(), 0.496, 0.504);
        Assert.InRange(x.Zip(x.Skip(1), (a, b) => (a - 0.5) * (b - 0.5)).Average(), -0.002, 0.002);
    }

    [Fact]
    public void Permutation_OfThree_TakesEveryOrderEquallyOften()
    {
        var rng = new Rng(4);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < 12_000; i++)
        {
            string order = string.Concat(rng.Permutation(3));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 1840, 2160));
    }
}
