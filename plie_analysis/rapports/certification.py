"""In a run at a protected level, only what came through the door is published: shown pieces are marked, the page is checked before it is written.

The mark is put in the kernel by ``ouvrir``, on the pieces of the house alone (tables, figures, sentences, results). Anything
else that a cell shows (a frame, a text it prints, an image of another library) has none, and the page is refused. A notebook
that makes pieces itself out of files it opened itself is not stopped here, but by ``nombres``: see ``docs/securite.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..libelles import propre
from ..presentation.nombres import declarer
from .erreurs import RapportError

if TYPE_CHECKING:  # a second to import, in every kernel that opens the workbench
    import nbformat

CERTIFIES = ("plie_analysis.presentation.elements", "plie_analysis.presentation.barres", "plie_analysis.presentation.image", "plie_analysis.atelier.surface", "plie_analysis.atelier.resultat")  # fmt: skip
CLE = "porte"
AUTRES = {"stream": "un texte imprimé", "error": "une erreur"}


def certify(shell, niveau: str, montres: Callable[[], dict] = dict) -> None:
    """Mark what the pieces of the house show in this kernel, from now on: a level of diffusion, the numbers each stands on.

    ``montres`` gives what the door has shown since it was last asked.
    """
    formatter, publisher = shell.display_formatter, shell.display_pub
    plain_format, plain_publish = formatter.format, publisher.publish
    inside: list[bool] = []

    def format_(obj, include=None, exclude=None):
        inside.append(type(obj).__module__ in CERTIFIES)
        try:
            data, metadata = plain_format(obj, include, exclude)
        finally:
            known = inside.pop()
        return data, marked(metadata, declarer(obj) if hasattr(obj, "_repr_html_") else {}) if known and data else metadata

    def publish(data, metadata=None, *args, **kwargs):
        return plain_publish(data, marked(metadata or {}) if inside and inside[-1] else metadata, *args, **kwargs)

    def marked(metadata: dict, declared: dict | None = None) -> dict:
        return {**metadata, "plie": {**(declared or {}), **metadata.get("plie", {}), CLE: niveau, **montres()}}

    formatter.format, publisher.publish = format_, publish


def check(notebook: nbformat.NotebookNode, niveau: str) -> None:
    """Raise ``RapportError`` when an executed notebook shows something that did not come through the door at that level."""
    number = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        number += 1
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and (output.name == "stderr" or not output.text.strip()):
                continue  # never in the page
            if output.get("metadata", {}).get("plie", {}).get(CLE) != niveau:
                line = propre((cell.source.strip().splitlines() or [""])[0][:80])
                what = AUTRES.get(output.output_type, "un affichage")
                raise RapportError(
                    number,
                    line,
                    f"Elle montre {what} qui ne vient pas des résultats de l'atelier. Au niveau « {niveau} », une page ne montre que ce que donne « ouvrir() », dont les petits effectifs sont protégés.",
                )
