"""Labels that come from files and try to act: in a terminal, in a spreadsheet, in a page. None does."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plie_analysis.cli import run
from plie_analysis.libelles import identifiant, litteral, pour_tableur, propre
from tests.exports import write_photo

FORMULE = '=HYPERLINK("http://exemple.invalid";"clic")'
ANSI = "\x1b[31mrouge\x1b[0m\x07"
BIDI = "Insertion \u202egnp.exe"
BALISES = '"><img src=x onerror=alert(1)><script>alert(2)</script></title>{{7*7}}$x$'
STRUCTURES = {"R1": FORMULE, "R2": ANSI, "R3": BIDI, "R4": BALISES, "R5": "@SUM(A1)", "R6": "+1-1"}
INERTES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PERIODE = ["--du", "01/01/2017", "--au", "31/12/2017"]


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture(scope="module")
def racine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pieges")
    participants = "N° dossier;Civilité;Date de naissance;Commune;QPV\n" + "".join(f"D{n};Mme;01/02/1980;Dijon;\n" for n in range(1, 7))
    parcours = "N° parcours;N° dossier;Code référent;Date d'entrée;Date de sortie;Motif de sortie\n" + "".join(
        f"P{n};D{n};R{n};10/01/2017;;\n" for n in range(1, 7)
    )
    etapes = "N° étape;N° parcours;Opération;Date de début;Date de fin;Organisme\n" + "".join(
        f"E{n};P{n};CDDI;01/03/2017;31/08/2017;{_cell(label)}\n" for n, label in enumerate(STRUCTURES.values(), start=1)
    )
    referents = "Code référent;Structure porteuse;ETP;Date de début;Date de fin\n" + "".join(
        f"{code};{_cell(label)};1;01/01/2016;\n" for code, label in STRUCTURES.items()
    )
    write_photo(folder, participants=participants, parcours=parcours, etapes=etapes, referents=referents)
    nom = BALISES.replace("\\", "\\\\").replace('"', '\\"')
    (folder / "plie.toml").write_text(f'[plie]\nnom = "PLIE {nom}"\nterritoire = "{nom}"\n', encoding="utf-8")
    assert run(["charger", "--racine", str(folder)]) == 0
    return folder


def _indicateurs(racine, *options: str) -> int:
    return run(["indicateurs", "file_active", *PERIODE, "--par", "structure", *options, "--racine", str(racine)])


def test_the_terminal_is_shown_no_escape_code(racine, capsys):
    capsys.readouterr()
    assert _indicateurs(racine) == 0
    told = capsys.readouterr()
    assert "rouge" in told.out and not INERTES.search(told.out + told.err)


def test_an_error_that_quotes_a_label_shows_no_escape_code(racine, capsys):
    capsys.readouterr()
    assert _indicateurs(racine, "--filtre", f"structure={ANSI}x") == 2
    assert not INERTES.search(capsys.readouterr().err)


def test_the_csv_holds_no_formula(racine, capsys):
    capsys.readouterr()
    assert _indicateurs(racine, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    labels = {row["structure"] for row in rows}
    assert len(labels) == len(STRUCTURES) and f"'{FORMULE}" in labels
    assert not [label for label in labels if label.startswith(("=", "+", "-", "@")) or INERTES.search(label)]


def test_the_workbooks_hold_texts_only(racine, tmp_path):
    assert _indicateurs(racine, "--sortie", str(tmp_path / "x.xlsx")) == 0
    assert run(["controler", "--racine", str(racine)]) in (0, 1)
    books = [tmp_path / "x.xlsx", *(racine / "data" / "rapports" / "qualite" / "listes").glob("*.xlsx")]
    assert len(books) > 1
    for book in books:
        with zipfile.ZipFile(book) as parts:
            texts = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}
        assert not [name for name, text in texts.items() if "<f>" in text or "<hyperlink" in text]
        assert not [name for name, text in texts.items() if re.search("_x001B_|\u202e|\x1b", text)]


class _Page(HTMLParser):
    """What a browser would build: tags, their attributes, the title."""

    def __init__(self, text: str):
        super().__init__()
        self.tags, self.handlers, self.title, self._in_title = [], [], "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self._in_title = tag == "title"

    def handle_endtag(self, tag):
        """Leave the title."""
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data):
        """Note the title."""
        self.title += data if self._in_title else ""


def test_the_pages_build_nothing_that_a_label_asked_for(racine):
    run(["controler", "--racine", str(racine)])
    run(["comparer", "rapport-2017", "--racine", str(racine)])
    assert run(["rapport", "qualite", "--mois", "12/2017", "--forcer", "--racine", str(racine)]) == 0
    pages = sorted((racine / "data" / "rapports").rglob("*.html"))
    assert len(pages) > 8 and any(page.name.startswith("qualite-saisie") for page in pages)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        built = _Page(text)
        assert not built.handlers and built.tags.count("title") == 1, page.name
        assert "<script>alert" not in text and "<img src=x" not in text, page.name
        assert "PLIE 49" not in text and not re.search("\x1b|\u202e", text), page.name
        assert "{{7*7}}$x$" in built.title, page.name


def test_a_tiny_photo_is_compared_without_a_division_by_zero(racine, capsys):
    assert run(["comparer", "rapport-2017", "--racine", str(racine)]) in (0, 1)
    assert "Erreur imprévue" not in capsys.readouterr().err


@given(st.text())
def test_whatever_the_text_no_cell_is_a_formula_and_no_line_is_commanded(texte):
    assert not INERTES.search(propre(texte)) and "\n" not in propre(texte)
    assert not str(pour_tableur(texte)).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert propre(propre(texte)) == propre(texte)


@given(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_whatever_the_name_sql_reads_it_back(texte):
    import duckdb

    with duckdb.connect() as con:
        assert con.sql(f"SELECT {litteral(texte)} AS {identifiant(texte)}").fetchall() == [(texte,)]


@pytest.mark.parametrize("nom", ["operation - Copie", "opération d'ici", 'motif "sortie"', "colonnes"])
def test_a_referentiel_that_nobody_knows_is_refused(tmp_path, capsys, nom):
    write_photo(tmp_path)
    (tmp_path / "referentiels").mkdir()
    (tmp_path / "referentiels" / f"{nom}.csv").write_text("code,libelle,definition,source,debut,fin,alias\nA,A,,,,,\n", encoding="utf-8")
    assert run(["charger", "--racine", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "aucune nomenclature ne porte ce nom" in told and not (tmp_path / "data" / "curated" / "plie.duckdb").exists()
    assert nom != "operation - Copie" or "« operation »" in told.replace("\u00a0", " ")


def test_a_header_with_quotes_in_a_referentiel_is_only_a_name(tmp_path):
    write_photo(tmp_path)
    (tmp_path / "referentiels").mkdir()
    (tmp_path / "referentiels" / "qualite.csv").unlink(missing_ok=True)
    from plie_analysis.contrat import REFERENTIELS

    source = (REFERENTIELS / "civilite.csv").read_text(encoding="utf-8-sig").splitlines()
    quoted = [f'{line},"x""y\'z"' if rank == 0 else f"{line}," for rank, line in enumerate(source)]
    (tmp_path / "referentiels" / "civilite.csv").write_text("\n".join(quoted) + "\n", encoding="utf-8")
    assert run(["charger", "--racine", str(tmp_path)]) == 0


@pytest.mark.parametrize("signe", ["=", "+", "-", "@"])
def test_each_sign_at_the_head_of_a_cell_is_made_harmless(signe):
    assert pour_tableur(f"{signe}1+1") == f"'{signe}1+1"
    assert pour_tableur(f" {signe}1+1") == f"' {signe}1+1"
