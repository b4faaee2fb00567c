-- P02 : une date de naissance absente, ou qui donne quinze ans à l'entrée.

-- choix
SELECT * FROM candidat_clos

-- faute
UPDATE participants SET date_naissance = CASE WHEN c.rang % 2 = 0 THEN (c.date_entree - INTERVAL 15 YEAR)::DATE END
FROM choix AS c WHERE c.id_dossier = participants.id_dossier;

-- verite
SELECT 'P02', 'participant', id_dossier FROM choix
