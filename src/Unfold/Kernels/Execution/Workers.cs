using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Unfold.Kernels;

/// <summary>A few background threads that help the caller through the blocks of its work.</summary>
/// <remarks>
/// The caller takes part and returns when every block is done. An idle thread looks for work for some microseconds before it sleeps, so that
/// the next of many short operations finds it awake. Work within work runs on the thread it is called from. Nothing is allocated after the
/// first use on a thread.
/// </remarks>
static unsafe class Workers
{
    const int MaximumHelpers = 255;
    static readonly long SpinTicks = Stopwatch.Frequency / 20_000; // 50 µs

    static readonly object Gate = new();
    static Job? Jobs;
    static int Helpers;
    static int Sleeping;
    static int Posted;

    [ThreadStatic]
    static bool Busy;

    [ThreadStatic]
    static Job? Own;

    [ThreadStatic]
    static long Shared;

    /// <summary>How often the calling thread has shared its work with others: so that a test knows that it did.</summary>
    public static long SharedWork => Shared;

    /// <summary>The same of blocks that are told the vector width.</summary>
    public static void Run<TWork, T>(TWork work, int blocks, bool alone = false)
        where TWork : struct, IWidthWork<T>
        where T : unmanaged, IFloatingPointIeee754<T> => Run(new WidthWork<TWork, T>(work), blocks, alone);

    /// <summary>Runs blocks 0 … blocks − 1; the first exception of any block is thrown again here after the others have stopped.</summary>
    /// <param name="work">The work.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="alone">Whether the calling thread does them all.</param>
    /// <exception cref="OperationCanceledException"><see cref="Execution.Cancellation"/> of the calling thread; some blocks may have been run.</exception>
    public static void Run<TWork>(TWork work, int blocks, bool alone = false)
        where TWork : struct, IWork
    {
        CancellationToken cancellation = Execution.Cancellation;
        int helpers = alone ? 0 : Math.Min(Math.Min(Execution.Threads, blocks) - 1, MaximumHelpers);
        if (helpers <= 0 || Busy)
        {
            for (int block = 0; block < blocks; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                work.Run(block);
            }
            return;
        }

        Shared++;
        Job job = Own ??= new Job();
        job.Prepare(Unsafe.AsPointer(ref work), &Invoke<TWork>, blocks, helpers, cancellation);
        Post(job);
        Busy = true;
        job.Work();
        Busy = false;
        Withdraw(job);
        job.AwaitHelpers();
        job.ThrowIfFailed();
    }

    static void Invoke<TWork>(void* work, int block)
        where TWork : struct, IWork => Unsafe.AsRef<TWork>(work).Run(block);

    static void Post(Job job)
    {
        lock (Gate)
        {
            while (Helpers < job.Room)
                Start();
            job.Next = Jobs;
            Jobs = job;
            Volatile.Write(ref Posted, Posted + 1);
            for (int wake = Math.Min(Sleeping, job.Room); wake > 0; wake--)
                Monitor.Pulse(Gate);
        }
    }

    static void Withdraw(Job job)
    {
        lock (Gate)
        {
            if (Jobs == job)
            {
                Jobs = job.Next;
            }
            else
            {
                for (Job? other = Jobs; other is not null; other = other.Next)
                {
                    if (other.Next == job)
                        other.Next = job.Next;
                }
            }

            job.Next = null;
        }
    }

    static void Start()
    {
        Helpers++;
        new Thread(Help) { IsBackground = true, Name = "Unfold worker" }.Start();
    }

    static void Help()
    {
        Busy = true;
        while (true)
        {
            Job job = Take();
            job.Work();
            job.Leave();
        }
    }

    static Job Take()
    {
        while (true)
        {
            int seen = Volatile.Read(ref Posted);
            lock (Gate)
            {
                if (TryJoin() is { } job)
                    return job;
            }

            long end = Stopwatch.GetTimestamp() + SpinTicks;
            while (Volatile.Read(ref Posted) == seen && Stopwatch.GetTimestamp() < end)
                Thread.SpinWait(8);
            if (Volatile.Read(ref Posted) != seen)
                continue;
            lock (Gate)
            {
                if (TryJoin() is { } job)
                    return job;
                Sleeping++;
                Monitor.Wait(Gate);
                Sleeping--;
            }
        }
    }

    static Job? TryJoin()
    {
        for (Job? job = Jobs; job is not null; job = job.Next)
        {
            if (job.TryJoin())
                return job;
        }

        return null;
    }

    /// <summary>One caller's work; reused for its next one.</summary>
    sealed class Job
    {
        void* _work;
        delegate*<void*, int, void> _invoke;
        int _blocks;
        int _nextBlock;
        int _present;
        CancellationToken _cancellation;
        ExceptionDispatchInfo? _failure;

        public Job? Next { get; set; }

        public int Room { get; private set; }

        public void Prepare(void* work, delegate*<void*, int, void> invoke, int blocks, int helpers, CancellationToken cancellation)
        {
            _work = work;
            _invoke = invoke;
            _blocks = blocks;
            _nextBlock = 0;
            _failure = null;
            _cancellation = cancellation;
            Room = helpers;
        }

        /// <summary>Called under the gate.</summary>
        public bool TryJoin()
        {
            if (Room == 0 || Volatile.Read(ref _nextBlock) >= _blocks)
                return false;
            Room--;
            Interlocked.Increment(ref _present);
            return true;
        }

        public void Work()
        {
            try
            {
                for (int block = Interlocked.Increment(ref _nextBlock) - 1; block < _blocks; block = Interlocked.Increment(ref _nextBlock) - 1)
                {
                    _cancellation.ThrowIfCancellationRequested();
                    _invoke(_work, block);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
                Volatile.Write(ref _nextBlock, _blocks);
            }
        }

        public void Leave() => Interlocked.Decrement(ref _present);

        public void AwaitHelpers()
        {
            var spinner = new SpinWait();
            while (Volatile.Read(ref _present) != 0)
                spinner.SpinOnce(sleep1Threshold: -1);
        }

        public void ThrowIfFailed() => _failure?.Throw();
    }
}
