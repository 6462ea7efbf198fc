using System.Text.Json;
using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Which rows of an embedding ever learn: how often each was touched, how far it has moved, how much gradient it got.</summary>
/// <remarks>
/// Touches are counted in every step from the rows of the gradient; norms of single rows are taken in every sixteenth step and counted
/// sixteenfold (of a thinned lens in the next larger multiple of its stride). The distance is that from the weights at attachment. In a dense gradient a row is touched
/// where it is not all zeros, which is seen in the steps only that the lens looks at; each counts for those since the one before it. Rows that were never touched and have moved all the same were moved by the optimizer alone. The first embedding is that of
/// the words; an id's word is written when the id first appears.
/// </remarks>
public sealed class EmbeddingLife : Lens
{
    /// <summary>Rows written out: enough for a scatter, and 80 kB an epoch.</summary>
    const int MostRows = 4096;

    /// <summary>Touches below which a row is rare.</summary>
    const int Rare = 5;

    Table?[] _tables = []; // in the order of the model's parameters
    LensContext? _context;

    /// <inheritdoc/>
    public override string Name => "embedding";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.GradientNorm | LensCalls.Parameter;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _tables = new Table?[context.Parameters.Count];
        for (int i = 0; i < context.Parameters.Count; i++)
        {
            Parameter parameter = context.Parameters[i];
            if (context.Modules.OfType<Embedding>().FirstOrDefault(module => module.Weight == parameter) is { } embedding)
                _tables[i] = new(context.Names[i], embedding, context.StartOf(parameter), ofWords: !_tables.OfType<Table>().Any());
        }
    }

    /// <inheritdoc/>
    public override void OnParameter(in ParameterObservation parameter)
    {
        int index = _context!.IndexOf(parameter.Parameter);
        if (index >= 0 && _tables[index] is { } table)
            table.Add(parameter.Parameter.Gradient, _context.Takes(Sampling.EmbeddingRows) ? _context.PeriodOf(Sampling.EmbeddingRows) : 0, (int)_context.Span);
    }

    /// <inheritdoc/>
    public override void OnGradientNorm(Parameter parameter, double norm)
    {
        int index = _context!.IndexOf(parameter);
        if (index >= 0 && _tables[index] is { } table && parameter.Gradient.IsRowSparse)
            table.Note(parameter.Gradient.Rows);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch)
    {
        foreach (Table table in _tables.OfType<Table>())
            table.Write(_context!);
    }

    /// <inheritdoc/>
    /// <remarks>The weights at the start are not kept: where a run goes on, the lens begins before they are replaced.</remarks>
    public override void Keep(KeptState state)
    {
        for (int i = 0; i < _tables.Length; i++)
            _tables[i]?.Keep(state.Part(_context!.Names[i]));
    }

    sealed class Table
    {
        readonly string _name;
        readonly Embedding _embedding;
        readonly bool _ofWords;
        readonly HashSet<int> _named = [];
        readonly int _width;
        readonly Tensor _initial;
        readonly int[] _touches;
        readonly byte[] _few; // touches that are not in there yet: small, so that they stay in the cache while they are counted
        readonly int[] _recent = new int[1 << 14]; // counted when it is full
        int _recentCount;
        readonly double[] _gradients;
        double[] _norms = [];

        public Table(string name, Embedding embedding, Tensor initial, bool ofWords)
        {
            (_name, _embedding, _ofWords, _width) = (name, embedding, ofWords, embedding.Weight.Shape[1]);
            _initial = initial;
            int count = embedding.Weight.Shape[0];
            (_touches, _few, _gradients) = (new int[count], new byte[count], new double[count]);
        }

        /// <summary>A gradient.</summary>
        /// <param name="gradient">It.</param>
        /// <param name="norms">How many steps the norms of its rows stand for; 0 where they are not taken.</param>
        /// <param name="span">How many steps it stands for itself where it is dense: those between are not looked through.</param>
        public void Add(Gradient gradient, int norms, int span)
        {
            if (!gradient.IsRowSparse)
            {
                AddDense(gradient, span);
                return;
            }
            ReadOnlySpan<int> rows = gradient.Rows;
            Note(rows);
            if (norms > 0 && _initial.DType == DType.Float32)
                AddNorms<float>(rows, gradient.Values<float>(), norms);
            else if (norms > 0)
                AddNorms<double>(rows, gradient.Values<double>(), norms);
        }

        /// <summary>Rows that a step touches.</summary>
        public void Note(ReadOnlySpan<int> rows)
        {
            while (rows.Length > 0)
            {
                if (_recentCount == _recent.Length)
                    Count();
                int some = Math.Min(rows.Length, _recent.Length - _recentCount);
                rows[..some].CopyTo(_recent.AsSpan(_recentCount));
                _recentCount += some;
                rows = rows[some..];
            }
        }

        public void Keep(KeptState state)
        {
            CountAll();
            state.Fill<int>("touches", _touches);
            state.Fill<double>("gradients", _gradients);
            int[] named = state.Array<int>("named", [.. _named]);
            _named.UnionWith(named);
        }

        void Count()
        {
            Span<byte> few = _few;
            foreach (int row in _recent.AsSpan(0, _recentCount))
            {
                if (++few[row] == 0)
                    _touches[row] += byte.MaxValue + 1;
            }
            _recentCount = 0;
        }

        void CountAll()
        {
            Count();
            for (int row = 0; row < _few.Length; row++)
                _touches[row] += _few[row];
            Array.Clear(_few);
        }

        void AddNorms<T>(ReadOnlySpan<int> rows, ReadOnlySpan<T> values, int steps)
            where T : unmanaged
        {
            if (_norms.Length < rows.Length)
                _norms = new double[2 * rows.Length];
            Sums.RowNorms(values, _width, _norms);
            for (int slot = 0; slot < rows.Length; slot++)
                _gradients[rows[slot]] += steps * _norms[slot];
        }

        public void Write(LensContext context)
        {
            CountAll();
            Tensor weights = _embedding.Weight.Value;
            bool single = weights.DType == DType.Float32;
            ReadOnlySpan<float> now = single ? weights.Span<float>() : [], initial = single ? _initial.Span<float>() : [];
            (int touched, int rare, int drifted) = (0, 0, 0);
            (double moved, double[] distances) = (0, new double[_touches.Length]);
            for (int row = 0; row < _touches.Length; row++)
            {
                rare += _touches[row] < Rare ? 1 : 0;
                double distance = single
                    ? Math.Sqrt(Sums.SquaredDistance(now.Slice(row * _width, _width), initial.Slice(row * _width, _width)))
                    : Math.Sqrt(Sums.SquaredDistance(weights.Span<double>().Slice(row * _width, _width), _initial.Span<double>().Slice(row * _width, _width)));
                if (_touches[row] == 0)
                {
                    drifted += distance > 0 ? 1 : 0;
                    continue;
                }
                touched++;
                distances[row] = distance;
                moved += distance;
            }
            Push("touched", (double)touched / _touches.Length);
            Push("rare", (double)rare / _touches.Length);
            if (touched > 0)
                Push("moved", moved / touched);
            if (touched < _touches.Length)
                Push("drifted", (double)drifted / (_touches.Length - touched));
            if (_embedding.PaddingIndex is { } padding)
                Push("padding", Math.Sqrt(VectorSums.OfSquares(weights, padding * _width, _width)));
            WriteRows(context, distances, touched);

            void Push(string statistic, double value) => context.Open(RecordTable.Epoch, _name, statistic).Push(value);
        }

        void WriteRows(LensContext context, double[] distances, int touched)
        {
            var byTouches = new long[touched]; // touches, then the row
            for (int row = 0, at = 0; row < _touches.Length; row++)
            {
                if (_touches[row] > 0)
                    byTouches[at++] = ((long)_touches[row] << 32) | (uint)row;
            }
            Array.Sort(byTouches);
            int count = Math.Min(MostRows, touched);
            if (count == 0)
                return;
            int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)byTouches[count == 1 ? 0 : (int)((long)i * (touched - 1) / (count - 1))])];
            var values = new float[3 * count];
            for (int i = 0; i < count; i++)
                (values[i], values[count + i], values[2 * count + i]) = (_touches[chosen[i]], (float)distances[chosen[i]], (float)_gradients[chosen[i]]);
            context.Write(_name, "rows", values, rows: 3);
            context.Write(_name, "ids", $"[{string.Join(',', chosen)}]");
            if (_ofWords)
                WriteWords(context, chosen);
        }

        void WriteWords(LensContext context, int[] ids)
        {
            Dictionary<int, string> words = [];
            foreach (int id in ids)
            {
                if (!_named.Contains(id) && context.WordOf(id) is { } word)
                    words.Add(id, word);
            }
            if (words.Count == 0)
                return;
            _named.UnionWith(words.Keys);
            context.Write(_name, "words", JsonSerializer.Serialize(words, WordsJsonContext.Default.DictionaryInt32String));
        }

        void AddDense(Gradient gradient, int span)
        {
            for (int row = 0; row < _touches.Length && !gradient.IsEmpty; row++)
            {
                double square = Squares(gradient, row);
                if (square == 0)
                    continue;
                _touches[row] += span;
                _gradients[row] += span * Math.Sqrt(square);
            }
        }

        double Squares(Gradient gradient, int slot) => _initial.DType == DType.Float32
            ? VectorSums.OfSquares(gradient.Values<float>().Slice(slot * _width, _width))
            : VectorSums.OfSquares(gradient.Values<double>().Slice(slot * _width, _width));
    }
}
