using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Unfold.Text;

public sealed partial class Vocabulary
{
    /// <summary>Describes the vocabulary for a JSON document.</summary>
    public VocabularyDocument ToDocument() => new()
    {
        Specials = SpecialCount,
        DefaultIndex = DefaultIndex,
        NGrams = NGrams,
        Tokens = [.. Tokens],
        Counts = [.. _counts],
    };

    /// <summary>Makes the vocabulary that a document describes.</summary>
    /// <param name="document">The document.</param>
    /// <param name="where">The file or place it came from, for the error.</param>
    /// <exception cref="DamagedFileException">The document contradicts itself.</exception>
    public static Vocabulary FromDocument(VocabularyDocument document, string where)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.FirstFault() is { } fault) ThrowDamaged(where, fault, null);
        return new Vocabulary(document.Tokens!, document.Counts!, document.Specials, document.DefaultIndex, document.NGrams);
    }

    /// <summary>Writes the vocabulary as JSON.</summary>
    public void Save(Stream destination) => JsonSerializer.Serialize(destination, ToDocument(), VocabularyJson.Default.VocabularyDocument);

    /// <summary>Writes the vocabulary as JSON; the file is complete or is not there.</summary>
    public void Save(string path)
    {
        string temporary = path + ".tmp";
        using (var file = File.Create(temporary)) Save(file);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a vocabulary that <see cref="Save(string)"/> wrote.</summary>
    /// <exception cref="DataException">There is no such file.</exception>
    /// <exception cref="DamagedFileException">The file is not a vocabulary, or contradicts itself.</exception>
    public static Vocabulary Load(string path)
    {
        if (!File.Exists(path)) throw new DataException($"{path}: expected a vocabulary file, got no such file. Check the path, or build the vocabulary again.");
        using var file = File.OpenRead(path);
        return Load(file, path);
    }

    /// <summary>Reads a vocabulary from JSON.</summary>
    /// <param name="source">The JSON text in UTF-8.</param>
    /// <param name="where">The file or place it came from, for the error.</param>
    /// <exception cref="DamagedFileException">It is not a vocabulary, or contradicts itself.</exception>
    public static Vocabulary Load(Stream source, string where)
    {
        VocabularyDocument? document = null;
        try
        {
            document = JsonSerializer.Deserialize(source, VocabularyJson.Default.VocabularyDocument);
        }
        catch (JsonException exception)
        {
            ThrowDamaged($"{where}:{exception.LineNumber + 1}", "expected a vocabulary in JSON, got something else", exception);
        }
        if (document is null) ThrowDamaged(where, "expected a vocabulary in JSON, got null", null);
        return FromDocument(document, where);
    }

    [DoesNotReturn]
    static void ThrowDamaged(string where, string fault, Exception? inner)
    {
        string message = $"{where}: {fault}. The file is damaged or was not written by this library; build the vocabulary again.";
        throw inner is null ? new DamagedFileException(message) : new DamagedFileException(message, inner);
    }
}
