"""A small base of invented people, written straight into ``raw.*``: pages can be made without reading any export."""

import csv
import datetime as dt
import random
from pathlib import Path

from plie_analysis import contrat, curate
from plie_analysis.database import connect
from plie_analysis.settings import load_settings

PHOTO = dt.date(2017, 12, 31)
REFERENTS = [("R01", "CCAS", 1.0), ("R02", "Mission locale", 0.8), ("R03", "CCAS", 1.0)]


def build(racine: Path, *, personnes: int = 160, graine: int = 7, sans: tuple[str, ...] = ()) -> Path:
    """Write ``<racine>/data/curated/plie.duckdb``; ``sans`` names the exports that the photo does not have."""
    (racine / "data" / "curated").mkdir(parents=True)
    (racine / "plie.toml").write_text(
        '[plie]\nnom = "PLIE d’essai"\n\n[objectifs.2017]\nprescriptions_pe_cd = 120\nentrees_pe_cd = 90\n\n[budget]\n2017 = 90000\n',
        encoding="utf-8",
    )
    settings = load_settings(racine)
    con = connect(settings.base)
    con.execute("CREATE SCHEMA raw; CREATE SCHEMA ref; CREATE SCHEMA journal")
    codes = _nomenclatures(con)
    people = _people(random.Random(graine), codes, personnes)
    con.execute(
        "CREATE TABLE raw.fichier (photo DATE, requete VARCHAR, fichier VARCHAR, sha256 VARCHAR, octets BIGINT, encodage VARCHAR, separateur VARCHAR, ligne_entete BIGINT, "
        "nb_lues BIGINT, nb_retenues BIGINT, nb_rejetees BIGINT, colonnes_inconnues VARCHAR[], charge_le TIMESTAMP)"
    )
    con.execute(
        "CREATE TABLE raw.rejet (photo DATE, requete VARCHAR, fichier VARCHAR, feuille VARCHAR, ligne BIGINT, colonne VARCHAR, valeur VARCHAR, motif VARCHAR, portee VARCHAR)"
    )
    for requete in contrat.queries():
        rows = [] if requete in sans else people.get(requete, [])
        _fill(con, requete, rows)
        if requete not in sans:
            con.execute(
                "INSERT INTO raw.fichier VALUES (?, ?, ?, ?, 1, 'utf-8', ';', 1, ?, ?, 0, [], TIMESTAMP '2018-01-02 08:00:00')",
                [PHOTO, requete, f"{requete}.csv", requete, len(rows), len(rows)],
            )
    curate.build(con, [PHOTO], settings)
    con.close()
    return racine


def _nomenclatures(con) -> dict[str, list[str]]:
    codes = {}
    for path in sorted(contrat.REFERENTIELS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        if rows and "libelle" in rows[0]:
            con.execute(
                f"CREATE TABLE ref.{path.stem} AS SELECT * REPLACE (TRY_CAST(debut AS DATE) AS debut, TRY_CAST(fin AS DATE) AS fin) FROM read_csv(?, all_varchar=true, header=true, quote='\"')",
                [str(path)],
            )
            codes[path.stem] = [row["code"] for row in rows]
    return codes


def _fill(con, requete: str, rows: list[dict]) -> None:
    columns = list(contrat.raw_columns(requete))
    con.execute(f"CREATE TABLE raw.{requete} ({', '.join(f'{name} {kind}' for name, kind in columns)})")
    if not rows:
        return
    fixed = {"photo": PHOTO, "fichier": f"{requete}.csv", "est_retenue": True}
    values = [
        [
            {**fixed, "ligne": rank, **row}.get(name.removesuffix("_saisi") if name.endswith("_saisi") and name not in row else name)
            for name, _ in columns
        ]
        for rank, row in enumerate(rows, start=2)
    ]
    con.executemany(f"INSERT INTO raw.{requete} VALUES ({', '.join('?' * len(columns))})", values)


def _people(alea: random.Random, codes: dict[str, list[str]], n: int) -> dict[str, list[dict]]:
    """Participants with one parcours each, entered from 2016 on, and their étapes."""
    found: dict[str, list[dict]] = {
        name: [] for name in ("participants", "prescriptions", "parcours", "etapes", "situations", "veilles", "referents")
    }
    found["referents"] = [
        {"code_referent": code, "structure": structure, "nb_etp": etp, "date_debut": dt.date(2015, 1, 1), "date_fin": None}
        for code, structure, etp in REFERENTS
    ]
    start = dt.date(2016, 1, 4)
    for rank in range(n):
        name = f"D{rank:04d}"
        entry = start + dt.timedelta(days=alea.randrange(725))
        exit_ = entry + dt.timedelta(days=alea.randrange(60, 700))
        is_out = exit_ <= PHOTO
        found["participants"].append(
            {
                "id_dossier": name,
                "civilite": alea.choice(codes["civilite"]),
                "date_naissance": dt.date(alea.randrange(1956, 1999), 5, 12),
                "commune": alea.choice(["Dijon"] * 5 + ["Chenôve", "Quetigny", "Longvic", "Ahuy"]),
                "quartier": alea.choice(["hors QPV"] * 3 + ["Grésilles", "Le Mail"]),
                "niveau": alea.choice(codes["niveau"]),
            }
        )
        asked = entry - dt.timedelta(days=alea.randrange(10, 80))
        who = alea.choice(["Pôle emploi"] * 4 + ["Conseil départemental"] * 2 + ["Mission locale", "SPIP"])
        found["prescriptions"].append(
            {
                "id_prescription": f"P{rank:04d}",
                "id_dossier": name,
                "prescripteur": who,
                "date_prescription": asked,
                "decision": codes["decision"][0],
                "date_decision": entry,
            }
        )
        found["parcours"].append(
            {
                "id_parcours": f"C{rank:04d}",
                "id_dossier": name,
                "id_prescription": f"P{rank:04d}",
                "code_referent": alea.choice(REFERENTS)[0],
                "date_entree": entry,
                "date_sortie": exit_ if is_out else None,
                "motif_sortie": alea.choice(codes["motif_sortie"]) if is_out else None,
                "date_saisie_entree": entry,
                "date_saisie_sortie": exit_ if is_out else None,
            }
        )
        for number in range(alea.randrange(4)):
            begun = entry + dt.timedelta(days=alea.randrange(200))
            found["etapes"].append(
                {
                    "id_etape": f"E{rank:04d}{number}",
                    "id_parcours": f"C{rank:04d}",
                    "operation": alea.choice(codes["operation"]),
                    "date_debut": begun,
                    "date_fin": begun + dt.timedelta(days=alea.randrange(5, 200)),
                    "date_saisie": begun,
                }
            )
        found["situations"].append(
            {"id_dossier": name, "situation": alea.choice(codes["situation"]), "date_debut": dt.date(2014, 1, 1), "date_fin": None}
        )
        if rank % 4 == 0:
            found["participants"].append(
                {
                    "id_dossier": f"N{rank:04d}",
                    "civilite": found["participants"][-1]["civilite"],
                    "date_naissance": dt.date(1980, 1, 1),
                    "commune": "Dijon",
                    "quartier": "hors QPV",
                    "niveau": "V",
                }
            )
            found["prescriptions"].append(
                {
                    "id_prescription": f"Q{rank:04d}",
                    "id_dossier": f"N{rank:04d}",
                    "prescripteur": who,
                    "date_prescription": asked,
                    "decision": codes["decision"][1],
                    "date_decision": entry,
                    "motif_non_entree": alea.choice(codes["motif_non_entree"]),
                }
            )
    return found
