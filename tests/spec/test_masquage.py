"""What a table published at a level of diffusion hides, on exits that can be counted by hand."""

import pytest

from plie_analysis.indicateurs import assembler, compter, planifier
from plie_analysis.protection.cles import read_calcul
from plie_analysis.protection.effectifs import empty_rows, mask
from plie_analysis.protection.registre import Registre
from tests.sorties import exits
from tests.tableau import base, reglages


def compute(con, ids, du="2017-01-01", au="2017-12-31", par=()):
    plan = planifier(con, ids, du=du, au=au, config=reglages(), par=par)
    found = compter(plan)
    return read_calcul(plan, found), assembler(plan, found)


def shown(frame, calcul, rows):
    """``{modalities: value or None}`` of a frame once its hidden rows are emptied."""
    emptied = empty_rows(frame, rows)
    axes = [name for name in frame.columns if name not in ("valeur", "numerateur", "denominateur", "unite", "masque")]
    return {tuple(row[name] for name in axes): (None if row["masque"] else float(row["valeur"])) for _, row in emptied.iterrows()}


@pytest.fixture(scope="module")
def con():
    connection = base(
        exits(
            ("EMPLOI", "Dijon", "2017-03-05", 20),
            ("SANTE", "Dijon", "2017-04-02", 2),
            ("DEMENAGEMENT", "Talant", "2017-10-09", 7),
            ("MATERNITE", "Talant", "2017-11-09", 8),
        )
    )
    yield connection
    connection.close()


def test_a_small_motif_takes_another_with_it(con):
    calcul, frame = compute(con, ["sorties"], par=["motif_sortie"])
    total, total_frame = compute(con, ["sorties"])
    masque = mask([calcul, total], 5)
    assert shown(frame, calcul, masque.lignes[0]) == {
        ("sorties", "EMPLOI"): 20,
        ("sorties", "DEMENAGEMENT"): None,
        ("sorties", "MATERNITE"): 8,
        ("sorties", "SANTE"): None,
    }
    assert shown(total_frame, total, masque.lignes[1]) == {("sorties",): 37}


def test_without_the_total_the_small_motif_hides_alone(con):
    calcul, frame = compute(con, ["sorties"], par=["motif_sortie"])
    assert sum(value is None for value in shown(frame, calcul, mask([calcul], 5).lignes[0]).values()) == 1


def test_a_share_of_a_hidden_count_is_hidden(con):
    calcul, frame = compute(con, ["taux_sorties_positives", "sorties"], par=["commune"])
    masque = mask([calcul], 5)
    found = shown(frame, calcul, masque.lignes[0])
    # Dijon: 20 of 22 are positive, so 2 are not: the share says it.
    assert found["taux_sorties_positives", "Dijon"] is None
    assert found["taux_sorties_positives", "Talant"] == 0
    assert found["sorties", "Dijon"] == 22


def test_the_months_cannot_be_subtracted(con):
    year, _year_frame = compute(con, ["sorties"])
    before, _before_frame = compute(con, ["sorties"], "2017-01-01", "2017-03-31")
    after, _after_frame = compute(con, ["sorties"], "2017-04-01", "2017-12-31")
    april, _april_frame = compute(con, ["sorties"], "2017-04-01", "2017-04-30")
    rest, _rest_frame = compute(con, ["sorties"], "2017-05-01", "2017-12-31")
    masque = mask([year, before, after, april, rest], 5)
    hidden = [bool(rows) for rows in masque.lignes]
    assert hidden[3] and (hidden[4] or hidden[2]), "April (2 exits) is the difference of two counts"
    assert set(masque.journal.columns) == {"table", "case", "du", "au", "motif"}


def test_what_was_published_before_counts(con):
    first, _ = compute(con, ["sorties"], "2017-01-01", "2017-03-31")
    published = mask([first], 5, rapport="mars")
    registre = Registre({"mars": published.cellules})
    second, _ = compute(con, ["sorties"], "2017-01-01", "2017-04-30")
    april, _ = compute(con, ["sorties"], "2017-04-01", "2017-04-30")
    assert mask([second], 5).lignes == [set()]
    masque = mask([second, april], 5, registre=registre, rapport="avril")
    assert masque.lignes == [{0}, {0}]


def test_interne_hides_nothing(con):
    calcul, _ = compute(con, ["sorties", "taux_sorties_positives"], par=["motif_sortie"])
    masque = mask([calcul], 0)
    assert masque.lignes == [set()] and masque.journal.empty
