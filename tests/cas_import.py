"""Spoiled exports: loading one, and judging whether what came out is one of the honest outcomes.

A case is a photo and a list of outcomes (``Issue``); it holds when any one of them does. Whatever the outcome, no line may be lost,
no trouble may be « imprévue », and what a case says must never be written is written nowhere.
"""

import contextlib
import io
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from plie_analysis import cli
from plie_analysis.database import open_database
from plie_analysis.settings import load_settings

PHOTO = "2017-12-31"
CLES = {
    "participants": "id_dossier",
    "parcours": "id_parcours",
    "etapes": "id_etape",
    "prescriptions": "id_prescription",
    "entretiens": "id_entretien",
    "clauses": "id_contrat",
    "referents": "code_referent",
}


@dataclass(frozen=True)
class Valeur:
    """What one cell must be: one of ``parmi`` ("" for an empty cell), on the line ``ligne`` or of the key ``cle``.

    ``ou_rejet`` also accepts that the line or the value is rejected; ``avec_rejet`` wants a reject when the cell is empty.
    """

    requete: str
    colonne: str
    ligne: int | None = None
    cle: str | None = None
    vaut: Any = None
    parmi: tuple = ()
    ou_rejet: bool = False
    avec_rejet: bool = False

    @property
    def attendues(self) -> tuple:
        """The values accepted."""
        return tuple(self.parmi) or (self.vaut,)


@dataclass(frozen=True)
class Issue:
    """One outcome: exit code, words told, lines counted, values read, rejects.

    ``comptes`` gives (lues, retenues, rejetees) of a query, ``retenues`` and ``lignes`` one of the counts of ``raw.fichier`` alone;
    ``absent`` texts that no retained line may hold; ``jamais_ecrit`` texts that nothing written or said may hold.
    """

    code: int = 0
    dit: tuple = ()
    dit_un_de: tuple = ()
    ne_dit_pas: tuple = ()
    comptes: dict = field(default_factory=dict)
    retenues: dict = field(default_factory=dict)
    lignes: dict = field(default_factory=dict)
    valeur: tuple = ()
    rejet: tuple = ()
    sans_rejet: tuple = ()
    absent: tuple = ()
    jamais_ecrit: tuple = ()


@dataclass(frozen=True)
class Cas:
    """A photo spoiled somehow: names and contents of its files, the outcomes, and what must never be written."""

    nom: str
    fichiers: dict[str, bytes]
    issues: tuple[Issue, ...]
    jamais_ecrit: tuple[str, ...] = ()

    def poser(self, racine: Path) -> None:
        """Write the photo under ``racine``."""
        dossier = racine / "data" / "raw" / PHOTO
        dossier.mkdir(parents=True)
        for nom, contenu in self.fichiers.items():
            (dossier / nom).write_bytes(contenu)


