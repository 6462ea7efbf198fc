namespace Unfold;

/// <summary>
/// The list of recorded operations of the calling thread, in creation order, and the arena their results live in.
/// </summary>
/// <remarks>
/// Every thread has its own, made at first use: models can be trained and asked on several threads at once without
/// knowing of one another. A step begins with the first operation after the last one ended; it ends with
/// <see cref="Tensor.Backward()"/>, or with a <see cref="NoGrad{TResult}(Func{TResult})"/> block that stood alone.
/// </remarks>
public static class Tape
{
    /// <summary>More operations than any step has: somebody forgot to end it.</summary>
    const int MostOperations = 1_000_000;

    [ThreadStatic]
    static State? s_state;

    /// <summary>Whether operations of this thread are recorded for <see cref="Tensor.Backward()"/>.</summary>
    public static bool IsRecording => Current.Recording;

    /// <summary>Bytes that the calling thread's arena holds for intermediate results.</summary>
    public static long ArenaBytes => Current.Arena.CapacityBytes;

    /// <summary>Bytes that the running step of the calling thread, or the last one where none runs, has taken of it: its results, and their gradients once it was run backwards.</summary>
    public static long StepBytes => Current.Arena.StepBytes;

    /// <summary>
    /// Gives the calling thread's buffers back where no step is running; the next step makes its own. For a thread that has done something large and goes on with
    /// something small. Results of the last step can still be read.
    /// </summary>
    public static void Release()
    {
        if (s_state is { Recording: true } and ({ Ended: true } or { Nodes.Count: 0 })) s_state = null;
    }

    /// <summary>The operations recorded in the running step, in their order; a test that makes one of them wrong puts another in its place.</summary>
    internal static List<Node> Recorded => Current.Nodes;

    /// <summary>Whether the calling thread has recorded operations that were not run backwards yet.</summary>
    internal static bool IsWithinStep => s_state is { Ended: false, Nodes.Count: > 0 };

    /// <summary>Nobody will run the running step backwards: the next operation begins a new one.</summary>
    internal static void EndStep()
    {
        if (s_state is { } state) state.Ended = true;
    }

    static State Current => s_state ??= new State();

    /// <summary>
    /// Computes without recording: for evaluation and prediction. Dropout is off inside. The result can be read until
    /// the next operation outside; buffers go back as soon as the next step starts, so take one block a batch.
    /// </summary>
    public static TResult NoGrad<TResult>(Func<TResult> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        State state = Current;
        if (state.Ended) state.StartStep();
        (bool before, state.Recording) = (state.Recording, false);
        try
        {
            return body();
        }
        finally
        {
            state.Recording = before;
            state.Ended |= before && state.Nodes.Count == 0;
        }
    }

    /// <summary>The same for a body without a result.</summary>
    public static void NoGrad(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        NoGrad<object?>(() =>
        {
            body();
            return null;
        });
    }

    /// <summary>A tensor of the running step; its numbers are whatever was in the buffer before.</summary>
    internal static Tensor Allocate(Shape shape, DType dtype, bool requiresGrad)
    {
        State state = Current;
        if (state is { Ended: true, RunningBackward: false }) state.StartStep();
        Array data = state.Arena.Rent(dtype, shape.Length, out int offset);
        return new Tensor(data, offset, shape, dtype, state.Arena, requiresGrad && state.Recording);
    }

    /// <summary>Another view of a tensor's numbers with its own gradient; the length stays.</summary>
    internal static Tensor View<T>(Tensor of, Shape shape)
        where T : unmanaged
    {
        State state = Current;
        if (state is { Ended: true, RunningBackward: false }) state.StartStep();
        ArraySegment<T> segment = of.Segment<T>();
        return new Tensor(segment.Array!, segment.Offset, shape, of.DType, state.Arena, of.RequiresGrad && state.Recording);
    }

    /// <summary>Records an operation, where somebody will ask for its gradient.</summary>
    internal static void Record(Node node)
    {
        State state = Current;
        if (!state.Recording) return;
        if (state.Nodes.Count >= MostOperations)
        {
            state.StartStep();
            throw new InvalidOperationException(
                $"Tape: expected Backward after at most {MostOperations} operations, got none. " +
                "Wrap evaluation and prediction in Tape.NoGrad(...), or call Backward on the loss of each step.");
        }
        state.Nodes.Add(node);
    }

    internal static void RunBackward(Tensor from, Tensor? gradient)
    {
        State state = Current;
        if (state.Ended)
        {
            throw new InvalidOperationException(
                "Tensor.Backward: expected a step that has not been run backwards yet, got a second Backward. " +
                "Add the losses and call Backward once.");
        }
        from.BeginGradient(gradient);
        state.RunningBackward = true;
        try
        {
            for (int i = state.Nodes.Count - 1; i >= 0; i--)
            {
                if (state.Nodes[i].HasGradient) state.Nodes[i].Backward();
            }
        }
        finally
        {
            state.RunningBackward = false;
            state.Ended = true;
        }
    }

    sealed class State
    {
        public Arena Arena { get; } = new();

        public List<Node> Nodes { get; } = [];

        public bool Recording { get; set; } = true;

        /// <summary>The step is over; its buffers go back when the next one starts.</summary>
        public bool Ended { get; set; }

        public bool RunningBackward { get; set; }

        public void StartStep()
        {
            Nodes.Clear();
            Arena.Reset();
            Ended = false;
        }
    }
}
