"""2.1 Who the people accompanied are."""

from dataclasses import replace

from ...indicateurs import axes, definitions
from ...indicateurs.cartes import phrase_de_rupture
from ...indicateurs.moment import moment
from .. import repartitions, titres
from ..commentaires import NB
from ..elements import Bloc, Cellule, Commentaires, remarque
from ..reponses import NON_RENSEIGNE, part, somme
from . import regles

AXES = ("sexe", "tranche_age", "rsa", "qpv")


def profil(rapport) -> Bloc:
    """Sex, age, RSA, quartier prioritaire of the people accompanied; comments."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    title = f"Profil des personnes accompagnées en {rapport.annee}"
    table = repartitions.profil(reponses, {"accompagnes": "Personnes"}, du, au, AXES, title)
    whole, read = rapport.cellule("accompagnes"), lu(rapport, "accompagnes")
    shares = {axe: {name: part(cell, whole) for name, cell in reponses.ventilation("accompagnes", du, au, axe).items()} for axe in AXES}
    said = Commentaires(
        [
            regles.accompagnes(rapport.annee, whole, rapport.compare("accompagnes"), rapport.cellule("file_active")),
            regles.femmes(shares["sexe"].get("femme", Cellule())),
            regles.ages("ages", "des personnes accompagnées", shares["tranche_age"], ages_de(rapport)),
            regles.rsa(shares["rsa"].get("oui", Cellule()), read),
        ]
    )
    return Bloc([said, replace(table, note=f"L’âge et le RSA se lisent {read}.")])


def ages_de(rapport) -> tuple[str, ...]:
    """The age brackets of the PLIE, from the youngest."""
    return axes(rapport.reponses.porte.config)["tranche_age"].modalites


def lu(rapport, indicateur: str) -> str:
    """The day on which an indicator reads the age and the RSA: « à l’entrée »."""
    known = definitions(rapport.reponses.porte.config)
    return moment(known[indicateur], known).replace(", sinon à la fin de la période", f" ou, à défaut, à la fin de l’{rapport.annee.mot}")


def niveaux(rapport) -> Bloc:
    """Levels of training, one by one and grouped as the report does."""
    reponses, du, au = rapport.reponses, rapport.du, rapport.au
    title = "Niveau de formation des personnes accompagnées"
    table, shares = repartitions.repartition(reponses, "accompagnes", du, au, "niveau", title, colonne="Personnes")
    grouped, whole = reponses.ventilation("accompagnes", du, au, "niveau_groupe"), rapport.cellule("accompagnes")
    groups = {
        name if name == NON_RENSEIGNE else seul(repartitions.libelle_date(reponses, au, "niveau_groupe", name)): part(grouped[name], whole)
        for name in repartitions.ordonner("niveau_groupe", grouped)
    }
    heading, told = titres.tete(
        "Niveaux de formation",
        "Niveau {un}, le plus fréquent",
        {seul(name): share for name, share in shares.items()},
        "{part} des personnes accompagnées l’ont ({detail})",
        f"{NB}; {{part_deux}} ont le niveau {{deux}}",
        noms=True,
    )
    return Bloc([Commentaires([regles.niveaux(groups)]), repartitions.barres(heading, shares, told, table)])


def seul(niveau: str) -> str:
    """« niveau 4 » where the sentence already says « niveau »."""
    return niveau.removeprefix("niveau ")


def territoires(rapport) -> Bloc:
    """Communes, then quartiers prioritaires, with the year before."""
    reponses, du, au, year = rapport.reponses, rapport.du, rapport.au, rapport.annee
    whole, whole_before = rapport.cellule("accompagnes"), rapport.avant("accompagnes")
    communes = reponses.ventilation("accompagnes", du, au, "commune_groupe")
    axis = "commune" if rapport.avant_publie else "commune_groupe"

    def commune_before(name: str) -> Cellule:
        return rapport.avant("accompagnes", **{axis: name})

    def district_before(name: str) -> Cellule:
        return rapport.avant("accompagnes", quartier=name)

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
    inside, inside_before = somme(districts.values(), "personnes"), rapport.avant("accompagnes", qpv="oui")
    by_district, district_shares = repartitions.comparatif(
        "Répartition des participants par quartier prioritaire",
        "Quartier",
        year,
        district_before,
        districts,
        (inside_before, inside),
        axe="quartier",
        publie=rapport.avant_publie,
    )
    before = {name: part(commune_before(name), whole_before) for name in shares}
    said = Commentaires(
        [
            regles.deplacements("communes", year, shares, before),
            regles.part_et_avant(
                "qpv_evolution",
                "des personnes accompagnées habitent un quartier prioritaire",
                year,
                part(inside, whole),
                part(inside_before, whole_before),
            ),
            regles.deplacements(
                "quartiers",
                year,
                district_shares,
                {name: part(district_before(name), inside_before) for name in district_shares},
                "parmi ces habitants, ",
            ),
        ]
    )
    past = None if all(cell.est_inconnue for cell in before.values()) else (f"Part {year.precedente}", list(before.values()))
    heading, told = titres.tete(
        "Communes de résidence",
        "{un}, première commune des participants",
        shares,
        "{part} des participants y habitent ({detail})",
        ", {part_deux} à {deux}",
        noms=True,
    )
    broken = phrase_de_rupture(rapport.l_annee_avant[0], au, reponses.porte.config)
    more = [remarque(broken)] if broken else []
    return Bloc([said, repartitions.barres(heading, shares, told, table, past, serie=f"Part {year}"), by_district, *more])


def quartiers(reponses, indicateur: str, du, au) -> dict[str, Cellule]:
    """The counts of the quartiers that are « prioritaires » (and not merely watched) at the time."""
    return {
        name: cell
        for (name, is_qpv), cell in reponses.croisement(indicateur, du, au, ("quartier", "qpv")).items()
        if is_qpv == "oui" and (cell.valeur or cell.masquee)
    }
