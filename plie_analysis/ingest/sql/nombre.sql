-- Texts of a column of numbers → texte, valeur (DOUBLE), motif (why it is not one; NULL when it is, or when it is absent).
-- Blanks between the digits, a comma or a dot, a unit at the end. When both marks are there, the last one is the decimal mark;
-- a mark that comes several times groups the thousands.
WITH nu AS (
    SELECT texte, regexp_replace(replace(replace(simple(texte), ' ', ''), '−', '-'), '^([-+]?[0-9.,]+)(€|euros?|eur|heures?|h|minutes?|mn|min|mois|etp)$', '\1') AS n
    FROM @distincts@
),

pose AS (
    SELECT
        texte,
        try_cast(CASE
            WHEN regexp_full_match(n, '[-+]?\d+([.,]\d*)?(e[-+]?\d{1,3})?') THEN replace(n, ',', '.')
            WHEN regexp_full_match(n, '[-+]?\d{1,3}(\.\d{3})+(,\d*)?') THEN replace(replace(n, '.', ''), ',', '.')
            WHEN regexp_full_match(n, '[-+]?\d{1,3}(,\d{3})+(\.\d*)?') THEN replace(n, ',', '')
            WHEN regexp_full_match(n, '[-+]?[.,]\d+') THEN replace(n, ',', '.')
        END AS DOUBLE) AS valeur
    FROM nu
)

SELECT
    texte,
    valeur,
    CASE WHEN valeur IS NULL AND NOT est_absent(texte) THEN 'ce n''est pas un nombre lisible (attendu : 1 234,56)' END AS motif
FROM pose
