"""Étapes by class and operation: in the month, and since January."""

from ... import francais
from .. import titres
from ..commentaires import parle, phrase
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau
from ..nomenclatures import attributs, dans_l_ordre, libelles
from ..repartitions import parts_en_barres
from ..reponses import Reponses, part, sans_detail
from . import regles

CLASSES = {
    "emploi": "Emploi",
    "formation non qualifiante": "Formation non qualifiante",
    "formation qualifiante": "Formation qualifiante",
    "mobilisation": "Mobilisation vers l’emploi et mise en situation professionnelle",
}


def etapes(lettre) -> Bloc:
    """Comments, graph of the classes, table of the operations grouped by class."""
    mois, reponses = lettre.mois, lettre.reponses
    title = f"Étapes de parcours par classe et opération, {mois.libelle}"
    table, shares = tableau(
        reponses,
        title,
        mois.debut,
        mois.fin,
        francais.majuscule(mois.en_nom),
        cumul=None if mois.rang == 1 else (mois.depart, mois.cumul, mois.depuis),
    )
    shares = {label.partition(" et mise en")[0]: share for label, share in shares.items() if not share.est_inconnue}
    heading = titres.tete(
        f"Étapes en cours {mois.en_nom}",
        f"{{un}}, première classe d’étapes {mois.de_nom}",
        shares,
        "{part} des étapes en cours ({detail})",
        f"{francais.INSECABLE}; vient ensuite la classe {francais.guillemets('{deux}')} ({{part_deux}})",
    )
    graph = parts_en_barres(heading, shares, f"Étapes par classe {mois.de_libelle}", "Classe", "Part des étapes")
    return Bloc([table, graph, _commentaires(reponses, mois)])


def tableau(reponses: Reponses, titre: str, du, au, colonne: str, *, cumul=None) -> tuple[Tableau, dict[str, Cellule]]:
    """Operations by class in the order of the referential, with the share of each class; ``cumul`` (start, its name, since when) adds a column from another start."""
    now = reponses.croisement("etapes", du, au, ("classe_etape", "operation"))
    since = reponses.croisement("etapes", cumul[0], au, ("classe_etape", "operation")) if cumul else {}
    whole, whole_since = reponses.cellule("etapes", du, au), reponses.cellule("etapes", cumul[0], au) if cumul else Cellule()
    by_class = reponses.ventilation("etapes", du, au, "classe_etape")
    by_class_since = reponses.ventilation("etapes", cumul[0], au, "classe_etape") if cumul else {}
    rows, shares, zero = [], {}, Cellule(0)
    present = {name for name, _ in (*now, *since)}
    for name in [*(known for known in CLASSES if known in present), *sorted(present - set(CLASSES))]:
        label = CLASSES.get(name, francais.majuscule(name))
        shares[label] = part(by_class.get(name, zero), whole)
        totals = [by_class.get(name, zero), sans_detail(shares[label])]
        if cumul:
            totals += [by_class_since.get(name, zero), sans_detail(part(by_class_since.get(name, zero), whole_since))]
        rows.append(Ligne(label, totals, "groupe"))
        rows += [
            Ligne(nommer(one), [now.get((name, one), zero), "", *((since.get((name, one), zero), "") if cumul else ())])
            for one in dans_l_ordre("operation", {operation for kind, operation in (*now, *since) if kind == name})
        ]
    totals = [whole, sans_detail(part(whole, whole))]
    if cumul:
        totals += [whole_since, sans_detail(part(whole_since, whole_since))]
    rows.append(Ligne("Total", totals, "total"))
    heads = ["Classe et opération", colonne, "Part"] + ([cumul[1], f"Part {cumul[2]}"] if cumul else [])
    return Tableau(titre, heads, rows, note_des_classes({operation for _, operation in (*now, *since)})), shares


def nommer(operation: str) -> str:
    """An operation as a person writes it."""
    return libelles("operation").get(operation, operation)


def note_des_classes(operations: set[str]) -> str:
    """Which operations the monthly letters counted in another class than the yearly table, which these tables follow."""
    classes, letters = attributs("operation", "classe"), attributs("operation", "classe_lettres")
    moved: dict[tuple[str, str], list[str]] = {}
    for one in dans_l_ordre("operation", operations & letters.keys()):
        moved.setdefault((classes[one], letters[one]), []).append(francais.guillemets(nommer(one)))
    said = [
        f"{francais.enumeration(names)} {'sont comptés' if len(names) > 1 else 'est compté'} ici en {here}, comme au tableau annuel de 2017{francais.INSECABLE}; "
        f"les lettres de 2017 {'les' if len(names) > 1 else 'le'} rangeaient en {there}."
        for (here, there), names in moved.items()
    ]
    return " ".join(said)


def de_l_emploi(emploi: Cellule, durables: Cellule, chantiers: Cellule) -> list[Phrase | None]:
    """The jobs among the étapes and the durable ones among the jobs; the chantiers among the étapes of mobilisation."""
    text, used = f"{emploi.complet} des étapes sont liées à l’emploi ({emploi.detail})", {"emploi": emploi}
    if parle(durables):
        text += f"{francais.INSECABLE}; parmi elles, {durables.complet} d’emplois durables (contrat long, alternance ou création{francais.INSECABLE}: {durables.detail})"
        used["durables"] = durables
    said = f"Les chantiers d’insertion comptent pour {chantiers.complet} des étapes de mobilisation ({chantiers.detail})."
    return [phrase("part_etapes_emploi", f"{text}.", **used), phrase("part_chantiers", said, chantiers=chantiers)]


def _commentaires(reponses: Reponses, mois) -> Commentaires:
    def cell(name: str) -> Cellule:
        return reponses.cellule(name, mois.debut, mois.fin)

    return Commentaires(
        [
            regles.etapes_du_mois(mois, cell("etapes"), cell("part_file_active_en_etape")),
            *de_l_emploi(cell("part_etapes_emploi"), cell("part_emplois_durables"), cell("part_chantiers_mobilisation")),
        ]
    )
