namespace Unfold.Nn;

/// <summary>Numbers that a module keeps without training them, such as a running mean: saved, loaded and converted with it, and nothing else.</summary>
public sealed class ModuleBuffer
{
    readonly Module _owner;
    readonly string _localName;

    internal ModuleBuffer(Module owner, string localName, Tensor initial) => (_owner, _localName, Value) = (owner, localName, initial.To(initial.DType));

    /// <summary>The full name from the outermost module, as PyTorch writes it: <c>norm.running_mean</c>.</summary>
    public string Name => _owner.Path.Length == 0 ? _localName : $"{_owner.Path}.{_localName}";

    /// <summary>The numbers.</summary>
    public Tensor Value { get; private set; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>For example <c>norm.running_mean [32]</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";

    internal void Convert(DType dtype)
    {
        if (dtype != Value.DType) Value = Value.To(dtype);
    }
}
