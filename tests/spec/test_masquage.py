"""What a table published at a level of diffusion hides, on exits that can be counted by hand."""

from plie_analysis.indicateurs import assembler, compter, planifier
from plie_analysis.protection.cles import read_calcul
from plie_analysis.protection.effectifs import Lecteurs, empty_rows, mask
from plie_analysis.protection.registre import Publication
from tests.sorties import base_of
from tests.tableau import reglages


def compute(con, ids, du="2017-01-01", au="2017-12-31", par=()):
    plan = planifier(con, ids, du=du, au=au, config=reglages(), par=par)
    found = compter(plan)
    return read_calcul(plan, found), assembler(plan, found)


def hide(calculs, seuil, connu=None, **more):
    """What is hidden from readers who were shown ``connu``."""
    return mask(calculs, [Lecteurs(seuil, connu or Publication())], **more)


def shown(frame, calcul, rows):
    """``{modalities: value or None}`` of a frame once its hidden rows are emptied."""
    emptied = empty_rows(frame, rows)
    axes = [name for name in frame.columns if name not in ("valeur", "numerateur", "denominateur", "unite", "masque")]
    return {tuple(row[name] for name in axes): (None if row["masque"] else float(row["valeur"])) for _, row in emptied.iterrows()}


con = base_of(
    ("EMPLOI", "Dijon", "2017-03-05", 20),
    ("SANTE", "Dijon", "2017-04-02", 2),
    ("DEMENAGEMENT", "Talant", "2017-10-09", 7),
    ("MATERNITE", "Talant", "2017-11-09", 8),
)


def test_a_small_motif_takes_another_with_it(con):
    calcul, frame = compute(con, ["sorties"], par=["motif_sortie"])
    total, total_frame = compute(con, ["sorties"])
    masque = hide([calcul, total], 5)
    assert shown(frame, calcul, masque.lignes[0]) == {
        ("sorties", "EMPLOI"): 20,
        ("sorties", "DEMENAGEMENT"): None,
        ("sorties", "MATERNITE"): 8,
        ("sorties", "SANTE"): None,
    }
    assert shown(total_frame, total, masque.lignes[1]) == {("sorties",): 37}


def test_without_the_total_the_small_motif_hides_alone(con):
    calcul, frame = compute(con, ["sorties"], par=["motif_sortie"])
    assert sum(value is None for value in shown(frame, calcul, hide([calcul], 5).lignes[0]).values()) == 1


def test_a_share_of_a_hidden_count_is_hidden(con):
    calcul, frame = compute(con, ["taux_sorties_positives", "sorties"], par=["commune"])
    masque = hide([calcul], 5)
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
    masque = hide([year, before, after, april, rest], 5)
    hidden = [bool(rows) for rows in masque.lignes]
    assert hidden[3] and (hidden[4] or hidden[2]), "April (2 exits) is the difference of two counts"
    assert set(masque.journal.columns) == {"table", "case", "du", "au", "motif"}


def test_what_was_published_before_counts(con):
    first, _ = compute(con, ["sorties"], "2017-01-01", "2017-03-31")
    published = hide([first], 5).publication
    second, _ = compute(con, ["sorties"], "2017-01-01", "2017-04-30")
    april, _ = compute(con, ["sorties"], "2017-04-01", "2017-04-30")
    assert hide([second], 5).lignes == [set()]
    masque = hide([second, april], 5, published)
    assert masque.lignes == [{0}, {0}]


def test_two_close_days_do_not_tell_what_happened_between_them(con):
    """2 exits from 29 March to 2 April: whoever has one count does not get the other."""
    first, _ = compute(con, ["sorties"], "2017-01-01", "2017-03-29")
    second, _ = compute(con, ["sorties"], "2017-01-01", "2017-04-02")
    assert hide([second], 5, hide([first], 5).publication).lignes == [{0}]
    late, _ = compute(con, ["sorties"], "2017-01-01", "2017-05-31")
    assert hide([late], 5, hide([first], 5).publication).lignes == [set()], "two months later, it is a flow like another"


def test_a_filter_is_a_modality_and_the_filters_that_were_shown_cannot_be_subtracted(con):
    """37 exits in all, 22 in Dijon: the 15 of Talant can be shown; 35 without the 2 of SANTE cannot."""
    whole, _ = compute(con, ["sorties"])
    motifs, _ = compute(con, ["sorties"], par=["motif_sortie"])
    known = hide([whole], 5).publication
    three = ["EMPLOI", "DEMENAGEMENT", "MATERNITE"]
    plan = planifier(con, ["sorties"], du="2017-01-01", au="2017-12-31", config=reglages(), filtres={"motif_sortie": three})
    asked = read_calcul(plan, compter(plan))
    assert list(asked.comptes.values()) == [35]
    assert hide([asked], 5, known, pesees=[motifs]).lignes == [{0}]
    one = planifier(con, ["sorties"], du="2017-01-01", au="2017-12-31", config=reglages(), filtres={"motif_sortie": ["EMPLOI"]})
    assert set(read_calcul(one, compter(one)).comptes) < set(motifs.comptes)


def test_a_page_written_again_adds_to_what_it_had_shown(con):
    """The first version shows the total and not the motifs that hide the small one; the second cannot show what the first hid."""
    motifs, _ = compute(con, ["sorties"], par=["motif_sortie"])
    total, _ = compute(con, ["sorties"])
    first = hide([motifs], 5).publication
    second = hide([total], 5, first).publication
    assert not second.montres(), "the total, less the three motifs shown, would be the hidden one"
    first.add(second)
    assert hide([motifs], 5, first).lignes == hide([motifs], 5).lignes


def test_interne_hides_nothing(con):
    calcul, _ = compute(con, ["sorties", "taux_sorties_positives"], par=["motif_sortie"])
    masque = hide([calcul], 0)
    assert masque.lignes == [set()] and masque.journal.empty
