-- P05 : un quartier d'une autre commune, ou à vérifier.

-- choix
SELECT c.* FROM candidat_clos AS c SEMI JOIN participants AS p ON p.id_dossier = c.id_dossier AND p.commune = 'Dijon'

-- faute
UPDATE participants SET quartier = CASE WHEN c.rang % 2 = 0 THEN 'Le Mail' ELSE 'à vérifier' END
FROM choix AS c WHERE c.id_dossier = participants.id_dossier;

-- verite
SELECT 'P05', 'participant', id_dossier FROM choix
