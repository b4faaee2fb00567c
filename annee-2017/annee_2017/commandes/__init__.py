"""One small module per command, each exposing ``commande``."""
