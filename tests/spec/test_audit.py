"""The auditor: what readers can work out in whole numbers, whatever was chosen; each leak found in the pages of 2017 is a case here."""

import pytest

from plie_analysis.protection.audit import auditer, nommer, weak_numbers
from plie_analysis.protection.cles import CleDeCompte as Cle
from plie_analysis.protection.effectifs import Lecteurs
from plie_analysis.protection.faits import Faits
from plie_analysis.protection.registre import CACHE, MONTRE, Publication
from plie_analysis.protection.systeme import System
from tests.systemes import protected, table

RIEN = {"axes": [], "effectif_max": 0}


def cle(table="sortie", *, du="2017-01-01", au="2017-12-31", connu_au="2018-01-31", garder=(), compte="nombre", **axes) -> Cle:
    base = (table, "evenement", "date", compte, "", "False")
    return Cle(base, tuple(garder), (), (), tuple(sorted(axes.items())), du, au, connu_au, (), "2018-01-31")


def publication(montres: dict, caches: dict | None = None, **more) -> Publication:
    caches = caches or {}
    return Publication({**montres, **caches}, dict.fromkeys(montres, MONTRE) | dict.fromkeys(caches, CACHE), **more)


def leaks(page: Publication, seuil: int = 5, connu: Publication | None = None, homogeneite=RIEN, faits: Faits | None = None) -> list:
    found = auditer([("publique", Lecteurs(seuil, connu or Publication()))], page, faits=faits or Faits(), homogeneite=homogeneite)
    return [(one.cle, one.bas, one.haut) for one in found]


def weak(system: System, threshold: int, shown) -> dict:
    return {key: (low, high) for key, low, high, _ in weak_numbers(protected(system, threshold), set(shown))}


def test_a_lone_hidden_cell_is_what_is_left_of_the_total():
    assert weak(table(sante=2, retraite=30), 5, {"retraite", "total"}) == {"sante": (2, 2)}


def test_two_hidden_cells_that_make_three_are_one_and_two():
    """Zeros are shown: « Santé ∈ [1, 2] »."""
    assert weak(table(sante=1, maternite=2, retraite=30), 5, {"retraite", "total"}) == {"sante": (1, 2), "maternite": (1, 2)}


def test_an_interval_as_wide_as_the_threshold_is_sound():
    assert weak(table(a=3, b=4, c=40), 5, {"c", "total"}) == {}
    assert set(weak(table(a=3, b=3, c=40), 5, {"c", "total"})) == {"a", "b"}


def test_whole_numbers_leave_less_than_fractions_do():
    """a + b, b + c and a + c are 7 at most: three times 3.5 would make 10.5, whole numbers make 10 at most, and 3 at least."""
    system = System({"a": 2, "b": 2, "c": 2, "ab": 7, "bc": 7, "ac": 7, "abc": 6})
    system.inequalities = [{pair[0]: 1, pair[1]: 1, pair: -1} for pair in ("ab", "bc", "ac")]
    assert system.add_relation({"a": 1, "b": 1, "c": 1, "abc": -1})
    system.floors = dict.fromkeys("abc", 1.0)
    for width, found in ((7.0, []), (7.4, [("abc", 3.0, 10.0, 7.4)])):
        system.widths = {"abc": width}
        assert list(weak_numbers(system, {"ab", "bc", "ac"})) == found


CAS = {
    "un mois est au plus le cumul": (
        {cle(motif="X"): 5.0},
        {cle(du="2017-03-01", au="2017-03-31", motif="X"): 2.0},
    ),
    "un cumul ne baisse pas": (
        {cle(au="2017-06-30", connu_au="2017-06-30", motif="X"): 5.0},
        {cle(au="2017-03-31", connu_au="2017-03-31", motif="X"): 4.0},
    ),
    "il n'y a pas plus de personnes que d'aides": ({cle("aide", motif="X"): 5.0}, {cle("aide", compte="distinct", motif="X"): 3.0}),
    "ce qui est achevé l'est parmi ce qui a fini": (
        {cle("action", action="X"): 5.0},
        {cle("action", action="X", garder=("est_achevee",)): 4.0},
    ),
    "la modalité la plus fréquente est dans le tout": ({cle(motif="X"): 5.0}, {cle(motif="X", sexe="femme"): 3.0}),
}


