using Xunit.Abstractions;

namespace Unfold.Fuzz.Tests;

/// <summary>Every reader answers every input: it reads it, or refuses it with a sentence and exit code 2 or 4, in time and within memory, and touches no other file.</summary>
public sealed class AttackTests(ITestOutputHelper output)
{
    public static TheoryData<string> Readers => [.. Targets.Names];

    [Theory, MemberData(nameof(Readers))]
    public void Reader_UnderAttack_ReadsOrRefuses(string name)
    {
        using Target target = Targets.Make(name);

        AttackReport report = new Attack(target, new AttackLimits()).Run();

        output.WriteLine(report.ToString());
        Assert.True(report.Finds.Count == 0, report.ToString());
        Assert.True(report.Accepted > 0 && report.Accepted < report.Inputs, report.ToString()); // else the mutants are too tame or too wild
    }

    [Theory, MemberData(nameof(Readers))]
    public void Reader_OfFormerFinds_ReadsOrRefuses(string name)
    {
        using Target target = Targets.Make(name);
        var judge = new Judge(target, new AttackLimits());

        Assert.All(FormerFinds.Files(name), file => Assert.Null(judge.Try(File.ReadAllBytes(file))));
    }
}
