-- P07 : une personne qui reçoit la civilité, la naissance et l'adresse d'une autre ; la charte nomme le second numéro.

-- choix
SELECT * FROM candidat_clos

-- faute
CREATE OR REPLACE TEMP TABLE paire AS
SELECT greatest(a.id_dossier, b.id_dossier) AS second, least(a.id_dossier, b.id_dossier) AS premier
FROM choix AS a JOIN choix AS b ON b.rang = a.rang + 1 WHERE a.rang % 2 = 1;

UPDATE participants SET civilite = p.civilite, date_naissance = p.date_naissance, commune = p.commune, quartier = p.quartier, code_postal = p.code_postal
FROM paire JOIN participants AS p ON p.id_dossier = paire.premier WHERE participants.id_dossier = paire.second;

-- verite
SELECT 'P07', 'participant', second FROM paire
