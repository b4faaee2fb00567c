"""2.3 The exits."""

from ... import francais
from .. import commentaires, repartitions, titres
from ..commentaires import NB, minuscule
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..lettre.sorties import de_motifs, motifs
from ..reponses import NON_RENSEIGNE, part, sans_detail
from . import regles
from .entrees import age_et_sexe
from .profil import lu, seul


def sorties(rapport) -> Bloc:
    """Number and rates of the exits."""
    rate, before = rapport.cellule("taux_sorties_positives"), rapport.compare("taux_sorties_positives").cite
    exits = rapport.cellule("sorties"), rapport.cellule("sorties_positives"), rapport.compare("sorties")
    without = rapport.cellule("taux_sorties_positives_hors")
    return Bloc([Commentaires([regles.sorties(rapport.annee, *exits), regles.taux_de_sorties(rapport.annee, rate, before, without)])])


def par_sexe_et_motif(rapport) -> Bloc:
    """The exits by sex, then by motive."""
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
    positive = shares.get("positive", {})
    heading = titres.tete(
        "Vers quoi mènent les sorties positives",
        "{un}, première issue des sorties positives",
        positive,
        "{part} des sorties positives relèvent de ce motif ({detail})",
        f"{NB}; {francais.guillemets('{deux}')} suit ({{part_deux}})",
    )
    graph = repartitions.parts_en_barres(heading, positive, "Sorties positives par motif", "Motif", "Part des sorties positives")
    return Bloc([by_sex, graph, Commentaires(de_motifs(shares)[1:]), table])


def sorties_positives(rapport) -> Bloc:
    """Positive exits by age and sex, RSA, quartier prioritaire, level, commune."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    whole, read = rapport.cellule("sorties_positives"), lu(rapport, "sorties_positives")
    by_rsa = {name: part(cell, whole) for name, cell in reponses.ventilation("sorties_positives", du, au, "rsa").items()}
    by_qpv = {name: part(cell, whole) for name, cell in reponses.ventilation("sorties_positives", du, au, "qpv").items()}
    levels, level_shares = repartitions.repartition(
        reponses, "sorties_positives", du, au, "niveau", "Sorties positives par niveau de formation", colonne="Sorties positives"
    )
    communes, _ = repartitions.repartition(
        reponses,
        "sorties_positives",
        du,
        au,
        "commune_groupe",
        "Sorties positives par commune d’habitation",
        colonne="Sorties positives",
        entete="Commune",
    )
    by_age = reponses.ventilation("taux_sorties_positives", du, au, "tranche_age")
    ages = {minuscule(repartitions.libelle("tranche_age", age)): cell for age, cell in by_age.items() if age != NON_RENSEIGNE}
    said = Commentaires(
        [
            regles.taux_par_age(ages),
            commentaires.part_des(
                "rsa_positives", f"des sorties positives sont celles de personnes au RSA {read}", by_rsa.get("oui", Cellule())
            ),
            commentaires.part_des(
                "qpv_positives", "des sorties positives ont profité à des habitants d’un quartier prioritaire", by_qpv.get("oui", Cellule())
            ),
        ]
    )
    heading, told = titres.tete(
        "Niveau des personnes en sortie positive",
        "Niveau {un}, le plus fréquent des sorties positives",
        {seul(name): share for name, share in level_shares.items()},
        "{part} des sorties positives concernent ce niveau ({detail})",
        ", {part_deux} le niveau {deux}",
        noms=True,
    )
    note = f"L’âge se lit {read}."
    return Bloc(
        [
            said,
            age_et_sexe(reponses, "sorties_positives", du, au, "Sorties positives par âge et par sexe", note),
            taux_par_public(rapport),
            repartitions.barres(heading, level_shares, told, levels),
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
    note = f"L’âge et le RSA se lisent {lu(rapport, 'taux_sorties_positives')}."
    return Tableau("Taux de sorties positives selon le public", ["Public", "Sorties", "dont positives", "Taux"], rows, note)
