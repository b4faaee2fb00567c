"""The pages of the reference year at both protected levels, one after the other: nothing small is given away, and little more is hidden than must be."""

import shutil

import pytest

from plie_analysis.atelier import Atelier
from plie_analysis.database import newest_photo, open_database
from plie_analysis.protection import porte
from plie_analysis.protection.audit import weak_numbers
from plie_analysis.protection.effectifs import Lecteurs, system_of
from plie_analysis.protection.faits import observe
from plie_analysis.protection.niveaux import lectorats
from plie_analysis.protection.registre import Publication, dossier, read_registre
from plie_analysis.settings import load_settings

LETTRES = {f"lettre-2017-{month:02d}": lambda plie, month=month: plie.rapports.lettre(f"2017-{month:02d}") for month in range(1, 13)}
ANNEE = {
    "annuel": lambda plie: plie.rapports.rapport_annuel(2017),
    "programmation": lambda plie: plie.rapports.programmation(2017),
    "qpv": lambda plie: plie.rapports.qpv(2017),
    "rsa": lambda plie: plie.rapports.rsa(2017),
}
TOTAUX = {494, 1291, 703, 588}


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([*list(LETTRES)[-2:], "annuel", "qpv"], id="quelques pages"),
        pytest.param([*LETTRES, *ANNEE], id="tout le calendrier", marks=pytest.mark.lourd),
    ],
)
def test_rien_de_petit_ne_se_retrouve_et_peu_de_cases_sont_masquees(annee_2017, tmp_path, monkeypatch, pages):
    (tmp_path / "data" / "curated").mkdir(parents=True)
    shutil.copy(annee_2017.racine / "plie.toml", tmp_path)
    shutil.copy(annee_2017.base, tmp_path / "data" / "curated")
    settings = load_settings(tmp_path)
    chosen = []
    write = porte._write_journal
    monkeypatch.setattr(porte, "_write_journal", lambda path, found: (chosen.append((path.stem, found)), write(path, found)))
    for name in pages:
        for niveau in ("publique", "partenaires"):
            monkeypatch.setenv("PLIE_PUBLICATION", f"{name}-{niveau}")
            {**LETTRES, **ANNEE}[name](Atelier(settings, niveau))
    for name, found in chosen:
        assert not found.choix.exposed, name
        assert found.choix.cases <= max(1.2 * found.choix.borne, found.choix.borne + 1), name
    (december,) = [found for name, found in chosen if name == "lettre-2017-12-publique"]
    assert {december.publication.comptes[key] for key in december.publication.montres() if not key.axes} >= TOTAUX
    with open_database(settings) as con:
        for lectorat in lectorats(settings.config, "publique"):
            known = read_registre([dossier(settings) / niveau for niveau in lectorat.lit])
            faits = observe(con, newest_photo(con).isoformat(), known.comptes)
            lecteurs = Lecteurs(lectorat.seuil, known)
            system, shown = system_of(Publication(), lecteurs, faits, settings.config["homogeneite"])
            assert system.widths and not (system.widths.keys() & shown)
            assert list(weak_numbers(system, shown)) == []
