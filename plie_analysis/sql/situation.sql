-- situation : une ligne par période d'une situation administrative (RSA, ASS, AAH…) d'une personne.
-- Une personne est au RSA à une date si une période RSA la contient, bornes comprises.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_dossier (VARCHAR) : numéro de dossier de la personne.
-- situation (VARCHAR) : situation de la nomenclature ; vide si inconnue.
-- date_debut (DATE) : premier jour de la situation.
-- date_fin (DATE) : dernier jour de la situation ; vide tant qu'elle dure.
-- est_rsa (BOOLEAN) : vrai si la situation est le RSA ; situation inconnue = faux.
-- connue_le (DATE) : jour où la ligne est connue : la saisie du dossier ; vide = connue dès le début.

SELECT
    r.photo,
    r.id_dossier,
    r.situation,
    r.date_debut,
    r.date_fin,
    coalesce(r.situation = 'RSA', false) AS est_rsa,
    personne.connue_le
FROM raw.situations AS r
LEFT JOIN curated.participant AS personne ON personne.photo = $photo AND personne.id_dossier = r.id_dossier
WHERE r.photo = $photo AND r.est_retenue
