"""A drawing as inline SVG: what is seen without script, on paper, in black and white."""

from html import escape

from .toile import GRILLE, Ligne, Points, Style, Texte, Toile, marches

LARGEUR = 640
TIRETS = {"solid": "", "dash": "9 5", "dot": "2 4", "dashdot": "9 4 2 4", "longdash": "15 5"}
RAIES = {
    "/": '<path d="M-1 1l2-2M0 8l8-8M7 9l2-2"/>',
    "\\": '<path d="M-1 7l2 2M0 0l8 8M7-1l2 2"/>',
    "x": '<path d="M0 0l8 8M8 0l-8 8"/>',
    "-": '<path d="M0 4h8"/>',
    "|": '<path d="M4 0v8"/>',
    "+": '<path d="M4 0v8M0 4h8"/>',
    ".": '<circle cx="4" cy="4" r="1.6"/>',
}


def dessin(toile: Toile, identifiant: str, texte: str) -> str:
    """The drawing; ``texte`` is its equivalent in words."""
    top = _legend_height(toile)
    height = toile.hauteur + top

    def x(value: float) -> float:
        return toile.gauche + (value - toile.x.debut) / (toile.x.fin - toile.x.debut) * (LARGEUR - toile.gauche - toile.droite)

    def y(value: float) -> float:
        return height - toile.bas - (value - toile.y.debut) / (toile.y.fin - toile.y.debut) * (toile.hauteur - toile.bas - 12)

    patterns: dict[Style, str] = {}
    shapes = [_mark(mark, x, y, patterns, identifiant) for mark in toile.marques]
    body = _axes(toile, x, y, height, top) + "".join(shapes) + _legend(toile, patterns, identifiant)
    defs = "".join(_pattern(style, name) for style, name in patterns.items())
    return f'<svg viewBox="0 0 {LARGEUR} {height}" role="img" aria-label="{escape(texte)}"><defs>{defs}</defs>{body}</svg>'


def _pattern(style: Style, name: str) -> str:
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{style.couleur}" fill-opacity=".2"/>'
        f'<g stroke="{style.couleur}" fill="{style.couleur}" stroke-width="1.8">{RAIES[style.hachure]}</g></pattern>'
    )


def _fill(style: Style, patterns: dict[Style, str], identifiant: str) -> str:
    if not style.hachure:
        return style.couleur
    return f"url(#{patterns.setdefault(style, f'{identifiant}-h{len(patterns)}')})"


