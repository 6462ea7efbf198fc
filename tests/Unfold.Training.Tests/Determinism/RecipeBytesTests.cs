using Unfold.Kernels;

namespace Unfold.Training.Tests.Determinism;

/// <summary>Every built-in recipe gives the same bytes on 1, 2, 5 and 16 threads, watched or not.</summary>
public sealed class RecipeBytesTests : IClassFixture<RecipeBytesTests.Slices>
{
    readonly RecipeSlice _slice;

    public RecipeBytesTests(Slices slices) => _slice = slices.One;

    public static TheoryData<string> Names => [.. RecipeCatalog.Names];

    [Theory, MemberData(nameof(Names))]
    public void Train_AnyNumberOfThreadsWatchedOrNot_GivesTheSameBytes(string name)
    {
        Dictionary<string, byte[]> alone = Train(1, watched: false);
        Assert.Contains(alone, entry => entry.Value.Length > 1000 && entry.Value.Any(one => one != 0));
        long shared = Workers.SharedWork;
        foreach ((int threads, bool watched) in (ReadOnlySpan<(int, bool)>)[(2, true), (5, false), (16, true)])
        {
            Dictionary<string, byte[]> other = Train(threads, watched);
            Assert.Equal(alone.Keys, other.Keys);
            foreach ((string key, byte[] bits) in alone) Assert.True(bits.AsSpan().SequenceEqual(other[key]), $"{key} differs with {threads} threads, {(watched ? "watched" : "not watched")}");
        }
        Assert.True(Workers.SharedWork > shared || !SharesWork(name), "no work was shared: the slice is too small to show anything");

        Dictionary<string, byte[]> Train(int threads, bool watched)
        {
            Execution.Threads = threads;
            try
            {
                return _slice.Train(name, watched);
            }
            finally
            {
                Execution.Threads = 0;
            }
        }
    }

    /// <summary>One sentence a step, or small layers and short texts, is work for one thread.</summary>
    static bool SharesWork(string name) => name is not ("pos-rnn" or "twitter-rnn-tanh" or "twitter-rnn-relu" or "agnews-rnn");

    public sealed class Slices : IDisposable
    {
        internal RecipeSlice One { get; } = new();

        public void Dispose() => One.Dispose();
    }
}
