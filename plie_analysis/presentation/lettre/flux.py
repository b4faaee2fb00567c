"""Entries, prescriptions, the file active and the time before entry, month by month."""

from dataclasses import replace

from ... import francais
from .. import commentaires as regle
from ..barres import Graphique, Serie
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..periodes import tranches
from ..reponses import sans_detail

ENTREE = ("entrée", "entrées")
PERSONNE = ("personne", "personnes")


def entrees(lettre) -> Bloc:
    """Table of the flows, graph of the entries by month, comments."""
    mois, reponses = lettre.mois, lettre.reponses
    year, month, before = trois_periodes(lettre)
    objective, rate = (
        reponses.cellule("objectif_entrees", mois.janvier, mois.fin),
        reponses.cellule("taux_objectif_entrees", mois.janvier, mois.fin),
    )
    rows = [
        Ligne("Prescriptions", [month("prescriptions"), year("prescriptions"), "", "", *before("prescriptions")]),
        Ligne("Entrées", [month("entrees"), year("entrees"), objective, sans_detail(rate), *before("entrees")]),
        Ligne("Non-entrées", [month("non_entrees"), year("non_entrees"), "", "", *before("non_entrees")]),
        Ligne("Personnes accompagnées", [month("accompagnes"), year("accompagnes"), "", "", *before("accompagnes")]),
    ]
    past = mois.un_an_avant
    heads = [
        "Mouvement",
        f"En {mois.nom}",
        mois.cumul,
        "Objectif à date",
        "Réalisé sur l’objectif",
        f"En {past.libelle}",
        f"Depuis janvier {past.annee}",
    ]
    annual = annuel(objective, mois)
    etp = replace(reponses.cellule("etp", mois.janvier, mois.janvier), unite="ETP", decimales=1)
    note = (
        ""
        if annual.est_vide or etp.est_vide
        else f"Objectif annuel{francais.INSECABLE}: {annual.texte} entrées pour {etp.complet} de référents au 1er janvier, compté ici au prorata des mois écoulés."
    )
    previous = reponses.cellule("entrees", mois.precedent.debut, mois.precedent.fin) if mois.precedent else Cellule()
    said = Commentaires(
        [
            regle.objectif_atteint(mois.fin, ENTREE, year("entrees"), objective, de="d’entrées"),
            regle.evolution_du_mois(mois, ENTREE, month("entrees"), previous),
            regle.moyenne_mensuelle(mois, ENTREE, year("entrees")),
            regle.un_an_avant(mois, ENTREE, year("entrees"), before("entrees")[1]),
            regle.accompagnes(mois, year("accompagnes")),
        ]
    )
    return Bloc([Tableau(f"Mouvements du PLIE, {mois.libelle}", heads, rows, note, (annual, etp)), said, _graphique_entrees(lettre)])


def trois_periodes(lettre):
    """Three readers: since January, in the month, and (month, since January) a year before."""
    mois, reponses = lettre.mois, lettre.reponses
    past = mois.un_an_avant

    def year(name: str) -> Cellule:
        return reponses.cellule(name, mois.janvier, mois.fin)

    def month(name: str) -> Cellule:
        return reponses.cellule(name, mois.debut, mois.fin)

    def before(name: str) -> list[Cellule]:
        return [lettre.avant(name, past.debut, past.fin), lettre.avant(name, past.janvier, past.fin)]

    return year, month, before


def annuel(objectif: Cellule, mois) -> Cellule:
    """The objective of the whole year, from the prorated one."""
    return objectif.autre(None if objectif.est_vide else objectif.connue * 12 / mois.numero, objectif.unite)


def par_mois(lettre, indicateur: str) -> list[Cellule]:
    """A flow for each month since January; a month without any event is 0 when the others are known."""
    found = lettre.reponses.ventilation(indicateur, lettre.mois.janvier, lettre.mois.fin, "mois")
    rest = Cellule(0) if found and not all(cell.est_inconnue for cell in found.values()) else Cellule()
    return [found.get(f"{one.annee}-{one.numero:02d}", rest) for one in lettre.mois.depuis_janvier]


