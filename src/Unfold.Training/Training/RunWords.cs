using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Says in words what an epoch comes to.</summary>
static class RunWords
{
    /// <summary>From this share of equal answers on, a model "answers the same for every text".</summary>
    const double NearlyAll = 0.999;

    /// <summary>The class that is answered for (nearly) every validation row; -1 where answers differ.</summary>
    public static int OnlyAnswer(IReadOnlyList<IReadOnlyList<long>>? confusion)
    {
        if (confusion is null) return -1;
        long all = confusion.Sum(row => row.Sum());
        for (int answer = 0; answer < confusion.Count; answer++)
        {
            if (confusion.Sum(row => row[answer]) >= NearlyAll * all) return answer;
        }
        return -1;
    }

    /// <summary>One sentence on an epoch, with the baselines in it.</summary>
    public static string Epoch(EpochDocument epoch, DataDocument data)
    {
        MetricValues v = epoch.Validation;
        string figures = $"validation loss {F(v.Loss)}, accuracy {F(v.Accuracy)}{(v.F1 is { } f1 ? $", F1 {F(f1)}" : $", macro-F1 {F(v.Find(MetricNames.MacroF1))}")}";
        int only = OnlyAnswer(epoch.Confusion);
        if (only >= 0 && v.Accuracy is { } same && Math.Abs(same - (data.MajorityAccuracy ?? 0)) < 0.0005)
            return $"Epoch {epoch.Epoch}: {figures}: sits on the majority answer \"{data.Classes[only]}\" for every text (accuracy {F(data.MajorityAccuracy)} without learning anything).";
        if (only >= 0) return $"Epoch {epoch.Epoch}: {figures}: answers \"{data.Classes[only]}\" for every text.";
        if (v.Accuracy <= data.MajorityAccuracy) return $"Epoch {epoch.Epoch}: {figures}: no more right answers than the majority answer has ({F(data.MajorityAccuracy)}).";
        return $"Epoch {epoch.Epoch}: {figures} (majority answer {F(data.MajorityAccuracy)}).";
    }

    static string F(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "none";
}
