namespace Unfold.Text;

/// <summary>A text and its class, with the place it came from.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">The name of the class; empty where there is none.</param>
/// <param name="Line">The line of its file on which it starts, from 1; 0 where it did not come from lines.</param>
/// <param name="Group">What it shares with other texts that must not be held out while this one is learnt from: a film, an author; empty where there is nothing.</param>
public readonly record struct LabelledText(string Text, string Label = "", int Line = 0, string Group = "");
