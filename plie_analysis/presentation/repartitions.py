"""Breakdowns as tables: one axis with shares, several axes one below the other, two years side by side."""

from collections.abc import Callable, Iterable

from .. import francais
from ..exercice import Annee
from ..indicateurs.ages import ans, rang_d_age
from ..indicateurs.appellations import appellation
from .barres import Graphique, Serie
from .elements import Cellule, Ligne, Tableau
from .nomenclatures import attributs, libelles, lignes, partenaires, restes
from .reponses import NON_RENSEIGNE, Reponses, part, sans_detail

# How a modality is printed, by axis; nomenclatures give the rest.
LIBELLES = {
    "sexe": {"femme": "Femmes", "homme": "Hommes"},
    "tranche_age": {},
    "rsa": {"oui": "Bénéficiaires du RSA", "non": "Sans RSA"},
    "qpv": {"oui": "Habitants d’un quartier prioritaire (QPV)", "non": "Hors quartier prioritaire"},
    "niveau": {"9": "9 (qualification étrangère non reconnue)", "Vbis": "V bis"},
    "niveau_groupe": {},
    "anciennete": {
        "0-5": "Moins de 5 mois",
        "5-10": "De 5 à 10 mois",
        "10-15": "De 10 à 15 mois",
        "15-20": "De 15 à 20 mois",
        "20-25": "De 20 à 25 mois",
        "25-30": "De 25 à 30 mois",
        "30 et plus": "30 mois et plus",
    },
    "classe_etape": {
        "emploi": "Emploi",
        "formation non qualifiante": "Formation non qualifiante",
        "formation qualifiante": "Formation qualifiante",
        "mobilisation": "Mobilisation vers l’emploi",
    },
}
TITRES = {
    "sexe": "Sexe",
    "tranche_age": "Âge",
    "rsa": "RSA",
    "qpv": "Quartier prioritaire",
    "niveau": "Niveau de formation",
    "anciennete": "Ancienneté dans le parcours",
}
# Axes whose modalities have an order of their own; the others are printed from the largest.
ORDONNES = {"sexe", "tranche_age", "rsa", "qpv", "niveau", "anciennete"}
# Axes whose nomenclature says how a person writes them.
NOMMES = {"motif_sortie", "motif_non_entree", "operation"}
DERNIERES = (NON_RENSEIGNE, "Autre", "AUTRE")


def libelle(axe: str, modalite: str) -> str:
    """A modality as it is printed."""
    if modalite == NON_RENSEIGNE:
        return "Non renseigné"
    if axe == "tranche_age":
        return _age(modalite)
    if axe in NOMMES:
        return libelles(axe).get(modalite, modalite)
    return LIBELLES.get(axe, {}).get(modalite, modalite)


def _age(tranche: str) -> str:
    said = ans(tranche)
    return francais.majuscule(f"de {said}" if " à " in said else said)


def libelle_date(reponses: Reponses, au, axe: str, modalite: str) -> str:
    """A modality as it is printed of a period that ends on ``au``: the name and the scale of that day."""
    named = appellation(axe, modalite, au, reponses.porte.config, lignes())
    if named != modalite and not named.isdigit():
        reponses.porte.montres.ajouter([named])
    return libelle(axe, modalite) if named == modalite else named


def partenaires_nommes(reponses: Reponses, au) -> dict[str, str]:
    """``{group: its name on ``au``}`` of the prescripteurs whose prescriptions have an objective."""
    return {group: libelle_date(reponses, au, "prescripteur", group) for group in partenaires()}


def ordonner(axe: str, cellules: dict[str, Cellule]) -> list[str]:
    """The modalities that have at least one case, in their own order or from the largest, « Autre » and unknown at the end."""
    present = [name for name, cell in cellules.items() if cell.masquee or (not cell.est_vide and cell.valeur)]
    if axe in ORDONNES:
        ranks = {name: rank for rank, name in enumerate(LIBELLES[axe] if axe != "niveau" else attributs("niveau"))}
        if axe == "tranche_age":
            ranks = {name: rang_d_age(name) for name in present}
        return sorted(present, key=lambda name: (name in DERNIERES, ranks.get(name, len(ranks)), name))
    return sorted(present, key=lambda name: (_est_derniere(name), name == NON_RENSEIGNE, -(cellules[name].valeur or 0), name))


