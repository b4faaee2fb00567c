"""The norms of the protocol as pages say them: each in words, on the day that a page speaks of."""

import datetime as dt

from .. import francais
from ..indicateurs import axes
from ..indicateurs.ages import ans, en_phrase
from ..settings import value_on

LETTRES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


def sans_etape(config: dict, jour: dt.date) -> str:
    """How long an open parcours may stay without étape: « trois mois » (``sans_etape_mois``)."""
    count = value_on(config["charte"]["seuils"]["sans_etape_mois"], jour)
    return f"{LETTRES[int(count)] if count < len(LETTRES) else francais.nombre(count)} mois"


def longue(config: dict, jour: dt.date) -> str:
    """How long a parcours lasts at most: « 30 mois » (``parcours_long_mois``)."""
    return f"{francais.nombre(value_on(config['charte']['seuils']['parcours_long_mois'], jour))} mois"


def bilans(config: dict) -> str:
    """When a bilan d’étape is held: « 5, 10, 15, 20, 25 ou 30 mois » (``bilans_mois``)."""
    return f"{francais.enumeration(map(str, config['protocole']['bilans_mois']), 'ou')} mois"


def dites(config: dict) -> list[str]:
    """What a page at a protected level may print of them, whatever its day: numbers of the protocol, which say nothing of anybody."""
    written = config["charte"]["seuils"]["parcours_long_mois"]
    known = [one["valeur"] for one in written] if isinstance(written, list) else [written]
    each = [f"des {count} mois" for count in config["protocole"]["bilans_mois"]]
    ages = [said for age in axes(config)["tranche_age"].modalites for said in (ans(age), en_phrase(age))]
    return [*ages, *(f"plus de {francais.nombre(count)} mois" for count in known), bilans(config), *each, *(f"bilan {one}" for one in each)]
