namespace Unfold.Inspection;

/// <summary>What a document read from a file must fulfil so that nobody has to check again: no null where a value is promised.</summary>
/// <remarks>The generated reader sets a member that the file does not have to its type's default, not to the record's own.</remarks>
static class RunChecks
{
    public static RunDocument Complete(RunDocument run, string place)
    {
        run = run with
        {
            Verdict = run.Verdict ?? [],
            Baselines = run.Baselines ?? [],
            Findings = run.Findings ?? [],
            Actions = [.. (run.Actions ?? []).Select(action => action is { Numbers: null } ? action with { Numbers = [] } : action)],
            Gradients = run.Gradients ?? new OrderedDictionary<string, GradientDocument>(StringComparer.Ordinal),
            Speed = run.Speed ?? new(),
            Environment = run.Environment ?? new(),
        };
        Require(run.Recipe is not null, "recipe");
        Require(run.Out is not null, "out");
        Require(run.Verdict.All(line => line is not null), "verdict");
        run = run with { Data = Complete(run.Data, place), Model = Complete(run.Model, place) };
        Require(run.Epochs is not null, "epochs");
        for (int i = 0; i < run.Epochs!.Count; i++)
            Require(run.Epochs[i] is { Train: not null, Validation: not null } epoch && Square(epoch.Confusion), $"epochs[{i}]");
        Require(run.Best is not { Validation: null }, "best");
        Require(run.Baselines.All(baseline => baseline is { Name: not null, Metrics: not null }), "baselines");
        Require(run.Gradients.All(entry => entry.Value is { Norm: not null }), "gradients");
        Require(run.Findings.All(finding => finding is { Id: not null, Title: not null, Evidence: not null, Remedy: not null }), "findings");
        if (run.Checks is not null)
            run = run with { Checks = Complete(run.Checks, place) };
        run = run with { Findings = [.. run.Findings.Select(Complete)] };
        Require(run.Findings.All(finding => finding.Numbers.All(number => number?.Name is not null) && finding.Remedies.All(remedy => remedy?.Text is not null)), "findings");
        Require(run.Actions.All(action => action is { Finding: not null, Action: not null, Message: not null }), "actions");
        Require(Square(run.Confusion), "confusion");
        Require(Square(run.TestConfusion), "testConfusion");
        return run;

        void Require(bool condition, string member) => RunChecks.Require(condition, member, place);
    }

    /// <summary>The data of a run.</summary>
    public static DataDocument Complete(DataDocument? data, string place)
    {
        Require(data?.Name is not null && data.Classes is not null && data.Classes.All(name => name is not null), "data", place);
        return data!.Audit is { } audit ? data with { Audit = AuditChecks.Complete(audit, place) } : data;
    }

    /// <summary>The model of a run.</summary>
    public static ModelDocument Complete(ModelDocument? model, string place)
    {
        Require(model?.Summary is not null, "model", place);
        Require(model!.Tensors?.All(tensor => tensor?.Name is not null && tensor.Shape is not null) != false, "model.tensors", place);
        return model;
    }

    /// <summary>The checks of a model.</summary>
    public static ChecksDocument Complete(ChecksDocument? checks, string place)
    {
        Require(checks is not null, "checks", place);
        OrderedDictionary<string, double> none = new(StringComparer.Ordinal);
        checks = checks! with
        {
            Took = checks.Took ?? none,
            Omitted = checks.Omitted ?? [],
            Initialisation = checks.Initialisation is { } start
                ? start with { Variances = start.Variances ?? none, Radii = start.Radii ?? none, IdenticalRows = start.IdenticalRows ?? [], OneSign = start.OneSign ?? [] } : null,
            Structure = checks.Structure is { } parts
                ? parts with { Reused = parts.Reused ?? new OrderedDictionary<string, int>(StringComparer.Ordinal), WithoutGradient = parts.WithoutGradient ?? [], OtherLayouts = parts.OtherLayouts ?? [] } : null,
            Mixing = checks.Mixing is { } mixing ? mixing with { Dependence = mixing.Dependence ?? [], Measure = mixing.Measure ?? "" } : null,
            Causality = checks.Causality is { } causality ? causality with { Ahead = causality.Ahead ?? none } : null,
            Gradients = checks.Gradients is { } gradients ? gradients with { Precision = gradients.Precision ?? "", Parameters = gradients.Parameters ?? [] } : null,
            Overfit = checks.Overfit is { } overfit ? overfit with { Curve = overfit.Curve ?? [] } : null,
        };
        Require(checks.Omitted.All(omitted => omitted is { Name: not null, Reason: not null }), "checks.omitted", place);
        Require(checks.Mixing?.Dependence.All(row => row is not null) != false, "checks.mixing", place);
        Require(checks.Gradients?.Parameters.All(parameter => parameter?.Name is not null) != false, "checks.gradients", place);
        Require(checks.Watching is null or { With: not null, Without: not null }, "checks.watching", place);
        return checks;
    }

    /// <summary>Documents of earlier versions have no numbers and no remedies.</summary>
    static Finding Complete(Finding finding) => finding with
    {
        Numbers = finding.Numbers ?? [],
        Remedies = [.. (finding.Remedies ?? []).Select(remedy => remedy is { Settings: null } ? remedy with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) } : remedy)],
        Refutation = finding.Refutation ?? "",
    };

    internal static void Require(bool condition, string member, string place)
    {
        if (!condition)
        {
            throw new DamagedFileException(
                $"{place}: expected a value under \"{member}\", got none or a broken one. The file is damaged or was edited; restore it, or train the run again.");
        }
    }

    static bool Square(IReadOnlyList<IReadOnlyList<long>>? matrix) =>
        matrix is null || matrix.All(row => row is not null && row.Count == matrix.Count);
}
