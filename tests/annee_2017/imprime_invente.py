"""Un imprimé inventé et ce que l'audit de cohérence en dit."""

from annee_2017.comparaison import auditer

HEADER = "id,valeur_imprimee,valeur,unite,ligne,ligne_source\n"


WORDS = {"1/3": "33.33", "majorité": "50", "diminution": "0", "davantage": "0", "trois": "3"}


def examine(tmp_path, figures, relations, gaps="", mots=""):
    """L'audit d'un dossier de référence ; `figures` et `mots` : une figure par ligne, « id imprimé [libellé] »."""
    (tmp_path / "figures.csv").write_text(HEADER + rows(figures), encoding="utf-8")
    (tmp_path / "relations.toml").write_text(relations, encoding="utf-8")
    if gaps:
        (tmp_path / "lignes_sans_nombre.csv").write_text("document,id,libelle,ligne_source\n" + gaps, encoding="utf-8")
    for name, text in (("audit.csv", mots and HEADER + rows(mots)), ("audit.toml", mots and relations)):
        if text:
            (tmp_path / name).write_text(text, encoding="utf-8")
    if mots:
        (tmp_path / "relations.toml").write_text("", encoding="utf-8")
    return auditer(tmp_path)


def rows(figures):
    found = []
    for number, line in enumerate(figures.strip().splitlines(), 1):
        identity, printed, *label = line.split(maxsplit=2)
        value = WORDS.get(printed, printed.rstrip("%").replace(",", "."))
        unit = "etapes" if "etapes" in identity else "%" if "%" in printed else "personnes"
        found.append(f'{identity},"{printed}",{value},{unit},{label[0] if label else ""},{number}\n')
    return "".join(found)


def audit(*arguments, **named):
    """Les contradictions d'un dossier de référence."""
    return examine(*arguments, **named).contradictions


def rounding(found):
    """Ce qui est dit de la seule relation tenue à un arrondi près ; rien n'est une contradiction."""
    assert found.contradictions.empty and len(found.arrondis) == 1
    return found.arrondis.cause[0]


def only(table):
    """La seule contradiction : (figure, imprimé, calculé, écart, cause)."""
    assert len(table) == 1, table.to_string()
    row = table.iloc[0]
    return row.figure_a, row.valeur_a, row.valeur_b, row.ecart, row.cause
