using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>Reads and writes named numbers as one flat JSON object; non-finite ones as strings.</summary>
sealed class MetricValuesConverter : JsonConverter<MetricValues>
{
    public override MetricValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        MetricValues values = [];
        FlatObject.Read(ref reader, (name, value) => values[name] = value, text: null);
        return values;
    }

    public override void Write(Utf8JsonWriter writer, MetricValues value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        FlatObject.WriteNumbers(writer, value);
        writer.WriteEndObject();
    }
}
