-- Texts of a column of whole numbers → texte, valeur (BIGINT), motif (why it is not one; NULL when it is, or when it is absent).
WITH nombre AS (@nombre@)

SELECT
    texte,
    CASE WHEN valeur = trunc(valeur) AND abs(valeur) < 1e15 THEN valeur::BIGINT END AS valeur,
    CASE
        WHEN motif IS NOT NULL THEN 'ce n''est pas un nombre entier lisible'
        WHEN valeur <> trunc(valeur) OR abs(valeur) >= 1e15 THEN 'un nombre entier est attendu'
    END AS motif
FROM nombre
