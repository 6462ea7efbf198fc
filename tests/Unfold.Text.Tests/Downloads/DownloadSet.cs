namespace Unfold.Text.Tests.Downloads;

/// <summary>A data set of one file.</summary>
static class DownloadSet
{
    public static DataSet Of(Uri? address, long bytes, string sha256) => new()
    {
        Name = "set", Title = "t", Task = "t", Source = "its makers", Licence = "l", Size = "s", Notes = "n",
        Files = [new("set/file.csv", bytes, sha256, address)],
    };
}
