-- C03 : date et motif de sortie vont ensemble ; le motif est dans la nomenclature, valable à la date de sortie.
-- cle : clé de la ligne à revoir ; valeur : ce qui a été lu ; attendu : ce qui est attendu.

WITH juge AS (
    SELECT
        l.cle,
        CASE
            WHEN l.date_sortie IS NOT NULL AND l.motif_sortie_saisi IS NULL AND l.motif_sortie IS NULL
                THEN concat('sortie du ', jour(l.date_sortie), ' sans motif')
            WHEN l.motif_sortie IS NULL AND l.motif_sortie_saisi IS NOT NULL
                THEN concat('motif « ', l.motif_sortie_saisi, ' » inconnu')
            WHEN l.motif_sortie IS NOT NULL AND l.date_sortie IS NULL
                THEN concat('motif « ', l.motif_sortie, ' » sans date de sortie')
            WHEN
                l.motif_sortie IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1
                    FROM ref.motif_sortie AS m
                    WHERE
                        m.code = l.motif_sortie
                        AND coalesce(m.debut, DATE '0001-01-01') <= l.date_sortie
                        AND coalesce(m.fin, DATE '9999-12-31') >= l.date_sortie
                )
                THEN concat('motif « ', l.motif_sortie, ' » hors nomenclature le ', jour(l.date_sortie))
        END AS valeur
    FROM curated.charte_lignes_parcours AS l
    WHERE l.est_retenue AND (l.date_sortie IS NOT NULL OR l.motif_sortie_saisi IS NOT NULL OR l.motif_sortie IS NOT NULL)
)

SELECT cle, valeur, 'une date et un motif de la nomenclature, ensemble' AS attendu
FROM juge
WHERE valeur IS NOT NULL
