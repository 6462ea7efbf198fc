using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>What a simple predictor reaches on validation: <c>{ "name": "majority", "accuracy": 0.9287 }</c>.</summary>
[JsonConverter(typeof(Converter))]
public sealed record BaselineDocument
{
    /// <summary>The predictor: "majority", "prior", "bag-of-words", …</summary>
    public string Name { get; init; } = "";

    /// <summary>Its validation metrics; "testAccuracy" and "testF1" are on the test set where there is one; "seconds" is the time it took to fit.</summary>
    public MetricValues Metrics { get; init; } = [];

    internal sealed class Converter : JsonConverter<BaselineDocument>
    {
        public override BaselineDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string baseline = "";
            MetricValues values = [];
            FlatObject.Read(ref reader, (name, value) => values[name] = value, (name, text) => baseline = name == "name" ? text : baseline);
            return new() { Name = baseline, Metrics = values };
        }

        public override void Write(Utf8JsonWriter writer, BaselineDocument value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Name);
            FlatObject.WriteNumbers(writer, value.Metrics);
            writer.WriteEndObject();
        }
    }
}
