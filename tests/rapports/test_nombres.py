"""A page at a protected level is read back before it is published: a number that no protected result gives keeps it in the house.

The pages are those of the reference year; in each, a number is planted wherever a page can hold one.
"""

import datetime as dt
import json
import re
import shutil
from copy import deepcopy
from dataclasses import dataclass

import nbformat
import pytest

from plie_analysis.database import connect
from plie_analysis.presentation.toile import relire
from plie_analysis.presentation.toile_svg import dessin
from plie_analysis.rapports.erreurs import PageRefusee
from plie_analysis.rapports.execution import executer
from plie_analysis.rapports.export import cadre, page_html
from plie_analysis.rapports.nombres import Permis, inexpliques
from plie_analysis.rapports.rapport import demander, produire
from plie_analysis.settings import Settings, load_settings

MOMENT = {"execution": dt.datetime(2018, 2, 1, 9, 5), "version": "0.1.0"}
ANNUELS = ("annuel", "programmation", "qpv", "rsa")
SANS_LOURD = [
    ("lettre", {"mois": "2017-02"}, "publique"),
    ("programmation", {"annee": "2017"}, "partenaires"),
    ("rsa", {"annee": "2017"}, "publique"),
]
TOUTES = [
    (nom, valeurs, niveau)
    for niveau in ("partenaires", "publique")
    for nom, valeurs in [
        *(("lettre", {"mois": f"2017-{mois:02d}"}) for mois in range(1, 13)),
        *((nom, {"annee": "2017"}) for nom in ANNUELS),
    ]
]
OUVRIR = "from plie_analysis import ouvrir\nplie = ouvrir()"


@dataclass
class Faite:
    """A report executed at a protected level: its notebook, its page, and a small number that it does not print."""

    notebook: nbformat.NotebookNode
    html: str
    libre: int

    def refus(self, html: str = "", notebook: nbformat.NotebookNode | None = None) -> list:
        return inexpliques(html or self.html, notebook or self.notebook, cadre(), ["PLIE de Dijon Métropole", "0.1.0"])


def composer(notebook: nbformat.NotebookNode) -> str:
    return page_html(notebook, titre="Rapport", organisme="PLIE de Dijon Métropole", **MOMENT)


