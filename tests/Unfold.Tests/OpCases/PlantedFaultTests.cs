namespace Unfold.Tests.OpCases;

/// <summary>The gradient check is not blind: whatever backward is wrong, and towards whatever input, it says so.</summary>
public class PlantedFaultTests
{
    /// <summary>Elements of each tensor that are looked at first; all of them where the fault is not among these.</summary>
    const int Few = 8;

    /// <summary>A softmax of one number is 1 whatever the number: no gradient comes to it that could be wrong.</summary>
    public static TheoryData<string> All => [.. OpTable.Operations().Concat(OpTable.Modules()).Select(c => c.Name).Where(name => name is not ("Softmax 1" or "LogSoftmax 1"))];

    [Theory, MemberData(nameof(All))]
    public void Run_FaultInOneBackwardTowardsOneInput_IsFound(string name)
    {
        OpCase op = OpTable.Operations().Concat(OpTable.Modules()).First(c => c.Name == name);
        Tensor[] leaves = op.Leaves(DType.Float64);
        Nn.Module? module = op.Module?.Invoke();
        module?.To(DType.Float64);
        IReadOnlyList<Parameter> parameters = module?.Parameters ?? [];
        FaultPlanter planter = new(leaves);

        Assert.True(Worst(Few) <= OpChecks.GradientBound);
        Assert.True(planter.Places.Count >= 2, "the operation itself, and the weighted sum behind it");
        foreach (var place in planter.Places.ToArray())
        {
            planter.Plant(place);
            Assert.False(Worst(Few) <= OpChecks.GradientBound && Worst(int.MaxValue) <= OpChecks.GradientBound, $"{name}: a fault in {place.Name} is not found");
        }

        double Worst(int most) => GradientCheck.Run(
            () =>
            {
                Tensor loss = OpCase.Weigh(module is null ? op.Forward(leaves) : op.ModuleForward!(module, leaves));
                planter.Arm(parameters);
                return loss;
            },
            parameters, leaves.Select((leaf, i) => ($"input {i}", leaf)), new GradientCheckOptions { MaxElements = most }).Max(entry => entry.MaxRelativeError);
    }
}
