-- E04 : un parcours ouvert dont les étapes se sont arrêtées il y a plus de trois mois.

-- choix
SELECT c.*
FROM candidat_ouvert AS c
WHERE
    c.date_entree < photo_fautes() - INTERVAL 7 MONTH
    AND EXISTS (
        SELECT 1 FROM etapes AS e
        WHERE e.id_parcours = c.id_parcours AND coalesce(e.date_fin, photo_fautes()) >= photo_fautes() - INTERVAL 3 MONTH
    )
    AND NOT EXISTS (
        SELECT 1 FROM etapes AS e WHERE e.id_parcours = c.id_parcours AND e.date_debut >= photo_fautes() - INTERVAL 5 MONTH
    )
    -- Sans étape, un appel ne compte plus comme entretien : il faut une rencontre récente.
    AND EXISTS (
        SELECT 1 FROM entretiens AS r
        WHERE r.id_parcours = c.id_parcours AND r.modalite = 'physique' AND r.date_entretien > photo_fautes() - 25
    )

-- faute
UPDATE etapes SET date_fin = least(coalesce(date_fin, photo_fautes()), (photo_fautes() - INTERVAL 4 MONTH)::DATE)
WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'E04', 'parcours', id_parcours FROM choix
