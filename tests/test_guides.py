"""The guides, followed: every block of README.md, CONTRIBUTING.md and docs/*.md runs, is loaded, or is named here with its reason.

A page is read from top to bottom in a working folder of its own, on the invented year 2017:

- `sh`: each line is a command; `console`: so is each « $ … », and the lines under it must be in what it prints;
- `toml`, `csv`, `json`, `markdown`: the block goes into the file that its first line (« # plie.toml ») or the sentence above it names;
- `python`: is run; `powershell`: its files and its `plie` options must exist; `text`: is only read.
"""

import io
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from plie_analysis.charte.seuils import en_vigueur
from plie_analysis.charte.suites import load_suites
from plie_analysis.cli import plie, run
from plie_analysis.portes.carnets import poser
from plie_analysis.rapports.mots import controler_tout
from plie_analysis.settings import load_settings
from tests import exports
from tests.croissance.guide import sections
from tests.tableau import PHOTO

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r"^ *```(?P<language>[^\n`]*)\n(?P<text>.*?)^ *```[ \t]*$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([\w./-]+\.(?:toml|csv|json|md))`")
DATA = ("toml", "csv", "json", "markdown")
LANGUAGES = {"sh", "console", "powershell", "python", "text", *DATA}
# Commands that are not run here, by how they begin: why. Their `plie` options and `make` targets are still checked.
NOT_RUN = {
    "make": "installs, or runs all the tests",
    "sudo": "installs a package of the system",
    "xcode-select": "is there on macOS only",
    "source": "is for the terminal of the reader",
    "git": "fetches a new version",
    "plie explorer": "serves until it is stopped; tests/navigateur opens it",
    "plie atelier": "serves until it is stopped; tests/spec/test_portes.py opens it",
    "plie indicateurs --moteur": "asks for the libraries of make moteurs; tests/moteurs runs it",
    "plie cohortes --moteur": "asks for the libraries of make moteurs; tests/moteurs runs it",
    "plie sceller": "takes minutes; tests/spec/test_scellement.py runs it",
    "plie reproduire": "takes minutes; tests/spec/test_scellement.py runs it",
    "echo": "needs a signed bundle; tests/spec/test_signature.py makes one",
    "ssh-keygen": "needs a signed bundle; tests/spec/test_signature.py makes one",
}
# Followed in a copy of the project by tests/croissance, step by step.
GROWTH = "CONTRIBUTING.md"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, the paragraph above it."""

    language: str
    text: str
    above: str


def blocks(page: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [Block(b["language"], b["text"], text[: b.start()].rstrip().rpartition("\n\n")[2]) for b in BLOCK.finditer(text)]


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block, and the lines that it must print."""
    if block.language == "console":
        for command, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", block.text, re.MULTILINE):
            yield command, expected.splitlines()
    else:
        yield from ((line, []) for line in block.text.splitlines() if line.strip() and not line.startswith("#"))


def words(command: str) -> list[str]:
    """A command line cut into words, its comment left out, `plie` by its name alone."""
    found = shlex.split(command, comments=True)
    return ["plie" if found[0] == ".venv/bin/plie" else found[0], *found[1:]]


def not_run(command: str) -> str | None:
    """The entry of ``NOT_RUN`` that a command falls under."""
    line = shlex.join(words(command))
    return next((begin for begin in NOT_RUN if line == begin or line.startswith(f"{begin} ")), None)


def check_plie(arguments: list[str]) -> None:
    """Fail when a command or one of its options does not exist."""
    context = click.Context(plie)
    command = plie.get_command(context, arguments[0]) if arguments[0][:1] != "-" else plie
    assert command is not None, arguments
    inner = click.Context(command, parent=context, info_name=arguments[0])
    command.make_parser(inner).parse_args(list(arguments[1:] if command is not plie else arguments))


# -- the working folders -------------------------------------------------------------------------------------------


