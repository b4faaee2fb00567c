-- C06 : un parcours ouvert depuis plus de parcours_long_mois mois (mois de calendrier).
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

SELECT
    id_parcours AS cle,
    concat('ouvert depuis le ', jour(date_entree), ' (', date_sub('month', date_entree, la_photo()), ' mois)') AS valeur,
    concat(seuil('parcours_long_mois'), ' mois au plus') AS attendu
FROM curated.charte_parcours_coherent
WHERE est_ouvert AND date_entree + to_months(seuil('parcours_long_mois')) < la_photo()
