using Unfold.Optim;

namespace Unfold.Training;

/// <summary>Makes the optimizer that a recipe describes.</summary>
static class OptimizerFactory
{
    public static Optimizer Create(TrainingRecipe recipe, IReadOnlyList<Parameter> parameters, long stepsPerEpoch) =>
        Create(recipe, parameters, Schedule(recipe, stepsPerEpoch));

    /// <summary>The same with another schedule than the recipe's.</summary>
    public static Optimizer Create(TrainingRecipe recipe, IReadOnlyList<Parameter> parameters, LearningRateSchedule schedule)
    {
        List<ParameterGroup> groups = Group(recipe, parameters);
        (double? clipNorm, double? clipValue) = (recipe.ClipNorm > 0 ? recipe.ClipNorm : null, recipe.ClipValue > 0 ? recipe.ClipValue : null);
        if (recipe.Optimizer == OptimizerKind.Sgd)
        {
            return new Sgd(groups, new SgdOptions
            {
                LearningRate = recipe.LearningRate, WeightDecay = recipe.WeightDecay, ClipNorm = clipNorm, ClipValue = clipValue,
                Schedule = schedule, Momentum = recipe.Momentum, Nesterov = recipe.Nesterov,
            });
        }
        var options = new AdamOptions
        {
            LearningRate = recipe.LearningRate, WeightDecay = recipe.WeightDecay, ClipNorm = clipNorm, ClipValue = clipValue,
            Schedule = schedule, Beta1 = recipe.Beta1, Beta2 = recipe.Beta2, Epsilon = recipe.Epsilon,
        };
        return recipe.Optimizer switch
        {
            OptimizerKind.AdamW => new AdamW(groups, options),
            OptimizerKind.SparseAdam => new SparseAdam(groups, options),
            _ => new Adam(groups, options),
        };
    }

    /// <summary>Freezes the parameters that a recipe keeps as they are.</summary>
    public static void Freeze(TrainingRecipe recipe, IReadOnlyList<Parameter> parameters) => _ = Group(recipe, parameters);

    static List<ParameterGroup> Group(TrainingRecipe recipe, IReadOnlyList<Parameter> parameters)
    {
        var members = new List<Parameter>[recipe.Groups.Count + 1];
        for (int i = 0; i < members.Length; i++) members[i] = [];
        foreach (Parameter parameter in parameters)
        {
            int group = 0;
            while (group < recipe.Groups.Count && !recipe.Groups[group].Fits(parameter.Name)) group++;
            members[group].Add(parameter);
        }
        var groups = new List<ParameterGroup>();
        for (int i = 0; i < recipe.Groups.Count; i++)
        {
            ParameterGroupRecipe settings = recipe.Groups[i];
            if (members[i].Count == 0)
            {
                throw new RecipeException($"training.groups[{i}].match: expected the name of a parameter that no group above it takes, got \"{settings.Match}\". " +
                    $"The model has {string.Join(", ", parameters.Select(p => p.Name))}.");
            }
            foreach (Parameter parameter in members[i]) parameter.Trainable = settings.Rate > 0;
            groups.Add(new ParameterGroup(members[i]) { Name = settings.Match, LearningRate = recipe.LearningRate * settings.Rate, WeightDecay = settings.WeightDecay });
        }
        if (members[^1].Count > 0) groups.Add(new ParameterGroup(members[^1]));
        return groups;
    }

    static LearningRateSchedule Schedule(TrainingRecipe recipe, long stepsPerEpoch)
    {
        LearningRateSchedule schedule = recipe.Schedule switch
        {
            ScheduleKind.Step => LearningRateSchedule.Steps(stepsPerEpoch * recipe.StepEpochs, recipe.StepFactor),
            ScheduleKind.Cosine => LearningRateSchedule.Cosine(Math.Max(1, (stepsPerEpoch * recipe.Epochs) - recipe.WarmUpSteps)),
            _ => LearningRateSchedule.Constant,
        };
        return schedule.WithWarmUp(recipe.WarmUpSteps);
    }
}
