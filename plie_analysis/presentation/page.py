"""What every report says of itself: its heading, and the facts at its foot."""

import datetime as dt
from collections.abc import Mapping

from .. import francais
from ..gabarits import rendre
from .elements import Texte

NB = francais.INSECABLE
PARAMETRES = {
    "mois": "Mois",
    "annee": "Année",
    "exercice": "Exercice",
    "connu_au": "Connu au",
    "referent": "Référent",
    "repere": "Repère",
    "prescripteur": "Prescripteur",
    "trimestre": "Trimestre",
    "question": "Question",
    "operation": "Étape",
    "diffusion": "Diffusion",
}
LECTURE = (
    f"Lecture{NB}: le numérateur et le dénominateur d’un taux figurent sous lui, ou dans la même ligne et au total. Un tiret signale une donnée absente, et non un zéro. "
    f"Les phrases sont calculées à partir des chiffres de la page."
)


def entete(organisme: str, titre: str, chapeau: str, avis: tuple[str, ...] = ()) -> Texte:
    """The heading: who speaks, the title of the page, one sentence on what is shown; ``avis``: what must be known before reading."""
    return Texte(rendre("entete", organisme, titre, chapeau, avis), {"role": "entete"})


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
    """The facts that let someone compute the page again, those of its parameters that have a name for its readers; the date of execution and the version are added when it is written.

    ``autres``: photos that the page quotes beside its own.
    """
    facts = [
        ("Période", francais.majuscule(francais.periode(du, au))),
        ("Photo des exports", francais.date_longue(photo)),
        ("Connu au", francais.date_longue(connu_au)),
        (
            "Paramètres",
            " · ".join(f"{PARAMETRES[name]}{NB}: {value or 'tous'}" for name, value in parametres.items() if name in PARAMETRES),
        ),
    ]
    said = [*notes, LECTURE]
    dit = {"role": "pied", "photos": [day.isoformat() for day in (photo, *autres)], "faits": facts, "notes": said}
    return Texte(rendre("pied", facts, said), dit)
