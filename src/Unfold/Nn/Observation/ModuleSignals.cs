namespace Unfold.Nn;

/// <summary>What a watcher wants to hear of a module.</summary>
[Flags]
public enum ModuleSignals
{
    /// <summary>Nothing, at no cost.</summary>
    None = 0,

    /// <summary>What the module computed.</summary>
    Output = 1,

    /// <summary>The gradient of the loss by what it computed.</summary>
    OutputGradient = 2,

    /// <summary>The token ids an embedding was asked for.</summary>
    Tokens = 4,

    /// <summary>Gates and states of a recurrent module, layer by layer.</summary>
    Recurrence = 8,

    /// <summary>The gradients at every time step of a recurrent module, layer by layer.</summary>
    RecurrenceGradient = 16,

    /// <summary>To put something else in the place of the output: for experiments, never while training.</summary>
    Replacement = 32,

    /// <summary>The weights that an <see cref="Nn.Attention"/> gives the steps of each text.</summary>
    Attention = 64,
}
