"""The opening table; entries, file active and the time before entry, month by month."""

from dataclasses import replace

from ... import francais
from .. import commentaires, titres
from ..barres import Graphique, Serie
from ..commentaires import ENTREE, PERSONNE
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..periodes import tranches
from ..reponses import sans_detail
from . import regles

VEILLE = f"En veille{francais.INSECABLE}: personne momentanément indisponible pour suivre l’accompagnement. Sur une action{francais.INSECABLE}: étapes en cours dans le {{unite}}{francais.INSECABLE}; une personne qui en suit deux y compte deux fois."

# The étapes that are in progress: the indicator of the letters reads the last month alone.
EN_ACTION = {"mois": "file_active_en_action", "trimestre": "etapes"}


def entrees(lettre) -> Bloc:
    """The opening table of the letter, graph of the entries by month, comments."""
    mois, reponses = lettre.mois, lettre.reponses
    year, month, before = trois_periodes(lettre)
    objective = year("objectif_entrees")
    previous = reponses.cellule("entrees", mois.precedent.debut, mois.precedent.fin) if mois.precedent else Cellule()
    past = mois.un_an_avant
    said = Commentaires(
        [
            commentaires.objectif_atteint(mois.fin, ENTREE, year("entrees"), objective, de="d’entrées"),
            regles.entrees_du_mois(mois, month("entrees"), previous),
            regles.moyenne_mensuelle(mois, year("entrees")),
            regles.entrees_sur_un_an(
                mois, lettre.connu_un_an_avant, year("entrees"), before("entrees")[1], lettre.revu("entrees", past.depart, past.fin)
            ),
            regles.accompagnes(mois, year("accompagnes"), before("accompagnes")[1]),
        ]
    )
    return Bloc([_ouverture(lettre), _graphique_entrees(lettre), said])


def _ouverture(lettre) -> Tableau:
    """The first table of the letters, whole: one row a column of theirs, the year before beside."""
    mois, reponses = lettre.mois, lettre.reponses
    year, month, before = trois_periodes(lettre)
    objective, rate = year("objectif_entrees"), year("taux_objectif_entrees")
    in_place = replace(reponses.cellule("etp", mois.debut, mois.fin), unite="", decimales=1)
    covered = reponses.cellule("part_file_active_en_etape", mois.debut, mois.fin)
    annual = annuel(objective, mois)

    def both(name: str) -> tuple[Ligne, Ligne]:
        label = {"prescriptions": "Prescriptions", "entrees": "Entrées"}[name]
        return (
            Ligne(f"{label} du {mois.unite}", [month(name), before(name)[0]]),
            Ligne(f"{label} {mois.depuis}", [year(name), before(name)[1]]),
        )

    rows = [
        Ligne("Prescriptions et entrées", ["", ""], "groupe"),
        Ligne("Référents, en équivalents temps plein (ETP)", [in_place, ""]),
        *both("prescriptions"),
        Ligne("Non-entrées cumulées", [year("non_entrees"), before("non_entrees")[1]]),
        Ligne(f"Objectif d’entrées de l’{mois.an.mot}", [annual, ""]),
        *both("entrees"),
        Ligne("Part de l’objectif à date", [sans_detail(rate), ""]),
        Ligne(f"Personnes accompagnées {mois.depuis}", [year("accompagnes"), before("accompagnes")[1]]),
        Ligne("File active", ["", ""], "groupe"),
        Ligne("Objectif", [year("objectif_file_active"), ""]),
        Ligne("Réelle", [year("file_active"), before("file_active")[0]]),
        Ligne("Part de l’objectif", [sans_detail(year("taux_objectif_file_active")), ""]),
        Ligne("dont sur une action (étapes)", [month(EN_ACTION[mois.unite]), ""]),
        Ligne("dont sur une action (personnes)", [covered.autre(covered.numerateur), ""]),
        Ligne("dont en veille", [year("file_active_en_veille"), ""]),
    ]
    heads = ["Situation", str(mois.an), str(mois.un_an_avant.an)]
    start = replace(reponses.cellule("etp", mois.depart, mois.depart), unite="ETP", decimales=1)
    counted = (
        ""
        if annual.est_vide or start.est_vide
        else f" L’objectif de l’{mois.an.mot} se calcule sur les {start.complet} en poste au {mois.an.premier_jour}."
    )
    title = f"Le PLIE au {francais.date_longue(mois.fin)}, et un an plus tôt"
    return Tableau(title, heads, rows, f"{VEILLE.format(unite=mois.unite)}{counted}", (start,))


