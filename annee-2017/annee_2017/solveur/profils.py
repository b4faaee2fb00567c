"""Sex, age, level, commune and quartier, RSA of everyone: integer tables that meet every published margin."""

import random
from collections import Counter

from . import contraintes
from .parcours import Parcours
from .programme import INFINITY, Programme

AGES = {"moins de 26": 0.06, "26-44": 0.62, "45-54": 0.20, "55-64": 0.12}
LEVELS = {"VI": 0.14, "Vbis": 0.11, "V": 0.27, "9": 0.27, "IV": 0.12, "III": 0.05, "II": 0.03, "I": 0.01}
LOW = ("VI", "Vbis", "V")
PLACES = {
    ("Dijon", "Grésilles"): 0.09, ("Dijon", "Fontaine d'Ouche"): 0.06, ("Dijon", ""): 0.47,
    ("Chenôve", "Le Mail"): 0.07, ("Chenôve", ""): 0.04,
    ("Quetigny", "Quetigny Centre"): 0.03, ("Quetigny", ""): 0.06,
    ("Longvic", "Bief du Moulin"): 0.02, ("Longvic", "Guynemer"): 0.01, ("Longvic", ""): 0.04,
    ("Talant", "Belvédère"): 0.04, ("Talant", ""): 0.02, ("Autre", ""): 0.05,
}  # fmt: skip
WATCHED = ("Quetigny Centre", "Guynemer")
SMALL_TOWNS = (
    "Chevigny-Saint-Sauveur",
    "Fontaine-lès-Dijon",
    "Saint-Apollinaire",
    "Marsannay-la-Côte",
    "Plombières-lès-Dijon",
    "Neuilly-lès-Dijon",
    "Ouges",
    "Sennecey-lès-Dijon",
)
OWN_TOWN = {"Espace emploi Longvic": "Longvic", "Service emploi Chenôve": "Chenôve", "Service emploi Quetigny": "Quetigny"}
MIN_WATCHED = {"Quetigny Centre": 22, "Guynemer": 9}


def stratum(parcours: Parcours) -> tuple[str, str]:
    """Origin and fate: the cells within which people can be exchanged without moving a published figure."""
    origine = "2016" if parcours.origine.startswith("2016") else parcours.origine
    return origine, parcours.sort


def populations(cell: tuple[str, str]) -> set[str]:
    """The published populations that a stratum belongs to."""
    origine, sort = cell
    found = set()
    if origine in ("stock", "2016"):
        found.add("accompagnes_2016")
    if origine != "2016":
        found.add("accompagnes")
        if origine == "entree":
            found.add("entrees")
        if sort != "ouvert":
            found.add("sorties")
        if sort == "positive":
            found.add("sorties_positives")
    return found


def _tables() -> dict[str, tuple[dict, list]]:
    """For each attribute: usual shares by modality, and ``(population, test, value)`` margins."""
    published = contraintes.profiles()
    margins: dict[str, list] = {name: [] for name in ("sexe", "age", "niveau", "lieu", "rsa")}

    def add(name: str, attribute: str, test) -> None:
        for (population, attr), values in published.items():
            if attr == attribute:
                margins[name] += [(population, test(modality), value) for modality, value in values.items()]

    add("sexe", "sexe", lambda m: lambda x: x == m)
    add("age", "tranche_age", lambda m: lambda x: x == m or (m == "45 et plus" and x in ("45-54", "55-64")))
    add(
        "niveau",
        "niveau",
        lambda m: lambda x: x == m or (m == "V ou inférieur" and x in LOW) or (m == "IV ou supérieur" and x not in (*LOW, "9")),
    )
    add("lieu", "commune", lambda m: lambda x: x[0] == m)
    add("lieu", "quartier", lambda m: lambda x: x[1] == m)
    add("lieu", "qpv", lambda m: lambda x: x[1] != "" and x[1] not in WATCHED)
    add("rsa", "rsa", lambda m: lambda x: x == m)
    for watched, least in MIN_WATCHED.items():
        margins["lieu"].append(("au moins", lambda x, w=watched: x[1] == w, least))
    shares: dict[str, dict] = {
        "sexe": {"homme": 0.49, "femme": 0.51},
        "age": AGES,
        "niveau": LEVELS,
        "lieu": PLACES,
        "rsa": {"oui": 0.49, "non": 0.51},
    }
    return {name: (shares[name], margins[name]) for name in shares}


