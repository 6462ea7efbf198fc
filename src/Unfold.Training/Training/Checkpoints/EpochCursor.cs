using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>Where training is: which epoch, how far it has come, and in what order its rows are taken.</summary>
/// <param name="shuffle">Where the order of every epoch comes from.</param>
sealed class EpochCursor(Rng shuffle)
{
    RngState _order = shuffle.State; // where the stream was when the epoch began
    EpochTally? _tally; // of the epoch that goes on

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>Begins an epoch, or goes on with the one that was stopped; before its order is drawn.</summary>
    public EpochTally Begin()
    {
        _order = shuffle.State;
        return _tally ??= new EpochTally();
    }

    /// <summary>Ends the epoch.</summary>
    public void End() => (Epoch, _tally, _order) = (Epoch + 1, null, shuffle.State);

    /// <summary>Keeps it, or goes on from it: the order of the epoch is drawn again from where its stream was then.</summary>
    public void Keep(KeptState state)
    {
        Epoch = state.Number("epoch", Epoch);
        if (state.Flag("within", _tally is not null)) (_tally ??= new EpochTally()).Keep(state.Part("tally"));
        var order = new Rng(_order);
        state.Stream("order", order);
        if (state.Restores) shuffle.State = _order = order.State;
    }
}
