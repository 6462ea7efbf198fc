using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Unfold.Nn;

/// <summary>What can go wrong with a recurrent module, one method a situation.</summary>
[StackTraceHidden]
static class RecurrentErrors
{
    [DoesNotReturn]
    public static void Layers(string module, int layers) => throw new ArgumentOutOfRangeException(
        nameof(layers), layers, $"{module}: expected at least 1 layer.");

    [DoesNotReturn]
    public static void DropoutRange(string module, double dropout) => throw new ArgumentOutOfRangeException(
        nameof(dropout), dropout, $"{module}: expected a dropout of at least 0 and below 1.");

    [DoesNotReturn]
    public static void DropoutOfOneLayer(string module, double dropout) => throw new ArgumentException(
        $"{module}: expected dropout 0 with one layer, got {dropout}. It acts between layers and would do nothing here; " +
        "use two layers, or put a Dropout behind the module.", nameof(dropout));

    [DoesNotReturn]
    public static void StateShape(string module, string name, Shape expected, Shape got) => throw new ShapeException(
        $"{module}: expected an initial {name} {expected} (layers x directions, sequences, hidden), got {got}. " +
        "Give one plane a layer and direction, and one row a sequence in the order of the batch.");
}
