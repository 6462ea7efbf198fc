using System.Diagnostics;

namespace Unfold.Fuzz.Tests;

/// <summary>Feeds a reader with mutated files, one after the other, on a thread of its own that is watched.</summary>
sealed class Attack(Target target, AttackLimits limits)
{
    const int Look = 10_000; // inputs between two looks at the folder
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    readonly Judge _judge = new(target, limits);
    readonly Mutator _mutator = new(target, limits.Seed);
    readonly List<Find> _finds = [];
    long _number, _inputs, _begun;
    Exception? _broken;

    public AttackReport Run()
    {
        Stopwatch watch = Stopwatch.StartNew();
        foreach (byte[] seed in target.Seeds) target.Read(seed); // a seed that is refused would make the attack shallow
        target.Sandbox?.Close();
        _begun = Stopwatch.GetTimestamp();
        Thread thread = new(Work) { IsBackground = true };
        thread.Start();
        (long seen, TimeSpan waited) = (-1, TimeSpan.Zero); // counted in looks, not by the clock: a machine or process that was halted is no hang
        while (!thread.Join(BetweenLooks))
        {
            long begun = Interlocked.Read(ref _begun);
            (seen, waited) = (begun, begun == seen ? waited + BetweenLooks : TimeSpan.Zero);
            if (waited < limits.Time) continue;
            long number = Interlocked.Read(ref _number);
            Add(new Find(target.Name, limits.Seed, number, _mutator.Make(number), "no answer in time", $"more than {limits.Time.TotalSeconds} s"));
            break;
        }
        if (_broken is not null) throw new InvalidOperationException($"The harness broke at input {_number} of {target}.", _broken);
        foreach (Find find in _finds) Keep(find);
        return new AttackReport(target.Name, _inputs, _judge.Accepted, _judge.MostAllocated, watch.Elapsed.TotalSeconds, _finds);
    }

    void Work()
    {
        try
        {
            long count = _mutator.Cuts + limits.Count;
            for (long number = 0; number < count; number++)
            {
                byte[] input = _mutator.Make(number);
                Interlocked.Exchange(ref _number, number);
                Interlocked.Exchange(ref _begun, Stopwatch.GetTimestamp());
                if (_judge.Try(input) is var (what, details)) Note(number, input, what, details);
                _inputs++;
                if ((number % Look == Look - 1 || number == count - 1) && target.Sandbox?.Trace() is { } trace)
                {
                    Add(new Find(target.Name, limits.Seed, number, input, "files around the folder changed", trace));
                    return;
                }
            }
        }
        catch (Exception error)
        {
            _broken = error;
        }
    }

    void Note(long number, byte[] input, string what, string details)
    {
        if (_finds.Find(find => find.What == what) is { } known) known.Times++;
        else Add(new Find(target.Name, limits.Seed, number, Smaller(input, what), what, details));
    }

    void Add(Find find)
    {
        lock (_finds) _finds.Add(find);
    }

    /// <summary>Leaves out what can be left out while the same still happens.</summary>
    byte[] Smaller(byte[] input, string what)
    {
        int tries = 2_000;
        for (int block = input.Length / 2; block > 0; block /= 2)
        {
            for (int at = 0; at + block <= input.Length && tries > 0; tries--)
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + block)];
                Interlocked.Exchange(ref _begun, Stopwatch.GetTimestamp());
                if (_judge.Try(shorter)?.What == what) input = shorter;
                else at += block;
            }
        }
        return input;
    }

    void Keep(Find find)
    {
        if (limits.Finds is null) return;
        string folder = Directory.CreateDirectory(Path.Combine(limits.Finds, target.Name)).FullName;
        File.WriteAllBytes(Path.Combine(folder, $"{find.Seed}-{find.Number}.bin"), find.Bytes);
        File.WriteAllText(Path.Combine(folder, $"{find.Seed}-{find.Number}.txt"), find.ToString());
    }
}
