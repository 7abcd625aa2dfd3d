"""The methods of parallel.md, written from the definitions for tests, sharing no code with the C++ core: probabilities are exact
fractions, logarithms have 50 digits (mpmath), and everything is found by brute force: conditionals by looking through the
support, decoders by their trees of partial answers, optima over all ordered partitions, all choices of every policy, all
orders. Temperatures other than 0 and 1 give 50-digit numbers in place of fractions. What is tied in exact arithmetic is tied
here; `Close` is raised where floating point could decide otherwise. answer(call, request) gives the fields of an answer that the
specification settles; where several optima exist, those that differ between them are left out. See README.md.
"""
import itertools
from fractions import Fraction
from math import comb, prod
from mpmath import mp, mpf
import parallel_tasks
from parallel_joint import (MASK, ZERO, Close, bound, compare, entropy, exact, log2, mean, measure_target, pair_map, read_target, real,
                            total_correlation)


# ---- decoders: a tree of partial answers
class Run:
    """What comes out of one condition. `choose(context, step)` gives [(probability, positions)]."""

    def __init__(self, joint, choose, decoding):
        self.q, self.impossible, self.ends = {y: ZERO for y in joint.p}, {}, {}
        self.joint, self.choose, self.decoding = joint, choose, decoding
        self.follow((MASK,) * joint.length, Fraction(1), 0)

    def follow(self, context, mass, step):
        for chance, positions in self.choose(context, step):
            options = [self.joint.decoded(context, i, self.decoding).items() for i in positions]
            for values in itertools.product(*options):
                after, reached = list(context), mass * chance
                for i, (token, p) in zip(positions, values):
                    after[i] = token
                    reached = reached * p
                after = tuple(after)
                alive, complete = bool(self.joint.matching(after)), MASK not in after
                if alive and not complete:
                    self.follow(after, reached, step + 1)
                    continue
                self.ends[step + 1] = self.ends.get(step + 1, ZERO) + reached
                if alive:
                    self.q[after] += reached
                elif complete:
                    self.impossible[after] = self.impossible.get(after, ZERO) + reached

    def accuracy(self):
        return sum(q for y, q in self.q.items() if self.joint.valid[y])

    def invalid(self):
        return 1 - sum(self.q.values())


def total_variation(run):
    return (sum(abs(p - run.q[y]) for y, p in run.joint.p.items()) + run.invalid()) / 2


def kl_forward(run):
    if any(q == 0 for q in run.q.values()):
        return None
    return mp.fsum(real(p) * log2(p / run.q[y]) for y, p in run.joint.p.items())


def kl_reverse(run):
    if run.invalid() > mpf("1e-40"):
        return None
    return mp.fsum(real(q) * log2(q / run.joint.p[y]) for y, q in run.q.items() if q > 0)


def runs_of(given, choose_for, decoding):
    return [(w, x, Run(joint, choose_for(joint), decoding)) for w, x, joint in given]


def divergence(runs):
    return {"totalVariation": mean(runs, total_variation), "klForward": mean(runs, kl_forward), "klReverse": mean(runs, kl_reverse)}


def steps_from(columns, length):
    if columns is None:
        return [list(range(length))]
    positions = iter(columns["positions"])
    return [sorted(itertools.islice(positions, size)) for size in columns["sizes"]]


def steps_outcome(target, steps=None, decoding={}):
    given, _, _ = read_target(target)
    runs = runs_of(given, lambda joint: lambda _, t: [(1, steps_from(steps, joint.length)[t])], decoding)
    out = {"accuracy": mean(runs, Run.accuracy), "invalid": mean(runs, Run.invalid), "divergence": divergence(runs),
           "bound": mean(given, lambda joint: bound(joint, steps_from(steps, joint.length)))}
    listed = sorted((-w * p, k, run.joint.row[y], y) for k, (w, _, run) in enumerate(runs) for y, p in run.joint.p.items())
    out |= {"listed": [{"condition": runs[k][1], "row": row, "target": runs[k][2].joint.p[y], "output": runs[k][2].q[y]}
                       for _, k, row, y in listed[:1000]], "unlisted": len(listed[1000:])}
    worst = sorted(((-w * q, k, y) for k, (w, _, run) in enumerate(runs) for y, q in run.impossible.items() if q > 0),
                   key=lambda row: (mp.nint(real(row[0]) * mpf(10) ** 30), row[2], row[1]))[:20]
    out |= {"impossible": [{"condition": runs[k][1], "tokens": list(y), "output": runs[k][2].impossible[y]} for _, k, y in worst],
            "otherImpossible": out["invalid"] + sum(product for product, _, _ in worst)}
    return out


