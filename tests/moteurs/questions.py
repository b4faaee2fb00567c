"""The questions that every engine is asked beside the embedded one, and what « the same rows » means."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd
import pytest

from plie_analysis import cohortes
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import axes, calculer

DU, AU = dt.date(2017, 1, 1), dt.date(2017, 12, 31)
CROISEMENTS = [("qpv", "rsa"), ("quartier", "sexe"), ("mois", "prescripteur")]


def chaque_axe() -> Iterator[dict]:
    """The total, then each axis, at one clock or the other in turn."""
    for rank, par in enumerate([(), *((axe,) for axe in axes())]):
        yield {"du": DU, "au": AU, "connu_au": AU if rank % 2 else None, "par": par}


def toutes() -> Iterator[dict]:
    """The total, each axis and some crossings, at three clocks, with and without a filter."""
    for par in [(), *((axe,) for axe in axes()), *CROISEMENTS]:
        for clock in (None, AU, dt.date(2017, 6, 30)):
            for filtres in ({}, {"rsa": "oui"}):
                yield {"du": DU, "au": AU, "connu_au": clock, "par": par, "filtres": filtres}


def egales(config, here, there, name: str, **question) -> int:
    """How many of these questions both engines answer alike (0 when the definition does not offer the axes)."""
    asked = {"config": config, **question}
    try:
        expected = calculer(here, [name], **asked)
    except PlieError as error:
        with pytest.raises(PlieError) as raised:
            calculer(there, [name], **asked)
        assert raised.value.message == error.message
        return 0
    pd.testing.assert_frame_equal(calculer(there, [name], **asked), expected, check_exact=True)
    return 1


def suivis_egaux(config, here, there) -> None:
    """The cohorts of both engines, their gaps and their étapes before the exit, to the last figure."""
    for par in ((), ("qpv", "rsa")):
        one, other = (cohortes.suivre(con, config=config, au=AU, par=par) for con in (here, there))
        pd.testing.assert_frame_equal(cohortes.tableau(one), cohortes.tableau(other), check_exact=True)
        pd.testing.assert_frame_equal(cohortes.comparer(one), cohortes.comparer(other), check_exact=True)
        pd.testing.assert_frame_equal(one.etapes, other.etapes, check_exact=True)


TROUS = """
participants
id_dossier | civilite | commune | quartier | date_naissance
D1 | Mme | Dijon | Grésilles | 1991-12-31
D2 | M. | Talant | | 1992-01-01
D3 | | | hors QPV |

parcours
id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie | date_saisie_entree | date_saisie_sortie
P1 | D1 | R1 | 2017-01-01 | 2017-12-31 | EMPLOI | 2017-01-02 | 2018-01-15
P2 | D2 | R1 | 2016-02-29 | | | |
P3 | D3 | R2 | 2017-12-31 | | | 2018-01-01 |
P4 | D1 | R2 | 2017-05-01 | 2017-04-01 | SANTE | |

etapes
id_etape | id_parcours | operation | date_debut | date_fin
E1 | P1 | PMSMP | 2017-12-31 |
E2 | P2 | Mission intérim | 2017-01-01 | 2017-01-01

situations
id_dossier | situation | date_debut | date_fin
D1 | RSA | 2016-01-01 | 2017-12-30
D2 | ARE | 2017-01-01 |
"""
# What each axis meets in it: the day before a birthday, a spell that ends the day before, the 29 February, an exit before the
# entry, a commune left empty.
AXES_DES_TROUS = [(), ("rsa",), ("tranche_age",), ("qpv",), ("commune",), ("anciennete",), ("mois",)]


def trous_egaux(config, here, there, par: tuple[str, ...]) -> int:
    """How many questions both engines answer alike on ``TROUS``, at both clocks: what is counted on a day has no month."""
    names = ("accompagnes", "entrees", "sorties", "file_active", "taux_sorties_positives", "etapes", "duree_moyenne_sorties")
    return sum(egales(config, here, there, name, du=DU, au=AU, connu_au=clock, par=par) for name in names for clock in (None, AU))
