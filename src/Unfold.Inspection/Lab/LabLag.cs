namespace Unfold.Inspection;

/// <summary>How the last state of a recurrent layer depends on the states before it.</summary>
/// <param name="Name">The cell: sigmoid, tanh, relu, lstm, gru, …</param>
/// <param name="Fresh">Whether these are the library's initial weights; else the weights of the tagger, with this non-linearity.</param>
/// <param name="Product">The largest singular value of ∂s_T/∂s_(T−lag), for lag 0, 1, …; s is h, of an LSTM h and c together.</param>
/// <param name="Carried">‖∂L/∂s_(T−lag)‖ of a loss that reads h_T alone, with a gradient there of length 1 and all units alike.</param>
public sealed record LabLag(string Name, bool Fresh, IReadOnlyList<double> Product, IReadOnlyList<double> Carried);
