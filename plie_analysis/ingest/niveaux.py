"""Levels of training on both scales: roman numerals are those of 1969, arabic ones those of 2019, and a bare number may be of either.

A number says one level in 2019 and, where the romans were typed as digits, another in 1969: « 3 » is the CAP or bac +2. It is therefore
read as of 2019, unless the column also holds romans: its bare numbers are then kept aside, with what each would be on both scales
(but 7 and 8, which 2019 alone knows).
Words that come with the number settle it: « 5 (BTS, DUT) ».
"""

import re

import duckdb

NOMENCLATURE = "niveau"
ROMAINS = ("I", "II", "III", "IV", "V", "VI")
MOT = r"(?:niveau|niv|n)?\s*\.?\s*"
ROMAIN = r"v\s*bis|vi|iv|v|iii|ii|i"
CHIFFRE = r"[1-8](?:[.,]0)?|5\s*bis"
DEUX = r"7\s*(?:-|/|ou|et)\s*8"
SEUL = re.compile(rf"{MOT}(?P<chiffre>{CHIFFRE}|{DEUX})", re.IGNORECASE)
EN_ROMAIN = re.compile(rf"{MOT}(?:{ROMAIN})(?![a-z])(?:\W.*)?", re.IGNORECASE | re.DOTALL)
EXPLIQUE = re.compile(
    rf"{MOT}(?P<tete>infra\s*-?\s*3|{DEUX}|{CHIFFRE}|{ROMAIN})(?:\s*[(:,/–-]\s*|\s+)(?P<mots>[^\s(].*?)\s*\)?", re.IGNORECASE | re.DOTALL
)
ENTRE = re.compile(r"\s*(?:[,;/]|\bou\b|\bet\b)\s*", re.IGNORECASE)
REMEDE = "dites de laquelle viennent ses chiffres : plie.toml, [ingestion.niveau] nomenclature"


def reread(con: duckdb.DuckDBPyConnection, table: str, echelle: str) -> None:
    """Settle what is a number in the texts of a column of levels: ``table`` holds (texte, valeur, motif), as ``code.sql`` gives them.

    ``echelle``: « 1969 » or « 2019 » when ``plie.toml`` says of which scale the numbers are, else empty. A spelling of the PLIE's own
    stays as it is. A nomenclature that does not say the scales of its codes leaves its numbers as they were read.
    """
    own = f"(SELECT cle FROM libelle WHERE est_propre AND nomenclature = '{NOMENCLATURE}')"
    texts = dict(
        con.execute(f"SELECT texte, valeur FROM {table} WHERE texte IS NOT NULL AND cle(texte) NOT IN {own} ORDER BY texte").fetchall()
    )
    scales, inside = _scales(con), _inside(con)
    is_mixed = not echelle and any(EN_ROMAIN.fullmatch(texte) for texte, code in texts.items() if code or EXPLIQUE.fullmatch(texte))
    for texte, code in texts.items():
        if bare := SEUL.fullmatch(texte):
            number = _plain(bare["chiffre"])
            if number not in scales["2019"] and number not in scales["1969"]:
                continue
            # A number that only one scale knows (7, 8) says one thing, even among romans.
            lus = [scale[number] for scale in scales.values() if number in scale]
            read = scales[echelle or "2019"].get(number) if not is_mixed else lus[0] if len(lus) == 1 else None
            _write(con, table, texte, read, None if read else _both(con, number, scales, is_mixed, echelle))
        elif code is None and (told := EXPLIQUE.fullmatch(texte)):
            _settle(con, table, texte, _candidates(con, told["tete"], scales), _meanings(con, told["mots"]), inside)


