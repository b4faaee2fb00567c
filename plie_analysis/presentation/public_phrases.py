"""Sentences on a public beside the rest: its rate of positive exits, that of the year before, its gap at one horizon."""

from .. import francais
from ..exercice import Annee
from . import commentaires as regle
from .elements import Cellule, Phrase

NB = francais.INSECABLE


def taux_compares(eux: str, rates: dict[str, Cellule]) -> Phrase | None:
    """Rate of positive exits of the public beside that of the rest. Speaks when both are known; says no cause."""
    one, other = rates.get("oui", Cellule()), rates.get("non", Cellule())
    if not regle.parle(one, other):
        return None
    text = f"Parmi les sorties {eux}, {one.complet} sont positives ({one.detail}), contre {other.complet} dans le reste du public ({other.detail})."
    return regle.phrase("taux_compares", text, public=one, reste=other)


def taux_d_avant(annee: Annee, rates: dict[str, Cellule]) -> Phrase | None:
    """The same rates a year before. Speaks when both are known."""
    one, other = rates.get("oui", Cellule()), rates.get("non", Cellule())
    if not regle.parle(one, other):
        return None
    return regle.phrase(
        "taux_d_avant", f"En {annee}, ces deux taux étaient de {one.complet} et de {other.complet}.", public=one, reste=other
    )


def ecart(eux: str, row: dict) -> Phrase | None:
    """Gap at one horizon: direction and size as printed, then at comparable profile, and whether its interval (drawn below) leaves zero out.

    Speaks when the raw gap is known; the second half when the standardised gap is.
    """
    if francais.is_empty(row["ecart"]):
        return None
    gap = float(francais.arrondi(row["ecart"], 1))
    side = "de plus que" if gap > 0 else "de moins que"
    size = f"soit {francais.compte(abs(gap), 'point', decimales=1)} {side} le reste du public" if gap else "autant que le reste du public"
    text = f"{int(row['mois'])} mois après l’entrée, {francais.pourcentage(row['part'], 1)} {eux} sont sortis positivement, {size}"
    used = {"part": row["part"], "ecart": row["ecart"]}
    if not francais.is_empty(row["ecart_standardise"]):
        away = row["standardise_bas"] > 0 or row["standardise_haut"] < 0
        end = "plus que le hasard n’en donne" if away else "le hasard peut suffire à l’expliquer"
        text += f". À profil comparable, l’écart est de {_points(row['ecart_standardise'])}{NB}: {end}"
        used["ecart_standardise"] = row["ecart_standardise"]
    return Phrase("ecart", f"{text}.", used)


def _points(value: float) -> str:
    """« +2,1 points », « −0,4 point »."""
    rounded = float(francais.arrondi(value, 1))
    return f"{'+' if rounded > 0 else ''}{francais.nombre(rounded, 1)}{NB}{francais.pluriel(rounded, 'point')}"
