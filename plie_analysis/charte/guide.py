"""The part of ``docs/charte.md`` that is written from the suites: ``python -m plie_analysis.charte.guide`` refreshes it."""

import datetime as dt
from pathlib import Path

from ..settings import PACKAGE, Settings, load_settings
from .articles import articles
from .constats import sentence
from .seuils import en_vigueur
from .suites import load_suites

DEBUT = "<!-- articles : écrit par python -m plie_analysis.charte.guide -->"
FIN = "<!-- fin des articles -->"
PARTIES = {
    "P": "Participants",
    "O": "Prescriptions (orientations)",
    "C": "Parcours et sorties",
    "E": "Étapes",
    "K": "Délais de saisie",
    "R": "Suivi par le référent",
    "V": "Veilles",
    "S": "Situations",
    "F": "Freins",
    "A": "Aides et actions",
    "L": "Clauses d’insertion",
    "D": "Doublons",
    "T": "Photos et pilotage",
}
CHEMIN = PACKAGE.parent / "docs" / "charte.md"


def articles_markdown(settings: Settings, photo: dt.date) -> str:
    """Every article in Markdown, with the thresholds in force on the day of a photo, its tables and its rules."""
    seuils = en_vigueur(settings.config, photo)
    suites = load_suites(settings, seuils)
    lines: list[str] = []
    part = ""
    for article in articles().values():
        if article.article[0] != part:
            part = article.article[0]
            lines += [
                f"### {PARTIES[part]}",
                "",
                "| article | ce qu’il demande | gravité | corrigé par | tables | source |",
                "|---|---|---|---|---|---|",
            ]
        tables = ", ".join(suite.table for suite in suites if any(regle.article == article.article for regle in suite.regles))
        who = "structure d’animation" if article.corrige_par == "SA" else "référent"
        lines.append(
            f"| {article.article} | {sentence(article.phrase, seuils)} | {article.gravite} | {who} | {tables} | {article.source} |"
        )
        following = list(articles())[list(articles()).index(article.article) + 1 :]
        if not following or following[0][0] != part:
            lines.append("")
    return "\n".join(lines)


def refresh(text: str, written: str) -> str:
    """The guide with its generated part replaced."""
    before, _, rest = text.partition(DEBUT)
    _, _, after = rest.partition(FIN)
    return f"{before}{DEBUT}\n\n{written}\n{FIN}{after}"


def main(path: Path = CHEMIN) -> None:
    """Write the articles into ``docs/charte.md``, with the default thresholds."""
    settings = Settings(PACKAGE, load_settings(PACKAGE).config)
    path.write_text(refresh(path.read_text(encoding="utf-8"), articles_markdown(settings, dt.date(2017, 12, 31))), encoding="utf-8")


if __name__ == "__main__":
    main()
