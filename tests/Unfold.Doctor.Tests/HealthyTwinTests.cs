namespace Unfold.Doctor.Tests;

/// <summary>The same trainings without their faults raise no alarm.</summary>
public sealed class HealthyTwinTests
{
    public static TheoryData<string, ulong> Cases => PlantedFaultTests.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void HealthyTwin_RaisesNoAlarm(string fault, ulong seed)
    {
        Outcome outcome = Outcome.Of(Faults.Find(fault), seed, healthy: true);
        Assert.True(outcome.FalseAlarms.Count == 0, $"false alarm, seed {seed}: {outcome}");
    }
}
