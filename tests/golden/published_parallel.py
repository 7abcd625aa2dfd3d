"""The acceptance numbers printed in the specification (parallel.md, sections 1 and 9 to 15) as calls: writes published_parallel.jsonl.

    python published_parallel.py            write published_parallel.jsonl
    python published_parallel.py --verify   also compute every number with parallel_reference.py and compare

A value is the text as printed; its tolerance is half a unit of the last printed digit (2 % more for the rounding of the tolerance
itself). Numbers, fractions and "=.5" are exact (absolute 1e-12). "print!right" marks a print that is off: the right value is
written, with a note in the source (see README.md).
"""
import json, os, sys
from fractions import Fraction
import parallel_tasks
from parallel_tasks import as_columns, table

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = []


def published(section, call, request, expect):
    """One row per tolerance."""
    groups = {}
    for path, value in expect.items():
        tolerance, note = 1e-12, ""
        if isinstance(value, str) and value[-1].isdigit():
            printed, wrong, right = value.partition("!")
            if printed.startswith("="):
                value = float(printed[1:])
            else:
                decimals = len(printed.partition(".")[2])
                tolerance = 0.51 * 10.0 ** -decimals if decimals else 1e-12
                value = float(right if wrong else printed)
            note = f"; printed {printed}" if wrong else ""
        elif isinstance(value, list):
            value = [float(v) if isinstance(v, Fraction) else v for v in value]
        elif isinstance(value, Fraction):
            value = float(value)
        groups.setdefault((float(f"{tolerance:.3g}"), note), {})[path] = value
    for (tolerance, note), values in groups.items():
        ROWS.append({"call": call, "request": request, "expect": values, "tolerance": {"absolute": tolerance},
                     "source": f"parallel.md {section}{note}"})


def numbers(name, values):
    """Printed lists, number by number."""
    return {name.replace("*", str(i)): v for i, v in enumerate(values)}


def words(*answers):
    known, tokens = {}, []
    for text in answers:
        tokens.append(tuple(known.setdefault(word, len(known)) for word in text.split()))
    return as_columns(tokens)


def weighted(columns, weights):
    return columns | {"weights": weights}


def steps(*blocks):
    return {"positions": [i for b in blocks for i in b], "sizes": [len(b) for b in blocks]}


def outcome(section, target, blocks, expect, **decoding):
    request = {"target": target, "decoding": decoding}
    published(section, "stepsOutcome", request | ({"steps": steps(*blocks)} if blocks else {}), expect)


def strategy(section, target, rule, expect, decoding={}, frontier=None, **options):
    request = {"target": target, "strategy": {"rule": rule, "decoding": decoding} | options}
    published(section, "runStrategy", request | ({"frontier": frontier} if frontier else {}), expect)


def limits(section, task, n, expect, most=None):
    published(section, "listTaskLimits", {"task": task, "n": n} | ({"most": most} if most else {}), expect)


def sizes(section, task, n, blocks, expect):
    published(section, "listTaskSizes", {"task": task, "n": n, "sizes": blocks}, expect)


NO_LOSS = {"accuracy": 1, "invalid": 0, "divergence.totalVariation": 0, "divergence.klForward": 0, "divergence.klReverse": 0}
NEW_CITY = words("New York", "New Orleans", "Mexico City", "Panama City")
CITIES = [tuple(NEW_CITY["tokens"][k:k + 2]) for k in (0, 2, 4, 6)]
DOUBLE = as_columns([a + b for a in CITIES for b in CITIES])
FULL = weighted(words("a a", "a b", "b a", "b b"), [.5, .25, .15, .1])
SKEW = weighted(words("a b", "b a"), [.7, .3])
COLOURED = as_columns(
    [
        tuple(2 * colour + (a if i in pairs[0] else b) for i in range(4))
        for colour, pairs in enumerate((((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2))))
        for a in (0, 1)
        for b in (0, 1)
    ]
)
PARITY = as_columns([(x, *(a if i in first else b for i in (1, 2, 3, 4)))
                     for x, first in enumerate(((1, 2), (1, 3), (1, 4))) for a in (0, 1) for b in (0, 1)])


