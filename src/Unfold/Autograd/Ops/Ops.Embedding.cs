using System.Numerics;
using Unfold.Kernels;

namespace Unfold;

public static partial class Ops
{
    /// <summary>y[i] = W[ids[i]], with a row-sparse gradient; the padding row and frozen rows get none.</summary>
    internal static Tensor Embedding(Parameter weight, ReadOnlySpan<int> ids, int[] idArray, int? paddingIndex)
    {
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)weight.Shape[0])
            {
                throw new ArgumentOutOfRangeException(nameof(ids), id,
                    $"Embedding: expected token ids in 0..{weight.Shape[0] - 1}, got {id}. Was the text encoded with another vocabulary?");
            }
        }
        weight.PendingRows?.CatchUp(ids);
        return weight.DType == DType.Float32
            ? EmbeddingNode<float>.Apply(weight, ids, idArray, paddingIndex)
            : EmbeddingNode<double>.Apply(weight, ids, idArray, paddingIndex);
    }

    sealed class EmbeddingNode<T>(Tensor output, Parameter weight, int[] ids, int count, int paddingIndex) : Node(output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Tensor Apply(Parameter weight, ReadOnlySpan<int> ids, int[] idArray, int? paddingIndex)
        {
            int width = weight.Shape[1];
            Tensor y = Tape.Allocate(new Shape(ids.Length, width), weight.DType, weight.Trainable);
            TableRows.Gather<T>(weight.Raw.Span<T>(), ids, width, y.Span<T>());
            if (y.RequiresGrad) Tape.Record(new EmbeddingNode<T>(y, weight, idArray, ids.Length, paddingIndex ?? -1));
            return y;
        }

        public override void Backward()
        {
            int width = weight.Shape[1];
            Span<T> rows = weight.Gradient.Touch<T>(Moving(), paddingIndex, out ReadOnlySpan<int> slots);
            TableRows.Add(Output.GradientSpan<T>(), slots, width, rows);
        }

        /// <summary>The ids, those of frozen rows replaced by the one that is left out.</summary>
        ReadOnlySpan<int> Moving()
        {
            ReadOnlySpan<int> all = ids.AsSpan(0, count);
            if (weight.FrozenRows is not { } frozen) return all;
            int[] moving = all.ToArray();
            foreach (ref int id in moving.AsSpan())
            {
                if (frozen[id]) id = paddingIndex;
            }
            return moving;
        }
    }
}
