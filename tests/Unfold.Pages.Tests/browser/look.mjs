// node look.mjs CHROMIUM PAGE [SCREENSHOTS]: opens a page as people do, and prints as JSON what there is to see and to complain of.
import { chromium } from "playwright-core";
import { pathToFileURL } from "node:url";

const [executablePath, file, pictures] = process.argv.slice(2);
const url = pathToFileURL(file).href;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });

async function visit(name, options, look) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const seen = { complaints: [], requests: [] };
  page.on("console", message => { if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text()); });
  page.on("pageerror", error => seen.complaints.push(String(error)));
  page.on("request", request => { if (request.url() !== url && !/^(data|blob):/.test(request.url())) seen.requests.push(request.url()); });
  await page.goto(url);
  Object.assign(seen, await page.evaluate(() => ({
    title: document.title,
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
    background: getComputedStyle(document.body).backgroundColor,
    text: getComputedStyle(document.body).color,
  })));
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
  if (look) Object.assign(seen, await look(page));
  await context.close();
  return seen;
}

const openAll = page => page.evaluate(() => document.querySelectorAll("details").forEach(details => { details.open = true; }));

// How much is drawn in each chart, and whether its numbers are beside it.
const charts = async page => ({
  charts: await page.evaluate(() => [...document.querySelectorAll("figure.chart-box")].map(figure => {
    const svg = figure.querySelector("svg.chart");
    const box = svg?.getBoundingClientRect();
    return {
      id: figure.dataset.chart,
      kind: figure.dataset.kind,
      width: box?.width ?? 0,
      height: box?.height ?? 0,
      pageWidth: document.documentElement.clientWidth,
      right: box?.right ?? 0,
      shapes: svg ? [...svg.querySelectorAll("path,rect,circle,polyline,polygon,line")].filter(shape => { const b = shape.getBBox(); return b.width + b.height > 0; }).length : 0,
      canvases: figure.querySelectorAll("canvas").length,
      rows: (figure.querySelector("pre.csv")?.textContent ?? "").trim().split("\n").length - 1,
    };
  })),
});

// Moves the pointer over each chart until values show.
async function hover(page) {
  await openAll(page);
  const found = [];
  for (const figure of await page.$$("figure.chart-box")) {
    await figure.scrollIntoViewIfNeeded();
    const id = await figure.getAttribute("data-chart");
    const target = (await figure.$("canvas")) ?? (await figure.$("svg.chart"));
    const box = await target.boundingBox();
    let text = "";
    for (let i = 0; i < 169 && text === ""; i++) {
      const [column, row] = [(i * 7) % 13, Math.floor(i / 13)];
      await page.mouse.move(box.x + box.width * (column + 0.5) / 13, box.y + box.height * (((row * 5) % 13) + 0.5) / 13);
      text = await figure.evaluate(f => [...f.querySelectorAll(".tip, .u-legend")].filter(tip => !tip.hidden && tip.getClientRects().length > 0).map(tip => tip.innerText).join(" ").trim());
    }
    found.push({ id, text });
  }
  return { hovered: found };
}

const desktop = { viewport: { width: 1400, height: 900 } };
const result = {
  light: await visit("light", { ...desktop, colorScheme: "light" }, async page => { await openAll(page); return { ...await charts(page), ...await hover(page) }; }),
  dark: await visit("dark", { ...desktop, colorScheme: "dark" }),
  phone: await visit("phone", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }, async page => { await openAll(page); return { openWidth: await page.evaluate(() => document.documentElement.scrollWidth) }; }),
  noScript: await visit("no-script", { ...desktop, javaScriptEnabled: false }, async page => { await openAll(page); return charts(page); }),
  print: await visit("print", desktop, async page => {
    const pdf = await page.pdf({ format: "A4", path: pictures ? `${pictures}/print.pdf` : undefined });
    return { pages: (pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length };
  }),
};
await browser.close();
console.log(JSON.stringify(result));
