using System.Text.Encodings.Web;
using System.Text.Json;

namespace Unfold.Inspection;

/// <summary>The lab's document as JSON text.</summary>
public static class LabJson
{
    static readonly RunJsonContext Lines = new(new JsonSerializerOptions(RunJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The document as JSON on one line, the same bytes for the same document.</summary>
    public static string Write(LabDocument lab) => JsonSerializer.Serialize(lab, Lines.LabDocument);

    /// <summary>Reads a document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="place">Where it came from, for the error.</param>
    /// <exception cref="DamagedFileException">The text is not a lab document that this version reads.</exception>
    public static LabDocument Read(string json, string place)
    {
        LabDocument? lab;
        try
        {
            lab = JsonSerializer.Deserialize(json, Lines.LabDocument);
        }
        catch (JsonException error)
        {
            throw new DamagedFileException($"{place}: expected a lab document written by Unfold, got something else{(error.Path is { Length: > 1 } at ? $" at {at}" : "")}. Delete the file; 'unfold lab RUN' makes the figures anew.", error);
        }
        if (lab is null || lab.SchemaVersion != LabDocument.CurrentSchemaVersion)
            throw new DamagedFileException($"{place}: expected a lab document of schemaVersion {LabDocument.CurrentSchemaVersion}, got {(lab is null ? "null" : $"version {lab.SchemaVersion}")}. Delete the file; 'unfold lab RUN' makes the figures anew.");
        if (Fault(lab) is { } fault)
            throw new DamagedFileException($"{place}: expected a lab document whose parts fit, got {fault}. Delete the file; 'unfold lab RUN' makes the figures anew.");
        return lab;
    }

    /// <summary>A file may come from anywhere: what a figure would stumble over.</summary>
    static string? Fault(LabDocument lab)
    {
        if (lab is { Steps: null } or { Curves: null } or { Comparisons: null } or { Maps: null } or { Lags: null } or { TagNames: null } or { Model: null } or { Activation: null } or { LastJacobian: null } or { WholeProduct: null }) return "null for a list";
        if (lab.Steps.Count == 0 || lab.Steps.Any(step => step is null or { Word: null } or { Tag: null } or { Predicted: null } or { State: null } or { Local: null } or { Carried: null } or { Gradient: null } or { CopyNorms.Count: not 3 } or { CopyNorms: null })) return "a step without its parts";
        if (lab.Steps.Any(step => step.State.Count != step.Local.Count || step.State.Count != step.Carried.Count || step.State.Count != step.Gradient.Count || step.State.Count != lab.Steps[0].State.Count)) return "states of different widths";
        if (lab.LastJacobian.Concat(lab.WholeProduct).Any(row => row is null)) return "a Jacobian without a row";
        if (lab.Curves.Any(curve => curve is null or { Curve: null } or { Parameter: null } || curve.Curve.Weights is null || curve.Curve.Losses is null || curve.Curve.Weights.Count != curve.Curve.Losses.Count || curve.Curve.Weights.Count < 3)) return "a curve without its points";
        if (lab.Maps.Any(map => map is null or { Rows: null } or { ByHand: null } or { Other: null } or { Parameter: null } or { Way: null } || map.Rows.Count != map.ByHand.Count || map.Rows.Count != map.Other.Count || map.ByHand.Zip(map.Other).Any(rows => rows.First is null || rows.Second is null || rows.First.Length != rows.Second.Length))) return "a map with rows that do not match";
        if (lab.Lags.Any(lag => lag is null or { Name: null } or { Product: null } or { Carried: null } || lag.Product.Count != lag.Carried.Count)) return "a profile over lags without its numbers";
        return lab.Clipping is { } clipping && (clipping.Ranks is null || clipping.Magnitudes?.Count != clipping.Ranks.Count || clipping.ByNorm?.Magnitudes?.Count != clipping.Ranks.Count || clipping.ByValue?.Magnitudes?.Count != clipping.Ranks.Count
            || clipping.Left is null || clipping.CosineByNorm?.Count != clipping.Left.Count || clipping.CosineByValue?.Count != clipping.Left.Count || clipping.ChangedByValue?.Count != clipping.Left.Count) ? "a clipping without its numbers" : null;
    }
}
