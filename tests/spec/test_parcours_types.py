"""Typical parcours: what enough persons share is shown, what one person did never is."""

import datetime as dt
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plie_analysis.atelier import Atelier
from plie_analysis.presentation.annuel.parcours_types import dessin, phrase, tableau
from plie_analysis.presentation.toile import Formes, ecrire
from plie_analysis.protection.parcours_types import ETATS, FINS, ParcoursType, choisir, parcours_types, seuil_des_types, signature
from plie_analysis.settings import load_settings
from tests.tableau import base, dossier, reglages

ANNEE = {"du": dt.date(2017, 1, 1), "au": dt.date(2017, 12, 31), "connu_au": dt.date(2017, 12, 31)}
K = 11
AGES = ("moins de 26 ans", "26 à 44 ans", "45 ans et plus")
SIGNATURES = st.builds(
    ParcoursType, st.sampled_from(FINS), st.sampled_from(AGES), st.lists(st.sampled_from(ETATS), min_size=1, max_size=3).map(tuple)
)


def jour(texte: str) -> dt.date:
    return dt.date.fromisoformat(texte)


def exports(communs: int, *, rares: int = 0) -> str:
    """So many persons with the same rough parcours, on days of their own; so many others with a training, each alone of its kind."""
    people, paths, steps = [], [], []
    for rank in range(communs + rares):
        people.append(f"D{rank} | Mme | 198{rank % 10}-0{1 + rank % 9}-15")
        paths.append(f"P{rank} | D{rank} | R1 | 2016-01-{1 + rank:02d} | 2017-03-{2 + rank:02d} | EMPLOI")
        steps.append(f"E{rank} | P{rank} | CDDI | 2016-{2 + rank % 3:02d}-{1 + rank:02d} | 2017-02-{10 + rank % 9}")
        if rank >= communs:
            steps.append(f"F{rank} | P{rank} | Formation qualifiante TRANSPORT | 2016-0{3 + rank % 3}-20 | 2016-11-20")
    return "\n".join(
        [
            "participants", "id_dossier | civilite | date_naissance", *people, "",
            "parcours", "id_parcours | id_dossier | code_referent | date_entree | date_sortie | motif_sortie", *paths, "",
            "etapes", "id_etape | id_parcours | operation | date_debut | date_fin", *steps,
        ]
    )  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 12), SIGNATURES), max_size=60), st.integers(2, 6))
def test_whatever_is_shown_is_shared_by_enough_persons(vus, seuil):
    shown = choisir(((f"D{person}", one) for person, one in vus), seuil)
    assert len({one.fin for one in shown}) == len(shown) <= 3
    for one in shown:
        assert len({person for person, other in vus if other == one}) >= seuil


@given(st.lists(st.tuples(st.integers(0, 40), SIGNATURES), max_size=60), st.integers(0, 59))
def test_nobody_can_bring_in_what_he_alone_did(vus, rang):
    """Whoever is added, what appears was already shared by k - 1 others."""
    if not vus:
        return
    alone = vus[rang % len(vus)][1]
    before = choisir(((f"D{person}", one) for person, one in vus if one != alone), 3)
    after = choisir([*((f"D{person}", one) for person, one in vus if one != alone), ("D99", alone)], 3)
    assert alone not in after and {one.fin for one in before} == {one.fin for one in after}


def test_one_person_with_many_parcours_counts_once():
    one = ParcoursType(FINS[0], AGES[1], ("emploi",))
    assert choisir([("D1", one)] * 50, 2) == []
    assert choisir([("D1", one), ("D2", one)], 2) == [one]


def test_of_an_ending_the_length_nearest_to_the_median_is_shown():
    short, middle, long = (ParcoursType(FINS[0], AGES[1], ("emploi",) * size) for size in (1, 3, 6))
    seen = [(f"{size}-{rank}", one) for size, (one, n) in enumerate(((short, 5), (middle, 4), (long, 4))) for rank in range(n)]
    assert choisir(seen, 4) == [middle]


def test_of_an_ending_what_goes_through_the_most_states_is_shown_first():
    plain, told = ParcoursType(FINS[0], AGES[1], ("emploi",) * 3), ParcoursType(FINS[0], AGES[1], ("sans étape", "emploi"))
    seen = [(f"{one}-{rank}", one) for one, n in ((plain, 9), (told, 4)) for rank in range(n)]
    assert choisir(seen, 4) == [told] and choisir(seen, 5) == [plain]


