using System.CommandLine;
using System.Text.Json;
using Unfold.Text;

namespace Unfold.Cli;

/// <summary><c>data list</c>: what there is, and what of it is on this machine.</summary>
sealed class DataListVerb : Verb
{
    static readonly TextColumn[] Columns =
        [new("data set", Right: false), new("here", Right: false), new("what it is", Right: false), new("size", Right: false)];

    public DataListVerb()
        : base("list", "Lists the data sets, and which of them are in the data folder") => Add(TrainingOptions.DataFolder);

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        string folder = DataFolder.Resolve(arguments.GetValue(TrainingOptions.DataFolder));
        if (terminal.Json)
        {
            DataSetLine[] lines = [.. DataCatalog.All.Select(set =>
                new DataSetLine(set.Name, set.IsPresent(folder), [.. set.Files.Select(file => file.Path)], set.Licence))];
            terminal.WriteDocument(JsonSerializer.Serialize(lines, CliJson.Documents.DataSetLineArray));
            return ExitCodes.Fine;
        }
        foreach (string line in TextTable.Fit(Columns, [.. DataCatalog.All.Select(set => new[] { set.Name, set.IsPresent(folder) ? "yes" : "no", set.Title, set.Size })]))
            terminal.Write(line);
        terminal.Tell();
        terminal.Tell($"The data folder is {folder}; --data-dir or {DataFolder.Variable} names another one.");
        return ExitCodes.Fine;
    }
}