def tasks(task, n):
    return as_columns(table(task, n))


def shuffle_scored(n):
    answers = table("shuffle", n)
    return as_columns(answers) | {"valid": [int(y != answers[0]) for y in answers]}


def new_city():
    s, t = "14 (New City)", NEW_CITY
    published(s, "measureTarget", {"target": t}, {"marginalEntropies": [1.5, 1.5], "entropy": 2, "totalCorrelation": 1,
                                                   "dualTotalCorrelation": 1})
    cells = [Fraction(1, 4)] + [Fraction(1, 8)] * 3 + [Fraction(1, 16)] * 2 + [Fraction(1, 8)] + [Fraction(1, 16)] * 2
    published(s, "pairMap", {"target": t}, {"mutualInformation": 1, "product": cells, "firstTokens": [0, 3, 5], "secondTokens": [4, 1, 2],
                                            "impossibleMass": "=.5"})
    outcome(s, t, None, {"accuracy": "=.5", "invalid": "=.5", "divergence.totalVariation": "=.5", "divergence.klForward": 1,
                         "divergence.klReverse": None, "bound": 1})
    for order in ([[0], [1]], [[1], [0]]):
        outcome(s, t, order, NO_LOSS | {"bound": 0})
    outcome(s, t, None, {"accuracy": 0, "invalid": 1, "impossible.0.tokens": [0, 4], "impossible.0.output": 1, "impossible.length": 1},
            temperature=0)
    published(s, "informationCurve", {"target": t}, {"curve": [0, 1]})
    one, two = {"mostSteps": 1, "meanSteps": 1, "accuracy": "=.5"}, {"mostSteps": 2, "meanSteps": 2, "accuracy": 1}
    for gamma, inclusive, expect in ((.3, False, one), (.5, False, two), (.5, True, one)):
        strategy(s, t, "threshold", expect, parameter=gamma, inclusive=inclusive)
    for f, expect in ((1, two), (1.6, one)):
        strategy(s, t, "factor", expect, parameter=f)
    for gamma, expect in ((1.04, one), (1.0, two)):
        strategy(s, t, "entropy_bounded", expect, parameter=gamma, score="entropy")
    strategy("1 (gamma of 1.5 ln 2)", t, "entropy_bounded", one, parameter=1.0397207708399179, score="entropy")


def double_new_city():
    s, t = "14 (Double New City)", DOUBLE
    published(s, "measureTarget", {"target": t}, {"totalCorrelation": 2, "dualTotalCorrelation": 2})
    outcome(s, t, [[0, 1], [2, 3]], {"bound": 2, "invalid": "=.75"})
    outcome(s, t, [[0, 2], [1, 3]], {"bound": 0, "invalid": 0})
    outcome(s, t, None, {"accuracy": "=.25"})
    published(s, "klSchedules", {"target": t}, {"schedules.0.bound": 2, "schedules.1.bound": 0})
    published(s, "informationCurve", {"target": t}, {
        "curve": [Fraction(k, 3) for k in range(4)], "schedules.0.sizes": [4], "schedules.0.divergence": 2, "schedules.1.sizes": [2, 2],
        "schedules.1.divergence": Fraction(2, 3), "schedules.2.sizes": [1, 1, 2], "schedules.2.divergence": Fraction(1, 3)})
    strategy(s, t, "top_k", {"accuracy": "=.75", "divergence.totalVariation": "=.25", "meanSteps": "1.833333",
                             "divergence.klForward": ".415037"}, score="random", k=2)
    strategy(s, t, "top_k", {"accuracy": "=.25", "divergence.klForward": 2, "meanSteps": "=1.5"}, score="left_to_right", k=2)
    strategy(s, t, "entropy_bounded", {"accuracy": 1, "mostSteps": 3, "meanSteps": 3}, score="entropy", parameter=1.0)