def _graphique_entrees(lettre) -> Graphique:
    months = lettre.mois.depuis_janvier
    values = par_mois(lettre, "entrees")
    objective = lettre.reponses.cellule("objectif_entrees", lettre.mois.debut, lettre.mois.fin)
    series = [Serie(f"Entrées {lettre.mois.annee}", values)]
    if not objective.est_inconnue:
        series.append(Serie("Objectif mensuel", [sans_detail(objective)] * len(months), "repere"))
    return regle.barres_par_mois("Entrées par mois", months, series, regle.extremes(ENTREE, months, values))


def file_active(lettre) -> Bloc:
    """Table of the stock, its graph, its comment."""
    mois, reponses = lettre.mois, lettre.reponses
    year, month, before = trois_periodes(lettre)
    stock, objective = year("file_active"), year("objectif_file_active")
    covered = reponses.cellule("part_file_active_en_etape", mois.debut, mois.fin)
    rows = [
        Ligne("File active", [stock, objective, sans_detail(year("taux_objectif_file_active")), before("file_active")[0]]),
        Ligne(f"dont en étape en {mois.nom}", [covered.autre(covered.numerateur), "", sans_detail(covered), ""]),
        Ligne("dont en veille", [year("file_active_en_veille"), "", sans_detail(month("part_file_active_en_veille")), ""]),
        Ligne(
            f"Étapes en cours en {mois.nom} ({francais.guillemets('dont sur une action')})",
            [month("file_active_en_action"), "", sans_detail(reponses.cellule("etapes_par_file_active", mois.debut, mois.fin)), ""],
        ),
    ]
    heads = [
        "Parcours ouverts",
        f"Au {francais.jour(mois.fin)}",
        "Objectif",
        "Part de l’objectif ou de la file active",
        f"Au {francais.date_longue(mois.un_an_avant.fin)}",
    ]
    note = (
        f"En veille{francais.INSECABLE}: personne momentanément indisponible pour suivre l’accompagnement. Une personne qui suit deux étapes compte deux fois "
        f"parmi les étapes en cours, une seule fois parmi la file active en étape."
    )
    months = mois.depuis_janvier
    values = [reponses.cellule("file_active", one.debut, one.fin) if one != mois else stock for one in months]
    series = [Serie(f"File active {mois.annee}", values, "ligne")]
    if not objective.est_inconnue:
        series.append(Serie("Objectif", [objective] * len(months), "repere"))
    text = regle.du_premier_au_dernier("File active", PERSONNE, months, values)
    said = Commentaires([regle.file_active(mois, stock, objective, values[-2] if len(values) > 1 else Cellule())])
    return Bloc(
        [
            Tableau(f"File active au {francais.date_longue(mois.fin)}", heads, rows, note),
            said,
            regle.barres_par_mois("File active à la fin de chaque mois", months, series, text),
        ]
    )


def _annee_precedente(lettre, past) -> Cellule:
    """The mean of the whole year before: it is over, so the letter reads it as it is known now."""
    start, end = past.janvier, past.janvier.replace(month=12, day=31)
    found = lettre.reponses.cellule("duree_preaffectation", start, end) if lettre.reponses.couvre(start) else Cellule()
    return (
        lettre.reponses.publies.cellule("duree_preaffectation", start, end) if found.est_inconnue and not lettre.reponses.filtres else found
    )


def preaffectation(lettre) -> Bloc:
    """Mean days before entry: by quarter gone by and by month, then since January."""
    mois, reponses = lettre.mois, lettre.reponses
    columns = tranches(mois)
    cells = [reponses.cellule("duree_preaffectation", column.debut, column.fin) for column in columns]
    year = reponses.cellule("duree_preaffectation", mois.janvier, mois.fin)
    past = mois.un_an_avant
    before = lettre.avant("duree_preaffectation", past.janvier, past.fin)
    whole = _annee_precedente(lettre, past)
    heads = ["Durée moyenne, en jours", f"Année {past.annee}", *(column.libelle for column in columns), "Depuis janvier"]
    table = Tableau(
        f"Durée de préaffectation des entrées, {mois.annee}",
        heads,
        [Ligne("De la prescription à l’entrée", [sans_detail(cell) for cell in (whole, *cells, year)])],
    )
    month = reponses.cellule("duree_preaffectation", mois.debut, mois.fin)
    return Bloc([table, Commentaires([regle.preaffectation(mois, month, year, before)])])
