"""A question to the indicators: what is asked, in names of the house; how it is said, written as code and as a command."""

import datetime as dt
import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .. import francais
from ..indicateurs import axes, definitions
from ..indicateurs.choix import find, normalise
from ..indicateurs.definitions import Axe
from ..indicateurs.moment import moment
from ..indicateurs.par_axe import is_dated
from ..libelles import propre
from ..presentation.periodes import lire_date


@dataclass(frozen=True)
class Interrogation:
    """Indicators over a period (both days included), by axes, under filters, as known at a date (``None``: all that the photo holds)."""

    ids: tuple[str, ...]
    du: dt.date
    au: dt.date
    connu_au: dt.date | None = None
    par: tuple[str, ...] = ()
    filtres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def arguments(self, par: Iterable[str] | None = None) -> dict:
        """What ``Porte.indicateurs`` wants besides the ids; ``par`` in place of the axes."""
        return {
            "du": self.du,
            "au": self.au,
            "connu_au": self.connu_au,
            "par": self.par if par is None else tuple(par),
            "filtres": {axe: list(values) for axe, values in self.filtres.items()} or None,
        }

    def code(self) -> str:
        """The call that asks the same in a notebook."""
        said = [_litteral(self.ids[0]) if len(self.ids) == 1 else _liste(self.ids), f'du="{self.du}"', f'au="{self.au}"']
        said += [f'connu_au="{self.connu_au}"'] if self.connu_au else []
        said += [f"par={_liste(self.par)}"] if self.par else []
        kept = ", ".join(f"{_litteral(axe)}: {_liste(values)}" for axe, values in self.filtres.items())
        said += [f"filtres={{{kept}}}"] if kept else []
        return f"plie.indicateurs({', '.join(said)})"

    def commande(self) -> str:
        """The command that asks the same in a terminal."""
        words = ["plie", "indicateurs", *self.ids, "--du", self.du.isoformat(), "--au", self.au.isoformat()]
        words += ["--connu-au", self.connu_au.isoformat()] if self.connu_au else []
        words += [word for axe in self.par for word in ("--par", axe)]
        words += [word for axe, values in self.filtres.items() for value in values for word in ("--filtre", f"{axe}={value}")]
        return shlex.join(words)

    def phrase(self, config: dict) -> str:
        """« Taux de sorties positives, par QPV et RSA à la sortie, du … au … »."""
        known = definitions(config)
        said = francais.enumeration([known[self.ids[0]].titre, *(_bas(known[name].titre) for name in self.ids[1:])])
        if self.par:
            said += f", par {francais.enumeration([_bas(nom_de_colonne(axes()[axe], self.ids, config)) for axe in self.par])}"
        return f"{said}, {self.circonstances(config)}".replace("'", "’")

    def circonstances(self, config: dict) -> str:
        """« en 2017 (QPV : en QPV), connu au 31 décembre 2017 »: the period, the filters, what was known."""
        said = francais.periode(self.du, self.au)
        kept = [
            f"{_bas(axes()[axe].nom)}{francais.INSECABLE}: {francais.enumeration([axes()[axe].libelle(one) for one in values], 'ou')}"
            for axe, values in self.filtres.items()
        ]
        said += f" ({' ; '.join(kept)})" if kept else ""
        said += f", connu au {francais.date_longue(self.connu_au)}" if self.connu_au else ""
        return said.replace("'", "’")


def _litteral(texte: str) -> str:
    """A text as Python reads it back, between double quotes: what a label holds is never code, nor a mark that hides some."""
    quoted = json.dumps(texte, ensure_ascii=False)
    return "".join(c if c == propre(c) else f"\\U{ord(c):08x}" for c in quoted)


def _liste(textes: Iterable[str]) -> str:
    return f"[{', '.join(map(_litteral, textes))}]"


def _bas(nom: str) -> str:
    """A title inside a sentence: its capital goes, but that of an acronym."""
    return nom if nom[1:2].isupper() else nom[:1].lower() + nom[1:]


def lire_question(
    config: dict,
    ids: str | Iterable[str],
    *,
    du: str | dt.date,
    au: str | dt.date,
    connu_au: str | dt.date | None = None,
    par: str | Iterable[str] = (),
    filtres: Mapping[str, str | Iterable[str]] | None = None,
) -> Interrogation:
    """The question with the names of the house: an indicator is named by its id or its title, an axis and a modality too.

    Raises ``PlieError`` for a name or a date that is not one, with the nearest names.
    """
    known = definitions(config)
    titles = {normalise(one.titre): one.id for one in known.values()}
    wanted = [ids] if isinstance(ids, str) else list(ids)
    names = [find(titles.get(normalise(name), name), known, f"L'indicateur « {name} » n'existe pas.") for name in wanted]
    broken = [lire_axe(name, config).id for name in ([par] if isinstance(par, str) else par)]
    kept = {lire_axe(name, config): values for name, values in (filtres or {}).items()}
    return Interrogation(
        tuple(dict.fromkeys(names)),
        lire_date(str(du)),
        lire_date(str(au)),
        lire_date(str(connu_au)) if connu_au else None,
        tuple(dict.fromkeys(broken)),
        {axe.id: tuple(_code(axe, value) for value in ([values] if isinstance(values, str) else values)) for axe, values in kept.items()},
    )


def lire_axe(nom: str, config: dict | None = None) -> Axe:
    """The axis that an id or a title names. Raises ``PlieError``."""
    titles = {normalise(one.titre): one.id for one in axes().values()}
    return axes(config)[find(titles.get(normalise(nom), nom), axes(), f"L'axe « {nom} » n'existe pas.")]


def _code(axe: Axe, modalite: object) -> str:
    """The modality that a label or a code names; an unknown one is left to who reads the photo."""
    named = {normalise(libelle): code for code, libelle in zip(axe.modalites, axe.libelles or axe.modalites, strict=True)}
    return named.get(normalise(str(modalite)), str(modalite))


def nom_de_colonne(axe: Axe, ids: Iterable[str], config: dict) -> str:
    """What heads the column of an axis: with the day it is read on, when it changes with time and all the indicators read it on the same."""
    return f"{axe.nom} {seul}" if is_dated(axe) and (seul := moment_commun(ids, config)) else axe.nom


def moment_commun(ids: Iterable[str], config: dict) -> str:
    """The day on which all these indicators read what changes with time; empty when they differ or read none."""
    known = definitions(config)
    found = dict.fromkeys(moment(known[name], known) for name in ids)
    return next(iter(found)) if len(found) == 1 else ""
