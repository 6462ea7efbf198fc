using System.Text;
using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Reporting;

/// <summary>Writes the lab's figures: one page that needs nothing else, and every figure as an SVG file of its own.</summary>
public static class LabReport
{
    /// <summary>The page's name in its folder.</summary>
    public const string PageName = "lab.html";

    /// <summary>The name of the file of numbers.</summary>
    public const string NumbersName = "lab.json";

    /// <summary>Writes <c>lab.html</c>, <c>lab.json</c> and an SVG file for every figure; files of these names are written over.</summary>
    /// <param name="lab">The numbers.</param>
    /// <param name="directory">The folder; it is made where it does not exist.</param>
    /// <returns>The SVG files, in the order of the page.</returns>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(LabDocument lab, string directory)
    {
        ArgumentNullException.ThrowIfNull(lab);
        try
        {
            Directory.CreateDirectory(directory);
            AtomicFile.WriteText(Path.Combine(directory, PageName), Render(lab));
            AtomicFile.WriteText(Path.Combine(directory, NumbersName), LabJson.Write(lab) + "\n");
            List<string> files = [];
            foreach (Figure figure in LabSections.Of(lab).SelectMany(section => section.Figures))
            {
                files.Add(Path.Combine(directory, figure.FileName + ".svg"));
                File.WriteAllText(files[^1], figure.Chart.ToSvg(standalone: true), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
            return files;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new DataException($"{directory}: expected a folder that can be written, got: {error.Message.TrimEnd('.')}. Choose another one with --out.", error);
        }
    }

    internal static string Render(LabDocument lab)
    {
        Page page = new($"Lab: {string.Join(' ', lab.Steps.Select(step => step.Word))} · Unfold");
        page.Add($"<header><div class=\"bar\"><h1>{Escape.Text(string.Join(' ', lab.Steps.Select(step => step.Word)))}</h1><button id=\"theme\" type=\"button\" hidden>Light / dark</button></div>");
        string[] facts = [lab.Model, $"{lab.Activation}, embedding {lab.Embedding}, {lab.Hidden} units, {lab.TagNames.Count} tags, {NumberText.Count(lab.Vocabulary)} words", $"loss {NumberText.Short(lab.Loss, 5)}"];
        page.Add($"<p class=\"facts\">{string.Join(" · ", facts.Select(Escape.Text))}</p></header>");
        foreach (Section section in LabSections.Of(lab))
            section.Write(page);
        return page.ToString();
    }
}
