"""Le plus petit écart que l'imprimé permette : de petits tableaux, tous les comptes possibles essayés un à un."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annee_2017.comparaison.moindre_ecart import Imprime, couts, moindre

MOIS = (1, 2, 3)
# Les mois consécutifs où une étape peut être comptée, aucun compris.
DUREES = ((), (1,), (2,), (3,), (1, 2), (2, 3), (1, 2, 3))


def imprime(comptes: dict[str, tuple[int, ...]], annee: dict[str, int | None], totaux: dict[int, int] | None = None) -> Imprime:
    mois = tuple(((nom, m), n) for nom, counts in comptes.items() for m, n in zip(MOIS, counts, strict=False))
    return Imprime(mois, tuple(annee.items()), tuple((totaux or {}).items()))


@pytest.mark.parametrize(
    ("comptes", "annee", "attendu"),
    [
        ((4, 3, 3), 4, {1: 0, 2: 0, 3: 0}),  # possible
        ((4, 3, 3), 3, {1: 7, 2: 0, 3: 0}),  # une étape de trop en janvier : 1, et 6 pour la ligne
        ((2, 8, 2), 3, {1: 0, 2: 11, 3: 0}),  # février redescend à 3 ; toucher janvier ou mars coûterait plus
        ((1, 1, 1), None, {1: 0, 2: 0, 3: 0}),  # l'année n'est pas connue
        ((2, 0, 0), 0, {1: 8, 2: 0, 3: 0}),  # l'année n'en a pas
    ],
)
def test_une_operation(comptes, annee, attendu):
    assert moindre(imprime({"VAE": comptes}, {"VAE": annee})) == attendu


def test_une_autre_ligne_reprend_ce_que_la_classe_perd():
    """Laisser le total de la classe coûterait 23 ; toucher une ligne de plus, 7."""
    tableau = imprime({"VAE": (4,), "PSOP": (5,)}, {"VAE": 3, "PSOP": 6}, {1: 9})
    assert moindre(tableau) == {1: 14}
    assert couts(tableau, {("VAE", 1): 3, ("PSOP", 1): 6}) == {1: 14}
    assert couts(tableau, {("VAE", 1): 3, ("PSOP", 1): 5}) == {1: 30}


def test_une_etape_ne_fait_pas_toute_une_operation_en_un_seul_mois():
    """Des 78 de l'année, quatre au plus commencent et finissent les mêmes mois : février ne dépasse mars que de douze."""
    months = {1: 47, 2: 98, 3: 44, 4: 42, 5: 42, 6: 44, 7: 45, 9: 42, 10: 39, 11: 39}
    tableau = Imprime(tuple((("Autre chantiers", m), n) for m, n in months.items()), (("Autre chantiers", 78),), ())
    assert moindre(tableau) == {m: 98 - 56 + 6 if m == 2 else 0 for m in months}


def test_ce_qui_est_impossible_ne_prouve_rien():
    """Une année mal lue, au-dessous de zéro : aucun tableau ne convient, et rien n'est alors le moindre écart."""
    assert moindre(imprime({"VAE": (1,)}, {"VAE": -1})) == {}


@given(
    st.tuples(*[st.integers(0, 4)] * 3),
    st.tuples(*[st.integers(0, 4)] * 3),
    st.integers(0, 3),
    st.integers(0, 3),
    st.tuples(*[st.integers(0, 6)] * 3),
)
def test_aucun_compte_possible_ne_s_ecarte_moins(une, autre, annee_une, annee_autre, totaux):
    tableau = imprime({"une": une, "autre": autre}, {"une": annee_une, "autre": annee_autre}, dict(zip(MOIS, totaux, strict=True)))
    possibles = itertools.product(comptes_possibles(annee_une), comptes_possibles(annee_autre))
    least = min(sum(couts(tableau, {**nommer("une", u), **nommer("autre", a)}).values()) for u, a in possibles)
    assert sum(moindre(tableau).values()) == least


def comptes_possibles(annee: int) -> set[tuple[int, ...]]:
    """Les comptes de chaque mois, pour toutes les façons de placer les étapes de l'année."""
    places = itertools.combinations_with_replacement(DUREES, annee)
    return {tuple(sum(m in duree for duree in durees) for m in MOIS) for durees in places}


def nommer(nom: str, comptes: tuple[int, ...]) -> dict:
    return {(nom, m): n for m, n in zip(MOIS, comptes, strict=True)}
