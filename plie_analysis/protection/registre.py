"""The register of published numbers: what every page and every answer showed and hid, at each level; it stays in the house."""

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import PlieError
from ..settings import Settings
from .cles import CleDeCompte

ILLISIBLE = (
    "Le registre des nombres publiés est abîmé : {fichier} ne se lit pas.\n"
    "Rien ne se montre aux niveaux protégés tant que l'on ne sait plus ce que leurs lecteurs ont déjà lu.\n"
    "Remettez ce fichier d'une sauvegarde."
)
VERROU = ".verrou"
MONTRE, CACHE, PESE = "montré", "caché", "pesé"


@dataclass
class Publication:
    """The numbers of one page or answer: each with its value and what was done of it (``montré``, ``caché``, or ``pesé``: nobody saw its place).

    ``derriere``: persons behind the sums; ``parts``: shares shown (part, whole); ``relations``, ``completes``: see ``Calcul``.
    """

    comptes: dict[CleDeCompte, float] = field(default_factory=dict)
    etats: dict[CleDeCompte, str] = field(default_factory=dict)
    derriere: dict[CleDeCompte, float] = field(default_factory=dict)
    parts: list[tuple[CleDeCompte, CleDeCompte]] = field(default_factory=list)
    relations: list[dict[CleDeCompte, float]] = field(default_factory=list)
    completes: list[tuple[CleDeCompte, tuple[str, ...]]] = field(default_factory=list)

    def add(self, other: "Publication") -> None:
        """What another publication adds: what was once shown stays shown, what was once a place of a table stays one."""
        rank = {PESE: 0, CACHE: 1, MONTRE: 2}
        self.comptes |= other.comptes
        self.derriere |= other.derriere
        for key, state in other.etats.items():
            self.etats[key] = max(state, self.etats.get(key, PESE), key=rank.__getitem__)
        self.parts = list(dict.fromkeys([*self.parts, *other.parts]))
        self.relations += [relation for relation in other.relations if relation not in self.relations]
        self.completes = list(dict.fromkeys([*self.completes, *other.completes]))

    def montres(self) -> set[CleDeCompte]:
        """What a reader can read."""
        return {key for key, state in self.etats.items() if state == MONTRE}


def dossier(settings: Settings) -> Path:
    """Where the register stands: one folder by level, one file by page."""
    return settings.curated / "diffusion"


def read_registre(folders: Iterable[Path], *, sauf: Collection[str] = (), seulement: Collection[str] | None = None) -> Publication:
    """All that the readers of some levels (their folders) were shown, but for some runs, or by some runs only."""
    known = Publication()
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            for version in _versions(path):
                if version["execution"] not in sauf and (seulement is None or version["execution"] in seulement):
                    known.add(_read(version))
    return known


def write_registre(folder: Path, rapport: str, execution: str, publication: Publication) -> None:
    """Add a version to what a page or a series of answers showed, aside then in place; versions already there are never forgotten.

    ``execution`` names the run: the page of one run is written several times as it goes, the last one counts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{rapport}.json"
    versions = _versions(path) if path.is_file() else []
    fresh = json.loads(json.dumps(_written(publication, execution), ensure_ascii=False))
    kept = [one for one in versions if one["execution"] != execution]
    is_new = all({**one, "execution": execution} != fresh for one in kept)
    _replace(path, [*kept, fresh] if is_new else kept)


def executions(folder: Path, rapport: str) -> set[str]:
    """The runs whose versions of a page are in the register."""
    path = folder / f"{rapport}.json"
    return {version["execution"] for version in _versions(path)} if path.is_file() else set()


def forget(folder: Path, rapport: str, unwanted: set[str]) -> None:
    """Take out of the register what a run that published nothing wrote there; a page that nothing else showed leaves no file."""
    path = folder / f"{rapport}.json"
    if executions(folder, rapport) & unwanted:
        kept = [version for version in _versions(path) if version["execution"] not in unwanted]
        if kept:
            _replace(path, kept)
        else:
            path.unlink()


def _versions(path: Path) -> list[dict]:
    """The versions that a file of the register holds. Raises ``PlieError`` when it cannot be read: what was shown would be forgotten."""
    try:
        versions = json.loads(path.read_text(encoding="utf-8"))
        if all({"execution", "cellules"} <= version.keys() for version in versions):
            return versions
    except (ValueError, AttributeError, TypeError):
        pass
    raise PlieError(ILLISIBLE.format(fichier=f"data/curated/diffusion/{path.parent.name}/{path.name}"))


def _replace(path: Path, versions: list[dict]) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(json.dumps(versions, ensure_ascii=False), encoding="utf-8")
    aside.replace(path)


def _written(publication: Publication, execution: str) -> dict:
    keys = sorted(publication.comptes)
    rank = {key: number for number, key in enumerate(keys)}
    return {
        "execution": execution,
        "cellules": [[list(key), publication.comptes[key], publication.etats[key], publication.derriere.get(key)] for key in keys],
        "parts": [[rank[part], rank[whole]] for part, whole in publication.parts],
        "relations": [[[rank[key], value] for key, value in relation.items()] for relation in publication.relations],
        "completes": [[list(whole), list(names)] for whole, names in publication.completes],
    }


def _read(version: dict) -> Publication:
    keys = [_key(raw) for raw, *_ in version["cellules"]]
    found = Publication()
    for key, (_, value, state, behind) in zip(keys, version["cellules"], strict=True):
        found.comptes[key], found.etats[key] = value, state
        if behind is not None:
            found.derriere[key] = behind
    found.parts = [(keys[part], keys[whole]) for part, whole in version["parts"]]
    found.relations = [{keys[rank]: value for rank, value in relation} for relation in version["relations"]]
    found.completes = [(_key(whole), tuple(names)) for whole, names in version["completes"]]
    return found


def _key(raw: list) -> CleDeCompte:
    def frozen(value):
        return tuple(frozen(item) for item in value) if isinstance(value, list) else value

    return CleDeCompte(*frozen(raw))
