namespace Unfold.Tests.OpCases;

public class OpTableTests
{
    public static TheoryData<string> Definitions => [.. OpTable.WithDefinition().Select(c => c.Name)];

    public static TheoryData<string> AllOperations => [.. OpTable.Operations().Select(c => c.Name)];

    public static TheoryData<string> AllModules => [.. OpTable.Modules().Select(c => c.Name)];

    public static TheoryData<string> AllLayers => [.. OpTable.LayerOperations().Concat(OpTable.LayerModules()).Select(c => c.Name)];

    [Theory, MemberData(nameof(Definitions))]
    public void Value_EqualsScalarDefinition(string name)
    {
        OpCase op = OpTable.WithDefinition().Single(c => c.Name == name);
        double[] expected = op.Definition!(op.Numbers());
        OpChecks.Close(expected, op.Forward(op.Leaves(DType.Float64)).ToDoubles(), 1e-12);
        OpChecks.Close(expected, op.Forward(op.Leaves(DType.Float32)).ToDoubles(), 3e-6);
    }

    [Theory, MemberData(nameof(AllOperations))]
    public void Gradient_EqualsCentralDifferences(string name)
    {
        OpCase op = OpTable.Operations().Single(c => c.Name == name);
        OpChecks.Gradient(op);
    }

    [Theory, MemberData(nameof(AllModules))]
    public void ModuleGradient_EqualsCentralDifferences(string name)
    {
        OpCase op = OpTable.Modules().Single(c => c.Name == name);
        OpChecks.Gradient(op);
    }

    [Theory, MemberData(nameof(AllLayers))]
    public void LayerGradient_AMillionthTooMuch_IsFound(string name) =>
        OpChecks.PlantedFactor(OpTable.LayerOperations().Concat(OpTable.LayerModules()).Single(c => c.Name == name));
}
