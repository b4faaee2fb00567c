-- P04 : une commune hors du territoire.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE participants SET commune = 'Beaune', code_postal = '21200' WHERE id_dossier IN (SELECT id_dossier FROM choix);

-- verite
SELECT 'P04', 'participant', id_dossier FROM choix
