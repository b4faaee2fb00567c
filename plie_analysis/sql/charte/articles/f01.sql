-- F01 : les freins d'un parcours ouvert ont été évalués au plus tard frein_evaluation_jours jours après l'entrée.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    p.id_parcours AS cle,
    concat('aucune évaluation dans les ', seuil('frein_evaluation_jours'), ' jours après l’entrée du ', jour(p.date_entree)) AS valeur,
    'une évaluation des freins à l’entrée' AS attendu
FROM curated.charte_parcours_coherent AS p
ANTI JOIN raw.freins AS f
    ON f.id_parcours = p.id_parcours
    AND f.est_retenue
    AND f.date_evaluation <= p.date_entree + seuil('frein_evaluation_jours')::INTEGER
WHERE p.est_ouvert AND p.date_entree + seuil('frein_evaluation_jours')::INTEGER < la_photo()
