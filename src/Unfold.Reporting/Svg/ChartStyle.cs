namespace Unfold.Reporting;

/// <summary>The colours of charts: after Okabe and Ito, told apart by colour-blind eyes, on light and on dark paper.</summary>
static class ChartStyle
{
    public const string LightColors =
        "--paper:#fff;--ink:#1c2430;--quiet:#5d6877;--hair:#e4e8ee;--axis:#aeb7c3;--ref:#7a4b00;"
        + "--c0:#0069ab;--c1:#cf5200;--c2:#00805c;--c3:#a8477f;--c4:#6b5bb5;--c5:#8a6d00;--c6:#4d5562;--c7:#b3202c;";

    public const string DarkColors =
        "--paper:#11161d;--ink:#e6eaf0;--quiet:#97a3b3;--hair:#242c37;--axis:#4a5665;--ref:#e3b15c;"
        + "--c0:#5ab4f0;--c1:#ff9149;--c2:#3ecf9f;--c3:#e994c4;--c4:#a99cf2;--c5:#e0c040;--c6:#b4bdca;--c7:#ff7f86;";

    /// <summary>How the parts of a chart look; it uses the colours above.</summary>
    public static readonly string Rules = string.Join('\n', [
        ".chart text{font:11px system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif;fill:var(--quiet);font-variant-numeric:tabular-nums;paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}",
        ".chart .title{font-weight:600;font-size:13px;fill:var(--ink)}",
        ".chart .label{font-weight:600}",
        ".chart .hair{stroke:var(--hair);stroke-width:1}",
        ".chart .axis{stroke:var(--axis);stroke-width:1}",
        ".chart .ref{stroke:var(--ref);stroke-width:1.2;stroke-dasharray:5 4}",
        ".chart .reft{fill:var(--ref)}",
        ".chart .mark{stroke:var(--quiet);stroke-width:1;stroke-dasharray:2 3}",
        ".chart .band{fill:var(--quiet);opacity:.13}",
        ".chart .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}",
        ".chart .dash{stroke-dasharray:6 4}",
        ".chart .outer{fill:none;stroke-width:.8;opacity:.55}",
        ".chart .wide{opacity:.16;stroke:none}",
        ".chart .mid{opacity:.30;stroke:none}",
        ".chart .dot{fill:none;opacity:.28;stroke-width:2;stroke-linecap:round}",
        ".chart .paper{fill:var(--paper)}",
        ".chart .solid{opacity:.75;stroke:var(--paper);stroke-width:.6}",
        ".chart .faint{opacity:.22;stroke:none}",
        ".chart .point{fill:none;opacity:.62;stroke-linecap:round}",
        ".chart .guide{fill:none;stroke:var(--axis);stroke-width:1;opacity:.7}",
        ".chart .flag{fill:var(--paper);stroke:var(--c7);stroke-width:2}",
        ".chart .hatch{fill:none;stroke:var(--quiet);stroke-width:1;opacity:.55}",
        ".chart .under{stroke:#000;opacity:.32}",
        ".chart .over{stroke:#fff;opacity:.42}",
        ".chart .cell{shape-rendering:crispEdges}",
        ".chart .node{fill:var(--paper);stroke:var(--axis);stroke-width:1.2}",
        ".chart .wire{stroke:var(--axis)}",
        ".chart .wirehead{fill:var(--axis)}",
        ".chart .frame{fill:none;stroke:var(--hair);stroke-width:1}",
        ".chart .contour{fill:none;stroke:#fff;stroke-width:1.3;opacity:.9}",
        .. Enumerable.Range(0, 8).Select(i => $".chart .s{i}{{stroke:var(--c{i})}}.chart .f{i}{{fill:var(--c{i})}}"),
    ]);

    public static readonly string Standalone =
        $"<style>svg{{{LightColors}}}@media (prefers-color-scheme:dark){{svg{{{DarkColors}}}}}\n{Rules}</style>\n";
}
