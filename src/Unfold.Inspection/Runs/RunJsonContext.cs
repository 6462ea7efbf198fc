using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>How run documents are written to and read from JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(EpochDocument))]
[JsonSerializable(typeof(DataDocument))]
[JsonSerializable(typeof(ModelDocument))]
[JsonSerializable(typeof(ChecksDocument))]
[JsonSerializable(typeof(OrderedDictionary<string, GradientDocument>))]
[JsonSerializable(typeof(IReadOnlyList<RunDocument>))]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(LabDocument))]
public sealed partial class RunJsonContext : JsonSerializerContext;
