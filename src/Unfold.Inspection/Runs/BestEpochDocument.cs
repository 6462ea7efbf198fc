using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>The epoch whose weights were kept: <c>{ "epoch": 3, "loss": …, "accuracy": … }</c>.</summary>
[JsonConverter(typeof(Converter))]
public sealed record BestEpochDocument
{
    /// <summary>The epoch's number; the first is 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Its validation metrics.</summary>
    public MetricValues Validation { get; init; } = [];

    internal sealed class Converter : JsonConverter<BestEpochDocument>
    {
        public override BestEpochDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            (int epoch, MetricValues values) = (0, []);
            FlatObject.Read(
                ref reader,
                (name, value) =>
                {
                    if (name == "epoch")
                        epoch = value is >= 0 and <= int.MaxValue ? (int)value : throw new JsonException($"\"epoch\" is {value}");
                    else
                        values[name] = value;
                },
                text: null);
            return new() { Epoch = epoch, Validation = values };
        }

        public override void Write(Utf8JsonWriter writer, BestEpochDocument value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("epoch", value.Epoch);
            FlatObject.WriteNumbers(writer, value.Validation);
            writer.WriteEndObject();
        }
    }
}
