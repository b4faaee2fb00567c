"""The definitions hold together, and the pages compiled from them are up to date."""

from dataclasses import fields
from pathlib import Path

import pytest

from plie_analysis import curate
from plie_analysis.indicateurs import axes, definitions
from plie_analysis.indicateurs.colonnes_datees import COLONNES
from plie_analysis.indicateurs.definitions import sources
from plie_analysis.moteurs.depot import Identite

ROOT = Path(__file__).parent.parent
HELD = {table.nom: {column.nom: column.type for column in table.colonnes} for table in curate.tables()}
COLUMNS = {nom: set(curate.atteintes(nom, HELD)) for nom in HELD}
TABLED = {name: d for name, d in definitions().items() if d.table}
UNITES = {
    "personnes",
    "aides",
    "structures",
    "parcours",
    "etapes",
    "prescriptions",
    "participations",
    "candidatures",
    "faits",
    "mentions",
    "sessions",
    "entretiens",
    "minutes",
    "ETP",
    "%",
    "mois",
    "jours",
    "€",
    "heures",
}


@pytest.mark.parametrize("nom", TABLED)
def test_a_definition_only_names_columns(nom):
    d = TABLED[nom]
    flags = {name for key in ("garder", "sauf", "numerateur", "denominateur") for name in getattr(d, key, ())}
    named = {*flags, *d.avec, *d.presence, *d.stock}
    named |= {getattr(d, key, "") for key in ("evenement", "distinct", "a_defaut", "somme", "moyenne")} - {""}
    assert named <= COLUMNS[d.table] | set(COLONNES)
    assert sum(bool(x) for x in (d.evenement, d.presence, d.stock)) == 1
    assert all(name.startswith("est_") for name in flags)


@pytest.mark.parametrize("nom", definitions())
def test_a_definition_is_a_method_sheet(nom):
    d = definitions()[nom]
    assert d.definition.endswith((".", ")."))
    assert d.unite in UNITES
    for other in (*d.composantes, *([d.meilleur] if d.meilleur else [])):
        assert other in definitions(), f"{nom} → {other}"
    assert not d.limites or d.limites.endswith(".")
    assert set(d.axes_exclus) | set(getattr(d, "axes_numerateur", ())) | set(getattr(d, "part_selon", ())) <= set(axes())


def test_every_table_has_its_clocks():
    assert set(sources()) == set(COLUMNS)
    for nom, source in sources().items():
        assert ("connue_le" in HELD[nom]) == (nom not in ("referent", "clause"))
        for date, worth in source.avant.items():
            assert {date, *worth} <= set(HELD[nom])
        for nom_rang, rang in source.rangs.items():
            assert {nom_rang, rang.par, *rang.ordre} | ({rang.parmi} if rang.parmi else set()) <= set(HELD[nom])
    told = {name for name in HELD["parcours"] if "sorti" in name or name.startswith(("est_hors", "duree"))}
    assert told - set(sources()["parcours"].avant["sortie_connue_le"]) == {"sortie_connue_le"}
    assert {name for table in HELD.values() for name in table if name.startswith("rang_")} == {
        nom for source in sources().values() for nom in source.rangs
    }


def test_every_axis_reads_a_column_of_some_table():
    # In a lake, each line also says whose it is.
    everything = set().union(*COLUMNS.values(), (field.name for field in fields(Identite)))
    for axe in axes().values():
        if axe.calcul == "horizon":
            continue
        assert axe.calcul or axe.colonne in everything
        assert len(axe.bornes) == 0 or len(axe.modalites) == len(axe.bornes) + 1
