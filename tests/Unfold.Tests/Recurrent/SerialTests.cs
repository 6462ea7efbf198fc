namespace Unfold.Tests.Recurrent;

/// <summary>Tests that read or set what the whole process shares; they run alone, after the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class SerialTests
{
    public const string Name = "serial";
}
