"""The print of the code: the same for one code wherever it stands; another as soon as something bears on a figure, and it is named."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from plie_analysis.scellement import code
from plie_analysis.settings import PACKAGE

CHOISIS = ("sql/etape.sql", "indicateurs/calcul.py", "indicateurs/indicateurs.toml", "referentiels/niveau.csv", "presentation/page.py")
LIT = "import importlib.util as u, json, sys; sys.dont_write_bytecode = True; from pathlib import Path; s = u.spec_from_file_location('c', sys.argv[1]); m = u.module_from_spec(s); s.loader.exec_module(m); print(json.dumps(m.prints(Path(sys.argv[2]))))"


@pytest.fixture
def copie(tmp_path) -> Path:
    """A few files of the package, elsewhere."""
    for name in CHOISIS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGE / name, tmp_path / name)
    return tmp_path


def _change(path: Path, before: str, after: str) -> None:
    text = path.read_bytes().decode()
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")


def test_line_ends_comments_docstrings_and_compiled_files_change_nothing(copie):
    before = code.prints(copie)
    assert set(before) == set(CHOISIS) - {"presentation/page.py"}
    for name in CHOISIS:
        (copie / name).write_bytes((copie / name).read_bytes().replace(b"\n", b"\r\n"))
    _change(copie / "sql/etape.sql", "SELECT", "/* autre\r\ncommentaire */ SELECT -- dit 'autrement'\r\n")
    _change(copie / "indicateurs/calcul.py", '"""', '"""Autrement dit. ')
    _change(copie / "indicateurs/calcul.py", "\r\nfrom", "  # pourquoi\r\n\r\n\r\nfrom")
    _change(copie / "indicateurs/indicateurs.toml", "\r\n[", "\r\n# pourquoi\r\n\r\n[")
    (copie / "indicateurs" / "calcul.pyc").write_bytes(b"\0")
    _change(copie / "presentation/page.py", "\r\n", "\r\nautre = 1\r\n")
    assert code.prints(copie) == before


@pytest.mark.parametrize(
    ("name", "avant", "apres"),
    [
        ("sql/etape.sql", "SELECT", "SELECT DISTINCT"),
        ("indicateurs/calcul.py", "return ", "return not "),
        ("indicateurs/indicateurs.toml", "definition = ", 'definition = "autre" # '),
        ("referentiels/niveau.csv", ",", ",x"),
    ],
)
def test_what_bears_on_a_figure_is_seen_and_named(copie, name, avant, apres):
    before = code.prints(copie)
    _change(copie / name, avant, apres)
    after = code.prints(copie)
    assert [one for one in before if before[one] != after[one]] == [name]
    assert code.whole(before) != code.whole(after)


def test_a_query_is_read_by_its_words():
    assert code._words("select a--x\n , 'it''s -- no' /* b */ from \"t t\"") == code._words(
        "select a,\t'it''s -- no'\nfrom \"t t\""
    ).replace("a,", "a\n,")
    assert code._words("select 'a  b'") != code._words("select 'a b'")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_python_reads_the_same_code(version):
    """The whole package, by an interpreter that has none of its libraries."""
    done = (
        subprocess.run([f"python{version}", "-I", "-c", LIT, code.__file__, str(PACKAGE)], capture_output=True, text=True)
        if shutil.which(f"python{version}")
        else None
    )
    if done is None or done.returncode == 127:
        pytest.skip(f"Python {version} is not installed here")
    assert json.loads(done.stdout) == code.prints(PACKAGE), done.stderr
