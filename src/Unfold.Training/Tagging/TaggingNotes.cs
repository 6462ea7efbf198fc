using System.Globalization;
using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>The parts of a tagger's run document that describe, and what there is to say of an epoch.</summary>
static class TaggingNotes
{
    public static DataDocument Describe(TaggingData data, TaggerVocabulary vocabulary, TaggerRows train, TaggerRows held, int majority)
    {
        int tags = vocabulary.Tags.Count;
        int[] seen = [.. train.Tags.SelectMany(sentence => sentence)], judged = [.. held.Tags.SelectMany(sentence => sentence)];
        int[] known = [.. judged.Where(tag => tag >= 0)];
        return new DataDocument
        {
            Name = data.Name, Train = data.Train.Sentences.Count, Validation = data.Validation.Sentences.Count, Test = data.Test?.Sentences.Count ?? 0, Classes = vocabulary.Tags.Names,
            MajorityAccuracy = (double)judged.Count(tag => tag == majority) / judged.Length,
            PriorEntropy = Baselines.PriorEntropy(seen, known, tags),
            TrainCounts = ClassBalance.Counts(seen, tags), ValidationCounts = ClassBalance.Counts(known, tags), Vocabulary = vocabulary.Words.Count,
            UnknownShare = (double)data.Validation.Sentences.Sum(sentence => sentence.Words.Count(word => !vocabulary.Knows(word))) / judged.Length,
            Fingerprints = data.Fingerprints,
        };
    }

    public static ModelDocument Describe(TaggerNetwork network) => new()
    {
        Summary = network.ToString(), Parameters = network.ParameterCount, Tensors = [.. network.Parameters.Select(parameter => new ParameterDocument(parameter.Name, parameter.Shape.ToArray()))],
    };

    public static MetricValues Metrics(TaggerEvaluation judged, double loss)
    {
        MetricValues metrics = new() { [MetricNames.Loss] = loss, [MetricNames.Accuracy] = judged.Accuracy, [MetricNames.SentenceAccuracy] = judged.SentenceAccuracy, [MetricNames.MacroF1] = judged.Tags.Average(tag => tag.F1) };
        if (judged.UnknownAccuracy is { } unknown) metrics[MetricNames.UnknownAccuracy] = unknown;
        return metrics;
    }

    public static string Sentence(DataDocument data, TaggingData of) => string.Create(CultureInfo.InvariantCulture,
        $"{data.Name}: {data.Train:N0} sentences ({of.Train.WordCount:N0} words) to train on, {data.Validation:N0} to validate; {data.Classes.Count} tags; the majority tag has accuracy {data.MajorityAccuracy:0.0000}; {data.Vocabulary:N0} words, {data.UnknownShare:0.0 %} of validation unknown.");

    public static string Epoch(EpochDocument epoch, DataDocument data) => string.Create(CultureInfo.InvariantCulture,
        $"Epoch {epoch.Epoch}: validation accuracy {epoch.Validation.Accuracy:0.0000} (majority tag {data.MajorityAccuracy:0.0000}), of whole sentences {epoch.Validation.Find(MetricNames.SentenceAccuracy):0.0000}, of unknown words {epoch.Validation.Find(MetricNames.UnknownAccuracy):0.0000}.");
}
