"""Pieces → HTML: captions, scopes, units, numerators; and how a notebook shows them."""

import html

from .. import francais
from . import plotly_maison, svg
from .elements import Bloc, Cartes, Cellule, Commentaires, Graphique, Ligne, Tableau, Texte

# Units that the label of a key figure already says.
COMPTES = ("parcours", "personnes", "etapes", "prescriptions")
CARNET_SEUL = {"plie": {"carnet_seul": True}}


def escape(texte: str) -> str:
    """Text for HTML, with the apostrophe of the page (nomenclatures are typed with the one of the keyboard)."""
    return html.escape(texte.replace("'", "’"), quote=True)


def cellule_html(cellule: Cellule | str) -> str:
    """One ``td``: the figure as printed, what a share is made of, and the exact value in ``data-valeur``."""
    if isinstance(cellule, str):
        return f"<td>{escape(cellule)}</td>"
    if cellule.est_vide:
        said = "masqué" if cellule.masquee else "non disponible"
        return f'<td class="n vide"><span aria-hidden="true">{cellule.texte}</span><span class="lecteur">{said}</span></td>'
    exact = f"{round(float(cellule.valeur), 6):g}" if abs(cellule.valeur) < 1e6 else repr(float(cellule.valeur))
    detail = f' <span class="detail">{cellule.detail}</span>' if cellule.detail else ""
    made_of = (
        ""
        if francais.is_empty(cellule.numerateur)
        else f' data-numerateur="{cellule.numerateur:g}" data-denominateur="{cellule.denominateur:g}"'
    )
    return f'<td class="n" data-valeur="{exact}"{made_of}>{cellule.texte}{detail}</td>'


def tableau_html(tableau: Tableau) -> str:
    """A table in a box that scrolls by itself when the screen is narrow."""
    caption = f"{tableau.identifiant}-titre"
    heads = "".join(f'<th scope="col"{_numeric(tableau, rank)}>{escape(head)}</th>' for rank, head in enumerate(tableau.entetes))
    bodies = "".join(_bodies(tableau.lignes, len(tableau.entetes)))
    note = f'<p class="note">{escape(tableau.note)}</p>' if tableau.note else ""
    return (
        f'<div class="tableau" role="region" aria-labelledby="{caption}" tabindex="0"><table id="{tableau.identifiant}">'
        f'<caption id="{caption}"><span>{escape(tableau.titre)}</span></caption><thead><tr>{heads}</tr></thead>{bodies}</table></div>{note}'
    )


def _numeric(tableau: Tableau, rank: int) -> str:
    """Headers stand on the side of their figures."""
    cells = [ligne.cellules[rank - 1] for ligne in tableau.lignes if rank and len(ligne.cellules) >= rank]
    return ' class="n"' if any(isinstance(cell, Cellule) for cell in cells) else ""


def _bodies(lignes: list[Ligne], width: int):
    """One ``tbody`` per group of rows, so that a group header is the header of its rows only."""
    open_body = False
    for ligne in lignes:
        if ligne.genre == "groupe" or not open_body:
            yield ("</tbody>" if open_body else "") + "<tbody>"
            open_body = True
        yield _row(ligne, width)
    yield "</tbody>" if open_body else ""


def _row(ligne: Ligne, width: int) -> str:
    if ligne.genre == "groupe":
        rest = "".join(cellule_html(cell) for cell in ligne.cellules)
        span = width - len(ligne.cellules)
        return f'<tr class="groupe"><th scope="rowgroup"{f" colspan={chr(34)}{span}{chr(34)}" if span > 1 else ""}>{escape(ligne.libelle)}</th>{rest}</tr>'
    css = f' class="{ligne.genre}"' if ligne.genre else ""
    return f'<tr{css}><th scope="row">{escape(ligne.libelle)}</th>{"".join(cellule_html(cell) for cell in ligne.cellules)}</tr>'


def cartes_html(cartes: Cartes) -> str:
    """Key figures as a description list; what a share is made of stands under it."""
    items = []
    for carte in cartes.cartes:
        if carte.cellule.est_vide:
            continue
        details = [text for text in (carte.cellule.detail, carte.precision) if text]
        below = f'<dd class="detail">{escape(" · ".join(details))}</dd>' if details else ""
        items.append(f'<div class="carte"><dt>{escape(carte.libelle)}</dt><dd class="valeur">{_big(carte.cellule)}</dd>{below}</div>')
    return f'<dl class="cartes">{"".join(items)}</dl>' if items else ""


def _big(cellule: Cellule) -> str:
    """The figure in large, its unit in small."""
    number, space, unit = cellule.complet.partition(francais.INSECABLE)
    if cellule.unite in COMPTES:
        return cellule.texte
    return f'{number}{space}<span class="unite">{escape(unit)}</span>' if unit and cellule.unite != "%" else cellule.complet


def commentaires_html(commentaires: Commentaires) -> str:
    """The sentences as a list; each carries the name of its rule. Nothing to say: nothing."""
    said = [phrase for phrase in commentaires.phrases if phrase]
    if not said:
        return ""
    items = "".join(f'<li data-regle="{phrase.regle}">{escape(phrase.texte)}</li>' for phrase in said)
    intro = f"<p>{escape(commentaires.introduction)}</p>" if commentaires.introduction else ""
    return f'<div class="commentaires">{intro}<ul>{items}</ul></div>'


def graphique_html(graphique: Graphique) -> str:
    """The figure: its title, its sentence, a drawing that needs no script, its table."""
    name = graphique.identifiant
    wide = " large" if len(graphique.donnees.entetes) > 4 else ""
    return (
        f'<figure class="graphique {graphique.sens}{wide}" id="{name}"><figcaption><strong class="titre">{escape(graphique.titre)}</strong>'
        f'<span class="phrase">{escape(graphique.phrase)}</span></figcaption>'
        f'<div class="dessin"><div class="statique">{svg.dessin(graphique)}</div><div class="interactif" hidden=""></div></div>'
        f"{tableau_html(graphique.donnees)}</figure>"
    )


def montrer(element) -> None:
    """Show one piece in a notebook; an empty one is replaced by a line that says so."""
    from IPython.display import publish_display_data

    if isinstance(element, Bloc):
        element._ipython_display_()
    elif isinstance(element, Tableau | Graphique) and element.est_vide:
        publish_display_data({"text/html": vide_html(element.titre), "text/plain": element.titre})
    elif isinstance(element, Graphique):
        montrer_graphique(element)
    elif shown := element._repr_html_():
        publish_display_data({"text/html": shown, "text/plain": ""}, metadata=element.metadonnees if isinstance(element, Texte) else {})


def montrer_graphique(graphique: Graphique) -> None:
    """The interactive graph for JupyterLab, its table below; the page takes the HTML of the first output only."""
    from IPython.display import publish_display_data

    bundle = {plotly_maison.MIME: plotly_maison.figure(graphique), "text/html": graphique_html(graphique), "text/plain": graphique.phrase}
    publish_display_data(bundle, metadata={"plie": {"graphique": graphique.identifiant}})
    publish_display_data(
        {"text/html": f"<p>{escape(graphique.phrase)}</p>{tableau_html(graphique.donnees)}", "text/plain": ""}, metadata=CARNET_SEUL
    )


def vide_html(titre: str) -> str:
    """The line that stands for a table or a graph without any figure."""
    return f'<p class="absent">{escape(titre)}{francais.INSECABLE}: aucune donnée dans la photo pour cette période.</p>'