def _settle(
    con: duckdb.DuckDBPyConnection, table: str, texte: str, heads: set[str], words: set[str | None], inside: dict[str, str]
) -> None:
    """A number with words: the words say which reading is right; words unknown, or that contradict it, settle nothing."""
    if not heads or not words or None in words:
        return
    met = {meet for head in heads for meet in [_meet(head, words, inside)] if meet}
    if len(met) == 1:
        _write(con, table, texte, met.pop(), None)
    else:
        _write(con, table, texte, None, "le niveau et le diplôme écrits dans cette case ne vont pas ensemble")


def _meet(head: str, words: set[str | None], inside: dict[str, str]) -> str | None:
    """The most precise of levels that all hold each other (« 7 » and « bac+5 »: 7), or None."""
    codes = {head} | {code for code in words if code}
    return next((one for one in sorted(codes) if all(other in (one, inside.get(one)) for other in codes)), None)


def _candidates(con: duckdb.DuckDBPyConnection, head: str, scales: dict[str, dict[str, str]]) -> set[str]:
    found = {scale[_plain(head)] for scale in scales.values() if _plain(head) in scale}
    return found or ({code} if (code := _code(con, head)) else set())


def _meanings(con: duckdb.DuckDBPyConnection, mots: str) -> set[str | None]:
    whole = _code(con, mots)
    return {whole} if whole else {_code(con, mot) for mot in ENTRE.split(mots) if mot}


def _both(con: duckdb.DuckDBPyConnection, number: str, scales: dict[str, dict[str, str]], is_mixed: bool, echelle: str) -> str:
    said = {name: _said(con, scale.get(number), name) for name, scale in scales.items()}
    if is_mixed:
        readings = f"« {number} » est en 2019 {said['2019']}, en 1969 {said['1969']}"
        return f"la colonne mêle des niveaux en chiffres romains et arabes : {readings} ; {REMEDE}"
    return f"« {number} » n'est pas un niveau de {echelle or '2019'}"


def _said(con: duckdb.DuckDBPyConnection, code: str | None, echelle: str) -> str:
    if code is None:
        return "inconnu"
    definition, name = con.execute(f"SELECT definition, libelle_{echelle} FROM ref.{NOMENCLATURE} WHERE code = ?", [code]).fetchall()[0]
    return f"{name} ({definition.rstrip('.')})"


def _write(con: duckdb.DuckDBPyConnection, table: str, texte: str, code: str | None, motif: str | None) -> None:
    con.execute(f"UPDATE {table} SET valeur = ?, motif = ? WHERE texte = ?", [code, motif, texte])


def _scales(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """For each scale, the number that is written → its code."""
    rows = con.execute(f"SELECT code, libelle_1969, libelle_2019 FROM ref.{NOMENCLATURE} ORDER BY ALL").fetchall()
    old = {name.replace(" ", ""): code for code, name, _ in rows if name}
    digits = {str(rank): old[roman] for rank, roman in enumerate(ROMAINS, start=1) if roman in old}
    return {
        "2019": {_plain(name): code for code, _, name in rows if name and re.fullmatch(rf"[1-8]|{DEUX}", name)},
        "1969": digits | ({"5bis": old["Vbis"]} if "Vbis" in old else {}),
    }


def _inside(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute(f"SELECT code, inclus_dans FROM ref.{NOMENCLATURE} WHERE inclus_dans <> ''").fetchall())


def _plain(number: str) -> str:
    """« 7 ou 8 », « 7-8 » → 78; « 4,0 » → 4; « 5 bis » → 5bis."""
    return re.sub(r"[.,]0$|ou|et|[^0-9a-z]", "", number.lower())


def _code(con: duckdb.DuckDBPyConnection, texte: str) -> str | None:
    return con.execute("SELECT min(code) FROM libelle WHERE nomenclature = ? AND cle = cle(?)", [NOMENCLATURE, texte]).fetchall()[0][0]


def same_digits(texte: str, spellings: dict[str, str]) -> dict[str, str]:
    """The spellings that an unknown level may be near to: a letter may be wrong, never a number."""
    return {word: code for word, code in spellings.items() if re.findall(r"\d", word) == re.findall(r"\d", texte)}
