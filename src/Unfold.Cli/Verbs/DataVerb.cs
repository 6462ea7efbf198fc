using System.CommandLine;

namespace Unfold.Cli;

/// <summary><c>data</c>: the public data sets.</summary>
sealed class DataVerb : Command
{
    public DataVerb()
        : base("data", "The public data sets that the recipes use")
    {
        Add(new DataListVerb());
        Add(new DataGetVerb());
        Add(new DataShowVerb());
    }
}
