-- C04 : une personne n'a pas deux parcours ouverts le même jour (le jour de la sortie, le parcours est clos).
-- Le parcours signalé est celui qui commence avant la fin d'un autre, plus ancien.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH suite AS (
    SELECT
        id_parcours,
        date_entree,
        max_by(
            {'id_parcours': id_parcours, 'date_sortie': coalesce(date_sortie, DATE '9999-12-31')},
            coalesce(date_sortie, DATE '9999-12-31')
        ) OVER (
            PARTITION BY id_dossier
            ORDER BY date_entree, id_parcours
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS avant
    FROM curated.charte_parcours_coherent
    -- Les personnes d'un seul parcours, de loin les plus nombreuses, n'ont pas à être triées.
    WHERE id_dossier IN (SELECT id_dossier FROM curated.charte_parcours_coherent GROUP BY id_dossier HAVING count(*) > 1)
)

SELECT
    id_parcours AS cle,
    concat(
        'ouvert le ', jour(date_entree), ' alors que ', avant.id_parcours,
        CASE
            WHEN avant.date_sortie = DATE '9999-12-31' THEN ' est encore ouvert'
            ELSE concat(' ne se ferme que le ', jour(avant.date_sortie))
        END
    ) AS valeur,
    'un seul parcours ouvert à la fois' AS attendu
FROM suite
WHERE avant.date_sortie > date_entree
