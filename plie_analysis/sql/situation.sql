-- situation : une ligne par période d'une situation administrative (RSA, ASS, AAH…) d'une personne.
-- Une personne est au RSA à une date si une période RSA la contient, bornes comprises.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- id_dossier (VARCHAR) : numéro de dossier de la personne.
-- situation (VARCHAR) : situation de la nomenclature ; vide si inconnue.
-- date_debut (DATE) : premier jour de la situation.
-- date_fin (DATE) : dernier jour de la situation ; vide tant qu'elle dure.
-- est_rsa (BOOLEAN) : vrai si la situation est le RSA ; situation inconnue = faux.

SELECT
    photo,
    id_dossier,
    situation,
    date_debut,
    date_fin,
    coalesce(situation = 'RSA', false) AS est_rsa
FROM raw.situations
WHERE photo = $photo AND est_retenue