def _mark(mark, x, y, patterns: dict, identifiant: str) -> str:
    if isinstance(mark, Texte):
        halo = ' stroke="#fff" stroke-width="4" paint-order="stroke" style="fill:#16202c"' if mark.halo else ""
        return f'<text x="{x(mark.x):.1f}" y="{y(mark.y) + 5:.1f}" text-anchor="{mark.ancre}"{halo}>{escape(mark.texte)}</text>'
    if isinstance(mark, Ligne):
        xs, ys = marches(mark.x, mark.y) if mark.escalier else (mark.x, mark.y)
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(xs, ys, strict=True) if a == a and b == b)
        return f'<polyline points="{points}" fill="none" {_stroke(mark.style)}/>'
    if isinstance(mark, Points):
        return "".join(_point(mark, i, x, y) for i in range(len(mark.x)))
    path = "".join("M" + "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in contour) + "Z" for contour in mark.contours)
    opacity = f' fill-opacity="{mark.opacite}"' if mark.opacite < 1 else ""
    fill = _fill(mark.style, patterns, identifiant) if mark.opacite == 1 else mark.style.couleur
    edge = f' stroke="{mark.style.couleur}"' if mark.bord else ""
    return f'<path d="{path}" fill="{fill}"{opacity}{edge}/>'


def _point(mark: Points, i: int, x, y) -> str:
    if mark.x[i] != mark.x[i]:
        return ""
    cx, cy = x(mark.x[i]), y(mark.y[i])
    low, high = x(mark.bas[i]), x(mark.haut[i])
    bar = f'<path d="M{low:.1f} {cy:.1f}H{high:.1f}M{low:.1f} {cy - 5:.1f}v10M{high:.1f} {cy - 5:.1f}v10" fill="none" stroke="{mark.style.couleur}" stroke-width="2"/>'
    shape = (
        f'<rect x="{cx - 5:.1f}" y="{cy - 5:.1f}" width="10" height="10" fill="none"'
        if mark.carre
        else f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="5.5" fill="{mark.style.couleur}"'
    )
    return f'{bar}{shape} stroke="{mark.style.couleur}" stroke-width="2.5"/>'


def _stroke(style: Style) -> str:
    dash = f' stroke-dasharray="{TIRETS[style.trait]}"' if TIRETS[style.trait] else ""
    return f'stroke="{style.couleur}" stroke-width="{style.epaisseur}"{dash}'


def _axes(toile: Toile, x, y, height: int, top: int) -> str:
    bottom = height - toile.bas
    parts = []
    for value, label in toile.y.graduations:
        if toile.y.grille:
            parts.append(
                f'<line class="grille" x1="{toile.gauche}" x2="{LARGEUR - toile.droite}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>'
            )
        parts.append(f'<text class="echelle" x="{toile.gauche - 7}" y="{y(value) + 5:.1f}" text-anchor="end">{escape(label)}</text>')
    for value, label in toile.x.graduations:
        if toile.x.grille:
            parts.append(
                f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{top + 12}" y2="{bottom}" stroke="{GRILLE.couleur}" stroke-opacity=".3"/>'
            )
        parts.append(f'<text class="echelle" x="{x(value):.1f}" y="{bottom + 19}" text-anchor="middle">{escape(label)}</text>')
    if toile.x.titre:
        parts.append(
            f'<text class="legende" x="{LARGEUR - toile.droite}" y="{bottom + 39}" text-anchor="end">{escape(toile.x.titre)}</text>'
        )
    return "".join(parts)


def _places(toile: Toile) -> list[tuple[object, float, int]]:
    """Where each name of the legend stands: the mark, x, line."""
    places, x, line = [], 0.0, 0
    for mark in toile.noms:
        width = 40 + 11 * len(mark.nom)
        if x and x + width > LARGEUR:
            x, line = 0.0, line + 1
        places.append((mark, x, line))
        x += width
    return places


def _legend_height(toile: Toile) -> int:
    if not toile.legende or len(toile.noms) < 2:
        return 0
    return 26 * (_places(toile)[-1][2] + 1) + 4


def _legend(toile: Toile, patterns: dict, identifiant: str) -> str:
    if not _legend_height(toile):
        return ""
    parts = []
    for mark, x, line in _places(toile):
        y = 26 * line + 6
        if isinstance(mark, Ligne):
            sign = f'<line x1="{x}" x2="{x + 26}" y1="{y + 7}" y2="{y + 7}" {_stroke(mark.style)}/>'
        elif isinstance(mark, Points):
            sign = (
                f'<rect x="{x + 6}" y="{y + 1}" width="11" height="11" fill="{"none" if mark.carre else mark.style.couleur}" stroke="{mark.style.couleur}" stroke-width="2.5"/>'
                if mark.carre
                else f'<circle cx="{x + 12}" cy="{y + 7}" r="6" fill="{mark.style.couleur}"/>'
            )
        else:
            fill = _fill(mark.style, patterns, identifiant) if mark.opacite == 1 else mark.style.couleur
            sign = f'<rect x="{x}" y="{y}" width="22" height="14" fill="{fill}" stroke="{mark.style.couleur}"{f" fill-opacity={chr(34)}{mark.opacite}{chr(34)}" if mark.opacite < 1 else ""}/>'
        parts.append(f'{sign}<text class="legende" x="{x + 31:.0f}" y="{y + 12}">{escape(mark.nom)}</text>')
    return "".join(parts)
