"""Computing a bundle again and comparing, figure by figure; nothing is read before everything is verified."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import temporaire
from ..curate import tables
from ..database import open_database
from ..errors import PlieError
from ..exercice import exercice_de
from . import charte, signature
from .calculs import Progress, compute
from .colonnes import left_out
from .donnees import CURATED, RAW
from .fenetres import CHARTE, tableaux
from .manifeste import Manifeste, verify
from .pages import Carnets, Lecture, asked, compare_pages
from .parametres import FICHIER as REGLAGES
from .preuve import working_folder
from .tableaux import Chiffre, compare, read_tables, write_comparison, write_tables
from .versions import code_files, code_version, versions

MONTRES = 6


@dataclass(frozen=True)
class Reproduction:
    """A bundle computed again: every figure of both sides; the files of the code and the libraries that are not those of the seal.

    ``nb_pages``: pages of the bundle; ``nb_textes``: what they print that holds a number, compared too; 0 when they were not made again.
    """

    manifeste: Manifeste
    chiffres: tuple[Chiffre, ...]
    code: tuple[str, ...]
    bibliotheques: tuple[str, ...]
    empreinte_comparee: bool
    signe_par: str
    nb_pages: int
    nb_textes: int

    @property
    def ecarts(self) -> list[Chiffre]:
        """Figures that are not equal."""
        return [chiffre for chiffre in self.chiffres if not chiffre.est_egal]


def reproduire(
    dossier: Path,
    *,
    output: Path | None = None,
    empreinte: str | None = None,
    signataire: Path | None = None,
    carnets_de: Callable[[dt.datetime], Carnets] | None = None,
    lire: Lecture | None = None,
    progress: Progress | None = None,
) -> Reproduction:
    """Verify a bundle, rebuild its base, compute its tables again and compare.

    ``carnets_de``, given the moment of the seal, runs the notebooks again, and ``lire`` reads both pages; without them the pages
    are only hashed. ``output`` receives ``comparaison.csv`` (every figure with both values and the verdict) and the tables computed again.
    Raises ``PlieError`` when a file was altered, is missing or extra, when another version made the bundle, or when ``output`` is not free.
    """
    refuse_output(output, dossier)
    manifeste, signe_par = open_bundle(dossier, empreinte, signataire)
    temporaire.balayer(temporaire.abri_sans_dossier())
    with temporaire.dossier(temporaire.abri_sans_dossier(), "reproduire") as temporary:
        own = working_folder(dossier, temporary)
        wanted = tableaux(manifeste.du, manifeste.au, exercice_de(own.config))
        sealed = read_tables(dossier, wanted)
        with open_database(own) as con:
            con.execute("SET threads = 1")
            done, _ = compute(con, own.config, wanted, manifeste.photo, sauf=left_out(own.config), progress=progress)
        for tableau in wanted:
            if tableau.calcul == CHARTE and tableau.nom in sealed:
                done.lignes[tableau.nom] = charte.refaire(own, manifeste.photo, tableau, sealed[tableau.nom])
        asked_pages = asked(dossier)
        pages: list[Chiffre] = []
        if asked_pages and carnets_de and lire:
            made = carnets_de(manifeste.scelle_le)(own.racine, asked_pages)
            pages = list(compare_pages(dossier, made, lire, manifeste.du, manifeste.au))
    chiffres = (*compare(sealed, done.lignes, wanted), *pages)
    if output:
        write_tables(done, wanted, output)
        write_comparison(list(chiffres), output / "comparaison.csv")
    return Reproduction(
        manifeste, chiffres, other_code(manifeste), _other_libraries(manifeste), bool(empreinte), signe_par, len(asked_pages), len(pages)
    )


def open_bundle(dossier: Path, empreinte: str | None, signataire: Path | None = None) -> tuple[Manifeste, str]:
    """The manifest, and who signed it (empty when not asked). Verify every file, the signature, then that the figures were computed by this version; see ``other_code`` for two builds of it."""
    needed = [*(f"{CURATED}/{table.nom}.parquet" for table in tables()), f"{RAW}/fichier.parquet", REGLAGES]
    manifeste = verify(dossier, needed, empreinte)
    signe_par = signature.verifier(dossier, signataire) if signataire else ""
    told = manifeste.versions["code"]
    if told != code_version():
        raise PlieError(
            f"Ce dossier a été scellé par la version {told} de plie-analysis\u00a0; celle-ci est la version {code_version()}.\n"
            f"{_named(other_code(manifeste))}Installez la version {told} (étiquette v{told} du dépôt), puis recommencez. Rien n'a été recalculé."
        )
    return manifeste, signe_par


def other_code(manifeste: Manifeste) -> tuple[str, ...]:
    """The files that bear on figures and do not say what they said at the seal."""
    here, told = code_files(), manifeste.versions["code_fichiers"]
    return tuple(name for name in sorted(here.keys() | told.keys()) if here.get(name) != told.get(name))


def _named(files: tuple[str, ...]) -> str:
    if not files:
        return "Aucun fichier qui fait les chiffres ne diffère, mais seule la même version prouve l'égalité. "
    more = f" et {len(files) - MONTRES} autres" if len(files) > MONTRES else ""
    return f"Diffèrent entre les deux\u00a0: {', '.join(files[:MONTRES])}{more}.\n"


def refuse_output(output: Path | None, dossier: Path) -> None:
    """Raise ``PlieError`` when the results would go into the bundle, or onto something."""
    if output is None:
        return
    if dossier.resolve() in (output.resolve(), *output.resolve().parents):
        raise PlieError(
            "Les résultats ne peuvent pas aller dans le dossier scellé\u00a0: il ne serait plus celui qui a été scellé.\nDonnez un autre dossier à --sortie."
        )
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise PlieError(f"Le dossier «\u00a0{output.name}\u00a0» n'est pas vide.\nDonnez à --sortie le nom d'un dossier nouveau ou vide.")


def _other_libraries(manifeste: Manifeste) -> tuple[str, ...]:
    here = versions()["bibliotheques"]
    told = manifeste.versions["bibliotheques"]
    return tuple(
        f"{name} {told.get(name, 'absente')} → {here.get(name, 'absente')}"
        for name in sorted(here.keys() | told.keys())
        if here.get(name) != told.get(name)
    )
