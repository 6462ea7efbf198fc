using Unfold.Inspection;
using Unfold.Serialization;

namespace Unfold.Training;

/// <summary>Writes to a run's folder, and words what goes wrong.</summary>
static class RunWriting
{
    /// <summary>A folder that is used again holds nothing of the run before.</summary>
    public static void Clear(RunFolder? folder) => Guarded(folder, () =>
    {
        if (folder is null) return;
        foreach (string file in (string[])[folder.MetricsFile, folder.WeightsFile, folder.ModelFile, folder.LinearFile, folder.LinearWeightsFile, folder.RecordFile, folder.LabFile, folder.ReportFile]) File.Delete(file);
        if (Directory.Exists(folder.CheckpointFolder)) Directory.Delete(folder.CheckpointFolder, recursive: true);
    });

    /// <summary>Does some writing.</summary>
    /// <exception cref="DataException">The folder cannot be written.</exception>
    public static void Guarded(RunFolder? folder, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (Disk.IsFault(error))
        {
            throw new DataException($"Run folder {folder?.Path}: expected to be able to write, got: {error.Message.TrimEnd('.')}. Free some space or choose another folder with --out.", error);
        }
    }
}
