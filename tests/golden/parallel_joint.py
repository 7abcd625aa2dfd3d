"""The target distribution and its entropies for parallel_reference.py: exact fractions, conditionals by looking through the support."""
from fractions import Fraction
from mpmath import mp, mpf

mp.dps = 50
MASK = -1
ZERO = Fraction(0)


class Close(Exception):
    """Two numbers that are not equal are closer than any tolerance should have to tell apart."""


def exact(value):
    return value if isinstance(value, (Fraction, mpf)) else Fraction(str(value))


def real(value):
    return mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpf(value)


def log2(value):
    return mp.log(real(value)) / mp.ln(2)


def compare(a, b):
    """-1, 0 or 1; numbers within 1e-12 are equal, numbers that are nearly so are refused."""
    difference = real(a) - real(b)
    if abs(difference) < mpf("1e-12"):
        return 0
    if abs(difference) < mpf("1e-7"):
        raise Close(f"{a} {b}")
    return 1 if difference > 0 else -1


# ---- the target
class Joint:
    def __init__(self, length):
        self.length, self.p, self.valid, self.row, self.known = length, {}, {}, {}, {}

    def matching(self, context):
        """The answers of the support that agree with what is revealed."""
        key = ("match", context)
        if key not in self.known:
            self.known[key] = [y for y in self.p if all(c in (MASK, v) for c, v in zip(context, y))]
        return self.known[key]

    def conditional(self, context, i):
        key = ("conditional", context, i)
        if key not in self.known:
            mass = {}
            for y in self.matching(context):
                mass[y[i]] = mass.get(y[i], ZERO) + self.p[y]
            total = sum(mass.values())
            self.known[key] = {token: mass[token] / total for token in sorted(mass)}
        return self.known[key]

    def decoded(self, context, i, decoding):
        key = ("decoded", context, i, tuple(sorted(decoding.items())))
        if key not in self.known:
            self.known[key] = decode(self.conditional(context, i), decoding)
        return self.known[key]

    def entropy(self, positions):
        """H(A) in bits."""
        key = ("entropy", frozenset(positions))
        if key not in self.known:
            mass = {}
            for y, p in self.p.items():
                part = tuple(y[i] for i in sorted(positions))
                mass[part] = mass.get(part, ZERO) + p
            self.known[key] = entropy(mass.values())
        return self.known[key]


def entropy(masses):
    return mp.fsum(-real(p) * log2(p) for p in masses if p > 0)


def decode(distribution, decoding):
    temperature = exact(decoding.get("temperature", 1))
    if temperature == 1:
        return distribution
    if temperature == 0:
        best = max(distribution.values())
        tied = [token for token, p in distribution.items() if compare(p, best) == 0]
        if decoding.get("valueTies", "random") == "first":
            tied = tied[:1]
        return {token: Fraction(1, len(tied)) for token in tied}
    power = {token: real(p) ** (1 / real(temperature)) for token, p in distribution.items()}
    total = mp.fsum(power.values())
    return {token: p / total for token, p in power.items()}


def read_target(columns):
    """[(weight, number, Joint)], merged, dropped."""
    weights = [exact(w) for w in columns["weights"]]
    given, merged, dropped, row, token = [], 0, 0, 0, 0
    numbers = columns.get("conditionWeights") or [1] * len(columns["sequences"])
    for x, (count, length) in enumerate(zip(columns["sequences"], columns["lengths"])):
        joint = Joint(length)
        for _ in range(count):
            y = tuple(columns["tokens"][token:token + length])
            if weights[row] == 0 or exact(numbers[x]) == 0:
                dropped += 1
            elif y in joint.p:
                joint.p[y] += weights[row]
                merged += 1
            else:
                joint.p[y], joint.row[y] = weights[row], row
                joint.valid[y] = columns["valid"][row] if columns.get("valid") else 1
            row, token = row + 1, token + length
        total = sum(joint.p.values())
        joint.p = {y: p / total for y, p in joint.p.items()}
        if exact(numbers[x]) > 0:
            given.append((exact(numbers[x]), x, joint))
    total = sum(w for w, _, _ in given)
    return [(w / total, x, joint) for w, x, joint in given], merged, dropped


