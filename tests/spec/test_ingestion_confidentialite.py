"""What names a person is read by nobody: not in the database, its copies, the rejects, the messages or the temporary files left."""

import pytest

from plie_analysis.curate import build, write_parquet
from plie_analysis.errors import PlieError
from plie_analysis.ingest.source import wanted
from tests.exports import load, write_photo

SECRETS = ("ZZNOM", "ZZPRENOM", "ZZADRESSE", "ZZTEL", "ZZMAIL", "ZZREFERENT")
PARTICIPANTS = """\
N° dossier;Civilité;Nom;Prénom;Date de naissance;Adresse;Code postal;Commune;Téléphone;Courriel
D1;Mme;ZZNOM;ZZPRENOM;01/02/1980;ZZADRESSE;21000;Dijon;ZZTEL;ZZMAIL
D2;M.;ZZNOM;ZZPRENOM;31/02/1980;ZZADRESSE;21000;Dijjon;ZZTEL;ZZMAIL
D1;M.;ZZNOM;ZZPRENOM;01/02/1980;ZZADRESSE;21000;Dijon;ZZTEL;ZZMAIL
;M.;ZZNOM;ZZPRENOM;01/02/1980;ZZADRESSE;21000;Dijon;ZZTEL;ZZMAIL
"""
DISTURBED = PARTICIPANTS + 'D4;M.;ZZNOM;ZZPRENOM\n\nD5;M.;"ZZNOM;ZZPRENOM;01/02/1980\n'
REFERENTS = "Code référent;Nom du référent;Structure porteuse;ETP\nR1;ZZREFERENT;IFPA;1\n"


def everything_written(racine) -> bytes:
    return b"\n".join(path.read_bytes() for path in (racine / "data" / "curated").rglob("*") if path.is_file())


@pytest.mark.parametrize("participants", [PARTICIPANTS, DISTURBED, PARTICIPANTS.encode("cp1252"), DISTURBED.encode("utf-16")])
def test_nothing_personal_is_written(tmp_path, participants):
    write_photo(tmp_path, participants=participants, referents=REFERENTS)
    told = []
    bilan = load(tmp_path, curate=build, export=write_parquet, progress=lambda *step: told.append(str(step)))
    written = everything_written(tmp_path) + str((bilan, told)).encode()
    assert [secret for secret in SECRETS if secret.encode() in written] == []
    assert b"Dijjon" in written


def test_no_personal_column_is_in_the_contract_nor_told_as_unknown(tmp_path):
    write_photo(tmp_path, participants=PARTICIPANTS, referents=REFERENTS)
    assert [fichier.colonnes_inconnues for fichier in load(tmp_path).photos[0].fichiers] == [()] * 4
    assert not {"nom", "prenom", "adresse", "telephone", "courriel"} & {
        column for requete in ("participants", "referents") for column in wanted(requete)
    }


@pytest.mark.parametrize(
    "header", ["ZZNOM;ZZPRENOM;01/02/1980;ZZADRESSE", "D1;Mme;ZZNOM;ZZPRENOM;01/02/1980;ZZADRESSE;21000;Dijon;ZZTEL;ZZMAIL"]
)
def test_an_error_quotes_no_data(tmp_path, header):
    write_photo(tmp_path, participants=header + "\n" + PARTICIPANTS.partition("\n")[2])
    with pytest.raises(PlieError) as refused:
        load(tmp_path)
    chain, told = refused.value, ""
    while chain:
        told, chain = told + str(chain), chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    assert [secret for secret in SECRETS if secret in told] == []
