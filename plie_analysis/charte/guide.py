"""The part of ``docs/charte.md`` that is written from the suites."""

import datetime as dt
from pathlib import Path

from ..settings import PACKAGE, Settings, load_settings
from .articles import articles, partie
from .constats import sentence
from .seuils import en_vigueur
from .suites import load_suites

DEBUT = "<!-- articles : écrit par make generes -->"
FIN = "<!-- fin des articles -->"
CHEMIN = PACKAGE.parent / "docs" / "charte.md"


def articles_markdown(settings: Settings, photo: dt.date) -> str:
    """Every article in Markdown, with the thresholds in force on the day of a photo, its tables and its rules."""
    seuils = en_vigueur(settings.config, photo)
    suites = load_suites(settings, seuils)
    lines: list[str] = []
    part = ""
    for article in articles(suites).values():
        if partie(article.article) != part:
            part = partie(article.article)
            lines += ["", f"### {part}", ""] if lines else [f"### {part}", ""]
            lines += ["| article | ce qu’il demande | gravité | corrigé par | tables | source |", "|---|---|---|---|---|---|"]
        tables = ", ".join(suite.table for suite in suites if any(regle.article == article.article for regle in suite.regles))
        who = "structure d’animation" if article.corrige_par == "SA" else "référent"
        lines.append(
            f"| {article.article} | {sentence(article.phrase, seuils)} | {article.gravite} | {who} | {tables} | {article.source} |"
        )
    return "\n".join([*lines, ""])


def refresh(text: str, written: str) -> str:
    """The guide with its generated part replaced."""
    before, _, rest = text.partition(DEBUT)
    _, _, after = rest.partition(FIN)
    return f"{before}{DEBUT}\n\n{written}\n{FIN}{after}"


def page(path: Path = CHEMIN) -> str:
    """The text of ``docs/charte.md`` with its articles written again, with the default thresholds."""
    settings = Settings(PACKAGE, load_settings(PACKAGE).config)
    return refresh(path.read_text(encoding="utf-8"), articles_markdown(settings, dt.date(2017, 12, 31)))