# ---- all ordered partitions, all policies, all orders
def subsets(items, least=1):
    return [list(c) for k in range(least, len(items) + 1) for c in itertools.combinations(items, k)]


def partitions(items, blocks):
    """All ordered partitions into exactly so many blocks."""
    if blocks == 1:
        yield [items]
        return
    for first in subsets(items):
        if len(items) - len(first) >= blocks - 1:
            for rest in partitions([i for i in items if i not in first], blocks - 1):
                yield [first, *rest]


def output_of(joint, steps, decoding):
    """q on the support: every position given what earlier steps revealed of the same answer."""
    q = {}
    for y in joint.p:
        context, q[y] = (MASK,) * joint.length, Fraction(1)
        for block in steps:
            for i in block:
                q[y] = q[y] * joint.decoded(context, i, decoding).get(y[i], ZERO)
            context = tuple(v if i in block else c for i, (c, v) in enumerate(zip(context, y)))
    return q


def accuracy_of(joint, steps, decoding):
    return sum(q for y, q in output_of(joint, steps, decoding).items() if joint.valid[y])


def common(values):
    """The one value of all that are given, or None."""
    return values[0] if all(compare(v, values[0]) == 0 for v in values) else None


def schedules(target, most, decoding, by_bound):
    given, _, _ = read_target(target)
    n, out = given[0][2].length, []
    listed = {t: list(partitions(list(range(n)), t)) for t in range(1, n + 1)}
    for t in range(1, min(most or n, n) + 1):
        options = listed[t] if by_bound else [s for k in range(1, t + 1) for s in listed[k]]
        measure = bound if by_bound else lambda joint, steps: -accuracy_of(joint, steps, decoding)
        values = {id(s): [measure(joint, s) for _, _, joint in given] for s in options}
        joined = {key: mp.fsum(real(w) * real(v) for (w, _, _), v in zip(given, list_)) for key, list_ in values.items()}
        least = min(joined.values())
        best = [s for s in options if compare(joined[id(s)], least) == 0]
        each = mean([(w, x, min(v[k] for v in values.values())) for k, (w, x, _) in enumerate(given)], lambda v: v)
        fields = {"steps": t, "bound": common([mean(given, lambda j, s=s: bound(j, s)) for s in best]),
                  "accuracy": common([mean(given, lambda j, s=s: accuracy_of(j, s, decoding)) for s in best]),
                  "invalid": common([mean(given, lambda j, s=s: 1 - sum(output_of(j, s, decoding).values())) for s in best]),
                  "perCondition": each if by_bound else -each, "partition": best[0] if len(best) == 1 else None}
        out.append({key: v for key, v in fields.items() if v is not None})
    return {"schedules": out}


def best_policy(joint, decoding, steps):
    known = {}

    def value(context, left):
        masked = [i for i, c in enumerate(context) if c == MASK]
        if not masked:
            return joint.valid[context]
        if left == 0:
            return 0
        if (context, left) not in known:
            known[context, left] = max(gain(context, s, left) for s in subsets(masked))
        return known[context, left]

    def gain(context, chosen, left):
        total = ZERO
        for values in itertools.product(*(joint.decoded(context, i, decoding).items() for i in chosen)):
            after = list(context)
            for i, (token, _) in zip(chosen, values):
                after[i] = token
            if joint.matching(tuple(after)):
                total = total + prod((p for _, p in values), start=Fraction(1)) * value(tuple(after), left - 1)
        return total
    return value((MASK,) * joint.length, steps)


