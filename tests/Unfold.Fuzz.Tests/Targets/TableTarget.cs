using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Tables of texts: with a header and quotes, by place as AG's news has it, with tabs and without quotes; plain or packed.</summary>
sealed class TableTarget : FileTarget
{
    readonly CsvOptions _options;

    TableTarget(string name, CsvOptions options, params string[] seeds)
        : base(name, "table.csv") => (_options, Seeds) = (options, Tests.Words.Of(seeds));

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words => Tests.Words.Of("text", "label", ",", "\"", "\"\"", "\",\"", "\n", "\r\n", "\t", "ham\t", "\"3\",");

    public static TableTarget Named() => new(
        "csv", new CsvOptions { RepairMojibake = true },
        "id,text,label\n1,good soup,1\n2,\"bad, \"\"very\"\" bad\nsoup\",0\n3,a \"quote\" inside,1\n4,café Ã© 😀,0\n", "text,label\r\n\"a\",0\r\n\r\nb,1");

    public static TableTarget News() => new(
        "ag-news", new CsvOptions { Text = [1, 2], Label = 0, HasHeader = false },
        "\"3\",\"Wall St. Bears\",\"Reuters - Short-sellers, the dwindling\\band\"\n\"4\",\"A \"\"b\"\"\",\"c #36;d\"\n");

    public static TableTarget Tabs() => new("tabs", CsvOptions.LabelTabText, "ham\tGo until \"jurong point, crazy..\nspam\tFree entry in 2 a wkly comp\n");

    protected override void Read(string path) => new CsvSource(path, _options).Read();
}
