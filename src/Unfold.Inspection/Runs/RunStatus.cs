using System.Text.Json.Serialization;

namespace Unfold.Inspection;

/// <summary>How a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>It ended as planned.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>It is going on; the document is what is known so far.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The user stopped it; it can be resumed.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Its loss or gradients stopped being finite.</summary>
    [JsonStringEnumMemberName("diverged")]
    Diverged,

    /// <summary>Nothing was trained: data and model were checked.</summary>
    [JsonStringEnumMemberName("checked")]
    Checked,
}
