"""What every report says of itself: its heading, and the facts at its foot."""

import datetime as dt
from collections.abc import Mapping
from html import escape

from .. import francais
from ..origine import bandeau
from .elements import Texte

NB = francais.INSECABLE
PARAMETRES = {"mois": "Mois", "annee": "Année", "connu_au": "Connu au", "referent": "Référent", "diffusion": "Diffusion"}


def entete(organisme: str, titre: str, chapeau: str, avis: tuple[str, ...] = ()) -> Texte:
    """The heading: who speaks, the title of the page, one sentence on what is shown; ``avis``: what must be known before reading."""
    return Texte(
        f'<header class="bandeau"><p class="organisme">{escape(organisme)}</p><h1>{escape(titre)}</h1><p class="chapeau">{escape(chapeau)}</p></header>{bandeau(avis)}',
        role="entete",
    )


def pied(
    *,
    du: dt.date,
    au: dt.date,
    connu_au: dt.date,
    photo: dt.date,
    parametres: Mapping[str, str],
    notes: tuple[str, ...] = (),
    autres: tuple[dt.date, ...] = (),
) -> Texte:
    """The facts that let someone compute the page again; the date of execution and the version are added when it is written.

    ``autres``: photos that the page quotes beside its own.
    """
    facts = [
        ("Période", f"{francais.majuscule(francais.periode(du, au))}"),
        ("Photo des exports", francais.date_longue(photo)),
        ("Connu au", francais.date_longue(connu_au)),
        ("Paramètres", " · ".join(f"{PARAMETRES.get(name, name)}{NB}: {value or 'tous'}" for name, value in parametres.items())),
    ]
    rows = "".join(f"<div><dt>{label}</dt><dd>{escape(value)}</dd></div>" for label, value in facts)
    said = "".join(f"<p>{escape(note)}</p>" for note in (*notes, LECTURE))
    return Texte(f'<h2 id="a-propos">À propos de cette page</h2><dl>{rows}</dl>{said}', role="pied", photos=(photo, *autres))


LECTURE = (
    f"Lecture{NB}: le numérateur et le dénominateur d’un taux figurent sous lui, ou dans la même ligne et au total. Un tiret signale une donnée absente, et non un zéro. "
    f"Les phrases sont calculées à partir des chiffres de la page."
)
