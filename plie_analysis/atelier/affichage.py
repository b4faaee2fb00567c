"""What a notebook shows of its own work: a frame in French, sentences, a share told with what it is made of."""

import pandas as pd

from .. import francais
from ..gabarits import rendre
from ..presentation.elements import Commentaires, Phrase

APERCU = 20


class TableauMontre:
    """A frame under its title: its first rows, in French."""

    def __init__(self, frame: pd.DataFrame, titre: str = ""):
        self.frame = frame
        self.titre = titre

    def __repr__(self) -> str:
        return "\n".join([self.titre, self.frame.to_string()])

    def _repr_html_(self) -> str:
        head = self.frame.head(APERCU)
        numbered = isinstance(head.index, pd.RangeIndex) and head.index.name is None
        rows = [] if numbered else [head.index.get_level_values(rank) for rank in range(head.index.nlevels)]
        heads = [(en_clair(level.name or ""), False) for level in rows]
        if rows and any(head.columns.names):
            heads[-1] = f"{heads[-1][0]} / {en_clair(tuple(filter(None, head.columns.names)))}", False
        heads += [(en_clair(name), pd.api.types.is_numeric_dtype(kind)) for name, kind in head.dtypes.items()]
        columns = [textes(pd.Series(level)) for level in rows] + [textes(head.iloc[:, rank]) for rank in range(head.shape[1])]
        return rendre("resultat", self.titre, heads, list(zip(*columns, strict=True)), suite_de(len(self.frame)), len(rows))


class PhrasesDites:
    """Sentences computed from the data."""

    def __init__(self, phrases: tuple[str, ...]):
        self.phrases = [francais.espaces(francais.majuscule(phrase)) for phrase in phrases if phrase]

    def __repr__(self) -> str:
        return "\n".join(self.phrases)

    def _repr_html_(self) -> str:
        return rendre("commentaires", Commentaires([Phrase("constat", phrase) for phrase in self.phrases]))


def tableau(frame: pd.DataFrame, titre: str) -> TableauMontre:
    """A frame to show under a title."""
    return TableauMontre(frame, titre)


def dire(*phrases: str) -> PhrasesDites:
    """What the section shows, in sentences made from its figures; an empty one is left out."""
    return PhrasesDites(phrases)


def part(nombre: float, total: float) -> str:
    """« 34 % (11 sur 32) »; of nobody, « – (0 sur 0) »."""
    share = francais.pourcentage(100 * nombre / total if total else None)
    return f"{share} ({francais.nombre(nombre)}{francais.INSECABLE}sur{francais.INSECABLE}{francais.nombre(total)})"


def habiller(shell) -> None:
    """Have a notebook show any frame so."""
    shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, lambda frame: TableauMontre(frame)._repr_html_())


def suite_de(lignes: int) -> str:
    """What is said under the first rows of a frame that has more."""
    return f"{francais.compte(lignes, 'ligne')} ; les {APERCU} premières sont montrées." if lignes > APERCU else ""


def etiquette(name) -> str:
    """The name of a column as a head, with a capital."""
    return francais.majuscule(en_clair(name))


def en_clair(name) -> str:
    """A name without underscores, its parts side by side."""
    said = " · ".join(str(one) for one in name) if isinstance(name, tuple) else str(name)
    return said.replace("_", " ")


def textes(values: pd.Series) -> list[str]:
    """The values of a column in French; numbers with one decimal as soon as one of them has some."""
    known = values.dropna()
    if pd.api.types.is_float_dtype(values.dtype):
        decimals = 0 if (known % 1 == 0).all() else 1
        return [francais.nombre(value, decimals) for value in values]
    return [texte(value) for value in values.tolist()]


def texte(value) -> str:
    """A value in French."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return francais.VIDE
    if isinstance(value, bool):
        return "oui" if value else "non"
    if hasattr(value, "year"):
        return francais.date_courte(value)
    if isinstance(value, int | float):
        return francais.nombre(value, 0 if float(value).is_integer() else 1)
    return str(value)
