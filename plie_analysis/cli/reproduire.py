"""``plie reproduire``: a bundle computed again, or its method applied elsewhere."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..francais import INSECABLE, compte, date_longue, nombre, periode, pluriel
from ..settings import Settings
from .options import JOUR
from .sceller import notebooks, printed, tell

MONTRES = 10
VERDICT = "verdict.txt"


@click.command(
    help="Vérifie un dossier scellé, recalcule chaque tableau et dit, chiffre par chiffre, s'il est égal. Code 0 : tout est égal ; 1 : un chiffre diffère ; 2 : dossier refusé."
)
@click.argument("dossier", metavar="DOSSIER", type=click.Path(path_type=Path))
@click.option(
    "--sortie",
    "output",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier nouveau ou vide où écrire les tableaux recalculés et comparaison.csv.",
)
@click.option("--empreinte", metavar="SHA-256", help="Empreinte du manifeste reçue par un autre moyen, à vérifier aussi.")
@click.option(
    "--signataire",
    metavar="CLÉ.pub",
    type=click.Path(path_type=Path),
    help="Clé publique du PLIE (ou fichier de signataires d'OpenSSH)\u00a0: la signature du dossier doit être la sienne.",
)
@click.option(
    "--exports",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Applique la même méthode aux exports bruts d'un autre PLIE (photos AAAA-MM-JJ, ou dossier de travail), sans comparer ; demande --sortie.",
)
@click.option("--du", type=JOUR, metavar="AAAA-MM-JJ", help="Avec --exports : premier jour de la période (par défaut, celle du dossier).")
@click.option("--au", type=JOUR, metavar="AAAA-MM-JJ", help="Avec --exports : dernier jour de la période.")
@click.option(
    "--sans-carnets",
    is_flag=True,
    help="Ne réexécute pas les lettres ni le rapport annuel\u00a0: leurs pages ne sont alors vérifiées que par leur empreinte.",
)
@click.pass_obj
def commande(
    settings: Settings,
    dossier: Path,
    output: Path | None,
    empreinte: str | None,
    signataire: Path | None,
    exports: Path | None,
    du: dt.date | None,
    au: dt.date | None,
    sans_carnets: bool,
) -> int:
    """Compare, or apply elsewhere; 1 when a figure is not equal."""
    if exports:
        return _elsewhere(dossier, exports, output, {"du": du, "au": au, "empreinte": empreinte, "signataire": signataire})
    if du or au:
        raise click.UsageError("--du et --au ne vont qu'avec --exports : la période d'un dossier scellé est la sienne.")
    from ..scellement import reproduire

    carnets_de = None if sans_carnets else notebooks
    done = reproduire(
        dossier, output=output, empreinte=empreinte, signataire=signataire, carnets_de=carnets_de, lire=printed, progress=tell
    )
    lines = list(_verdict(done, output))
    if output:
        (output / VERDICT).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    for line in lines:
        click.secho(line, bold=not line.startswith(" "))
    return 1 if done.ecarts or not done.chiffres else 0


def _verdict(done, output: Path | None) -> Iterator[str]:
    """What is said of a bundle computed again; the last line tells whether its print was compared with one received apart."""
    manifeste, wrong = done.manifeste, done.ecarts
    yield f"Dossier intact{INSECABLE}: {compte(len(manifeste.fichiers), 'fichier vérifié', 'fichiers vérifiés')}, empreinte {manifeste.empreinte}"
    yield f"  photo du {date_longue(manifeste.photo)}, {periode(manifeste.du, manifeste.au)}"
    if done.code:
        more = f" et {nombre(len(done.code) - MONTRES)} autres" if len(done.code) > MONTRES else ""
        yield f"  même version, mais code différent au scellement{INSECABLE}: {', '.join(done.code[:MONTRES])}{more}"
    yield from (f"  bibliothèque d'une autre version{INSECABLE}: {line}" for line in done.bibliotheques[:MONTRES])
    equal = len(done.chiffres) - len(wrong)
    yield f"{nombre(equal)} {pluriel(equal, 'chiffre égal', 'chiffres égaux')} sur {nombre(len(done.chiffres))}."
    yield from (f"  {chiffre.verdict}{INSECABLE}: {chiffre}" for chiffre in wrong[:MONTRES])
    if len(wrong) > MONTRES:
        more = "." if output else f"{INSECABLE}: relancez avec --sortie pour les avoir tous."
        yield f"  … et {nombre(len(wrong) - MONTRES)} autres{more}"
    if output:
        yield f"  chaque chiffre avec son verdict{INSECABLE}: {output / 'comparaison.csv'}"
    if done.nb_pages and done.nb_textes:
        yield f"  dont {nombre(done.nb_textes)} textes chiffrés, relus dans {compte(done.nb_pages, 'page réexécutée', 'pages réexécutées')}"
    elif done.nb_pages:
        yield f"Pages non réexécutées{INSECABLE}: les chiffres de {compte(done.nb_pages, 'page')} de carnets/ n'ont pas été recalculés, leurs fichiers sont intacts."
    yield from _received(done)


def _received(done) -> Iterator[str]:
    """What was proved by something received apart from the bundle; the last line is about its print."""
    if done.signe_par:
        yield f"Signature vérifiée{INSECABLE}: {done.signe_par}."
    if done.empreinte_comparee:
        yield f"Empreinte comparée à celle que vous avez donnée{INSECABLE}: c'est bien le dossier que désigne {done.manifeste.empreinte}."
    elif done.signe_par:
        yield f"Empreinte non comparée{INSECABLE}: que ce dossier vienne du PLIE ne tient qu'à sa signature, donc à la clé publique que vous avez donnée."
    else:
        yield (
            f"Empreinte non comparée{INSECABLE}: rien ne prouve que ce dossier est celui que le PLIE a scellé."
            " Relancez avec --empreinte, reçue du PLIE par un autre moyen que ce dossier."
        )


def _elsewhere(dossier: Path, exports: Path, output: Path | None, asked: dict[str, Any]) -> int:
    from ..scellement import appliquer

    if output is None:
        raise click.UsageError("--exports demande --sortie : le dossier où écrire les tableaux.")
    done = appliquer(dossier, exports, output, charge_le=dt.datetime.now().replace(microsecond=0), progress=tell, **asked)
    click.secho(f"Même méthode, autre territoire{INSECABLE}: photo du {date_longue(done.photo)}, {periode(done.du, done.au)}", bold=True)
    click.echo(f"  {compte(done.nb_tableaux, 'tableau', 'tableaux')}, {compte(done.nb_lignes, 'ligne')} dans {output / 'tableaux'}")
    click.echo(f"  petits effectifs non masqués{INSECABLE}: à ne pas diffuser tels quels")
    if done.refus:
        click.echo(
            f"  {compte(len(done.refus), 'calcul impossible', 'calculs impossibles')}, avec leur raison, dans tableaux/non_calcules.csv"
        )
    for line in _received(done):
        click.secho(line, bold=True)
    return 0
