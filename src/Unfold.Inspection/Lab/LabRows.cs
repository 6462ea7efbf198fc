namespace Unfold.Inspection;

/// <summary>Matrices row by row.</summary>
static class LabRows
{
    public static double[] Flat(double[,] matrix)
    {
        var flat = new double[matrix.Length];
        Buffer.BlockCopy(matrix, 0, flat, 0, flat.Length * sizeof(double));
        return flat;
    }

    public static double[][] Of(double[,] matrix) => [.. Enumerable.Range(0, matrix.GetLength(0)).Select(row => Row(matrix, row))];

    public static double[] Row(double[,] matrix, int row) => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column])];
}
