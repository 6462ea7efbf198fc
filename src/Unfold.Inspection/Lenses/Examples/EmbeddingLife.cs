using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Which rows of an embedding ever learn: how often each was touched, how far it has moved, how much gradient it got.</summary>
/// <remarks>
/// Touches are counted in every step from the rows of the gradient; norms of single rows are taken in every eighth step and counted
/// eightfold. A resumed run counts from where it was resumed. The distance is that from the weights at attachment. In a dense gradient a row is touched
/// where it is not all zeros.
/// </remarks>
public sealed class EmbeddingLife : Lens
{
    /// <summary>Rows written out: enough for a scatter, and 80 kB an epoch.</summary>
    const int MostRows = 4096;

    /// <summary>Touches below which a row is rare.</summary>
    const int Rare = 5;

    readonly Dictionary<Parameter, Table> _tables = [];
    LensContext? _context;
    long _steps;

    /// <inheritdoc/>
    public override string Name => "embedding";

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _steps) = (context, 0);
        _tables.Clear();
        for (int i = 0; i < context.Parameters.Count; i++)
        {
            Parameter parameter = context.Parameters[i];
            if (context.Modules.OfType<Embedding>().FirstOrDefault(module => module.Weight == parameter) is { } embedding)
                _tables[parameter] = new(context.Names[i], embedding);
        }
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter)
    {
        if (_tables.TryGetValue(parameter.Parameter, out Table? table))
            table.Add(parameter.Parameter.Gradient, withNorms: _steps % Sampling.EmbeddingRows == 0);
    }

    /// <inheritdoc/>
    public override void OnStepEnd(long step) => _steps++;

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (Table table in _tables.Values)
            table.Write(_context!);
    }

    sealed class Table
    {
        readonly string _name;
        readonly Embedding _embedding;
        readonly int _width;
        readonly Tensor _initial;
        readonly int[] _touches;
        readonly double[] _gradients;

        public Table(string name, Embedding embedding)
        {
            (_name, _embedding, _width) = (name, embedding, embedding.Weight.Shape[1]);
            _initial = embedding.Weight.Value.Detach();
            (_touches, _gradients) = (new int[embedding.Weight.Shape[0]], new double[embedding.Weight.Shape[0]]);
        }

        public void Add(Gradient gradient, bool withNorms)
        {
            if (!gradient.IsRowSparse)
            {
                AddDense(gradient);
                return;
            }
            ReadOnlySpan<int> rows = gradient.Rows;
            foreach (int row in rows)
                _touches[row]++;
            for (int slot = 0; slot < rows.Length && withNorms; slot++)
                _gradients[rows[slot]] += Sampling.EmbeddingRows * Math.Sqrt(Squares(gradient, slot));
        }

        public void Write(LensContext context)
        {
            Tensor weights = _embedding.Weight.Value;
            (int touched, int rare) = (0, 0);
            (double moved, double[] distances) = (0, new double[_touches.Length]);
            for (int row = 0; row < _touches.Length; row++)
            {
                rare += _touches[row] < Rare ? 1 : 0;
                if (_touches[row] == 0)
                    continue;
                touched++;
                distances[row] = Distance(weights, row);
                moved += distances[row];
            }
            Push("touched", (double)touched / _touches.Length);
            Push("rare", (double)rare / _touches.Length);
            if (touched > 0)
                Push("moved", moved / touched);
            if (_embedding.PaddingIndex is { } padding)
                Push("padding", Math.Sqrt(VectorSums.OfSquares(weights, padding * _width, _width)));
            WriteRows(context, distances, touched);

            void Push(string statistic, double value) => context.Open(RecordTable.Epoch, _name, statistic).Push(value);
        }

        void WriteRows(LensContext context, double[] distances, int touched)
        {
            int[] ids = [.. Enumerable.Range(0, _touches.Length).Where(row => _touches[row] > 0).OrderBy(row => _touches[row]).ThenBy(row => row)];
            int count = Math.Min(MostRows, touched);
            if (count == 0)
                return;
            int[] chosen = [.. Enumerable.Range(0, count).Select(i => ids[count == 1 ? 0 : (int)((long)i * (touched - 1) / (count - 1))])];
            var values = new float[3 * count];
            for (int i = 0; i < count; i++)
                (values[i], values[count + i], values[2 * count + i]) = (_touches[chosen[i]], (float)distances[chosen[i]], (float)_gradients[chosen[i]]);
            context.Write(_name, "rows", values, rows: 3);
            context.Write(_name, "ids", $"[{string.Join(',', chosen)}]");
        }

        void AddDense(Gradient gradient)
        {
            for (int row = 0; row < _touches.Length && !gradient.IsEmpty; row++)
            {
                double square = Squares(gradient, row);
                if (square == 0)
                    continue;
                _touches[row]++;
                _gradients[row] += Math.Sqrt(square);
            }
        }

        double Squares(Gradient gradient, int slot) => _initial.DType == DType.Float32
            ? VectorSums.OfSquares(gradient.Values<float>().Slice(slot * _width, _width))
            : VectorSums.OfSquares(gradient.Values<double>().Slice(slot * _width, _width));

        double Distance(Tensor weights, int row)
        {
            double sum = 0;
            for (int i = row * _width; i < (row + 1) * _width; i++)
            {
                double difference = weights.DType == DType.Float32
                    ? (double)weights.Span<float>()[i] - _initial.Span<float>()[i]
                    : weights.Span<double>()[i] - _initial.Span<double>()[i];
                sum += difference * difference;
            }
            return Math.Sqrt(sum);
        }
    }
}
