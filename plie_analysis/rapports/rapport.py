"""One report from its notebook to its published page."""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from .. import droits, francais, temporaire
from ..database import newest_photo, open_database
from ..errors import PlieError
from ..exercice import CIVIL, exercice_de
from ..jours import read_year
from ..libelles import pour_tableur
from ..origine import avis, origines
from ..presentation import normes
from ..presentation.elements import ancre
from ..protection.examen import Examen
from ..protection.niveaux import INTERNE, NIVEAUX, seuil_de
from ..repere import MOTIF as REPERE
from ..settings import Settings
from .certification import check
from .erreurs import MotsRefuses, PageRefusee, RapportError
from .execution import Carnet, executer, lire_carnet
from .intitules import intitule
from .mots_de_page import Mots, de_la_page, poser
from .publication import mettre_de_cote, publier

LIMITE_SECONDES = 600
ECHECS = "echecs"
NOMBRES = "-nombres.csv"
# In place of the findings that --forcer has a page tell: they name people.
RESERVE = ("La liste de ces constats reste au PLIE.",)
DIFFUSION = "diffusion"
# Metadata of a notebook of one month: the name of the one that does the same over a quarter.
TRIMESTRIEL = "trimestriel"
# Metadata of a notebook: its two parameters that are the first and last days of its year, civil unless they are given.
BORNES = "bornes"
# Parameters written by people, that the name of a page holds without accents nor spaces.
LIBRES = ("operation", "prescripteur")


@dataclass(frozen=True)
class Edition:
    """A report asked for: its notebook, its parameters, the name of its page (without suffix), its title, its level of diffusion.

    Every report has a level, whether its notebook knows of it or not: it is the run that sets it.
    """

    carnet: Carnet
    parametres: dict
    nom: str
    titre: str
    diffusion: str

    @property
    def valeurs(self) -> dict:
        """Every parameter, those that were not given at their default values."""
        return {**self.carnet.parametres, **self.parametres}


def carnets(settings: Settings) -> dict[str, Carnet]:
    """The notebooks that are reports, by the name users give them (``plie`` metadata, else the file name).

    Those of the working folder are added to those of the house; one that bears the same name takes its place.
    """
    found = {}
    every = settings.files("notebooks", "*.ipynb").values()
    for path in [paths[0] for paths in every] + [paths[-1] for paths in every]:
        carnet = lire_carnet(path)
        if carnet.parametres:
            found[carnet.nom] = carnet
    return found


def demander(settings: Settings, nom: str, parametres: dict) -> Edition:
    """The report of that name (or file name) with these parameters. Raises ``PlieError`` when it does not exist, or not at that level."""
    known = carnets(settings)
    by_file = {carnet.chemin.stem: carnet for carnet in known.values()}
    carnet = known.get(nom) or by_file.get(nom)
    if carnet is None:
        hint = francais.vouliez_vous_dire(nom, [*known, *by_file])
        raise PlieError(f"Le rapport « {nom} » n'existe pas.{hint}\nRapports connus : {', '.join(known) or 'aucun'}.")
    if parametres.get("trimestre") and "trimestre" not in carnet.parametres:
        carnet = known.get(carnet.metadonnees.get(TRIMESTRIEL, ""), carnet)
    unknown = [name for name in parametres if name not in carnet.parametres and name != DIFFUSION]
    if unknown:
        raise PlieError(
            f"Le rapport « {nom} » n'a pas de paramètre « {unknown[0]} ».{francais.vouliez_vous_dire(unknown[0], carnet.parametres)}\nParamètres connus : {', '.join(carnet.parametres)}."
        )
    parametres = {**_bornes(settings, carnet, parametres), **parametres}
    values = {**carnet.parametres, **parametres}
    if values.get("repere") and not REPERE.fullmatch(str(values["repere"])):
        # A number of dossier, most likely: said before a name, a log or a notebook holds it, and not repeated.
        raise PlieError(f"Ce n'est pas un repère. Un dossier se demande par son numéro : plie rapport {nom} --dossier NUMERO.")
    _check_level(nom, carnet, str(values.get(DIFFUSION) or INTERNE))
    pattern = carnet.metadonnees.get(
        "fichier", "-".join([carnet.chemin.stem.replace("_", "-"), *(f"{{{name}}}" for name in ("annee", "mois") if name in values)])
    )
    extra = [
        ancre(str(values[name])) if name in LIBRES else str(values[name])
        for name in (LIBRES[0], "trimestre", LIBRES[1], "referent", "diffusion")
        if values.get(name) and values[name] != INTERNE and f"{{{name}}}" not in pattern
    ]
    page = "-".join([pattern.format_map(values), *extra])
    if page != Path(page).name or page.startswith("."):
        raise PlieError(f"« {page} » ne peut pas être un nom de fichier.\nVérifiez les paramètres du rapport.")
    return Edition(carnet, parametres, page, carnet.metadonnees.get("titre", nom), str(values.get(DIFFUSION) or INTERNE))


