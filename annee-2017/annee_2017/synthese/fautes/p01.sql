-- P01 : un dossier saisi deux fois.

-- choix
SELECT * FROM candidat_clos

-- faute
INSERT INTO participants SELECT * FROM participants WHERE id_dossier IN (SELECT id_dossier FROM choix);

-- verite
SELECT 'P01', 'participant', id_dossier FROM choix
