"use strict";
// Adds the interactive graphs to a page that can be read without them: inflates plotly.js, embedded once, then draws each figure
// over its static drawing. The colours of the palette are those of the page, light or dark. Nothing is asked from the network.
(async () => {
  const holders = [...document.querySelectorAll("script.donnees-graphique")];
  if (!holders.length || !("DecompressionStream" in window)) return;
  const text = (id) => document.getElementById(id).textContent.trim();
  const bytes = Uint8Array.from(atob(text("plotly-comprime")), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
  if (!window.Plotly) return;
  Plotly.register(JSON.parse(text("plotly-francais")));
  const palette = JSON.parse(text("plotly-palette"));
  const CONFIG = { locale: "fr", responsive: true, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

  async function draw(holder) {
    const box = document.getElementById(holder.dataset.pour);
    const target = box && box.querySelector(".interactif");
    if (!target) return;
    const style = getComputedStyle(document.documentElement);
    const dressed = holder.textContent.replace(/"#[0-9a-f]{6}"/g, (c) => (palette[c.slice(1, -1)] ? `"${style.getPropertyValue(palette[c.slice(1, -1)]).trim()}"` : c));
    const figure = JSON.parse(dressed);
    const layout = { ...figure.layout };
    if (!layout.template) Object.assign(layout, { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { ...layout.font, color: style.getPropertyValue("--encre").trim() } });
    layout.modebar = { ...layout.modebar, remove: ["sendChartToCloud"] };
    target.hidden = false;
    box.classList.add("anime");
    await Plotly.react(target, figure.data || [], layout, { ...figure.config, ...CONFIG });
  }

  const drawAll = () => Promise.all(holders.map(draw));
  await drawAll();
  document.documentElement.dataset.graphiques = "prets";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
