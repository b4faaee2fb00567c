-- P08 : un niveau écrit en chiffres arabes parmi les romains ; il est mis à part, et P06 le trouve absent.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE participants SET niveau = '4' WHERE id_dossier IN (SELECT id_dossier FROM choix);

-- verite
SELECT unnest(['P06', 'P08']), 'participant', id_dossier FROM choix
