-- R01 : un parcours ouvert sans entretien depuis deux mois.

-- choix
SELECT c.*
FROM candidat_ouvert AS c
ANTI JOIN veilles AS v ON v.id_parcours = c.id_parcours AND coalesce(v.date_fin, photo_fautes()) >= photo_fautes() - INTERVAL 3 MONTH
WHERE NOT EXISTS (
    SELECT 1 FROM entretiens AS r
    WHERE r.id_parcours = c.id_parcours AND r.est_point_etape AND r.date_entretien >= photo_fautes() - INTERVAL 2 MONTH
)
AND NOT EXISTS (
    SELECT 1 FROM etapes AS e WHERE e.id_parcours = c.id_parcours AND e.date_debut >= photo_fautes() - INTERVAL 8 MONTH
)

-- faute
DELETE FROM entretiens WHERE id_parcours IN (SELECT id_parcours FROM choix) AND date_entretien >= photo_fautes() - INTERVAL 2 MONTH;

-- verite
SELECT 'R01', 'parcours', id_parcours FROM choix
