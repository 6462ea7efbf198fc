namespace Unfold.Training.Tests;

public sealed class RecipeReaderTests
{
    [Fact]
    public void Resolve_CommentsAndTrailingCommas_AreRead()
    {
        ResolvedRecipe resolved = new RecipeReader().AddJson("""
            { // a comment
              "name": "mine",
              "data": { "file": "a.csv" },
              "training": { "epochs": 7, "groups": [ { "match": "embedding.*", "rate": 0.5, } ], },
            }
            """, "mine.json").Resolve();
        Assert.Equal("mine", resolved.Recipe.Name);
        Assert.Equal(7, resolved.Recipe.Training.Epochs);
        Assert.Equal(new ParameterGroupRecipe { Match = "embedding.*", Rate = 0.5 }, Assert.Single(resolved.Recipe.Training.Groups));
        Assert.Equal("mine.json:4", resolved.Sources["training.epochs"]);
        Assert.DoesNotContain("training.batchSize", resolved.Sources.Keys);
    }

    [Fact]
    public void Resolve_SeveralFaults_AllAreNamedWithLineAndNearestName()
    {
        RecipeReader reader = new RecipeReader().AddJson("""
            {
              "training": {
                "epohcs": 7,
                "batchSize": -3,
                "optimizer": "adamm"
              },
              "modle": { },
              "model": { "hidden": 1.5, "learningRate": 0.1, "bidirectional": "yes" },
              "text": 3
            }
            """, "mine.json").Set("training.clipnrm=1").Set("epochs");
        var error = Assert.Throws<RecipeException>(() => reader.Resolve());
        Assert.Equal(2, error.ExitCode);
        Assert.Equal("""
            mine.json: expected no faults, got 10.
              mine.json:3: training.epohcs: expected a setting of training, got an unknown name. Did you mean "epochs"?
              mine.json:4: training.batchSize: expected a whole number from 1 to 65536, got -3.
              mine.json:5: training.optimizer: expected one of sgd, adam, adamW, sparseAdam, got "adamm". Did you mean "adam"?
              mine.json:7: modle: expected a setting of a recipe, got an unknown name. Did you mean "model"?
              mine.json:8: model.hidden: expected a whole number from 1 to 65536, got 1.5.
              mine.json:8: model.learningRate: expected a setting of model, got an unknown name. Did you mean "training.learningRate"?
              mine.json:8: model.bidirectional: expected true or false, got "yes".
              mine.json:9: text: expected an object with settings, got 3.
              --set training.clipnrm=1: training.clipnrm: expected a setting, got an unknown path. Did you mean "training.clipNorm"?
              --set epochs: expected path=value, such as training.epochs=10, got no equals sign.
            """, error.Message, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Resolve_BrokenJson_NamesLine()
    {
        var error = Assert.Throws<RecipeException>(() => new RecipeReader().AddJson("{\n  \"name\": \n}", "mine.json"));
        Assert.StartsWith("mine.json:3: expected JSON (comments and trailing commas are allowed), got a fault at character 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_FileThenEnvironmentThenSet_LastWordCounts()
    {
        ResolvedRecipe resolved = RecipeReader.Open("twitter-rnn-tanh")
            .AddEnvironment(new Dictionary<string, string>(StringComparer.Ordinal) { ["UNFOLD__TRAINING__EPOCHS"] = "9", ["UNFOLD__model__cell"] = "gru", ["PATH"] = "x" })
            .Set("training.epochs=4").Set("text.padToLength=0").Set("seed", "5", "--seed").Resolve();
        Assert.Equal(4, resolved.Recipe.Training.Epochs);
        Assert.Equal(CellKind.Gru, resolved.Recipe.Model.Cell);
        Assert.Equal(0, resolved.Recipe.Text.PadToLength);
        Assert.Equal(5ul, resolved.Recipe.Seed);
        Assert.Equal("--set training.epochs=4", resolved.Sources["training.epochs"]);
        Assert.Equal("environment variable UNFOLD__model__cell", resolved.Sources["model.cell"]);
        Assert.Equal("--seed", resolved.Sources["seed"]);
        Assert.StartsWith("recipe twitter-rnn-tanh:", resolved.Sources["data.name"], StringComparison.Ordinal);
    }

    [Fact]
    public void AddEnvironment_UnknownSetting_NamesVariable()
    {
        RecipeReader reader = RecipeReader.Open("twitter-lstm").AddEnvironment(new Dictionary<string, string>(StringComparer.Ordinal) { ["UNFOLD__training__epoch"] = "9" });
        var error = Assert.Throws<RecipeException>(() => reader.Resolve());
        Assert.Equal("environment variable UNFOLD__training__epoch: training.epoch: expected a setting, got an unknown path. Did you mean \"training.epochs\"?", error.Message);
    }

    [Fact]
    public void Open_UnknownName_NamesNearest()
    {
        var error = Assert.Throws<RecipeException>(() => RecipeReader.Open("twitter-lsmt"));
        Assert.StartsWith("Recipe twitter-lsmt: expected a built-in recipe or a JSON file, got neither. Did you mean \"twitter-lstm\"?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddJson_Base_IsTakenFirst()
    {
        Recipe recipe = new RecipeReader().AddJson("""{ "base": "twitter-lstm", "name": "wide", "model": { "hidden": 64 } }""", "wide.json").Resolve().Recipe;
        Assert.Equal(("wide", 64, 25, CellKind.Lstm), (recipe.Name, recipe.Model.Hidden, recipe.Text.PadToLength, recipe.Model.Cell));
    }

    [Fact]
    public void Resolve_CsvWithoutFile_SaysSo()
    {
        var error = Assert.Throws<RecipeException>(() => new RecipeReader().AddJson("{}", "mine.json").Resolve());
        Assert.Equal("mine.json: data.file: expected the path of a table, got none. Set data.file, or use --csv FILE.", error.Message);
    }

    [Fact]
    public void ToJson_ReadAgain_IsTheSameRecipe()
    {
        Recipe recipe = RecipeCatalog.Get("twitter-rnn-relu") with
        {
            Decision = new DecisionRecipe { Threshold = 0.3, ChosenOn = ThresholdChoice.TrainingFolds, Folds = 4 },
            Doctor = new DoctorRecipe { RateFactor = 0.25, MostActions = 7, GoodEvery = 9 },
            Training = new TrainingRecipe { LearningRate = 1e-7, Groups = [new ParameterGroupRecipe { Match = "fc.*", Rate = 2, WeightDecay = 0.1 }] },
        };
        Recipe again = new RecipeReader().AddJson(recipe.ToJson(), "again").Resolve().Recipe;
        Assert.Equal(recipe.ToJson(), again.ToJson());
        Assert.Equal(recipe with { Training = again.Training, Doctor = recipe.Doctor with { Actions = again.Doctor.Actions, Thresholds = again.Doctor.Thresholds } }, again);
    }
}
