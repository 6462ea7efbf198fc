namespace Unfold.Text;

/// <summary>How far a download is.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">How many of its bytes are there.</param>
/// <param name="Trouble">What went wrong and when it is tried again; none where bytes came.</param>
public readonly record struct DownloadReport(DataFile File, long Bytes, string? Trouble = null);
