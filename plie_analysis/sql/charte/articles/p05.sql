-- P05 : un quartier saisi est un quartier prioritaire (QPV) de la commune de la personne, à la date de la photo.
-- Une case vide ou « hors QPV » ne nomme aucun quartier. Sans commune connue, c'est P04 qui parle.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    concat(l.quartier_saisi, ' (', l.commune, ')') AS valeur,
    concat('un QPV de ', l.commune, ', ou « hors QPV »') AS attendu
FROM curated.charte_lignes_participant AS l
ANTI JOIN ref.quartier AS q
    ON q.code = l.quartier
    AND coalesce(q.debut, DATE '0001-01-01') <= la_photo()
    AND coalesce(q.fin, DATE '9999-12-31') >= la_photo()
    AND (q.type LIKE 'hors%' OR (q.type = 'QPV' AND q.commune = l.commune))
WHERE l.est_retenue AND l.quartier_saisi IS NOT NULL AND l.commune IS NOT NULL