def _bornes(settings: Settings, carnet: Carnet, parametres: dict) -> dict[str, str]:
    """The days between which a notebook that knows civil years alone must count, where the year of the PLIE is not one."""
    names, exercice = carnet.metadonnees.get(BORNES, ()), exercice_de(settings.config)
    if not names or exercice == CIVIL:
        return {}
    year = exercice.annee(read_year(parametres.get("annee") or carnet.parametres["annee"]))
    return {name: day.isoformat() for name, day in zip(names, (year.debut, year.fin), strict=True) if not parametres.get(name)}


def niveaux(carnet: Carnet) -> tuple[str, ...]:
    """The levels of diffusion at which a report may be published: those of its ``plie`` metadata, else all of them."""
    return tuple(carnet.metadonnees.get(DIFFUSION, NIVEAUX))


def _check_level(nom: str, carnet: Carnet, diffusion: str) -> None:
    """Raise ``PlieError`` when a report may not be published at a level: its ``plie`` metadata (``raison``) say why."""
    if diffusion in NIVEAUX and diffusion not in niveaux(carnet):
        allowed = francais.enumeration(f"« {niveau} »" for niveau in niveaux(carnet))
        raise PlieError(
            f"Le rapport « {nom} » ne se publie pas au niveau « {diffusion} » ({allowed} seulement).\n{carnet.metadonnees.get('raison', '')}"
        )


def produire(
    settings: Settings,
    edition: Edition,
    *,
    execution: dt.datetime,
    version: str,
    limite: int | None = None,
    avertissement: tuple[str, ...] = (),
) -> Path:
    """Run the notebook and publish its page in ``data/rapports/``, without any log; the path of the page. Raises as ``composer`` does."""
    html = composer(settings, edition, execution=execution, version=version, limite=limite, avertissement=avertissement)
    published = publier(settings.rapports / f"{edition.nom}.html", html, settings)
    oublier_echec(settings, edition)
    return published


def composer(
    settings: Settings,
    edition: Edition,
    *,
    execution: dt.datetime,
    version: str,
    limite: int | None = None,
    avertissement: tuple[str, ...] = (),
) -> bytes:
    """Run the notebook and compose its page, not published yet.

    ``avertissement``: sentences for a banner at the head of the page. All or nothing: on failure the page published before stays, the failed notebook is kept in ``data/rapports/echecs/``,
    and ``RapportError`` (exit code 1) tells the cell, the reason, and where the copy is. At a protected level, the page itself is read
    back: ``PageRefusee`` (exit code 1) when it holds a number that nothing explains, ``MotsRefuses`` when the team wrote one that it
    does not show. Their words are read before anything runs (see ``mots_de_page``).
    """
    mots = de_la_page(settings, edition.carnet, edition.valeurs)
    with droits.prives(), temporaire.dossier(temporaire.abri(settings), "rapport") as folder:
        if seuil_de(settings.config, edition.diffusion) <= 1:
            return _page(settings, edition, folder, mots, None, limite, execution, version, avertissement).encode("utf-8")
        examen = Examen(settings, edition.diffusion, edition.nom, folder.name)
        try:
            html = _page(settings, edition, folder, mots, examen, limite, execution, version, avertissement)
            with open_database(settings) as con:
                examen.passer(con, newest_photo(con).isoformat())
        except BaseException:
            examen.renoncer()
            raise
        return html.encode("utf-8")


