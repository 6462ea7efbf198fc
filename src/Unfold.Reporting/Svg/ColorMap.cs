using System.Globalization;

namespace Unfold.Reporting;

/// <summary>The colours of heat maps: from dark violet over blue and green to light yellow, with lightness rising evenly.</summary>
/// <remarks>
/// Computed, not copied: a straight line of lightness and a turn of the hue in the OKLab colour space (Björn Ottosson, 2020), with no more
/// chroma than a screen can show at every hue. Even lightness is what a colour-blind eye and a grey printer read.
/// </remarks>
static class ColorMap
{
    /// <summary>How many colours there are.</summary>
    public const int Count = 48;

    static readonly string[] Colors = [.. Enumerable.Range(0, Count).Select(i => Hex(i / (Count - 1.0)))];

    /// <summary>How many colours there are on each side of zero.</summary>
    const int Sides = Count / 2;

    /// <summary>
    /// A rule for each colour: <c>.q0</c> the darkest; for signed values <c>.m1</c> … <c>.m24</c> below zero and <c>.p1</c> … above it, in two colours that
    /// colour-blind eyes tell apart, mixed with the paper the more the nearer to zero: so they fit light paper and dark.
    /// </summary>
    public static readonly string Rules = string.Concat(Colors.Select((color, i) => $".chart .q{i}{{fill:{color}}}"))
        + string.Concat(Enumerable.Range(1, Sides).Select(i => string.Create(CultureInfo.InvariantCulture, $".chart .m{i}{{fill:var(--c0);fill-opacity:{Strength(i)}}}.chart .p{i}{{fill:var(--c1);fill-opacity:{Strength(i)}}}")));

    /// <summary>The number of the colour of a value between two ends.</summary>
    public static int Index(double value, double low, double high) =>
        high > low ? (int)Math.Clamp(Math.Round((value - low) / (high - low) * (Count - 1)), 0, Count - 1) : Count - 1;

    /// <summary>The number of the colour of a signed value between −<paramref name="most"/> and it; −1 where it is too near zero to have one.</summary>
    public static int SignedIndex(double value, double most)
    {
        int strength = most > 0 ? (int)Math.Round(Math.Min(1, Math.Abs(value) / most) * Sides) : 0;
        return strength == 0 ? -1 : value < 0 ? Sides - strength : Sides - 1 + strength;
    }

    /// <summary>The class of a colour by its number.</summary>
    public static string Class(int index, bool signed) => !signed ? $"q{index}" : index < Sides ? $"m{Sides - index}" : $"p{index - Sides + 1}";

    static double Strength(int i) => Math.Round((double)i / Sides, 3);

    static string Hex(double t)
    {
        double lightness = 0.33 + 0.6 * t;
        double hue = (300 - 200 * t) * Math.PI / 180;
        double strongest = 0.1 + 0.07 * Math.Pow(Math.Abs(2 * t - 1), 1.6); // evenly, since blue-green has the least room in sRGB
        for (double chroma = strongest; ; chroma -= 0.002)
        {
            (double r, double g, double b) = Linear(lightness, chroma * Math.Cos(hue), chroma * Math.Sin(hue));
            if (chroma <= 0 || (Fits(r) && Fits(g) && Fits(b)))
                return string.Create(CultureInfo.InvariantCulture, $"#{Byte(r):x2}{Byte(g):x2}{Byte(b):x2}");
        }
    }

    static (double R, double G, double B) Linear(double lightness, double a, double b)
    {
        double l = Math.Pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        double m = Math.Pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        double s = Math.Pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return (
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    static bool Fits(double channel) => channel is >= 0 and <= 1;

    static int Byte(double linear)
    {
        double c = Math.Clamp(linear, 0, 1);
        return (int)Math.Round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * Math.Pow(c, 1 / 2.4) - 0.055));
    }
}
