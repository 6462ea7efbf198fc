namespace Unfold.Text;

/// <summary>How patient a download is.</summary>
public sealed record DownloadOptions
{
    /// <summary>The longest that a connection may take to come about. <value>Default: 15 s.</value></summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest that may pass without a byte, the answer's first included. <value>Default: 30 s.</value></summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a file is tried for in a row; a try that brought <see cref="Enough"/> bytes begins a new row. <value>Default: 5.</value></summary>
    public int Tries { get; init; } = 5;

    /// <summary>Bytes that make a broken try worth another row of tries. <value>Default: 1 MiB.</value></summary>
    public long Enough { get; init; } = 1 << 20;

    /// <summary>The wait before the second try; it doubles with each. <value>Default: 1 s.</value></summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait; a server that asks for a longer one is not tried again. <value>Default: 60 s.</value></summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many redirects are followed, all to the same scheme. <value>Default: 5.</value></summary>
    public int MostRedirects { get; init; } = 5;
}
