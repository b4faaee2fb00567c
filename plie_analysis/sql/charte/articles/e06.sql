-- E06 : les opérations dont le libellé dit « autre » restent sous part_autre_max des étapes d'un référent.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH part AS (
    SELECT
        p.code_referent AS cle,
        count(*) FILTER (WHERE regexp_matches(lower(l.operation), '\bautres?\b')) AS nb_autre,
        count(*) AS nb
    FROM curated.charte_lignes_etape AS l
    JOIN raw.parcours AS p ON p.id_parcours = l.id_parcours AND p.est_retenue
    WHERE l.est_retenue AND l.operation IS NOT NULL AND p.code_referent IS NOT NULL
    GROUP BY p.code_referent
)

SELECT
    cle,
    concat(nb_autre, ' étapes « autre » sur ', nb, ' (', replace(format('{:.1f}', 100.0 * nb_autre / nb), '.', ','), ' %)') AS valeur,
    concat('moins de ', round(100 * part('part_autre_max'))::BIGINT, ' %') AS attendu
FROM part
WHERE nb_autre >= nb * part('part_autre_max') AND nb_autre > 0