def pairs():
    outcome("14 (full-support pair)", FULL, None, {"invalid": 0, "divergence.totalVariation": "=.025", "divergence.klForward": ".00260853",
                                                   "divergence.klReverse": ".00257944"})
    outcome("14 (skew pair)", SKEW, None, {"accuracy": "=.58", "listed.0.output": "=.49", "listed.1.output": "=.09",
                                           "divergence.totalVariation": "=.42", "divergence.klForward": ".881291"})


def insert_remove():
    s, t = "14 (remove-random)", tasks("remove_random", 4)
    published(s, "measureTarget", {"target": t}, {"totalCorrelation": ".622556"})
    limits(s, "remove_random", 4, {"totalCorrelation": ".622556", "oneStepAccuracy": "=.75"})
    outcome(s, t, None, {"accuracy": "=.75", "divergence.totalVariation": "=.3125"} | numbers("listed.*.output", [
        Fraction(k, 32) for k in (3, 9, 9, 3)]))
    outcome(s, t, [[1], [0, 2]], {"bound": 0})
    s, t = "14 (insert-random)", tasks("insert_random", 3)
    published(s, "measureTarget", {"target": t}, {"totalCorrelation": "2.622556"})
    limits(s, "insert_random", 3, {"totalCorrelation": "2.622556", "oneStepAccuracy": "=.1875"})
    outcome(s, t, None, {"accuracy": "=.1875"})
    outcome(s, t, [[1, 3], [0, 2]], {"accuracy": "=.875", "bound": ".311278"})
    published(s, "klSchedules", {"target": t}, {"schedules.1.bound": ".311278", "schedules.2.bound": 0})
    published(s, "accuracySchedules", {"target": t, "decoding": {}}, {"schedules.1.accuracy": "=.875"})


def shuffle():
    s = "14 (shuffle)"
    limits(s, "shuffle", 4, {"totalCorrelation": "3.415037", "oneStepAccuracy": "=.09375"})
    outcome(s, tasks("shuffle", 4), None, {"accuracy": "=.09375", "divergence.totalVariation": "=.90625"})
    outcome(s, tasks("shuffle", 4), [[0, 1], [2, 3]], {"accuracy": "=.375", "bound": "1.415037"})
    sizes(s, "shuffle", 4, [2, 2], {"accuracy": "=.375", "bound": "1.415037"})
    limits(s, "shuffle", 6, {"totalCorrelation": "6.017922", "oneStepAccuracy": ".01543210", "steps.1.boundSizes": [4, 2],
                             "steps.2.boundSizes": [3, 2, 1], "steps.3.boundSizes": [2, 2, 1, 1]}
           | numbers("steps.*.bound", ["6.017922", "2.847997", "1.432959", ".678072", ".263034", 0])
           | numbers("steps.*.accuracy", [".0154321", ".1388889", ".3703704", "=.625", ".8333333", 1]))
    sizes(s, "shuffle", 6, [2, 2, 2], {"accuracy": "=.3125", "bound": "1.678072"})
    limits(s, "shuffle", 8, {"totalCorrelation": "8.700792", "oneStepAccuracy": ".00240326", "steps.3.boundSizes": [3, 2, 2, 1],
                             "steps.3.bound": "1.514573"})
    sizes(s, "shuffle", 8, [3, 2, 2, 1], {"accuracy": "=.35", "bound": "1.514573"})
    sizes(s, "shuffle", 8, [2, 2, 2, 2], {"accuracy": "=.2734375", "bound": "1.870717"})
    limits(s, "shuffle", 12, {"steps.2.boundSizes": [6, 4, 2], "steps.2.bound": "5.014170"})
    published(s, "informationCurve", {"target": tasks("shuffle", 4)}, {"symmetric": True} | numbers("curve.*", [0, ".415037", 1, 2]))
    for n, gamma, inclusive, accuracy, count in ((4, .3, False, ".2222222", 2), (4, .5, True, "=.5", 3), (6, .24, False, "=.09375", 3)):
        published(s, "listTaskThreshold", {"task": "shuffle", "n": n, "threshold": gamma, "inclusive": inclusive},
                  {"accuracy": accuracy, "mostSteps": count})
        strategy(s, tasks("shuffle", n), "threshold", {"accuracy": accuracy, "mostSteps": count}, parameter=gamma, inclusive=inclusive)
    outcome(s, shuffle_scored(3), None, {"accuracy": Fraction(5, 27)})
    outcome(s, shuffle_scored(4), None, {"accuracy": "=.08984375"})
    for n in (3, 4):
        outcome("11 (scorer of shuffle)", shuffle_scored(n), [[i] for i in range(n)], {"accuracy": 1 - Fraction(1, 6 if n == 3 else 24)})
    for blocks, mean in (([[0, 1, 2], [3]], "=1.375"), ([[0, 1], [2, 3]], "=1.75")):
        strategy("9", tasks("shuffle", 4), "fixed", {"accuracy": "=.375", "meanSteps": mean}, steps=steps(*blocks))


