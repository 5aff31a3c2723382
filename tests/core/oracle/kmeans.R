# Records what R finds, for tests/core/test_oracle.py. Run in this folder: Rscript kmeans.R
# Tables: two of random normal figures, and three that come with R, standardised.
suppressPackageStartupMessages({ library(fpc); library(cluster) })

set.seed(20201211)
tables <- list(
  normal_58x40 = matrix(rnorm(58 * 40), 58),
  normal_342x40 = matrix(rnorm(342 * 40), 342),
  iris = scale(as.matrix(iris[, 1:4])),
  arrests = scale(as.matrix(USArrests)),
  swiss = scale(as.matrix(swiss))
)

for (name in names(tables)) {
  x <- tables[[name]]
  write.table(format(round(x, 4), trim = TRUE), paste0(name, ".csv"), sep = ",",
              row.names = FALSE, col.names = FALSE, quote = FALSE)
}
read <- function(name) as.matrix(read.csv(paste0(name, ".csv"), header = FALSE))

best <- sapply(names(tables), function(name) {
  x <- read(name)
  min(sapply(1:20, function(seed) {
    set.seed(seed)
    suppressWarnings(kmeans(x, 7, iter.max = 100, nstart = 50)$tot.withinss)
  }))
})

# clusterboot: the same partition (the best of 50 starts) on each table, 3 clusters, 400 draws.
jaccard <- lapply(c("iris", "arrests", "swiss"), function(name) {
  x <- read(name)
  set.seed(1)
  made <- clusterboot(x, B = 400, bootmethod = "boot", clustermethod = kmeansCBI, krange = 3,
                      runs = 50, count = FALSE)
  list(labels = made$result$partition, mean = made$bootmean,
       se = apply(made$bootresult, 1, sd) / sqrt(400))
})
names(jaccard) <- c("iris", "arrests", "swiss")

number <- function(v) paste0("[", paste(format(v, digits = 12, trim = TRUE), collapse = ", "), "]")
part <- function(one) paste0('{"labels": ', number(one$labels - 1), ', "mean": ', number(one$mean),
                             ', "se": ', number(one$se), "}")
lines <- c(
  "{",
  paste0(' "r": "', R.version$major, ".", R.version$minor, '", "fpc": "', packageVersion("fpc"), '",'),
  ' "kmeans_k": 7,',
  paste0(' "kmeans": {', paste0('"', names(best), '": ', format(best, digits = 12), collapse = ", "), "},"),
  ' "clusterboot": {',
  paste0('  "', names(jaccard), '": ', sapply(jaccard, part), collapse = ",\n"),
  " }",
  "}"
)
writeLines(lines, "recorded.json")
