-- La structure porteuse de chaque référent, la dernière connue à la date de la photo.
--
-- code_referent : code du référent.
-- structure : structure porteuse.

SELECT code_referent, max_by(structure, coalesce(date_debut, DATE '0001-01-01')) AS structure
FROM raw.referents
WHERE est_retenue AND coalesce(date_debut, DATE '0001-01-01') <= la_photo()
GROUP BY code_referent
