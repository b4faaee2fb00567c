"""A result as a plotly figure that anyone may go on with: the template of the house, French numbers, real values."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .. import francais
from ..errors import PlieError
from ..gabarits import palette
from ..indicateurs import definitions
from ..indicateurs.choix import find
from ..presentation.modele_plotly import CONFIG, modele, texte
from .cartes import rang_de_rupture
from .croisement import Case
from .mots import INDICATEUR

if TYPE_CHECKING:
    import plotly.graph_objects as go

MODELE = "plie"
# How a notebook shows a figure: as the figure itself, never with a copy of plotly.js. The variable is read by plotly as it is imported.
VARIABLE, RENDU = "PLOTLY_RENDERER", "plotly_mimetype"
COULEURS = ("bleu", "orange", "vert", "violet", "sarcelle", "gris")
HACHURES = ("", "/", ".", "x", "-", "|")
TRAITS = ("solid", "dash", "dot", "dashdot")
PAS = 6
DANS_LE_TEMPS = ("mois", "cohorte_annee", "cohorte_trimestre", "cohorte_mois", "horizon")


@cache
def preparer() -> None:
    """Give plotly the template of the house under the name « plie », make it the one used, and let it speak French."""
    import plotly.graph_objects as go
    import plotly.io as pio

    layout = {key: value for key, value in modele()["layout"].items() if key != "dragmode"}
    colours = [palette()[name][0] for name in COULEURS]
    pio.templates[MODELE] = go.layout.Template(layout={**layout, "barmode": "group", "colorway": colours})
    pio.templates.default = MODELE
    pio.renderers.default = RENDU
    for name in ("plotly_mimetype", "jupyterlab", "notebook_connected"):
        if name in pio.renderers and hasattr(pio.renderers[name], "config"):
            pio.renderers[name].config = dict(CONFIG)


def dessiner(reponse, indicateur: str = "") -> go.Figure:
    """Bars (lines along time) of one unit: the first axis along the bottom, the second axis or the indicators by colour."""
    import plotly.graph_objects as go

    preparer()
    config = reponse.config
    chosen = _chosen(reponse, indicateur, config)
    if len(reponse.axes) > 2 or (len(reponse.axes) == 2 and len(chosen) > 1):
        raise PlieError("Un graphique montre au plus deux dimensions : un indicateur par deux axes, ou plusieurs indicateurs par un axe.\nChoisissez l'indicateur : .graphique(\"…\"), ou demandez moins d'axes.")  # fmt: skip
    first = reponse.axes[0] if reponse.axes else INDICATEUR
    second = reponse.axes[1] if len(reponse.axes) == 2 else INDICATEUR if reponse.axes and len(chosen) > 1 else ""
    table = reponse.tri(first, second or (), totaux=False) if second else reponse.tri(first, totaux=False)
    titles = [definitions(config)[name].titre for name in chosen]
    unit = definitions(config)[chosen[0]].unite
    in_time = bool(reponse.question.par) and reponse.question.par[0] in DANS_LE_TEMPS
    drawn = go.Figure()
    named = table.noms_colonnes.index(INDICATEUR) if INDICATEUR in table.noms_colonnes else None
    columns = [column for column in table.colonnes if named is None or column[named] in titles]
    for rank, column in enumerate(columns):
        label = column[0] if second else ""
        rows = [row for row in table.lignes if first != INDICATEUR or row[0] in titles]
        cells = [table.cases[row, column] for row in rows]
        drawn.add_trace(_trace(go, [texte(row[0]) for row in rows], cells, label, rank, in_time))
    drawn.update_layout(
        title=_titre(francais.enumeration(titles), f"{francais.majuscule(reponse.question.circonstances(config))} — {reponse.source.phrase}"),
        showlegend=bool(second),
        legend={"title": {"text": f"{second} " if second and second != INDICATEUR else ""}},
        margin={"t": 120 if second else 80, "b": 60},
        xaxis={"title": {"text": first if first != INDICATEUR else ""}, "type": "category", "showgrid": False},
        yaxis={"title": {"text": "" if unit == "%" else unit}, "rangemode": "tozero", "ticksuffix": f"{francais.INSECABLE}%" if unit == "%" else ""},
    )  # fmt: skip
    if in_time:
        _mark_the_map(drawn, reponse, first, [row[0] for row in table.lignes if first != INDICATEUR or row[0] in titles])
    return drawn


def _mark_the_map(drawn, reponse, axe: str, labels: list[str]) -> None:
    """A dashed line between the two periods where the map of the quartiers changes, with its words."""
    codes = reponse.frame.attrs["codes"][axe]
    rank = rang_de_rupture(reponse.question, [codes[label] for label in labels], reponse.config)
    if rank is not None:
        grey = palette()["gris"][0]
        drawn.add_vline(x=rank - 0.5, line={"color": grey, "dash": "dash", "width": 1})
        drawn.add_annotation(
            x=rank - 0.5, y=1, yref="paper", yanchor="bottom", text="Rupture de série", showarrow=False, font={"size": 12, "color": grey}
        )


def _chosen(reponse, indicateur: str, config: dict) -> list[str]:
    known = definitions(config)
    ids = list(reponse.question.ids)
    if indicateur:
        titles = {known[name].titre: name for name in ids}
        found = find(indicateur, [*ids, *titles], f"« {indicateur} » n'est pas un indicateur de cette question.")
        return [titles.get(found, found)]
    if len({known[name].unite for name in ids}) > 1:
        raise PlieError(f'Ces indicateurs n\'ont pas la même unité : ils ne se tracent pas ensemble.\nChoisissez : .graphique("{ids[0]}").')
    return ids


def _titre(titre: str, suite: str = "") -> dict:
    return {
        "text": texte(titre),
        "font": {"size": 15},
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 0.97,
        "yanchor": "top",
        "subtitle": {"text": texte(suite), "font": {"size": 12}},
    }


def _trace(go, labels: list[str], cells: list[Case], name: str, rank: int, in_time: bool):
    values = [None if cell.est_vide else cell.valeur for cell in cells]
    said = [texte(f"{name}\n{cell.lu}" if name else cell.lu) for cell in cells]
    colour = palette()[COULEURS[rank % len(COULEURS)]][0]
    texts = [cell.texte if not cell.est_inconnue else "" for cell in cells]
    common = {"x": labels, "y": values, "name": texte(name), "hovertext": said, "hoverinfo": "text", "text": texts}
    if in_time:
        return go.Scatter(mode="lines+markers", line={"color": colour, "width": 3}, **common)
    marker = {"color": colour, "pattern": {"shape": HACHURES[rank % len(HACHURES)], "fillmode": "overlay"}}
    return go.Bar(marker=marker, textposition="outside", cliponaxis=False, **common)


def durees(resultat) -> go.Figure:
    """Parcours by duration (half-years) and outcome, stacked."""
    import plotly.graph_objects as go

    preparer()
    frame = resultat.frame
    bins = (frame["Durée (mois)"] // PAS).astype(int)
    drawn = go.Figure()
    for rank, issue in enumerate(frame["Issue"].cat.categories):
        counts = bins[frame["Issue"] == issue].value_counts()
        ranks = range(int(bins.max()) + 1 if len(bins) else 0)
        labels = [f"{PAS * one} à {PAS * (one + 1)} mois" for one in ranks]
        values = [int(counts.get(one, 0)) for one in ranks]
        said = [texte(f"{issue}\n{label}{francais.INSECABLE}: {value} parcours") for label, value in zip(labels, values, strict=True)]  # fmt: skip
        marker = {"color": palette()[COULEURS[rank]][0], "pattern": {"shape": "/" if not rank else "", "fillmode": "overlay"}}
        drawn.add_trace(go.Bar(x=labels, y=values, name=issue, hovertext=said, hoverinfo="text", marker=marker))
    return drawn.update_layout(
        title=_titre(resultat.titre, resultat.source.phrase),
        barmode="stack",
        margin={"t": 120},
        yaxis={"title": {"text": "parcours"}},
        xaxis={"title": {"text": "Durée à ce jour (hachuré : le parcours n’est pas fini)"}, "showgrid": False},
    )


def horizons(resultat, mesure: str) -> go.Figure:
    """A measure of the cohorts by horizon, one line per cohorte and public."""
    import plotly.graph_objects as go

    preparer()
    frame = resultat.frame
    with_horizon = frame[frame["Détail"].str.fullmatch(r"\d+ mois")]
    title = find(mesure, with_horizon["Mesure"].astype(str).unique(), f"« {mesure} » ne se lit pas par délai.")
    kept = with_horizon[with_horizon["Mesure"] == title]
    labels = list(frame.columns[: list(frame.columns).index("Mesure")])
    drawn = go.Figure()
    for rank, (key, rows) in enumerate(kept.groupby(labels, observed=True, sort=True)):
        name = " · ".join(map(str, key if isinstance(key, tuple) else (key,)))
        rows = rows.assign(mois=rows["Détail"].str.removesuffix(" mois").astype(int)).sort_values("mois")
        said = [texte(f"{name}\n{row.mois} mois{francais.INSECABLE}: {francais.quantite(row.Valeur, row.Unité)} ({francais.nombre(row.Suivis)} suivis)") for row in rows.itertuples()]  # fmt: skip
        style = {"color": palette()[COULEURS[rank % len(COULEURS)]][0], "dash": TRAITS[rank // len(COULEURS) % len(TRAITS)], "width": 3}
        drawn.add_trace(go.Scatter(x=rows["mois"], y=rows["Valeur"], name=texte(name), mode="lines+markers", hovertext=said, hoverinfo="text", line=style))  # fmt: skip
    unit = kept["Unité"].iloc[0] if len(kept) else ""
    return drawn.update_layout(
        title=_titre(title, resultat.source.phrase),
        margin={"t": 120},
        yaxis={"title": {"text": "" if unit == "%" else unit}, "rangemode": "tozero", "ticksuffix": f"{francais.INSECABLE}%" if unit == "%" else ""},
        xaxis={"title": {"text": "Mois depuis l’entrée"}, "tickvals": sorted(kept["Détail"].str.removesuffix(" mois").astype(int).unique())},
    )  # fmt: skip
