-- P03 : une civilité hors nomenclature.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE participants SET civilite = 'Dr' WHERE id_dossier IN (SELECT id_dossier FROM choix);

-- verite
SELECT 'P03', 'participant', id_dossier FROM choix
