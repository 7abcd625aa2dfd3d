"""Writes the golden numbers of the parallel-sampling limits (parallel.md); see README.md.

    python parallel.py            compute, check, and write parallel.jsonl and parallel_versions.json
    python parallel.py --check    the same, but compare with parallel.jsonl instead of writing

Values come from parallel_reference.py and parallel_tasks.py; the cases are in parallel_cases.py. A failed check ends the program
with an error before anything is written.
"""
import itertools, json, os, platform, sys
from fractions import Fraction
import gmpy2
import mpmath
import numpy as np
import scipy
from mpmath import mp, mpf
from scipy import stats
import parallel_cases
import parallel_reference as reference
import parallel_tasks as tasks

HERE = os.path.dirname(os.path.abspath(__file__))
PROBLEMS = []
CHECKED = {}


# ---- answers as JSON
def plain(value):
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, mpf) and abs(value) < mpf("1e-40"):
        return 0
    value = float(value)
    return int(value) if value == int(value) and abs(value) < 2 ** 53 else value


def flattened(value, path=""):
    """Paths to numbers, texts and lists of them; lists of structures also have a length."""
    if isinstance(value, dict):
        return {p: v for key, part in value.items() for p, v in flattened(part, f"{path}{key}.").items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        found = {f"{path}length": len(value)}
        for i, part in enumerate(value):
            found |= flattened(part, f"{path}{i}.")
        return found
    return {path[:-1]: value}


def lookup(value, path):
    for key in path.split("."):
        if isinstance(value, list):
            value = len(value) if key == "length" else value[int(key)]
        else:
            value = value.get(key)
    return value


def near(found, expected, absolute):
    if isinstance(expected, list):
        return len(found) == len(expected) and all(near(f, e, absolute) for f, e in zip(found, expected))
    if expected is None or isinstance(expected, (bool, str)):
        return found is expected or found == expected
    return found is not None and abs(float(found) - expected) <= absolute + 1e-14 * abs(expected)


# ---- checks against something else
def check(what, found, expected, tolerance):
    CHECKED[what] = CHECKED.get(what, 0) + 1
    if abs(float(found) - float(expected)) > tolerance:
        PROBLEMS.append(f"{what}: {float(found)!r}, not {float(expected)!r}")


def check_entropies(target):
    given, _, _ = reference.read_target(target)
    for _, _, joint in given:
        check("entropy by SciPy", joint.entropy(range(joint.length)), stats.entropy([float(p) for p in joint.p.values()], base=2), 1e-12)
        for i in range(joint.length):
            marginal = joint.conditional((-1,) * joint.length, i)
            check("entropy by SciPy", joint.entropy([i]), stats.entropy([float(p) for p in marginal.values()], base=2), 1e-12)


def check_outcome(request):
    """Both divergences by SciPy, the sums over the support, the tree against the product of conditionals, theorems of section 4."""
    for _, _, joint in reference.read_target(request["target"])[0]:
        blocks = reference.steps_from(request.get("steps"), joint.length)
        run = reference.Run(joint, lambda _, t, blocks=blocks: [(1, blocks[t])], request["decoding"])
        product = reference.output_of(joint, blocks, request["decoding"])
        p, q = [float(v) for v in joint.p.values()], [float(v) for v in run.q.values()]
        for y in joint.p:
            check("tree against product", run.q[y], product[y], 1e-15)
        check("branches end", sum(run.ends.values()), 1, 1e-15)
        if min(q) > 0:
            rest = float(run.invalid())
            check("KL(p||q) by SciPy", reference.kl_forward(run), stats.entropy([*p, 0], [*q, max(rest, 0)], base=2), 1e-10)
        loss = reference.bound(joint, blocks)
        if request["decoding"].get("temperature", 1) == 1:
            check("KL(p||q) is the bound", reference.kl_forward(run), loss, 1e-30)
            check("P(invalid) is at most 1 - 2^-L", max(reference.real(run.invalid()) - (1 - mpf(2) ** -loss), 0), 0, 1e-30)


def check_sampling(request):
    """One step and sampled: 10^5 seeded draws of every position from its marginal."""
    (_, _, joint), = reference.read_target(request["target"])[0]
    random, draws = np.random.default_rng(1), 100_000
    columns = []
    for i in range(joint.length):
        marginal = joint.conditional((-1,) * joint.length, i)
        p = np.array([float(v) for v in marginal.values()])
        columns.append(random.choice(list(marginal), size=draws, p=p / p.sum()))
    valid = sum(tuple(row) in joint.p for row in np.stack(columns, axis=1).tolist()) / draws
    invalid = float(reference.steps_outcome(request["target"])["invalid"])
    check("one step by Monte Carlo", 1 - valid, invalid, 4.5 * (max(invalid * (1 - invalid), 1e-9) / draws) ** .5)


def values_of_policies(joint, decoding):
    """The accuracy of every policy there is, one by one."""
    def outcomes(context, left):
        masked = [i for i, c in enumerate(context) if c == -1]
        if not masked:
            return {Fraction(joint.valid[context])}
        if left == 0:
            return {Fraction(0)}
        found = set()
        for chosen in reference.subsets(masked):
            totals = {Fraction(0)}
            for values in itertools.product(*(joint.decoded(context, i, decoding).items() for i in chosen)):
                after, mass = list(context), Fraction(1)
                for i, (token, p) in zip(chosen, values):
                    after[i], mass = token, mass * p
                if joint.matching(tuple(after)):
                    following = outcomes(tuple(after), left - 1)
                    totals = {t + mass * v for t in totals for v in following}
            found |= totals
        return found
    return [max(outcomes((-1,) * joint.length, t)) for t in range(1, joint.length + 1)]


def check_policies(request):
    for _, _, joint in reference.read_target(request["target"])[0]:
        if joint.length <= 3 and len(joint.p) <= 5:
            for t, best in enumerate(values_of_policies(joint, request["decoding"]), 1):
                check("best of all policies", reference.best_policy(joint, request["decoding"], t), best, 0)


def check_curve(request):
    """Section 7: the mean over orders is the left-Riemann error of the curve, whose area is the total correlation."""
    given, _, _ = reference.read_target(request["target"])
    curve = reference.information_curve(request["target"])
    check("area of the curve", mp.fsum(curve["curve"]), reference.mean(given, reference.total_correlation), 1e-30)
    for row in curve["schedules"]:
        total, start = mpf(0), 0
        for size in row["sizes"]:
            total, start = total + mp.fsum(curve["curve"][i] - curve["curve"][start] for i in range(start, start + size)), start + size
        check("mean over orders from the curve", total, row["divergence"], 1e-30)


def check_strategy(request):
    """No strategy beats the best policy in as many steps; of frontier, that it is the one of the request."""
    out, given = reference.run_strategy(**request), reference.read_target(request["target"])[0]
    if max(joint.length for _, _, joint in given) > 4 or max(len(joint.p) for _, _, joint in given) > 12:
        return
    best = reference.adaptive_frontier(request["target"], None, request["strategy"]["decoding"])["accuracies"]
    over = reference.real(out["accuracy"]) - reference.real(best[out["mostSteps"] - 1])
    check("strategy below the frontier", max(over, 0), 0, 1e-30)
    for given_value, value in zip(request.get("frontier", []), best):
        check("frontier of the request", given_value, value, 1e-15)


def check_tasks():
    """The closed forms against the tables of answers."""
    for task in ("shuffle", "replace_random", "insert_random", "remove_random", "latin_square", "copy", "reverse"):
        for n in range(2 if task == "remove_random" else 1, 4 if task == "latin_square" else 6):
            target, limits = tasks.as_columns(tasks.table(task, n)), tasks.list_task_limits(task, n)
            (_, _, joint), = reference.read_target(target)[0]
            check("entropy of the table", limits["entropy"], joint.entropy(range(joint.length)), 1e-30)
            check("total correlation of the table", limits["totalCorrelation"], reference.total_correlation(joint), 1e-30)
            whole = [list(range(joint.length))]
            check("one step of the table", limits["oneStepAccuracy"], reference.accuracy_of(joint, whole, {}), 1e-30)
            if task not in ("shuffle", "replace_random") or n > (4 if task == "shuffle" else 5):
                continue
            check("KL schedules of the table", 0, max(abs(a["bound"] - b["bound"]) for a, b in zip(
                limits["steps"], reference.schedules(target, None, {}, True)["schedules"])), 1e-30)
            best = [float(v) for v in reference.adaptive_frontier(target)["accuracies"]]
            check("best policies of the table", 0, max(abs(float(a["accuracy"]) - b) for a, b in zip(limits["steps"], best)), 1e-15)
            for count in range(1, n + 1):
                for sizes in tasks.compositions(n, count):
                    positions = iter(range(n))
                    blocks = [list(itertools.islice(positions, s)) for s in sizes]
                    found = tasks.list_task_sizes(task, n, sizes)
                    check("sizes on the table", found["bound"], reference.bound(joint, blocks), 1e-30)
                    check("sizes on the table", found["accuracy"], reference.accuracy_of(joint, blocks, {}), 0)
            for gamma, inclusive in itertools.product((0, .2, .25, .3, .5, .6, .75, .8, .9, 1), (False, True)):
                strategy = {"rule": "threshold", "parameter": gamma, "inclusive": inclusive, "decoding": {}}
                found, run = tasks.list_task_threshold(task, n, gamma, inclusive), reference.run_strategy(target, strategy)
                for field in ("accuracy", "mostSteps", "meanSteps"):
                    check("threshold on the table", found[field], run[field], 1e-15)
    for task, n in (("shuffle", 9), ("replace_random", 11)):
        for short, long in zip(tasks.short_steps(task, n, n), tasks.long_steps(task, n, n)):
            for field in ("bound", "accuracy"):
                check("dynamic programme against all sizes", long[field], short[field], 1e-15)
    for n in (60, 300):
        check("replace-random from binomials", tasks.list_task_sizes("replace_random", n, [n])["bound"],
              tasks.total_correlation_of("replace_random", n), 1e-30)
        check("shuffle from entropies of subsets", tasks.list_task_sizes("shuffle", n, [n])["bound"],
              tasks.total_correlation_of("shuffle", n), 1e-30)


CHECKS = {"measureTarget": lambda r: check_entropies(r["target"]), "stepsOutcome": check_outcome, "adaptiveFrontier": check_policies,
          "informationCurve": check_curve, "runStrategy": check_strategy}


# ---- rows
def rows():
    for number, (call, request, more) in enumerate(parallel_cases.cases()):
        if "refused" in more:
            yield {"call": call, "request": request, "refused": more["refused"], "source": "parallel.md 2, 13"}
            continue
        try:
            if "expect" in more:
                found = more["expect"]
            else:
                found = flattened(plain(reference.answer(call, request)))
                if call in CHECKS:
                    CHECKS[call](request)
                if (
                    call == "stepsOutcome"
                    and len(request["target"]["sequences"]) == 1
                    and "steps" not in request
                    and not request["decoding"]
                ):
                    check_sampling(request)
        except reference.Close as close:
            PROBLEMS.append(f"case {number}, {call}: {close} are too close for a golden row")
            continue
        yield {"call": call, "request": request, "expect": found, "tolerance": {"relative": more.get("relative", 1e-11), "absolute": 1e-12},
               "source": more.get("source", "closed form" if call in tasks.CALLS else "brute force")}


def differences(text):
    with open(os.path.join(HERE, "parallel.jsonl")) as f:
        old, new = f.read().splitlines(), text.splitlines()
    if len(old) != len(new):
        return [f"parallel.jsonl has {len(old)} rows, not {len(new)}"]
    return [f"line {i} of parallel.jsonl differs" for i, (a, b) in enumerate(zip(old, new), 1) if a != b]


def main():
    versions = {"python": platform.python_version(), "mpmath": mpmath.__version__, "gmpy2": gmpy2.version(), "numpy": np.__version__,
                "scipy": scipy.__version__}
    check_tasks()
    found = list(rows())
    text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in found)
    if "--check" in sys.argv:
        PROBLEMS.extend(differences(text))
    if PROBLEMS:
        sys.exit("\n".join(PROBLEMS + [f"{len(PROBLEMS)} problems; nothing written"]))
    if "--check" not in sys.argv:
        about = json.dumps({"versions": versions, "checks": dict(sorted(CHECKED.items()))}, indent=1) + "\n"
        for file, content in (("parallel.jsonl", text), ("parallel_versions.json", about)):
            with open(os.path.join(HERE, file), "w", newline="\n") as f:
                f.write(content)
    print(f"parallel.jsonl: {len(found)} rows, {sum(len(r.get('expect', {})) for r in found)} values, "
          f"{sum('refused' in r for r in found)} refusals, {sum(CHECKED.values())} checks, {len(text) // 1000} KB")


if __name__ == "__main__":
    main()
