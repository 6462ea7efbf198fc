using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unfold.Cli;

/// <summary>The documents that <c>--json</c> prints and that are not a run.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BenchResult[]))]
[JsonSerializable(typeof(RecipeLine[]))]
[JsonSerializable(typeof(PredictionLine[]))]
[JsonSerializable(typeof(EvaluationDocument))]
[JsonSerializable(typeof(TaggedLine[]))]
[JsonSerializable(typeof(TaggerEvaluationDocument))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(SeriesDocument))]
[JsonSerializable(typeof(RateDocument))]
[JsonSerializable(typeof(GradcheckDocument))]
[JsonSerializable(typeof(LabOutput))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(DataSetLine[]))]
[JsonSerializable(typeof(DataSetLine))]
[JsonSerializable(typeof(Unfold.Text.CorpusSummary))]
[JsonSerializable(typeof(Unfold.Inspection.Threshold[]))]
sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Indented, letters of all scripts as they are.</summary>
    public static CliJson Documents { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The same on one line, for documents with many numbers, of which some may be infinite.</summary>
    public static CliJson Numbers { get; } = new(new JsonSerializerOptions(Documents.Options) { WriteIndented = false, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals });
}
