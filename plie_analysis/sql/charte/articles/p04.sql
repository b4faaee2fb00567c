-- P04 : la commune est l'une de celles du territoire à la date de la photo (ref.commune, dates de validité comprises).
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    coalesce(l.commune_saisi, '(vide)') AS valeur,
    'une commune du territoire' AS attendu
FROM curated.charte_lignes_participant AS l
ANTI JOIN ref.commune AS c
    ON c.code = l.commune
    AND coalesce(c.debut, DATE '0001-01-01') <= la_photo()
    AND coalesce(c.fin, DATE '9999-12-31') >= la_photo()
WHERE l.est_retenue
