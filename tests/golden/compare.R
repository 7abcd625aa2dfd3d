# Reads jobs from the file named on the command line (JSON), writes a list of results (JSON, 17 digits) to the second file.
# Each job has `f`, the name of a function below, and its arguments. Called by compare.py only.
suppressPackageStartupMessages({
  library(jsonlite); library(sandwich); library(clubSandwich); library(coin); library(exactRankTests); library(PoissonBinomial)
})

cluster_mean <- function(j) {
  fit <- lm(y ~ 1, data.frame(y = j$y))
  V <- vcovCR(fit, cluster = j$clusters, type = toupper(j$type))
  out <- list(standardError = sqrt(V[1, 1]), estimate = coef(fit)[[1]])
  if (j$type %in% c("cr2", "cr3")) {
    test <- coef_test(fit, vcov = V, test = "Satterthwaite")
    ci <- conf_int(fit, vcov = V, level = j$level, test = "Satterthwaite")
    out <- c(out, list(df = test$df_Satt, p = test$p_Satt, statistic = test$tstat, lower = ci$CI_L, upper = ci$CI_U))
  }
  out
}

poisson_binomial <- function(j) {
  x <- j$successes
  list(atMost = ppbinom(x, j$chances, method = "Convolve"),
       atLeast = if (x == 0) 1 else ppbinom(x - 1, j$chances, method = "Convolve", lower.tail = FALSE))
}

signed_rank <- function(j) list(p = wilcox.exact(j$d, exact = TRUE)$p.value, statistic = unname(wilcox.exact(j$d, exact = TRUE)$statistic))

coin_signed_rank <- function(j) {
  d <- j$d
  list(p = as.numeric(pvalue(wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = "Wilcoxon"))))
}

sign_flip <- function(j) list(p = perm.test(as.integer(j$d), exact = TRUE)$p.value)

friedman <- function(j) {
  t <- friedman.test(matrix(j$scores, ncol = j$systems, byrow = TRUE))
  list(chiSquareTies = unname(t$statistic), pTies = t$p.value)
}

spearman <- function(j) list(p = cor.test(j$x, j$y, method = "spearman", exact = TRUE)$p.value)
kendall <- function(j) list(p = cor.test(j$x, j$y, method = "kendall", exact = TRUE)$p.value,
                            estimate = unname(cor.test(j$x, j$y, method = "kendall", exact = TRUE)$estimate))
adjust <- function(j) list(adjusted = p.adjust(j$p, c(bonferroni = "bonferroni", holm = "holm", hochberg = "hochberg", bh = "BH",
                                                      by = "BY")[[j$method]], n = j$comparisons))

# Davidson's model as a Poisson log-linear model: three rows per battle, one intercept per pair of systems. The score of an
# intercept is 0 in every battle, so the sandwich of the strengths is that of the multinomial model.
battles <- function(j) {
  m <- j$systems; n <- length(j$a); a <- j$a + 1; b <- j$b + 1
  design <- function(i, k) {
    X <- matrix(0, length(i), m)
    X[cbind(seq_along(i), i)] <- 1
    if (!is.null(k)) X[cbind(seq_along(k), k)] <- X[cbind(seq_along(k), k)] - 1
    X
  }
  if (j$method == "davidson") {
    A <- design(a, NULL); B <- design(b, NULL)
    X <- rbind(cbind(A, 0), cbind(B, 0), cbind((A + B) / 2, 1))[, -1, drop = FALSE]
    y <- c(j$outcome == 0, j$outcome == 1, j$outcome >= 2) * 1
    pair <- factor(rep(paste(pmin(a, b), pmax(a, b)), 3))
    fit <- if (nlevels(pair) > 1) glm(y ~ X + pair, family = poisson, epsilon = 1e-15, control = list(maxit = 100, epsilon = 1e-15))
           else glm(y ~ X, family = poisson, control = list(maxit = 100, epsilon = 1e-15))
    groups <- rep(j$clusters, 3)
    keep <- 1 + seq_len(ncol(X))
  } else {
    X <- design(a, b)[, -1, drop = FALSE]
    y <- ifelse(j$outcome == 0, 1, ifelse(j$outcome == 1, 0, 0.5))
    fit <- suppressWarnings(glm(y ~ X - 1, family = binomial, control = list(maxit = 100, epsilon = 1e-15)))
    groups <- j$clusters
    keep <- seq_len(ncol(X))
  }
  V <- if (!is.null(j$clusters)) vcovCL(fit, cluster = groups, type = "HC0", cadjust = TRUE)
       else if (j$method == "half_win") sandwich(fit) else vcov(fit)
  V <- unname(V[keep, keep, drop = FALSE]); x <- unname(coef(fit)[keep])
  free <- seq_len(m - 1)
  lam <- c(0, x[free]); S <- matrix(0, m, m); S[-1, -1] <- V[free, free]
  C <- diag(m) - 1 / m
  out <- list(strength = as.vector(C %*% lam), error = sqrt(diag(C %*% S %*% C)))
  k <- combn(m, 2)
  out$difference <- lam[k[1, ]] - lam[k[2, ]]
  out$pairError <- sqrt(S[cbind(k[1, ], k[1, ])] + S[cbind(k[2, ], k[2, ])] - 2 * S[cbind(k[1, ], k[2, ])])
  if (j$method == "davidson") { out$logTie <- x[[m]]; out$logTieError <- sqrt(V[m, m]) }
  lapply(out, as.list)
}

args <- commandArgs(TRUE)
jobs <- fromJSON(args[1], simplifyDataFrame = FALSE, simplifyMatrix = FALSE)
results <- lapply(jobs, function(j) get(j$f)(j))
packages <- c("jsonlite", "sandwich", "clubSandwich", "coin", "exactRankTests", "PoissonBinomial")
versions <- c(list(R = as.character(getRversion())), sapply(packages, function(p) as.character(packageVersion(p)), simplify = FALSE))
write(toJSON(list(results = results, versions = versions), digits = I(17), auto_unbox = TRUE), args[2])
