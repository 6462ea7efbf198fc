using System.Collections.Concurrent;

namespace Unfold.Text.Tests.Downloads;

/// <summary>A clock whose waits are over at once and noted down; only those for a stalled connection last until the test says that the time is over.</summary>
sealed class HandClock(TimeSpan stall) : TimeProvider
{
    readonly ConcurrentQueue<TimeSpan> _waits = new();
    readonly ConcurrentBag<HandTimer> _held = [];

    public TimeSpan[] Waits => [.. _waits];

    /// <summary>How often the wait for a stalled connection was begun anew because bytes came.</summary>
    public int Postponed => _held.Sum(timer => timer.Changes);

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(() => callback(state));
        if (dueTime == stall)
        {
            _held.Add(timer);
        }
        else
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        }
        return timer;
    }

    /// <summary>Nothing has come for too long.</summary>
    public void Stall()
    {
        foreach (HandTimer timer in _held) timer.Fire();
    }

    sealed class HandTimer(Action fire) : ITimer
    {
        int _over;

        public void Fire()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0) fire();
        }

        public int Changes { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Changes++;
            return true;
        }

        public void Dispose() => Interlocked.Exchange(ref _over, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
