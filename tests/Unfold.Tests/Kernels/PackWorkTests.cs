using Unfold.Kernels;

namespace Unfold.Tests.Kernels;

public unsafe class PackWorkTests
{
    [Theory]
    [InlineData(300, 450, false), InlineData(300, 450, true), InlineData(4096, 33, false), InlineData(4096, 33, true), InlineData(140_000, 1, false)]
    public void Run_ByAnyNumberOfThreads_LaysOutWhatOneDoes(int depth, int columns, bool transposed)
    {
        const int Width = 16;
        float[] b = Fill.Values<float>(depth * columns, 1), expected = new float[depth * ((columns + Width - 1) / Width * Width)];
        int before = Execution.Threads;
        fixed (float* source = b, one = expected)
        {
            var view = transposed ? new MatrixView<float>(source, 1, depth) : new MatrixView<float>(source, columns, 1);
            GemmPack.Right(view, depth, columns, Width, one);
            try
            {
                foreach (int threads in (int[])[1, 2, 3, 7])
                {
                    Execution.Threads = threads;
                    float[] packed = Fill.Values<float>(expected.Length, 2);
                    long shared = Workers.SharedWork;
                    fixed (float* all = packed)
                        PackWork<float>.Run(view, depth, columns, Width, all);
                    Assert.Equal(expected, packed);
                    Assert.Equal(threads > 1 && columns > Width, Workers.SharedWork > shared);
                }
            }
            finally
            {
                Execution.Threads = before;
            }
        }
    }
}
