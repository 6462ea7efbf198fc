using System.Text.Json.Serialization;

namespace Unfold.Inspection;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Threshold[]))]
sealed partial class ThresholdJsonContext : JsonSerializerContext;