def replace_random():
    s, greedy = "14 (replace-random)", {"temperature": 0}
    for n, total, one in ((3, "1.169925", ".4444444"), (4, "1.245112", "=.421875"), (6, "1.315172", ".4018776"), (100, "1.435457", None),
                          (1000, "1.441973", None)):
        limits(s, "replace_random", n, {"totalCorrelation": total} | ({"oneStepAccuracy": one} if one else {}))
    sizes(s, "replace_random", 6, [5, 1], {"bound": ".665150", "accuracy": ".803755"})
    sizes(s, "replace_random", 6, [3, 2, 1], {"bound": ".283401"})
    limits(s, "replace_random", 6, numbers("steps.*.accuracy", [".4018776", ".8037551", ".8680556", ".9288194", ".9722222", 1])
           | {"steps.2.bound": ".283401"})
    limits(s, "replace_random", 12, {"steps.1.boundSizes": [8, 4], "steps.1.bound": ".807276", "steps.1.boundAccuracy": ".572885",
                                     "steps.1.accuracySizes": [11, 1], "steps.1.accuracy": ".767990"})
    sizes(s, "replace_random", 12, [11, 1], {"accuracy": ".767990", "bound": ".967023"})
    t = tasks("replace_random", 4)
    strategy(s, t, "threshold", {"accuracy": 1, "mostSteps": 4, "meanSteps": "=3.25"}, parameter=.8)
    published(
        s, "listTaskThreshold", {"task": "replace_random", "n": 4, "threshold": 0.8}, {"accuracy": 1, "mostSteps": 4, "meanSteps": "=3.25"}
    )
    strategy(s, t, "factor", {"accuracy": "=.9375", "mostSteps": 3, "meanSteps": "=2.5", "divergence.totalVariation": "=.0625",
                              "divergence.klForward": ".093109"}, parameter=1.0, positionTies="random")
    strategy(s, t, "factor", {"accuracy": "=.9375", "divergence.totalVariation": "=.125", "divergence.klForward": ".122556"}, parameter=1.0)
    published(s, "adaptiveFrontier", {"target": t, "decoding": {}}, {"accuracies.1": "=.84375"})
    strategy(s, t, "top_k", {"accuracy": "=.65625", "gap": "=.1875"}, frontier=[.421875, .84375, .9375, 1], score="random", k=2)
    for n, accuracy in ((4, "=.5"), (3, 1)):
        strategy(s, tasks("replace_random", n), "top_k", {"accuracy": accuracy}, greedy, score="random", k=2)
    for n in (3, 4, 5):
        strategy(s, tasks("replace_random", n), "top_k", {"accuracy": 1, "mostSteps": 2}, greedy, score="left_to_right", k=n - 1)
        outcome(s, tasks("replace_random", n), None, {"accuracy": 0}, **greedy)
        outcome("9", tasks("replace_random", n), [list(range(n - 1)), [n - 1]], {"accuracy": 1, "divergence.klForward": None}, **greedy)
    published(s, "informationCurve", {"target": t}, {"symmetric": True} | numbers("curve.*", [0, ".122556", ".311278", ".811278"]))


