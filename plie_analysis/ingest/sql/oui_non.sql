-- Texts of a yes/no column → texte, valeur (BOOLEAN), motif (why it is neither; NULL when it is one, or when it is absent).
SELECT
    texte,
    CASE WHEN simple(texte) IN (@oui@) THEN true WHEN simple(texte) IN (@non@) THEN false END AS valeur,
    CASE WHEN simple(texte) NOT IN (@oui@) AND simple(texte) NOT IN (@non@) AND NOT est_absent(texte) THEN 'attendu : Oui ou Non' END AS motif
FROM @distincts@
