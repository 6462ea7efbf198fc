using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>How sure a rule is of what it says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingConfidence>))]
public enum FindingConfidence
{
    /// <summary>A sign; other causes are about as likely.</summary>
    [JsonStringEnumMemberName("low")]
    Low,

    /// <summary>The numbers fit, and little else would explain them.</summary>
    [JsonStringEnumMemberName("medium")]
    Medium,

    /// <summary>Counted or measured directly.</summary>
    [JsonStringEnumMemberName("high")]
    High,
}
