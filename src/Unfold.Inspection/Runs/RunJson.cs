using System.Text.Encodings.Web;
using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>Run documents as JSON text.</summary>
public static class RunJson
{
    static readonly RunJsonContext Indented = new(new JsonSerializerOptions(RunJsonContext.Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file read by people: texts stay legible; pages escape on their own
    });

    /// <summary>The document as indented JSON, the same bytes for the same document.</summary>
    public static string Write(RunDocument run) => JsonSerializer.Serialize(run, Indented.RunDocument).ReplaceLineEndings("\n");

    /// <summary>What a doctor says as indented JSON.</summary>
    public static string Write(DoctorDocument findings) => JsonSerializer.Serialize(findings, Indented.DoctorDocument).ReplaceLineEndings("\n");

    /// <summary>An epoch as one line of JSON.</summary>
    public static string WriteLine(EpochDocument epoch) => JsonSerializer.Serialize(epoch, RunJsonContext.Default.EpochDocument);

    /// <summary>Reads a document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="place">Where it came from, for the error.</param>
    /// <exception cref="DamagedFileException">The text is not a run document that this version reads.</exception>
    public static RunDocument Read(string json, string place)
    {
        RunDocument? run = Parse(place, () => JsonSerializer.Deserialize(json, RunJsonContext.Default.RunDocument));
        if (run is null)
            throw new DamagedFileException($"{place}: expected a run document, got null. The file is damaged; train the run again.");
        if (run.SchemaVersion != RunDocument.CurrentSchemaVersion)
        {
            throw new DamagedFileException(
                $"{place}: expected schemaVersion {RunDocument.CurrentSchemaVersion}, got {run.SchemaVersion}. "
                + "Another version of Unfold wrote it; use that version, or train the run again.");
        }
        return RunChecks.Complete(run, place);
    }

    /// <summary>Reads an epoch from one line.</summary>
    /// <exception cref="DamagedFileException">The line is not an epoch.</exception>
    public static EpochDocument ReadLine(string json, string place) =>
        Parse(place, () => JsonSerializer.Deserialize(json, RunJsonContext.Default.EpochDocument))
        ?? throw new DamagedFileException($"{place}: expected an epoch, got null. The line is damaged; delete it.");

    /// <summary>The data of a run as one line of JSON: what the record keeps of it.</summary>
    internal static string WriteLine(DataDocument data) => JsonSerializer.Serialize(data, RunJsonContext.Default.DataDocument);

    /// <summary>The model of a run as one line of JSON: what the record keeps of it.</summary>
    internal static string WriteLine(ModelDocument model) => JsonSerializer.Serialize(model, RunJsonContext.Default.ModelDocument);

    /// <summary>The checks of a model as one line of JSON: what the record keeps of them.</summary>
    internal static string WriteLine(ChecksDocument checks) => JsonSerializer.Serialize(checks, RunJsonContext.Default.ChecksDocument);

    /// <exception cref="DamagedFileException">The text is not the data of a run.</exception>
    internal static DataDocument ReadData(string json, string place) =>
        RunChecks.Complete(Parse(place, () => JsonSerializer.Deserialize(json, RunJsonContext.Default.DataDocument)), place);

    /// <exception cref="DamagedFileException">The text is not the model of a run.</exception>
    internal static ModelDocument ReadModel(string json, string place) =>
        RunChecks.Complete(Parse(place, () => JsonSerializer.Deserialize(json, RunJsonContext.Default.ModelDocument)), place);

    /// <exception cref="DamagedFileException">The text is not the checks of a model.</exception>
    internal static ChecksDocument ReadChecks(string json, string place) =>
        RunChecks.Complete(Parse(place, () => JsonSerializer.Deserialize(json, RunJsonContext.Default.ChecksDocument)), place);

    static T Parse<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException error)
        {
            string line = error.LineNumber is { } number ? $", line {number + 1}" : "";
            string path = error.Path is { Length: > 1 } at ? $" at {at}" : "";
            throw new DamagedFileException(
                $"{place}{line}: expected a JSON document written by Unfold, got something else{path}. "
                + "The file is damaged or was edited; restore it, or train the run again.",
                error);
        }
    }
}
