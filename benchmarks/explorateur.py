"""The explorer, from the press of « Répondre » to its table, beside the same figures by plain pandas on columns already read, in the same run.

    python -m benchmarks.explorateur [--echelle 1 1000] [--racine DOSSIER] [--tours 5]

The clock runs in the kernel: widgets read, totals counted, table, chart and sheet written. What the browser adds (a message on the
loopback, the drawing) is told by ``tests/navigateur``. Goal: 0.5 s on the reference year, 2 s on a million persons (scale 1000).
"""

import argparse
import tempfile
from pathlib import Path

import pandas as pd

from plie_analysis.cli import run
from plie_analysis.explorateur.cadre import Cadre
from plie_analysis.explorateur.session import Session
from plie_analysis.settings import Settings, load_settings

from .indicateurs import _dated, best

# Theme, indicators, kind of period, its value, rows, columns.
QUESTIONS = (
    ("Accompagnement", ("accompagnes",), "annee", "2017", "qpv", "rsa"),
    ("Sorties", ("taux_sorties_positives",), "cohorte", "2016", "qpv", "rsa"),
    ("Étapes", ("etapes",), "annee", "2017", "classe_etape", "tranche_age"),
    ("Entrées et prescriptions", ("entrees", "prescriptions"), "annee", "2017", "prescripteur", ""),
    ("Accompagnement", ("file_active", "parcours_actifs"), "mois", "2017-12", "referent", ""),
)


def ask(page: Cadre, question: tuple) -> None:
    """Set the widgets as a person does, then press."""
    theme, ids, genre, value, rows, columns = question
    tab = page.onglets["Question"]
    tab.theme.value = theme
    for name, box in tab._cases.items():
        box.value = name in ids
    for name in ids:
        tab._case(name).value = True
    tab.genre.value, tab.valeur.value = genre, value
    tab.lignes.value, tab.colonnes.value = rows, columns


def peer(settings: Settings) -> float:
    """Seconds of pandas for the persons accompanied in 2017 by QPV, the columns read beforehand."""
    parcours = _dated(pd.read_parquet(settings.curated / "parcours.parquet", columns=["id_dossier", "date_entree", "date_sortie"]))
    people = pd.read_parquet(settings.curated / "participant.parquet", columns=["id_dossier", "qpv"])

    def work() -> pd.Series:
        there = parcours[(parcours["date_entree"] <= "2017-12-31") & ~(parcours["date_sortie"] < "2017-01-01")]
        return there[["id_dossier"]].drop_duplicates().merge(people, on="id_dossier", how="left").groupby("qpv", dropna=False).size()

    return best(work, 3)[0]


def measure(settings: Settings, tours: int) -> None:
    """Print one line per question."""
    page = Cadre(Session(settings.racine))
    plain = peer(settings)
    print(f"{'question':52}{'s':>8}{'× pandas sur un axe':>22}")
    for question in QUESTIONS:
        ask(page, question)
        seconds, _ = best(page.onglets["Question"].repondre.click, tours)
        found = page.session.resultat
        assert found is not None and set(found.reponse.question.ids) == set(question[1])
        print(
            f"{' + '.join(question[1]) + ' par ' + ', '.join(filter(None, question[4:])):52}{seconds:8.3f}{seconds / plain:22.1f}",
            flush=True,
        )


def main(arguments: list[str] | None = None) -> None:
    """Build or reuse a folder of each size, then measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--echelle", type=int, nargs="*", default=[1, 1000])
    parser.add_argument("--racine", type=Path)
    parser.add_argument("--tours", type=int, default=5)
    options = parser.parse_args(arguments)
    if options.racine:
        measure(load_settings(options.racine), options.tours)
        return
    for scale in options.echelle:
        with tempfile.TemporaryDirectory() as folder:
            for command in (["synthese", "--echelle", str(scale)], ["charger"]):
                if run([*command, "--racine", folder]):
                    raise SystemExit(f"plie {command[0]} failed")
            print(f"échelle {scale}")
            measure(load_settings(folder), options.tours)


if __name__ == "__main__":
    main()
