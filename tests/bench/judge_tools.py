"""Times Python tools that correct or compare judge scores, on the inputs given on standard input.

Prints a JSON object: tool and function -> seconds of one call, the best of several, imports and
the making of arrays excluded; and the versions.
"""

import json
import sys
import time
import warnings
from importlib.metadata import version

import numpy

warnings.filterwarnings("ignore")

import cje
import ppi_py
import truescore

data = json.load(sys.stdin)
verdict = numpy.array(data["verdict"])
human = numpy.array(data["human"])
gold_index = numpy.flatnonzero(human >= 0)
gold = human[gold_index]
rest = numpy.flatnonzero(human < 0)
floats = {name: array.astype(float) for name, array in
          {"y": gold, "f": verdict[gold_index], "u": verdict[rest], "all": verdict}.items()}
labels = numpy.where(human >= 0, human, numpy.nan).astype(float)
ratings = numpy.array(data["ratings"], dtype=float)


def best(call, rounds):
    fastest = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


calls = {
    "truescore rogan_gladen_estimate": (
        lambda: truescore.rogan_gladen_estimate(verdict, gold, gold_index), 200),
    "truescore ppi_estimate": (lambda: truescore.ppi_estimate(verdict, gold, gold_index), 200),
    "ppi-python ppi_mean_ci": (
        lambda: ppi_py.ppi_mean_ci(floats["y"], floats["f"], floats["u"], alpha=0.05), 200),
    "cje-eval calibrated_mean_ci": (
        lambda: cje.calibrated_mean_ci(floats["all"], labels, numpy.isfinite(labels)), 3),
    "truescore judge_agreement": (
        lambda: truescore.judge_agreement(verdict[gold_index], gold), 3),
    "truescore krippendorff_alpha": (lambda: truescore.krippendorff_alpha(ratings), 3),
}
print(json.dumps({
    "seconds": {name: best(call, rounds) for name, (call, rounds) in calls.items()},
    "versions": {name: version(name) for name in ("truescore", "ppi-python", "cje-eval")},
}))