def adaptive_frontier(target, most=None, decoding={}):
    given, _, _ = read_target(target)
    n = max(joint.length for _, _, joint in given)
    return {"accuracies": [mean(given, lambda j, t=t: best_policy(j, decoding, t)) for t in range(1, min(most or n, n) + 1)]}


def compositions(n, parts):
    if parts == 1:
        yield [n]
        return
    for first in range(1, n - parts + 2):
        for rest in compositions(n - first, parts - 1):
            yield [first, *rest]


def mean_over_orders(given, sizes, n):
    total, count = mpf(0), 0
    for order in itertools.permutations(range(n)):
        positions = iter(order)
        steps = [list(itertools.islice(positions, s)) for s in sizes]
        total += mean(given, lambda joint, steps=steps: bound(joint, steps))
        count += 1
    return total / count


def information_curve(target, **_):
    given, _, _ = read_target(target)
    n, out = given[0][2].length, {}
    means = [mp.fsum(mean(given, lambda j, a=a: j.entropy(a)) for a in itertools.combinations(range(n), k)) / comb(n, k)
             for k in range(n + 1)]
    gains = [b - a for a, b in zip(means, means[1:])]
    out |= {"exact": True, "entropies": means[1:], "curve": [gains[0] - d for d in gains], "standardErrors": [], "subsets": None,
            "seed": None}
    if len(given) == 1:
        joint = given[0][2]
        out["symmetric"] = all(compare(joint.entropy(a), means[k]) == 0 for k in range(n + 1) for a in itertools.combinations(range(n), k))
    out["schedules"] = []
    for k in range(1, n + 1):
        found = [(mean_over_orders(given, sizes, n), sizes) for sizes in compositions(n, k)]
        least = min(value for value, _ in found)
        out["schedules"].append({"steps": k, "sizes": min(s for v, s in found if compare(v, least) == 0), "divergence": least})
    return out


# ---- strategies
def sorted_groups(keys):
    """Positions by falling key, tied ones together."""
    groups = []
    for i in sorted(keys, key=lambda i: (-real(keys[i]), i)):
        if groups and compare(keys[groups[-1][0]], keys[i]) == 0:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def cut(groups, count, ties):
    """The best `count`: [(probability, positions)]."""
    taken = []
    for group in groups:
        room = count - len(taken)
        if len(group) > room and room > 0:
            choices = [sorted(group)[:room]] if ties == "first" else [list(c) for c in itertools.combinations(group, room)]
            return [(Fraction(1, len(choices)), taken + c) for c in choices]
        if room > 0:
            taken = taken + group
    return [(Fraction(1), taken)]


def accepted(rule, parameter, inclusive, confidences, entropies=None):
    """How many of the positions, in falling order of score, a rule accepts."""
    c, n, parameter = [exact(v) for v in confidences], len(confidences), exact(parameter)
    if rule == "threshold":
        return max(1, sum(compare(v, parameter) >= (0 if inclusive else 1) for v in c))
    if rule == "factor":
        return max([1] + [j for j in range(1, n + 1) if compare((j + 1) * (1 - c[j - 1]), parameter) < 0])
    if rule == "factor_code":
        fails = [j for j in range(2, n + 1) if compare(c[j - 1], 1 - parameter / (j + 1)) < 0]
        return fails[0] - 1 if fails and fails[0] != n else n
    if rule == "entropy_bounded":
        h = [real(exact(v)) for v in entropies]
        return max(k for k in range(1, n + 1) if compare(mp.fsum(h[:k]) - max(h[:k]), parameter) <= 0 or k == 1)
    if rule == "frechet":
        return max([1] + [j for j in range(1, n + 1) if compare(sum(1 - v for v in c[:j]), parameter) <= 0])
    raise ValueError(rule)


