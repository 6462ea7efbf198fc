namespace Unfold.Reporting;

/// <summary>A section of a report: a heading, a sentence that says how to read it, figures in grids, other markup between.</summary>
/// <param name="id">Its name in the page.</param>
/// <param name="heading">Its heading.</param>
/// <param name="lead">How to read it, as markup.</param>
/// <param name="open">Whether it is unfolded at first.</param>
sealed class Section(string id, string heading, string lead = "", bool open = true)
{
    readonly List<(string Before, IReadOnlyList<Figure> Figures, string After)> _parts = [];

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
        string words = aside.Length > 0 ? $"<p class=\"aside\">{aside}</p>" : "";
        _parts.Add(($"{head}{words}<div class=\"grid {grid}\">", there, "</div>"));
        return this;
    }

    /// <summary>Adds markup with a figure at its right, between an opening and a closing tag.</summary>
    public Section Enclosed(string opening, string html, Figure? figure, string closing)
    {
        if (figure is null)
            return Html(opening + html + closing);
        _parts.Add((opening + "<div class=\"grid beside\"><div>" + html + "</div>", [figure], "</div>" + closing));
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
        page.Add($"<section id=\"{Escape.Attribute(id)}\"><details class=\"fold\"{(open ? " open" : "")}><summary><h2>{Escape.Text(heading)}</h2></summary>{page.Anchor(FigureAnchors.OfSection(id))}");
        if (lead.Length > 0)
            page.Add($"<p class=\"lead\">{lead}</p>");
        foreach ((string before, IReadOnlyList<Figure> figures, string after) in _parts)
        {
            page.Add(before);
            foreach (Figure figure in figures)
                page.Add(figure);
            page.Add(after);
        }
        page.Add("</details></section>");
    }
}
