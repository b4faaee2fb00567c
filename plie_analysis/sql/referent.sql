-- referent : une ligne par référent et par période de poste.
-- Les équivalents temps plein (ETP) fondent les objectifs d'entrées et de file active.
--
-- photo (DATE) : date d'extraction de la photo d'où vient la ligne.
-- code_referent (VARCHAR) : code du référent.
-- structure (VARCHAR) : structure porteuse pendant la période.
-- nb_etp (DOUBLE) : équivalents temps plein pendant la période.
-- date_debut (DATE) : premier jour de la période ; vide = depuis toujours.
-- date_fin (DATE) : dernier jour de la période ; vide = toujours en poste.

SELECT photo, code_referent, structure, nb_etp, date_debut, date_fin
FROM raw.referents
WHERE photo = $photo AND est_retenue
