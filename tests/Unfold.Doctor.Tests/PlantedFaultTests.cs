namespace Unfold.Doctor.Tests;

/// <summary>Every planted fault is found, and as the first cause.</summary>
public sealed class PlantedFaultTests
{
    public static TheoryData<string, ulong> Cases
    {
        get
        {
            TheoryData<string, ulong> cases = [];
            foreach (PlantedFault fault in Faults.All)
            {
                foreach (ulong seed in Faults.Seeds)
                    cases.Add(fault.ToString(), seed);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Planted_IsFoundAsTheFirstCause(string fault, ulong seed)
    {
        Outcome outcome = Outcome.Of(Faults.Find(fault), seed, healthy: false);
        Assert.True(outcome.Found, $"not found, seed {seed}: {outcome}");
        Assert.True(outcome.RightCause, $"found, but {outcome.FirstCause?.Id} stands before it, seed {seed}: {outcome}");
    }
}
