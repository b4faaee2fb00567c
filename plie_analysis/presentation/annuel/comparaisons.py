"""2.3 What compares with what: the rates of exits by their denominator, and the national figures beside.

The same blocks serve the annual report and any other page over a period that says how it is called in a sentence: ``dite`` (« de 2017 »),
``dans`` (« dans l’année »).
"""

from ... import francais
from ...cohortes.lectures import CLASSES, lectures
from ...indicateurs import definitions
from ...indicateurs.offre import silence_of
from ...protection.resultats import Brut
from ...protection.suites import calcul_lectures
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau, absent, remarque
from ..nationaux import nationaux
from ..nomenclatures import attributs, libelles
from ..reponses import chiffre, sans_detail
from . import regles

AVE = "taux_sorties_positives_ave"
TOUTES = "taux_sorties_positives"
HORS = "taux_sorties_positives_hors"
SILENCE = (
    f"Le taux qui se compare au national n’est pas calculable{francais.INSECABLE}: la nomenclature des motifs de sortie ne dit pas, pour chacun, "
    "si Alliance Villes Emploi l’écarte."
)
# Rate, its parameter, the column of the motives that it sets aside (or its denominator in words), and what it compares with.
TAUX: tuple[tuple[str, dict[str, str], str, str], ...] = (
    (TOUTES, {}, "Toutes les sorties", "Les années du PLIE, et ses publics entre eux"),
    (AVE, {}, "Sauf déménagement, retraite, décès", "Les chiffres nationaux d’Alliance Villes Emploi"),
    (HORS, {}, "hors_rapport", "Les rapports annuels du PLIE"),
    (HORS, {"hors": "lettre"}, "hors_lettre", "Les lettres mensuelles du PLIE"),
)


def comparaisons(rapport) -> Bloc:
    """Our rates by denominator, the published national ones with their perimeter, and which compares with which."""
    said = Commentaires([regles.taux_comparables(rapport.dite, rapport.cellule(TOUTES), rapport.cellule(AVE), *_de_reference())])
    return Bloc([said, *([remarque(SILENCE)] if _is_silent(rapport) else []), _ours(rapport), _national()])


def _ours(rapport) -> Tableau:
    """The rates of the year; the one of the letters stays in the house, whose small counts it would give away."""
    rows = []
    for name, parameters, counted, compares in TAUX:
        if parameters and rapport.reponses.est_protegee:
            continue
        rate = rapport.cellule(name, **parameters)
        rows.append(Ligne(_comptees(counted), [rate.autre(rate.numerateur), rate.autre(rate.denominateur), sans_detail(rate), compares]))
    heads = ["Sorties comptées", "Positives", "Sorties", "Taux", "Se compare avec"]
    return Tableau(f"Les taux de sorties positives {rapport.dite}, selon les sorties que l’on compte", heads, rows)


def _comptees(counted: str) -> str:
    """« Sauf déménagement, santé »: the motives that the nomenclature sets aside in this column; words of their own stay as they are."""
    aside = [code for code, told in attributs("motif_sortie", counted).items() if told == "oui"]
    names = attributs("motif_sortie")
    return f"Sauf {', '.join(names[code].lower() for code in aside)}" if aside else counted


def _de_reference() -> tuple[Cellule, str]:
    """The newest national rate whose two counts are known, and its year."""
    known = [(one.chiffre, one.annee) for one in nationaux() if one.indicateur == AVE and not one.est_a_verifier]
    return known[-1] if known else (Cellule(unite="%"), "")


def _national() -> Tableau:
    """The published rates: the others of the file (persons, entries) depend on how many PLIE answered, and compare with nothing here."""
    shown = [one for one in nationaux() if one.indicateur in (AVE, TOUTES)]
    rows = [
        Ligne(
            one.annee,
            [
                sans_detail(one.chiffre),
                one.chiffre.autre(one.chiffre.numerateur),
                one.chiffre.autre(one.chiffre.denominateur),
                "Toutes" if one.indicateur == TOUTES else "À vérifier" if one.est_a_verifier else "Celles d’Alliance Villes Emploi",
                f"{one.perimetre}. {one.doute}",
                one.source,
            ],
        )
        for one in shown
    ]
    heads = ["Année", "Taux", "Positives", "Sorties", "Sorties comptées", "Périmètre et réserve", "Source"]
    note = f"Chiffres publiés par d’autres, recopiés et jamais recalculés sur leurs parcours{francais.INSECABLE}: ils décrivent d’autres années et d’autres publics que les nôtres."
    return Tableau("Les taux nationaux publiés", heads, rows, note, tuple(cell for one in shown for cell in one.cites))