def mean(given, value):
    parts = [(w, value(joint)) for w, _, joint in given]
    if any(v is None for _, v in parts):
        return None
    if all(isinstance(v, (int, Fraction)) for _, v in parts):
        return sum(w * v for w, v in parts)
    return mp.fsum(real(w) * real(v) for w, v in parts)


# ---- entropies
def total_correlation(joint):
    n = joint.length
    return mp.fsum(joint.entropy([i]) for i in range(n)) - joint.entropy(range(n))


def dual_total_correlation(joint):
    n, whole = joint.length, joint.entropy(range(joint.length))
    return whole - mp.fsum(whole - joint.entropy([j for j in range(n) if j != i]) for i in range(n))


def cost(joint, revealed, block):
    before = joint.entropy(revealed)
    return mp.fsum(joint.entropy([*revealed, i]) - before for i in block) - (joint.entropy([*revealed, *block]) - before)


def bound(joint, steps):
    total, revealed = mpf(0), []
    for block in steps:
        total += cost(joint, revealed, block)
        revealed += block
    return total


def measure_target(target):
    given, merged, dropped = read_target(target)
    lengths = {joint.length for _, _, joint in given}
    return {
        "tokens": lengths.pop() if len(lengths) == 1 else 0, "outcomes": sum(len(joint.p) for _, _, joint in given),
        "entropy": mean(given, lambda j: j.entropy(range(j.length))),
        "marginalEntropies": [mean(given, lambda j, i=i: j.entropy([i])) for i in range(given[0][2].length)]
        if len({joint.length for _, _, joint in given}) == 1 else [],
        "totalCorrelation": mean(given, total_correlation), "dualTotalCorrelation": mean(given, dual_total_correlation),
        "merged": merged, "dropped": dropped,
        "conditions": [{"length": j.length, "sequences": len(j.p), "entropy": j.entropy(range(j.length)),
                        "totalCorrelation": total_correlation(j), "dualTotalCorrelation": dual_total_correlation(j)}
                       for _, _, j in given]}


def pair_map(target, condition=0, first=None, second=None, most=40):
    joint = next(joint for _, x, joint in read_target(target)[0] if x == condition)
    n = joint.length
    information = {(i, j): joint.entropy([i]) + joint.entropy([j]) - joint.entropy([i, j]) for i in range(n) for j in range(n) if i != j}
    if first is None:
        best = max(information.values())
        first, second = min((i, j) for i, j in information if i < j and compare(information[i, j], best) == 0)
    nothing, tokens = (MASK,) * n, []
    for i in (first, second):
        marginal = joint.conditional(nothing, i)
        order = sorted(marginal, key=lambda token: (-marginal[token], token))
        tokens.append(([*order[:most], -1] if len(order) > most else order, {t: t if k < most else -1 for k, t in enumerate(order)}))
    (rows, row_of), (columns, column_of) = tokens
    together, apart = {}, {}
    for y, p in joint.p.items():
        cell = row_of[y[first]], column_of[y[second]]
        together[cell] = together.get(cell, ZERO) + p
    for a, p in joint.conditional(nothing, first).items():
        for b, q in joint.conditional(nothing, second).items():
            cell = row_of[a], column_of[b]
            apart[cell] = apart.get(cell, ZERO) + p * q
    seen = {(y[first], y[second]) for y in joint.p}
    cells = [(a, b) for a in rows for b in columns]
    return {
        "first": first, "second": second, "mutualInformation": information[first, second], "firstTokens": rows, "secondTokens": columns,
        "joint": [together.get(c, ZERO) for c in cells], "product": [apart[c] for c in cells], "possible": [c in together for c in cells],
        "impossibleMass": sum(p * q for a, p in joint.conditional(nothing, first).items()
                              for b, q in joint.conditional(nothing, second).items() if (a, b) not in seen)}
