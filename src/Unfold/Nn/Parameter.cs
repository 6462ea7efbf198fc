namespace Unfold;

/// <summary>A trained tensor of a module, with its name, its gradient and whether it is trained at all.</summary>
public sealed class Parameter
{
    readonly Nn.Module _owner;
    readonly string _localName;
    Tensor _value;
    Kept? _aside;

    internal Parameter(Nn.Module owner, string localName, Tensor initial, IReadOnlyList<string> blocks)
    {
        (_owner, _localName, Blocks) = (owner, localName, blocks);
        _value = Own(initial, initial.DType, trainable: true);
        Gradient = new Gradient(_value.Shape, _value.DType);
    }

    /// <summary>The full name from the outermost module, as PyTorch writes it: <c>rnn.weight_ih_l0</c>.</summary>
    public string Name => _owner.Path.Length == 0 ? _localName : $"{_owner.Path}.{_localName}";

    /// <summary>
    /// What its rows are divided into, names of equal blocks one below the other: i, f, g, o for the gates of an LSTM. Empty where
    /// it is one whole. Optimizers that are watched tell of each block apart.
    /// </summary>
    public IReadOnlyList<string> Blocks { get; }

    /// <summary>The numbers, up to date.</summary>
    public Tensor Value
    {
        get
        {
            PendingRows?.CatchUpAll();
            return _value;
        }
    }

    /// <summary>What the backward passes since the last optimizer step have added up to.</summary>
    public Gradient Gradient { get; private set; }

    /// <summary>Whether gradients are computed and optimizers move it. <value>Default: true.</value></summary>
    public bool Trainable
    {
        get => _value.RequiresGrad;
        set
        {
            if (value == _value.RequiresGrad) return;
            Tensor old = Value;
            _value = new Tensor(old.DType == DType.Float32 ? old.Segment<float>().Array! : old.Segment<double>().Array!,
                old.DType == DType.Float32 ? old.Segment<float>().Offset : old.Segment<double>().Offset,
                old.Shape, old.DType, arena: null, requiresGrad: value) { Parameter = this };
            Gradient.Clear();
        }
    }

    /// <summary>The element type.</summary>
    public DType DType => _value.DType;

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape => _value.Shape;

    /// <summary>The numbers as they stand, rows that wait for their update included.</summary>
    internal Tensor Raw => _value;

    /// <summary>True for rows that stay as they are whatever else is trained; null where all may move.</summary>
    internal bool[]? FrozenRows { get; set; }

    /// <summary>Set by an optimizer that updates rows late.</summary>
    internal IRowCatchUp? PendingRows { get; set; }

    /// <summary>
    /// Puts the numbers and the gradient aside, and leaves a copy to try things on until <see cref="TakeBack"/>: it can be trained and
    /// differentiated, and nothing of it stays. An optimizer made before must not make a step meanwhile.
    /// </summary>
    /// <param name="dtype">The copy's element type. <value>Default: as it is.</value></param>
    /// <exception cref="InvalidOperationException">Something lies aside already.</exception>
    public void SetAside(DType? dtype = null)
    {
        if (_aside is not null)
            throw new InvalidOperationException($"Parameter.SetAside: expected nothing of {Name} to lie aside, got a second call. Call TakeBack first.");
        Tensor value = Value;
        bool converts = dtype is { } asked && asked != value.DType;
        _aside = new Kept(value, converts ? null : value.Detach(), Gradient, PendingRows); // what is tried in another type leaves the numbers alone
        if (converts) _value = Own(value, dtype!.Value, Trainable);
        Gradient = new Gradient(_value.Shape, _value.DType);
        PendingRows = null;
    }

    /// <summary>Forgets what was done since <see cref="SetAside"/>: the very numbers, gradient and pending updates of before are back.</summary>
    public void TakeBack()
    {
        if (_aside is not { } kept) return;
        if (kept.Numbers is { } numbers) numbers.CopyTo(kept.Value);
        (_value, Gradient, PendingRows, _aside) = (kept.Value, kept.Gradient, kept.PendingRows, null);
    }

    /// <summary>For example <c>rnn.weight_hh_l0 [32, 32]</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";

    internal void Convert(DType dtype)
    {
        if (dtype == DType) return;
        _value = Own(Value, dtype, Trainable);
        Gradient = new Gradient(_value.Shape, _value.DType);
        PendingRows = null;
    }

    /// <summary>Its own copy of some numbers.</summary>
    Tensor Own(Tensor numbers, DType dtype, bool trainable)
    {
        Tensor own = dtype == DType.Float32 ? Over(AlignedArray.Zeros<float>(numbers.Length)) : Over(AlignedArray.Zeros<double>(numbers.Length));
        numbers.CopyTo(own);
        return own;

        Tensor Over<T>(ArraySegment<T> zeros) => new(zeros.Array!, zeros.Offset, numbers.Shape, dtype, arena: null, trainable) { Parameter = this };
    }

    sealed record Kept(Tensor Value, Tensor? Numbers, Gradient Gradient, IRowCatchUp? PendingRows);
}
