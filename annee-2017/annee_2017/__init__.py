"""The reference year: invented exports that give back the published totals of 2017, and the yardstick that compares them."""

from pathlib import Path

DONNEES = Path(__file__).parent / "donnees"
# The printed figures of the year's report and letters, with what computes them.
RAPPORT = DONNEES / "rapport-2017"
