"""2.3 The exits."""

from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..lettre.sorties import motifs
from ..reponses import part, sans_detail
from .entrees import age_et_sexe


def sorties(rapport) -> Bloc:
    """Number and rates of the exits, by sex, by motive."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    table, shares = motifs(reponses, du, au, f"Sorties de {rapport.annee} par motif")
    by_sex = repartitions.profil(
        reponses,
        {"accompagnes": "En parcours", "sorties": "Sorties", "sorties_positives": "Sorties positives"},
        du,
        au,
        ("sexe",),
        "Sorties par sexe",
        "Sexe",
    )
    said = Commentaires(
        [
            regle.sorties_annee(rapport.annee, rapport.cellule("sorties"), rapport.cellule("sorties_positives")),
            regle.taux("taux_sorties", "Part des sorties positives", rapport.cellule("taux_sorties_positives")),
            regle.taux(
                "taux_sorties_hors",
                "Part des sorties positives hors déménagement, santé, retraite et décès",
                rapport.cellule("taux_sorties_positives_hors"),
            ),
            regle.taux(
                "taux_accompagnes",
                "Sorties positives rapportées aux personnes accompagnées",
                rapport.cellule("taux_positives_sur_accompagnes"),
            ),
            regle.sorties_avant(
                rapport.annee, rapport.cellule("taux_sorties_positives"), rapport.avant("sorties"), rapport.avant("taux_sorties_positives")
            ),
        ]
    )
    why = Commentaires(
        [
            regle.premiers("motifs_positifs", "Parmi les sorties positives", shares.get("positive", {})),
            regle.premiers("motifs_autres", "Parmi les autres sorties, premiers motifs", shares.get("autre", {})),
        ]
    )
    positive = shares.get("positive", {})
    rows = [Ligne(name, [cell.autre(cell.numerateur), sans_detail(cell)]) for name, cell in positive.items()]
    shown = Tableau("Sorties positives par motif", ["Motif", "Nombre", "Part"], rows)
    graph = repartitions.barres(
        "Vers quoi mènent les sorties positives", positive, regle.plus_grande_part(positive), shown, serie="Part des sorties positives"
    )
    return Bloc([said, by_sex, graph, why, table])


def sorties_positives(rapport) -> Bloc:
    """Positive exits by age and sex, RSA, quartier prioritaire, level, commune."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    whole = rapport.cellule("sorties_positives")
    by_rsa = {name: part(cell, whole) for name, cell in reponses.ventilation("sorties_positives", du, au, "rsa").items()}
    by_qpv = {name: part(cell, whole) for name, cell in reponses.ventilation("sorties_positives", du, au, "qpv").items()}
    levels, level_shares = repartitions.repartition(
        reponses, "sorties_positives", du, au, "niveau", "Sorties positives par niveau de formation", colonne="Sorties positives"
    )
    communes, shares = repartitions.repartition(
        reponses,
        "sorties_positives",
        du,
        au,
        "commune_groupe",
        "Sorties positives par commune d’habitation",
        colonne="Sorties positives",
        entete="Commune",
    )
    said = Commentaires(
        [
            regle.part_des("rsa_positives", "des sorties positives concernent des bénéficiaires du RSA", by_rsa.get("oui", Cellule())),
            regle.part_des(
                "qpv_positives", "des sorties positives concernent des habitants d’un quartier prioritaire", by_qpv.get("oui", Cellule())
            ),
            regle.premiers(
                "communes_positives",
                "Communes des personnes sorties positivement",
                {name: share for name, share in shares.items() if name != "Autre"},
                seuil=5,
                noms=True,
            ),
        ]
    )
    named = {f"niveau {name}": cell for name, cell in level_shares.items()}
    graph = repartitions.barres("Niveau des personnes en sortie positive", level_shares, regle.plus_grande_part(named), levels)
    return Bloc(
        [
            said,
            age_et_sexe(reponses, "sorties_positives", du, au, "Sorties positives par âge et par sexe"),
            taux_par_public(rapport),
            graph,
            communes,
        ]
    )


def taux_par_public(rapport) -> Tableau:
    """The rate of positive exits by sex, age, RSA, quartier prioritaire: what shares among positive exits cannot say."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    rows: list[Ligne] = []
    for axe in ("sexe", "tranche_age", "rsa", "qpv"):
        rates = reponses.ventilation("taux_sorties_positives", du, au, axe)
        counts = {name: cell.autre(cell.denominateur) for name, cell in rates.items() if not cell.est_inconnue}
        order = repartitions.ordonner(axe, counts)
        if order:
            rows.append(Ligne(repartitions.TITRES[axe], ["", "", ""], "groupe"))
            rows += [
                Ligne(repartitions.libelle(axe, name), [counts[name], rates[name].autre(rates[name].numerateur), sans_detail(rates[name])])
                for name in order
            ]
    rate = rapport.cellule("taux_sorties_positives")
    rows.append(Ligne("Ensemble", [rate.autre(rate.denominateur), rate.autre(rate.numerateur), sans_detail(rate)], "total"))
    return Tableau("Taux de sorties positives selon le public", ["Public", "Sorties", "dont positives", "Taux"], rows)
