"""Transcribes the printed report to ``donnees/rapport-2017/``: read once, not needed to use the package."""
