-- P06 : un niveau de formation absent.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE participants SET niveau = NULL WHERE id_dossier IN (SELECT id_dossier FROM choix);

-- verite
SELECT 'P06', 'participant', id_dossier FROM choix
