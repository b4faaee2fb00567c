"""What a load tells: one line per file, one block per photo."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class FichierLu:
    """One file: ``nb_lignes`` = ``nb_lues`` + ``nb_ecartees`` and ``nb_lues`` = ``nb_retenues`` + ``nb_rejetees``.

    ``nb_lignes`` records found that are not blank, ``nb_ecartees`` of them surely no data (a total, headers repeated, a signature);
    ``nb_valeurs_rejetees`` values left empty in lines read; ``remarques`` what a person should know of the file, in French.
    """

    requete: str
    fichier: str
    nb_lignes: int
    nb_ecartees: int
    nb_lues: int
    nb_retenues: int
    nb_rejetees: int
    nb_valeurs_rejetees: int
    colonnes_inconnues: tuple[str, ...]
    remarques: tuple[str, ...] = ()


@dataclass(frozen=True)
class PhotoLue:
    """One photo: ``deja_chargee`` when its content was in the database already and nothing was written."""

    photo: dt.date
    deja_chargee: bool
    fichiers: tuple[FichierLu, ...]
    ignores: tuple[str, ...]

    @property
    def nb_rejets(self) -> int:
        """Lines and values rejected."""
        return sum(fichier.nb_rejetees + fichier.nb_valeurs_rejetees for fichier in self.fichiers)


@dataclass(frozen=True)
class Bilan:
    """What a load did, photo by photo, oldest first; ``avis``: what a person should know of the photos of the base."""

    photos: tuple[PhotoLue, ...]
    avis: tuple[str, ...] = ()

    @property
    def est_change(self) -> bool:
        """Whether the database was rewritten."""
        return any(not photo.deja_chargee for photo in self.photos)
