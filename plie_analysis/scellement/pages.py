"""The pages of a bundle, made again and read back: every number that one prints beside the one that the other prints."""

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

from ..settings import Settings
from .tableaux import Chiffre

CARNETS, PUBLIE, MOTS = "carnets", "figures.csv", "commentaires"
# Folders of the working folder that the pages read, and that follow them: figures published in earlier years, words of the team.
SUIVENT = ("reference", MOTS)
DEMANDES = "parametres/carnets.csv"
# (working folder, [(report, parameters)]) → pages written. Running notebooks and reading pages is for those who are above.
Carnets = Callable[[Path, list[tuple[str, dict[str, str]]]], list[Path]]
# page → (what it stands under, where it is, the text) of everything printed that holds a number, in its order.
Lecture = Callable[[Path], list[tuple[str, str, str]]]


def words_of(settings: Settings, wanted: list[tuple[str, dict[str, str]]]) -> list[Path]:
    """The files of the words of the team that these pages show."""
    paths = [settings.commentaire(rapport, *parametres.values()) for rapport, parametres in wanted]
    return [path for path in paths if path.is_file()]


def write_asked(wanted: list[tuple[str, dict[str, str]]], folder: Path) -> None:
    """Keep which notebooks were run, with which parameter."""
    (folder / DEMANDES).parent.mkdir(exist_ok=True)
    with (folder / DEMANDES).open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("rapport", "parametre", "valeur"))
        lines.writerows((rapport, *item) for rapport, parametres in wanted for item in parametres.items())


def asked(folder: Path) -> list[tuple[str, dict[str, str]]]:
    """The notebooks of a bundle; none when it was sealed without them."""
    if not (folder / DEMANDES).is_file():
        return []
    with (folder / DEMANDES).open(encoding="utf-8", newline="") as stream:
        return [(row["rapport"], {row["parametre"]: row["valeur"]}) for row in csv.DictReader(stream)]


def compare_pages(folder: Path, again: list[Path], lire: Lecture, du: dt.date, au: dt.date) -> Iterator[Chiffre]:
    """Every text with a number, sealed and printed again, page by page, in order; a page on one side only has nothing opposite."""
    sealed = {path.name: path for path in (folder / CARNETS).glob("*")}
    made = {path.name: path for path in again}
    for name in sorted(sealed.keys() | made.keys()):
        sides = [lire(side[name]) if name in side else [] for side in (sealed, made)]
        ranks: dict[tuple[str, str], int] = {}
        for one, other in itertools.zip_longest(*sides):
            titre, lieu, _ = one or other
            ranks[titre, lieu] = rank = ranks.get((titre, lieu), 0) + 1
            key = (du.isoformat(), au.isoformat(), "", titre, f"{lieu} {rank}")
            yield Chiffre(f"{CARNETS}/{name}", key, (), "texte", one and one[2], other and other[2])
