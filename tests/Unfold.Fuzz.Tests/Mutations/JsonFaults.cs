using System.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Faults with the structure of JSON in mind: values of another kind, members twice, without a value or elsewhere, deep nesting.</summary>
static class JsonFaults
{
    static readonly byte[][] Values = [.. new[]
    {
        "null", "true", "false", "0", "-1", "1.5", "1e400", "-1e-400", "2147483648", "18446744073709551616", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"\\uZZZZ\"",
        "\"NaN\"", "\"Infinity\"", "[]", "{}", "[null]", "[[]]", "[0,0]", "[1,2,3,4,5,6]", "[\"a\",\"a\"]", "[\"\\ud800\"]", "{\"a\":null}", "{\"a\":1,\"a\":2}", "{\"\":0}", "{\"\\ud800\":1}", "[-1]",
        "[9223372036854775807]", "/* x */ 1", "// x\n1", "'x'", "undefined", "NaN", "01", "+1", "1.", ".5", "\"" + new string('x', 3000) + "\"",
    }.Select(Encoding.UTF8.GetBytes)];

    public static byte[] Apply(byte[] bytes, Rng rng)
    {
        int from = rng.Next(bytes.Length + 1), start = bytes.AsSpan(from).IndexOfAny(":,["u8);
        if (start < 0) return bytes;
        start += from + 1;
        int end = End(bytes, start);
        switch (rng.Next(6))
        {
            case 0 or 1: return ByteFaults.Insert(ByteFaults.Remove(bytes, start, end - start), Values[rng.Next(Values.Length)], start);
            case 2: return ByteFaults.Remove(bytes, start, Math.Min(end + 1, bytes.Length) - start);
            case 3: // an item or member once more, here or elsewhere
                byte[] item = [.. bytes.AsSpan(start - 1, end - start + 1)];
                return ByteFaults.Insert(bytes, item, rng.Next(2) == 0 ? start - 1 : rng.Next(bytes.Length + 1));
            case 4: return ByteFaults.Insert(bytes, Nested(rng), start);
            default: // the value of another place
                int other = bytes.AsSpan(rng.Next(bytes.Length + 1)).IndexOfAny(":,["u8);
                if (other < 0) return bytes;
                byte[] value = bytes[(other + 1)..End(bytes, other + 1)];
                return ByteFaults.Insert(ByteFaults.Remove(bytes, start, end - start), value, start);
        }
    }

    static byte[] Nested(Rng rng)
    {
        int depth = 1 + rng.Next(rng.Next(2) == 0 ? 100 : 2000);
        string open = rng.Next(2) == 0 ? "[" : "{\"a\":", close = open == "[" ? "]" : "}";
        return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, depth)) + (rng.Next(2) == 0 ? "1" + string.Concat(Enumerable.Repeat(close, depth)) + "," : ""));
    }

    /// <summary>Where a value ends: before the next comma or bracket of its own level.</summary>
    static int End(byte[] bytes, int start)
    {
        int depth = 0;
        bool text = false;
        for (int i = start; i < bytes.Length; i++)
        {
            byte letter = bytes[i];
            if (letter == '"') text = !text;
            else if (text && letter == '\\') i++;
            else if (text) continue;
            else if (letter is (byte)'[' or (byte)'{') depth++;
            else if (letter is (byte)']' or (byte)'}' && depth-- == 0) return i;
            else if (letter == ',' && depth == 0) return i;
        }
        return bytes.Length;
    }
}
