using Unfold.Text;

namespace Unfold.Training.Tests.Cancelling;

/// <summary>Cuts at white space, counts the texts, and asks to stop at one of them.</summary>
sealed class CountingTokenizer(int stopAt = int.MaxValue, CancellationTokenSource? stop = null) : ITokenizer
{
    static readonly WhitespaceTokenizer Inner = new();
    int _texts;

    public string Name => Inner.Name;

    public int Texts => _texts;

    public void Tokenize<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink) where TSink : ITokenSink, allows ref struct
    {
        int number = Interlocked.Increment(ref _texts);
        if (number == stopAt) stop!.Cancel();
        else if (number > stopAt && !stop!.Token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1))) throw new TimeoutException("Nobody stopped."); // another thread was between its count and its word
        Inner.Tokenize(text, ref sink);
    }
}