def _spoiled(racine: Path, annee: Path) -> None:
    """The exports of the year, with one word of the team and one slip of the pen among the motifs."""
    shutil.copytree(annee / "data" / "raw", racine / "data" / "raw")
    (path,) = (racine / "data" / "raw").rglob("parcours*.csv")
    text = path.read_bytes().decode()
    path.write_bytes(text.replace(";EMPLOI;", ";CDI 24h;", 1).replace(";SANTE;", ";SANTEE;", 1).encode())


def _first_exports(racine: Path, annee: Path) -> None:
    """The same two motifs, in the exports of two persons: what is loaded again and again is small."""
    lines = exports.PARCOURS.replace("EMPLOI", "CDI 24h").replace("03/02/2017;;", "03/02/2017;20/12/2017;SANTEE")
    exports.write_photo(racine, "2018-01-31", parcours=lines)


def _two_persons(racine: Path, annee: Path) -> None:
    """A photo where a control takes a second, of which a référent is R07."""
    exports.write_photo(racine, "2018-01-31", parcours=exports.PARCOURS.replace("R1", "R07"))
    assert run(["charger", "--racine", str(racine)]) == 0


def _of_the_val(racine: Path, annee: Path) -> None:
    """Another PLIE: its own file name, header, motif and commune."""
    people = exports.PARTICIPANTS.replace("N° dossier", "Code bénéficiaire").replace("Chenôve", "Saint-Julien")
    parcours = exports.PARCOURS.replace("N° dossier", "Code bénéficiaire").replace("EMPLOI", "CDI 24h")
    folder = exports.write_photo(racine, participants=people, parcours=None)
    (folder / "Extraction PLIE 2017.csv").write_text(parcours, encoding="utf-8")


def _loaded(racine: Path, annee: Path) -> None:
    shutil.copytree(annee, racine, dirs_exist_ok=True)


FOLDERS = {
    "docs/prise-en-main.md": _first_exports,
    "docs/un-mois-de-travail.md": _spoiled,
    "docs/adapter.md": _of_the_val,
    "docs/charte.md": _two_persons,
}


# -- the reader ----------------------------------------------------------------------------------------------------


class Reader:
    """Somebody who follows a page in ``home/mon-plie``, and types « oui » when asked."""

    def __init__(self, racine: Path, monkeypatch, capsys):
        self.racine, self.folder, self.names = racine, racine, {}
        self.monkeypatch, self.capsys = monkeypatch, capsys
        monkeypatch.setenv("HOME", str(racine.parent))

    def follow(self, block: Block) -> None:
        if block.language in ("sh", "console"):
            for command, expected in commands(block):
                if not_run(command):
                    continue
                printed = _plain(self.type(command))
                for line in expected:
                    assert _plain(line) in printed, f"« {line} » is not in what « {command} » prints:\n{printed}"
        elif block.language == "python":
            self.monkeypatch.chdir(self.folder)
            exec(compile(block.text, "<guide>", "exec"), self.names)
        elif block.language in DATA:
            self.write(block)

    def type(self, command: str) -> str:
        """What a command prints; fails when it does not end well."""
        name, *arguments = words(command)
        if name == "cd":
            self.folder = Path(arguments[0].replace("~", str(self.racine.parent), 1))
            return ""
        if name != "plie":
            done = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, f"{command}\n{done.stderr}"
            return done.stdout
        self.monkeypatch.chdir(self.folder)
        self.monkeypatch.setattr("sys.stdin", io.StringIO("oui\n"))
        self.capsys.readouterr()
        code = run(arguments)
        out, err = self.capsys.readouterr()
        assert code == 0, f"{command} : code {code}\n{out}\n{err}"
        return out + err

    def write(self, block: Block) -> None:
        """Put a block into the file that it names, then read the settings again."""
        path = self.racine / named(block)
        path.parent.mkdir(exist_ok=True)
        text = block.text
        if path.suffix == ".toml" and path.exists():
            text = _under_their_sections(path.read_text(encoding="utf-8"), text)
        path.write_text(text, encoding="utf-8")
        controler_tout(load_settings(self.racine))


