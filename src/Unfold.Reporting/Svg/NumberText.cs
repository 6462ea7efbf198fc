using System.Globalization;

namespace Unfold.Reporting;

/// <summary>Numbers for people: few digits, no needless zeros.</summary>
static class NumberText
{
    const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Up to four significant digits; powers of ten beyond 10⁻³ and 10⁵.</summary>
    public static string Short(double value, int digits = 4)
    {
        if (double.IsNaN(value))
            return "–";
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        if (value == 0)
            return "0";
        double size = Math.Abs(value);
        if (size is >= 1e-3 and < 1e5)
        {
            int decimals = Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 7);
            string text = Math.Round(value, decimals).ToString("F" + decimals, CultureInfo.InvariantCulture);
            return (text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text).Replace('-', '−');
        }
        int power = (int)Math.Floor(Math.Log10(size));
        double leading = Math.Round(value / Math.Pow(10, power), Math.Max(0, Math.Min(digits, 3) - 1));
        if (Math.Abs(leading) >= 10)
            (leading, power) = (leading / 10, power + 1);
        string factor = leading == 1 ? "" : $"{leading.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−')}·";
        return factor + Power(power);
    }

    /// <summary>10⁻⁵ and the like.</summary>
    public static string Power(int power) => power switch
    {
        0 => "1",
        1 => "10",
        2 => "100",
        -1 => "0.1",
        -2 => "0.01",
        _ => "10" + (power < 0 ? "⁻" : "") + string.Concat(Math.Abs(power).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0'])),
    };

    /// <summary>Whole numbers with thin spaces between thousands.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>0.92867 as 92.87 %.</summary>
    public static string Percent(double share, int decimals = 2) =>
        double.IsNaN(share) ? "–" : (share * 100).ToString("F" + decimals, CultureInfo.InvariantCulture) + "\u202f%";

    /// <summary>Bytes as MB or GB.</summary>
    public static string Bytes(long bytes) => bytes >= 1L << 30 ? $"{Short(bytes / (double)(1L << 30), 3)} GB" : $"{Short(bytes / (double)(1L << 20), 3)} MB";

    /// <summary>A coordinate with a tenth of a unit.</summary>
    public static string Place(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A number that reads back as itself.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
