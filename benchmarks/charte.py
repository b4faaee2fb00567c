"""Time and memory of the charte against two peers, in the same run and on the same photo.

    python -m benchmarks.charte [number of persons | working folder] [photo]

- the floor: one hand-written SQL statement that computes the same counts;
- Great Expectations' own pandas engine, on the rules both can judge (expectations on columns), with and without
  ``between``, which it evaluates row by row.

Goals for 1,000,000 persons on two cores: every suite under 60 s and 1 GiB; at most 4 times the floor; at least 5 times
faster than pandas. Importing Great Expectations is told apart. Each measure runs in a process of its own.
"""

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from plie_analysis import curate, database
from plie_analysis.charte import execution, juge, seuils, suites, travail
from plie_analysis.contrat import REFERENTIELS, queries, raw_columns
from plie_analysis.settings import Settings, load_settings

PHOTO = dt.date(2017, 12, 31)
PANDAS = 300_000  # persons: above, the tables handed to pandas do not fit in memory
DONNEES = Path(__file__).with_suffix(".sql")


def main(arguments: list[str]) -> None:
    """Prepare the photo when a number is given, then run each measure and print the ratios."""
    target = arguments[0] if arguments else "1000000"
    if len(arguments) > 2:
        measure(arguments[2], load_settings(target), dt.date.fromisoformat(arguments[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        if target.isdigit():
            settings, photo = prepare(Path(folder), int(target)), PHOTO
        else:
            settings, photo = load_settings(target), dt.date.fromisoformat(arguments[1])
        report(settings, photo)
    if target.isdigit():
        with tempfile.TemporaryDirectory() as folder:
            report_columns(prepare(Path(folder), min(int(target), PANDAS)), PHOTO)
    else:
        report_columns(settings, photo)


def prepare(racine: Path, personnes: int) -> Settings:
    """A working folder with a made-up base of that many persons."""
    settings = load_settings(racine)
    settings.curated.mkdir(parents=True)
    con = database.connect(settings.base)
    con.execute("CREATE SCHEMA raw; CREATE SCHEMA ref")
    con.execute(
        "CREATE TABLE raw.fichier (photo DATE, requete VARCHAR, fichier VARCHAR, sha256 VARCHAR, nb_lues BIGINT, nb_retenues BIGINT)"
    )
    for requete in queries():
        con.execute(f"CREATE TABLE raw.{requete} ({', '.join(f'{name} {kind}' for name, kind in raw_columns(requete))})")
        con.execute("INSERT INTO raw.fichier BY NAME SELECT ? AS photo, ? AS requete", [PHOTO, requete])
    for path in REFERENTIELS.glob("*.csv"):
        con.execute(f"CREATE TABLE ref.{path.stem} AS FROM read_csv('{path}', all_varchar = true)")
        for column in ("debut", "fin"):
            if path.stem not in ("colonnes", "entetes"):
                con.execute(f"ALTER TABLE ref.{path.stem} ALTER {column} TYPE DATE")
    con.execute(DONNEES.read_text(encoding="utf-8").replace("{personnes}", str(personnes)))
    curate.build(con, [PHOTO], settings)
    con.close()
    return settings


def report(settings: Settings, photo: dt.date) -> None:
    """The whole control and its floor: times, memory and ratios."""
    got = run(settings, photo, ("tout", "juger", "plancher"))
    for clock in ("secondes", "cpu"):
        floor_time = got["plancher"][clock]
        print(
            f"{clock}: judging ÷ floor {got['juger'][clock] / floor_time:.1f}; with findings, keys and score ÷ floor {got['tout'][clock] / floor_time:.1f}"
        )


def report_columns(settings: Settings, photo: dt.date) -> None:
    """The rules on columns, in DuckDB and in pandas."""
    got = run(settings, photo, ("colonnes_duckdb", "colonnes_pandas"))
    for part in ("toutes", "toutes_cpu", "sans_between", "sans_between_cpu"):
        pandas_time, duckdb_time = got["colonnes_pandas"][part], got["colonnes_duckdb"][part]
        print(f"pandas ÷ DuckDB, rules on columns, {part}: {pandas_time:.1f} s ÷ {duckdb_time:.1f} s = {pandas_time / duckdb_time:.1f}")


def run(settings: Settings, photo: dt.date, names: tuple[str, ...]) -> dict[str, dict]:
    """Each measure alone in its process."""
    got = {}
    for name in names:
        command = [sys.executable, "-m", "benchmarks.charte", str(settings.racine), str(photo), name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        got[name] = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{name:<16}{got[name]['secondes']:8.2f} s   cpu {got[name]['cpu']:8.2f} s   {got[name]['mib']:6.0f} MiB   {got[name]['dit']}",
            flush=True,
        )
    return got


def measure(name: str, settings: Settings, photo: dt.date) -> None:
    """One measure in this process; prints a line of JSON."""
    start = time.perf_counter()
    if name != "plancher":
        with juge._quiet():
            from plie_analysis.charte import pont  # noqa: F401  (its import is not what is measured)
    imported = time.perf_counter() - start
    cpu = time.process_time()
    told = MEASURES[name](settings, photo)
    told["cpu"] = time.process_time() - cpu
    told.setdefault("dit", "")
    told["dit"] += f" (import {imported:.1f} s)" if name != "plancher" else ""
    told["mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


def everything(settings: Settings, photo: dt.date) -> dict:
    """The whole control: rules judged, findings gathered with their keys, score."""
    start = time.perf_counter()
    with execution.executer(settings, photo) as done:
        nb = done.con.execute("SELECT count(*) FROM constat").fetchone()[0]
        seconds = time.perf_counter() - start
        persons = done.con.execute("SELECT count(*) FROM raw.participants").fetchone()[0]
    return {"secondes": seconds, "dit": f"{persons} persons, {nb} findings"}


def judging(settings: Settings, photo: dt.date) -> dict:
    """Views computed and every rule judged by Great Expectations, without gathering the findings."""
    start = time.perf_counter()
    limits = seuils.en_vigueur(settings.config, photo)
    chosen = suites.load_suites(settings, limits)
    with travail.ouvrir(settings, photo, limits) as work, juge.Juge(work.nom, photo, limits) as judge:
        nb = 0
        for suite in chosen:
            for regle in suite.regles:
                execution._materialise(work, regle.requete or "")
            nb += sum(verdict.nb for verdict in judge.juger(suite, suite.regles))
        seconds = time.perf_counter() - start
    return {"secondes": seconds, "dit": f"{nb} lines at fault"}


def floor(settings: Settings, photo: dt.date) -> dict:
    """One statement that counts the lines at fault of every rule."""
    limits = seuils.en_vigueur(settings.config, photo)
    chosen = suites.load_suites(settings, limits)
    with travail.ouvrir(settings, photo, limits) as work:
        start = time.perf_counter()
        row = work.con.execute(plancher(chosen)).fetchone()
        seconds = time.perf_counter() - start
    return {"secondes": seconds, "dit": f"{sum(value or 0 for value in row)} lines at fault"}


def plancher(chosen: tuple[suites.Suite, ...]) -> str:
    """The statement of the floor: the conditions on columns as one pass per table, the views counted."""
    parts, columns = [], []
    for suite in chosen:
        conditions = [(r.id, CONDITIONS[r.id]) for r in suite.regles if not r.requete]
        if conditions:
            counts = ", ".join(f'count(*) FILTER ({condition}) AS "{rule}"' for rule, condition in conditions)
            parts.append(f"(SELECT {counts} FROM curated.{suite.vue}) AS t_{suite.table}")
            columns += [f'"{rule}"' for rule, _ in conditions]
        columns += [f"(SELECT count(*) FROM ({r.requete}))" for r in suite.regles if r.requete]
    return f"SELECT {', '.join(columns)} FROM {', '.join(parts)}"


def columns_duckdb(settings: Settings, photo: dt.date) -> dict:
    """The expectations on columns, judged in DuckDB; the lines are laid out before, as they are for pandas."""
    limits = seuils.en_vigueur(settings.config, photo)
    chosen = suites.load_suites(settings, limits)
    with travail.ouvrir(settings, photo, limits) as work, juge.Juge(work.nom, photo, limits) as judge:
        for suite in chosen:
            work.materialiser(f"lignes_{suite.table}")
        return timed(chosen, lambda suite, rules: judge.juger(suite, rules))


def columns_pandas(settings: Settings, photo: dt.date) -> dict:
    """The same by Great Expectations' pandas engine; handing the tables to pandas is not counted."""
    import great_expectations as gx
    import pandas as pd

    from plie_analysis.charte import pont

    limits = seuils.en_vigueur(settings.config, photo)
    chosen = suites.load_suites(settings, limits)
    context = pont.open_context()
    source = context.data_sources.add_pandas("pandas")
    parameters = {**{cle: s.valeur for cle, s in limits.items()}, "photo": pd.Timestamp(photo)}
    batches = {}
    with travail.ouvrir(settings, photo, limits) as work, juge._quiet():
        for suite in chosen:
            frame = work.con.execute(f"SELECT * FROM curated.{suite.vue}").df()
            definition = source.add_dataframe_asset(suite.table).add_batch_definition_whole_dataframe("tout")
            batches[suite.table] = definition.get_batch(batch_parameters={"dataframe": frame})

    def judge(suite: suites.Suite, rules: tuple[suites.Regle, ...]) -> list[juge.Verdict]:
        with juge._quiet():
            built = gx.ExpectationSuite(name=suite.table, expectations=[{**r.definition, "meta": {**r.meta}} for r in rules])
            labels = tuple(dict.fromkeys(column for r in rules for column in r.meta["valeur"]))
            outcome = batches[suite.table].validate(built, result_format=juge._format(labels), expectation_parameters=parameters)
        found = {result.expectation_config.meta["regle"]: result for result in outcome.results}
        return [juge._verdict(rule, found[rule.id]) for rule in rules]

    return timed(chosen, judge)


def timed(chosen: tuple[suites.Suite, ...], judge) -> dict:
    """Time of every expectation on columns, then of those that pandas does not evaluate row by row."""
    told: dict = {}
    for part, without in (("toutes", ""), ("sans_between", "expect_column_values_to_be_between")):
        start, cpu, nb = time.perf_counter(), time.process_time(), 0
        for suite in chosen:
            rules = tuple(r for r in suite.regles if not r.requete and r.definition["type"] != without)
            if rules:
                verdicts = judge(suite, rules)
                errors = [v.regle.id + " " + v.erreur for v in verdicts if v.erreur]
                assert not errors, errors
                nb += sum(v.nb for v in verdicts)
        told[part] = time.perf_counter() - start
        told[f"{part}_cpu"] = time.process_time() - cpu
        told.setdefault("dit", f"{nb} lines at fault")
    return {"secondes": told["toutes"], **told}


# The expectations on columns, written by hand for the floor.
CONDITIONS = {
    "P01.1": "id_dossier IS NULL",
    "P01.2": "id_dossier IN (SELECT id_dossier FROM raw.participants GROUP BY 1 HAVING count(*) > 1)",
    "P02.1": "est_retenue AND date_naissance IS NULL",
    "P03.1": "est_retenue AND civilite IS NULL",
    "P06.1": "est_retenue AND niveau IS NULL",
    "O01.1": "est_retenue AND prescripteur IS NULL",
    "O02.1": "est_retenue AND date_premier_rdv < date_prescription",
    "O02.2": "est_retenue AND date_decision < date_premier_rdv",
    "O02.3": "est_retenue AND date_decision < date_prescription",
    "O02.4": "est_retenue AND decision = 'non-entrée' AND motif_non_entree IS NULL",
    "O03.1": "est_retenue AND attente_jours > 60",
    "C02.1": "est_retenue AND date_sortie < date_entree",
    "C02.2": "est_retenue AND date_entree > la_photo()",
    "C02.3": "est_retenue AND date_sortie > la_photo()",
    "E02.1": "est_retenue AND date_fin < date_debut",
    "R02.1": "est_retenue AND modalite = 'physique' AND emargement <> 'oui'",
    "R03.1": "est_retenue AND duree_minutes IS NULL",
    "R03.2": "est_retenue AND duree_minutes NOT BETWEEN 5 AND 240",
    "S01.2": "est_retenue AND date_fin < date_debut",
    "V01.1": "est_retenue AND motif IS NULL",
    "V01.2": "est_retenue AND date_fin < date_debut",
    "F01.2": "est_retenue AND famille IS NULL",
    "F01.3": "est_retenue AND intensite IS NULL",
    "F01.4": "est_retenue AND intensite NOT BETWEEN 0 AND 3",
    "A02.1": "est_retenue AND date_entree < date_orientation",
    "A02.2": "est_retenue AND date_fin < date_entree",
    "A02.3": "est_retenue AND date_fin < date_orientation",
    "A02.4": "est_retenue AND est_finie AND issue IS NULL",
    "A01.1": "est_retenue AND montant_euros IS NULL",
    "A01.2": "est_retenue AND montant_euros <= 0",
    "A01.3": "est_retenue AND motif IS NULL",
    "L01.1": "est_retenue AND secteur IS NULL",
    "L01.2": "est_retenue AND est_contrat AND type_contrat IS NULL",
    "L01.3": "est_retenue AND est_contrat AND nb_heures <= 0",
    "L01.4": "est_retenue AND nb_heures_possibles < nb_heures",
}
MEASURES = {
    "tout": everything,
    "juger": judging,
    "plancher": floor,
    "colonnes_duckdb": columns_duckdb,
    "colonnes_pandas": columns_pandas,
}

if __name__ == "__main__":
    main(sys.argv[1:])
