"""What a definition of indicator may say: one class per kind, one field per key, each with what it means, in French.

The fields are the only list of the keys: reading, refusing and documenting a definition all go by them.
"""

# ruff: noqa: RUF009 (_cle only wraps dataclasses.field)
from dataclasses import dataclass, field
from typing import ClassVar

# Columns of a parcours that are worked out from its étapes over the period.
COLONNES_D_ETAPE = frozenset({"est_en_etape", "est_sans_etape_3_mois"})
_VIDES: dict[str, object] = {"textes": (), "oui_non": False, "entier": 0}


def _cle(sens: str, type: str = "texte", *, forme: object = None, **regle):
    """A key: what it means, in French, and the rule of ``schema.types`` that its value must follow."""
    rule = {"type": type, **regle}
    metadata = {"sens": sens, "forme": forme, "regle": rule}
    if regle.get("requis"):
        return field(metadata=metadata)
    if type == "table":
        return field(default=None, metadata=metadata) if forme else field(default_factory=dict, metadata=metadata)
    if type == "texte":
        rule["vide"] = True
    return field(default=_VIDES.get(type, ""), metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Courbe:
    """What is read on a curve of survival."""

    mesure: str = _cle(
        "« mediane », « moyenne » (restreinte à l'horizon) ou « incidence » (des sorties positives)",
        "choix",
        choix=["mediane", "moyenne", "incidence"],
        requis=True,
    )
    lu: str = _cle(
        "« estimation », « ic_bas » ou « ic_haut » (bornes à 95 %)", "choix", choix=["estimation", "ic_bas", "ic_haut"], requis=True
    )
    horizon: int = _cle("nombre de mois auquel la courbe est lue ; inutile à la médiane", "entier", min=1, max=600, unite="mois")


@dataclass(frozen=True, kw_only=True)
class Norme:
    """A norm of the protocol, per ETP."""

    norme: str = _cle("clé de la norme dans [protocole]", requis=True)
    part: str = _cle("clé, dans [protocole], de la part de cette norme")
    au_prorata: bool = _cle("vrai : × mois de la période ÷ 12", "oui_non")


@dataclass(frozen=True, kw_only=True)
class Annuelle:
    """A yearly value of the settings."""

    section: str = _cle("« budget », « fse » ou « objectifs »", requis=True)
    cle: str = _cle("clé dans la section de l'année ; vide quand la section donne une valeur par année")
    au_prorata: bool = _cle("vrai : × mois de la période ÷ 12 ; faux : années entières seulement", "oui_non")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What every indicator says, whatever its kind."""

    nature: ClassVar[str] = ""
    signe: ClassVar[str] = ""
    table: ClassVar[str] = ""
    id: str
    titre: str = _cle("nom de l'indicateur, sans point", requis=True)
    definition: str = _cle("ce qu'il compte, en une phrase", requis=True)
    unite: str = _cle("unité de la valeur : « parcours », « mois », « % »…", requis=True, vide=True)
    source: str = _cle("d'où vient la règle", requis=True)
    limites: str = _cle("ce qu'il ne faut pas lui faire dire")
    meilleur: str = _cle("indicateur à lire de préférence")
    exports: tuple[str, ...] = _cle("exports facultatifs sans lesquels il ne se calcule pas, outre celui de sa table", "textes")
    axes_exclus: tuple[str, ...] = _cle("axes par lesquels il ne se répartit pas", "textes")
    parametres: dict[str, dict[str, dict]] = _cle(
        "[parametres.<nom>.<choix>] : les clés qu'un choix remplace ; le premier choix vaut par défaut", "table"
    )

    @property
    def composantes(self) -> tuple[str, ...]:
        """Ids of the indicators that it is made of."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Comptee(Definition):
    """Lines of a table in a period: what the four kinds that count have in common."""

    table: str = _cle(  # type: ignore[misc]  # a dataclass takes it for the field it is
        "table comptée (docs/dictionnaire.md)", requis=True
    )
    evenement: str = _cle("date qui tombe dans la période, bornes comprises")
    presence: tuple[str, ...] = _cle("deux dates, début et fin : la ligne est en cours à un moment de la période", "textes")
    stock: tuple[str, ...] = _cle("deux dates, début et fin : la ligne est en cours le dernier jour de la période", "textes")
    fin_incluse: bool = _cle("vrai : le jour de fin d'un stock compte", "oui_non")
    fenetre: str = _cle("« mois » : la période est ramenée au mois de son dernier jour", "choix", choix=["", "mois"])
    parcours_ouvert: bool = _cle("vrai : le parcours de la ligne doit aussi être ouvert le dernier jour", "oui_non")
    date_axes: str = _cle(
        "date à laquelle se lisent l'âge, le RSA et l'ancienneté : « evenement », « fin » (de la période) ou « sortie_ou_fin »",
        "choix",
        choix=["", "evenement", "fin", "sortie_ou_fin"],
    )
    garder: tuple[str, ...] = _cle("colonnes qui doivent être vraies", "textes")
    sauf: tuple[str, ...] = _cle("colonnes qui doivent être fausses", "textes")
    avec: dict[str, tuple] = _cle("{ colonne = [valeurs] } : la colonne vaut l'une de ces valeurs", "table")
    groupe: dict[str, str] = _cle(
        "{ nomenclature = « colonne » } : la colonne du même nom vaut l'un des groupes que la nomenclature marque « oui » dans cette colonne",
        "table",
    )
    exige: dict[str, str] = _cle(
        "{ nomenclature = « colonne » } : chaque code de la nomenclature dit « oui » ou « non » dans cette colonne, sans quoi l'indicateur ne se calcule pas",
        "table",
    )

    @property
    def tables(self) -> frozenset[str]:
        """Tables that its lines are read from: its own, and that of the étapes when one of its columns looks there."""
        named = {*self.garder, *self.sauf, *self.avec, *getattr(self, "numerateur", ()), *getattr(self, "denominateur", ())}
        return frozenset({self.table, "etape"} if named & COLONNES_D_ETAPE else {self.table})


@dataclass(frozen=True, kw_only=True)
class Nombre(Comptee):
    """A number of lines, of different values, or a sum."""

    nature: ClassVar[str] = "nombre"
    signe: ClassVar[str] = "table"
    distinct: str = _cle("compter les valeurs différentes de cette colonne, et non les lignes")
    a_defaut: str = _cle("colonne lue quand celle de « distinct » est vide")
    somme: str = _cle("additionner cette colonne ; une somme d'aucune ligne vaut 0")


@dataclass(frozen=True, kw_only=True)
class Moyenne(Comptee):
    """The mean of a column."""

    nature: ClassVar[str] = "moyenne"
    signe: ClassVar[str] = "moyenne"
    moyenne: str = _cle("colonne dont on prend la moyenne ; les cases vides n'entrent pas au dénominateur", requis=True)


@dataclass(frozen=True, kw_only=True)
class Part(Comptee):
    """The share of the lines that have something."""

    nature: ClassVar[str] = "part"
    signe: ClassVar[str] = "numerateur"
    numerateur: tuple[str, ...] = _cle("part, en %, des lignes dont ces colonnes sont vraies", "textes", requis=True)
    denominateur: tuple[str, ...] = _cle("parmi celles dont celles-ci le sont", "textes")


@dataclass(frozen=True, kw_only=True)
class Suivie(Comptee):
    """A reading of a curve of survival."""

    nature: ClassVar[str] = "suivi"
    signe: ClassVar[str] = "survie"
    survie: Courbe = _cle("ce qui se lit sur la courbe des parcours suivis", "table", forme=Courbe, requis=True)


@dataclass(frozen=True, kw_only=True)
class Rapport(Definition):
    """One indicator divided by another."""

    nature: ClassVar[str] = "rapport"
    signe: ClassVar[str] = "rapport"
    rapport: tuple[str, ...] = _cle("deux indicateurs, le premier divisé par le second", "textes", requis=True)
    axes_numerateur: tuple[str, ...] = _cle("axes qui ne répartissent que le premier", "textes")

    @property
    def composantes(self) -> tuple[str, ...]:
        return self.rapport


@dataclass(frozen=True, kw_only=True)
class Repartition(Definition):
    """The share of each cell in a total."""

    nature: ClassVar[str] = "répartition"
    signe: ClassVar[str] = "part_de"
    part_de: str = _cle("nombre dont on prend la part de chaque case", requis=True)
    part_selon: tuple[str, ...] = _cle("axes sur lesquels le total est pris", "textes")

    @property
    def composantes(self) -> tuple[str, ...]:
        return (self.part_de,)


@dataclass(frozen=True, kw_only=True)
class Objectif(Definition):
    """A norm of the protocol times the ETP in post."""

    nature: ClassVar[str] = "objectif"
    signe: ClassVar[str] = "objectif"
    objectif: Norme = _cle("norme du protocole, par ETP en poste le premier jour de l'année", "table", forme=Norme, requis=True)


@dataclass(frozen=True, kw_only=True)
class Reglage(Definition):
    """A yearly value of ``plie.toml``."""

    nature: ClassVar[str] = "réglage"
    signe: ClassVar[str] = "reglage"
    reglage: Annuelle = _cle("valeur annuelle lue dans plie.toml", "table", forme=Annuelle, requis=True)


# The first whose sign a section bears is its kind: « table » comes last, as all those that count have one.
NATURES: tuple[type[Definition], ...] = (Suivie, Part, Moyenne, Rapport, Repartition, Objectif, Reglage, Nombre)
MESURES = ("table", "rapport", "part_de", "objectif", "reglage")
