-- P07 : une personne qui reçoit la civilité, la naissance et l'adresse d'une autre ; la charte nomme le second numéro.

-- choix
SELECT c.*
FROM candidat_clos AS c
JOIN participants AS p ON p.id_dossier = c.id_dossier
-- Ceux qui ressemblent déjà à quelqu'un sont des constats de l'année propre.
ANTI JOIN participants AS a
    ON a.id_dossier <> p.id_dossier
    AND a.civilite = p.civilite
    AND a.date_naissance = p.date_naissance
    AND a.commune = p.commune

-- faute
CREATE OR REPLACE TEMP TABLE paire AS
SELECT greatest(a.id_dossier, b.id_dossier) AS second, least(a.id_dossier, b.id_dossier) AS premier
FROM choix AS a JOIN choix AS b ON b.rang = a.rang + 1 WHERE a.rang % 2 = 1;

UPDATE participants SET civilite = p.civilite, date_naissance = p.date_naissance, commune = p.commune, quartier = p.quartier, code_postal = p.code_postal
FROM paire JOIN participants AS p ON p.id_dossier = paire.premier WHERE participants.id_dossier = paire.second;

-- verite
SELECT 'P07', 'participant', second FROM paire
