"""2.2 The entries."""

from ... import francais
from .. import commentaires, repartitions, titres
from ..commentaires import NB
from ..elements import Bloc, Cellule, Commentaires, Ligne, Phrase, Tableau
from ..reponses import part, sans_detail
from . import regles
from .profil import ages_de, lu, quartiers


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
            regles.entrees(rapport.annee, whole, rapport.compare("entrees")),
            commentaires.part_des("femmes_entrees", "des personnes entrées sont des femmes", by_sex.get("femme", Cellule())),
            regles.ages("ages_entrees", "des nouveaux entrants", by_age, ages_de(rapport)),
            regles.quartiers(by_qpv.get("oui", Cellule()), district_shares),
        ]
    )
    heading, told = titres.tete(
        "Commune d’habitation des entrants",
        "{un}, première commune des entrants",
        shares,
        "{part} des entrées viennent de cette commune ({detail})",
        f"{NB}; {{deux}} suit, avec {{part_deux}}",
        noms=True,
    )
    district_table = Tableau("Entrées par quartier prioritaire", ["Quartier", "Entrées", "Part des entrées"], rows)
    by_both = age_et_sexe(reponses, "entrees", du, au, "Entrées par âge et par sexe", f"L’âge se lit {lu(rapport, 'entrees')}.")
    return Bloc([said, by_both, repartitions.barres(heading, shares, told, communes), district_table])


def age_et_sexe(reponses, indicateur: str, du, au, titre: str, note: str) -> Tableau:
    """Ages in rows, sexes in columns, totals and shares; ``note`` says when the age is read."""
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
    return Tableau(titre, ["Âge", *(repartitions.libelle("sexe", sex) for sex in columns), "Ensemble", "Part"], rows, note)


def _des_partenaires(rapport, share: Cellule) -> Phrase | None:
    """Share of the entries that the partners sent, where the nomenclature names some."""
    names = list(repartitions.partenaires_nommes(rapport.reponses, rapport.au).values())
    of = "des partenaires" if len(names) > 1 else "du partenaire"
    said = f"des entrées viennent {of} de l’objectif ({francais.enumeration(names)})"
    return commentaires.part_des("entrees_pe_cd", said, share) if names else None


def prescripteurs(rapport) -> Bloc:
    """Entries by prescripteur, graph, what was decided of the prescriptions."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    table, shares = repartitions.repartition(
        reponses, "entrees", du, au, "prescripteur", "Entrées par prescripteur", colonne="Entrées", entete="Prescripteur"
    )
    whole, two = rapport.cellule("entrees"), rapport.cellule("entrees_pe_cd")
    sent, refused = ((rapport.cellule(name), rapport.compare(name)) for name in ("prescriptions", "non_entrees"))
    decided = rapport.cellule("taux_entree_prescriptions")
    said = Commentaires(
        [
            _des_partenaires(rapport, part(two, whole)),
            regles.prescriptions(rapport.annee, sent, refused),
            commentaires.part_des("taux_entree", f"des prescriptions décidées dans l’{rapport.annee.mot} ont abouti à une entrée", decided),
        ]
    )
    motives, motive_shares = repartitions.repartition(
        reponses, "non_entrees", du, au, "motif_non_entree", "Motifs de non-entrée", colonne="Non-entrées", entete="Motif"
    )
    about = Commentaires([commentaires.premier_motif("motifs_non_entree", "de non-entrée", motive_shares)])
    heading, told = titres.tete(
        "Qui oriente vers le PLIE",
        "{un}, premier prescripteur",
        shares,
        "{part} des entrées en viennent ({detail})",
        f"{NB}; {{deux}}{NB}: {{part_deux}}",
        noms=True,
    )
    return Bloc([said, repartitions.barres(heading, shares, told, table), about, motives])
