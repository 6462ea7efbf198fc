using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unfold.Training;

[JsonSerializable(typeof(SeriesPlan))]
sealed partial class SeriesJson : JsonSerializerContext
{
    /// <summary>Indented, letters of all scripts as they are.</summary>
    public static SeriesJson Documents { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    });
}
