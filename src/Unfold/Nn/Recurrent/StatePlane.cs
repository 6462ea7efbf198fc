using System.Numerics;

namespace Unfold.Nn;

/// <summary>Where one layer and direction has its initial and its final state, [planes, B, Hidden] in the caller's order.</summary>
/// <param name="Initial">The state before the first step; null is zero.</param>
/// <param name="Final">Takes the state after the last step.</param>
/// <param name="Plane">The plane of this layer and direction.</param>
sealed record StatePlane(Tensor? Initial, Tensor Final, int Plane)
{
    public bool InitialRequiresGrad => Initial is { RequiresGrad: true };

    /// <summary>running [B, Hidden], sorted by length = the initial state.</summary>
    public void Load<T>(SequenceLayout layout, Span<T> running)
        where T : unmanaged
    {
        if (Initial is null) running.Clear();
        else Gather(layout, Of(Initial.Span<T>()), running);
    }

    /// <summary>The final state = running [B, Hidden], sorted by length.</summary>
    public void Store<T>(SequenceLayout layout, ReadOnlySpan<T> running)
        where T : unmanaged
    {
        int width = Final.Shape[2];
        Span<T> final = Of(Final.Span<T>());
        ReadOnlySpan<int> order = layout.Order;
        for (int s = 0; s < order.Length; s++) running.Slice(s * width, width).CopyTo(final[(order[s] * width)..]);
    }

    /// <summary>running [B, Hidden], sorted by length = the gradient of the final state; zeros where none has arrived.</summary>
    public void LoadGradient<T>(SequenceLayout layout, Span<T> running)
        where T : unmanaged
    {
        if (Final.HasGradient) Gather(layout, Of(Final.GradientSpan<T>()), running);
        else running.Clear();
    }

    /// <summary>The gradient of the initial state += running [B, Hidden], sorted by length.</summary>
    public void AddGradient<T>(SequenceLayout layout, ReadOnlySpan<T> running)
        where T : unmanaged, INumberBase<T>
    {
        if (Initial is not { RequiresGrad: true } initial) return;
        int width = initial.Shape[2];
        Span<T> gradient = Of(initial.GradientSpan<T>());
        ReadOnlySpan<int> order = layout.Order;
        for (int s = 0; s < order.Length; s++)
        {
            ReadOnlySpan<T> from = running.Slice(s * width, width);
            Span<T> to = gradient.Slice(order[s] * width, width);
            for (int j = 0; j < width; j++) to[j] += from[j];
        }
    }

    Span<T> Of<T>(Span<T> planes) => planes.Slice(Plane * Final.Shape[1] * Final.Shape[2], Final.Shape[1] * Final.Shape[2]);

    void Gather<T>(SequenceLayout layout, ReadOnlySpan<T> from, Span<T> running)
    {
        int width = Final.Shape[2];
        ReadOnlySpan<int> order = layout.Order;
        for (int s = 0; s < order.Length; s++) from.Slice(order[s] * width, width).CopyTo(running[(s * width)..]);
    }
}