def coloured_and_parity():
    s, t = "14 (coloured matching)", COLOURED
    published(s, "measureTarget", {"target": t}, {"totalCorrelation": "6.754888", "dualTotalCorrelation": "3.584963"})
    published(s, "informationCurve", {"target": t}, {"schedules.1.sizes": [1, 3], "schedules.1.divergence": 1}
              | numbers("curve.*", [0, "1.918296", "2.251629", "2.584963"]))
    published(s, "klSchedules", {"target": t}, numbers("schedules.*.bound", ["6.754888", 1, ".333333", 0]))
    published(s, "accuracySchedules", {"target": t, "decoding": {}}, numbers("schedules.*.accuracy", [".0092593", "=.5", ".8333333", 1]))
    published(s, "adaptiveFrontier", {"target": t, "decoding": {}}, numbers("accuracies.*", [".0092593", "=.5", 1, 1]))
    strategy(s, t, "entropy_bounded", {"accuracy": 1, "mostSteps": 3, "meanSteps": 3}, score="entropy", parameter=.1)
    s, t = "14 (hidden parity)", PARITY
    published(s, "measureTarget", {"target": t}, {"totalCorrelation": 2, "dualTotalCorrelation": "2.792481"})
    published(s, "accuracySchedules", {"target": t, "decoding": {}}, {"schedules.1.accuracy": 1})
    published(s, "klSchedules", {"target": t}, {"schedules.1.bound": ".207519"})
    outcome(s, t, [[1, 2, 3], [0, 4]], {"accuracy": 1, "invalid": 0})


def rules_and_bounds():
    s = "14 (rules on given confidences)"
    for c, f, paper, code in (([.9, .9, .9], .5, 3, 3), ([.99, .95, .6, .5], 1, 2, 2), ([.2, .1, .05], 1, 1, 1)):
        for rule, count in (("factor", paper), ("factor_code", code)):
            published(s, "acceptedPositions", {"rule": rule, "parameter": f, "confidences": c}, {"accepted": count})
    for h, gamma, count in (([.05, .02, .3, .9], .07, 3), ([.05, .02, .3, .9], .36, 3), ([.05, .02, .3, .9], .37, 4), ([2, 2], .1, 1)):
        published(s, "acceptedPositions", {"rule": "entropy_bounded", "parameter": gamma, "confidences": [.5] * len(h), "entropies": h},
                  {"accepted": count})
    for n, e, size, tv, kl in ((2, .1, 2, "=.25", ".325083"), (4, .05, 1000, "=.275", "1.631559")):
        published("14 (Fast-dLLM bounds)", "confidentBounds", {"n": n, "epsilon": e, "vocabulary": size},
                  {"totalVariation": tv, "klForward": kl, "sameArgmax": True})


