"""List tasks and measured curves for parallel_reference.py: tables of answers, closed forms with 50 digits (schedules of long lists
in 80-bit numbers), and the metrics of parallel.md section 11. parallel.py holds the closed forms against brute force over the tables.
"""
import functools, itertools
from fractions import Fraction
from math import factorial
import numpy as np
from mpmath import mp, mpf

ONE_ANSWER = ("copy", "replace_index", "reverse", "sort")


def exact(value):
    return value if isinstance(value, (Fraction, mpf)) else Fraction(str(value))


def real(value):
    return mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpf(value)


def log2(value):
    return mp.log(real(value)) / mp.ln(2)


def log2_factorial(n):
    return mp.loggamma(n + 1) / mp.ln(2)


# ---- tables: item i is token i, a word put in is token n
def latin_squares(n, reduced=False):
    out = []

    def extend(square):
        if len(square) == n * n:
            out.append(tuple(square))
            return
        row, column = divmod(len(square), n)
        used = set(square[row * n:]) | set(square[column::n])
        for symbol in range(n):
            forced = (row == 0 and symbol != column) or (column == 0 and symbol != row)
            if symbol not in used and not (reduced and forced):
                extend([*square, symbol])
    extend([])
    return out


def table(task, n):
    items = list(range(n))
    if task in ONE_ANSWER:
        return [tuple({"reverse": items[::-1], "replace_index": [n, *items[1:]]}.get(task, items))]
    if task == "shuffle":
        return list(itertools.permutations(items))
    if task == "latin_square":
        return latin_squares(n)
    change = {"replace_random": lambda i: items[:i] + [n] + items[i + 1:], "insert_random": lambda i: items[:i] + [n] + items[i:],
              "remove_random": lambda i: items[:i] + items[i + 1:]}[task]
    return [tuple(change(i)) for i in range(n + (task == "insert_random"))]


def as_columns(answers):
    return {"tokens": [v for y in answers for v in y], "weights": [1] * len(answers), "sequences": [len(answers)],
            "lengths": [len(answers[0])]}


def list_task_table(task, n):
    """In order of the place that is changed, else in lexicographic order; the scorer of shuffle wants another order than the given."""
    answers = table(task, n)
    return {"length": len(answers[0]), "tokens": [v for y in answers for v in y],
            "scored": [int(task != "shuffle" or y != tuple(range(n))) for y in answers]}


# ---- closed forms
@functools.cache
def latin_count(n):
    return len(latin_squares(n, reduced=True)) * factorial(n) * factorial(n - 1)


def binary_entropy(p):
    return -sum(real(v) * log2(v) for v in (p, 1 - p) if 0 < v < 1)


def total_correlation_of(task, n):
    if task in ONE_ANSWER or n == 1 and task != "insert_random":
        return mpf(0)
    if task == "replace_random":
        return (n - 1) * log2(Fraction(n, n - 1))
    if task == "shuffle":
        return n * log2(n) - log2_factorial(n)
    if task == "latin_square":
        return n * n * log2(n) - log2(latin_count(n))
    logs = [mpf(0)] + [mp.log(k) for k in range(1, n + 2)]                # natural; one division at the end
    if task == "remove_random":                                          # sum of h(j/n)
        total = n * (n - 1) * logs[n] - 2 * mp.fsum(k * logs[k] for k in range(1, n))
        return total / n / mp.ln(2) - log2(n)
    total = (n + 1) * (n + 1) * logs[n + 1] - 2 * mp.fsum(k * logs[k] for k in range(1, n + 1))
    return total / (n + 1) / mp.ln(2) - log2(n + 1)


def one_step_log2(task, n):
    if task in ONE_ANSWER or n == 1 and task != "insert_random":
        return mpf(0)
    if task == "replace_random":
        return (n - 1) * log2(Fraction(n - 1, n))
    if task == "shuffle":
        return log2_factorial(n) - n * log2(n)
    if task == "latin_square":
        return log2(latin_count(n)) - n * n * log2(n)
    # The product for the first answer, then the ratio of neighbours.
    if task == "remove_random":
        term = mp.exp(mp.loggamma(n) - (n - 1) * mp.log(n))               # r = 1: prod j/n
        total = term
        for r in range(1, n):
            term = term * (n - r) / r
            total += term
    else:
        term = mp.exp(mp.loggamma(n + 1) - (n + 1) * mp.log(n + 1))       # the word first: 1/(n+1) prod (j-1)/(n+1)
        total = term
        for g in range(1, n + 1):
            term = term * (n + 1 - g) / g
            total += term
    return log2(total)


def outcomes_log2(task, n):
    if task in ONE_ANSWER:
        return mpf(0)
    return {"shuffle": lambda: log2_factorial(n), "replace_random": lambda: log2(n), "insert_random": lambda: log2(n + 1),
            "remove_random": lambda: log2(n), "latin_square": lambda: log2(latin_count(n))}[task]()


