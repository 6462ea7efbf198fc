using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public unsafe class PanelAheadTests
{
    const int Line = Cache.LineBytes / sizeof(float);

    [Theory]
    [InlineData(32, 256, 1), InlineData(32, 256, 2), InlineData(32, 256, 4), InlineData(16, 100, 1), InlineData(16, 100, 2), InlineData(16, 100, 4), InlineData(8, 63, 4)]
    public void OfPacked_SharesTogether_AskForEveryLine(int width, int depth, int shares)
    {
        float* panel = null; // only addresses are counted
        var lines = new HashSet<nint>();
        for (int share = 0; share < shares; share++)
        {
            List<nint> asked = Asked(PanelAhead<float>.OfPacked(panel, width, depth, share, shares), depth);
            lines.UnionWith(asked.Select(static at => at / Line));
            if (shares == 1) lines.UnionWith(asked.Select(at => (at + (width / 2)) / Line)); // as LoneFetchingVisit does
        }

        Assert.Equal(Enumerable.Range(0, ((width * depth) + Line - 1) / Line).Select(static line => (nint)line), lines.Order());
    }

    [Theory]
    [InlineData(32, 256, 4600, 2), InlineData(32, 256, 4600, 4), InlineData(16, 100, 400, 2), InlineData(16, 100, 400, 4), InlineData(8, 64, 50, 4)]
    public void OfMatrix_SharesTogether_AskForTheEndsOfEveryRowsVectors(int width, int depth, int stride, int shares)
    {
        var asked = new HashSet<nint>();
        for (int share = 0; share < shares; share++)
            asked.UnionWith(Asked(PanelAhead<float>.OfMatrix(null, stride, width, depth, share, shares), depth));
        Assert.Equal(Enumerable.Range(0, depth).SelectMany(row => (nint[])[(row * stride) + (width / 2) - 1, (row * stride) + width - 1]), asked.Order());
    }

    [Fact]
    public void Shares_AreTheFirstTilesOfSixRows_AsManyAsAPowerOfTwoUpToFour()
    {
        for (int rows = 1; rows <= 100; rows++)
        {
            int whole = 0;
            for (int left = rows; left > 0 && TileRows.Next(left) == 6; left -= 6)
                whole++;
            Assert.Equal(whole switch { >= 4 => 4, >= 2 => 2, _ => whole }, TileRows.Shares(rows));
        }
    }

    /// <summary>Elements from the beginning that a tile asks for, as <see cref="GemmTile{TSimd, TVector, T}"/> goes on.</summary>
    static List<nint> Asked(PanelAhead<float> ahead, int depth)
    {
        var asked = new List<nint>();
        float* next = ahead.Start;
        nint step = ahead.Step;
        for (int k = 0; k < depth; k++)
        {
            asked.Add((nint)next / sizeof(float));
            next += step;
            step ^= ahead.Turn;
        }

        return asked;
    }
}
