using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>What findings of real trainings say is complete, and can be done.</summary>
public sealed class RemedyTests
{
    public static TheoryData<string> Faults
    {
        get
        {
            TheoryData<string> cases = [];
            foreach (PlantedFault fault in Doctor.Tests.Faults.All)
                cases.Add(fault.ToString());
            return cases;
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public void Findings_OfAPlantedRun_AreCompleteAndTheirSettingsValid(string name)
    {
        Outcome outcome = Outcome.Of(Doctor.Tests.Faults.Find(name), Doctor.Tests.Faults.Seeds[0], healthy: false);
        foreach (Finding finding in outcome.Findings)
        {
            Assert.All([finding.Title, finding.Evidence, finding.Remedy, finding.Refutation], text => Assert.EndsWith(".", text, StringComparison.Ordinal));
            Assert.Contains("threshold", finding.Evidence, StringComparison.OrdinalIgnoreCase);
            Assert.NotEmpty(finding.Numbers);
            Assert.All(finding.Numbers.Where(number => number.ThresholdName is not null), number => Assert.Contains(Thresholds.All, threshold => threshold.Name == number.ThresholdName));
            Assert.NotEmpty(finding.Remedies);
            foreach (Remedy remedy in finding.Remedies)
            {
                Assert.NotEmpty(remedy.Text);
                RecipeReader reader = new(RecipeRun.Small);
                foreach ((string path, string value) in remedy.Settings)
                    reader.Set($"{path}={value}");
                reader.Resolve();
            }
        }
    }
}
