using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>What findings of real trainings say is complete, and can be done.</summary>
public sealed class RemedyTests
{
    /// <summary>The rules about data, read-out and time.</summary>
    static readonly string[] Written =
    [
        "D02", "D03", "D04", "D05", "D07", "D08", "D10", "D11", "D12", "D13", "D21", "D22", "D23", "D24", "D25", "D26", "D36", "D37",
    ];

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
        foreach (Finding finding in outcome.Findings.Where(finding => Written.Contains(finding.Id)))
        {
            Assert.All([finding.Title, finding.Evidence, finding.Remedy, finding.Refutation], text => Assert.EndsWith(".", text, StringComparison.Ordinal));
            Assert.Contains("threshold", finding.Evidence, StringComparison.OrdinalIgnoreCase);
            Assert.NotEmpty(finding.Numbers);
            Assert.All(finding.Numbers.Where(number => number.ThresholdName is not null), number => Assert.Contains(Thresholds.All, threshold => threshold.Name == number.ThresholdName));
            Assert.NotEmpty(finding.Remedies);
            foreach (Remedy remedy in finding.Remedies)
            {
                Assert.NotEmpty(remedy.Text);
                RecipeReader reader = new(RecipeRun.Small with { Data = new DataRecipe { File = "texts.csv" } });
                foreach ((string path, string value) in remedy.Settings)
                    reader.Set($"{path}={value}");
                reader.Resolve();
            }
        }
    }
}
