"use strict";
// Adds the interactive graphs to a page that can be read without them: inflates plotly.js, embedded once, then draws each figure
// over its static drawing. The colours are those of the page, light or dark. Nothing is asked from the network.
(async () => {
  const holders = [...document.querySelectorAll("script.donnees-graphique")];
  if (!holders.length || !("DecompressionStream" in window)) return;
  const packed = document.getElementById("plotly-comprime").textContent.trim();
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
  if (!window.Plotly) return;
  Plotly.register(JSON.parse(document.getElementById("plotly-francais").textContent));

  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const CONFIG = { locale: "fr", responsive: true, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

  function dress(figure) {
    const layout = structuredClone(figure.layout || {});
    layout.font = { ...layout.font, color: style("--encre") };
    layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
    layout.modebar = { ...layout.modebar, remove: ["sendChartToCloud"], bgcolor: "rgba(0,0,0,0)", color: style("--encre-douce"), activecolor: style("--accent") };
    const data = structuredClone(figure.data || []);
    const fills = [style("--serie-1"), style("--serie-2"), style("--serie-3")];
    let bars = 0;
    for (const trace of data) {
      if (trace.type === "bar" && trace.marker && trace.marker.line) {
        const fill = fills[bars++ % 3];
        trace.marker.color = fill;
        trace.marker.line.color = style("--trait");
        if (trace.marker.pattern) Object.assign(trace.marker.pattern, { bgcolor: fill, fgcolor: style("--trait") });
      } else if (trace.line) {
        trace.line.color = trace.line.dash ? style("--repere") : style("--trait");
      }
    }
    return { data, layout, config: { ...figure.config, ...CONFIG } };
  }

  async function draw(holder) {
    const box = document.getElementById(holder.dataset.pour);
    const target = box && box.querySelector(".interactif");
    if (!target) return;
    const figure = dress(JSON.parse(holder.textContent));
    target.hidden = false;
    box.classList.add("anime");
    await Plotly.react(target, figure.data, figure.layout, figure.config);
  }

  const drawAll = () => Promise.all(holders.map(draw));
  await drawAll();
  document.documentElement.dataset.graphiques = "prets";
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
