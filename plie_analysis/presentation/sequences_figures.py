"""Pictures of trajectories: chronogram, index plot, flow of the étapes."""

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import francais, trajectoires
from .elements import Cellule, Ligne, Tableau, donnees
from .image import Image, vide
from .toile import Echelle, Formes, Mention, Style, Toile, multiples, rectangle

NB = francais.INSECABLE
ETATS = {
    "emploi durable": Style("nuit"),
    "emploi": Style("ciel", "solid", "/"),
    "formation qualifiante": Style("sapin"),
    "formation non qualifiante": Style("menthe", "solid", "x"),
    "mobilisation": Style("ambre", "solid", "."),
    "sans étape": Style("brume"),
    "sorti": Style("ardoise", "solid", "-"),
}
AUCUNE = "aucune étape"
# More lines than that are thinner than what an eye tells apart.
LIGNES = 100
CLASSES = {
    "emploi": ETATS["emploi durable"],
    "formation qualifiante": ETATS["formation qualifiante"],
    "formation non qualifiante": ETATS["formation non qualifiante"],
    "mobilisation": ETATS["mobilisation"],
    "non renseigné": Style("prune", "solid", "|"),
    AUCUNE: ETATS["sans étape"],
    "sortie positive": Style("nuit", "solid", "+"),
    "autre sortie": Style("brique"),
    "encore en parcours": Style("ardoise", "solid", "/"),
}
DEBUTS = {
    "emploi": "un emploi",
    "formation qualifiante": "une formation qualifiante",
    "formation non qualifiante": "une formation non qualifiante",
    "mobilisation": "une mobilisation vers l’emploi",
    "non renseigné": "une étape sans classe connue",
}
PRIORITE = f"Un seul état par mois. Quand plusieurs étapes se chevauchent, on retient la première de cette liste{NB}: {', '.join(trajectoires.PRIORITE)}."


def chronogramme(seq: pd.DataFrame) -> Image:
    """State distribution month by month since the entry, from monthly states."""
    title = "Où en sont les parcours, mois après mois"
    table = trajectoires.chronogramme(seq, alphabet=list(ETATS))
    if table.empty:
        return vide(title, "Aucun parcours n’est suivi depuis son entrée.")
    size = table.groupby("t")["n"].sum()
    months = [month for month in size.index if size[month]]
    table = table[table["t"].isin(months)]
    canvas = Toile(
        Echelle(0, len(months), multiples(len(months), 6), "mois depuis l’entrée", grille=False),
        Echelle(0, 100, [(v, f"{v}{NB}%") for v in (0, 25, 50, 75, 100)]),
        hauteur=360,
    )
    base = dict.fromkeys(months, 0.0)
    for state, style in ETATS.items():
        shares = table[table["etat"] == state].set_index("t")["part"]
        contours = []
        for month in months:
            top = base[month] + 100 * shares.get(month, 0.0)
            if top > base[month] + 1e-9:
                contours.append(rectangle(month, month + 1, base[month], top))
            base[month] = top
        if contours:
            canvas.ajouter(Formes(state, contours, style))
    return Image(
        title,
        _phrase(table, months),
        canvas,
        _table(title, table, months, size),
        note=f"{PRIORITE} Chaque mois ne compte que les parcours dont il est connu.",
    )


def _phrase(table: pd.DataFrame, months: Sequence[int]) -> str:
    month = 6 if 6 in months else max(months)
    at = table[table["t"] == month].set_index("etat")["part"]
    job = at.get("emploi", 0) + at.get("emploi durable", 0)
    gone, none = at.get("sorti", 0), at.get("sans étape", 0)
    return (
        f"Le {month + 1}{'er' if month == 0 else 'e'} mois après l’entrée, {francais.pourcentage(100 * job)} des parcours connus sont en emploi, "
        f"{francais.pourcentage(100 * none)} sans étape, et {francais.pourcentage(100 * gone)} sont sortis."
    )


def _table(title: str, table: pd.DataFrame, months: Sequence[int], size: pd.Series) -> Tableau:
    rows = []
    for month in months[::3]:
        at = table[table["t"] == month].set_index("etat")
        cells = []
        for state in ETATS:
            cells.append(Cellule(100 * float(at["part"].get(state, 0)), "%"))
        rows.append(Ligne(f"{month + 1}{'er' if month == 0 else 'e'} mois", [*cells, Cellule(int(size[month]))]))
    return donnees(title, ["Mois depuis l’entrée", *map(francais.majuscule, ETATS), "Parcours connus"], rows)


