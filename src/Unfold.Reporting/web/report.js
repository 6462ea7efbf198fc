// Adds to the static page: the theme button, values under the pointer, and zooming where uPlot came along.
"use strict";
(() => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  if (button) {
    button.hidden = false;
    button.onclick = () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      document.querySelectorAll("figure").forEach(figure => figure.dispatchEvent(new Event("theme")));
    };
  }

  const color = index => getComputedStyle(root).getPropertyValue("--c" + index).trim();
  const numbers = text => text.split(",").map(Number);

  function read(figure) {
    const heads = [...figure.querySelectorAll("th")].map(th => ({ name: th.textContent, color: th.dataset.color, role: th.dataset.role }));
    const rows = [...figure.querySelectorAll("tbody tr")].map(tr => [...tr.children].map(td => ({ value: Number(td.dataset.v), text: td.textContent })));
    return { heads, rows };
  }

  function tooltip(figure, svg, data) {
    const [x0, x1, from, to] = numbers(svg.dataset.x);
    const [, , top, bottom] = numbers(svg.dataset.y);
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    figure.append(tip);
    const rule = document.createElementNS("http://www.w3.org/2000/svg", "line");
    rule.setAttribute("class", "axis");
    rule.setAttribute("y1", top);
    rule.setAttribute("y2", bottom);
    rule.style.display = "none";
    svg.append(rule);
    svg.addEventListener("pointerleave", () => { tip.hidden = true; rule.style.display = "none"; });
    svg.addEventListener("pointermove", event => {
      const box = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / box.width;
      const x = x0 + ((event.clientX - box.left) * scale - from) / (to - from) * (x1 - x0);
      let row = data.rows[0];
      for (const candidate of data.rows) if (Math.abs(candidate[0].value - x) < Math.abs(row[0].value - x)) row = candidate;
      const place = from + (row[0].value - x0) / (x1 - x0) * (to - from);
      rule.setAttribute("x1", place);
      rule.setAttribute("x2", place);
      rule.style.display = "";
      tip.replaceChildren();
      const head = document.createElement("b");
      head.textContent = data.heads[0].name + " " + row[0].text;
      tip.append(head);
      for (let i = 1; i < row.length; i++) {
        if (Number.isNaN(row[i].value) || (data.heads[i].name === "not finite" && row[i].value === 0)) continue;
        const line = document.createElement("div");
        const dot = document.createElement("i");
        if (data.heads[i].role === "line") dot.style.background = color(data.heads[i].color);
        line.append(dot, data.heads[i].name + "  " + row[i].text);
        tip.append(line);
      }
      tip.hidden = false;
      const left = place / scale;
      tip.style.top = top / scale + "px";
      tip.style.left = left > box.width / 2 ? left - tip.offsetWidth - 12 + "px" : left + 12 + "px";
    });
  }

  function zoomable(figure, svg, data) {
    const zoom = document.createElement("button");
    zoom.type = "button";
    zoom.className = "zoom";
    zoom.textContent = "Zoom";
    figure.append(zoom);
    let plot = null;
    const close = () => { plot.destroy(); plot = null; svg.style.display = ""; zoom.textContent = "Zoom"; };
    const open = () => {
      const log = svg.dataset.log === "1";
      const drawn = data.heads.map((head, i) => ({ ...head, i })).filter(head => head.role);
      const columns = [data.rows.map(row => row[0].value), ...drawn.map(head => data.rows.map(row => {
        const value = row[head.i].value;
        return Number.isFinite(value) && (!log || value > 0) ? value : null;
      }))];
      const lows = drawn.map((head, k) => [head, k + 1]).filter(([head]) => head.role === "low").map(([, k]) => k);
      const highs = drawn.map((head, k) => [head, k + 1]).filter(([head]) => head.role === "high").map(([, k]) => k).reverse();
      const quiet = getComputedStyle(root).getPropertyValue("--quiet").trim();
      const hair = getComputedStyle(root).getPropertyValue("--hair").trim();
      const axis = { stroke: quiet, grid: { stroke: hair, width: 1 }, ticks: { stroke: hair } };
      const box = svg.getBoundingClientRect();
      plot = new uPlot({
        width: Math.round(box.width), height: Math.max(220, Math.round(box.height)),
        scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
        axes: [axis, { ...axis, size: 60 }],
        cursor: { drag: { x: true, y: true, uni: 20 }, sync: { key: "unfold" } },
        series: [{ label: data.heads[0].name }, ...drawn.map(head => ({
          label: head.name, stroke: head.role === "line" ? color(head.color) : color(head.color) + "66", width: head.role === "line" ? 2 : 0.5, points: { show: head.role === "line" && data.rows.length < 60 },
        }))],
        bands: lows.map((low, k) => ({ series: [highs[k], low], fill: color(drawn[low - 1].color) + "26" })),
      }, columns, figure.insertBefore(document.createElement("div"), svg));
      svg.style.display = "none";
      zoom.textContent = "Back";
    };
    zoom.onclick = () => plot ? close() : open();
    figure.addEventListener("theme", () => { if (plot) { close(); open(); } });
  }

  for (const figure of document.querySelectorAll("figure")) {
    const svg = figure.querySelector("svg");
    const data = read(figure);
    if (!svg || data.rows.length === 0) continue;
    tooltip(figure, svg, data);
    if (typeof uPlot === "function") zoomable(figure, svg, data);
  }
})();