LECTURES = "lectures"
IAE = dict(zip(CLASSES, ("Emploi durable", "Emploi de transition", "Sortie positive", "Autre sortie"), strict=True))
ETAPES = {"tenu": "Critère rempli", "non tenu": "Critère non rempli"}
LECTURE = (
    f"Quatre lectures des mêmes sorties{francais.INSECABLE}: le motif saisi (PLIE){francais.INSECABLE}; le même, sans les sorties qu’Alliance Villes Emploi écarte{francais.INSECABLE}; "
    f"la meilleure des étapes en cours le jour de la sortie, selon les classes de l’insertion par l’activité économique{francais.INSECABLE}; les critères du protocole, "
    f"vérifiés sur toutes les étapes. Un contrat de six mois juste n’est ni plus ni moins de six mois{francais.INSECABLE}: "
)
JUSTE = {"transition": "il est compté ici comme emploi de transition.", "durable": "il est compté ici comme emploi durable."}


def lues(rapport) -> dict[str, Brut]:
    """The readings of the exits of the year, with what they count; nothing without exit."""
    reponses = rapport.reponses
    porte = reponses.porte
    frame = lectures(
        porte.con,
        reponses.photo,
        du=rapport.du,
        au=rapport.au,
        connu_au=reponses.connu_au,
        regle=porte.config["iae"],
        libelles={} if reponses.est_protegee else libelles("motif_sortie"),
        est_muette=_is_silent(rapport),
    )
    if frame.empty:
        return {}
    every, part = (reponses.comptes(name, rapport.du, rapport.au) for name in ("sorties", "sorties_positives"))
    return {LECTURES: Brut("lectures", frame, (calcul_lectures(frame, every[0], part[0]),) if every and part else ())}


def lectures_des_sorties(rapport) -> Bloc:
    """The exits by reading, those on which the readings disagree first, each with the reason written."""
    frame = rapport.reponses.tables.get(LECTURES)
    whole = rapport.cellule("sorties")
    # A number of exits that is kept back may be none: saying that there is none would give it.
    if frame is None and not (whole.masquee and "etapes" in rapport.reponses.exports):
        return Bloc([absent(f"Lire les sorties de plusieurs façons demande des sorties {rapport.dans} et l’export des étapes.")])
    rows: list[Ligne] = []
    for agreed, group in [] if frame is None else frame.groupby("est_accord"):
        rows.append(Ligne("Les lectures s’accordent" if agreed else "Les lectures se contredisent", [""] * 5, "groupe"))
        rows += [
            Ligne(
                francais.espaces(francais.majuscule(row["raison"])),
                [
                    francais.majuscule(row["plie"]),
                    francais.majuscule(row["ave"]),
                    IAE[row["iae"]],
                    ETAPES[row["etapes"]],
                    chiffre(row, "sorties"),
                ],
            )
            for row in group.to_dict("records")
        ]
    rows.append(Ligne("Ensemble", ["", "", "", "", sans_detail(whole)], "total"))
    heads = ["Raison", "PLIE", "Alliance Villes Emploi", "Insertion par l’activité économique", "Étapes", "Sorties"]
    note = LECTURE + JUSTE[rapport.reponses.porte.config["iae"]["six_mois_juste"]]
    return Bloc([Tableau(f"Les sorties {rapport.dite}, lues de quatre façons", heads, rows, note)])


def _is_silent(rapport) -> bool:
    """Whether the nomenclature of the base does not say which motives Alliance Villes Emploi sets aside."""
    porte = rapport.reponses.porte
    return bool(silence_of(definitions(porte.config)[AVE], porte.con, porte.config))
