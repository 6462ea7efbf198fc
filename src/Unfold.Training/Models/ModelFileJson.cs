using System.Text.Json.Serialization;

namespace Unfold.Training;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(ModelFile))]
[JsonSerializable(typeof(TaggerFile))]
[JsonSerializable(typeof(LinearFile))]
sealed partial class ModelFileJson : JsonSerializerContext;