def trois_periodes(lettre):
    """Three readings: since the year began, in the month, and (month, since the year began) a year before."""
    mois, reponses = lettre.mois, lettre.reponses
    past = mois.un_an_avant

    def year(name: str) -> Cellule:
        return reponses.cellule(name, mois.depart, mois.fin)

    def month(name: str) -> Cellule:
        return reponses.cellule(name, mois.debut, mois.fin)

    def before(name: str) -> list[Cellule]:
        return [lettre.avant(name, past.debut, past.fin), lettre.avant(name, past.depart, past.fin)]

    return year, month, before


def annuel(objectif: Cellule, mois) -> Cellule:
    """The objective of the whole year, from the prorated one."""
    return objectif.autre(None if objectif.est_vide else objectif.connue * mois.par_an / mois.rang, objectif.unite)


def par_mois(lettre, indicateur: str) -> list[Cellule]:
    """A flow for each month (or quarter) of the year so far; a month without any event is 0 when the others are known."""
    months = lettre.mois.ecoules
    if lettre.mois.unite != "mois":
        return [lettre.reponses.cellule(indicateur, one.debut, one.fin) for one in months]
    found = lettre.reponses.ventilation(indicateur, lettre.mois.depart, lettre.mois.fin, "mois")
    rest = Cellule(0) if found and not all(cell.est_inconnue for cell in found.values()) else Cellule()
    return [found.get(f"{one.annee}-{one.numero:02d}", rest) for one in months]


def mensuel(lettre, sujet: str, titre: tuple[str, str], series: list[Serie], anciens: dict[str, Cellule], quoi) -> Graphique:
    """A graph with one category by month; those whose first series was told otherwise at the time are marked, and the note says how."""
    months = lettre.mois.ecoules
    note = commentaires.revus("revus", quoi, anciens)
    marked = [f"{one.abrege}{'*' if one.nom in ' '.join(anciens) else ''}" for one in months]
    head, said = francais.majuscule(lettre.mois.unite), note.texte if note else ""
    return Graphique(titre[0], marked, series, titre[1], entete=head, note=said, cites=tuple(anciens.values()), sujet=sujet)


def anciens(lettre, indicateur: str, valeurs: list[Cellule], *, stock: bool = False, cumul: bool = False) -> dict[str, Cellule]:
    """What the letters of past months knew of a figure, for those where it has changed: « en février » → 30; ``stock``: read at its end."""
    found = {}
    for one, now in zip(lettre.mois.ecoules, valeurs, strict=True):
        then = lettre.alors(indicateur, one.depart if cumul else one.debut, one.fin)
        if not then.est_vide and not now.est_vide and then.montree != now.montree:
            found[one.fin_nom if stock or cumul else one.en_nom] = then
    return found


def _graphique_entrees(lettre) -> Graphique:
    months = lettre.mois.ecoules
    values = par_mois(lettre, "entrees")
    objective = lettre.reponses.cellule("objectif_entrees", lettre.mois.debut, lettre.mois.fin)
    series = [Serie(f"Entrées {lettre.mois.an}", values)]
    if not objective.est_inconnue:
        series.append(Serie(f"Objectif {lettre.mois.adjectif}", [sans_detail(objective)] * len(months), "repere"))
    return mensuel(
        lettre,
        f"Entrées par {lettre.mois.unite}",
        titres.sommet("entrées", months, values, ENTREE),
        series,
        anciens(lettre, "entrees", values),
        ENTREE,
    )


