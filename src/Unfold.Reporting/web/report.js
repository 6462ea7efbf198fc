// Adds to the static page: the theme button, tables of the numbers, values under the pointer, and zooming where uPlot came along.
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
  let folded = [];
  addEventListener("beforeprint", () => { folded = [...document.querySelectorAll("details.fold:not([open])")]; folded.forEach(fold => { fold.open = true; }); });
  addEventListener("afterprint", () => folded.forEach(fold => { fold.open = false; }));
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
  if (navigator.clipboard) for (const code of document.querySelectorAll("code.copy")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "clip", textContent: "Copy" });
    button.onclick = () => navigator.clipboard.writeText(code.textContent).then(() => { button.textContent = "Copied"; });
    code.after(" ", button);
  }

  const color = index => getComputedStyle(root).getPropertyValue("--c" + index).trim();
  const numbers = text => text.split(",").map(Number);
  const short = text => text !== "" && Number.isFinite(Number(text)) ? String(Number(Number(text).toPrecision(4))) : text;

  function cells(line) {
    if (!line.includes('"')) return line.split(",");
    const found = [];
    for (let i = 0; i <= line.length; i++) {
      let text = "";
      if (line[i] === '"') {
        for (i++; i < line.length && (line[i] !== '"' || line[i + 1] === '"'); i++) { text += line[i]; if (line[i] === '"') i++; }
        i++;
      } else {
        for (; i < line.length && line[i] !== ","; i++) text += line[i];
      }
      found.push(text);
    }
    return found;
  }

  function parse(pre, roles) {
    const [head, ...lines] = pre.textContent.trimEnd().split("\n");
    const heads = cells(head).map((name, i) => {
      const [role, index] = (roles[i] || "").split(".");
      return { name, role, color: index };
    });
    return { heads, rows: lines.map(line => cells(line).map(text => ({ value: text === "" ? NaN : Number(text), text }))) };
  }

  const read = new WeakMap();
  function data(figure) {
    if (!read.has(figure)) {
      const [main, points] = figure.querySelectorAll("pre.csv");
      read.set(figure, { ...parse(main, figure.dataset.roles.split(",")), points: points ? parse(points, []).rows : [] });
    }
    return read.get(figure);
  }

  function tabulate(details) {
    for (const pre of details.querySelectorAll("pre.csv")) {
      const { heads, rows } = parse(pre, []);
      const table = document.createElement("table");
      table.className = "data";
      const line = (parent, tag, texts) => {
        const row = parent.insertRow();
        for (const text of texts) row.append(Object.assign(document.createElement(tag), { textContent: text }));
      };
      line(table.createTHead(), "th", heads.map(head => head.name));
      const body = table.createTBody();
      for (const row of rows) line(body, "td", row.map(cell => short(cell.text)));
      const box = document.createElement("div");
      box.className = "scroll";
      box.append(table);
      const link = document.createElement("a");
      link.className = "csv";
      link.textContent = "CSV";
      link.download = details.parentElement.dataset.file + (pre.classList.contains("points") ? "-steps" : "") + ".csv";
      link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(pre.textContent);
      pre.after(box, link);
      pre.hidden = true;
    }
  }

  /* The places of a chart: from the pointer to values, and back. */
  function places(svg) {
    const [x0, x1, from, to] = numbers(svg.dataset.x), [y0, y1, top, bottom] = numbers(svg.dataset.y);
    const lx = svg.dataset.logx ? Math.log10 : v => v, ly = svg.dataset.log === "1" ? Math.log10 : v => v;
    return {
      top, bottom, y0, y1,
      x: v => from + (lx(v) - lx(x0)) / (lx(x1) - lx(x0)) * (to - from),
      y: v => bottom + (ly(v) - ly(y0)) / (ly(y1) - ly(y0)) * (top - bottom),
      valueX: at => x0 + (at - from) / (to - from) * (x1 - x0),
    };
  }

  function nearestRow(figure, svg, at) {
    const { heads, rows, points } = data(figure), place = places(svg);
    const point = points.find(cell => Math.hypot(place.x(cell[0].value) - at.x, place.y(cell[5].value) - at.y) < 7);
    if (point) return { x: place.x(point[0].value), title: `epoch ${point[1].text}, step ${point[2].text}`, lines: [["batch", point[3].text], ["examples", point[4].text], ["value", short(point[5].text)]] };
    let row = rows[0];
    for (const candidate of rows) if (Math.abs(place.x(candidate[0].value) - at.x) < Math.abs(place.x(row[0].value) - at.x)) row = candidate;
    const lines = heads.map((head, i) => [head.name, short(row[i].text), head.role === "line" || head.role === "bar" ? head.color : ""])
      .filter(([name, text], i) => i > 0 && text !== "" && !(name === "not finite" && text === "0"));
    return { x: place.x(row[0].value), title: `${heads[0].name} ${short(row[0].text)}`, lines };
  }

  function nearestPoint(figure, svg, at) {
    const { heads, rows } = data(figure), place = places(svg);
    let best = null, distance = 24;
    for (const row of rows) {
      const d = Math.hypot(place.x(row[0].value) - at.x, place.y(row[1].value) - at.y);
      if (d < distance) [best, distance] = [row, d];
    }
    return best && { x: place.x(best[0].value), y: place.y(best[1].value), title: best[2] ? best[2].text : "", lines: heads.map((head, i) => [head.name, short(best[i].text)]).filter((_, i) => i !== 2) };
  }

  function nearestCell(figure, svg, at) {
    const { heads, rows } = data(figure), place = places(svg);
    const [start, spacing] = numbers(svg.dataset.columns);
    const column = Math.round((place.valueX(at.x) - start) / spacing);
    const row = Math.floor((at.y - place.top) / (place.bottom - place.top) * place.y1);
    const cell = rows[row] && rows[row][column + 1];
    if (column < 0 || !cell) return null;
    return { x: at.x, y: at.y, title: `${heads[0].name} ${short(rows[row][0].text)}`, lines: [[`at ${heads[column + 1].name}`, short(cell.text) || "not measured"]] };
  }

  function nearestBar(figure, svg, at) {
    const { heads, rows } = data(figure), place = places(svg);
    const row = rows[Math.floor((at.y - place.top) / (place.bottom - place.top) * place.y1)];
    return row && at.y >= place.top ? { x: at.x, y: at.y, title: row[0].text, lines: heads.map((head, i) => [head.name, short(row[i].text)]).slice(1) } : null;
  }

  const nearest = { lines: nearestRow, points: nearestPoint, heat: nearestCell, rows: nearestBar };

  function tooltip(figure, svg) {
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    figure.append(tip);
    const rule = document.createElementNS("http://www.w3.org/2000/svg", "line");
    rule.setAttribute("class", "axis");
    rule.style.display = "none";
    rule.style.pointerEvents = "none";
    svg.append(rule);
    const hide = () => { tip.hidden = true; rule.style.display = "none"; };
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("pointermove", event => {
      const box = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / box.width;
      const at = { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
      const found = data(figure).rows.length > 0 && nearest[figure.dataset.kind](figure, svg, at);
      if (!found) return hide();
      if (found.y === undefined) {
        const { top, bottom } = places(svg);
        for (const [name, value] of [["x1", found.x], ["x2", found.x], ["y1", top], ["y2", bottom]]) rule.setAttribute(name, value);
        rule.style.display = "";
      } else {
        rule.style.display = "none";
      }
      tip.replaceChildren(Object.assign(document.createElement("b"), { textContent: found.title }));
      for (const [name, text, index] of found.lines) {
        const line = document.createElement("div"), dot = document.createElement("i");
        if (index) dot.style.background = color(index);
        line.append(dot, name + "  " + text);
        tip.append(line);
      }
      tip.hidden = false;
      const left = found.x / scale;
      tip.style.top = svg.offsetTop + (found.y === undefined ? places(svg).top : found.y) / scale + "px";
      tip.style.left = Math.max(0, left > box.width / 2 ? left - tip.offsetWidth - 12 : left + 12) + "px";
    });
  }

  function zoomable(figure, svg) {
    const zoom = document.createElement("button");
    zoom.type = "button";
    zoom.className = "zoom";
    zoom.textContent = "Zoom";
    figure.append(zoom);
    let plot = null;
    const close = () => { plot.root.parentElement.remove(); plot.destroy(); plot = null; svg.style.display = ""; zoom.textContent = "Zoom"; };
    const open = () => {
      const { heads, rows } = data(figure);
      const log = svg.dataset.log === "1", [x0, x1, from, to] = numbers(svg.dataset.x);
      const drawn = heads.map((head, i) => ({ ...head, i })).filter(head => head.role);
      const columns = [rows.map(row => row[0].value), ...drawn.map(head => rows.map(row => {
        const value = row[head.i].value;
        return Number.isFinite(value) && (!log || value > 0) ? value : null;
      }))];
      const lows = drawn.map((head, k) => [head, k + 1]).filter(([head]) => head.role === "low").map(([, k]) => k);
      const highs = drawn.map((head, k) => [head, k + 1]).filter(([head]) => head.role === "high").map(([, k]) => k);
      const fans = lows.length === 2 && drawn[0].role === "low" ? [...highs].reverse() : highs; // 5 % goes with 95 %, 25 % with 75 %
      const quiet = getComputedStyle(root).getPropertyValue("--quiet").trim();
      const hair = getComputedStyle(root).getPropertyValue("--hair").trim();
      const axis = { stroke: quiet, grid: { stroke: hair, width: 1 }, ticks: { stroke: hair } };
      const box = svg.getBoundingClientRect();
      plot = new uPlot({
        width: Math.round(box.width), height: Math.max(220, Math.round(box.height)),
        scales: { x: { time: false, dir: from > to ? -1 : 1, distr: svg.dataset.logx ? 3 : 1 }, y: log ? { distr: 3 } : {} },
        axes: [axis, { ...axis, size: 60 }],
        cursor: { drag: { x: true, y: true, uni: 20 } },
        series: [{ label: heads[0].name }, ...drawn.map(head => ({
          label: head.name, stroke: head.role === "line" || head.role === "bar" ? color(head.color) : color(head.color) + "66", width: head.role === "line" ? 2 : head.role === "bar" ? 1.5 : 0.5,
          paths: head.role === "bar" ? uPlot.paths.bars() : undefined, fill: head.role === "bar" ? color(head.color) + "55" : undefined,
          points: { show: head.role === "line" && rows.length < 60 },
        }))],
        bands: lows.map((low, k) => ({ series: [fans[k], low], fill: color(drawn[low - 1].color) + "26" })),
      }, columns, figure.insertBefore(document.createElement("div"), svg));
      svg.style.display = "none";
      zoom.textContent = "Back";
    };
    zoom.onclick = () => plot ? close() : open();
    figure.addEventListener("theme", () => { if (plot) { close(); open(); } });
  }

  for (const figure of document.querySelectorAll("figure.chart-box")) {
    const svg = figure.querySelector("svg");
    figure.querySelector("details").addEventListener("toggle", event => tabulate(event.target), { once: true });
    if (figure.dataset.kind in nearest) tooltip(figure, svg);
    if (typeof uPlot === "function" && figure.dataset.kind === "lines") zoomable(figure, svg);
  }
})();
