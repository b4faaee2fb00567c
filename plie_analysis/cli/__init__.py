"""The command line: one group, French texts, errors told in a few lines and never as a traceback."""

import functools
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
import duckdb

from .. import droits, interruption, temporaire
from ..ecriture import raison
from ..errors import PlieError
from ..libelles import propre
from ..ouverture import trouble_of_engine
from ..settings import load_settings
from . import registre
from .francais import speak_french
from .interrompu import said

UNFORESEEN = "Erreur imprévue ({kind}).\nRelancez la commande avec --debug et transmettez le texte à l'équipe technique."


def main(arguments: list[str] | None = None) -> None:
    """Run ``plie``; leaves with 0 (done), 1 (a person must look), 2 (wrong input, nothing changed), 128 + the signal."""
    code = run(sys.argv[1:] if arguments is None else arguments)
    if code in interruption.CODES.values():
        # All that had to be undone was: what libraries would still wait for at the exit is not worth a minute.
        temporaire.rendre()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every expected trouble is told on standard error."""
    speak_french()
    _write_utf8()
    with interruption.watch() as arret:
        try:
            with droits.prives():
                outcome = plie.main(args=arguments, prog_name="plie", standalone_mode=False)
            arret.end()
            return outcome if isinstance(outcome, int) else 0
        except BaseException as error:
            # Whatever an interruption turned into on its way (an error of the engine, of a library), it is one.
            arret.end()
            if arret.signal or isinstance(error, click.Abort) or interruption.is_interruption(error):
                return _tell(*said(arguments, arret), arguments)
            return _trouble(error, arguments)


def _trouble(error: BaseException, arguments: list[str]) -> int:
    """Tell what stopped a command and return its exit code."""
    try:
        raise error
    except PlieError as error:
        return _tell(error.message, error.code, arguments)
    except click.ClickException as error:
        return _tell(_usage(error), 2, arguments)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except duckdb.Error as error:
        if message := trouble_of_engine(error):
            return _tell(message, 2, arguments)
        return _tell(UNFORESEEN.format(kind=type(error).__name__), 1, arguments)
    except OSError as error:
        where = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
        return _tell(
            f"Le système refuse une lecture ou une écriture{where} : {raison(error)}.\nRien n'a été publié à moitié. Libérez de la place ou vérifiez les droits, puis recommencez.",
            2,
            arguments,
        )
    except Exception as error:
        # The text of an unforeseen error may hold a value of the data: only its kind is told.
        return _tell(UNFORESEEN.format(kind=type(error).__name__), 1, arguments)


class Plie(click.Group):
    """The group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the registry."""
        return list(registre.commandes())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, with the options that all share."""
        found = registre.trouver(name)
        if found is None:
            return None
        command = registre.charger(name)
        command.name = name
        if found.ecrit and not isinstance(command.callback, _Tidy):
            command.callback = _Tidy(command.callback)
        known = {parameter.name for parameter in command.params}
        command.params += [option for option in _common() if option.name not in known]
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """Find the command or suggest the nearest one."""
        if args and not args[0].startswith("-") and registre.trouver(args[0]) is None:
            raise registre.inconnue(args[0], ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the registry, without importing them."""
        with formatter.section("Commandes"):
            formatter.write_dl([(name, found.aide) for name, found in registre.commandes().items()])
        for sentence in registre.pannes():
            formatter.write_paragraph()
            formatter.write(sentence + "\n")


class _Tidy:
    """A command that writes: what a killed one left is dealt with before, the rights of what it wrote are set after."""

    def __init__(self, callback):
        self.callback = callback
        functools.update_wrapper(self, callback)

    def __call__(self, *args, **kwargs):
        """Run the command; tell on standard error what was tidied."""
        from ..ingest import menage

        settings = click.get_current_context().obj
        for sentence in menage.menager(settings):
            click.echo(sentence, err=True)
        try:
            return self.callback(*args, **kwargs)
        finally:
            droits.resserrer(settings)


def _common() -> list[click.Option]:
    return [
        click.Option(
            ["--racine"],
            metavar="DOSSIER",
            expose_value=False,
            callback=_settings,
            envvar="PLIE_RACINE",
            help="Dossier de travail (par défaut : le dossier courant).",
        ),
        click.Option(["--debug"], is_flag=True, expose_value=False, help="Affiche le détail technique d'une erreur."),
    ]


def _settings(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if not ctx.resilient_parsing:
        ctx.obj = load_settings(value or ctx.find_root().params.get("racine") or ".")


def _version() -> str:
    try:
        return version("plie-analysis")
    except PackageNotFoundError:
        return "non installée"


def _tell_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from ..scellement.versions import code_print

        click.echo(f"plie {_version()}\nempreinte du code des chiffres\u00a0: {code_print()}")
        ctx.exit()


@click.group(
    cls=Plie,
    subcommand_metavar="COMMANDE …",
    help="L'atelier d'analyse d'un PLIE : des exports bruts aux rapports.",
    context_settings={"help_option_names": ["--help", "--aide", "-h"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Affiche la version, l'empreinte du code des chiffres, et s'arrête.",
)
@click.option("--racine", metavar="DOSSIER", envvar="PLIE_RACINE", help="Dossier de travail (par défaut : le dossier courant).")
@click.option("--debug", is_flag=True, help="Affiche le détail technique d'une erreur.")
def plie(racine: str | None, debug: bool) -> None:
    """Hold the options given before the command."""


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    hint = f"\nPour l'aide : {context.command_path} --help" if context else ""
    return error.format_message() + hint


def _tell(message: str, code: int, arguments: list[str]) -> int:
    if "--debug" in arguments and (failure := sys.exc_info()[1]):
        import traceback

        traceback.print_exception(failure)
    # What a message quotes may come from a file.
    click.echo(propre(message, lignes=True), err=True)
    return code


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
