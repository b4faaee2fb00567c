"""A control: the suites judged on one photo, and what came out of it, in the working database."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import duckdb

from .. import contrat, francais
from ..database import only_row
from ..errors import PlieError
from ..settings import Settings
from . import constats, score
from .applicable import Exports, exports
from .articles import rang
from .propres import columns
from .seuils import Seuil, en_vigueur
from .suites import Regle, Suite, load_suites
from .travail import SQL, Travail, ouvrir, vues

VUE_NOMMEE = re.compile(r"curated\.charte_(\w+)")
INDISPENSABLES = ("participants", "parcours")


@dataclass(frozen=True)
class ResultatArticle:
    """What became of one article on one table.

    ``statut``: « conforme », « constats » or « non applicable » (then ``raison`` says why).
    ``nb_lignes``: lines of the table; ``nb_constats``: distinct lines at fault. ``phrase`` has its thresholds.
    """

    article: str
    table: str
    statut: str
    raison: str
    gravite: str
    corrige_par: str
    phrase: str
    source: str
    nb_lignes: int
    nb_constats: int


@dataclass(frozen=True)
class Controle:
    """One control: the photo, its thresholds, the results, and ``con``, where ``constat`` and ``score`` are tables."""

    con: duckdb.DuckDBPyConnection
    photo: dt.date
    precedente: dt.date | None
    tables: tuple[str, ...]
    resultats: tuple[ResultatArticle, ...]
    empreintes: dict[str, str]


@contextmanager
def executer(
    settings: Settings,
    photo: dt.date,
    suites: tuple[str, ...] = (),
    progres: Callable[[str], None] = lambda table: None,
) -> Iterator[Controle]:
    """Judge a photo by the suites named (default: all) and give the control while its working database is open.

    ``progres`` is told the name of each table about to be judged.
    Raises ``PlieError`` when a suite is wrong, when a rule cannot be judged (unknown column, broken view), when the photo
    is not loaded, or when it has no participant or no parcours.
    """
    seuils = en_vigueur(settings.config, photo)
    chosen = load_suites(settings, seuils, suites)
    with ouvrir(settings, photo, seuils) as travail:
        there = exports(travail)
        _refuse_empty(there, photo)
        constats.create(travail.con)
        score.create(travail.con)
        results = _judge(travail, chosen, there, seuils, progres)
        yield Controle(
            con=travail.con,
            photo=photo,
            precedente=travail.precedente,
            tables=tuple(suite.table for suite in chosen),
            resultats=tuple(results),
            empreintes=empreintes(travail.con, photo, chosen, seuils, settings),
        )


def _refuse_empty(there: Exports, photo: dt.date) -> None:
    for requete in INDISPENSABLES:
        if there.lignes.get(requete, 0) == 0:
            raise PlieError(
                f"La photo du {photo} n'a aucune ligne dans l'export « {requete} » : rien ne peut être contrôlé.\n"
                "Refaites l'extraction, puis lancez « plie charger »."
            )


def _judge(
    travail: Travail, chosen: tuple[Suite, ...], there: Exports, seuils: dict[str, Seuil], progres: Callable[[str], None]
) -> list[ResultatArticle]:
    from .juge import Juge

    results: list[ResultatArticle] = []
    travail.materialiser("portefeuille")
    travail.materialiser("structure")
    with Juge(travail.nom, travail.photo, seuils) as juge:
        for rank, suite in enumerate(chosen):
            progres(suite.table)
            missing = {regle.id: there.manque(suite, regle) for regle in suite.regles}
            judged = tuple(regle for regle in suite.regles if not missing[regle.id])
            if _is_keyless(suite):
                travail.materialiser(f"lignes_{suite.table}")
            _check_columns(travail, suite, judged)
            for regle in judged:
                _materialise(travail, regle.requete or "")
            verdicts = juge.juger(suite, judged) if judged else []
            for verdict in verdicts:
                if verdict.erreur:
                    raise PlieError(f"{suite.table}.json, règle {verdict.regle.id} : elle n'a pas pu être jugée.\n{verdict.erreur}")
            constats.collect(travail.con, suite, verdicts, seuils)
            results += _results(travail, suite, missing, seuils)
            _forget(travail, suite, chosen[rank + 1 :])
            if _is_keyless(suite):
                score.collect(travail.con, suite)
                travail.oublier(f"lignes_{suite.table}")
    for suite in chosen:
        if not _is_keyless(suite):
            score.collect(travail.con, suite)
    return sorted(results, key=lambda result: (rang(result.article), result.table))


def _is_keyless(suite: Suite) -> bool:
    """Whether the lines have no number of their own: their keys are made by sorting, so they are made once."""
    return not any(column.role.startswith("cle") for column in contrat.queries()[suite.export])


def _check_columns(travail: Travail, suite: Suite, regles: tuple[Regle, ...]) -> None:
    """Refuse a rule on a column that the lines do not have, which Great Expectations would say in English."""
    there = [row[0] for row in travail.con.execute(f"DESCRIBE curated.{suite.vue}").fetchall()]
    for regle in regles:
        for name in () if regle.requete else (*columns(regle.definition["kwargs"]), *regle.meta["valeur"]):
            if name not in there:
                raise PlieError(
                    f"{suite.table}.json, règle {regle.id} : la colonne « {name} » n'existe pas.{francais.vouliez_vous_dire(name, there)}\n"
                    f"Colonnes : {', '.join(there)}."
                )


def _views(requete: str | None) -> set[str]:
    """The views of articles that a query names (the lines, and what all articles share, stay as they are)."""
    return set(VUE_NOMMEE.findall(requete or "")) & _articles()


@cache
def _articles() -> frozenset[str]:
    return frozenset(vues("articles"))


def _materialise(travail: Travail, requete: str) -> None:
    """Compute once the views a rule names; a view that fails is left to Great Expectations, which says why."""
    for nom in _views(requete):
        try:
            travail.materialiser(nom)
        except duckdb.Error:
            continue


def _forget(travail: Travail, suite: Suite, later: tuple[Suite, ...]) -> None:
    """Free the findings of the views that no later suite names: they are in ``constat`` by now."""
    wanted = {nom for other in later for regle in other.regles for nom in _views(regle.requete)}
    for regle in suite.regles:
        for nom in _views(regle.requete):
            if nom not in wanted:
                travail.oublier(nom)


def _results(travail: Travail, suite: Suite, missing: dict[str, str], seuils: dict[str, Seuil]) -> list[ResultatArticle]:
    con = travail.con
    (nb_lignes,) = only_row(con.execute(f"SELECT count(*) FROM curated.{suite.vue}"))
    found = dict(con.execute("SELECT article, count(*) FROM constat WHERE nom_table = ? GROUP BY article", [suite.table]).fetchall())
    results = []
    for article in dict.fromkeys(regle.article for regle in suite.regles):
        regles = [regle for regle in suite.regles if regle.article == article]
        reasons = [missing[regle.id] for regle in regles]
        nb = found.get(article, 0)
        raison = next(filter(None, reasons), "" if nb_lignes else "aucune ligne à juger")
        statut = "constats" if nb else "non applicable" if all(reasons) or not nb_lignes else "conforme"
        meta = regles[0].meta
        results.append(
            ResultatArticle(
                article=article,
                table=suite.table,
                statut=statut,
                raison=raison,
                gravite=meta["gravite"],
                corrige_par=meta["corrige_par"],
                phrase=constats.sentence(meta["phrase"], seuils),
                source=meta["source"],
                nb_lignes=nb_lignes,
                nb_constats=nb,
            )
        )
    return results


def empreintes(
    con: duckdb.DuckDBPyConnection, photo: dt.date, suites: tuple[Suite, ...], seuils: dict[str, Seuil], settings: Settings
) -> dict[str, str]:
    """SHA-256, by table, of everything its findings depend on: the files loaded up to the photo, its rules, the thresholds.

    ``con`` has the base attached as ``base``. Two controls of the same print give the same findings.
    """
    files = con.execute(
        "SELECT photo::VARCHAR, requete, fichier, sha256, nb_lues, nb_retenues FROM base.raw.fichier WHERE photo <= ? ORDER BY ALL",
        [photo],
    ).fetchall()
    common = {
        "fichiers": files,
        "seuils": {cle: seuil.valeur for cle, seuil in seuils.items()},
        "exige": settings.config["charte"]["personnel_exige_pour"],
        "fin de durée": settings.config["protocole"]["motifs_fin_duree"],
        "sql": [path.read_text(encoding="utf-8") for path in sorted(SQL.rglob("*.sql"))],
    }
    return {suite.table: _sha256({**common, "suite": suite.definition}) for suite in suites}


def _sha256(told: dict) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