def _est_derniere(modalite: str) -> bool:
    """Whether a modality stands after those that have a name of their own."""
    return modalite in DERNIERES or modalite in restes()


def repartition(
    reponses: Reponses, indicateur: str, du, au, axe: str, titre: str, *, colonne: str, entete: str = ""
) -> tuple[Tableau, dict[str, Cellule]]:
    """One axis: count and share by modality, total; and ``{printed modality: share}``."""
    cells = reponses.ventilation(indicateur, du, au, axe)
    whole = reponses.cellule(indicateur, du, au)
    shares = {name: part(cells[name], whole) for name in ordonner(axe, cells)}
    named = {name: libelle_date(reponses, au, axe, name) for name in shares}
    rows = [Ligne(named[name], [cells[name], sans_detail(shares[name])]) for name in shares]
    rows.append(Ligne("Total", [whole, sans_detail(part(whole, whole))], "total"))
    return Tableau(titre, [entete or TITRES.get(axe, "Modalité"), colonne, "Part"], rows), {
        named[name]: share for name, share in shares.items()
    }


def profil(reponses: Reponses, indicateurs: dict[str, str], du, au, axes: tuple[str, ...], titre: str, entete: str = "Profil") -> Tableau:
    """Several axes one below the other, several indicators side by side: count and share in its indicator for each."""
    wholes = {name: reponses.cellule(name, du, au) for name in indicateurs}
    rows: list[Ligne] = []
    for axe in axes:
        cells = {name: reponses.ventilation(name, du, au, axe) for name in indicateurs}
        order = ordonner(axe, _largest(cells.values()))
        if not order:
            continue
        if len(axes) > 1:
            rows.append(Ligne(TITRES.get(axe, axe), [""] * (2 * len(indicateurs)), "groupe"))
        rows += [Ligne(libelle_date(reponses, au, axe, modality), _pairs(cells, wholes, modality)) for modality in order]
    rows.append(Ligne("Total", [cell for whole in wholes.values() for cell in (whole, sans_detail(part(whole, whole)))], "total"))
    heads = [head for column in indicateurs.values() for head in (column, "Part")]
    return Tableau(titre, [entete, *heads], rows)


def _pairs(cells: dict[str, dict[str, Cellule]], wholes: dict[str, Cellule], modality: str) -> list[Cellule]:
    zero = Cellule(0)
    found = []
    for name, whole in wholes.items():
        count = cells[name].get(modality, zero if cells[name] else Cellule())
        found += [count, sans_detail(part(count, whole))]
    return found


def _largest(groups: Iterable[dict[str, Cellule]]) -> dict[str, Cellule]:
    """For each modality, its largest count: it is printed as soon as one indicator has it."""
    best: dict[str, Cellule] = {}
    for cells in groups:
        for name, cell in cells.items():
            if cell.masquee:
                best.setdefault(name, cell)
            elif not cell.est_vide and cell.connue >= ((best[name].valeur or 0) if name in best else 0):
                best[name] = cell
    return best


def croise(
    page,
    indicateur: str,
    axes: tuple[str, str],
    titre: str,
    entete: str,
    *,
    nom: Callable[[str, str], str] | None = None,
    parts: bool = False,
) -> Tableau:
    """Modalities of an axis in rows, of another in columns, totals; ``parts`` adds the shares of the columns in a last row."""
    reponses, du, au, said = page.reponses, page.du, page.au, nom or libelle
    cells = reponses.croisement(indicateur, du, au, axes)
    by_row, by_column = (reponses.ventilation(indicateur, du, au, axe) for axe in axes)
    whole, zero = page.cellule(indicateur), Cellule(0)
    columns = ordonner(axes[1], by_column)
    rows = [
        Ligne(said(axes[0], row), [*(cells.get((row, column), zero) for column in columns), by_row[row]])
        for row in ordonner(axes[0], by_row)
    ]
    if not rows:
        return Tableau(titre, [entete], [])
    totals = [*(by_column[column] for column in columns), whole]
    rows.append(Ligne("Ensemble", totals, "total"))
    if parts:
        rows.append(Ligne("Part", [sans_detail(part(cell, whole)) for cell in totals]))
    return Tableau(titre, [entete, *(said(axes[1], column) for column in columns), "Ensemble"], rows)