def leaderboard():
    s = "14 (leaderboard metric)"
    curves = {
        "LLaDA-1.5": ("adaptive", [1.3268608, 3.4174169, 4.5306897, 5.6201269, 6.5520183, 8.2712523],
                      [.864117647, .838235294, .774705882, .682941176, .578823529, .472352941],
                      {.8: "4.087442", .86: "1.659449", .9: 0, .4: "8.271252"}),
        "KLASS": ("adaptive", [2.6639584, 2.8776999, 3.0983444, 3.2502931], [.859411765, .853529412, .835294118, .808235294],
                  {.8: "3.250293", .75: "3.250293"}),
        "DUS": ("adaptive", [1, 2, 2, 2.6666667, 4, 6.4], [.765882353, .545294118, .573529412, .467647059, .374705882, .413529412],
                {.8: 0, .75: "1.082569"}),
        "confidence top-k": ("fixed", [1, 2, 4], [.863529412, .743529412, .589411765], {.8: 1, .75: 1, .7: 2})}
    for name, (kind, x, y, expect) in curves.items():
        for accuracy, value in expect.items():
            published(f"{s}, {name}", "tokensPerStepAt", {"tokensPerStep": x, "accuracies": y, "kind": kind, "accuracy": accuracy},
                      {"tokensPerStep": value})
    for scores, value in (([100, 84, 53, 33, 7, 0], "3.090253"), ([99, 99, 100, 100, 100, 98], "10.458054")):
        published(s, "parallelizability", {"tokensPerStep": [1, 2, 4, 8, 16, 32], "scores": scores}, {"parallelizability": value})


def closed_forms():
    s = "10"
    limits(s, "replace_random", 1_000_000, {"totalCorrelation": "1.442694", "oneStepAccuracy": ".367880"})
    for n, count in ((1, 1), (2, 2), (3, 12), (4, 576), (5, 161280)):
        limits(s, "latin_square", n, {"log2Outcomes": float(parallel_tasks.log2(count))})
    for n in (4, 6, 8):
        odd = even = 1
        for k in range(1, n, 2):
            odd, even = odd * k, even * (k + 1)
        sizes(s, "shuffle", n, [2] * (n // 2), {"accuracy": Fraction(odd, even)})
        sizes(s, "shuffle", n, [1] * n, {"accuracy": 1, "bound": 0})
    for n in (3, 4, 6, 100):
        for gamma in (.99, .999):
            published(s, "listTaskThreshold", {"task": "replace_random", "n": n, "threshold": gamma},
                      {"accuracy": 1, "mostSteps": n, "meanSteps": Fraction(n * n + 3 * n - 2, 2 * n)})
    t = tasks("replace_random", 6)                                       # greedy, by the size r of the last block
    for blocks, accuracy in (([[0, 1, 2, 3, 4], [5]], 1), ([[0, 1, 2, 3], [4, 5]], "=.5"), ([[0, 1, 2], [3, 4, 5]], 0)):
        outcome(s, t, blocks, {"accuracy": accuracy}, temperature=0)
    for gamma, accuracy in ((.85, 1), (.8, 0)):
        strategy(s, t, "threshold", {"accuracy": accuracy}, {"temperature": 0}, parameter=gamma)
    outcome("15", tasks("replace_random", 3), [[0, 1], [2]], {"accuracy": 1}, temperature=0)
    published("15", "acceptedPositions", {"rule": "factor_code", "parameter": .1, "confidences": [.3, .2]}, {"accepted": 2})


def verify():
    from parallel_reference import answer
    from parallel import lookup, near
    problems = []
    for row in ROWS:
        found = answer(row["call"], row["request"])
        for path, value in row["expect"].items():
            if not near(lookup(found, path), value, row["tolerance"]["absolute"]):
                problems.append(f"{row['call']} {row['source']} {path}: {value}, computed {lookup(found, path)}")
    return problems


def main():
    for section in (new_city, double_new_city, pairs, insert_remove, shuffle, replace_random, coloured_and_parity, rules_and_bounds,
                    leaderboard, closed_forms):
        section()
    problems = verify() if "--verify" in sys.argv else []
    if problems:
        sys.exit("\n".join([*problems, f"{len(problems)} problems; nothing written"]))
    with open(os.path.join(HERE, "published_parallel.jsonl"), "w", newline="\n") as f:
        f.writelines(json.dumps(row, separators=(",", ":")) + "\n" for row in ROWS)
    print(f"published_parallel.jsonl: {len(ROWS)} rows, {sum(len(row['expect']) for row in ROWS)} values")


if __name__ == "__main__":
    main()
