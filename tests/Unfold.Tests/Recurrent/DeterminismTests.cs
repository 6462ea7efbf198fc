using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

[Collection(SerialTests.Name)]
public class DeterminismTests
{
    /// <summary>128 sequences of up to 24 steps, 48 wide: large enough that products and walks are divided among threads.</summary>
    [Theory]
    [InlineData("rnn_tanh"), InlineData("lstm"), InlineData("gru")]
    public void Training_20Steps_GivesTheSameBytesWithAnyNumberOfThreads(string cell)
    {
        byte[] Train(int threads)
        {
            Execution.Threads = threads;
            try
            {
                var model = new TinyModel(cell, batch: 128, width: 48, maxLength: 24, new RecurrentOptions { Layers = 2, Bidirectional = true, Dropout = 0.2 });
                double first = model.Step(), last = 0;
                for (int step = 1; step < 20; step++) last = model.Step();
                Assert.True(last < first, $"the loss went from {first} to {last}");
                return model.Bytes();
            }
            finally
            {
                Execution.Threads = 0;
            }
        }
        byte[] one = Train(1);
        Assert.Equal(one, Train(2));
        Assert.Equal(one, Train(5));
    }
}
