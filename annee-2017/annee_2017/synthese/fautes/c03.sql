-- C03 : une sortie sans motif.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE parcours SET motif_sortie = NULL WHERE id_parcours IN (SELECT id_parcours FROM choix);

-- verite
SELECT 'C03', 'parcours', id_parcours FROM choix
