-- T01 : d'une photo à la suivante, un parcours garde sa date d'entrée, et les parcours ou étapes ne disparaissent pas
-- (perte_volume_max de ceux de la photo d'avant, au plus ; au-delà, chaque clé disparue est nommée).
-- nom_table : table de la ligne (la règle de chaque suite ne prend que les siennes).
-- id_dossier, id_parcours, code_referent : ceux de la photo d'avant, puisque la ligne n'est plus là.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH parcours_perdu AS (
    SELECT a.id_parcours, a.id_dossier, a.code_referent
    FROM precedent.parcours AS a
    ANTI JOIN raw.parcours AS n ON n.id_parcours = a.id_parcours
    WHERE a.est_retenue
),

etape_perdue AS (
    SELECT a.id_etape, a.id_parcours, p.id_dossier, p.code_referent
    FROM precedent.etapes AS a
    LEFT JOIN precedent.parcours AS p ON p.id_parcours = a.id_parcours AND p.est_retenue
    ANTI JOIN raw.etapes AS n ON n.id_etape = a.id_etape
    WHERE a.est_retenue
),

volume AS (
    SELECT
        (SELECT count(*) FROM parcours_perdu) AS parcours_perdus,
        (SELECT count(*) FROM precedent.parcours WHERE est_retenue) AS parcours_avant,
        (SELECT count(*) FROM etape_perdue) AS etapes_perdues,
        (SELECT count(*) FROM precedent.etapes WHERE est_retenue) AS etapes_avant
)

SELECT
    'parcours' AS nom_table,
    n.id_parcours AS cle,
    n.id_dossier,
    n.id_parcours,
    n.code_referent,
    concat('entrée le ', jour(n.date_entree), ', mais le ', jour(a.date_entree), ' dans la photo d’avant') AS valeur,
    'la même date d’entrée d’une photo à l’autre' AS attendu
FROM raw.parcours AS n
JOIN precedent.parcours AS a ON a.id_parcours = n.id_parcours AND a.est_retenue
WHERE n.est_retenue AND n.date_entree <> a.date_entree
UNION ALL
SELECT
    'parcours',
    p.id_parcours,
    p.id_dossier,
    p.id_parcours,
    p.code_referent,
    concat('disparu (', v.parcours_perdus, ' parcours perdus sur ', v.parcours_avant, ')'),
    concat('au plus ', replace((100 * part('perte_volume_max'))::VARCHAR, '.', ','), ' % de parcours perdus d’une photo à l’autre')
FROM parcours_perdu AS p
CROSS JOIN volume AS v
WHERE v.parcours_perdus > v.parcours_avant * part('perte_volume_max')
UNION ALL
SELECT
    'etape',
    e.id_etape,
    e.id_dossier,
    e.id_parcours,
    e.code_referent,
    concat('disparue (', v.etapes_perdues, ' étapes perdues sur ', v.etapes_avant, ')'),
    concat('au plus ', replace((100 * part('perte_volume_max'))::VARCHAR, '.', ','), ' % d’étapes perdues d’une photo à l’autre')
FROM etape_perdue AS e
CROSS JOIN volume AS v
WHERE v.etapes_perdues > v.etapes_avant * part('perte_volume_max')
