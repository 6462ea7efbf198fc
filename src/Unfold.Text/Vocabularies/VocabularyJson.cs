using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unfold.Text;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    NewLine = "\n",
    WriteIndented = false)]
[JsonSerializable(typeof(VocabularyDocument))]
sealed partial class VocabularyJson : JsonSerializerContext;
