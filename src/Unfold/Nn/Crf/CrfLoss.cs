using System.Numerics;

namespace Unfold.Nn;

/// <summary>The loss of a field: the sums over all paths going forward, the marginals coming back.</summary>
/// <remarks>
/// Scaled as Rabiner (1989) has it: α_t = (α_(t−1) · exp A) ∘ exp e_t, divided by its sum, so that nothing over- or underflows and no exponential
/// is taken per pair of tags. ln Z is the sum of the logarithms of what was divided by. Everything is in double precision, whatever the model has.
/// d(−ln p)/de_t[j] = p(y_t = j) − [y_t = j]; d/dA[i, j] = Σ_t p(y_(t−1) = i, y_t = j) − count(i, j).
/// </remarks>
sealed class CrfLoss<T>(Tensor output, LinearChainCrf field, SequenceTensor emissions, Tensor slopes, Tensor start, Tensor pairs, Tensor end) : Node(output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Tensor Apply(LinearChainCrf field, SequenceTensor emissions, ReadOnlySpan<int> right)
    {
        (SequenceLayout layout, int tags) = (emissions.Layout, field.Tags);
        bool requires = emissions.Values.RequiresGrad || field.Start.Trainable || field.End.Trainable || field.Transitions.Trainable;
        Tensor loss = Tape.Allocate(Shape.Scalar, emissions.Values.DType, requires);
        Tensor slopes = Doubles(layout.TotalSteps, tags), start = Doubles(1, tags), end = Doubles(1, tags), pairs = Doubles(tags, tags), exp = Doubles(tags, tags);
        Tensor alpha = Doubles(layout.MaxLength, tags), weight = Doubles(layout.MaxLength, tags), beta = Doubles(2, tags);
        Span<double> transitions = exp.Span<double>();
        double most = double.NegativeInfinity;
        for (int i = 0; i < transitions.Length; i++) most = Math.Max(most, transitions[i] = At(field.Transitions.Value, i));
        for (int i = 0; i < transitions.Length; i++) transitions[i] = Math.Exp(transitions[i] - most);

        double sum = 0;
        for (int s = 0; s < layout.Count; s++)
        {
            if (layout.Lengths[s] > 0)
                sum += Sentence(field, emissions, s, right, most, transitions, alpha.Span<double>(), weight.Span<double>(), beta.Span<double>(), slopes.Span<double>(), start.Span<double>(), pairs.Span<double>(), end.Span<double>());
        }
        loss.Span<T>()[0] = T.CreateTruncating(sum / layout.TotalSteps);
        if (requires) Tape.Record(new CrfLoss<T>(loss, field, emissions, slopes, start, pairs, end));
        return loss;
    }

    public override void Backward()
    {
        double scale = double.CreateTruncating(Output.GradientSpan<T>()[0]) / emissions.Layout.TotalSteps;
        Add(slopes, emissions.Values, scale);
        Add(start, field.Start.Value, scale);
        Add(pairs, field.Transitions.Value, scale);
        Add(end, field.End.Value, scale);
    }

    /// <summary>−ln p of one sentence; adds its marginals less the right tags to the slopes.</summary>
    static double Sentence(
        LinearChainCrf field, SequenceTensor emissions, int s, ReadOnlySpan<int> right, double most, ReadOnlySpan<double> transitions,
        Span<double> alpha, Span<double> weight, Span<double> beta, Span<double> slopes, Span<double> start, Span<double> pairs, Span<double> end)
    {
        (SequenceLayout layout, int tags) = (emissions.Layout, field.Tags);
        int length = layout.Lengths[s];
        ReadOnlySpan<T> all = emissions.Values.Span<T>();
        double logZ = 0, score = 0;
        for (int t = 0; t < length; t++)
        {
            ReadOnlySpan<T> row = all.Slice(layout.Row(s, t) * tags, tags);
            Span<double> a = alpha.Slice(t * tags, tags), e = weight.Slice(t * tags, tags);
            double peak = double.NegativeInfinity, sum = 0;
            for (int j = 0; j < tags; j++) peak = Math.Max(peak, e[j] = double.CreateTruncating(row[j]) + (t == 0 ? At(field.Start.Value, j) : 0) + (t == length - 1 ? At(field.End.Value, j) : 0));
            for (int j = 0; j < tags; j++) e[j] = Math.Exp(e[j] - peak);
            if (t == 0)
            {
                e.CopyTo(a);
            }
            else
            {
                a.Clear();
                ReadOnlySpan<double> before = alpha.Slice((t - 1) * tags, tags);
                for (int i = 0; i < tags; i++)
                {
                    for (int j = 0; j < tags; j++) a[j] += before[i] * transitions[(i * tags) + j];
                }
                for (int j = 0; j < tags; j++) a[j] *= e[j];
                logZ += most;
            }
            for (int j = 0; j < tags; j++) sum += a[j];
            for (int j = 0; j < tags; j++) a[j] /= sum;
            logZ += peak + Math.Log(sum);

            int tag = right[layout.Row(s, t)];
            score += double.CreateTruncating(row[tag]) + (t == 0 ? At(field.Start.Value, tag) : At(field.Transitions.Value, (right[layout.Row(s, t - 1)] * tags) + tag));
            if (t == length - 1) score += At(field.End.Value, tag);
        }
        Marginals(layout, s, length, tags, right, transitions, alpha, weight, beta, slopes, start, pairs, end);
        return logZ - score;
    }

    /// <summary>From the last word to the first: β_(t−1) = exp A · (exp e_t ∘ β_t); p(y_(t−1) = i, y_t = j) ∝ α_(t−1)[i] exp A[i, j] exp e_t[j] β_t[j].</summary>
    static void Marginals(
        SequenceLayout layout, int s, int length, int tags, ReadOnlySpan<int> right, ReadOnlySpan<double> transitions,
        ReadOnlySpan<double> alpha, ReadOnlySpan<double> weight, Span<double> beta, Span<double> slopes, Span<double> start, Span<double> pairs, Span<double> end)
    {
        Span<double> b = beta[..tags], ahead = beta.Slice(tags, tags);
        b.Fill(1);
        for (int t = length - 1; t >= 0; t--)
        {
            ReadOnlySpan<double> a = alpha.Slice(t * tags, tags);
            Span<double> slope = slopes.Slice(layout.Row(s, t) * tags, tags);
            int tag = right[layout.Row(s, t)];
            double sum = 0;
            for (int j = 0; j < tags; j++) sum += slope[j] = a[j] * b[j];
            for (int j = 0; j < tags; j++) slope[j] /= sum;
            slope[tag] -= 1;
            if (t == length - 1) AddTo(end, slope);
            if (t == 0)
            {
                AddTo(start, slope);
                return;
            }
            ReadOnlySpan<double> before = alpha.Slice((t - 1) * tags, tags), e = weight.Slice(t * tags, tags);
            for (int j = 0; j < tags; j++) ahead[j] = e[j] * b[j];
            double total = 0, largest = 0;
            for (int i = 0; i < tags; i++)
            {
                double through = 0;
                for (int j = 0; j < tags; j++) through += transitions[(i * tags) + j] * ahead[j];
                b[i] = through;
                total += before[i] * through;
                largest = Math.Max(largest, through);
            }
            for (int i = 0; i < tags; i++)
            {
                double share = before[i] / total;
                for (int j = 0; j < tags; j++) pairs[(i * tags) + j] += share * transitions[(i * tags) + j] * ahead[j];
                b[i] /= largest;
            }
            pairs[(right[layout.Row(s, t - 1)] * tags) + tag] -= 1;
        }
    }

    static void AddTo(Span<double> sums, ReadOnlySpan<double> values)
    {
        for (int j = 0; j < sums.Length; j++) sums[j] += values[j];
    }

    static void Add(Tensor slope, Tensor to, double scale)
    {
        if (!to.RequiresGrad) return;
        ReadOnlySpan<double> from = slope.Span<double>();
        Span<T> gradient = to.GradientSpan<T>();
        for (int i = 0; i < gradient.Length; i++) gradient[i] += T.CreateTruncating(from[i] * scale);
    }

    static double At(Tensor tensor, int index) => double.CreateTruncating(tensor.Span<T>()[index]);

    static Tensor Doubles(int rows, int columns)
    {
        Tensor tensor = Tape.Allocate(new Shape(rows, columns), DType.Float64, requiresGrad: false);
        tensor.Span<double>().Clear();
        return tensor;
    }
}
