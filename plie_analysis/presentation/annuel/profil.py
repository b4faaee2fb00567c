"""2.1 Who the people accompanied are."""

from .. import commentaires as regle
from .. import repartitions
from ..elements import Bloc, Cellule, Commentaires
from ..reponses import part, somme

AXES = ("sexe", "tranche_age", "rsa", "qpv")


def profil(rapport) -> Bloc:
    """Sex, age, RSA, quartier prioritaire of the people accompanied; comments."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    table = repartitions.profil(
        reponses, {"accompagnes": "Personnes"}, du, au, AXES, f"Profil des personnes accompagnées en {rapport.annee}"
    )
    whole = rapport.cellule("accompagnes")
    shares = {axe: {name: part(cell, whole) for name, cell in reponses.ventilation("accompagnes", du, au, axe).items()} for axe in AXES}
    said = Commentaires(
        [
            regle.accompagnes_annee(rapport.annee, whole, rapport.cellule("file_active")),
            regle.part_du_public("femmes", "sont des femmes", shares["sexe"].get("femme", Cellule())),
            regle.part_du_public("age_median", "ont de 26 à 44 ans", shares["tranche_age"].get("26-44", Cellule())),
            regle.part_du_public("seniors", "ont 45 ans ou plus", shares["tranche_age"].get("45 et plus", Cellule())),
            regle.part_du_public("rsa", "sont bénéficiaires du RSA", shares["rsa"].get("oui", Cellule())),
            regle.part_du_public("qpv", "habitent un quartier prioritaire", shares["qpv"].get("oui", Cellule())),
        ]
    )
    return Bloc([said, table])


def niveaux(rapport) -> Bloc:
    """Levels of training, one by one and grouped as the report does."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    table, shares = repartitions.repartition(
        reponses, "accompagnes", du, au, "niveau", "Niveau de formation des personnes accompagnées", colonne="Personnes"
    )
    grouped = reponses.ventilation("accompagnes", du, au, "niveau_groupe")
    whole = rapport.cellule("accompagnes")
    groups = {f"niveau {name}": part(grouped[name], whole) for name in repartitions.ordonner("niveau_groupe", grouped)}
    said = Commentaires([regle.premiers("niveaux", "Par groupe de niveaux", groups, seuil=0)])
    return Bloc(
        [
            said,
            repartitions.barres(
                "Niveaux de formation", shares, regle.plus_grande_part({f"niveau {name}": cell for name, cell in shares.items()}), table
            ),
        ]
    )


def territoires(rapport) -> Bloc:
    """Communes, then quartiers prioritaires, with the year before."""
    reponses, du, au, year = rapport.reponses, rapport.du, rapport.au, rapport.annee
    whole, whole_before = rapport.cellule("accompagnes"), rapport.avant("accompagnes")
    communes = reponses.ventilation("accompagnes", du, au, "commune_groupe")
    axis = "commune" if rapport.avant_publie else "commune_groupe"

    def commune_before(name: str) -> Cellule:
        return rapport.avant("accompagnes", **{axis: name})

    table, shares = repartitions.comparatif(
        "Lieu d’habitation des participants",
        "Commune",
        year,
        commune_before,
        communes,
        (whole_before, whole),
        axe="commune_groupe",
        publie=rapport.avant_publie,
    )
    districts = quartiers(reponses, "accompagnes", du, au)
    inside = somme(districts.values(), "personnes")
    inside_before = rapport.avant("accompagnes", qpv="oui")
    by_district, district_shares = repartitions.comparatif(
        "Répartition des participants par quartier prioritaire",
        "Quartier",
        year,
        lambda name: rapport.avant("accompagnes", quartier=name),
        districts,
        (inside_before, inside),
        axe="quartier",
        publie=rapport.avant_publie,
    )
    said = Commentaires(
        [
            regle.premiers(
                "communes",
                "Les participants habitent d’abord",
                {name: share for name, share in shares.items() if name != "Autre"},
                noms=True,
            ),
            regle.part_et_avant(
                "qpv_evolution",
                "des personnes accompagnées habitent un quartier prioritaire",
                year,
                part(inside, whole),
                part(inside_before, whole_before),
            ),
            regle.premiers(
                "quartiers", "Les habitants des quartiers prioritaires viennent d’abord de", district_shares, noms=True, combien=5
            ),
        ]
    )
    before = [part(commune_before(name), whole_before) for name in shares]
    past = None if all(cell.est_inconnue for cell in before) else (f"Part {year - 1}", before)
    graph = repartitions.barres(
        "Communes de résidence", shares, regle.plus_grande_part(shares, noms=True), table, past, serie=f"Part {year}"
    )
    return Bloc([said, graph, by_district])


def quartiers(reponses, indicateur: str, du, au) -> dict[str, Cellule]:
    """The counts of the quartiers that are « prioritaires » (and not merely watched) at the time."""
    return {
        name: cell
        for (name, is_qpv), cell in reponses.croisement(indicateur, du, au, ("quartier", "qpv")).items()
        if is_qpv == "oui" and (cell.valeur or cell.masquee)
    }
