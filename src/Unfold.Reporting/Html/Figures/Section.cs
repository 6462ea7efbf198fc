namespace Unfold.Reporting;

/// <summary>A section of a report: a heading, a sentence that says how to read it, figures in grids, other markup between.</summary>
/// <param name="id">Its name in the page.</param>
/// <param name="heading">Its heading.</param>
/// <param name="lead">How to read it, as markup.</param>
/// <param name="open">Whether it is unfolded at first.</param>
sealed class Section(string id, string heading, string lead = "", bool open = true)
{
    readonly List<(string Html, IReadOnlyList<Figure> Figures, string Grid)> _parts = [];

    public string Heading => heading;

    public bool IsEmpty => _parts.Count == 0;

    public IEnumerable<Figure> Figures => _parts.SelectMany(part => part.Figures);

    /// <summary>Adds figures side by side; those that have nothing to show are left out, and the heading with the last of them.</summary>
    /// <param name="grid">How wide: "two", "three" or "four" in a row.</param>
    /// <param name="figures">The figures.</param>
    /// <param name="above">A heading above them.</param>
    /// <param name="aside">A sentence above them, as markup.</param>
    public Section Add(string grid, IEnumerable<Figure?> figures, string above = "", string aside = "")
    {
        Figure[] there = [.. figures.OfType<Figure>()];
        if (there.Length == 0)
            return this;
        string head = above.Length > 0 ? $"<h3>{Escape.Text(above)}</h3>" : "";
        _parts.Add((aside.Length > 0 ? $"{head}<p class=\"aside\">{aside}</p>" : head, there, grid));
        return this;
    }

    /// <summary>Adds markup with a figure at its right.</summary>
    public Section Beside(string html, Figure? figure)
    {
        if (figure is null)
            return Html(html);
        _parts.Add((html, [figure], "beside"));
        return this;
    }

    /// <summary>Adds markup; everything from data in it has gone through <see cref="Escape"/>.</summary>
    public Section Html(string html)
    {
        if (html.Length > 0)
            _parts.Add((html, [], ""));
        return this;
    }

    public void Write(Page page)
    {
        if (IsEmpty)
            return;
        page.Add($"<section id=\"{Escape.Attribute(id)}\"><details class=\"fold\"{(open ? " open" : "")}><summary><h2>{Escape.Text(heading)}</h2></summary>");
        if (lead.Length > 0)
            page.Add($"<p class=\"lead\">{lead}</p>");
        foreach ((string html, IReadOnlyList<Figure> figures, string grid) in _parts)
        {
            bool beside = grid == "beside";
            if (html.Length > 0 && !beside)
                page.Add(html);
            if (figures.Count == 0)
                continue;
            page.Add($"<div class=\"grid {grid}\">{(beside ? $"<div>{html}</div>" : "")}");
            foreach (Figure figure in figures)
                page.Add(figure.ToHtml());
            page.Add("</div>");
        }
        page.Add("</details></section>");
    }
}
