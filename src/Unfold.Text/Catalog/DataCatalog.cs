namespace Unfold.Text;

/// <summary>The public data sets that the recipes use.</summary>
public static partial class DataCatalog
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<DataSet> All { get; } = [Twitter, Imdb, AgNews, UdEwt, Glove, SmsSpam];

    /// <summary>The data set of that name.</summary>
    /// <exception cref="DataException">There is none of that name.</exception>
    public static DataSet Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(set => set.Name == name) ?? throw new DataException(
            $"Data: expected one of {string.Join(", ", All.Select(set => set.Name))}, got \"{name}\".{NearestName.Hint(name, All.Select(set => set.Name))}");
    }
}
