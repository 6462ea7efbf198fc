using System.Runtime.InteropServices;

namespace Unfold.Text;

/// <summary>Turns one text after the other into token ids, cut and padded as the options say, and counts what happens to them.</summary>
sealed class TextEncoder(ITokenizer tokenizer, Vocabulary vocabulary, EncodingOptions options)
{
    readonly List<int> _row = [];
    readonly int? _start = options.Start is { } token ? vocabulary.IdOf(token) : null;
    long _tokens, _unknown, _cut, _pads;
    int _truncated, _empty;

    /// <summary>What was counted so far.</summary>
    public EncodingCounts Counts => new() { Tokens = _tokens, Unknown = _unknown, CutTokens = _cut, Truncated = _truncated, Empty = _empty, Pads = _pads };

    /// <summary>Appends a text's ids; their number is returned.</summary>
    public int Append(ReadOnlySpan<char> text, List<int> ids)
    {
        _row.Clear();
        int unknown = vocabulary.Encode(tokenizer, text, _row);
        (_tokens, _unknown) = (_tokens + _row.Count, _unknown + unknown);
        if (options.DropUnknown && unknown > 0) _row.RemoveAll(id => id == vocabulary.DefaultIndex);
        if (_row.Count == 0) _empty++;
        if (_start is { } start) _row.Insert(0, start);
        int before = ids.Count;
        int cut = AppendCut(ids);
        (_cut, _truncated) = (_cut + cut, _truncated + (cut > 0 ? 1 : 0));
        _pads += Pad(ids, before);
        return ids.Count - before;
    }

    int AppendCut(List<int> ids)
    {
        int keep = Math.Min(_row.Count, Math.Min(options.MaxLength ?? int.MaxValue, options.PadToLength ?? int.MaxValue));
        int from = options.Truncation == TextEnd.Post ? 0 : _row.Count - keep;
        ids.AddRange(CollectionsMarshal.AsSpan(_row).Slice(from, keep));
        return _row.Count - keep;
    }

    int Pad(List<int> ids, int start)
    {
        int missing = (options.PadToLength ?? 0) - (ids.Count - start);
        if (missing <= 0) return 0;
        int pad = vocabulary.PadIndex!.Value;
        if (options.Padding == TextEnd.Post)
        {
            for (int i = 0; i < missing; i++) ids.Add(pad);
        }
        else
        {
            ids.InsertRange(start, Enumerable.Repeat(pad, missing));
        }
        return missing;
    }
}