def colonnes(
    page,
    indicateurs: dict[str, str],
    axe: str,
    titre: str,
    entete: str,
    *,
    ordre: list[str],
    total: str = "Ensemble",
    avec_avant: bool = True,
    note: str = "",
) -> Tableau:
    """Modalities of an axis in rows, several indicators side by side, their total, and the year before when it is known."""
    cells = {name: page.reponses.ventilation(name, page.du, page.au, axe) for name in indicateurs}
    rows = [Ligne(nommer(axe, one), [_at(cells[name], name, one) for name in indicateurs]) for one in ordre]
    rows.append(Ligne(total, [page.cellule(name) for name in indicateurs], "total"))
    before = [page.avant(name) for name in indicateurs] if avec_avant else []
    if not all(cell.est_inconnue for cell in before):
        rows.append(Ligne(f"En {page.annee.precedente}", before))
    return Tableau(titre, [entete, *indicateurs.values()], rows if ordre else [], note)


def presentes(groups: dict[str, dict[str, Cellule]]) -> list[str]:
    """Modalities that one indicator at least has, from the largest of the first one, « Autre » and unknown last."""
    first = next(iter(groups.values()), {})
    names = {name for cells in groups.values() for name, cell in cells.items() if cell.masquee or cell.valeur}
    return sorted(
        names, key=lambda name: (_est_derniere(name), name == NON_RENSEIGNE, -((first.get(name) or Cellule(0)).valeur or 0), name)
    )


def nommer(axe: str, modalite: str) -> str:
    """A modality at the head of a row: a capital, unless it is an acronym."""
    label = libelle(axe, modalite)
    return label if label.isupper() else francais.majuscule(label)


def _at(cells: dict[str, Cellule], indicateur: str, modalite: str) -> Cellule:
    """The figure of a modality that may have no row: no count is 0 when others are known, a rate is unknown."""
    return cells.get(modalite, Cellule(unite="%") if indicateur.startswith("taux_") else Cellule(0) if cells else Cellule())


def comparatif(
    titre: str,
    entete: str,
    annee: Annee,
    avant: Callable[[str], Cellule],
    pendant: dict[str, Cellule],
    totaux: tuple[Cellule, Cellule],
    *,
    axe: str,
    publie: bool,
) -> tuple[Tableau, dict[str, Cellule]]:
    """Two years side by side, counts and shares; ``avant`` gives the count of a modality a year before (empty when unknown)."""
    total_before, total = totaux
    order = ordonner(axe, pendant)
    rows, shares = [], {}
    for name in order:
        before = avant(name)
        share_before, shares[libelle(axe, name)] = part(before, total_before), part(pendant[name], total)
        rows.append(Ligne(libelle(axe, name), [before, sans_detail(share_before), pendant[name], sans_detail(shares[libelle(axe, name)])]))
    rows.append(
        Ligne("Total", [total_before, sans_detail(part(total_before, total_before)), total, sans_detail(part(total, total))], "total")
    )
    note = (
        f"{annee.precedente}{francais.INSECABLE}: chiffres publiés, la photo ne remontant pas jusque-là."
        if publie and not total_before.est_vide
        else ""
    )
    return Tableau(titre, [entete, str(annee.precedente), f"Part {annee.precedente}", str(annee), f"Part {annee}"], rows, note), shares


def barres(
    titre: str,
    parts: dict[str, Cellule],
    phrase: str,
    tableau: Tableau,
    avant: tuple[str, list[Cellule]] | None = None,
    serie: str = "Part",
) -> Graphique:
    """Shares as horizontal bars, beside the table they come from; ``avant`` adds the bars of the year before."""
    series = [Serie(serie, list(parts.values()))]
    if avant:
        series.append(Serie(*avant))
    return Graphique(titre, list(parts), series, phrase, unite="%", sens="horizontal", tableau=tableau)


def parts_en_barres(tete: tuple[str, str], parts: dict[str, Cellule], tableau: str, entete: str, serie: str) -> Graphique:
    """Shares as bars under a title and its sentence, with their numbers in a table that only repeats them."""
    rows = [Ligne(name, [cell.autre(cell.numerateur), sans_detail(cell)]) for name, cell in parts.items()]
    title, said = tete
    return barres(title, parts, said, Tableau(tableau, [entete, "Nombre", "Part"], rows, est_repli=True), serie=serie)
