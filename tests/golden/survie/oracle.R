# Values printed by R (survival 3.5-3, cmprsk 2.2-11) for the tables beside this script: Rscript oracle.R
suppressMessages({library(survival); library(cmprsk)})
options(digits = 15, warn = -1)
ecrire <- function(x, nom, quoi) {
  x[] <- lapply(x, function(v) if (is.numeric(v)) ifelse(is.finite(v), sprintf("%.15g", v), "") else v)
  write.csv(x, paste0(nom, ".", quoi, ".csv"), row.names = FALSE, quote = FALSE)
}
strates <- function(f) sub("groupe=", "", rep(names(f$strata), f$strata))
for (fichier in Sys.glob("*.table.csv")) {
  nom <- sub(".table.csv", "", fichier)
  d <- read.csv(fichier)
  d$w <- if (is.null(d$poids)) 1 else d$poids
  d$id <- seq_len(nrow(d))
  d$ev <- as.integer(d$cause > 0)
  d$etat <- factor(d$cause, 0:max(d$cause))
  tardif <- !is.null(d$entree)
  y <- if (tardif) Surv(d$entree, d$duree, d$ev) else Surv(d$duree, d$ev)
  ym <- if (tardif) Surv(d$entree, d$duree, d$etat) else Surv(d$duree, d$etat)
  f <- survfit(y ~ groupe, d, weights = w, conf.type = "log-log")
  se <- if (f$logse) f$surv * f$std.err else f$std.err
  ecrire(data.frame(groupe = strates(f), t = f$time, n_risque = f$n.risk, n_evenements = f$n.event, n_censures = f$n.censor,
                    estimation = f$surv, erreur_type = se, ic_bas = f$lower, ic_haut = f$upper), nom, "km")
  h <- 20 * max(d$duree) / 40
  tb <- as.data.frame(summary(f, rmean = h)$table)
  ecrire(data.frame(groupe = sub("groupe=", "", rownames(tb)), horizon = h, moyenne = tb[["rmean"]], erreur = tb[["se(rmean)"]],
                    mediane = tb$median, bas = tb[["0.95LCL"]], haut = tb[["0.95UCL"]]), nom, "resumes")
  m <- survfit(ym ~ groupe, d, weights = w, id = id, conf.type = "log-log")
  aj <- NULL
  for (k in seq_len(max(d$cause))) aj <- rbind(aj, data.frame(groupe = strates(m), cause = k, t = m$time,
      estimation = m$pstate[, k + 1], erreur_type = m$std.err[, k + 1], ic_bas = m$lower[, k + 1], ic_haut = m$upper[, k + 1]))
  ecrire(aj, nom, "aj")
  if (!tardif && all(d$w == 1)) {
    x <- survdiff(y ~ groupe, d)
    ecrire(data.frame(test = "log_rank", cause = 0, chi2 = x$chisq, ddl = length(x$n) - 1, p = x$pvalue), nom, "tests")
    if (nom != "presque_egales") {  # cuminc has no tolerance for near ties
      g <- cuminc(d$duree, d$cause, d$groupe)$Tests
      g <- rbind(data.frame(test = "log_rank", cause = 0, chi2 = x$chisq, ddl = length(x$n) - 1, p = x$pvalue),
                 data.frame(test = "gray", cause = as.integer(rownames(g)), chi2 = g[, "stat"], ddl = g[, "df"], p = g[, "pv"]))
      ecrire(g, nom, "tests")
    }
  }
}
