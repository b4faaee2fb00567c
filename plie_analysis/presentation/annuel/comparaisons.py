"""2.3 What compares with what: the rates of exits by their denominator, and the national figures beside."""

from ... import francais
from ...indicateurs import definitions
from ...indicateurs.offre import silence_of
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau, remarque
from ..nationaux import nationaux
from ..reponses import sans_detail
from . import regles

AVE = "taux_sorties_positives_ave"
TOUTES = "taux_sorties_positives"
HORS = "taux_sorties_positives_hors"
SILENCE = (
    f"Le taux qui se compare au national n’est pas calculable{francais.INSECABLE}: la nomenclature des motifs de sortie ne dit pas, pour chacun, "
    "si Alliance Villes Emploi l’écarte."
)
# Rate, its parameter, its denominator, and what it compares with.
TAUX: tuple[tuple[str, dict[str, str], str, str], ...] = (
    (TOUTES, {}, "Toutes les sorties", "Les années du PLIE, et ses publics entre eux"),
    (AVE, {}, "Sauf déménagement, retraite, décès", "Les chiffres nationaux d’Alliance Villes Emploi"),
    (HORS, {}, "Sauf déménagement, retraite, décès, santé", "Les rapports annuels du PLIE"),
    (HORS, {"hors": "lettre"}, "Les mêmes, et la maternité", "Les lettres mensuelles du PLIE"),
)


def comparaisons(rapport) -> Bloc:
    """Our rates by denominator, the published national ones with their perimeter, and which compares with which."""
    porte = rapport.reponses.porte
    is_silent = bool(silence_of(definitions(porte.config)[AVE], porte.con, porte.config))
    said = Commentaires([regles.taux_comparables(rapport.annee, rapport.cellule(TOUTES), rapport.cellule(AVE), *_de_reference())])
    return Bloc([said, *([remarque(SILENCE)] if is_silent else []), _ours(rapport), _national()])


def _ours(rapport) -> Tableau:
    """The rates of the year; the one of the letters stays in the house, whose small counts it would give away."""
    rows = []
    for name, parameters, counted, compares in TAUX:
        if parameters and rapport.reponses.est_protegee:
            continue
        rate = rapport.cellule(name, **parameters)
        rows.append(Ligne(counted, [rate.autre(rate.numerateur), rate.autre(rate.denominateur), sans_detail(rate), compares]))
    heads = ["Sorties comptées", "Positives", "Sorties", "Taux", "Se compare avec"]
    return Tableau(f"Les taux de sorties positives de {rapport.annee}, selon les sorties que l’on compte", heads, rows)


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
