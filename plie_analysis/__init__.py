"""Atelier d'analyse des publics et des parcours d'un PLIE."""
