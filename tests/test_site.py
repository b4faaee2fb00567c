"""The guides as a site: built without a warning, whole, in French, asking nothing of any other host."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from docs.conf import ANGLAIS

ROOT = Path(__file__).parents[1]
LOADED = {"src", "srcset", "data", "poster", "action"}  # what a browser asks for by itself; of « href », only that of a <link>
ADDRESS = re.compile(r"""url\(\s*['"]?(?:https?:)?//|@import\s+['"]?(?:https?:)?//""")
ASKS = re.compile(r"""(?:fetch|importScripts|import|\.open)\(\s*['"`][^'"`]*//""")


class Page(HTMLParser):
    """What a page loads, where it leads, the names that one can lead to, its language."""

    def __init__(self, path: Path):
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.language = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        for key, value in attrs:
            if key in LOADED or (tag == "link" and key == "href"):
                self.loaded.append(value)
            elif key == "href":
                self.links.append(value)
            elif key == "id" or (tag == "a" and key == "name"):
                self.names.add(value)
            elif tag == "html" and key == "lang":
                self.language = value


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site, built as ``make docs`` does."""
    folder = tmp_path_factory.mktemp("site")
    line = next(line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "-m sphinx" in line)
    assert all(option in line.split() for option in ("-W", "--keep-going"))
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", folder / ".doctrees", ROOT / "docs", folder],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path) for path in site.glob("*.html")}


def test_every_guide_is_a_page_that_the_contents_lead_to(site, pages):
    guides = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert {path.stem for path in pages} == guides | {"genindex", "search"}
    shown = {urlsplit(link).path for link in pages[site / "index.html"].links}
    assert {f"{name}.html" for name in guides} - {"index.html"} <= shown


def test_no_link_is_dead(pages):
    dead = []
    for path, page in pages.items():
        for link in (*page.loaded, *page.links):
            address = urlsplit(link)
            if address.scheme or address.netloc or not link:
                continue
            target = path.parent / unquote(address.path) if address.path else path
            if not target.is_file() or (
                address.fragment and target in pages and unquote(address.fragment) not in {"", *pages[target].names}
            ):
                dead.append(f"{path.name} → {link}")
    assert not dead


def test_nothing_is_asked_of_another_host(site, pages):
    outside = [f"{path.name}: {link}" for path, page in pages.items() for link in page.loaded if re.match(r"(?:\w+:)?//", link)]
    for path in (*site.rglob("*.css"), *site.rglob("*.html")):
        outside += [f"{path.name}: {found}" for found in ADDRESS.findall(path.read_text(encoding="utf-8"))]
    for path in site.rglob("*.js"):
        outside += [f"{path.name}: {found}" for found in ASKS.findall(path.read_text(encoding="utf-8"))]
    assert not outside


def test_it_is_in_french_and_searched_in_french(site, pages):
    assert {page.language for page in pages.values()} == {"fr"}
    told = "".join(path.read_text(encoding="utf-8") for path in pages)
    assert not [english for english in ANGLAIS if english in told]
    assert "FrenchStemmer" in "".join(path.read_text(encoding="utf-8") for path in (site / "_static").rglob("*.js"))


def test_what_the_guides_call_by_its_path_is_a_link(pages):
    (charte,) = (page for path, page in pages.items() if path.name == "charte.html")
    assert {"adapter.html", "contribuer.html"} <= {urlsplit(link).path for link in charte.links}


def test_every_picture_is_taken_by_the_script_and_shown_by_a_guide():
    taken = set(re.findall(r'prendre\("([\w-]+)"', (ROOT / "docs" / "captures.py").read_text(encoding="utf-8")))
    shown = {
        name for path in (ROOT / "docs").glob("*.md") for name in re.findall(r"\(images/([\w-]+)\.png\)", path.read_text(encoding="utf-8"))
    }
    assert taken == shown == {path.stem for path in (ROOT / "docs" / "images").glob("*.png")}
