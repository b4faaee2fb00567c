"""The sheets of a workbook as tables of texts, read in a process of its own: whatever the file does to its reader, the load goes on.

``python -m plie_analysis.ingest.feuilles GENRE FILE FOLDER PARENT BYTES SECONDS`` writes in FOLDER one Arrow file per sheet
(``ligne``: number of the line from 1; ``cellules``: its texts) and, last, ``feuilles.json``: the sheets, in order, or why there
are none. It imports neither the engine nor the rest of the package.
"""