def chooser(joint, strategy):
    rule, score, ties = strategy["rule"], strategy.get("score", "confidence"), strategy.get("positionTies", "first")
    parameter, block = strategy.get("parameter", .9), strategy.get("block")
    sizes = (strategy.get("steps") or {}).get("sizes")

    def facts(context, i):
        p = sorted(joint.conditional(context, i).values(), reverse=True)
        return {"confidence": p[0], "margin": p[0] - (p[1] if len(p) > 1 else 0), "entropy": -entropy(p) * mp.ln(2), "left_to_right": -i}

    def choose(context, step):
        if rule == "fixed":
            return [(1, steps_from(strategy["steps"], joint.length)[step])]
        masked = [i for i, c in enumerate(context) if c == MASK]
        if block:
            masked = [i for i in masked if i // block == masked[0] // block]
        if rule == "top_k":
            k = min(sizes[step] if sizes else strategy.get("k", 1), len(masked))
            if score == "random":
                choices = list(itertools.combinations(masked, k))
                return [(Fraction(1, len(choices)), list(c)) for c in choices]
            return cut(sorted_groups({i: Fraction(facts(context, i)[score]) if score == "left_to_right" else facts(context, i)[score]
                                      for i in masked}), k, ties)
        known = {i: facts(context, i) for i in masked}
        proxy = score if rule == "entropy_bounded" else "confidence"
        groups = sorted_groups({i: known[i][proxy] for i in masked})
        if rule != "entropy_bounded":
            c = [known[i]["confidence"] for group in groups for i in group]
            return cut(groups, accepted(rule, parameter, strategy.get("inclusive", False), c), ties)
        orders = [[sorted(g)] for g in groups] if ties == "first" else [list(itertools.permutations(g)) for g in groups]
        out, count = {}, prod(len(o) for o in orders)
        for parts in itertools.product(*orders):
            order = [i for part in parts for i in part]
            k = accepted(rule, parameter, False, order, [-known[i]["entropy"] for i in order])
            chosen = tuple(sorted(order[:k]))
            out[chosen] = out.get(chosen, ZERO) + Fraction(1, count)
        return [(chance, list(chosen)) for chosen, chance in out.items()]
    return choose


def run_strategy(target, strategy, frontier=None, **_):
    given, _, _ = read_target(target)
    runs = runs_of(given, lambda joint: chooser(joint, strategy), strategy["decoding"])
    steps = mean(runs, lambda run: sum(t * mass for t, mass in run.ends.items()))
    most, accuracy = max(t for _, _, run in runs for t in run.ends), mean(runs, Run.accuracy)
    out = {"accuracy": accuracy, "invalid": mean(runs, Run.invalid), "divergence": divergence(runs), "mostSteps": most, "meanSteps": steps,
           "tokensPerStep": mean(given, lambda j: j.length) / steps,
           "meanTokensPerStep": mean(runs, lambda run: sum(run.joint.length * mass / t for t, mass in run.ends.items())),
           "gap": None, "exact": True, "runs": None, "seed": None, "accuracyInterval": None, "invalidInterval": None}
    if frontier:
        out["gap"] = max(real(exact(frontier[most - 1])) - real(accuracy), mpf(0))
    return out


# ---- calls
def accepted_positions(rule, parameter, confidences, inclusive=False, entropies=None):
    order = sorted(range(len(confidences)), key=lambda i: -exact(confidences[i]))
    if rule == "entropy_bounded":
        order = sorted(order, key=lambda i: exact(entropies[i]))
    return {"accepted": accepted(rule, parameter, inclusive, [confidences[i] for i in order],
                                 [entropies[i] for i in order] if entropies else None)}


CALLS = {
    "measureTarget": measure_target, "pairMap": pair_map, "stepsOutcome": steps_outcome,
    "klSchedules": lambda target, most=None: schedules(target, most, {}, True),
    "accuracySchedules": lambda target, most=None, decoding={}: schedules(target, most, decoding, False),
    "adaptiveFrontier": adaptive_frontier, "informationCurve": information_curve, "runStrategy": run_strategy,
    "acceptedPositions": accepted_positions} | parallel_tasks.CALLS


def answer(call, request):
    return CALLS[call](**request)