def block_bound(task, n, m, s):
    """What a block of s adds to KL(p||q) with m of n masked; of shuffle still to be lessened by log2 n! in all."""
    if task == "shuffle":
        return s * log2(m)
    rest = real(Fraction(m - s, m)) * log2(Fraction(m, m - s)) if m > s else 0
    return real(Fraction(m, n)) * (s * binary_entropy(Fraction(1, m)) - real(Fraction(s, m)) * log2(m) - rest)


def sizes_bound(task, n, sizes):
    if task in ONE_ANSWER:
        return mpf(0)
    total, m = mpf(0), n
    for s in sizes:
        total, m = total + block_bound(task, n, m, s), m - s
    return total - (log2_factorial(n) if task == "shuffle" else 0)


def sizes_accuracy(task, n, sizes):
    """Exact."""
    if task in ONE_ANSWER:
        return Fraction(1)
    if task == "shuffle":
        out, m = Fraction(1), n
        for s in sizes:
            out, m = out * Fraction(factorial(m), factorial(m - s)) / m ** s, m - s
        return out
    out, none_yet, m = Fraction(0), Fraction(1), n
    for s in sizes:
        out += none_yet * Fraction(s, m) * (1 - Fraction(1, m)) ** (s - 1)
        none_yet, m = none_yet * (1 - Fraction(1, m)) ** s, m - s
    return out


def compositions(n, parts):
    if parts == 1:
        yield (n,)
        return
    for first in range(1, n - parts + 2):
        for rest in compositions(n - first, parts - 1):
            yield (first, *rest)


def short_steps(task, n, most):
    """All size vectors; sizes and their accuracy only where one vector is best."""
    out, bounds, accuracies = [], {}, {}
    for t in range(1, most + 1):
        accuracies |= {s: sizes_accuracy(task, n, s) for s in compositions(n, t)}
        bounds = {s: sizes_bound(task, n, s) for s in compositions(n, t)}
        least, best = min(bounds.values()), max(accuracies.values())
        lowest = [s for s in bounds if bounds[s] - least < mpf("1e-12")]
        highest = [s for s in accuracies if accuracies[s] == best]
        row = {"steps": t, "bound": least, "accuracy": best}
        if len(lowest) == 1:
            row |= {"boundSizes": list(lowest[0]), "boundAccuracy": accuracies[lowest[0]]}
        if len(highest) == 1:
            row["accuracySizes"] = list(highest[0])
        out.append(row)
    return out


def long_steps(task, n, most):
    """Dynamic programmes over what is still masked, 80-bit."""
    real80 = np.longdouble
    m = np.arange(n + 1, dtype=real80)
    logs = np.zeros(n + 1, dtype=real80)
    logs[1:] = np.log2(m[1:])
    summed = np.cumsum(logs)                                             # log2 m!
    costs, best = np.full(n + 1, real80(np.inf)), np.zeros(n + 1, dtype=real80)
    costs[0], best[0] = 0, 1 if task == "shuffle" else 0
    out = []
    for _ in range(most):
        new_costs, new_best = np.full(n + 1, real80(np.inf)), best.copy()
        for left in range(1, n + 1):
            s = np.arange(1, left + 1, dtype=real80)
            rest = left - np.arange(1, left + 1)
            if task == "shuffle":
                block = s * logs[left]
                gain = np.exp2(summed[left] - summed[rest] - s * logs[left]) * best[rest]
            else:
                h = (logs[left] + (0 if left == 1 else (left - 1) * (logs[left] - logs[left - 1]))) / left
                block = (left * s * h - s * logs[left] - rest * (logs[left] - logs[rest])) / n
                miss = np.log2(real80(1) - real80(1) / left) if left > 1 else -real80(np.inf)
                power = np.exp2((s - 1) * miss) if left > 1 else (s == 1).astype(real80)
                gain = s / left * power + (np.exp2(s * miss) * best[rest] if left > 1 else 0)
            new_costs[left] = np.min(block + costs[rest])
            new_best[left] = max(new_best[left], np.max(gain))
        costs, best = new_costs, new_best
        out.append({"steps": len(out) + 1, "bound": costs[n] - (summed[n] if task == "shuffle" else 0), "accuracy": best[n]})
    return out


def list_task_limits(task, n, most=None):
    power = one_step_log2(task, n)
    out = {"task": task, "n": n, "tokens": {"insert_random": n + 1, "remove_random": n - 1, "latin_square": n * n}.get(task, n),
           "log2Outcomes": outcomes_log2(task, n), "entropy": outcomes_log2(task, n), "totalCorrelation": total_correlation_of(task, n),
           "oneStepAccuracy": mpf(2) ** power, "oneStepLog2Accuracy": power,
           "symmetric": task in ("shuffle", "replace_random", *ONE_ANSWER)}
    count = min(32 if most is None else most, n)
    if task in ("shuffle", "replace_random") and n <= 5000:
        out["steps"] = short_steps(task, n, count) if n <= 12 else long_steps(task, n, count)
    elif task in ONE_ANSWER and n <= 5000:
        out["steps"] = [{"steps": t, "bound": 0, "boundAccuracy": 1, "accuracy": 1} for t in range(1, count + 1)]
    else:
        out["steps"] = []
    return out


