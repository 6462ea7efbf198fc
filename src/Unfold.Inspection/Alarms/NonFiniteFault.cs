using System.Globalization;

namespace Unfold.Inspection;

/// <summary>The first number of a step that is NaN or infinite, in the order of computation.</summary>
/// <param name="What">What holds it: "the states", "the output", "the gradient of the states", "the weight", …</param>
/// <param name="Name">Whose: a layer's or a parameter's full name; empty for the loss.</param>
/// <param name="Value">The number.</param>
/// <param name="Element">Its place in a weight: <c>[3, 5]</c>; empty where the place is a word of a text.</param>
/// <param name="Text">The text of the batch, in the caller's order; none where no text is concerned.</param>
/// <param name="Word">The time step in that text, from 0; none where there is none.</param>
public sealed record NonFiniteFault(string What, string Name, double Value, string Element = "", int? Text = null, int? Word = null)
{
    /// <summary>The fault in part of a sentence: "first NaN: the states of rnn.l0 at word 12 of text 3 of the batch".</summary>
    /// <param name="nameText">Names a text of the batch. <value>Default: its number, from 0.</value></param>
    public string Describe(Func<int, string>? nameText = null)
    {
        string number = double.IsNaN(Value) ? "NaN" : Value > 0 ? "infinity" : "minus infinity";
        string name = Name.Length == 0 ? "" : What == NonFiniteSearch.Weight ? $" {Name}" : $" of {Name}";
        string element = Element.Length == 0 ? "" : What == NonFiniteSearch.Weight ? Element : $" at {Element}";
        string word = Word is { } step ? $" at word {(step + 1).ToString(CultureInfo.InvariantCulture)} of" : " of";
        string text = Text is { } index ? $"{word} {nameText?.Invoke(index) ?? $"text {index.ToString(CultureInfo.InvariantCulture)} of the batch"}" : "";
        return $"first {number}: {What}{name}{element}{text}";
    }

    /// <inheritdoc/>
    public override string ToString() => Describe();
}