def tapis(seq: pd.DataFrame, strates: pd.Series) -> Image:
    """Index plot: one line per parcours, sampled above ``LIGNES``, sorted by ``strates`` (what became of it) then by its states."""
    title = "De l’entrée à la fin de l’observation"
    lines = trajectoires.tapis(seq, strates=strates, taille=LIGNES)
    if lines.empty:
        return vide(title, "Aucun parcours n’est suivi depuis son entrée.")
    count, total = int(lines["rang"].max()) + 1, seq["id"].nunique()
    last = int(lines["t"].max()) + 1
    canvas = Toile(
        Echelle(0, last, multiples(last, 6), "mois depuis l’entrée", grille=False), Echelle(count, 0, grille=False), hauteur=460, gauche=20
    )
    shapes: dict[str, list] = {}
    for state, rank, start, end in _runs(lines):
        shapes.setdefault(state, []).append(rectangle(start, end, rank, rank + 1))
    for state, style in ETATS.items():
        if state in shapes:
            canvas.ajouter(Formes(state, shapes[state], Style(style.couleur)))
    first = lines.groupby("strate")["rang"].agg(["min", "max", "nunique"])
    for name, row in first.iterrows():
        canvas.ajouter(Mention(last, (row["min"] + row["max"] + 1) / 2, str(name), "end", halo=True))
    counts = pd.Series(strates).reindex(seq["id"].unique()).value_counts()
    rows = [
        Ligne(francais.majuscule(str(name)), [Cellule(int(counts.get(name, 0))), Cellule(int(row["nunique"]))])
        for name, row in first.iterrows()
    ]
    sampled = "" if count == total else f" {francais.nombre(count)} sont montrés, tirés au sort en proportion de chaque devenir."
    phrase = f"Chaque ligne est un parcours, de son entrée, à gauche, jusqu’à la fin de l’observation{NB}: {francais.compte(total, 'parcours suivi', 'parcours suivis')} depuis l’entrée, rangés selon leur devenir.{sampled}"
    return Image(
        title,
        phrase,
        canvas,
        donnees(title, ["Devenir", "Parcours", "Lignes montrées"], rows),
    )


def _runs(lines: pd.DataFrame):
    """(state, line, first month, month after the last) of each stretch in one state."""
    change = (
        (lines["rang"] != lines["rang"].shift())
        | (lines["etat"].astype(str) != lines["etat"].astype(str).shift())
        | (lines["t"] != lines["t"].shift() + 1)
    )
    number = change.cumsum()
    grouped = lines.assign(etat=lines["etat"].astype(str)).groupby(number)
    table = grouped.agg(etat=("etat", "first"), rang=("rang", "first"), debut=("t", "first"), fin=("t", "last"))
    yield from zip(table["etat"], table["rang"], table["debut"], table["fin"] + 1, strict=True)


def flux(colonnes: pd.DataFrame) -> Image:
    """Flow of the first étapes: ``colonnes`` has one row per parcours and one column per step, in order (see ``CLASSES``)."""
    title = "De la première étape à l’issue"
    if colonnes.empty:
        return vide(title, "Aucun parcours n’est suivi depuis son entrée.")
    names, total = list(colonnes.columns), len(colonnes)
    canvas = Toile(
        Echelle(
            -0.14,
            len(names) - 1 + 0.24,
            [(i + 0.05, name.removesuffix(" étape")) for i, name in enumerate(names)],
            "étape, puis devenir",
            grille=False,
        ),
        Echelle(0, 1.16 * total, grille=False),
        hauteur=400,
        gauche=8,
    )
    gap = 0.16 * total / max(len(CLASSES) - 3, 1)
    places = [_stack(colonnes[name], gap) for name in names]
    rows, labels = [], []
    for step, (left, right) in enumerate(itertools.pairwise(names)):
        pairs = colonnes.groupby([left, right]).size()
        out, into = ({name: low for name, (low, _) in places[step].items()}, {name: low for name, (low, _) in places[step + 1].items()})
        for a in places[step]:
            for b in places[step + 1]:
                n = int(pairs.get((a, b), 0))
                if not n:
                    continue
                rows.append(Ligne(f"{left} → {right}{NB}: {a} → {b}", [Cellule(n)]))
                canvas.ajouter(
                    Formes(a, [_ribbon(step + 0.1, step + 1, out[a], into[b], n)], Style(CLASSES[a].couleur), 0.34, en_legende=False)
                )
                out[a], into[b] = out[a] + n, into[b] + n
    for step, stack in enumerate(places):
        for name, (low, high) in stack.items():
            canvas.ajouter(Formes(name, [rectangle(step, step + 0.1, low, high)], CLASSES[name], bord=True))
            if high - low < 0.04 * total:  # too thin for a number, which stands in the table
                continue
            labels.append(Mention(step + 0.05, (low + high) / 2, francais.nombre(high - low), halo=True))
    first = colonnes[names[0]]
    most = first[first != AUCUNE].value_counts()
    phrase = f"{francais.pourcentage(100 * (first == AUCUNE).mean())} des parcours n’ont commencé aucune étape."
    if len(most):
        phrase = f"{francais.pourcentage(100 * most.iloc[0] / total)} des parcours commencent par {DEBUTS[most.index[0]]}{NB}; {phrase.replace(' des parcours', '')}"
    return Image(
        title,
        phrase,
        canvas.ajouter(*labels),
        donnees(title, ["Passage", "Parcours"], rows),
        note="La largeur d’un ruban est le nombre de parcours ; les étapes sont rangées par date de début.".replace(" ;", f"{NB};"),
    )


def _stack(values: pd.Series, gap: float) -> dict[str, tuple[float, float]]:
    """Bottom and top of each node of a column, in the order of ``CLASSES`` from the top."""
    counts = values.value_counts()
    found, low = {}, 0.0
    for name in [name for name in reversed(list(CLASSES)) if counts.get(name, 0)]:
        found[name] = (low, low + float(counts[name]))
        low += float(counts[name]) + gap
    return found


def _ribbon(x0: float, x1: float, y0: float, y1: float, n: float, points: int = 14) -> list[tuple[float, float]]:
    """The contour of a flow of ``n`` from (x0, y0) to (x1, y1), in a smooth slope."""
    share = np.linspace(0, 1, points)
    x = x0 + share * (x1 - x0)
    y = y0 + (3 * share**2 - 2 * share**3) * (y1 - y0)
    return [*zip(x, y, strict=True), *zip(x[::-1], y[::-1] + n, strict=True)]
