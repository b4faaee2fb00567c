"""2.2 The entries."""

from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires, Ligne, Tableau
from ..reponses import part, sans_detail
from .profil import quartiers

ENTREE = ("entrée", "entrées")


def entrees(rapport) -> Bloc:
    """Entries by age and sex, RSA, commune, quartier; comments."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    whole = rapport.cellule("entrees")
    communes, shares = repartitions.repartition(
        reponses, "entrees", du, au, "commune_groupe", "Entrées par commune d’habitation", colonne="Entrées", entete="Commune"
    )
    districts = quartiers(reponses, "entrees", du, au)
    order = repartitions.ordonner("quartier", districts)
    rows = [Ligne(name, [districts[name], sans_detail(part(districts[name], whole))]) for name in order]
    by_qpv = {name: part(cell, whole) for name, cell in reponses.ventilation("entrees", du, au, "qpv").items()}
    rows.append(
        Ligne(
            "Ensemble des quartiers prioritaires",
            [reponses.ventilation("entrees", du, au, "qpv").get("oui", Cellule()), sans_detail(by_qpv.get("oui", Cellule()))],
            "total",
        )
    )
    district_shares = {name: part(districts[name], whole) for name in order}
    by_sex = {name: part(cell, whole) for name, cell in reponses.ventilation("entrees", du, au, "sexe").items()}
    by_age = {name: part(cell, whole) for name, cell in reponses.ventilation("entrees", du, au, "tranche_age").items()}
    said = Commentaires(
        [
            regle.annee_et_avant("entrees_evolution", ENTREE, rapport.annee, *rapport.evolution("entrees")),
            regle.part_des("femmes_entrees", "des personnes entrées sont des femmes", by_sex.get("femme", Cellule())),
            regle.part_des("age_entrees", "des personnes entrées ont de 26 à 44 ans", by_age.get("26-44", Cellule())),
            regle.part_des("seniors_entrees", "des personnes entrées ont 45 ans ou plus", by_age.get("45 et plus", Cellule())),
            regle.premiers(
                "communes_entrees",
                "Les nouveaux entrants habitent d’abord",
                {name: share for name, share in shares.items() if name != "Autre"},
                noms=True,
            ),
            regle.part_des("qpv_entrees", "des nouveaux entrants habitent un quartier prioritaire", by_qpv.get("oui", Cellule())),
            regle.premiers(
                "quartiers_entrees", "Premiers quartiers prioritaires, en part des entrées", district_shares, seuil=5, noms=True
            ),
        ]
    )
    graph = repartitions.barres("Commune d’habitation des entrants", shares, regle.plus_grande_part(shares, noms=True), communes)
    district_table = Tableau("Entrées par quartier prioritaire", ["Quartier", "Entrées", "Part des entrées"], rows)
    return Bloc([said, age_et_sexe(reponses, "entrees", du, au, "Entrées par âge et par sexe"), graph, district_table])


def age_et_sexe(reponses, indicateur: str, du, au, titre: str) -> Tableau:
    """Ages in rows, sexes in columns, totals and shares."""
    cells = reponses.croisement(indicateur, du, au, ("tranche_age", "sexe"))
    ages = reponses.ventilation(indicateur, du, au, "tranche_age")
    sexes = reponses.ventilation(indicateur, du, au, "sexe")
    whole = reponses.cellule(indicateur, du, au)
    columns = repartitions.ordonner("sexe", sexes)
    zero = Cellule(0)
    rows = [
        Ligne(
            repartitions.libelle("tranche_age", age),
            [*(cells.get((age, sex), zero) for sex in columns), ages[age], sans_detail(part(ages[age], whole))],
        )
        for age in repartitions.ordonner("tranche_age", ages)
    ]
    rows.append(Ligne("Total", [*(sexes[sex] for sex in columns), whole, sans_detail(part(whole, whole))], "total"))
    rows.append(Ligne("Part", [*(sans_detail(part(sexes[sex], whole)) for sex in columns), sans_detail(part(whole, whole)), ""]))
    return Tableau(titre, ["Âge", *(repartitions.libelle("sexe", sex) for sex in columns), "Ensemble", "Part"], rows)


def prescripteurs(rapport) -> Bloc:
    """Entries by prescripteur, graph, what was decided of the prescriptions."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    table, shares = repartitions.repartition(
        reponses, "entrees", du, au, "prescripteur", "Entrées par prescripteur", colonne="Entrées", entete="Prescripteur"
    )
    whole, two = rapport.cellule("entrees"), rapport.cellule("entrees_pe_cd")
    said = Commentaires(
        [
            regle.part_des("entrees_pe_cd", "des entrées sont orientées par Pôle emploi et le Conseil départemental", part(two, whole)),
            regle.annee_et_avant(
                "prescriptions_evolution", ("prescription", "prescriptions"), rapport.annee, *rapport.evolution("prescriptions")
            ),
            regle.taux("taux_entree", "Entrées parmi les prescriptions décidées", rapport.cellule("taux_entree_prescriptions")),
            regle.annee_et_avant("non_entrees_evolution", ("non-entrée", "non-entrées"), rapport.annee, *rapport.evolution("non_entrees")),
        ]
    )
    motives, motive_shares = repartitions.repartition(
        reponses, "non_entrees", du, au, "motif_non_entree", "Motifs de non-entrée", colonne="Non-entrées", entete="Motif"
    )
    about = Commentaires([regle.premiers("motifs_non_entree", "Premiers motifs de non-entrée", motive_shares)])
    graph = repartitions.barres("Qui oriente vers le PLIE", shares, regle.plus_grande_part(shares, noms=True), table)
    return Bloc([said, graph, motives, about])