def _solve(name: str, shares: dict, margins: list, sizes: Counter) -> dict[tuple[str, str], list]:
    """The modalities of each stratum, as a list as long as the stratum."""
    programme = Programme()
    for cell, size in sizes.items():
        own = [(programme.variable((cell, modality)), 1.0) for modality in shares]
        programme.equal(own, size)
        for (variable, _), share in zip(own, shares.values(), strict=True):
            expected = size * share
            programme.near((cell, variable[1]), [(variable, 1.0)], expected, 1.0 / (4 + expected))
            least = programme.variable((cell, variable[1], "far"), 10.0 / (4 + expected), integer=False)
            programme.row([(variable, 1.0), (least, 1.0)], 0.6 * expected, INFINITY)
            programme.row([(variable, 1.0), (least, -1.0)], -INFINITY, 1.5 * expected + 1)
        if cell[1] == "maternite":
            excluded = {"sexe": ("homme",), "age": ("45-54", "55-64")}.get(name, ())
            programme.equal([(v, c) for v, c in own if v[1] in excluded], 0)
    for population, test, value in margins:
        cells = [c for c in sizes if population in populations(c) or population == "au moins"]
        terms = [((c, m), 1.0) for c in cells for m in shares if test(m)]
        programme.row(terms, value, INFINITY if population == "au moins" else value)
    solved = programme.solve()
    return {cell: [m for m in shares for _ in range(solved.get((cell, m), 0))] for cell in sizes}


def assign(everyone: list[Parcours], rng: random.Random) -> None:
    """Give every parcours its ``profil``; a person's earlier parcours shares it."""
    main = [p for p in everyone if p.origine != "ancien"]
    sizes = Counter(stratum(p) for p in main)
    columns = {name: _solve(name, shares, margins, sizes) for name, (shares, margins) in _tables().items()}
    for cell in sizes:
        members = [p for p in main if stratum(p) == cell]
        for name, lists in columns.items():
            values = lists[cell]
            rng.shuffle(values)
            for parcours, value in zip(members, values, strict=True):
                parcours.profil[name] = value
        _make_plausible(members, rng)
    for parcours in main:
        commune, quartier = parcours.profil.pop("lieu")
        parcours.profil["commune"] = rng.choice(SMALL_TOWNS) if commune == "Autre" else commune
        parcours.profil["quartier"] = quartier
    by_person = {p.personne: p.profil for p in main}
    for parcours in everyone:
        parcours.profil = by_person[parcours.personne]


def forget_watched(everyone: list[Parcours], kept: list[Parcours]) -> None:
    """The quartiers de veille are not QPV: only the clauses' tables name them, only their people keep them."""
    persons = {p.personne for p in kept}
    for parcours in everyone:
        if parcours.profil["quartier"] in WATCHED and parcours.personne not in persons:
            parcours.profil["quartier"] = ""


def _make_plausible(members: list[Parcours], rng: random.Random) -> None:
    """Exchange values inside one stratum so that they go together (RSA after 25, mission locale before 26, own town)."""

    def trade(name: str, wrong, good) -> None:
        donors = [p for p in members if good(p)]
        rng.shuffle(donors)
        for parcours in [p for p in members if wrong(p)]:
            if not donors:
                return
            other = donors.pop()
            parcours.profil[name], other.profil[name] = other.profil[name], parcours.profil[name]

    young = "moins de 26"
    trade(
        "age",
        lambda p: p.prescripteur == "Mission locale" and p.profil["age"] != young,
        lambda p: p.prescripteur != "Mission locale" and p.profil["age"] == young,
    )
    trade(
        "rsa",
        lambda p: p.profil["age"] == young and p.profil["rsa"] == "oui",
        lambda p: p.profil["age"] != young and p.profil["rsa"] == "non",
    )
    for service, town in OWN_TOWN.items():
        trade(
            "lieu",
            lambda p, s=service, t=town: p.prescripteur == s and p.profil["lieu"][0] != t,
            lambda p, s=service, t=town: p.prescripteur not in OWN_TOWN and p.profil["lieu"][0] == t,
        )
