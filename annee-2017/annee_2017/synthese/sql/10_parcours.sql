-- Each copy r of the plan: people exchanged within what the published tables cannot tell apart, days moved by whole
-- weeks inside their month (an entry and its prescription together, so that the wait stays).
CREATE OR REPLACE TEMP TABLE copie AS
SELECT r FROM range(getvariable('premiere'), getvariable('premiere') + getvariable('nombre')) AS t(r);

CREATE OR REPLACE TEMP TABLE base AS
WITH place AS (
    SELECT r, parcours, echange, row_number() OVER (PARTITION BY r, echange ORDER BY parcours) AS rang FROM plan_parcours, copie
), donneur AS (
    SELECT r, echange, sexe, tranche_age, commune, quartier, niveau, rsa,
           row_number() OVER (PARTITION BY r, echange ORDER BY tirage('echange', r, parcours), parcours) AS rang
    FROM plan_parcours, copie
)
SELECT p.r, p.parcours, plan.personne, d.sexe, d.tranche_age, d.commune, d.quartier, d.niveau, d.rsa = 'oui' AS rsa, plan.prescripteur,
       plan.motif_sortie, plan.mois_saisie_entree, plan.mois_saisie_sortie,
       CASE WHEN plan.est_fixe OR plan.mois_saisie_entree IS NOT NULL THEN 0
            ELSE un_de('entree', p.r, p.parcours, list_intersect(semaines(plan.date_entree), semaines(plan.date_prescription))) END AS decalage,
       CASE WHEN plan.est_fixe OR plan.mois_saisie_sortie IS NOT NULL OR plan.date_sortie IS NULL THEN 0
            ELSE un_de('sortie', p.r, p.parcours, semaines(plan.date_sortie)) END AS decalage_sortie,
       plan.date_prescription, plan.date_entree, plan.date_sortie
FROM place p
JOIN donneur d USING (r, echange, rang)
JOIN plan_parcours plan ON plan.parcours = p.parcours;

CREATE OR REPLACE TEMP TABLE suivi AS
SELECT r, parcours, personne, sexe, tranche_age, commune, quartier, niveau, rsa, prescripteur, motif_sortie,
       'P' || lpad(CAST(numero(r, parcours) AS VARCHAR), 8, '0') AS id_parcours,
       'D' || lpad(CAST(numero(r, personne) AS VARCHAR), 8, '0') AS id_dossier,
       'O' || lpad(CAST(numero(r, parcours) AS VARCHAR), 8, '0') AS id_prescription,
       CAST(date_prescription + decalage AS DATE) AS date_prescription,
       CAST(date_entree + decalage AS DATE) AS date_entree,
       CAST(date_sortie + decalage_sortie AS DATE) AS date_sortie,
       mois_saisie_entree, mois_saisie_sortie
FROM base;
