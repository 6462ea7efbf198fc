using System.Text.Json.Serialization;

namespace Unfold.Training;

[JsonSerializable(typeof(string))]
sealed partial class RecipeJson : JsonSerializerContext;