def _page(
    settings: Settings,
    edition: Edition,
    folder: Path,
    mots: Mots | None,
    examen: Examen | None,
    limite: int | None,
    execution: dt.datetime,
    version: str,
    avertissement: tuple[str, ...],
) -> str:
    """The page of a report whose notebook is run in ``folder``, with the words of the team; its numbers are looked at when it is examined (protected levels)."""
    from .export import page_html

    seconds = limite or int(settings.config.get("rapports", {}).get("limite_secondes", LIMITE_SECONDES))
    kept = settings.rapports / ECHECS
    output = folder / f"{edition.nom}.ipynb"
    try:
        notebook = executer(
            edition.carnet,
            {name: value for name, value in edition.parametres.items() if name in edition.carnet.parametres},
            output,
            racine=settings.racine,
            limite=seconds,
            figee=settings.figee,
            diffusion=edition.diffusion,
        )
        if examen:
            check(notebook, edition.diffusion)
    except RapportError as error:
        copy = mettre_de_cote(output, kept, edition.nom)
        where = f"\nRien n'a été publié. Le carnet est gardé dans {_shown(copy, settings)}" if copy else "\nRien n'a été publié."
        error.message += where
        error.args = (error.message,)
        raise
    try:
        html = page_html(
            poser(notebook, mots) if mots else notebook,
            titre=intitule(edition.titre, edition.valeurs, exercice_de(settings.config)),
            organisme=settings.config["plie"]["nom"],
            execution=execution,
            version=version,
            avertissement=RESERVE if avertissement and examen else avertissement,
            avis=_avis(settings, notebook),
        )
    except PlieError:
        raise
    except Exception as error:
        copy = mettre_de_cote(output, kept, edition.nom)
        raise PlieError(
            f"La page du rapport n'a pas pu être composée ({type(error).__name__}).\nRien n'a été publié. Le carnet exécuté est gardé dans {_shown(copy, settings)}",
            code=1,
        ) from error
    if examen:
        _read_back(settings, edition, output, notebook, html, mots, examen, version)
    return html


def _read_back(
    settings: Settings, edition: Edition, output: Path, notebook, html: str, mots: Mots | None, examen: Examen, version: str
) -> None:
    """Raise ``PageRefusee`` when the page holds a number that nothing explains (the notebook and the list of them stay in the house),
    ``MotsRefuses`` when the team wrote one that it does not show."""
    from .citations import etendues, imprimes, interdites
    from .export import cadre
    from .nombres import inexpliques, lexique_de

    words = [
        settings.config["plie"]["nom"],
        version,
        intitule(edition.titre, edition.valeurs, exercice_de(settings.config)),
        edition.titre,
        *map(str, edition.parametres.values()),
        *normes.dites(settings.config),
    ]
    written = etendues(html, mots.encadres.values()) if mots else []
    if found := inexpliques(html, notebook, cadre(), words, written):
        kept = settings.rapports / ECHECS
        mettre_de_cote(output, kept, edition.nom)
        with (kept / f"{edition.nom}{NOMBRES}").open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows([("titre", "lieu", "nombre"), *(map(pour_tableur, refus) for refus in found)])
        raise PageRefusee(found, edition.diffusion, _shown(kept, settings))
    if mots:
        lexique = lexique_de(notebook, words)
        shown = imprimes(html, written, lexique)
        if told := interdites(mots, lexique, shown, seuil_de(settings.config, edition.diffusion), examen.caches()):
            raise MotsRefuses(mots.fichier, told, edition.diffusion)


def oublier_echec(settings: Settings, edition: Edition) -> None:
    """Remove what was kept of an earlier failure, once the page is published."""
    for suffix in (".ipynb", NOMBRES):
        (settings.rapports / ECHECS / f"{edition.nom}{suffix}").unlink(missing_ok=True)


def _avis(settings: Settings, notebook) -> tuple[str, ...]:
    """What must stand at the head of the page: its photos that are invented, or those of the base if it does not say which it used."""
    from .export import photos_dites

    if not settings.base.is_file():
        return ()
    with open_database(settings) as con:
        return avis(con, *(photos_dites(notebook) or origines(con)))


def _shown(path: Path | None, settings: Settings) -> str:
    if path is None:
        return "le dossier temporaire"
    return path.relative_to(settings.racine).as_posix()
