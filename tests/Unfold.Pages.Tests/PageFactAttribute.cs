namespace Unfold.Pages.Tests;

/// <summary>A test that needs a browser: skipped where there is none, but never on a build server.</summary>
sealed class PageFactAttribute : FactAttribute
{
    public PageFactAttribute()
    {
        if (Browser.Missing is { } reason && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 })
            Skip = reason;
    }
}
