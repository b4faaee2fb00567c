"""What a page says of the maps of the quartiers prioritaires: where its series breaks, both counts, and who lives there."""

import datetime as dt

import pandas as pd

from .. import francais
from ..carte_qpv import debuts
from ..indicateurs.cartes import phrase_de_rupture, rupture
from ..protection.cles import Calcul, Rangee
from ..protection.resultats import Brut
from .elements import Cellule, Ligne, Tableau, remarque
from .reponses import chiffre, part

NB = francais.INSECABLE
TERRITOIRE = "territoire"
LUS = {"oui": "En quartier prioritaire", "non renseigné": "On ne sait pas"}


def rupture_de(page) -> dt.date | None:
    """The day on which the map changes between the year before, when the page shows it, and the end of its year."""
    return rupture(min([du for du, _, _ in page.passe(*page.l_annee_avant)], default=page.du), page.au, page.reponses.porte.config)


def marque(day: dt.date) -> str:
    """What stands in a series where it breaks."""
    return f"Rupture de série au {francais.date_longue(day)}"


def sous_chaque_carte(page, compte: dict[str, str]) -> list:
    """The sentence of the break, then the counts of both years under each map, what nobody knows told apart; nothing without a break."""
    day = rupture_de(page)
    if day is None:
        return []
    config = page.reponses.porte.config
    names = list(debuts())
    years = [
        *[(page.annee.precedente, (du, au, known)) for du, au, known in page.passe(*page.l_annee_avant)],
        (page.annee, (page.du, page.au)),
    ]
    cells = {
        (year, name, one): page.reponses.ventilation(one, *when[:2], f"qpv_{name}", *when[2:])
        for year, when in years
        for name in names
        for one in compte
    }
    rows = []
    for modality, title in LUS.items():
        rows.append(Ligne(title, [""] * (len(years) * len(names)), "groupe"))
        rows += [
            Ligne(
                label,
                [
                    cells[year, name, one].get(modality, Cellule(0) if cells[year, name, one] else Cellule())
                    for year, _ in years
                    for name in names
                ],
            )
            for one, label in compte.items()
        ]
    heads = ["Public", *(f"{year}, carte de {name}" for year, _ in years for name in names)]
    note = francais.espaces(
        "Là où le périmètre d’un quartier a changé, le nom d’une adresse ne dit pas toujours où elle était sous l’autre carte : on ne sait pas."
    )
    return [
        Tableau(f"{marque(day)}{NB}: les mêmes personnes sous chaque carte", heads, rows, note),
        remarque(phrase_de_rupture(years[0][0].debut, page.au, config)),
    ]


def population(page) -> Brut:
    """The share of the inhabitants of the territory who live in a QPV, as ``plie.toml`` gives it for the newest year not after the page's."""
    told = [one for one in page.reponses.porte.config["territoire"].get("population_qpv", []) if one["annee"] <= page.au.year]
    last = max(told, key=lambda one: one["annee"], default=None)
    rows = (
        [
            {
                "annee": last["annee"],
                "part": 100 * last["part"] if "part" in last else None,
                "habitants": last.get("habitants"),
                "source": last["source"],
            }
        ]
        if last
        else []
    )
    frame = pd.DataFrame(rows, columns=["annee", "part", "habitants", "source"])
    return Brut(TERRITOIRE, frame, (Calcul(rangees=[Rangee(rank, ()) for rank in range(len(frame))]),))


def a_cote_des_habitants(page) -> list:
    """The share of the people of the PLIE beside that of all the inhabitants; nothing when ``plie.toml`` does not give it."""
    known = page.reponses.tables.get(TERRITOIRE, pd.DataFrame()).to_dict("records")
    if not known:
        return []
    (row,) = known
    counted = page.par_public("accompagnes").get("oui", Cellule())
    own = part(counted, page.reponses.cellule("accompagnes", page.du, page.au))
    lines = [
        Ligne(f"Personnes accompagnées en {page.annee}", [counted, own]),
        Ligne(f"Habitants du territoire en {row['annee']}", [chiffre(row, "habitants"), chiffre(row, "part", "%")]),
    ]
    note = francais.espaces(f"Habitants : {row['source']}.")
    return [Tableau(f"En quartier prioritaire{NB}: le PLIE et son territoire", ["Public", "En QPV", "Part"], lines, note)]
