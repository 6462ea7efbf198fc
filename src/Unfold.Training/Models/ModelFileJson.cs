using System.Text.Json.Serialization;

namespace Unfold.Training;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(ModelFile))]
[JsonSerializable(typeof(TaggerFile))]
sealed partial class ModelFileJson : JsonSerializerContext;
