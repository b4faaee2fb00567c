"""French as it is printed: numbers, percentages, dates, plurals, elisions, lists.

Spaces that must not break are real ones: U+00A0 before « % », « : » and inside quotation marks,
U+202F between groups of three digits (« 1 291 », « 10 057 »).
"""

import datetime as dt
import difflib
import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

INSECABLE = "\u00a0"
FINE = "\u202f"
VIDE = "–"
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MOIS_ABREGES = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
# Units that agree in number with the figure before them: singular, plural.
UNITES = {
    "personnes": ("personne", "personnes"),
    "parcours": ("parcours", "parcours"),
    "etapes": ("étape", "étapes"),
    "prescriptions": ("prescription", "prescriptions"),
    "candidatures": ("candidature", "candidatures"),
    "participations": ("participation", "participations"),
    "aides": ("aide", "aides"),
    "structures": ("structure", "structures"),
    "jours": ("jour", "jours"),
    "minutes": ("minute", "minutes"),
    "entretiens": ("entretien", "entretiens"),
    "mentions": ("mention", "mentions"),
    "mois": ("mois", "mois"),
    "heures": ("heure", "heures"),
    "€": ("€", "€"),
}
_VOYELLES = "aeiouyàâäéèêëîïôöùûüœæ"


def is_empty(valeur) -> bool:
    """Whether a figure is unknown: ``None``, NaN or ``pandas.NA``/``NaT``."""
    if valeur is None:
        return True
    try:
        return bool(math.isnan(valeur))
    except (TypeError, ValueError):
        return True


def arrondi(valeur: float, decimales: int = 0) -> Decimal:
    """The figure rounded as people do it (a half goes up, away from zero)."""
    return Decimal(repr(float(valeur))).quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)


def nombre(valeur: float | None, decimales: int = 0) -> str:
    """« 1 291 », « 10 057 », « 12,7 »; an unknown figure is « – »."""
    if valeur is None or is_empty(valeur):
        return VIDE
    rounded = arrondi(valeur, decimales)
    if rounded == 0:
        rounded = abs(rounded)
    entier, _, reste = f"{abs(rounded):f}".partition(".")
    entier = f"{int(entier):,}".replace(",", FINE)
    signe = "−" if rounded < 0 else ""
    return signe + entier + (f",{reste}" if reste else "")


def pourcentage(valeur: float | None, decimales: int = 0) -> str:
    """« 49 % » for 49.1; the share is already between 0 and 100."""
    return VIDE if is_empty(valeur) else f"{nombre(valeur, decimales)}{INSECABLE}%"


def pluriel(n: float, singulier: str, pluriels: str | None = None) -> str:
    """The noun that goes with a number: singular below two, as in French (« 0 entrée », « 1,5 jour »)."""
    return singulier if abs(n) < 2 else pluriels or f"{singulier}s"


def compte(n: float, singulier: str, pluriels: str | None = None, decimales: int = 0) -> str:
    """« 1 entrée », « 32 entrées »."""
    rounded = arrondi(n, decimales)
    return f"{nombre(n, decimales)}{INSECABLE}{pluriel(float(rounded), singulier, pluriels)}"


def quantite(valeur: float | None, unite: str, decimales: int = 0) -> str:
    """A figure with its unit: « 54 % », « 17 mois », « 45 jours », « 890 € »; « – » when unknown."""
    if valeur is None or is_empty(valeur):
        return VIDE
    if unite == "%":
        return pourcentage(valeur, decimales)
    if unite in UNITES:
        return compte(valeur, *UNITES[unite], decimales)
    return nombre(valeur, decimales) + (f"{INSECABLE}{unite}" if unite else "")


def guillemets(texte: str) -> str:
    """« texte », with spaces that do not break."""
    return f"«{INSECABLE}{texte}{INSECABLE}»"


def elision(mot: str, suite: str) -> str:
    """« d’octobre », « de mars », « l’objectif », « qu’elles »: the word cut before a vowel."""
    if suite[:1].lower() in _VOYELLES:
        return f"{mot[:-1]}’{suite}"
    return f"{mot} {suite}"


def enumeration(mots: Iterable[str], conjonction: str = "et") -> str:
    """« a », « a et b », « a, b et c »."""
    mots = list(mots)
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {conjonction} {mots[-1]}"


def jour(date: dt.date) -> str:
    """« 1er janvier », « 31 décembre »."""
    return f"{'1er' if date.day == 1 else date.day}{INSECABLE}{MOIS[date.month - 1]}"


def date_longue(date: dt.date) -> str:
    """« 1er janvier 2017 »."""
    return f"{jour(date)} {date.year}"


def date_courte(date: dt.date) -> str:
    """« 01/01/2017 »."""
    return f"{date:%d/%m/%Y}"


def instant(moment: dt.datetime) -> str:
    """« 3 janvier 2018 à 9 h 05 »."""
    return f"{date_longue(moment.date())} à {moment.hour}{INSECABLE}h{INSECABLE}{moment.minute:02d}"


def mois_annee(date: dt.date) -> str:
    """« décembre 2017 »."""
    return f"{MOIS[date.month - 1]} {date.year}"


def de_mois(date: dt.date) -> str:
    """« d’octobre », « de mars »."""
    return elision("de", MOIS[date.month - 1])


def periode(du: dt.date, au: dt.date) -> str:
    """« en 2017 », « en mars 2017 », else « du 1er janvier au 30 avril 2017 »."""
    next_day = au + dt.timedelta(days=1)
    if (du.day, next_day.day) == (1, 1):
        if (du.year, du.month) == (au.year, au.month):
            return f"en {mois_annee(du)}"
        if (du.month, next_day.month, du.year) == (1, 1, au.year):
            return f"en {du.year}"
    start = jour(du) if du.year == au.year else date_longue(du)
    return f"du {start} au {date_longue(au)}"


def proches(voulu: str, connus: Iterable[str], nombre: int = 3) -> list[str]:
    """The known names that a mistyped one may mean, nearest first; case and accents aside."""
    names = {_nu(connu): connu for connu in connus}
    return [names[near] for near in difflib.get_close_matches(_nu(voulu), names, n=nombre, cutoff=0.6)]


def plus_proche(voulu: str, connus: Iterable[str]) -> str | None:
    """The known name that a mistyped one means, if any is near."""
    return next(iter(proches(voulu, connus, 1)), None)


def vouliez_vous_dire(voulu: str, connus: Iterable[str]) -> str:
    """« Vouliez-vous dire « lettre » ? » with the space before it; nothing when no known name is near."""
    near = plus_proche(voulu, connus)
    return f" Vouliez-vous dire « {near} » ?" if near else ""


def _nu(texte: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c)).casefold()


def majuscule(texte: str) -> str:
    """The sentence with a capital at its start, the rest untouched."""
    return texte[:1].upper() + texte[1:]


def espaces(texte: str) -> str:
    """The text with spaces that do not break before « : ; ? ! % » and inside quotation marks."""
    return re.sub(r"« ", f"«{INSECABLE}", re.sub(r" ([:;?!%»])", rf"{INSECABLE}\1", texte))