@pytest.mark.parametrize("cas", CAS)
def test_what_is_within_a_number_shown_is_at_most_that(cas):
    shown, hidden = CAS[cas]
    ((small, _),) = hidden.items()
    assert leaks(publication(shown, hidden)) == [(small, 1, 5)]
    assert leaks(publication(dict.fromkeys(shown, 6.0), hidden)) == []


def test_a_small_number_in_the_page_is_the_first_thing_seen():
    assert leaks(publication({cle(motif="X"): 3.0})) == [(cle(motif="X"), 3, 3)]
    assert leaks(publication({cle(motif="X"): 3.0}), connu=publication({cle(motif="X"): 3.0})) == []


def test_the_small_rest_of_a_share_is_a_number_to_protect():
    women, all_of_them = cle(sexe="femme"), cle()
    page = publication({women: 98.0, all_of_them: 100.0}, parts=[(women, all_of_them)])
    assert [low for _, low, _ in leaks(page)] == [2]
    assert leaks(publication({women: 95.0, all_of_them: 100.0}, parts=[(women, all_of_them)])) == []


def test_what_was_in_progress_less_what_ended_ended_afterwards():
    """59 participations of the year are known as gone to their end, 52 of them in the year: 7 ended after it."""
    base = ("action", "presence", "date_entree", "date_fin", "nombre", "", "False")
    in_progress = cle("action", issue="achevée")._replace(base=base)
    ended = cle("action", garder=("est_acheve",))._replace(base=("action", "evenement", "date_fin", "nombre", "", "False"))
    faits = Faits(drapeaux={("action", "est_acheve", "issue"): frozenset({"achevée"})})
    assert [low for _, low, _ in leaks(publication({in_progress: 59.0, ended: 52.0}), 11, faits=faits)] == [7]
    assert leaks(publication({in_progress: 59.0, ended: 48.0}), 11, faits=faits) == []


def test_a_sum_of_euros_over_few_persons_is_worked_out_like_a_count():
    """842 € for one motive, the others shown and their total: nothing else is hidden."""

    def euros(**axes):
        return cle("aide", compte="somme", **axes)

    page = publication({euros(): 5000.0, euros(motif="A"): 4158.0}, {euros(motif="B"): 842.0}, derriere={euros(motif="B"): 1.0})
    assert leaks(page) == [(euros(motif="B"), pytest.approx(842), pytest.approx(842))]


def test_two_close_days_tell_what_happened_between_them():
    first, second = cle(au="2017-03-29"), cle(au="2017-04-02")
    assert len(leaks(publication({first: 20.0, second: 21.0}))) == 1
    assert leaks(publication({first: 20.0, cle(au="2017-05-31"): 21.0})) == []


def test_versions_add_up_and_partners_read_what_is_public():
    """One page shows the total and hides the motifs, another shows the motif that protected the small one."""
    sante, retraite = cle(motif="SANTE"), cle(motif="RETRAITE")
    before = publication({cle(): 32.0}, {sante: 2.0, retraite: 30.0})
    assert leaks(publication({retraite: 30.0}), connu=before) == [(sante, 2, 2)]
    assert leaks(publication({retraite: 30.0})) == []


def test_what_was_given_away_before_is_not_held_against_the_page():
    sante, retraite = cle(motif="SANTE"), cle(motif="RETRAITE")
    before = publication({cle(): 32.0, retraite: 30.0}, {sante: 2.0})
    assert leaks(publication({cle("etape"): 12.0}), connu=before) == []
    later = cle(motif="SANTE", connu_au="2018-01-30")
    assert leaks(publication({}, {later: 2.0}), connu=before) == [], "the same count again, hidden again"


def test_a_group_that_is_all_of_one_sensitive_modality():
    group, all_rsa = cle(quartier="A"), cle(quartier="A", rsa="oui")
    rule = {"axes": ["rsa"], "effectif_max": 20}
    assert leaks(publication({group: 12.0, all_rsa: 12.0}), homogeneite=rule) == [(all_rsa, 12, 12)]
    assert leaks(publication({group: 12.0}, {all_rsa: 12.0}), homogeneite=rule) == []
    assert leaks(publication({group: 21.0, all_rsa: 21.0}), homogeneite=rule) == []


def test_a_number_is_named_without_its_value():
    assert nommer(cle(motif="SANTE", garder=("est_sortie_autre",))) == "sortie (motif = SANTE, sortie autre), du 2017-01-01 au 2017-12-31"
    assert nommer(("le reste d'un effectif montré", cle(), cle("etape"))).startswith(
        "le reste d'un effectif montré\u00a0: sortie (ensemble)"
    )
