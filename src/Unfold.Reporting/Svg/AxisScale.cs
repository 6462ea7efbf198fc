namespace Unfold.Reporting;

/// <summary>Maps values of an axis to places in a picture, straight or by their logarithm.</summary>
readonly record struct AxisScale(double Low, double High, bool Log, double From, double To)
{
    public double Map(double value)
    {
        double share = Log
            ? (Math.Log10(Math.Max(value, Low)) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
            : (value - Low) / (High - Low);
        return From + Math.Clamp(share, 0, 1) * (To - From);
    }

    /// <summary>At most about <paramref name="most"/> round values within the axis.</summary>
    public IReadOnlyList<double> Ticks(int most, bool whole = false)
    {
        List<double> ticks = [];
        if (Log && Math.Log10(High / Low) >= 1)
        {
            (int first, int last) = ((int)Math.Floor(Math.Log10(Low)), (int)Math.Floor(Math.Log10(High) + 1e-9));
            int every = Math.Max(1, (int)Math.Ceiling((last - first) / (double)most));
            int[] factors = last - first <= 2 ? [1, 2, 5] : [1]; // too few powers of ten to read a value from
            for (int power = first; power <= last; power++)
            {
                foreach (int factor in factors)
                {
                    double tick = factor * Math.Pow(10, power);
                    if (power % every == 0 && tick >= Low * (1 - 1e-9) && tick <= High * (1 + 1e-9))
                        ticks.Add(tick);
                }
            }
            return ticks;
        }
        double step = Step(High - Low, most, whole);
        for (double tick = Math.Ceiling(Low / step - 1e-9) * step; tick <= High + step * 1e-9; tick += step)
            ticks.Add(Math.Abs(tick) < step * 1e-9 ? 0 : tick);
        return ticks;
    }

    /// <summary>The fewest significant digits, three or more, with which neighbouring ticks are told apart.</summary>
    public static int DigitsFor(IReadOnlyList<double> ticks, bool log)
    {
        int digits = 3;
        while (digits < 8 && Enumerable.Range(1, Math.Max(0, ticks.Count - 1)).Any(i => Text(ticks[i - 1], log, digits) == Text(ticks[i], log, digits)))
            digits++;
        return digits;
    }

    public static string Text(double tick, bool log, int digits = 3)
    {
        double power = Math.Log10(Math.Abs(tick));
        return log && tick > 0 && Math.Abs(power - Math.Round(power)) < 1e-9 ? NumberText.Power((int)Math.Round(power)) : NumberText.Short(tick, digits);
    }

    /// <summary>An axis that holds some values with a little room, and not less than a given span.</summary>
    public static (double Low, double High) Around(IEnumerable<double> values, double room = 0.06)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            return (0, 1);
        double span = Math.Max(high - low, Math.Max(1e-9, Math.Abs(high) * 0.02));
        return (low - span * room, high + span * room);
    }

    static double Step(double span, int most, bool whole)
    {
        double rough = span / Math.Max(1, most);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(candidate => candidate >= rough * (1 - 1e-9));
        return whole ? Math.Max(1, Math.Round(step)) : step;
    }
}
