"""Build-time solver of the reference year: published totals in, a plan of parcours and étapes out."""
