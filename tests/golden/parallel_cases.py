"""The calls of parallel.jsonl: random small joints from a linear congruential generator with whole weights, the list tasks, measured
curves, and what is refused. cases() gives (call, request, more); `more` may say what is expected or refused."""
import itertools
from math import log2
import parallel_reference as reference
from parallel_tasks import as_columns, table

DECODINGS = [{}, {"temperature": 0}, {"temperature": .5}, {"temperature": 2}, {"temperature": 0, "valueTies": "first"}]


class Draws:
    """Knuth's generator: the high 32 bits of s = 6364136223846793005 s + 1442695040888963407 modulo 2^64."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 32) * bound >> 32

    def choice(self, values):
        return values[self.below(len(values))]

    def shuffled(self, values):
        values = list(values)
        for i in range(len(values) - 1, 0, -1):
            j = self.below(i + 1)
            values[i], values[j] = values[j], values[i]
        return values


def answers(draws, n, vocabulary, count):
    """Distinct ones, in random order."""
    found = {}
    while len(found) < min(count, vocabulary ** n):
        found[tuple(draws.below(vocabulary) for _ in range(n))] = True
    return list(found)


def joint(seed, n, vocabulary, count, largest=9, valid=False, repeats=False):
    draws = Draws(seed)
    rows = answers(draws, n, vocabulary, count)
    if repeats:
        rows += [rows[0], rows[-1]]
    target = as_columns(rows) | {"weights": [1 + draws.below(largest) for _ in rows]}
    if repeats:
        target["weights"][1] = 0
    if valid:
        target["valid"] = [0] + [int(draws.below(3) > 0) for _ in rows[1:]]
    return target


def conditional(seed, shapes, weights=None, largest=9):
    """Several conditions, each (n, vocabulary, count)."""
    parts = [joint(seed + 7 * k, n, vocabulary, count, largest) for k, (n, vocabulary, count) in enumerate(shapes)]
    target = {key: [v for part in parts for v in part[key]] for key in ("tokens", "weights", "sequences", "lengths")}
    return target | ({"conditionWeights": weights} if weights else {})


def partition(draws, n):
    order, sizes = draws.shuffled(range(n)), []
    while sum(sizes) < n:
        sizes.append(1 + draws.below(n - sum(sizes)))
    return {"positions": order, "sizes": sizes}


PLAIN = [joint(1, 2, 2, 3), joint(2, 2, 3, 5), joint(3, 3, 2, 5), joint(4, 3, 3, 8), joint(5, 4, 2, 7), joint(6, 4, 3, 10),
         joint(7, 3, 2, 4, largest=1), joint(8, 4, 2, 6, largest=1), joint(9, 3, 4, 12, largest=2), joint(10, 4, 3, 12, largest=1),
         joint(11, 2, 4, 16), joint(12, 3, 2, 8)]
FIVE = [joint(21, 5, 2, 9), joint(22, 5, 3, 12), joint(23, 5, 2, 6, largest=1)]
MARKED = [joint(31, 3, 2, 6, valid=True), joint(32, 4, 2, 8, valid=True), joint(33, 2, 3, 6, largest=1, valid=True)]
SAME_LENGTH = [conditional(41, [(3, 2, 4), (3, 2, 5)]), conditional(42, [(3, 3, 6), (3, 2, 3), (3, 2, 1)], [3, 1, 2]),
               conditional(43, [(4, 2, 5), (4, 2, 6)], [0, 5]), conditional(44, [(2, 2, 2), (2, 2, 3), (2, 2, 4)], [1, 2, 4])]
OTHER_LENGTHS = [conditional(51, [(2, 2, 3), (3, 2, 4)]), conditional(52, [(4, 2, 5), (1, 3, 3), (3, 2, 3)], [1, 1, 3])]
ODD = [joint(61, 3, 3, 6, repeats=True), joint(62, 4, 2, 5, repeats=True), joint(63, 3, 2, 1), joint(64, 1, 4, 4), joint(65, 1, 1, 1)]
TASKS = [as_columns(table("shuffle", 3)), as_columns(table("replace_random", 4)), as_columns(table("insert_random", 3)),
         as_columns(table("remove_random", 5)), as_columns(table("latin_square", 2))]
HUGE = joint(66, 3, 2, 5) | {"weights": [1e300, 3e300, 2e300, 1e300, 5e300]}
TINY = joint(67, 2, 3, 4) | {"weights": [1e-300, 3e-300, 2e-300, 4e-300]}


def quantities():
    for target in PLAIN + FIVE + MARKED[:1] + SAME_LENGTH + OTHER_LENGTHS + ODD + TASKS + [HUGE, TINY]:
        yield "measureTarget", {"target": target}, {}
    yield "measureTarget", {"target": joint(71, 12, 2, 40)}, {}
    yield "measureTarget", {"target": as_columns(table("latin_square", 3))}, {}
    for target in PLAIN[:10] + FIVE[:2] + TASKS[:3] + ODD[:3]:
        yield "pairMap", {"target": target}, {}
    for target in (PLAIN[3], PLAIN[5], TASKS[1]):
        for first, second in ((0, 2), (2, 1)):
            yield "pairMap", {"target": target, "first": first, "second": second}, {}
    yield "pairMap", {"target": SAME_LENGTH[1], "condition": 1}, {}
    yield "pairMap", {"target": joint(72, 2, 45, 70, largest=30)}, {}
    yield "pairMap", {"target": as_columns([(i, i) for i in range(42)])}, {}


def outcomes():
    draws = Draws(81)
    for k, target in enumerate(PLAIN + MARKED + SAME_LENGTH + TASKS + ODD):
        if k % 2:
            yield "stepsOutcome", {"target": target, "decoding": {}}, {}
        n = target["lengths"][0]
        for decoding in [DECODINGS[k % 5], DECODINGS[(k + 2) % 5]]:
            yield "stepsOutcome", {"target": target, "steps": partition(draws, n), "decoding": decoding}, {}
    for target in FIVE:
        yield "stepsOutcome", {"target": target, "steps": partition(draws, 5), "decoding": {}}, {}
    for target in OTHER_LENGTHS:
        yield "stepsOutcome", {"target": target, "decoding": {"temperature": .5}}, {}
    yield "stepsOutcome", {"target": HUGE, "decoding": {}}, {}
    for temperature in (.1, .9, 5, 100):
        yield "stepsOutcome", {
            "target": PLAIN[1],
            "steps": {"positions": [1, 0], "sizes": [2]},
            "decoding": {"temperature": temperature},
        }, {}


def optima():
    for target in PLAIN + FIVE[:2] + SAME_LENGTH[:3] + ODD[:4] + TASKS:
        yield "klSchedules", {"target": target}, {}
    yield "klSchedules", {"target": PLAIN[4], "most": 2}, {}
    yield "klSchedules", {"target": PLAIN[4], "most": 9}, {}
    yield "klSchedules", {"target": joint(91, 6, 2, 12)}, {}
    for k, target in enumerate(PLAIN + MARKED + SAME_LENGTH[:3] + ODD[2:4] + TASKS[:4]):
        yield "accuracySchedules", {"target": target, "decoding": DECODINGS[k % 4]}, {}
        yield "adaptiveFrontier", {"target": target, "decoding": DECODINGS[(k + 1) % 4]}, {}
    yield "accuracySchedules", {"target": FIVE[0], "decoding": {}}, {}
    yield "accuracySchedules", {"target": PLAIN[5], "most": 2, "decoding": {"temperature": 0, "valueTies": "first"}}, {}
    for target in FIVE + OTHER_LENGTHS:
        yield "adaptiveFrontier", {"target": target, "decoding": {}}, {}
    yield "adaptiveFrontier", {"target": PLAIN[7], "most": 2, "decoding": {"temperature": 0, "valueTies": "first"}}, {}
    for target in PLAIN + FIVE + SAME_LENGTH[:3] + ODD[:4] + TASKS:
        yield "informationCurve", {"target": target}, {}
    # Too many subsets, but all of one size have the same entropy, so the estimate is exact.
    n = 20
    entropies = [(n - j) / n * log2(n / (n - j)) + j / n * log2(n) if j < n else log2(n) for j in range(1, n + 1)]
    yield ("informationCurve", {"target": as_columns([tuple(int(i == k) for i in range(n)) for k in range(n)]), "subsets": 10, "seed": 5},
           {"expect": {"exact": False, "entropies": entropies, "standardErrors": [0] * n, "subsets": 10, "seed": 5,
                       "schedules.length": n}, "source": "entropies by the formula of section 10", "relative": 1e-10})
    yield ("informationCurve", {"target": as_columns([(0,) * 40, (1,) * 40])},
           {"expect": {"exact": False, "entropies": [1] * 40, "curve": [0] + [1] * 39, "schedules.length": 33, "schedules.0.divergence": 39,
                       "schedules.1.sizes": [1, 39], "schedules.1.divergence": 0, "schedules.32.steps": 40},
            "source": "one bit in every position"})


RULES = [
    {"rule": "top_k", "score": "confidence", "k": 2},
    {"rule": "top_k", "score": "margin", "k": 1},
    {"rule": "top_k", "score": "margin", "k": 2},
    {"rule": "top_k", "score": "entropy", "k": 2},
    {"rule": "top_k", "score": "random", "k": 2},
    {"rule": "top_k", "score": "random", "k": 1},
    {"rule": "top_k", "score": "left_to_right", "k": 2},
    {"rule": "top_k", "score": "entropy", "k": 1},
    {"rule": "top_k", "score": "confidence", "k": 9},
    {"rule": "threshold", "parameter": 0.5},
    {"rule": "threshold", "parameter": 0.5, "inclusive": True},
    {"rule": "threshold", "parameter": 0.7},
    {"rule": "threshold", "parameter": 0.6666666666666666},
    {"rule": "threshold", "parameter": 1},
    {"rule": "threshold", "parameter": 0},
    {"rule": "factor", "parameter": 1},
    {"rule": "factor", "parameter": 1.5},
    {"rule": "factor", "parameter": 0.7},
    {"rule": "factor_code", "parameter": 1},
    {"rule": "factor_code", "parameter": 1.6},
    {"rule": "factor_code", "parameter": 0.5},
    {"rule": "entropy_bounded", "score": "entropy", "parameter": 0.1},
    {"rule": "entropy_bounded", "score": "entropy", "parameter": 0.7},
    {"rule": "entropy_bounded", "score": "confidence", "parameter": 0.65},
    {"rule": "entropy_bounded", "score": "margin", "parameter": 0.9},
    {"rule": "entropy_bounded", "score": "entropy", "parameter": 0},
    {"rule": "frechet", "parameter": 0.3},
    {"rule": "frechet", "parameter": 0.8},
    {"rule": "frechet", "parameter": 0},
]


def strategies():
    draws, targets = Draws(101), PLAIN[2:] + MARKED + SAME_LENGTH + TASKS + OTHER_LENGTHS + ODD
    for k in range(116):
        rule, target = RULES[k % len(RULES)], targets[(5 * k + k // 7) % len(targets)]
        decoding = DECODINGS[0] if k % 3 == 0 else draws.choice(DECODINGS)
        strategy = rule | {"decoding": decoding} | ({"positionTies": "random"} if k % 2 else {})
        if k % 9 == 4:
            strategy |= {"block": 2}
        request = {"target": target, "strategy": strategy}
        if k % 4 == 1:
            best = reference.adaptive_frontier(target, None, decoding)["accuracies"]
            request |= {"frontier": [float(v) for v in best]}
        yield "runStrategy", request, {}
    for target in PLAIN[3:7] + SAME_LENGTH[:1]:
        for decoding in ({}, {"temperature": 0}):
            yield "runStrategy", {"target": target, "strategy": {"rule": "fixed", "steps": partition(draws, target["lengths"][0]),
                                                                 "decoding": decoding}}, {}
    for score in ("confidence", "random", "left_to_right"):
        steps = {"positions": [0, 1, 2, 3], "sizes": [1, 3]}
        yield "runStrategy", {"target": PLAIN[5], "strategy": {"rule": "top_k", "score": score, "steps": steps, "positionTies": "random",
                                                               "decoding": {}}}, {}
    for target in FIVE:
        yield "runStrategy", {"target": target, "strategy": {"rule": "top_k", "score": "random", "k": 2, "decoding": {}}}, {}
        yield "runStrategy", {
            "target": target,
            "strategy": {"rule": "factor", "parameter": 1.2, "positionTies": "random", "decoding": {}},
        }, {}


def accepted():
    lists = [[.9, .8, .7, .6], [.99, .99, .95, .9, .2], [.5, .5], [.3], [1, 1, 1], [.1, .6, .4, .6], [.75, .5, .9], [0, 1]]
    entropies = [[.1, .4, .2, .3], [.7, .7, .1, 0, .2], [.3, .3], [1.5], [0, 0, 0], [.2, .9, .4, .4], [.25, .5, .25], [2, 0]]
    parameters = {"threshold": (.5, .9), "factor": (.8, 1.5), "factor_code": (.8, 1.5), "frechet": (.25, .6), "entropy_bounded": (.3, .5)}
    for (rule, values), inclusive in itertools.product(parameters.items(), (False, True)):
        for k, (c, h) in enumerate(zip(lists, entropies)):
            request = {"rule": rule, "parameter": values[k % 2], "confidences": c}
            if rule == "threshold":
                yield "acceptedPositions", request | {"inclusive": inclusive}, {}
            elif not inclusive:
                yield "acceptedPositions", request | ({"entropies": h} if rule == "entropy_bounded" else {}), {}


def tasks():
    for task in ("copy", "replace_index", "reverse", "sort"):
        yield "listTaskLimits", {"task": task, "n": 4}, {}
    yield "listTaskLimits", {"task": "copy", "n": 1_000_000}, {}
    for task in ("shuffle", "replace_random"):
        for n in (1, 2, 3, 5, 8, 12, 30, 200):
            yield "listTaskLimits", {"task": task, "n": n} | ({"most": 6} if n > 12 else {}), {}
        yield "listTaskLimits", {"task": task, "n": 10, "most": 3}, {}
        yield "listTaskLimits", {"task": task, "n": 5000, "most": 4}, {}
        for n in (5001, 1_000_000):
            yield "listTaskLimits", {"task": task, "n": n}, {}
    for task in ("insert_random", "remove_random"):
        for n in (1, 2, 3, 6, 25, 300, 5000, 1_000_000)[task == "remove_random":]:
            yield "listTaskLimits", {"task": task, "n": n}, {}
    for n in range(1, 6):
        yield "listTaskLimits", {"task": "latin_square", "n": n}, {}
    draws = Draws(111)
    for task in ("shuffle", "replace_random"):
        for n in (1, 2, 5, 9, 40, 400):
            yield "listTaskSizes", {"task": task, "n": n, "sizes": partition(draws, n)["sizes"]}, {}
        for n, sizes in ((1000, [500, 300, 150, 50]), (100_000, [60_000, 30_000, 9_000, 1_000]), (1_000_000, [1_000_000]),
                         (1_000_000, [999_999, 1]), (1_000_000, [500_000, 500_000])):
            yield "listTaskSizes", {"task": task, "n": n, "sizes": sizes}, {}
        for n, gamma, inclusive in itertools.product((1, 2, 5), (0, .5, 1), (False, True)):
            yield "listTaskThreshold", {"task": task, "n": n, "threshold": gamma, "inclusive": inclusive}, {}
        for n, gamma, inclusive in ((7, .2, False), (7, .2, True), (10, .9, False), (10, .9, True), (50, .05, False), (1000, .999, False),
                                    (1000, .995, True), (1000, .0105, False), (1_000_000, .001, False)):
            yield "listTaskThreshold", {"task": task, "n": n, "threshold": gamma, "inclusive": inclusive}, {}
    for task, n in (("copy", 3), ("sort", 3), ("reverse", 4), ("replace_index", 3), ("replace_random", 4), ("shuffle", 3), ("shuffle", 4),
                    ("shuffle", 1), ("insert_random", 2), ("remove_random", 4), ("remove_random", 2), ("latin_square", 3)):
        yield "listTaskTable", {"task": task, "n": n}, {}


def measured():
    x, y = [1, 2, 3, 4, 6, 8], [.9, .85, .875, .5, .6, .25]
    for kind, accuracy in itertools.product(("fixed", "adaptive"), (0, .25, .3, .55, .6, .86, .875, .9, .91, 1)):
        yield "tokensPerStepAt", {"tokensPerStep": x, "accuracies": y, "kind": kind, "accuracy": accuracy}, {}
    shuffled = {"tokensPerStep": [4, 1, 2, 2], "accuracies": [.4, .9, .7, .8]}
    for kind in ("fixed", "adaptive"):
        yield "tokensPerStepAt", shuffled | {"kind": kind, "accuracy": .75}, {}
        yield "tokensPerStepAt", {"tokensPerStep": [1.5], "accuracies": [.5], "kind": kind, "accuracy": .5}, {}
    for k, scores in (([1, 2, 4, 8], [1, .9, .5, .1]), ([3], [.2]), ([1, 2], [0, 5]), ([1.5, 2.5], [70, 30])):
        yield "parallelizability", {"tokensPerStep": k, "scores": scores}, {}
    for lengths, scores in (([1, 2, 4, 8], [90, 85, 80, 60]), ([4, 2], [.5, .5]), ([2, 2, 6], [1, 3, 8])):
        yield "orderPreference", {"lengths": lengths, "scores": scores}, {}
    for task, n, rate, accuracy, per_item, items in (
        ("shuffle", 6, 2, 0.25, 1, 100),
        ("shuffle", 6, 2, 0.37, 1, 100),
        ("shuffle", 6, 2, 0.6, 1, 100),
        ("shuffle", 6, 2, 0.5, 1, None),
        ("shuffle", 6, 1.2, 0.3, 0.4, 50),
        ("replace_random", 12, 6, 0.75, 1, 200),
        ("replace_random", 12, 5, 1, 1, 20),
        ("replace_random", 9, 4.5, 0, 1.5, 10),
        ("copy", 8, 4, 0.99, 1, 100),
        ("copy", 8, 8, 1, 1, 100),
        ("shuffle", 60, 15, 0.02, 1, 100),
        ("replace_random", 200, 50, 0.9, 1, 1000),
        ("shuffle", 10, 3, 0.1, 1, 40),
    ):
        request = {"task": task, "n": n, "tokensPerStep": rate, "accuracy": accuracy, "tokensPerItem": per_item}
        yield "compareWithLimit", request | ({"items": items} if items else {}), {}
    for n, epsilon, vocabulary in (
        (2, 0.5, 2),
        (3, 0.25, 10),
        (9, 0.1, 50000),
        (9, 0.100001, 50000),
        (99, 0.01, 2),
        (4, 0.9, 3),
        (1000, 0.0001, 128000),
        (10_000, 1e-9, 4),
    ):
        yield "confidentBounds", {"n": n, "epsilon": epsilon, "vocabulary": vocabulary}, {}


def refused(call, request, code, argument):
    return call, request, {"refused": {"code": code, "argument": argument}}


def refusals():
    good = PLAIN[2]
    two = as_columns([(0, 0), (1, 1)])

    def bad(**fields):
        return {"target": two | fields}
    for fields, code, argument in (
            ({"tokens": [], "weights": [], "sequences": [], "lengths": []}, "empty_sample", "sequences"),
            ({"tokens": [], "weights": [], "sequences": [0]}, "empty_sample", "sequences"),
            ({"tokens": [], "lengths": [0]}, "empty_sample", "lengths"), ({"tokens": [0, 0, 1]}, "length_mismatch", "tokens"),
            ({"weights": [1]}, "length_mismatch", "weights"), ({"lengths": [2, 2]}, "length_mismatch", "lengths"),
            ({"conditionWeights": [1, 1]}, "length_mismatch", "condition_weights"), ({"valid": [1]}, "length_mismatch", "valid"),
            ({"weights": [1, -1]}, "negative_weight", "weights"), ({"conditionWeights": [-1]}, "negative_weight", "condition_weights"),
            ({"weights": [0, 0]}, "zero_total_weight", "weights"), ({"conditionWeights": [0]}, "zero_total_weight", "condition_weights"),
            ({"tokens": [0, 0, 1, -1]}, "value_out_of_range", "tokens"), ({"sequences": [-1]}, "value_out_of_range", "sequences"),
            ({"lengths": [4097]}, "value_out_of_range", "lengths"), ({"valid": [1, 2]}, "value_out_of_range", "valid"),
            ({"tokens": [0, 0, 0, 0], "valid": [1, 0]}, "value_out_of_range", "valid")):
        yield refused("measureTarget", bad(**fields), code, argument)
    for positions, sizes in (
        ([0, 1, 1], [3]),
        ([0, 1], [2]),
        ([0, 1, 3], [1, 2]),
        ([0, 1, 2], [1, 1]),
        ([0, 1, 2], [0, 3]),
        ([0, 1, -1], [3]),
        ([0, 1, 2], [2, 2]),
        ([], []),
        ([0, 1, 2, 0], [3, 1]),
    ):
        steps = {"positions": positions, "sizes": sizes}
        yield refused("stepsOutcome", {"target": good, "steps": steps, "decoding": {}}, "bad_partition", "steps")
    whole, uneven = {"positions": [0, 1], "sizes": [2]}, OTHER_LENGTHS[0]
    yield refused("stepsOutcome", {"target": uneven, "steps": whole, "decoding": {}}, "unsupported", "steps")
    for temperature in (-1, 101):
        for call in ("stepsOutcome", "accuracySchedules", "adaptiveFrontier"):
            yield refused(call, {"target": good, "decoding": {"temperature": temperature}}, "value_out_of_range", "temperature")
    for call in ("klSchedules", "accuracySchedules"):
        request = {"decoding": {}} if call == "accuracySchedules" else {}
        yield refused(call, {"target": uneven} | request, "unsupported", "lengths")
        yield refused(call, {"target": good, "most": 0} | request, "value_out_of_range", "most")
    yield refused("adaptiveFrontier", {"target": good, "most": 0, "decoding": {}}, "value_out_of_range", "most")
    yield refused("klSchedules", {"target": as_columns([(0,) * 17, (1,) * 17])}, "too_large_exact", "tokens")
    yield refused("accuracySchedules", {"target": as_columns([(0,) * 10, (1,) * 10]), "decoding": {}}, "too_large_exact", "tokens")
    yield refused("adaptiveFrontier", {"target": as_columns([(0,) * 18, (1,) * 18]), "decoding": {}}, "too_large_exact", "tokens")
    yield refused("informationCurve", {"target": uneven}, "unsupported", "lengths")
    yield refused("informationCurve", {"target": good, "seed": -1}, "seed_out_of_range", "seed")
    yield refused("informationCurve", {"target": good, "seed": 1.5}, "seed_out_of_range", "seed")
    yield refused("informationCurve", {"target": good, "subsets": 1}, "too_few", "subsets")
    yield refused("informationCurve", {"target": good, "subsets": 100_001}, "value_out_of_range", "subsets")
    for fields, code, argument in (
        ({"first": 3, "second": 0}, "value_out_of_range", "first"),
        ({"first": 0, "second": -1}, "value_out_of_range", "second"),
        ({"first": 1, "second": 1}, "value_out_of_range", "second"),
        ({"condition": 1}, "value_out_of_range", "condition"),
    ):
        yield refused("pairMap", {"target": good} | fields, code, argument)
    yield refused("pairMap", {"target": ODD[3]}, "too_few", "first")
    wide = as_columns([(0,) * 20, (1,) * 20])
    for fields, code, argument in (
            ({"rule": "top_k", "k": 0}, "value_out_of_range", "k"), ({"rule": "top_k", "block": 0}, "value_out_of_range", "block"),
            ({"rule": "threshold", "parameter": 1.5}, "value_out_of_range", "parameter"),
            ({"rule": "threshold", "parameter": -.1}, "value_out_of_range", "parameter"),
            ({"rule": "factor", "parameter": 0}, "value_out_of_range", "parameter"),
            ({"rule": "factor_code", "parameter": -1}, "value_out_of_range", "parameter"),
            ({"rule": "frechet", "parameter": -1}, "value_out_of_range", "parameter"),
            ({"rule": "entropy_bounded", "parameter": -1}, "value_out_of_range", "parameter"),
            ({"rule": "entropy_bounded", "score": "random", "parameter": 1}, "value_out_of_range", "score"),
            ({"rule": "fixed"}, "unsupported", "steps"),
            ({"rule": "fixed", "steps": {"positions": [0, 1, 1], "sizes": [3]}}, "bad_partition", "steps"),
            ({"rule": "top_k", "steps": {"positions": [0, 1, 2], "sizes": [1, 1]}}, "bad_partition", "steps")):
        yield refused("runStrategy", {"target": good, "strategy": {"decoding": {}} | fields}, code, argument)
    for call in ("runStrategy", "walkStrategy"):
        yield refused(call, {"target": good, "strategy": {"rule": "top_k", "decoding": {}}, "seed": -1}, "seed_out_of_range", "seed")
        hot = {"rule": "top_k", "decoding": {"temperature": 200}}
        yield refused(call, {"target": good, "strategy": hot}, "value_out_of_range", "temperature")
    yield refused(
        "walkStrategy", {"target": good, "condition": 1, "strategy": {"rule": "top_k", "decoding": {}}}, "value_out_of_range", "condition"
    )
    yield refused(
        "runStrategy", {"target": wide, "strategy": {"rule": "top_k", "score": "random", "k": 10, "decoding": {}}}, "too_large_exact", "k"
    )
    yield refused(
        "runStrategy", {"target": good, "strategy": {"rule": "top_k", "decoding": {}}, "frontier": [2]}, "rate_out_of_range", "frontier"
    )
    # Seven positions of confidence 1/2, with more and more doubt among the rest.
    tied = as_columns([tuple(0 if s < 8 else 1 + s % (i + 2) for i in range(7)) + (s,) for s in range(16)])
    yield refused(
        "runStrategy",
        {
            "target": tied,
            "strategy": {"rule": "entropy_bounded", "score": "confidence", "parameter": 1, "positionTies": "random", "decoding": {}},
        },
        "too_large_exact",
        "score",
    )
    for request, code, argument in (
        ({"rule": "threshold", "confidences": []}, "empty_sample", "confidences"),
        ({"rule": "threshold", "confidences": [1.1]}, "rate_out_of_range", "confidences"),
        ({"rule": "entropy_bounded", "confidences": [0.5, 0.5], "entropies": [0.1]}, "length_mismatch", "entropies"),
        ({"rule": "entropy_bounded", "confidences": [0.5], "entropies": [-0.1]}, "value_out_of_bounds", "entropies"),
        ({"rule": "top_k", "confidences": [0.5]}, "unsupported", "rule"),
        ({"rule": "fixed", "confidences": [0.5]}, "unsupported", "rule"),
        ({"rule": "factor", "parameter": 0, "confidences": [0.5]}, "value_out_of_range", "parameter"),
    ):
        yield refused("acceptedPositions", {"parameter": .5} | request, code, argument)
    for task, n, code in (("copy", 0, "too_few"), ("remove_random", 1, "too_few"), ("latin_square", 6, "too_large_exact"),
                          ("shuffle", 1_000_001, "too_large_exact")):
        yield refused("listTaskLimits", {"task": task, "n": n}, code, "n")
        yield refused("listTaskTable", {"task": task, "n": n}, code, "n")
    yield refused("listTaskLimits", {"task": "shuffle", "n": 4, "most": 0}, "value_out_of_range", "most")
    yield refused("listTaskTable", {"task": "shuffle", "n": 9}, "too_large_exact", "n")
    for sizes in ([2, 1], [2, 0, 2], [5, -1], []):
        yield refused("listTaskSizes", {"task": "shuffle", "n": 4, "sizes": sizes}, "bad_partition", "sizes")
    yield refused("listTaskSizes", {"task": "copy", "n": 4, "sizes": [4]}, "unsupported", "task")
    yield refused("listTaskSizes", {"task": "shuffle", "n": 0, "sizes": []}, "too_few", "n")
    yield refused("listTaskThreshold", {"task": "insert_random", "n": 4, "threshold": .5}, "unsupported", "task")
    yield refused("listTaskThreshold", {"task": "shuffle", "n": 4, "threshold": 1.5}, "rate_out_of_range", "threshold")
    curve = {"tokensPerStep": [1, 2], "accuracies": [.9, .8], "kind": "fixed", "accuracy": .5}
    for fields, code, argument in (
        ({"tokensPerStep": [], "accuracies": []}, "empty_sample", "tokens_per_step"),
        ({"accuracies": [0.5]}, "length_mismatch", "accuracies"),
        ({"tokensPerStep": [0, 1]}, "value_out_of_bounds", "tokens_per_step"),
        ({"accuracies": [0.5, 1.1]}, "rate_out_of_range", "accuracies"),
        ({"accuracy": 80}, "rate_out_of_range", "accuracy"),
        ({"accuracy": None}, "not_finite", "accuracy"),
    ):
        yield refused("tokensPerStepAt", curve | fields, code, argument)
    for k, scores, code, argument in (
        ([], [], "empty_sample", "tokens_per_step"),
        ([1, 2], [1], "length_mismatch", "scores"),
        ([1], [-1], "value_out_of_bounds", "scores"),
        ([-1], [1], "value_out_of_bounds", "tokens_per_step"),
        ([1, 2], [0, 0], "zero_total_weight", "scores"),
    ):
        yield refused("parallelizability", {"tokensPerStep": k, "scores": scores}, code, argument)
    for lengths, scores, code, argument in (
        ([1], [1], "too_few", "lengths"),
        ([1, 2], [1], "length_mismatch", "scores"),
        ([2, 2], [1, 3], "zero_variance", "lengths"),
    ):
        yield refused("orderPreference", {"lengths": lengths, "scores": scores}, code, argument)
    point = {"task": "shuffle", "n": 6, "tokensPerStep": 2, "accuracy": .5}
    for fields, code, argument in (
        ({"task": "latin_square", "n": 3}, "unsupported", "task"),
        ({"tokensPerStep": 0}, "value_out_of_bounds", "tokens_per_step"),
        ({"tokensPerItem": 0}, "value_out_of_bounds", "tokens_per_item"),
        ({"accuracy": 1.5}, "rate_out_of_range", "accuracy"),
        ({"items": -1}, "not_integer", "items"),
        ({"items": 0}, "empty_sample", "items"),
        ({"n": 0}, "too_few", "n"),
    ):
        yield refused("compareWithLimit", point | fields, code, argument)
    for n, epsilon, vocabulary, code, argument in (
        (1, 0.1, 2, "too_few", "n"),
        (2, 0, 2, "share_out_of_range", "epsilon"),
        (2, 1, 2, "share_out_of_range", "epsilon"),
        (2, 0.1, 1, "too_few", "vocabulary"),
    ):
        yield refused("confidentBounds", {"n": n, "epsilon": epsilon, "vocabulary": vocabulary}, code, argument)


def cases():
    for section in (quantities, outcomes, optima, strategies, accepted, tasks, measured, refusals):
        yield from section()
