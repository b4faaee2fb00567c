"""A table with two entries as a document for a word processor: its title, the table, where it comes from."""

import io

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ..libelles import propre
from .croisement import Croisement
from .resultat import Reponse

# What the format takes in a property of a document.
PROPRIETE = 255


def docx(reponse: Reponse, table: Croisement) -> bytes:
    """The document (.docx): the table as on the screen, its notes under it."""
    document = Document()
    document.core_properties.title = propre(reponse.titre)[:PROPRIETE]
    document.core_properties.author = propre(reponse.source.organisme)[:PROPRIETE]
    document.add_heading(propre(reponse.titre), level=2)
    for said in reponse.source.avis:
        document.add_paragraph().add_run(propre(said)).bold = True
    depth, side = max(1, len(table.noms_colonnes)), len(table.noms_lignes)
    drawn = document.add_table(rows=depth + len(table.lignes), cols=side + len(table.colonnes), style="Light Grid Accent 1")
    drawn.alignment = WD_TABLE_ALIGNMENT.LEFT
    cells = [list(row.cells) for row in drawn.rows]
    for rank, name in enumerate(table.noms_lignes):
        _write(cells[depth - 1][rank], name)
    for rank, column in enumerate(table.colonnes, start=side):
        for level, label in enumerate(column or ("Valeur",)):
            _write(cells[level][rank], label, right=True)
    for line, row in enumerate(table.lignes, start=depth):
        for rank, label in enumerate(row):
            _write(cells[line][rank], label)
        for rank, column in enumerate(table.colonnes, start=side):
            _write(cells[line][rank], table.cases[row, column].lu, right=True)
    for said in (f"{reponse.source.phrase}.", *reponse.notes):
        document.add_paragraph(propre(said))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _write(cell, text: str, *, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.text = propre(text)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
