using System.Text.Json.Serialization;

namespace Unfold.Inspection;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(ExplainedText[]))]
[JsonSerializable(typeof(SentenceText[]))]
[JsonSerializable(typeof(Dictionary<int, string>))]
sealed partial class WordsJsonContext : JsonSerializerContext;
