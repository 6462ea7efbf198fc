using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>How a spike is written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpikeDocument))]
sealed partial class SpikeJsonContext : JsonSerializerContext;
