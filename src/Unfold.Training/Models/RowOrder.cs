using Unfold.Text;

namespace Unfold.Training;

/// <summary>Rows in the order in which they are asked about.</summary>
static class RowOrder
{
    /// <summary>The numbers of the rows, those of the longest texts first; equally long ones in an order of the sort's own, the same every time.</summary>
    public static int[] LongestFirst(EncodedCorpus rows)
    {
        var lengths = new int[rows.Count];
        var order = new int[rows.Count];
        for (int i = 0; i < order.Length; i++) (order[i], lengths[i]) = (i, -rows.Length(i));
        Array.Sort(lengths, order);
        return order;
    }
}
