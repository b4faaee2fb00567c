"""What a letter and an annual report say, whole: sentences that vary, nouns that agree, numbers as a journal prints them."""

import re
import shutil
from collections import Counter
from html import unescape

import pytest

from plie_analysis import francais
from plie_analysis.atelier import Atelier
from plie_analysis.indicateurs import definitions
from plie_analysis.presentation import commentaires
from plie_analysis.presentation.barres import Graphique
from plie_analysis.presentation.elements import Commentaires
from plie_analysis.settings import load_settings

SECTIONS = {
    "lettre": ("chiffres_cles", "entrees", "file_active", "preaffectation", "non_entrees", "prescripteurs", "etapes", "sorties"),
    "annuel": (
        "chiffres_cles", "profil", "niveaux", "territoires", "entrees", "prescripteurs", "sorties", "sorties_positives", "par_sexe_et_motif", "comparaisons", "lectures", "parcours",
        "durees", "bilan",
    ),
}  # fmt: skip
PAGES = {
    "lettre de janvier": ("lettre", lambda plie: plie.rapports.lettre("2017-01")),
    "lettre de juin": ("lettre", lambda plie: plie.rapports.lettre("2017-06")),
    "lettre de décembre": ("lettre", lambda plie: plie.rapports.lettre("2017-12")),
    "lettre du premier trimestre": ("lettre", lambda plie: plie.rapports.lettre_trimestrielle("2017", "T1")),
    "lettre du quatrième trimestre": ("lettre", lambda plie: plie.rapports.lettre_trimestrielle("2017", "T4")),
    "annuel": ("annuel", lambda plie: plie.rapports.rapport_annuel("2017")),
}
NOMS = [
    *francais.UNITES.values(),
    *(noun for noun in vars(commentaires).values() if isinstance(noun, commentaires.Nom)),
    ("attendue", "attendues"),
    ("point", "points"),
]


@pytest.fixture(scope="module", params=["interne", "publique"])
def pieces(request, annee_2017, tmp_path_factory):
    """Every piece of each page, at one level; the register of what was published is this test's own."""
    racine = tmp_path_factory.mktemp("pages")
    (racine / "data" / "curated").mkdir(parents=True)
    shutil.copy(annee_2017.racine / "plie.toml", racine)
    shutil.copy(annee_2017.base, racine / "data" / "curated")
    plie = Atelier(load_settings(racine), request.param)
    found = {}
    for name, (kind, make) in PAGES.items():
        page = make(plie)
        found[name] = [piece for section in SECTIONS[kind] for piece in getattr(page, section)().elements]
    return found


def said(piece) -> list[str]:
    """The sentences of a piece."""
    if isinstance(piece, Commentaires):
        return [one.texte for one in piece.phrases if one]
    return [piece.phrase] if isinstance(piece, Graphique) and piece.phrase else []


def patron(phrase: str) -> str:
    """A sentence without what changes in it: numbers, quoted names, proper names and months."""
    text = re.sub(rf"«{francais.INSECABLE}[^»]*»", "«X»", phrase)
    text = re.sub(r"\d[\d\u202f,]*", "N", text)
    text = re.sub("|".join(francais.MOIS), "M", text)
    return re.sub(r"(?<!^)\b[A-ZÉÈ]\w+", "X", text)


def text_of(piece) -> str:
    """What a reader reads of a piece."""
    return unescape(re.sub(r"<svg\b.*?</svg>|<[^>]+>", " ", piece._repr_html_(), flags=re.DOTALL))


def test_no_sentence_is_made_more_than_twice_on_the_same_pattern(pieces):
    for name, every in pieces.items():
        seen = Counter(patron(one) for piece in every for one in said(piece))
        assert len(seen) > 12, name
        assert {pattern: count for pattern, count in seen.items() if count > 2} == {}, name


def test_every_sentence_has_its_capital_its_full_stop_and_a_verb_of_its_own(pieces):
    for every in pieces.values():
        for sentence in (one for piece in every for one in said(piece)):
            assert sentence[:1] == sentence[:1].upper() and sentence.endswith(".") and "  " not in sentence, sentence
            assert not re.search(r"La plus grande part|d’abord\s:|Premiers? \w+\s:|n\. c\.|–\.", sentence), sentence


def test_nouns_agree_with_their_numbers(pieces):
    for singular, plural in NOMS:
        if singular != plural:
            wrong = re.compile(rf"(?<![\d,\u202f])(?:[01](?:,\d+)?[ \u00a0]{plural}|(?:[2-9]|[1-9][\d\u202f]+)[ \u00a0]{singular})\b")
            for every in pieces.values():
                for piece in every:
                    assert not wrong.search(text_of(piece)), wrong.search(text_of(piece))


def test_numbers_are_printed_as_a_journal_prints_them(pieces):
    for every in pieces.values():
        for piece in every:
            text = text_of(piece)
            assert [one for one in re.findall(r"\d{4,}", text) if not re.fullmatch("20[0-2][0-9]", one)] == [], text
            assert not re.search(r"\d ?%", text), text


def test_no_name_of_the_workbench_leaves_with_a_page(pieces, annee_2017):
    internal = {name for name in definitions(annee_2017.config) if "_" in name}
    for every in pieces.values():
        for piece in every:
            text = text_of(piece)
            assert not internal & set(re.findall(r"\w+", text)) and not re.search(r"\bplie [a-z]|\.toml|\.csv", text), text


def test_a_sentence_names_the_day_it_speaks_of(pieces):
    """A page is read later than it was made: « aujourd’hui » would be another day."""
    for name, parts in pieces.items():
        for piece in parts:
            assert "aujourd" not in unescape(piece._repr_html_()), name
