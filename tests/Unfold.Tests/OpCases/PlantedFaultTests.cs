namespace Unfold.Tests.OpCases;

/// <summary>The gradient check is not blind: whatever backward is wrong, and towards whatever input, it says so.</summary>
public class PlantedFaultTests
{
    public static TheoryData<string> All => [.. OpTable.Operations().Concat(OpTable.Modules()).Select(c => c.Name)];

    [Theory, MemberData(nameof(All))]
    public void Run_FaultInOneBackwardTowardsOneInput_IsFound(string name)
    {
        OpCase op = OpTable.Operations().Concat(OpTable.Modules()).First(c => c.Name == name);
        Tensor[] leaves = op.Leaves(DType.Float64);
        Nn.Module? module = op.Module?.Invoke();
        module?.To(DType.Float64);
        IReadOnlyList<Parameter> parameters = module?.Parameters ?? [];
        FaultPlanter planter = new(leaves);

        Assert.True(Worst() <= OpChecks.GradientBound);
        Assert.True(planter.Places.Count >= 2, "the operation itself, and the weighted sum behind it");
        foreach (var place in planter.Places.ToArray())
        {
            planter.Plant(place);
            Assert.False(Worst() <= OpChecks.GradientBound, $"{name}: a fault in {place.Name} is not found");
        }

        double Worst() => GradientCheck.Run(
            () =>
            {
                Tensor loss = OpCase.Weigh(module is null ? op.Forward(leaves) : op.ModuleForward!(module, leaves));
                planter.Arm(parameters);
                return loss;
            },
            parameters, leaves.Select((leaf, i) => ($"input {i}", leaf)), new GradientCheckOptions { MaxElements = 8 }).Max(entry => entry.MaxRelativeError);
    }
}
