"""Graphs as small inline SVG: what is seen without script, on paper, in black and white."""

import math
from html import escape

from .. import francais
from .elements import Cellule, Graphique, Serie, couper

LARGEUR, HAUTEUR = 640, 300
GAUCHE, DROITE, HAUT, BAS = 58, 12, 44, 40
CLASSES = ("s1", "s2", "s3")


def dessin(graphique: Graphique) -> str:
    """The drawing; its text equivalent is the sentence of the graph, its values are in the table."""
    body, height = _horizontal(graphique) if graphique.sens == "horizontal" else _vertical(graphique)
    pattern = f"hachures-{graphique.identifiant}"
    hatch = (
        f'<defs><pattern id="{pattern}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="fond" width="7" height="7"/><rect class="raie" width="2.4" height="7"/></pattern></defs>'
    )
    body = body.replace('class="s2"', f'class="s2" fill="url(#{pattern})"')
    label = f"{graphique.titre}. {graphique.phrase}"
    return f'<svg viewBox="0 0 {LARGEUR} {height}" role="img" aria-label="{escape(label)}">{hatch}{body}</svg>'


def graduations(maximum: float) -> list[float]:
    """Three to six round steps from 0 to at least ``maximum``."""
    if maximum <= 0:
        return [0, 1]
    power = 10 ** math.floor(math.log10(maximum))
    step = next(power * part for part in (0.2, 0.25, 0.5, 1, 2, 2.5) if maximum / (power * part) <= 5)
    step = max(step, 1) if maximum >= 3 else step
    return [step * rank for rank in range(math.ceil(maximum / step - 1e-9) + 1)]


def _vertical(graphique: Graphique) -> tuple[str, int]:
    values = [cell.valeur for serie in graphique.series for cell in serie.cellules if not cell.est_vide]
    ticks = graduations(max(values, default=0))
    top = ticks[-1]
    count = len(graphique.categories)
    step = (LARGEUR - GAUCHE - DROITE) / count

    def y(value: float) -> float:
        return HAUTEUR - BAS - value / top * (HAUTEUR - HAUT - BAS)

    parts = [_axis(ticks, y, graphique.unite), _labels(graphique.categories, step)]
    bars = [serie for serie in graphique.series if serie.genre == "barres"]
    for rank, serie in enumerate(bars):
        width = step * 0.72 / len(bars)
        for index, cell in enumerate(serie.cellules):
            x = GAUCHE + step * index + step * 0.14 + width * rank
            parts.append(_bar(cell, x, width, y, CLASSES[rank % 3], with_label=len(bars) == 1 or count <= 6))
    lines = [serie for serie in graphique.series if serie.genre != "barres"]
    parts += [_line(serie, step, y) for serie in lines]
    return "".join(parts) + _legend(graphique.series, bars, GAUCHE), HAUTEUR


def _axis(ticks: list[float], y, unite: str) -> str:
    suffix = f"{francais.INSECABLE}%" if unite == "%" else ""
    decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    return "".join(
        f'<line class="grille" x1="{GAUCHE}" x2="{LARGEUR - DROITE}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        f'<text class="echelle" x="{GAUCHE - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{francais.nombre(tick, decimals)}{suffix}</text>'
        for tick in ticks
    )


def _labels(categories, step: float) -> str:
    """Every other label can be dropped on a narrow screen."""
    return "".join(
        f'<text class="categorie{" une-sur-deux" if rank % 2 else ""}" x="{GAUCHE + step * (rank + 0.5):.1f}" y="{HAUTEUR - BAS + 22}" text-anchor="middle">{escape(label)}</text>'
        for rank, label in enumerate(categories)
    )


def _bar(cell: Cellule, x: float, width: float, y, css: str, *, with_label: bool) -> str:
    if cell.est_vide:
        return ""
    rect = f'<rect class="{css}" x="{x:.1f}" y="{y(cell.valeur):.1f}" width="{width:.1f}" height="{y(0) - y(cell.valeur):.1f}"/>'
    if not with_label:
        return rect
    return rect + f'<text class="etiquette" x="{x + width / 2:.1f}" y="{y(cell.valeur) - 5:.1f}" text-anchor="middle">{cell.texte}</text>'


def _line(serie: Serie, step: float, y) -> str:
    """A line broken where a value is unknown; a reference line spans whole categories."""
    css = "repere" if serie.genre == "repere" else "ligne"
    segments, current = [], []
    for rank, cell in enumerate(serie.cellules):
        if cell.est_vide:
            segments.append(current)
            current = []
            continue
        middle = GAUCHE + step * (rank + 0.5)
        current += (
            [(middle - step / 2, y(cell.valeur)), (middle + step / 2, y(cell.valeur))] if css == "repere" else [(middle, y(cell.valeur))]
        )
    drawn = "".join(
        f'<polyline class="{css}" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>' for points in [*segments, current] if points
    )
    if css == "repere":
        return drawn
    return drawn + "".join(
        f'<circle class="point" cx="{a:.1f}" cy="{b:.1f}" r="4"/><text class="etiquette" x="{a:.1f}" y="{b - 9:.1f}" text-anchor="middle">{cell.texte}</text>'
        for (a, b), cell in zip(
            [point for points in [*segments, current] for point in points],
            [cell for cell in serie.cellules if not cell.est_vide],
            strict=True,
        )
    )


def _legend(series, bars, x: float) -> str:
    if len(series) < 2:
        return ""
    parts = []
    for serie in series:
        if serie.genre == "barres":
            mark = f'<rect class="{CLASSES[bars.index(serie) % 3]}" x="{x}" y="6" width="16" height="12"/>'
        else:
            mark = f'<line class="{"repere" if serie.genre == "repere" else "ligne"}" x1="{x}" x2="{x + 22}" y1="12" y2="12"/>'
        parts.append(f'{mark}<text class="legende" x="{x + 28}" y="17">{escape(serie.nom)}</text>')
        x += 52 + 10.5 * len(serie.nom)
    return "".join(parts)


def _horizontal(graphique: Graphique) -> tuple[str, int]:
    """Labels above their bars: a long label never pushes the bars out of a narrow screen."""
    values = [cell.valeur for serie in graphique.series for cell in serie.cellules if not cell.est_vide]
    top = max(values, default=0) or 1
    bar, room, y = 18, LARGEUR - 110, 34 if len(graphique.series) > 1 else 4
    parts = [_legend(graphique.series, list(graphique.series), 0)]
    for rank, label in enumerate(graphique.categories):
        for line in couper(label):
            parts.append(f'<text class="categorie" x="0" y="{y + 15}">{escape(line)}</text>')
            y += 22
        for order, serie in enumerate(graphique.series):
            cell = serie.cellules[rank]
            if not cell.est_vide:
                width = max(cell.valeur / top * room, 1)
                parts.append(
                    f'<rect class="{CLASSES[order % 3]}" x="0" y="{y}" width="{width:.1f}" height="{bar}"/><text class="etiquette" x="{width + 8:.1f}" y="{y + 14}">{cell.texte}</text>'
                )
            y += bar + 3
        y += 8
    return "".join(parts), y
