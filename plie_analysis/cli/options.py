"""Options that several commands share: days, months, years, lists of axes, and the file that says its own format."""

import datetime as dt
from pathlib import Path

import click
from click.core import ParameterSource

from ..ecriture import check_target
from ..francais import guillemets
from ..jours import read_day, read_month, read_quarter, read_year
from ..protection.niveaux import INTERNE, NIVEAUX

SUFFIXES = {".csv": "csv", ".json": "json", ".xlsx": "xlsx", ".txt": "tableau"}


class Jour(click.ParamType):
    """A day, given to the command as a ``date``."""

    name = "jour"

    def convert(self, value, param, ctx) -> dt.date:
        """Read ``2017-12-31`` or ``31/12/2017``."""
        return read_day(value, f"--{param.name.replace('_', '-')}" if param else "")


class MonthType(click.ParamType):
    """A month, given to the command as ``AAAA-MM``."""

    name = "mois"

    def convert(self, value, param, ctx) -> str:
        """Read ``2017-09``, ``09/2017`` or ``septembre 2017``."""
        return f"{read_month(value):%Y-%m}"


class YearType(click.ParamType):
    """A year, given to the command as ``AAAA``."""

    name = "annee"

    def convert(self, value, param, ctx) -> str:
        """Read ``2017``."""
        return str(read_year(value))


class QuarterType(click.ParamType):
    """A quarter, given to the command as ``(AAAA, T1…T4)``."""

    name = "trimestre"

    def convert(self, value, param, ctx) -> tuple[str, str]:
        """Read ``2017-T4``."""
        year, rank = read_quarter(value)
        return str(year), f"T{rank}"


JOUR, MOIS, ANNEE, TRIMESTRE = Jour(), MonthType(), YearType(), QuarterType()


option_filtre = click.option(
    "--filtre", metavar="AXE=MODALITÉ", multiple=True, help="Garde une modalité (répétable ; deux fois le même axe = l'une ou l'autre)."
)
option_photo = click.option("--photo", type=JOUR, metavar="AAAA-MM-JJ", help="Photo à lire (par défaut : la plus récente).")
option_sortie = click.option(
    "--sortie",
    "output",
    metavar="FICHIER",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Écrit dans ce fichier plutôt qu'à l'écran.",
)


option_moteur = click.option(
    "--moteur",
    metavar="ADRESSE",
    default="",
    help="Où se fait le calcul : duckdb (ici), local (Sail, le temps de la commande) ou sc://hôte:port (Spark Connect). Par défaut : [moteur] de plie.toml, sinon duckdb.",
)
option_lac = click.option(
    "--lac", metavar="DOSSIER", default="", help="Lit un lac de photos (dossier ou s3://…) au lieu de la base : voir « plie deposer »."
)


def option_format(formes: tuple[str, ...]):
    """``--format``: one of the forms of a command, a table on the screen by default."""
    return click.option(
        "--format",
        "forme",
        type=click.Choice(formes),
        default="tableau",
        show_default="tableau",
        help="Forme du résultat (ou celle que dit le nom du fichier de --sortie).",
    )


def separees(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """``--par qpv,rsa`` is ``--par qpv --par rsa``."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def forme_de(ctx: click.Context, forme: str, output: Path | None, formes: tuple[str, ...]) -> str:
    """The format of the result, that the name of the file decides; the file is checked to be writable.

    Raises ``click.UsageError`` when ``--format`` says otherwise or when the suffix is that of no format.
    """
    if output is None:
        return forme
    chosen = ctx.get_parameter_source("forme") is not ParameterSource.DEFAULT
    said = SUFFIXES.get(output.suffix.lower())
    known = ", ".join(suffix for suffix, name in SUFFIXES.items() if name in formes)
    if (said and said not in formes) or (not said and output.suffix and not chosen):
        raise click.UsageError(
            f"Le fichier {guillemets(output.name)} n'a pas une forme connue de cette commande : choisissez parmi {known}."
        )
    if said and chosen and said != forme:
        raise click.UsageError(f"--format {forme} et --sortie {output.name} se contredisent : gardez l'un ou l'autre.")
    check_target(output)
    return said or forme


option_diffusion = click.option(
    "--diffusion",
    type=click.Choice(NIVEAUX),
    default=INTERNE,
    show_default=INTERNE,
    help="À qui le résultat est destiné : masque les petits effectifs.",
)


def options_de_porte(port: int):
    """The options of a command that serves a page on this machine: whether to open the browser, and on which port (``port`` by default)."""

    def add(command):
        for option in (
            click.option(
                "--port",
                type=click.IntRange(1, 65535),
                default=port,
                show_default=True,
                metavar="NOMBRE",
                help="Port local (un autre s'il est pris).",
            ),
            click.option("--sans-navigateur", is_flag=True, help="N'ouvre pas le navigateur : affiche l'adresse à y copier."),
        ):
            command = option(command)
        return command

    return add
