using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>How bad a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Likely costs quality.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>The run did not do what it was meant to do.</summary>
    [JsonStringEnumMemberName("critical")]
    Critical,
}
