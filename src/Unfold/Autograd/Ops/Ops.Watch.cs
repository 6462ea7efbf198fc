using Unfold.Nn;

namespace Unfold;

public static partial class Ops
{
    /// <summary>On the way back, shows a module's output once its gradient is whole: every user of it was recorded later.</summary>
    internal static void WatchGradient(Module module, Tensor output, SequenceLayout? layout) => Tape.Record(new WatchNode(module, output, layout));

    sealed class WatchNode(Module module, Tensor output, SequenceLayout? layout) : Node(output)
    {
        public override void Backward() => module.Watcher?.OnOutputGradient(module, Output, layout);
    }
}
