-- P05 : le quartier saisi est celui où tombe l'adresse, sur la carte de la photo, quand ses coordonnées et les contours sont donnés.
-- Un quartier de veille n'a pas toujours de contour : son nom ne contredit pas une adresse qui n'est dans aucun quartier prioritaire.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    l.cle,
    coalesce(l.quartier_saisi, 'aucun quartier') AS valeur,
    concat('le quartier où tombe l’adresse (', l.contour, '), ou une adresse corrigée') AS attendu
FROM curated.charte_lignes_participant AS l
ANTI JOIN ref.quartier AS q
    ON q.code = l.quartier
    AND l.contour = 'hors QPV'
    AND q.type = 'veille'
    AND coalesce(q.debut, DATE '0001-01-01') <= la_photo()
    AND coalesce(q.fin, DATE '9999-12-31') >= la_photo()
WHERE l.est_retenue AND l.contour IS NOT NULL AND l.quartier IS NOT NULL AND l.quartier <> l.contour
