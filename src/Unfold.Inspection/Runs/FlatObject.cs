using System.Globalization;
using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>JSON objects that hold named numbers beside a fixed member or two.</summary>
static class FlatObject
{
    public static void Read(ref Utf8JsonReader reader, Action<string, double> number, Action<string, string>? text)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"expected an object of named numbers, got {reader.TokenType}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.Number:
                    number(name, reader.GetDouble());
                    break;
                case JsonTokenType.String when TryNonFinite(reader.GetString()!, out double value):
                    number(name, value);
                    break;
                case JsonTokenType.String when text is not null:
                    text(name, reader.GetString()!);
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    throw new JsonException($"expected a number under \"{name}\", got {reader.TokenType}");
            }
        }
    }

    public static void WriteNumbers(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, double>> values)
    {
        foreach ((string name, double value) in values)
        {
            if (double.IsFinite(value))
                writer.WriteNumber(name, value);
            else
                writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    static bool TryNonFinite(string text, out double value)
    {
        value = text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }
}
