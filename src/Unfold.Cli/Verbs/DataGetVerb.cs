using System.CommandLine;
using Spectre.Console;
using Unfold.Text;

namespace Unfold.Cli;

/// <summary><c>data get NAME</c>: fetches what is missing of a data set and checks what is there.</summary>
sealed class DataGetVerb : Verb
{
    readonly Argument<string> _name = new("NAME") { Description = "The data set" };

    public DataGetVerb()
        : base("get", "Downloads a data set into the data folder and checks its files against their SHA-256")
    {
        Add(_name);
        Add(TrainingOptions.DataFolder);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        string folder = arguments.GetValue(TrainingOptions.DataFolder) is { } named ? Path.GetFullPath(named) : DataFolder.Resolve();
        DataSet set = DataCatalog.Find(arguments.GetRequiredValue(_name));
        IReadOnlyList<DataFile> fetched = Fetch(set, folder, terminal, cancellation);
        if (DataDownloader.Verify(set, folder) is [var fault, ..]) throw new DamagedFileException(fault);
        string[] known = [.. set.Files.Select(file => file.In(folder)).Where(File.Exists)];
        if (terminal.Json)
        {
            var line = new DataSetLine(set.Name, set.IsPresent(folder), [.. set.Files.Select(file => file.Path)], set.Licence);
            terminal.WriteDocument(System.Text.Json.JsonSerializer.Serialize(line, CliJson.Documents.DataSetLine));
            return ExitCodes.Fine;
        }
        terminal.Write($"{set.Name} is in {folder}: {fetched.Count} fetched, {known.Length} of {set.Files.Count} files have the SHA-256 that the catalog knows.");
        terminal.Tell($"Licence: {set.Licence}.");
        return ExitCodes.Fine;
    }

    static IReadOnlyList<DataFile> Fetch(DataSet set, string folder, Terminal terminal, CancellationToken cancellation)
    {
        using var downloader = new DataDownloader();
        if (!terminal.ShowsProgress || set.IsPresent(folder))
        {
            var troubles = new DirectProgress<DownloadReport>(report =>
            {
                if (report.Trouble is { } trouble) terminal.Warn(trouble);
            });
            return downloader.GetAsync(set, folder, troubles, cancellation).GetAwaiter().GetResult();
        }
        return ProgressBars.Columns(terminal, new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var bars = new Dictionary<DataFile, ProgressTask>();
            var progress = new DirectProgress<DownloadReport>(report =>
            {
                if (!bars.TryGetValue(report.File, out ProgressTask? bar)) bars[report.File] = bar = context.AddTask(Markup.Escape(report.File.Path), maxValue: report.File.Bytes);
                bar.Value = report.Bytes;
                if (report.Trouble is { } trouble) terminal.Warn(trouble);
            });
            return downloader.GetAsync(set, folder, progress, cancellation).GetAwaiter().GetResult();
        });
    }
}
