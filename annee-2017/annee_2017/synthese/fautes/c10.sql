-- C10 : un déménagement dont la nouvelle commune n'est pas saisie.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE parcours SET motif_sortie = 'DEMENAGEMENT' WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'C10', 'sortie', id_parcours FROM choix
