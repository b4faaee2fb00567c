"""The steps of CONTRIBUTING.md, read and followed in a copy of the project.

A section « ## Ajouter … » holds steps that this module knows how to do:

- « Dans `fichier`, à la fin : » and a block: the block is added at the end of the file;
- « Dans `fichier`, après la ligne qui commence par `début` : » and a block: it is put under the last such line;
- « Dans `fichier`, remplacer `texte` par : » and a block: the text, found once, becomes the block;
- « Un nouveau fichier `fichier` : » and a block: the file is created;
- a block of console lines, each « $ plie … » or « $ make … »: it is run, and what follows must be in what it prints.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "CONTRIBUTING.md"
# What the project is made of; data and environments stay where they are.
PARTS = (
    "plie_analysis",
    "annee-2017",
    "expectations",
    "notebooks",
    "docs",
    "tests",
    "CONTRIBUTING.md",
    "Makefile",
    "pyproject.toml",
    "plie.toml",
)
STEP = re.compile(
    r"(?:Dans `(?P<file>[^`]+)`, (?:(?P<end>à la fin)|après la ligne qui commence par `(?P<line>[^`]+)`|remplacer `(?P<text>[^`]+)` par)"
    r"|Un nouveau fichier `(?P<new>[^`]+)`)[^\n]*:\n+```\w+\n(?P<block>.*?)```"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)


@dataclass(frozen=True)
class Copy:
    """A copy of the project where a section was followed: its folder, and the files that a person wrote in."""

    folder: Path
    files: tuple[str, ...]

    def run(self, *arguments: str, cwd: Path | None = None) -> str:
        """What a Python command prints, run on the copy. Fails with all that it said when it does not end well."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd or self.folder,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(self.folder), str(self.folder / "annee-2017")]),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout


def sections() -> dict[str, str]:
    """The text of each « Ajouter … » of the guide, by its title."""
    parts = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {title: text for title, _, text in (part.partition("\n") for part in parts) if title.startswith("Ajouter ")}


def copy(folder: Path) -> Path:
    """The project, copied."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "_maison", "_site"))
        else:
            shutil.copy2(source, folder / part)
    return folder


def follow(text: str, folder: Path, racine: Path) -> Copy:
    """Do the steps of a section in a copy, its commands in the working folder ``racine``."""
    files: list[str] = []
    for step in STEP.finditer(text):
        if step["console"]:
            _run(step["console"], Copy(folder, ()), racine)
        else:
            name = step["file"] or step["new"]
            _write(folder / name, step)
            files.append(name)
    assert files, "no step was found"
    return Copy(folder, tuple(dict.fromkeys(files)))


def _write(path: Path, step: re.Match) -> None:
    block = step["block"]
    if step["new"]:
        assert not path.exists(), path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if step["end"]:
        text = text.rstrip("\n") + "\n" + ("" if path.suffix == ".csv" else "\n") + block
    elif step["line"]:
        lines = text.splitlines(keepends=True)
        found = [number for number, line in enumerate(lines) if line.lstrip().startswith(step["line"])]
        assert found, f"{path}: no line begins with {step['line']}"
        lines.insert(found[-1] + 1, block)
        text = "".join(lines)
    else:
        assert text.count(step["text"]) == 1, f"{path}: {step['text']} is not there once"
        text = text.replace(step["text"], block.rstrip("\n"))
    path.write_text(text, encoding="utf-8")


def _run(console: str, project: Copy, racine: Path) -> None:
    for command, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", console, re.MULTILINE):
        name, *arguments = shlex.split(command)
        if name == "make":
            printed = "".join(project.run(*line) for target in arguments for line in _recipe(project.folder, target))
        else:
            printed = project.run("-m", "plie_analysis", *arguments, cwd=racine)
        for line in expected.splitlines():
            assert line.strip() in printed, f"« {line} » is not in what « {command} » prints:\n{printed}"


def _recipe(folder: Path, target: str) -> list[list[str]]:
    """The Python commands of a target of the Makefile."""
    _, _, rest = (folder / "Makefile").read_text(encoding="utf-8").partition(f"\n{target}:")
    lines = rest.split("\n\n")[0].splitlines()[1:]
    commands = [shlex.split(line.strip().removeprefix("@")) for line in lines]
    assert commands and all(command[0] == "$(BIN)/python" for command in commands), commands
    return [command[1:] for command in commands]
