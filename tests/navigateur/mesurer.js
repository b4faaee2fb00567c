// What is measured of an open page: the width of its text, what goes beyond it, what overlaps, what is cut.
const seen = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && e.checkVisibility({ visibilityProperty: true }); };
const named = e => (e.tagName + " " + (e.getAttribute("class") || e.id || "") + " " + (e.textContent || "").trim().slice(0, 50)).trim();
const main = document.querySelector('main').getBoundingClientRect();
const contents = document.querySelector(".sommaire");
const beside = !!contents && seen(contents) && contents.getBoundingClientRect().right < main.left + 1;
const wide = document.documentElement.clientWidth;

// Beyond the page: all but what scrolls in a box of its own and what only a screen reader reads.
const inBox = e => e.closest(".tableau, svg, pre, .lecteur, .interactif, .evitement");
const beyond = [...document.body.querySelectorAll("*")]
  .filter(e => !inBox(e) && seen(e) && (e.getBoundingClientRect().right > wide + 1 || e.getBoundingClientRect().left < -1)).map(named);

// A table stands in a box that scrolls, and that is within the column of text.
const tables = [...document.querySelectorAll("table")].filter(seen);
const boxless = tables.filter(e => {
  const box = e.closest(".tableau") || (getComputedStyle(e).overflowX === "auto" ? e : null);
  return !box || box.getBoundingClientRect().right > wide + 1;
}).map(named);

// On paper nothing scrolls: a table, and each of its cells, must hold what it says.
const cut = [...tables, ...document.querySelectorAll("main td, main th")]
  .filter(e => seen(e) && (e.getBoundingClientRect().right > main.right + 1 || e.scrollWidth > e.clientWidth + 2)).map(named);

const meet = (a, b, by) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
const overlap = [];
const flow = e => seen(e) && getComputedStyle(e).display !== "inline" && !["absolute", "sticky", "fixed"].includes(getComputedStyle(e).position) && !e.matches(".lecteur");
for (const parent of [document.body, ...document.querySelectorAll("main, main :is(div, ul, ol, dl, figure, details, figcaption), footer, footer *, .bandeau")]) {
  if (parent.closest("svg, .interactif, pre")) continue;
  const children = [...parent.children].filter(flow);
  children.slice(1).forEach((e, rank) => {
    if (meet(children[rank].getBoundingClientRect(), e.getBoundingClientRect(), 2)) overlap.push(named(children[rank]) + " / " + named(e));
  });
}
// In a drawing, no word stands on another.
for (const drawing of document.querySelectorAll(".statique svg")) {
  const words = [...drawing.querySelectorAll("text")].filter(seen).map(e => [e, e.getBoundingClientRect()]);
  words.forEach(([one, a], rank) => words.slice(rank + 1).forEach(([other, b]) => {
    if (meet(a, b, 2.5)) overlap.push(drawing.closest("figure").id + ": " + one.textContent + " / " + other.textContent);
  }));
}
return {
  texte: main.width, sommaireACote: beside, page: document.documentElement.scrollWidth, debordent: [...new Set(beyond)].slice(0, 6),
  tableauxSansBoite: boxless, coupes: cut.slice(0, 6), recouverts: overlap.slice(0, 8),
};