def sorties(notebook: nbformat.NotebookNode) -> list:
    """The outputs that a page shows, with what they declare."""
    found = [output for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    return [output for output in found if output.metadata.get("plie", {}).get("chiffres")]


@pytest.fixture(scope="module")
def atelier(annee_2017, tmp_path_factory) -> Settings:
    """A copy of the reference year, whose register is its own; an action and a quartier have a digit in their name."""
    racine = tmp_path_factory.mktemp("nombres")
    shutil.copy(annee_2017.racine / "plie.toml", racine)
    (racine / "data" / "curated").mkdir(parents=True)
    (racine / "notebooks").mkdir()
    shutil.copy(annee_2017.base, racine / "data" / "curated")
    con = connect(racine / "data" / "curated" / annee_2017.base.name)
    con.execute("UPDATE curated.action SET action = 'Atelier 2018' WHERE action = 'DAQ'")
    con.execute("UPDATE curated.participant SET quartier = 'Secteur 7', quartier_nomme = 'Secteur 7' WHERE quartier = 'Grésilles'")
    con.close()
    return load_settings(racine)


@pytest.fixture(scope="module")
def faire(atelier, tmp_path_factory):
    """Execute a report once."""
    made: dict[tuple, Faite] = {}
    folder = tmp_path_factory.mktemp("carnets")

    def faire(nom: str, valeurs: dict, niveau: str) -> Faite:
        edition = demander(atelier, nom, {**valeurs, "diffusion": niveau})
        if edition.nom not in made:
            given = {name: value for name, value in edition.parametres.items() if name in edition.carnet.parametres}
            notebook = executer(edition.carnet, given, folder / f"{edition.nom}.ipynb", racine=atelier.racine, limite=300, diffusion=niveau)
            values = {value for output in sorties(notebook) for value, *_ in (*output.metadata.plie.chiffres, *output.metadata.plie.parts)}
            printed = Permis([[value] for value in values], values)
            made[edition.nom] = Faite(notebook, composer(notebook), next(n for n in range(2, 2000) if not printed.imprime(str(n))))
        return made[edition.nom]

    return faire


@pytest.fixture(scope="module", params=SANS_LOURD, ids=lambda one: f"{one[0]}-{one[2]}")
def faite(request, faire) -> Faite:
    return faire(*request.param)


def test_les_pages_de_l_annee_passent(faite):
    assert faite.refus() == []


@pytest.mark.lourd
@pytest.mark.parametrize("demande", TOUTES, ids=lambda one: f"{one[0]}-{next(iter(one[1].values()))}-{one[2]}")
def test_toutes_les_pages_de_l_annee_passent(faire, demande):
    assert faire(*demande).refus() == []


def test_rien_de_ce_qui_est_declare_n_atteint_la_page(faite):
    assert all(f'"{mot}":' not in faite.html and f"{mot}&quot;" not in faite.html for mot in ("chiffres", "montres", "marques"))


def test_les_noms_propres_au_plie_gardent_leurs_chiffres(faire):
    assert "Atelier 2018" in faire("programmation", {"annee": "2017"}, "partenaires").html
    quartiers = faire("qpv", {"annee": "2017"}, "partenaires")
    assert "Secteur 7" in quartiers.html and quartiers.refus() == []


# Where a number is planted in the final HTML: what is replaced (once), by what; {n} is the number.
PAGE = {
    "un titre": ("</h2>", " {n}</h2>"),
    "le titre de l'onglet": ("</title>", " {n}</title>"),
    "une phrase ajoutée": ("</main>", "<p>dont {n} personnes</p></main>"),
    "une phrase de la page": ('<li data-regle="', "<li>{n} personnes</li>" + '<li data-regle="'),
    "une légende": ("</span></caption>", " ({n})</span></caption>"),
    "un en-tête": ('<th scope="col">', '<th scope="col">{n} '),
    "une case": ("</td>", " {n}</td>"),
    "data-": ('<td class="n"', '<td class="n" data-reste="{n}"'),
    "une case masquée": ('<td class="n vide">', '<td class="n vide" data-numerateur="{n}">'),
    "title=": ('<th scope="col">', '<th scope="col" title="{n} personnes">'),
    "aria-label": ("<main ", '<main aria-label="{n} personnes" '),
    "une classe": ("<main ", '<main class="n{n}" '),
    "un nom d'attribut": ("<main ", "<main data-{n} "),
    "un nom de balise": ("</main>", "<x-{n}></x-{n}></main>"),
    "un style": ("<main ", '<main style="width:{n}px" '),
    "un identifiant": ("<main ", '<main data-pour="tableau-{n}" '),
    "la feuille de style": ("</style>", ".n{{width:{n}px}}</style>"),
    "un commentaire": ("</main>", "<!-- {n} --></main>"),
    "meta": ("<meta ", '<meta name="description" content="{n} personnes"><meta '),
    "un script": ("</body>", "<script>const n={n};</script></body>"),
    "le pied": ("</footer>", "<p>{n} parcours</p></footer>"),
    "une entité": ("</main>", "<p>&#8205;{n}</p></main>"),
    "une colonne de trop": ('<th scope="col">', '<th scope="col" colspan="{n}9">'),
}  # fmt: skip
DESSIN = {
    "la longueur d'une marque": (r'(<(?:rect|circle) [^>]*(?:width|r)=")[\d.]+"', r'\g<1>{n}.3"'),
    "une barre de trop": ("</svg>", '<rect x="0" y="0" width="{n}" height="3" /></svg>'),
    "un tracé": ("</svg>", '<path d="M0 {n}H9" /></svg>'),
    "une coordonnée": (r'(<(?:line|text) [^>]*x1?=")[\d.]+"', r'\g<1>{n}.3"'),
    "une infobulle": (r"(<(?:rect|circle) [^>]*><title>)", r"\g<1>{n} "),
    "un cadre": (r'viewBox="0 0', r'viewBox="{n} 0'),
    "un texte": (r"(<text [^>]*>)", r"\g<1>{n} "),
    "une classe": (r"<svg ", r'<svg class="n{n}" '),
}


@pytest.mark.parametrize("lieu", PAGE)
def test_un_nombre_pose_dans_la_page_finie_est_refuse(faite, lieu):
    avant, apres = PAGE[lieu]
    html = faite.html.replace(avant, apres.format(n=faite.libre), 1)
    assert html != faite.html
    assert any(str(faite.libre) in refus.nombre for refus in faite.refus(html))


@pytest.mark.parametrize("demande", [SANS_LOURD[0], SANS_LOURD[2]], ids=["barres", "intervalles"])
@pytest.mark.parametrize("lieu", DESSIN)
def test_un_nombre_pose_dans_un_dessin_de_la_page_finie_est_refuse(faire, demande, lieu):
    faite = faire(*demande)
    avant, apres = DESSIN[lieu]
    html = re.sub(avant, apres.format(n=faite.libre), faite.html, count=1)
    assert html != faite.html and any(str(faite.libre) in refus.nombre for refus in faite.refus(html))


@pytest.mark.parametrize("signe", ["½", "٧", "⑦", "７"])
def test_un_nombre_ecrit_autrement_est_refuse(faite, signe):
    assert faite.refus(faite.html.replace("</main>", f"<p>{signe} personnes</p></main>"))


@pytest.mark.parametrize("lieu", ["une case", "data-", "une case masquée", "une phrase de la page", "title="])
def test_un_nombre_qu_une_piece_ecrit_sans_le_declarer_est_refuse_et_la_piece_nommee(faite, lieu):
    """The piece itself writes it: it stands in the page as the notebook shows it."""
    avant, apres = PAGE[lieu]
    notebook = deepcopy(faite.notebook)
    output = next(one for one in sorties(notebook) if avant in one.data["text/html"])
    output.data["text/html"] = output.data["text/html"].replace(avant, apres.format(n=faite.libre), 1)
    refus = faite.refus(composer(notebook), notebook)
    assert [one.nombre for one in refus] == [str(faite.libre)] and refus[0].titre and refus[0].lieu


def test_un_nombre_declare_que_la_porte_n_a_pas_donne_est_refuse(faite):
    notebook = deepcopy(faite.notebook)
    output = sorties(notebook)[-1]
    output.metadata.plie.chiffres.append([float(faite.libre)])
    output.data["text/html"] = output.data["text/html"].replace("</td>", f" {faite.libre}</td>", 1)
    refus = faite.refus(composer(notebook), notebook)
    assert ("un chiffre que la pièce déclare", str(faite.libre)) in [(one.lieu, one.nombre) for one in refus]


def test_une_difference_ne_s_explique_que_par_des_nombres_donnes():
    montres = {0.0, 100.0, 93.0}
    assert Permis([[7.0, 100.0, 93.0]], montres).imprime("7")
    assert Permis([[1300 / 93, 13.0, 93.0]], montres).etrangers and not Permis([[7.0, 100.0, 94.0]], montres).imprime("7")
    assert Permis([[8.0, 100.0, 93.0]], montres).etrangers == [8.0]
    assert Permis([[7.0, 7.0]], montres).etrangers == [7.0]


def test_ce_qui_est_imprime_est_l_arrondi_de_ce_qui_est_declare():
    permis = Permis([[1153000.0], [12.66]], {289.0, 588.0, 1153000.0, 12.66}, [[100 * 289 / 588, 289.0, 588.0]])
    assert all(map(permis.imprime, ["49 %", "49,1 %", "1153000", "12,7", "13", "0"]))
    assert not any(map(permis.imprime, ["49", "50 %", "49,2 %", "48 %", "1", "289", "½"]))
    assert all(map(permis.tient, ["49.1497", "49", "49.1", "1153000.0", "1.153e+06", "12.66", "12.7"]))
    assert not any(map(permis.tient, ["49.2", "48", "12.6", "1", "x"]))


def test_une_marque_dessinee_pour_une_valeur_masquee_est_refusee(faire):
    """The drawing and the data agree with each other, and with a value that the piece may not show."""
    faite = faire(*SANS_LOURD[0])
    notebook = deepcopy(faite.notebook)
    output = next(one for one in sorties(notebook) if "dessin" in one.metadata.plie)
    svg, label = re.search(r'(?s)<svg.*?aria-label="([^"]*)".*?</svg>', output.data["text/html"]).group(0, 1)
    for mark in output.metadata.plie.dessin["marques"]:
        if mark["genre"] == "Barres":
            mark["valeurs"][0] = float(faite.libre)
    toile = relire(json.loads(json.dumps(output.metadata.plie.dessin)))
    identity = re.search(r'<figure [^>]*id="([^"]*)"', output.data["text/html"])[1]
    output.data["text/html"] = output.data["text/html"].replace(svg, dessin(toile, identity, label))
    refus = faite.refus(composer(notebook), notebook)
    assert ("le dessin", str(faite.libre)) in [(one.lieu, one.nombre) for one in refus]


def publier(atelier: Settings, nom: str, *cellules: str, avertissement: tuple[str, ...] = ()):
    """Publish the notebook of a user, for everybody."""
    notebook = nbformat.v4.new_notebook(metadata={"plie": {"nom": nom, "titre": "Mes chiffres"}})
    parametres = nbformat.v4.new_code_cell('annee = "2017"', metadata={"tags": ["parameters"]})
    notebook.cells = [parametres, nbformat.v4.new_markdown_cell("## 2.1 Les sorties"), *map(nbformat.v4.new_code_cell, (OUVRIR, *cellules))]
    nbformat.write(notebook, atelier.racine / "notebooks" / f"{nom}.ipynb")
    return produire(atelier, demander(atelier, nom, {"diffusion": "publique"}), limite=120, avertissement=avertissement, **MOMENT)


MIENS = {
    "texte": "from plie_analysis.presentation.elements import Texte\nTexte(f'<p>{frame.iloc[0, 0]} personnes</p>')",
    "tableau": "from plie_analysis.presentation.elements import Cellule, Ligne, Tableau\nTableau('Les miens', ['Commune', 'Personnes'], [Ligne('Ahuy', [Cellule(frame.iloc[0, 0])])])",
    "titre": "from plie_analysis.presentation.elements import Tableau\nTableau(f'Les {frame.iloc[0, 0]} miens', [''], [])",
    "phrase": "from plie_analysis.presentation.elements import Commentaires, Phrase\nCommentaires([Phrase('r', f'{frame.iloc[0, 0]} personnes.')])",
    "sources": "from plie_analysis.presentation.elements import Cellule, Ligne, Tableau\nTableau('Les miens', ['Commune', 'Personnes'], [Ligne('Ahuy', [Cellule(frame.iloc[0, 0], de=(Cellule(8000), Cellule(88 - 5)))])])",
}  # fmt: skip


@pytest.mark.parametrize("genre", MIENS)
def test_le_carnet_d_un_utilisateur_qui_ecrit_ses_propres_nombres_n_est_pas_publie(atelier, genre):
    lu = "import pandas\nframe = pandas.DataFrame({'n': [7917]})"
    with pytest.raises(PageRefusee) as refused:
        publier(atelier, f"mien-{genre}", lu, MIENS[genre])
    assert refused.value.code == 1 and "7917" not in refused.value.message and len(refused.value.message.splitlines()) == 3
    assert "Où : " in refused.value.message and (genre != "tableau" or "« Les miens »" in refused.value.message)
    assert not (atelier.rapports / f"mien-{genre}-2017-publique.html").exists()
    kept = atelier.rapports / "echecs" / f"mien-{genre}-2017-publique-nombres.csv"
    assert "7917" in kept.read_text(encoding="utf-8") and kept.with_name(f"mien-{genre}-2017-publique.ipynb").is_file()


def test_le_carnet_d_un_utilisateur_qui_montre_des_resultats_proteges_est_publie(atelier):
    demande = 'plie.indicateurs(["entrees", "sorties", "taux_sorties_positives"], du="2017-01-01", au="2017-12-31", par=["commune"])'
    page = publier(atelier, "communes", demande, avertissement=("E01 (parcours), 3 lignes : C0012",)).read_text(encoding="utf-8")
    assert "n. c." in page and "2.1 Les sorties" in page
    assert "constats bloquants" in page and "reste au PLIE" in page and "C0012" not in page