def _under_their_sections(text: str, added: str) -> str:
    """A TOML file completed as one does it by hand: lines of a section that is there go under its name, the rest at the end."""
    for section in re.split(r"^(?=\[)", added, flags=re.MULTILINE):
        name, _, lines = section.partition("\n")
        there = name.startswith("[") and not name.startswith("[[") and f"\n{name}\n" in f"\n{text}"
        text = f"\n{text}".replace(f"\n{name}\n", f"\n{name}\n{lines}", 1)[1:] if there else f"{text.rstrip()}\n\n{section}"
    return text


def named(block: Block) -> str:
    """The file that a block of data goes into; fails when nothing says it."""
    found = FILE.findall(block.above.splitlines()[-1])
    first = re.match(r"# ([\w./-]+\.toml)\n", block.text)
    assert first or found, f"no file is named for:\n{block.text}"
    return first[1] if first else found[-1]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# -- what is held --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_every_block_says_its_language_and_is_well_formed(page):
    for block in blocks(page):
        assert block.language in LANGUAGES | {"sql"} or block.language.startswith("{"), f"{page}: « {block.language} »"
        assert block.language != "sql" or page == GROWTH, f"{page}: nothing runs a block of SQL there"
        if block.language == "toml":
            tomllib.loads(block.text)
        if block.language == "json" and page != GROWTH:
            json.loads(block.text)
    outside = BLOCK.sub("", (ROOT / page).read_text(encoding="utf-8"))
    loose = [line for line in outside.splitlines() if re.match(r"( {4}|\t)(?!\s*([-*|]|\d+\.))\S", line)]
    assert not loose, f"{page}: an indented block says no language: {loose[0]}"
    assert "```" not in outside, page


def test_every_block_of_the_contributors_guide_is_in_a_section_that_is_followed():
    assert sum(len(BLOCK.findall(text)) for text in sections().values()) == len(blocks(GROWTH))


def test_every_exception_is_used_and_exists():
    used = set()
    for page in PAGES:
        for block in blocks(page):
            if block.language == "powershell":
                _check_powershell(block.text)
            for command, _ in commands(block) if block.language in ("sh", "console") else ():
                if page == GROWTH or not (begin := not_run(command)):
                    continue
                used.add(begin)
                name, *arguments = words(command)
                if name == "plie":
                    check_plie(arguments)
                if name == "make":
                    assert f"\n{arguments[0]}:" in (ROOT / "Makefile").read_text(encoding="utf-8"), command
    assert used == set(NOT_RUN)


def _check_powershell(text: str) -> None:
    for line in text.splitlines():
        for lock in re.findall(r"-r (\S+)", line):
            assert (ROOT / lock).is_file(), line
        for package in re.findall(r"-e (\S+)", line):
            assert (ROOT / package / "pyproject.toml").is_file(), line
        if called := re.match(r"(?:\S*\\)?plie (.*)", line):
            check_plie(shlex.split(called[1], comments=True))


@pytest.mark.parametrize("page", [page for page in PAGES if page != GROWTH and any(b.language in LANGUAGES for b in blocks(page))])
def test_a_guide_can_be_followed_to_the_letter(page, annee_2017, tmp_path, monkeypatch, capsys):
    racine = tmp_path / "mon-plie"
    racine.mkdir()
    FOLDERS.get(page, _loaded)(racine, annee_2017.racine)
    monkeypatch.delenv("PLIE_RACINE", raising=False)
    reader = Reader(racine, monkeypatch, capsys)
    for block in blocks(page):
        reader.follow(block)
    settings = load_settings(racine)
    load_suites(settings, en_vigueur(settings.config, PHOTO))


def test_the_welcome_notebook_leads_to_guides_that_are_laid_beside_it(tmp_path):
    poser(load_settings(tmp_path))
    notebook = tmp_path / "carnets" / "00_accueil.ipynb"
    found = re.findall(r"\]\((guides/[\w-]+\.md)\)", notebook.read_text(encoding="utf-8"))
    assert {"guides/prise-en-main.md", "guides/un-mois-de-travail.md"} <= set(found)
    for link in found:
        guide = notebook.parent / link
        inside = re.findall(r"\]\(([\w/-]+\.(?:md|png))\)", guide.read_text(encoding="utf-8"))
        assert all((guide.parent / name).is_file() for name in inside), link
