"""Every kind of page that the project writes, made once on the reference year when somebody asks for it."""

import datetime as dt
import shutil
from pathlib import Path

from plie_analysis.cli import run
from plie_analysis.portes import guides
from plie_analysis.protection.niveaux import INTERNE
from plie_analysis.rapports.index_pages import ecrire_index
from plie_analysis.settings import Settings, load_settings

QUESTION = """titre = "Sorties par QPV"
indicateurs = ["taux_sorties_positives"]
par = ["qpv", "rsa"]
periode = "annee"
valeur = "2017"
"""
# Report → how it is asked for, besides its level.
RAPPORTS = {
    "lettre": ["--mois", "2017-12"],
    "lettre-trimestre": ["--trimestre", "2017-T4"],
    "annuel": ["--annee", "2017"],
    "programmation": ["--annee", "2017"],
    "qpv": ["--annee", "2017"],
    "rsa": ["--annee", "2017"],
    "referent": ["--mois", "2017-12", "--referent", "R03"],
    "equipe": ["--mois", "2017-12"],
    "prescripteur": ["--prescripteur", "Pôle emploi", "--trimestre", "2017-T4"],
    "parcours": ["--dossier", "D00000013"],
    "qualite": ["--mois", "2018-01"],
    "cohortes": ["--annee", "2017"],
    "trajectoires": ["--annee", "2017"],
    "methode": ["--annee", "2017"],
    "question": ["--parametre", "question=sorties-par-qpv"],
    "durees": ["--annee", "2017"],
    "etapes": ["--annee", "2017"],
    "etape-suivie": ["--annee", "2017"],
    "prescripteurs": ["--annee", "2017"],
    "qpv-rsa": ["--annee", "2017"],
}
# Template that a page is made from → the kinds of pages that it makes.
GABARITS = {
    "rapport.html.j2": tuple(RAPPORTS),
    "index_pages.html.j2": ("index",),
    "equipe.html.j2": ("équipe",),
    "liste.html.j2": ("liste",),
    "page.html.j2": ("comparaison",),
    "guide.html.j2": ("guide",),
}
GENRES = tuple(genre for genres in GABARITS.values() for genre in genres)


class Genres:
    """The pages of a working folder, by kind and level."""

    def __init__(self, annee_2017: Settings, racine: Path):
        self.settings = load_settings(shutil.copytree(annee_2017.racine, racine))
        (racine / "questions").mkdir()
        (racine / "questions" / "sorties-par-qpv.toml").write_text(QUESTION, encoding="utf-8")
        self._made: dict[tuple[str, str], Path] = {}

    def page(self, genre: str, niveau: str = INTERNE) -> Path:
        """The page of a kind; it is made the first time."""
        if (genre, niveau) not in self._made:
            self._made[genre, niveau] = self._report(genre, niveau) if genre in RAPPORTS else self._other(genre)
        return self._made[genre, niveau]

    def _report(self, genre: str, niveau: str) -> Path:
        before = set(self.settings.rapports.glob("*.html"))
        self._run("rapport", genre, *RAPPORTS[genre], "--diffusion", niveau)
        (made,) = {path for path in self.settings.rapports.glob("*.html") if path.name != "index.html"} - before
        return made

    def _other(self, genre: str) -> Path:
        quality = self.settings.rapports / "qualite"
        if genre == "index":
            self.page("lettre")
            self.page("équipe")
            return ecrire_index(self.settings, dt.datetime(2018, 2, 1))
        if genre == "comparaison":
            self._run("comparer", "rapport-2017", codes=(0, 1))
            return self.settings.racine / "data" / "comparaison" / "comparaison-rapport-2017.html"
        if genre == "guide":
            path = self.settings.racine / "guide.html"
            path.write_text(guides.page("rapports", "PLIE de Dijon Métropole"), encoding="utf-8")
            return path
        if not (quality / "index.html").is_file():
            self._run("controler", codes=(0, 1))
        return quality / "index.html" if genre == "équipe" else quality / "listes" / "referent-R03.html"

    def _run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> None:
        assert run([*arguments, "--racine", str(self.settings.racine)]) in codes
