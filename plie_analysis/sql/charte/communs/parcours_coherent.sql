-- Parcours dont les dates se tiennent : entrée connue, pas de date dans le futur de la photo, sortie après l'entrée.
-- Les articles qui s'appuient sur les dates du parcours ne jugent que ceux-là : une faute n'est comptée qu'à sa cause (C01, C02).
--
-- id_parcours, id_dossier, code_referent : clés du parcours, de la personne et du référent.
-- date_entree, date_sortie : dates du parcours ; sortie vide tant qu'il est ouvert.
-- est_ouvert : vrai si le parcours est ouvert à la date de la photo.

SELECT
    id_parcours,
    id_dossier,
    code_referent,
    date_entree,
    date_sortie,
    date_sortie IS NULL AS est_ouvert
FROM curated.parcours
WHERE NOT a_dates_impossibles
