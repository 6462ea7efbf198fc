using Unfold.Inspection;

namespace Unfold.Training.Tests;

public sealed class DoctorRecipeTests
{
    [Theory]
    [InlineData("D08=clip, D01=rollBack")]
    [InlineData("""{"D08": "clip", "D01": "rollBack"}""")]
    public void Actions_TypedOrAsAnObject_AreTheSame(string text)
    {
        DoctorRecipe doctor = Read(text).Doctor;

        Assert.Equal(AlarmAction.Clip, doctor.ActionOn("D08", FindingSeverity.Warning));
        Assert.Equal(AlarmAction.RollBack, doctor.ActionOn("D01", FindingSeverity.Critical));
        Assert.Equal(AlarmAction.Warn, doctor.ActionOn("D07", FindingSeverity.Critical));
    }

    [Fact]
    public void Actions_WrittenAndReadAgain_AreTheSame()
    {
        Recipe recipe = Read("D08=skipBatch,critical=stop");

        Recipe again = new RecipeReader().AddJson(recipe.ToJson(), "written").Set("data.file", "a.csv", "test").Resolve().Recipe;

        Assert.Equal(recipe.Doctor.Actions, again.Doctor.Actions);
    }

    [Fact]
    public void ActionOn_Severity_HoldsForFindingsWithoutAnActionOfTheirOwn()
    {
        DoctorRecipe doctor = Read("critical=stop,warning=checkpoint,D08=warn").Doctor;

        Assert.Equal(AlarmAction.Stop, doctor.ActionOn("D07", FindingSeverity.Critical));
        Assert.Equal(AlarmAction.Checkpoint, doctor.ActionOn("D07", FindingSeverity.Warning));
        Assert.Equal(AlarmAction.Warn, doctor.ActionOn("D08", FindingSeverity.Critical));
        Assert.Equal(AlarmAction.Warn, doctor.ActionOn("D07", FindingSeverity.Note));
    }

    [Fact]
    public void ActionOn_NothingSaid_OnlyNumbersThatAreNotFiniteEndTheRun()
    {
        DoctorRecipe doctor = new();

        Assert.Equal(AlarmAction.Stop, doctor.ActionOn("D01", FindingSeverity.Critical));
        Assert.Equal(AlarmAction.Warn, doctor.ActionOn("D08", FindingSeverity.Critical));
    }

    [Theory]
    [InlineData("D08=clap", "doctor.actions.D08: expected one of warn, checkpoint, stop, lowerRate, clip, skipBatch, rollBack, got \"clap\". Did you mean \"clip\"?")]
    [InlineData("bad=clip", "doctor.actions.bad: expected a rule's name such as D08, critical or warning, got \"bad\"")]
    [InlineData("D01=warn", "doctor.actions.D01: expected stop, skipBatch or rollBack, got \"warn\": numbers that are not finite would spoil every weight")]
    [InlineData("clip", "doctor.actions: expected an object of findings and actions, such as {\"D08\": \"clip\"}, or D08=clip,D01=rollBack, got \"clip\"")]
    [InlineData("3", "doctor.actions: expected an object of findings and actions, such as {\"D08\": \"clip\"}, or D08=clip,D01=rollBack, got 3")]
    public void Actions_Fault_SaysWhatIsExpected(string text, string expected)
    {
        RecipeException error = Assert.Throws<RecipeException>(() => Read(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    static Recipe Read(string actions) => new RecipeReader().Set("data.file=a.csv").Set("doctor.actions", actions, "--set").Resolve().Recipe;
}
