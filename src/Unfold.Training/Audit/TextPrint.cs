using System.Numerics;
using System.Runtime.InteropServices;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The fingerprint of a text's tokens: of all of them in order, and the smallest hashes of its runs of three.</summary>
/// <param name="Key">128 bits of all tokens in order; texts with the same one are taken for the same.</param>
/// <param name="Tokens">How many tokens there are.</param>
/// <param name="Runs">How many of the sketch's entries are used: at most <see cref="Entries"/>.</param>
readonly record struct TextPrint(UInt128 Key, int Tokens, int Runs)
{
    /// <summary>Hashes kept of a text: of two texts, about as large a share of them is common as of all runs.</summary>
    public const int Entries = 8;

    /// <summary>Tokens of a run.</summary>
    public const int RunTokens = 3;

    const ulong First = 0x9E3779B97F4A7C15, Second = 0xC2B2AE3D27D4EB4F, Third = 0x165667B19E3779F9;

    /// <summary>Reads a text.</summary>
    /// <param name="tokenizer">Cuts it.</param>
    /// <param name="text">The text.</param>
    /// <param name="sketch">[<see cref="Entries"/>] takes the smallest hashes of its runs, in rising order, each once.</param>
    /// <param name="vocabulary">Whose unknown words to count; none are where it is left out.</param>
    /// <param name="unknown">Takes the unknown words.</param>
    public static TextPrint Of(ITokenizer tokenizer, ReadOnlySpan<char> text, Span<ulong> sketch, Vocabulary? vocabulary = null, Dictionary<string, int>? unknown = null)
    {
        var sink = new SketchSink(sketch, vocabulary, unknown);
        tokenizer.Tokenize(text, ref sink);
        return sink.Print;
    }

    /// <summary>All runs of three tokens of a text, each once, in rising order.</summary>
    public static ulong[] RunsOf(ITokenizer tokenizer, ReadOnlySpan<char> text)
    {
        var sink = new RunSink([]);
        tokenizer.Tokenize(text, ref sink);
        sink.Runs.Sort();
        int count = 0;
        Span<ulong> runs = CollectionsMarshal.AsSpan(sink.Runs);
        for (int i = 0; i < runs.Length; i++)
        {
            if (i == 0 || runs[i] != runs[i - 1]) runs[count++] = runs[i];
        }
        return runs[..count].ToArray();
    }

    /// <summary>Common entries of two sorted lists without repetitions.</summary>
    public static int Common(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        int common = 0;
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            common += left[i] == right[j] ? 1 : 0;
            (ulong a, ulong b) = (left[i], right[j]);
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }
        return common;
    }

    static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * First;
        return (value ^ (value >> 29)) * Second;
    }

    static ulong HashOf(ReadOnlySpan<char> token)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<char, ulong>(token);
        ulong hash = (ulong)token.Length * Third;
        foreach (ulong word in words) hash = BitOperations.RotateLeft((hash ^ word) * First, 31);
        foreach (char rest in token[(words.Length * 4)..]) hash = (hash ^ rest) * Second;
        return Mix(hash);
    }

    /// <summary>The last two tokens' hashes, to make runs of three with the next.</summary>
    struct Window
    {
        ulong _before, _last;
        int _count;

        public readonly int Count => _count;

        public bool Add(ulong token, out ulong run)
        {
            run = Mix((_before * First) + (BitOperations.RotateLeft(_last, 21) * Second) + (BitOperations.RotateLeft(token, 42) * Third));
            (_before, _last) = (_last, token);
            return ++_count >= RunTokens;
        }
    }

    ref struct SketchSink(Span<ulong> sketch, Vocabulary? vocabulary, Dictionary<string, int>? unknown) : ITokenSink
    {
        readonly Span<ulong> _sketch = sketch;
        Window _window;
        ulong _low, _high;
        int _used;

        public readonly TextPrint Print => new(new UInt128(_high, _low), _window.Count, _used);

        public void Add(scoped ReadOnlySpan<char> token)
        {
            ulong hash = HashOf(token);
            _low = BitOperations.RotateLeft((_low ^ hash) * First, 27);
            _high = Mix(_high + hash + Third);
            if (_window.Add(hash, out ulong run)) Keep(run);
            if (vocabulary is not null && unknown is not null && !vocabulary.TryGetId(token, out _))
                CollectionsMarshal.GetValueRefOrAddDefault(unknown.GetAlternateLookup<ReadOnlySpan<char>>(), token, out _)++;
        }

        void Keep(ulong run)
        {
            if (_used == _sketch.Length && run >= _sketch[_used - 1]) return;
            int at = _used;
            while (at > 0 && _sketch[at - 1] >= run) at--;
            if (at < _used && _sketch[at] == run) return;
            if (_used < _sketch.Length) _used++;
            _sketch[at..(_used - 1)].CopyTo(_sketch[(at + 1)..]);
            _sketch[at] = run;
        }
    }

    struct RunSink(List<ulong> runs) : ITokenSink
    {
        Window _window;

        public List<ulong> Runs { get; } = runs;

        public void Add(scoped ReadOnlySpan<char> token)
        {
            if (_window.Add(HashOf(token), out ulong run)) Runs.Add(run);
        }
    }
}
