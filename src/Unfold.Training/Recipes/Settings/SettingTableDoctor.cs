namespace Unfold.Training;

/// <summary>The settings of what the rules do while a run goes on.</summary>
static class SettingTableDoctor
{
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        new BooleanSetting("doctor.checks", "Whether data and model are checked before training.", r => r.Doctor.Checks, Set<bool>((d, v) => d with { Checks = v })),
        new NumberSetting<double>("doctor.budgetSeconds", "What the checks of the model may take, in seconds.", 0.1, 3600, r => r.Doctor.BudgetSeconds, Set<double>((d, v) => d with { BudgetSeconds = v })),
        new ThresholdsSetting(),
        new ActionsSetting(),
        new NumberSetting<double>("doctor.rateFactor", "What the learning rate is multiplied by where it is lowered.", 0, 1, r => r.Doctor.RateFactor, Set<double>((d, v) => d with { RateFactor = v }), aboveMin: true),
        new NumberSetting<int>("doctor.mostActions", "How often a run skips, clips or goes back at most before it ends as diverged.", 1, 1_000_000, r => r.Doctor.MostActions, Set<int>((d, v) => d with { MostActions = v })),
        new NumberSetting<int>("doctor.goodEvery", "Steps between two copies of the state to go back to; kept only where something goes back.", 1, 1_000_000, r => r.Doctor.GoodEvery, Set<int>((d, v) => d with { GoodEvery = v })),
    ];

    static Func<Recipe, T, Recipe> Set<T>(Func<DoctorRecipe, T, DoctorRecipe> set) => (r, v) => r with { Doctor = set(r.Doctor, v) };
}