@pytest.mark.parametrize(
    ("sortie", "nature", "etapes", "attendu"),
    [
        (None, None, [], ("encore en parcours", ("sans étape", "sans étape"))),
        ("2017-05-01", "positive", [("emploi", "2017-02-01", "2017-02-15")], ("sortie positive", ("emploi",))),
        (None, None, [("emploi", "2017-02-01", None)], ("encore en parcours", ("emploi", "emploi"))),
        (
            "2017-12-01", "autre", [("emploi", "2017-01-20", "2017-12-01"), ("formation non qualifiante", "2017-08-01", "2017-08-02")],
            ("autre sortie", ("emploi", "formation")),
        ),
        ("2017-05-01", None, [], None),
    ],
)  # fmt: skip
def test_a_signature_is_rough(sortie, nature, etapes, attendu):
    steps = [(kind, jour(begun), jour(over) if over else None) for kind, begun, over in etapes]
    found = signature(jour("1980-01-01"), jour("2017-01-10"), jour(sortie) if sortie else None, nature, ANNEE["au"], steps)
    assert (found and (found.fin, found.semestres)) == attendu and (not found or found.age == "26 à 44 ans")
    assert signature(None, jour("2017-01-10"), None, None, ANNEE["au"], steps) is None


def test_an_exit_keyed_later_was_not_known():
    text = exports(K).replace("motif_sortie\n", "motif_sortie | date_saisie_sortie\n").replace(" | EMPLOI", " | EMPLOI | 2018-02-01")
    con = base(text, photo=dt.date(2018, 3, 1))
    late = parcours_types(con, dt.date(2018, 3, 1), **{**ANNEE, "connu_au": dt.date(2018, 3, 1)}, seuil=K)
    early = parcours_types(con, dt.date(2018, 3, 1), **ANNEE, seuil=K)
    assert [one.fin for one in late] == ["sortie positive"] and [one.fin for one in early] == ["encore en parcours"]


def test_the_threshold_is_the_greatest_of_the_house_and_never_under_five():
    assert seuil_des_types(reglages()) == K
    assert seuil_des_types({"diffusion": {"interne": 0, "partenaires": 3, "publique": 3}}) == 5
    assert len(parcours_types(base(exports(K)), ANNEE["au"], **ANNEE, seuil=K)) == 1
    assert parcours_types(base(exports(K - 1)), ANNEE["au"], **ANNEE, seuil=K) == []


def test_the_drawing_is_made_of_the_signature_alone():
    """Two bases of other people, other days, other operations, and the same rough parcours: the same image, to the letter."""
    first = parcours_types(base(exports(K)), ANNEE["au"], **ANNEE, seuil=K)
    other = exports(K + 3).replace("CDDI", "Mission intérim").replace("-15\n", "-27\n")
    second = parcours_types(base(other), ANNEE["au"], **ANNEE, seuil=K)
    assert first == second and ecrire(dessin(first)) == ecrire(dessin(second))
    assert (
        not re.search(r"\d", "".join(tableau(first).entetes))
        and phrase(first[0]) == "Sortie positive, 26 à 44 ans à l’entrée\u00a0: emploi."
    )
    assert {mark.nom for mark in dessin(first).marques if isinstance(mark, Formes)} == {"emploi"}


@pytest.mark.parametrize("niveau", ["interne", "partenaires", "publique"])
def test_a_parcours_that_one_person_alone_had_never_comes_out(tmp_path, niveau):
    """The adversary put one person with a training among eleven who had none: no page shows it, at any level."""
    racine = dossier(tmp_path, exports(K, rares=1))
    (racine / "plie.toml").write_text('[plie]\nnom = "PLIE d’essai"\n', encoding="utf-8")
    page = Atelier(load_settings(racine), niveau).rapports.rapport_annuel(2017)
    html = unescape("".join(piece.html for piece in page.parcours_types().elements))
    shown = re.sub(r"<p class=\"note\">.*?</p>|<[^>]+>", " ", html)
    assert "Sortie positive, 26 à 44 ans" in shown and "emploi" in shown
    assert "formation" not in shown and "TRANSPORT" not in html and "P11" not in html
    if niveau != "interne":
        assert not re.search(r"\d", re.sub("26 à 44 ans", "", shown)) and "<svg" not in html


def test_too_few_to_show_anything_is_said(tmp_path):
    racine = dossier(tmp_path, exports(K - 1, rares=4))
    (racine / "plie.toml").write_text('[plie]\nnom = "PLIE d’essai"\n', encoding="utf-8")
    page = Atelier(load_settings(racine)).rapports.rapport_annuel(2017)
    assert "sans désigner quelqu’un" in page.parcours_types().elements[0].html
