"""Fills the written method with the sheets, the published figures, the rules and the audit."""

from collections import Counter
from pathlib import Path

from plie_analysis.francais import compte, espaces
from plie_analysis.indicateurs import definitions
from plie_analysis.indicateurs.fiche import mesure_text, population_text
from plie_analysis.schema.natures import Definition

from .coherence import auditer
from .coherence_verdicts import VERDICTS
from .publiees import Publiee, read_publiees
from .rapprochement import regles

MAX_SECTIONS = 6


def methode(dossier_reference: Path | str, config: dict) -> str:
    """The Markdown document ``docs/methode.md``, in French.

    ``config``: the settings (indicators of ``plie.toml`` get their sheet too). Raises ``PlieError`` when the
    reference folder is wrong.
    """
    folder = Path(dossier_reference)
    text = (Path(__file__).parent / "methode.md").read_text(encoding="utf-8")
    publiees = read_publiees(folder, config)
    parts = {
        "publiees": _published(publiees, config),
        "non_calculables": _out_of_reach(publiees),
        "regles": _rules(),
        "coherence": _coherence(folder),
        "fiches": "\n".join(_sheet(definition, config) for definition in definitions(config).values()),
    }
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return "\n".join(espaces(line) for line in text.splitlines()) + "\n"


def _published(publiees: list[Publiee], config: dict) -> str:
    known = definitions(config)
    used: dict[str, list[Publiee]] = {}
    for publiee in publiees:
        if publiee.calculable:
            used.setdefault(publiee.indicateur, []).append(publiee)
    lines = ["| indicateur | chiffres | où | ce que le chiffre dit | réserve |", "|---|---|---|---|---|"]
    for name in (name for name in known if name in used):
        definition = known[name]
        better = f" Lire aussi `{definition.meilleur}`." if definition.meilleur else ""
        cells = [
            f"`{name}`",
            str(len(used[name])),
            _where(used[name]),
            definition.definition,
            definition.limites + better,
        ]
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _where(publiees: list[Publiee]) -> str:
    sections = list(dict.fromkeys("lettres" if p.document == "lettre" else f"§{p.section}" for p in publiees))
    numbered = [section for section in sections if section != "lettres"]
    shown = numbered[:MAX_SECTIONS] + (["…"] if len(numbered) > MAX_SECTIONS else [])
    return ", ".join(shown + (["lettres"] if "lettres" in sections else []))


def _out_of_reach(publiees: list[Publiee]) -> str:
    reasons = Counter(publiee.raison for publiee in publiees if not publiee.calculable)
    lines = [
        f"{compte(reasons.total(), 'chiffre ne se calcule', 'chiffres ne se calculent')} pas, parce que les exports ne le portent pas :",
        "",
    ]
    lines += [f"- {reason} ({count}) ;" for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))]
    return "\n".join(lines)[:-2] + "."


def _rules() -> str:
    return "\n".join(f"- **{name}** : {entry['preuve'][0].lower()}{entry['preuve'][1:]}" for name, entry in regles().items())


def _coherence(folder: Path) -> str:
    audit = auditer(folder)
    columns = ["relations", "verifications", *VERDICTS]
    lines = [
        "| genre | relations | vérifications | tenues | à l'arrondi près | non vérifiables | contradictions |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [*audit.genres[["titre", *columns]].itertuples(index=False), ("Ensemble", *audit.genres[columns].sum())]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    lines += ["", f"Sur {audit.figures} chiffres imprimés, {len(audit.sans_relation)} n'entrent dans aucune relation."]
    return "\n".join(lines)


def _sheet(definition: Definition, config: dict) -> str:
    rows = [
        ("Ce que c'est", definition.definition),
        ("Population", population_text(definition, config)),
        ("Mesure", mesure_text(definition, config)),
        ("Unité", definition.unite),
        ("Source", definition.source),
        ("Réserve", definition.limites),
        ("À préférer", f"`{definition.meilleur}`" if definition.meilleur else ""),
    ]
    rows += [("Paramètre", f"{name} = {' ou '.join(choices)}") for name, choices in definition.parametres.items()]
    said = "\n".join(f"- **{name}** : {text}" for name, text in rows if text)
    return f"### {definition.titre} (`{definition.id}`)\n\n{said}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").strip()
