-- C07 : une entrée que rien ne relie à sa prescription.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE parcours SET id_prescription = NULL WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'C07', 'parcours', id_parcours FROM choix
