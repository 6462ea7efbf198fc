using System.Numerics;

namespace Unfold.Nn;

/// <summary>Where one layer and direction has its initial and its final state, [planes, B, Hidden] in the caller's order.</summary>
/// <param name="Initial">The state before the first step; null is zero.</param>
/// <param name="Final">Takes the state after the last step.</param>
/// <param name="Plane">The plane of this layer and direction.</param>
sealed record StatePlane(Tensor? Initial, Tensor Final, int Plane)
{
    public bool IsZero => Initial is null;

    public bool InitialRequiresGrad => Initial is { RequiresGrad: true };

    /// <summary>The initial state [B, Hidden], sorted by length.</summary>
    public Tensor Load<T>(SequenceLayout layout)
        where T : unmanaged
    {
        Tensor sorted = Room();
        if (Initial is null) sorted.Span<T>().Clear();
        else Gather<T>(layout, Of(Initial.Span<T>()), sorted.Span<T>());
        return sorted;
    }

    /// <summary>The final state = state [B, Hidden], sorted by length.</summary>
    public void Store<T>(SequenceLayout layout, ReadOnlySpan<T> state)
        where T : unmanaged
    {
        int width = Final.Shape[2];
        Span<T> final = Of(Final.Span<T>());
        ReadOnlySpan<int> order = layout.Order;
        for (int s = 0; s < order.Length; s++) state.Slice(s * width, width).CopyTo(final[(order[s] * width)..]);
    }

    /// <summary>The gradient of the final state [B, Hidden], sorted by length; zeros where none has arrived.</summary>
    public Span<T> LoadGradient<T>(SequenceLayout layout)
        where T : unmanaged
    {
        Span<T> sorted = Room().Span<T>();
        if (Final.HasGradient) Gather<T>(layout, Of(Final.GradientSpan<T>()), sorted);
        else sorted.Clear();
        return sorted;
    }

    /// <summary>The gradient of the initial state += gradient [B, Hidden], sorted by length.</summary>
    public void AddGradient<T>(SequenceLayout layout, ReadOnlySpan<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Initial is not { RequiresGrad: true } initial) return;
        int width = initial.Shape[2];
        Span<T> to = Of(initial.GradientSpan<T>());
        ReadOnlySpan<int> order = layout.Order;
        for (int s = 0; s < order.Length; s++) Kernels.Elementwise.AddTo(gradient.Slice(s * width, width), to.Slice(order[s] * width, width));
    }

    Tensor Room() => Tape.Allocate(new Shape(Final.Shape[1], Final.Shape[2]), Final.DType, requiresGrad: false);

    Span<T> Of<T>(Span<T> planes) => planes.Slice(Plane * Final.Shape[1] * Final.Shape[2], Final.Shape[1] * Final.Shape[2]);

    void Gather<T>(SequenceLayout layout, ReadOnlySpan<T> from, Span<T> sorted)
    {
        int width = Final.Shape[2];
        ReadOnlySpan<int> order = layout.Order;
        for (int s = 0; s < order.Length; s++) from.Slice(order[s] * width, width).CopyTo(sorted[(s * width)..]);
    }
}
