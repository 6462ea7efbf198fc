namespace Unfold.Inspection;

/// <summary>The model of a run.</summary>
public sealed record ModelDocument
{
    /// <summary>The model in words, on one or several lines.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Trainable numbers.</summary>
    public long Parameters { get; init; }

    /// <summary>Every parameter with its shape, in the model's order.</summary>
    public IReadOnlyList<ParameterDocument>? Tensors { get; init; }
}
