-- Labels of a column of codes → texte, valeur (the code), motif (why there is none; NULL when there is, or when the label is absent).
-- One spelling may lead to several lines of a dated nomenclature: the one in force at the date of the photo comes first. A name that is
-- no longer or not yet in use still names its code, as long as the code itself exists.
WITH nom AS (
    SELECT code, cle, debut, fin, min(coalesce(debut, DATE '0001-01-01')) OVER (PARTITION BY code) AS debut_code
    FROM libelle
    WHERE nomenclature = @nomenclature@
),

candidat AS (
    SELECT d.texte, n.code, n.debut_code, row_number() OVER (PARTITION BY d.texte ORDER BY coalesce(n.debut <= @photo@, true) DESC, coalesce(n.fin >= @photo@, true) DESC, n.debut DESC NULLS LAST, n.code) AS rang
    FROM @distincts@ AS d
    LEFT JOIN nom AS n ON n.cle = cle(d.texte)
)

SELECT
    texte,
    CASE WHEN code IS NULL AND est_vide(texte) THEN @code_vide@ WHEN coalesce(debut_code <= @photo@, true) THEN code END AS valeur,
    CASE
        WHEN debut_code > @photo@ THEN '« ' || code || ' » n''existe qu''à partir du ' || strftime(debut_code, '%d/%m/%Y')
        WHEN code IS NULL AND NOT est_absent(texte) THEN 'libellé inconnu'
    END AS motif
FROM candidat
WHERE rang = 1
