using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>Weights and optimizer state of one moment: to go back to, or to be kept on disk.</summary>
sealed class TrainState
{
    readonly OrderedDictionary<string, Tensor> _weights;
    readonly OrderedDictionary<string, Tensor> _optimizer;

    TrainState(Module network, Optimizer optimizer) => (_weights, _optimizer) = (network.CopyState(), optimizer.CopyState());

    public static TrainState Of(Module network, Optimizer optimizer) => new(network, optimizer);

    TrainState(OrderedDictionary<string, Tensor> weights, OrderedDictionary<string, Tensor> optimizer) => (_weights, _optimizer) = (weights, optimizer);

    /// <summary>Keeps one, if there is one, or gives the one that was kept.</summary>
    public static TrainState? Keep(KeptState state, TrainState? now)
    {
        if (!state.Flag("there", now is not null)) return null;
        return new TrainState(state.All("weights", now?._weights ?? []), state.All("optimizer", now?._optimizer ?? []));
    }

    /// <summary>The optimizer first: rows that wait for their steps are brought up to date before their values are replaced.</summary>
    public void Restore(Module network, Optimizer optimizer)
    {
        optimizer.LoadState(_optimizer, "last good state");
        network.LoadState(_weights, "last good state");
    }

    /// <summary>Writes both into a folder of the run's checkpoints; a reader sees the whole folder or none.</summary>
    /// <returns>The folder's name inside the run's.</returns>
    public string Save(RunFolder folder, string name)
    {
        string target = Path.Combine(folder.CheckpointFolder, name), temporary = target + ".part";
        Directory.CreateDirectory(temporary);
        SafetensorsFile.Write(Path.Combine(temporary, "model.safetensors"), _weights);
        SafetensorsFile.Write(Path.Combine(temporary, "optimizer.safetensors"), _optimizer);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.Move(temporary, target);
        return Path.GetRelativePath(folder.Path, target).Replace('\\', '/');
    }
}
