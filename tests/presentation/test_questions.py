"""A page asks for its figures, then shows them: it reads what it asked, all of it, and nothing else."""

import datetime as dt

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.presentation.reponses import Reponses, questions_de

PAGES = {
    "lettre": (
        lambda plie: plie.lettre("2017-12"),
        ("chiffres_cles", "entrees", "file_active", "preaffectation", "non_entrees", "prescripteurs", "etapes", "sorties"),
    ),
    "annuel": (
        lambda plie: plie.rapport_annuel("2017"),
        (
            "chiffres_cles", "profil", "niveaux", "territoires", "entrees", "prescripteurs", "sorties", "sorties_positives", "parcours",
            "durees",
        ),
    ),
    "qpv": (lambda plie: plie.qpv("2017"), ("chiffres_cles", "mouvements", "quartiers", "etapes", "ecarts")),
    "rsa": (lambda plie: plie.rsa("2017"), ("chiffres_cles", "mouvements", "entree_et_sortie", "etapes", "ecarts")),
    "referent": (
        lambda plie: plie.fiche_referent("R01", "2017-12"),
        ("chiffres_cles", "activite", "portefeuille", "sorties", "etapes", "vigilance", "saisie"),
    ),
    "programmation": (
        lambda plie: plie.programmation("2017"),
        ("chiffres_cles", "actions", "issues", "devenir", "aides", "clauses", "clauses_par_quartier"),
    ),
}  # fmt: skip
# Asked to know whether the page has anything to say, before it shows anything.
PRESENCE = "parcours_actifs"
# Asked because a reader works it out from what is shown: it must be weighed too.
DEDUITE = "sorties_autres"


@pytest.mark.parametrize("nom", PAGES)
def test_a_page_shows_all_that_it_asks_and_asks_all_that_it_shows(annee_2017, monkeypatch, nom):
    read = set()
    real = Reponses._read

    def spy(self, name, du, au, connu_au, par, parametres=None):
        read.add((name, du, au, connu_au or self.connu_au, par, tuple(sorted((parametres or {}).items()))))
        return real(self, name, du, au, connu_au, par, parametres)

    monkeypatch.setattr(Reponses, "_read", spy)
    make, sections = PAGES[nom]
    page = make(Atelier(annee_2017))
    for section in ("entete", *sections, "pied"):
        assert getattr(page, section)() is not None
    asked = {(name, *periode, par, parametres) for ids, periode, par, parametres in page.questions() for name in ids}
    assert read <= asked
    assert {name for name, *_ in asked - read} <= {PRESENCE, DEDUITE}, sorted(asked - read, key=repr)


def test_a_figure_that_was_not_asked_for_cannot_be_shown(annee_2017):
    page = Atelier(annee_2017).qpv("2017")
    with pytest.raises(LookupError, match="file_active"):
        page.cellule("file_active")
    with pytest.raises(LookupError):
        page.reponses.cellule("entrees", dt.date(2017, 1, 1), dt.date(2017, 6, 30))


def test_a_period_that_the_photo_does_not_reach_is_not_asked_for():
    assert questions_de("methode", {"periode": [], "chaque_mois": []}) == []
