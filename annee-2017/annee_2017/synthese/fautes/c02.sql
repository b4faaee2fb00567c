-- C02 : une sortie la veille de l'entrée.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE parcours SET date_sortie = date_entree - 1 WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'C02', 'parcours', id_parcours FROM choix
