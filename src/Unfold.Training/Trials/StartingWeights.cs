using Unfold.Nn;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>The weights that several runs start from: the first one's, where shapes allow.</summary>
sealed class StartingWeights
{
    OrderedDictionary<string, Tensor>? _first;

    /// <summary>Keeps the weights of the first network; gives them to those after it, tensor by tensor where name and shape are the same.</summary>
    public void Share(Module network)
    {
        OrderedDictionary<string, Tensor> own = network.CopyState();
        if (_first is null)
        {
            _first = own;
            return;
        }
        foreach ((string name, Tensor tensor) in _first)
        {
            if (own.TryGetValue(name, out Tensor? mine) && mine.Shape.Equals(tensor.Shape) && mine.DType == tensor.DType) own[name] = tensor;
        }
        network.LoadState(own, "starting weights");
    }
}
