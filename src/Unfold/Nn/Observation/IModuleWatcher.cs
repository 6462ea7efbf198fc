namespace Unfold.Nn;

/// <summary>Somebody who looks at what modules compute, on the thread that computes. Results are the same bits, watched or not.</summary>
/// <remarks>Whether it is training or evaluation that is seen, <see cref="Tape.IsRecording"/> tells. Tensors can be read until the step ends.</remarks>
public interface IModuleWatcher
{
    /// <summary>What to tell of this pass through a module; asked at each.</summary>
    ModuleSignals Signals(Module module);

    /// <summary>What goes on in the place of a module's output, of the same shape; only asked for by <see cref="ModuleSignals.Replacement"/>.</summary>
    Tensor Replace(Module module, Tensor output, SequenceLayout? layout) => output;

    /// <summary>A module has computed its output.</summary>
    /// <param name="module">The module.</param>
    /// <param name="output">[..., F]; a sequence's output is packed [N, F].</param>
    /// <param name="layout">Where which step of which sequence lies in a packed output; null for others.</param>
    void OnOutput(Module module, Tensor output, SequenceLayout? layout);

    /// <summary>On the way back: <c>output.Grad</c> is the whole gradient. Not called where no gradient arrives.</summary>
    void OnOutputGradient(Module module, Tensor output, SequenceLayout? layout);

    /// <summary>An embedding is about to look up these tokens.</summary>
    void OnTokens(Embedding embedding, SequenceBatch batch);

    /// <summary>One layer in one direction has walked through time.</summary>
    void OnRecurrence(RecurrentPass pass);

    /// <summary>One layer in one direction has walked back through time; <see cref="RecurrentPass.StateGradientSquares"/> and the like are there.</summary>
    void OnRecurrenceGradient(RecurrentPass pass);

    /// <summary>An attention has weighed the steps of each text; only told by <see cref="ModuleSignals.Attention"/>.</summary>
    void OnAttention(Attention attention, AttentionResult result)
    {
    }
}
