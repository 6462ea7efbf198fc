using System.Text.Json.Serialization;

namespace Unfold.Training;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(ModelFile))]
sealed partial class ModelFileJson : JsonSerializerContext;
