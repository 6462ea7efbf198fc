using Unfold.Inspection;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>A recipe's run on rows in memory, with all its documents: in a folder that is gone afterwards.</summary>
static class RecipeRun
{
    /// <summary>A recipe that learns the small tasks in less than a second.</summary>
    public static Recipe Small { get; } = new()
    {
        Name = "small",
        Seed = 1,
        Text = new TextRecipe { VocabularySize = 2000, MaxLength = 40 },
        Model = new ModelRecipe { Cell = CellKind.Gru, Embedding = 8, Hidden = 16 },
        Training = new TrainingRecipe { Epochs = 6, BatchSize = 16, LearningRate = 0.01, Patience = 0 },
        Baselines = new BaselineRecipe { BagOfWords = false },
        Inspection = new InspectionRecipe { ProbeTexts = 24, ProbeBudget = 10 },
    };

    /// <summary>Trains; a run whose numbers stop being finite gives its evidence too.</summary>
    public static RunEvidence Train(Recipe recipe, TrainingData data)
    {
        string path = Directory.CreateTempSubdirectory("unfold-doctor").FullName;
        try
        {
            try
            {
                Trainer.Train(recipe, data, new TrainOptions { Out = path });
            }
            catch (DivergedException)
            {
                // its folder says so
            }
            RunFolder folder = RunFolder.Open(path);
            return new(folder.Read(), File.Exists(folder.RecordFile) ? RecordFile.Read(folder.RecordFile) : null);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Trains, and gives the findings that the run's document holds.</summary>
    public static IReadOnlyList<Finding> Check(Recipe recipe, TrainingData data) => Train(recipe, data).Run.Findings;
}
