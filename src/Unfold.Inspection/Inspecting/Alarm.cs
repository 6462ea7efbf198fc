namespace Unfold.Inspection;

/// <summary>Something a lens thinks should be heard at once.</summary>
/// <param name="Epoch">The epoch it was seen in; the first is 0.</param>
/// <param name="Step">The step it was seen at; the first is 0.</param>
/// <param name="Series">What it is about.</param>
/// <param name="Message">What happened, in a sentence.</param>
public sealed record Alarm(int Epoch, long Step, SeriesKey Series, string Message);
