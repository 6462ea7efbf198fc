using System.Text.Json;

namespace Unfold.Tests;

public sealed class NumpyRandomTests
{
    public static TheoryData<uint> Seeds => [.. Cases.Keys];

    static readonly Dictionary<uint, JsonElement> Cases =
        ReferenceNumbers.Load("numpy_random.json").GetProperty("cases").EnumerateArray().ToDictionary(c => c.GetProperty("seed").GetUInt32());

    [Fact]
    public void NextDouble_Seed1234_DrawsThePublishedNumbers()
    {
        var random = new NumpyRandom(1234);
        Assert.Equal(new[] { 0.1915194503788923, 0.6221087710398319, 0.4377277390071145 }, new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Words_And_Doubles_AreNumpys(uint seed)
    {
        var numbers = Cases[seed];
        var words = new NumpyRandom(seed);
        Assert.Equal(numbers.GetProperty("words").EnumerateArray().Select(x => x.GetUInt32()), Draw(8, words.NextUInt32));
        var doubles = new NumpyRandom(seed);
        Assert.Equal(numbers.GetProperty("rand").Doubles(), Draw(8, doubles.NextDouble));
        var far = new NumpyRandom(seed);
        Draw(5000, far.NextDouble);
        Assert.Equal(numbers.GetProperty("rand_after_5000").Doubles(), Draw(3, far.NextDouble));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void NextNormal_IsNumpysToTheLastDigits(uint seed)
    {
        var random = new NumpyRandom(seed);
        double[] expected = Cases[seed].GetProperty("randn").Doubles();
        double[] got = Draw(expected.Length, random.NextNormal);
        for (int i = 0; i < got.Length; i++) Assert.Equal(expected[i], got[i], 1e-14);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandInt_IsNumpys(uint seed)
    {
        var random = new NumpyRandom(seed);
        Assert.Equal(Cases[seed].GetProperty("randint_3_17").Ints(), Draw(20, () => random.RandInt(3, 17)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Permutation_IsNumpys(uint seed)
    {
        var numbers = Cases[seed];
        Assert.Equal(numbers.GetProperty("permutation_20").Ints(), new NumpyRandom(seed).Permutation(20));
        Assert.Equal(numbers.GetProperty("permutation_1").Ints(), new NumpyRandom(seed).Permutation(1));
        int[] big = new NumpyRandom(seed).Permutation(31962);
        Assert.Equal(numbers.GetProperty("permutation_31962_first").Ints(), big[..10]);
        Assert.Equal(numbers.GetProperty("permutation_31962_last").Ints(), big[^10..]);
    }

    static T[] Draw<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
