-- P02 : l'âge à l'entrée, au premier comme au dernier parcours, est compris entre les seuils age_min et age_max.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH entree AS (
    SELECT id_dossier, min(date_entree) AS premiere, max(date_entree) AS derniere
    FROM curated.charte_parcours_coherent
    GROUP BY id_dossier
)

SELECT
    l.cle,
    CASE
        WHEN age_complet(l.date_naissance, e.premiere) < seuil('age_min')
            THEN concat(age_complet(l.date_naissance, e.premiere), ' an(s) à l’entrée du ', jour(e.premiere))
        ELSE concat(age_complet(l.date_naissance, e.derniere), ' ans à l’entrée du ', jour(e.derniere))
    END AS valeur,
    concat('entre ', seuil('age_min'), ' et ', seuil('age_max'), ' ans à l’entrée') AS attendu
FROM curated.charte_lignes_participant AS l
JOIN entree AS e ON e.id_dossier = l.id_dossier
WHERE
    l.est_retenue
    AND (
        age_complet(l.date_naissance, e.premiere) < seuil('age_min')
        OR age_complet(l.date_naissance, e.derniere) > seuil('age_max')
    )
