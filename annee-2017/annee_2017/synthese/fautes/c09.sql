-- C09 : le motif des trente mois avant l'heure.

-- choix
SELECT * FROM candidat_clos WHERE date_sortie < date_entree + INTERVAL 28 MONTH

-- faute
UPDATE parcours SET motif_sortie = 'SUIVI PLIE + 30 MOIS' WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'C09', 'sortie', id_parcours FROM choix