def list_task_sizes(task, n, sizes):
    if n <= 400:
        value = sizes_accuracy(task, n, sizes)
        power = log2(value)
    elif task == "shuffle":
        power = -sizes_bound(task, n, sizes)
        value = mpf(2) ** power
    else:
        value, none_yet, m = mpf(0), mpf(1), n
        for s in sizes:
            miss = 1 - mpf(1) / m
            value, none_yet, m = value + none_yet * s / m * (miss ** (s - 1) if s > 1 else 1), none_yet * miss ** s, m - s
        power = log2(value)
    return {"accuracy": value, "log2Accuracy": power, "bound": sizes_bound(task, n, sizes)}


def list_task_threshold(task, n, threshold, inclusive=False):
    gamma = real(exact(threshold))

    def passes(confidence):
        difference = real(confidence) - gamma
        return inclusive if abs(difference) < mpf("1e-12") else difference > 0
    if task == "shuffle":
        start = min(n, int(1 / gamma) + 2) if gamma > 0 else n          # 1/m of more does not pass
        together = next((m for m in range(start, 0, -1) if passes(Fraction(1, m))), 1)
        return {"accuracy": mp.exp(mp.loggamma(together + 1) - together * mp.log(together)), "mostSteps": n - together + 1,
                "meanSteps": n - together + 1}
    # Replace: with m masked and the word still missing, all have the same confidence.
    accuracy, steps, most, reached = mpf(0), mpf(0), 0, mpf(1)
    for step, m in enumerate(range(n, 0, -1), 1):
        if m > 1 and passes(max(Fraction(1, m), 1 - Fraction(1, m))):
            accuracy += reached * (1 - mpf(1) / m) ** (m - 1)
            steps, most = steps + reached * step, max(most, step)
            return {"accuracy": accuracy, "mostSteps": most, "meanSteps": steps}
        placed = reached / m                                             # then the rest is certain
        last = step + (0 if m == 1 else 1 if passes(Fraction(1)) else m - 1)
        accuracy, steps, most, reached = accuracy + placed, steps + placed * last, max(most, last), reached - placed
    return {"accuracy": accuracy, "mostSteps": most, "meanSteps": steps}


# ---- section 11 and Fast-dLLM's bounds
def tokens_per_step_at(tokensPerStep, accuracies, kind, accuracy):
    points, wanted = sorted((exact(x), exact(y)) for x, y in zip(tokensPerStep, accuracies)), exact(accuracy)
    best = [x for x, y in points if y >= wanted]
    if kind == "adaptive":
        line = sorted({x: y for x, y in points}.items())                  # the last of equal x has the best y
        for (x0, y0), (x1, y1) in zip(line, line[1:]):
            if min(y0, y1) <= wanted <= max(y0, y1) and y0 != y1:
                best.append(x0 + (x1 - x0) * (y0 - wanted) / (y0 - y1))
    return {"tokensPerStep": max(best, default=Fraction(0))}


def parallelizability(tokensPerStep, scores):
    return {"parallelizability": sum(exact(k) * exact(s) for k, s in zip(tokensPerStep, scores)) / sum(exact(s) for s in scores)}


def order_preference(lengths, scores):
    x, y = [exact(v) for v in lengths], [exact(v) for v in scores]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return {"slope": sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)}


def compare_with_limit(task, n, tokensPerStep, accuracy, tokensPerItem=1, items=None):
    steps = -(-n * exact(tokensPerItem) // exact(tokensPerStep))
    rows = list_task_limits(task, n, min(steps, n))["steps"]
    limit, measured = real(exact(rows[-1]["accuracy"])) if n <= 12 else mpf(str(rows[-1]["accuracy"])), exact(accuracy)
    out = {"steps": steps, "limit": limit, "gap": limit - real(measured), "interval": None, "verdict": None}
    if items:
        z = mp.sqrt(2) * mp.erfinv(mpf("0.95"))
        p, centre = real(measured), (real(measured) + z * z / (2 * items)) / (1 + z * z / items)
        half = z / (1 + z * z / items) * mp.sqrt(p * (1 - p) / items + z * z / (4 * mpf(items) ** 2))
        lower, upper = 0 if p == 0 else centre - half, 1 if p == 1 else centre + half
        out |= {"interval": {"estimate": p, "lower": lower, "upper": upper},
                "verdict": "below" if upper < limit else "above" if lower > limit else "within"}
    return out


def confident_bounds(n, epsilon, vocabulary):
    e = exact(epsilon)
    entropy = -(real(e) * mp.log(real(e)) + real(1 - e) * mp.log(real(1 - e)))
    return {"sameArgmax": (n + 1) * e <= 1, "totalVariation": min(Fraction(1), (3 * n - 1) * e / 2),
            "klForward": (n - 1) * (entropy + real(e) * mp.log(vocabulary - 1))}


CALLS = {"listTaskLimits": list_task_limits, "listTaskSizes": list_task_sizes, "listTaskThreshold": list_task_threshold,
         "listTaskTable": list_task_table, "tokensPerStepAt": tokens_per_step_at, "parallelizability": parallelizability,
         "orderPreference": order_preference, "compareWithLimit": compare_with_limit, "confidentBounds": confident_bounds}
