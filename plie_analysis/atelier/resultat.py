"""What a question gives: a frame with French labels that prints itself, crosses, draws and writes itself as a spreadsheet."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from .. import francais
from ..errors import PlieError
from ..gabarits import rendre
from ..indicateurs import definitions
from ..indicateurs.choix import find, normalise
from ..schema.natures import Comptee, Moyenne, Rapport, Suivie
from . import classeur, figure
from .affichage import APERCU, etiquette, suite_de, texte
from .croisement import ENSEMBLE, Case, Cle, Croisement, case, trier
from .mots import INDICATEUR, MESURES
from .notice import Notice
from .provenance import Provenance
from .question import Interrogation, lire_axe, nom_de_colonne

PIVOT = 60
SANS_DESSIN = "{titre} : ce tableau n'a pas de graphique tout fait.\nTracez-le avec plotly à partir de « .frame », ou croisez-le d'abord avec « .croise(lignes, colonnes) »."


class Resultat:
    """A frame with a title. ``frame`` is the pandas frame, one row per line of the table; ``notes`` are the sentences that go with it.

    ``mesures`` names the columns that are not labels; the others can be crossed.
    """

    def __init__(self, frame: pd.DataFrame, titre: str, source: Provenance, notes: tuple[str, ...] = (), lire: str = ""):
        self.frame = frame
        self.titre = titre
        self.notes = notes
        self.source = source
        self._lire = lire

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        count = f"{self.titre}{francais.INSECABLE}: {francais.compte(len(self), 'ligne')}"
        shown = f"{count}\n{self._printed().to_string(index=False)}" if len(self) else f"{self.titre}{francais.INSECABLE}: aucune ligne"
        return "\n".join([shown, *self.notes])

    def _repr_html_(self) -> str:
        printed = self._printed()
        heads = [(etiquette(name), pd.api.types.is_numeric_dtype(self.frame[name])) for name in printed.columns]
        said = " ".join(filter(None, [suite_de(len(self)), *self.notes]))
        return rendre("resultat", self.titre, heads, list(printed.itertuples(index=False)), said)

    def croise(self, lignes: str | Iterable[str] = (), colonnes: str | Iterable[str] = ()) -> pd.DataFrame:
        """How many lines hold each pair of labels, as a table with two entries. Raises ``PlieError`` for a column that does not exist."""
        return self.tri(lignes, colonnes).texte()

    def tri(self, lignes: str | Iterable[str] = (), colonnes: str | Iterable[str] = ()) -> Croisement:
        """The same, its cells as figures; « Ensemble » last."""
        rows, columns = (tuple(self._column(name) for name in _names(asked)) for asked in (lignes, colonnes))
        if not rows and not columns:
            raise PlieError(
                f"Croiser quoi ?\nDites les lignes, et les colonnes si vous voulez : {', '.join(map(str, self.frame.columns))}."
            )
        frames = [self._counted(kept) for kept in dict.fromkeys([(*rows, *columns), rows, columns, ()])]
        nothing = Case(0.0, "lignes")
        return trier(frames, rows, columns, case, lambda labels: nothing)

    def _counted(self, kept: tuple[str, ...]) -> pd.DataFrame:
        held = self.frame.assign(**{name: _texts(self.frame[name]) for name in kept})
        sizes = (
            held.groupby(list(kept), observed=True).size().rename("Valeur").reset_index() if kept else pd.DataFrame({"Valeur": [len(held)]})
        )
        return sizes.assign(Numérateur=None, Dénominateur=None, Unité="lignes")

    def _column(self, name: str) -> str:
        return find(name, [str(column) for column in self.frame.columns], f"La colonne « {name} » n'existe pas.")

    def graphique(self):
        """A ``plotly.graph_objects.Figure`` in the template of the house. Raises ``PlieError`` when this table has no drawing of its own."""
        raise PlieError(SANS_DESSIN.format(titre=self.titre))

    def excel(self, chemin: str | Path) -> Path:
        """Write a workbook (the table, the method) and say where. Raises ``PlieError`` when a file is there already."""
        return classeur.ecrire(Path(chemin), self.titre, self.source, self.notes, None, self.frame, self.fiche().texte)

    def fiche(self) -> Notice:
        """What the table holds and how it was read."""
        lines = [f"# {self.titre}", "", self._lire, "", f"{self.source.phrase}."]
        return Notice("\n".join([line for line in lines if line or line == ""] + ["", *self.notes]))

    @property
    def chiffres(self) -> list:
        """The numbers that it prints."""
        head = self.frame.head(APERCU)
        return [float(value) for name in head.columns if pd.api.types.is_float_dtype(head[name]) for value in head[name].dropna()]

    def _printed(self) -> pd.DataFrame:
        head = self.frame.head(APERCU)
        return pd.DataFrame({name: [texte(value) for value in head[name].tolist()] for name in head.columns})


class Reponse(Resultat):
    """What the indicators answer to a question.

    ``frame``: one row per indicator and cell, ``Indicateur``, one column per axis, ``Valeur``, ``Numérateur``, ``Dénominateur``,
    ``Unité`` (shares from 0 to 100; empty when unknown), and at a protected level ``Masqué``. ``selon(axes)`` gives the same over fewer axes.
    """

    def __init__(self, frame: pd.DataFrame, question: Interrogation, config: dict, source: Provenance, notes: tuple[str, ...], selon: Callable[[tuple[str, ...]], pd.DataFrame], fiche: Callable[[], Notice], dossiers: Callable[[str, dict[str, str]], dict[str, list[tuple[str, str]]]]):  # fmt: skip
        super().__init__(frame, question.phrase(config), source, notes)
        self.question = question
        self.config = config
        self._selon = selon
        self._totals: dict[tuple[str, ...], pd.DataFrame] = {question.par: frame}
        self._sheet = fiche
        self._dossiers = dossiers

    @property
    def axes(self) -> tuple[str, ...]:
        """The columns that are axes, in the order they were asked."""
        return tuple(name for name in self.frame.columns if name not in (INDICATEUR, "Lu", *MESURES))

    def tri(self, lignes: str | Iterable[str] = (), colonnes: str | Iterable[str] = (), *, totaux: bool = True) -> Croisement:
        """A table with two entries, its cells as figures; « Ensemble » last, counted by itself (a person has one place in a total).

        By default the first axis in rows, the others in columns; the indicators in columns when there are several.
        """
        rows, columns = (tuple(self._axis(name) for name in _names(asked)) for asked in (lignes, colonnes))
        if not rows and not columns:
            rows, columns = self.axes[:1], self.axes[1:]
        if INDICATEUR not in (*rows, *columns):
            if not rows:
                rows = (INDICATEUR,)
            elif len(self.question.ids) > 1:
                columns = (*columns, INDICATEUR)
        asked = [tuple(name for name in side if name != INDICATEUR) for side in (rows, columns)]
        wanted = [(*asked[0], *asked[1]), asked[0], asked[1], ()] if totaux else [(*asked[0], *asked[1])]
        frames = [self._over(kept) for kept in dict.fromkeys(wanted)]
        return trier(frames, rows, columns, self._case, self._nothing)

    def croise(self, lignes: str | Iterable[str] = (), colonnes: str | Iterable[str] = (), *, totaux: bool = True) -> pd.DataFrame:
        """A table with two entries: « 34 % — 11 sur 32 ». See ``tri``. Raises ``PlieError`` for an axis that was not asked."""
        return self.tri(lignes, colonnes, totaux=totaux).texte()

    def graphique(self, indicateur: str = ""):
        """The figure (``plotly.graph_objects.Figure``): the first axis along the bottom, the second by colour.

        ``indicateur``: which one to draw when the question has several, of different units. Raises ``PlieError``.
        """
        return figure.dessiner(self, indicateur)

    def excel(self, chemin: str | Path) -> Path:
        """Write the workbook that one sends: the table as on the screen, the data, the method."""
        return classeur.ecrire(Path(chemin), self.titre, self.source, self.notes, self.tri(), self.frame, self.fiche().texte)  # fmt: skip

    def fiche(self) -> Notice:
        """Definition, population, measure, limits and query of each indicator asked."""
        return self._sheet()

    def dossiers(self, table: Croisement, ligne: Cle, colonne: Cle) -> dict[str, list[tuple[str, str]]]:
        """(dossier, parcours) behind a cell of a table: of its « numerateur », and of its « denominateur » if it has one.

        Raises ``PlieError`` at a protected level, and for a figure that counts no dossier.
        """
        labels = dict(zip((*table.noms_lignes, *table.noms_colonnes), (*ligne, *colonne), strict=True))
        titre = labels.pop(INDICATEUR, "") or self._title(self.question.ids[0])
        codes = self.frame.attrs["codes"]
        axes = {nom_de_colonne(lire_axe(axe), self.question.ids, self.config): axe for axe in self.question.par}
        return self._dossiers(
            self._definition(titre).id, {axes[name]: codes[name][label] for name, label in labels.items() if label != ENSEMBLE}
        )

    @property
    def chiffres(self) -> list:
        """The figures that it prints."""
        return list(self._shown().cases.values())

    def __repr__(self) -> str:
        return "\n".join([self.titre, self._shown().texte().to_string(), *self.suites])

    def _repr_html_(self) -> str:
        return rendre("tri", self.titre, self._shown(), self.suites)

    def _shown(self) -> Croisement:
        return self.tri()

    @property
    def suites(self) -> list[str]:
        """The sentences that go under the table: on which day what changes is read, why a value is empty, what must be known of the photo."""
        reasons = dict.fromkeys(text for text in self.frame.get("Raison", pd.Series(dtype=object)).dropna() if text)
        dated = self.frame.get("Lu")
        said = [] if dated is None else [
            f"{name}{francais.INSECABLE}: l’âge, le RSA et l’ancienneté y sont lus {day}."
            for name, day in self.frame[[INDICATEUR, "Lu"]].drop_duplicates().itertuples(index=False)
            if day
        ]  # fmt: skip
        return [*said, *reasons, *self.notes]

    def _over(self, kept: tuple[str, ...]) -> pd.DataFrame:
        """The rows over some of the axes (French names), asked for once."""
        names = {nom_de_colonne(lire_axe(axe), self.question.ids, self.config): axe for axe in self.question.par}
        key = tuple(axe for name, axe in names.items() if name in kept)
        if key not in self._totals:
            self._totals[key] = self._selon(key)
        return self._totals[key]

    def _axis(self, name: str) -> str:
        """The column that an axis of the question heads, whatever it is called: its title, its short name, its id, the head of the column."""
        heads = {axe: nom_de_colonne(lire_axe(axe), self.question.ids, self.config) for axe in self.question.par}
        named = {normalise(said): heads[axe] for axe in heads for said in (axe, lire_axe(axe).nom, lire_axe(axe).titre)}
        return find(named.get(normalise(name), name), [INDICATEUR, *self.axes], f"« {name} » n'est pas un axe de cette question.")

    def _case(self, row: dict) -> Case:
        definition = self._definition(row[INDICATEUR])
        nature = "moyenne" if isinstance(definition, Moyenne) else "suivis" if isinstance(definition, Suivie) else "quotient"
        return case(row, nature)

    def _nothing(self, labels: dict[str, str]) -> Case:
        """A cell where nothing was counted: zero for a number, nothing for a quotient."""
        titre = labels.get(INDICATEUR) or self._title(self.question.ids[0])
        definition = self._definition(titre)
        counts = isinstance(definition, Comptee) and not isinstance(definition, Moyenne | Suivie) and definition.unite != "%"
        return Case(0.0 if counts and not isinstance(definition, Rapport) else None, definition.unite)

    def _title(self, name: str) -> str:
        return definitions(self.config)[name].titre

    def _definition(self, titre: str):
        known = definitions(self.config)
        return next(known[name] for name in self.question.ids if known[name].titre == titre)


def _names(asked: str | Iterable[str]) -> tuple[str, ...]:
    return (asked,) if isinstance(asked, str) else tuple(asked)


def _texts(values: pd.Series) -> pd.Series:
    """Labels to count by: categories as they are, anything else as its text, an empty one said so."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values
    return values.map(texte).where(values.notna(), "non renseigné")
