-- Le parcours et le référent auxquels on adresse ce qui concerne une personne : ceux de son parcours le plus récent.
--
-- id_dossier : numéro de dossier.
-- id_parcours, code_referent : parcours le plus récent, et son référent.

SELECT
    id_dossier,
    max_by(id_parcours, (date_entree, id_parcours)) AS id_parcours,
    max_by(code_referent, (date_entree, id_parcours)) AS code_referent
FROM raw.parcours
WHERE est_retenue
GROUP BY id_dossier
