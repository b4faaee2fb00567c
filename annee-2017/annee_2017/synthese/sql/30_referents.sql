-- The référent of each parcours: that of the town when it has one (two times in three), else drawn by working time.
CREATE OR REPLACE TEMP TABLE tour AS
WITH courant AS (
    SELECT code_referent, any_value(commune) AS commune, min(nb_etp) AS nb_etp FROM plan_referents GROUP BY code_referent
)
SELECT *, (sum(nb_etp) OVER (ORDER BY code_referent) - nb_etp) / sum(nb_etp) OVER () AS bas, sum(nb_etp) OVER (ORDER BY code_referent) / sum(nb_etp) OVER () AS haut
FROM courant;

CREATE OR REPLACE TEMP TABLE affectation AS
SELECT s.r, s.parcours, coalesce(ville.code_referent, tour.code_referent) || CASE WHEN s.r = 0 THEN '' ELSE '-' || s.r END AS code_referent
FROM suivi s
JOIN tour ON tirage('referent', s.r, s.parcours) >= tour.bas AND tirage('referent', s.r, s.parcours) < tour.haut
LEFT JOIN tour AS ville ON ville.commune = s.commune AND tirage('ville', s.r, s.parcours) < 0.6;