def file_active(lettre) -> Bloc:
    """The comment of the stock, its graph."""
    mois, reponses = lettre.mois, lettre.reponses
    year, _, _ = trois_periodes(lettre)
    stock, objective = year("file_active"), year("objectif_file_active")
    months = mois.ecoules
    values = [reponses.cellule("file_active", one.debut, one.fin) if one != mois else stock for one in months]
    series = [Serie(f"File active {mois.an}", values, "ligne")]
    if not objective.est_inconnue:
        series.append(Serie("Objectif", [objective] * len(months), "repere"))
    title = titres.tendance("La file active", months, values, PERSONNE)
    share = reponses.cellule("part_file_active_en_veille", mois.debut, mois.fin)
    said = Commentaires(
        [
            regles.file_active(mois, stock, objective, values[-2] if len(values) > 1 else Cellule()),
            commentaires.part_des("veille", "de la file active est en veille", share) if share.valeur else None,
        ]
    )
    return Bloc(
        [
            mensuel(
                lettre,
                f"File active à la fin de chaque {mois.unite}",
                title,
                series,
                anciens(lettre, "file_active", values, stock=True),
                PERSONNE,
            ),
            said,
        ]
    )


def _annee_precedente(lettre, past) -> Cellule:
    """The mean of the whole year before: it is over, so the letter reads it as it is known now."""
    start, end = past.an.debut, past.an.fin
    found = lettre.reponses.cellule("duree_preaffectation", start, end) if lettre.reponses.couvre(start) else Cellule()
    return (
        lettre.reponses.publies.cellule("duree_preaffectation", start, end) if found.est_inconnue and not lettre.reponses.filtres else found
    )


def preaffectation(lettre) -> Bloc:
    """Mean days before entry: by quarter gone by and by month, then since the year began."""
    mois, reponses = lettre.mois, lettre.reponses
    columns = tranches(mois)
    cells = [reponses.cellule("duree_preaffectation", column.debut, column.fin) for column in columns]
    year = reponses.cellule("duree_preaffectation", mois.depart, mois.fin)
    past = mois.un_an_avant
    before = lettre.avant("duree_preaffectation", past.depart, past.fin)
    whole = _annee_precedente(lettre, past)
    old = anciennes_tranches(lettre, "duree_preaffectation", cells)
    heads = ["Durée moyenne, en jours", francais.majuscule(past.an.nom), *marquees(columns, old), francais.majuscule(mois.depuis)]
    note = commentaires.revus("revus", commentaires.Nom("jour", "jours"), old)
    table = Tableau(
        f"Durée de préaffectation des entrées, {mois.an if mois.an.est_civile else mois.an.nom}",
        heads,
        [Ligne("De la prescription à l’entrée", [sans_detail(cell) for cell in (whole, *cells, year)])],
        note.texte if note else "",
        tuple(old.values()),
    )
    month = reponses.cellule("duree_preaffectation", mois.debut, mois.fin)
    return Bloc([table, Commentaires([regles.preaffectation(mois, month, year, before)])])


def anciennes_tranches(lettre, indicateur: str, valeurs: list[Cellule]) -> dict[str, Cellule]:
    """What was known of a column of a table by months when it ended, where it has changed since: « en octobre » → 42."""
    found = {}
    for column, now in zip(tranches(lettre.mois), valeurs, strict=True):
        then = lettre.alors(indicateur, column.debut, column.fin)
        if not then.est_vide and not now.est_vide and then.montree != now.montree:
            found[column.quand] = then
    return found


def marquees(columns, old: dict[str, Cellule]) -> list[str]:
    """The heads of these columns, those that were told otherwise marked."""
    return [f"{column.libelle}{'*' if column.quand in old else ''}" for column in columns]
