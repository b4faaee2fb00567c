"""A page asks for its figures, then shows them: it reads what it asked, all of it, and nothing else."""

import datetime as dt
from html import unescape

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.presentation.nomenclatures import axes_reunis, libelles, restes
from plie_analysis.presentation.reponses import Reponses, questions_de
from plie_analysis.presentation.toile import Points
from plie_analysis.protection.porte import Porte
from plie_analysis.protection.resultats import en_clair

PAGES = {
    "lettre": (
        lambda plie: plie.rapports.lettre("2017-12"),
        ("chiffres_cles", "entrees", "file_active", "preaffectation", "non_entrees", "prescripteurs", "etapes", "sorties"),
    ),
    "lettre d’un trimestre": (
        lambda plie: plie.rapports.lettre_trimestrielle("2017", "T4"),
        ("chiffres_cles", "entrees", "file_active", "preaffectation", "non_entrees", "prescripteurs", "etapes", "sorties"),
    ),
    "annuel": (
        lambda plie: plie.rapports.rapport_annuel("2017"),
        (
            "chiffres_cles", "profil", "niveaux", "territoires", "entrees", "prescripteurs", "sorties", "sorties_positives", "par_sexe_et_motif", "comparaisons", "lectures", "parcours",
            "durees", "parcours_types", "bilan",
        ),
    ),
    "qpv": (lambda plie: plie.rapports.qpv("2017"), ("chiffres_cles", "mouvements", "quartiers", "etapes", "ecarts")),
    "rsa": (lambda plie: plie.rapports.rsa("2017"), ("chiffres_cles", "mouvements", "entree_et_sortie", "etapes", "ecarts")),
    "referent": (
        lambda plie: plie.rapports.fiche_referent("R01", "2017-12"),
        ("chiffres_cles", "activite", "portefeuille", "sorties", "etapes", "vigilance", "saisie"),
    ),
    "prescripteur": (
        lambda plie: plie.rapports.prescripteur("Pôle emploi", "2017", trimestre="T4"),
        ("chiffres_cles", "flux", "non_entrees", "profil", "etapes", "sorties"),
    ),
    "prescripteur à l’année": (
        lambda plie: plie.rapports.prescripteur("Conseil départemental", "2017"),
        ("chiffres_cles", "flux", "non_entrees", "profil", "etapes", "sorties"),
    ),
    "equipe": (
        lambda plie: plie.rapports.equipe("2017-12"),
        ("chiffres_cles", "objectifs", "entretiens", "mois_par_mois"),
    ),
    "programmation": (
        lambda plie: plie.rapports.programmation("2017"),
        ("chiffres_cles", "actions", "sessions", "issues", "faits", "flux", "devenir", "avant_apres", "suivi", "aides", "clauses", "clauses_par_quartier"),
    ),
}  # fmt: skip
# Of the house alone: employees are compared there.
INTERNES = {"equipe"}
# Asked to know whether the page has anything to say, before it shows anything.
PRESENCE = "parcours_actifs"
# Asked because a reader works it out from what is shown: it must be weighed too.
DEDUITE = "sorties_autres"


@pytest.mark.parametrize(
    ("nom", "niveau"),
    [(nom, niveau) for nom in PAGES for niveau in ("interne", "partenaires") if niveau == "interne" or nom not in INTERNES],
)
def test_a_page_shows_all_that_it_asks_and_asks_all_that_it_shows(annee_2017, monkeypatch, nom, niveau):
    read = set()
    real = Reponses._read

    def spy(self, name, du, au, connu_au, par, parametres=None):
        read.add((name, du, au, connu_au or self.connu_au, par, tuple(sorted((parametres or {}).items()))))
        return real(self, name, du, au, connu_au, par, parametres)

    monkeypatch.setattr(Reponses, "_read", spy)
    make, sections = PAGES[nom]
    monkeypatch.setattr(Porte, "montrer", lambda self, results: en_clair(results).frames)
    page = make(Atelier(annee_2017, niveau))
    for section in ("entete", *sections, "pied"):
        assert getattr(page, section)() is not None
    questions = [*page.questions(), *(page.questions_de_tous() if page.reponses.ensemble else [])]
    asked = {(name, *periode, par, parametres) for ids, periode, par, parametres in questions for name in ids}
    assert read <= asked
    assert {name for name, *_ in asked - read} <= {PRESENCE, DEDUITE}, sorted(asked - read, key=repr)


def test_a_figure_that_was_not_asked_for_cannot_be_shown(annee_2017):
    page = Atelier(annee_2017).rapports.qpv("2017")
    with pytest.raises(LookupError, match="file_active"):
        page.cellule("file_active")
    with pytest.raises(LookupError):
        page.reponses.cellule("entrees", dt.date(2017, 1, 1), dt.date(2017, 6, 30))


@pytest.mark.parametrize(("niveau", "est_reuni"), [("interne", False), ("partenaires", True)])
def test_outside_the_house_rare_modalities_are_asked_and_shown_together(annee_2017, monkeypatch, niveau, est_reuni):
    monkeypatch.setattr(Porte, "montrer", lambda self, results: en_clair(results).frames)
    page = Atelier(annee_2017, niveau).rapports.lettre("2017-12")
    asked = {axis for _, _, par, _ in page.reponses._known for axis in par}
    wide, fine = set(axes_reunis().values()), set(axes_reunis())
    assert bool(asked & wide) is est_reuni and bool(asked & fine) is not est_reuni
    html = unescape("".join(piece._repr_html_() for part in (page.sorties(), page.etapes(), page.non_entrees()) for piece in part.elements))
    assert ("Autres opérations d’emploi" in html and "Autres motifs de non-entrée" in html) is est_reuni
    assert ("Indisponible pour recherche d’emploi" in html and "Contrat aidé (CAE, CIE)" in html) is not est_reuni
    assert ("peu fréquents sont réunis" in page.pied()._repr_html_()) is est_reuni
    # The same sums, cut otherwise.
    of_exits = page.reponses.croisement("sorties", page.du, page.au, ("nature_sortie", "motif_sortie"))
    assert sum(cell.connue for cell in of_exits.values()) == page.cellule("sorties").connue == 588


def test_what_is_left_aside_stands_last_and_is_never_a_first_reason(annee_2017, monkeypatch):
    monkeypatch.setattr(Porte, "montrer", lambda self, results: en_clair(results).frames)
    table, said = Atelier(annee_2017, "partenaires").rapports.lettre("2017-12").non_entrees().elements
    *named, left, total = [row.libelle for row in table.lignes]
    assert left == "Autres motifs de non-entrée" and left in restes() and total == "Total" and not set(named) & restes()
    assert [row.libelle for row in table.lignes if row.libelle in libelles("motif_non_entree").values()] == named
    assert len([one for one in said.phrases if one and "autres motifs" not in one.texte]) == 2


@pytest.mark.parametrize("nom", ["qpv", "rsa"])
def test_a_gap_is_drawn_as_it_is_printed(annee_2017, nom):
    forests = [piece for piece in PAGES[nom][0](Atelier(annee_2017)).ecarts().elements if getattr(piece, "toile", None)]
    assert forests
    for drawn in (mark for forest in forests for mark in forest.toile.marques if isinstance(mark, Points)):
        numbers = [*drawn.x, *drawn.bas, *drawn.haut]
        assert numbers and all(round(number, 1) == number for number in numbers)


def test_a_period_that_the_photo_does_not_reach_is_not_asked_for():
    assert questions_de("methode", {"periode": [], "chaque_mois": []}) == []