@dataclass(frozen=True)
class Reel:
    """A case met in real exports: a folder with its photo and ``attendu.toml``."""

    dossier: Path
    jamais_ecrit: tuple[str, ...] = ()

    @property
    def nom(self) -> str:
        """The name of its folder."""
        return self.dossier.name

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The outcomes of ``attendu.toml``."""
        texte = (self.dossier / "attendu.toml").read_text(encoding="utf-8")
        return tuple(
            Issue(**issue | {"valeur": [Valeur(**valeur) for valeur in issue.get("valeur", ())]}) for issue in tomllib.loads(texte)["issue"]
        )

    def poser(self, racine: Path) -> None:
        """Copy the photo under ``racine``."""
        shutil.copytree(self.dossier / "data", racine / "data")


def charger(racine: Path) -> tuple[int, str]:
    """Exit code of ``plie charger`` and all that it said, with ordinary spaces."""
    dit = io.StringIO()
    with contextlib.redirect_stdout(dit), contextlib.redirect_stderr(dit):
        code = cli.run(["--racine", str(racine), "charger"])
    return code, dit.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def juger(cas: Cas | Reel, racine: Path, code: int, dit: str) -> list[str]:
    """What is wrong, in French: the faults that no outcome excuses, then those of the outcome that is nearest."""
    ouverte = (
        contextlib.closing(open_database(load_settings(racine)))
        if (racine / "data/curated/plie.duckdb").exists()
        else contextlib.nullcontext()
    )
    with ouverte as con:
        return [
            *_toujours(cas, racine, code, dit, con),
            *min((list(_fautes(issue, code, dit, con, racine)) for issue in cas.issues), key=len),
        ]


def _toujours(cas: Cas | Reel, racine: Path, code: int, dit: str, con) -> Iterator[str]:
    if code not in (0, 2) or "Erreur imprévue" in dit:
        yield f"code {code}, et il est dit : {dit}"
    if code == 2 and con:
        yield "chargement refusé, et pourtant une base est écrite"
    yield from _ecrits(cas.jamais_ecrit, racine, dit, con)
    for requete, lignes, retenues, rejetees, ecartees, lues in (
        con.execute("SELECT requete, nb_lignes, nb_retenues, nb_rejetees, nb_ecartees, nb_lues FROM raw.fichier").fetchall() if con else ()
    ):
        if lignes != retenues + rejetees + ecartees or lues != retenues + rejetees:
            yield f"{requete} : {lignes} lignes, {lues} lues ≠ {retenues} retenues + {rejetees} rejetées + {ecartees} écartées"


def _fautes(issue: Issue, code: int, dit: str, con, racine: Path) -> Iterator[str]:
    minuscules = dit.lower()
    if code != issue.code:
        yield f"code {code} au lieu de {issue.code}, et il est dit : {dit[-300:]}"
    yield from (f"n'est pas dit : {texte}" for texte in issue.dit if texte.lower() not in minuscules)
    yield from (f"est dit : {texte}" for texte in issue.ne_dit_pas if texte.lower() in minuscules)
    if issue.dit_un_de and not any(texte.lower() in minuscules for texte in issue.dit_un_de):
        yield f"rien de ceci n'est dit : {', '.join(issue.dit_un_de)}"
    yield from _ecrits(issue.jamais_ecrit, racine, dit, con)
    if con:
        yield from _fautes_de_la_base(issue, con)


def _fautes_de_la_base(issue: Issue, con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    for requete, attendu in issue.comptes.items():
        if (lu := _compte(con, requete, "nb_lues, nb_retenues, nb_rejetees")) != tuple(attendu):
            yield f"{requete} : lues, retenues, rejetées {lu} au lieu de {tuple(attendu)}"
    for champ, attendus in (("nb_retenues", issue.retenues), ("nb_lignes", issue.lignes)):
        for requete, attendu in attendus.items():
            if (lu := _compte(con, requete, champ)) != (attendu,):
                yield f"{requete} : {champ} {lu} au lieu de {attendu}"
    rejets = [
        dict(zip(("requete", "ligne", "colonne", "portee"), rejet, strict=True))
        for rejet in con.execute("SELECT requete, ligne, coalesce(colonne, ''), portee FROM raw.rejet").fetchall()
    ]
    for valeur in issue.valeur:
        yield from _faute_de_valeur(valeur, rejets, con)
    for attendu in issue.rejet:
        if not any(attendu.items() <= rejet.items() for rejet in rejets):
            yield f"rejet manquant : {attendu} ; rejets : {rejets}"
    yield from (f"rejet de trop : {rejet}" for rejet in rejets if rejet["requete"] in issue.sans_rejet)
    for absent in issue.absent:
        trouve = con.execute(
            f"SELECT count(*) FROM raw.{absent['requete']} WHERE contains({absent['colonne']}, ?) AND est_retenue", [absent["texte"]]
        ).fetchone()[0]
        if trouve:
            yield f"{absent['requete']}.{absent['colonne']} contient « {absent['texte']} » sur {trouve} ligne(s) retenue(s)"


def _compte(con: duckdb.DuckDBPyConnection, requete: str, champs: str) -> tuple | None:
    return con.execute(f"SELECT {champs} FROM raw.fichier WHERE requete = ?", [requete]).fetchone()


def _faute_de_valeur(valeur: Valeur, rejets: list[dict], con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    ou, cherche = ("ligne", valeur.ligne) if valeur.ligne else (CLES[valeur.requete], valeur.cle)
    trouve = con.execute(f"SELECT ligne, est_retenue, {valeur.colonne} FROM raw.{valeur.requete} WHERE {ou} = ?", [cherche]).fetchone()
    ligne, est_retenue, lu = trouve or (valeur.ligne, False, None)
    lu = lu.isoformat() if hasattr(lu, "isoformat") else lu
    est_rejete = any(rejet["requete"] == valeur.requete and rejet["ligne"] == ligne for rejet in rejets)
    if valeur.ou_rejet and est_rejete and (lu is None or not est_retenue):
        return
    juste = trouve and any(lu == attendu or (attendu == "" and lu is None) for attendu in valeur.attendues)
    if not juste or (lu is None and valeur.avec_rejet and not est_rejete):
        yield f"{valeur.requete} {cherche} : {valeur.colonne} = {lu!r}{'' if trouve else ' (ligne introuvable)'} au lieu de {valeur.attendues}{' ou un rejet' if valeur.ou_rejet or valeur.avec_rejet else ''}"


def _ecrits(textes: tuple[str, ...], racine: Path, dit: str, con) -> Iterator[str]:
    if not textes:
        return
    ecrit = dit + "".join(chemin.read_text(encoding="utf-8", errors="replace") for chemin in (racine / "data").glob("curated/**/*.csv"))
    for schema, table in (
        con.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'curated', 'journal')").fetchall()
        if con
        else ()
    ):
        ecrit += "".join(str([str(cellule) for cellule in ligne]) for ligne in con.execute(f"SELECT * FROM {schema}.{table}").fetchall())
    yield from (f"est écrit, et ne doit jamais l'être : {texte}" for texte in textes if texte in ecrit)
