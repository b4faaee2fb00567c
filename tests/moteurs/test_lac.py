"""Three PLIE that deposit, read together: what all of them say is the sum of what each says of itself."""

import datetime as dt
from collections import Counter

import pandas as pd
import pytest

from plie_analysis.database import open_database
from plie_analysis.errors import PlieError
from plie_analysis.indicateurs import axes, calculer, definitions
from plie_analysis.moteurs import open_moteur
from plie_analysis.scellement.colonnes import espace_of
from tests.moteurs.plies import SANS, TROIS, inventer

DU, AU = dt.date(2017, 1, 1), dt.date(2017, 12, 31)
LACS = ("plie", "departement")
NOMBRES = ("valeur", "numerateur", "denominateur")


@pytest.fixture(scope="module")
def trois(tmp_path_factory):
    """Three PLIE that deposited, and their lake."""
    top = tmp_path_factory.mktemp("trois")
    plies = [inventer(top / str(rank), *who, sans=SANS if rank == 2 else "") for rank, who in enumerate(TROIS)]
    for plie in plies:
        plie.deposer(top / "lac")
    return plies, top / "lac"


@pytest.fixture(scope="module", params=["duckdb", "sail"])
def ensemble(request, trois):
    """The lake read by each engine, and each PLIE's own base."""
    plies, lac = trois
    address = request.getfixturevalue("adresse") if request.param == "sail" else "duckdb"
    own = [open_database(plie.settings) for plie in plies]
    there = open_moteur(plies[0].settings, address, lac=str(lac))
    yield plies, own, there
    for con in (there, *own):
        con.close()


def _ask(con, name, config, par) -> pd.DataFrame | str:
    try:
        return calculer(con, [name], du=DU, au=AU, config=config, par=par)
    except PlieError as error:
        return error.message


def _lines(frame: pd.DataFrame, par: tuple[str, ...]) -> Counter:
    """The rows that say something, as they read; a modality that is a key is not read, as the lake has others."""
    told = frame[frame[[name for name in NOMBRES if name in frame]].fillna(0).any(axis=1)]
    hidden = [name for name in par if espace_of(axes()[name])]
    shown = told.drop(columns=["plie", "departement", *hidden], errors="ignore")
    return Counter(tuple(_exact(cell) for cell in row) for row in shown.itertuples(index=False))


def _exact(cell: object) -> str:
    """A cell as it reads. Fractions of a month are added in another order there: their sum is the same to a dozen figures."""
    return f"{cell:.12g}" if isinstance(cell, float) else str(cell)


def _check_all(ensemble, par: tuple[str, ...], names) -> int:
    """Ask each of these of the lake by PLIE, and of each own base: how many were answered."""
    plies, own, there = ensemble
    asked = 0
    for name in names:
        together = _ask(there, name, plies[0].settings.config, ("plie", *par))
        if isinstance(together, str):
            continue
        asked += 1
        for plie, con in zip(plies, own, strict=True):
            alone = _ask(con, name, plie.settings.config, par)
            assert not isinstance(alone, str), alone
            assert _lines(together[together["plie"] == plie.nom], par) == _lines(alone, par), (name, plie.nom, par)
    return asked


OFFERTS = [(), *((axe,) for axe in axes() if axe not in LACS), ("sexe", "rsa")]


@pytest.mark.lourd
@pytest.mark.parametrize("par", OFFERTS, ids=str)
def test_what_all_say_is_what_each_says_of_itself(ensemble, par):
    _check_all(ensemble, par, sorted(definitions()))


@pytest.mark.parametrize("rank", range(6))
def test_each_indicator_on_one_axis_is_what_each_plie_says_of_itself(ensemble, rank):
    """Every indicator, and every axis with one indicator at least: the heavy test asks all of them of all."""
    names = sorted(definitions())[rank::6]
    offered = [par for par in OFFERTS if par][rank::6]
    assert _check_all(ensemble, (), names) > 5
    for turn, name in enumerate(names):
        _check_all(ensemble, offered[turn % len(offered)], [name])


@pytest.mark.parametrize("name", ["accompagnes", "entrees", "sorties", "etapes_commencees", "aides", "etp", "entretiens", "prescriptions"])
def test_a_count_of_the_lake_is_the_sum_of_those_of_its_plie(ensemble, name):
    plies, own, there = ensemble
    (whole,) = calculer(there, [name], du=DU, au=AU, config=plies[0].settings.config)["valeur"]
    alone = [calculer(con, [name], du=DU, au=AU, config=plie.settings.config)["valeur"][0] for plie, con in zip(plies, own, strict=True)]
    assert whole == sum(alone) > 0
    by = calculer(there, [name], du=DU, au=AU, config=plies[0].settings.config, par=["departement"])
    assert dict(zip(by["departement"], by["valeur"], strict=True)) == {p.departement: n for p, n in zip(plies, alone, strict=True)}
