"""The guide of the reports, written from the notebooks: what each says, its parameters, how to ask for it."""

import ast
from pathlib import Path

import nbformat

from .. import francais
from ..settings import Settings
from .execution import PARAMETRES, Carnet
from .mots_de_page import periode_de, titres
from .rapport import carnets, niveaux

MOTS = Path(__file__).with_name("mots.md")

ENTETE = """\
# Les rapports

Page compilée depuis les carnets de `notebooks/` : ne la modifiez pas à la main (`make generes` la récrit).

Un rapport se demande par son nom, `plie rapport NOM`, et part seul quand le calendrier le dit (`docs/calendrier.md`). Ses
niveaux de diffusion sont dits sous son titre (`--diffusion`, `docs/securite.md`) : hors de l'interne, les petits effectifs sont
protégés ; un autre niveau est refusé, avec la raison, avant tout calcul. Les carnets que vous déposez dans le dossier `notebooks/` de votre dossier de travail
s'ajoutent à ceux-ci ; l'un d'eux, s'il porte le même nom, prend leur place.

Une année est celle que compte le PLIE : de janvier à décembre, ou l'exercice qui commence au mois de `[exercice] premier_mois`
(`docs/methode.md`). `--annee 2025` demande alors l'exercice 2025-2026, et `--trimestre 2025-T2` son deuxième trimestre ; le 1er janvier et le
31 décembre dits plus bas sont son premier et son dernier jour. Une analyse ouverte dans l'atelier ne connaît que l'année civile : donnez-lui `du` et `au`.

Les analyses (carnets `analyse_*.ipynb`) montrent leur calcul, replié, dans la page ; ouvertes dans l'atelier, ce sont des cellules
pandas et plotly à reprendre. `mon_analyse.ipynb` commence la vôtre : ce n'est pas un rapport.
"""


def guide(settings: Settings) -> str:
    """The Markdown page ``docs/rapports.md``: what the team may write in them, then one section per report, in the order of their names."""
    return ENTETE + MOTS.read_text(encoding="utf-8") + "".join(_section(nom, carnet) for nom, carnet in sorted(carnets(settings).items()))


def _section(nom: str, carnet: Carnet) -> str:
    notebook = nbformat.read(carnet.chemin, as_version=4)
    told = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    paragraphs = [text for text in told.split("\n\n") if text and not text.startswith("#")]
    source = next(cell.source for cell in notebook.cells if PARAMETRES in cell.metadata.get("tags", []))
    rows = [f"| `{name}` | {f'`{value}`' if value else 'vide'} | {said} |" for name, value, said in _parameters(source)]
    titre = carnet.metadonnees.get("titre", nom)
    levels = f"Diffusion : {francais.enumeration(f'`{niveau}`' for niveau in niveaux(carnet))}."
    if reason := carnet.metadonnees.get("raison"):
        levels += f" {reason}"
    return "\n".join(
        [
            "",
            f"## {titre} (`{nom}`)",
            "",
            *paragraphs,
            "",
            levels,
            *_words(carnet),
            "",
            "| paramètre | par défaut | sens |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _words(carnet: Carnet) -> list[str]:
    """The titles under which the team may write."""
    return ["", f"Mots de l'équipe : {', '.join(f'`## {title}`' for title in titres(carnet))}."] if periode_de(carnet) else []


def _parameters(source: str) -> list[tuple[str, str, str]]:
    """Name, default value and comment of each parameter."""
    lines = source.splitlines()
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            comment = lines[node.lineno - 1].partition("#")[2].strip()
            found.append((node.targets[0].id, str(ast.literal_eval(node.value)), comment[:1].upper() + comment[1:]))
    return found
