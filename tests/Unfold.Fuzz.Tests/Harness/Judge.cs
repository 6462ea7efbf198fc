using System.Diagnostics;
using System.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Calls a reader with one input and says what was wrong with its answer.</summary>
sealed class Judge(Target target, AttackLimits limits)
{
    const int LongestSentence = 3_000;

    /// <summary>Inputs that were read, and not refused.</summary>
    public long Accepted { get; private set; }

    /// <summary>The most that one input made the reader allocate.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>What was wrong, as a signature and its details; nothing if the answer is fine.</summary>
    public (string What, string Details)? Try(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        (string, string)? fault = null;
        try
        {
            target.Read(input);
            Accepted++;
        }
        catch (UnfoldException refusal)
        {
            fault = Sentence(refusal);
        }
        catch (Exception crash)
        {
            return ($"{crash.GetType().Name} in {Place(crash)}", crash.ToString());
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        MostAllocated = Math.Max(MostAllocated, allocated);
        if (allocated > limits.FreeBytes + limits.BytesPerByte * input.Length) return ("memory beyond the bound", $"{allocated:N0} bytes for {input.Length} bytes of input");
        return fault;
    }

    static (string, string)? Sentence(UnfoldException refusal)
    {
        string text = refusal.Message;
        if (refusal.ExitCode is not (2 or 4)) return ($"exit code {refusal.ExitCode} in {Place(refusal)}", refusal.ToString());
        if (text.Length > LongestSentence) return ($"a message of more than {LongestSentence} characters in {Place(refusal)}", $"{text.Length}: {text[..500]}");
        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t'))) return ($"a control character in the message of {Place(refusal)}", text);
        if (text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && HasLoneSurrogate(text)) return ($"half a surrogate pair in the message of {Place(refusal)}", text);
        return text.Length > 20 && text[^1] is '.' or '?' ? null : ($"no sentence from {Place(refusal)}", text);
    }

    static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }

    /// <summary>The first method of ours on the stack.</summary>
    static string Place(Exception error)
    {
        foreach (StackFrame frame in new StackTrace(error).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { } type } method && type.FullName?.StartsWith("Unfold.", StringComparison.Ordinal) == true) return $"{type.Name}.{method.Name}";
        }
        return "the reader";
    }
}
