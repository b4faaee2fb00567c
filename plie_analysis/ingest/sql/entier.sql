-- Texts of a column of whole numbers → texte, valeur (BIGINT), motif (why it is not one; NULL when it is, or when it is absent).
WITH nombre AS (@nombre@)

SELECT
    texte,
    CASE WHEN motif IS NULL AND valeur = trunc(valeur) AND abs(valeur) < 1e15 THEN valeur::BIGINT END AS valeur,
    CASE
        WHEN starts_with(motif, 'ce n''est pas') THEN 'ce n''est pas un nombre entier lisible'
        WHEN motif IS NOT NULL THEN motif
        WHEN valeur <> trunc(valeur) OR abs(valeur) >= 1e15 THEN 'un nombre entier est attendu'
    END AS motif
FROM nombre
