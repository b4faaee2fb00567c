-- Labels of a column of codes → texte, valeur (the code), motif (why there is none; NULL when there is, or when the label is absent).
-- One spelling may lead to several lines of a dated nomenclature: the one in force at the date of the photo comes first.
WITH candidat AS (
    SELECT d.texte, l.code, l.debut, row_number() OVER (PARTITION BY d.texte ORDER BY coalesce(l.debut <= @photo@, true) DESC, coalesce(l.fin >= @photo@, true) DESC, l.debut DESC NULLS LAST, l.code) AS rang
    FROM @distincts@ AS d
    LEFT JOIN libelle AS l ON l.nomenclature = @nomenclature@ AND l.cle = cle(d.texte)
)

SELECT
    texte,
    CASE WHEN code IS NULL AND est_vide(texte) THEN @code_vide@ WHEN coalesce(debut <= @photo@, true) THEN code END AS valeur,
    CASE
        WHEN debut > @photo@ THEN '« ' || code || ' » n''existe qu''à partir du ' || strftime(debut, '%d/%m/%Y')
        WHEN code IS NULL AND NOT est_absent(texte) THEN 'libellé inconnu'
    END AS motif
FROM candidat
WHERE rang = 1
