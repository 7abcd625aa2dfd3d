"""Scans, definitions and levels by brute force.

Shares no code with the core: texts are lists of tokens, documents are compared with items by nested
loops, and every rule is written down again from core/methods/overlap.md.
"""
import math
from collections import defaultdict

UNITS = ["context", "question", "answer", "choices", "question_answer"]


class View:
    """A piece of an item, or its question and first answer together."""

    def __init__(self, item, unit, begin, tokens):
        self.item, self.unit, self.begin, self.tokens = item, unit, begin, tokens

    def __len__(self):
        return len(self.tokens)


class Item:
    def __init__(self, texts, cut):
        self.id = texts["id"]
        self.pieces = []
        at = 0
        for unit, pieces in [("context", [texts["context"]]), ("question", [texts["question"]]),
                             ("answer", texts["answers"]), ("choices", texts["choices"])]:
            for text in pieces:
                tokens = cut(text)
                if tokens:
                    self.pieces.append(View(self, unit, at, tokens))
                    at += len(tokens)
        joined = [p for p in self.pieces if p.unit == "question"]
        joined += [p for p in self.pieces if p.unit == "answer"][:1]
        tokens = [t for p in joined for t in p.tokens]
        self.joined = View(self, "question_answer", joined[0].begin, tokens) if joined else None

    def views(self, unit):
        if unit == "question_answer":
            return [self.joined] if self.joined else []
        return [p for p in self.pieces if p.unit == unit]

    def all_views(self):
        return self.pieces + ([self.joined] if self.joined else [])

    def pooled(self, units):
        """Views of the units, without those that lie within another."""
        chosen = [v for u in units for v in self.views(u)]
        kept = []
        for v in chosen:
            inside = any(w is not v and w.begin <= v.begin
                         and v.begin + len(v) <= w.begin + len(w) and len(w) > len(v)
                         for w in chosen)
            same = any(w.begin == v.begin and len(w) == len(v) for w in kept)
            if not inside and not same:
                kept.append(v)
        return sorted(kept, key=lambda v: v.begin)

    def same_texts(self, other):
        return ([(p.unit, p.tokens) for p in self.pieces]
                == [(p.unit, p.tokens) for p in other.pieces])


def is_letter(token):
    return any(c.isalpha() for c in token)


def mass(views):
    return sum(2 * len(v) for v in views)


class Scan:
    """Everything that a scan finds, straight from the texts."""

    def __init__(self, case):
        self.settings = s = case["settings"]
        self.cut = CUTS[s["rule"]]
        self.n = s["n"][0]
        self.benchmarks = [[Item(t, self.cut) for t in b["items"]] for b in case["benchmarks"]]
        self.items = [i for b in self.benchmarks for i in b]
        self.benchmark_of = {id(i): b for b in self.benchmarks for i in b}
        self.documents = [(shard["source"], shard["id"], line + 1, self.cut(text))
                          for shard in case["shards"]
                          for line, text in enumerate(shard["documents"])]
        self.find_common()
        self.count_grams()
        self.find_runs()

    # What is indexed

    def is_gram(self, view, p, n):
        if p + n > len(view):
            return False
        if self.settings["rule"] == "characters":
            if view.tokens[p].isspace() or (p > 0 and not view.tokens[p - 1].isspace()):
                return False
        return self.settings["letterless"] or any(map(is_letter, view.tokens[p:p + n]))

    def grams(self, view, n):
        return [p for p in range(len(view)) if self.is_gram(view, p, n)]

    def gram(self, view, p, n):
        return tuple(view.tokens[p:p + n])

    def is_short(self, view):
        return (self.settings["short_whole"] and len(view) < self.n and mass([view]) >= 6
                and (self.settings["letterless"] or any(map(is_letter, view.tokens))))

    def find_common(self):
        self.common = set()        # (benchmark, gram)
        self.short_common = set()  # (benchmark, text)
        for number, items in enumerate(self.benchmarks):
            cutoff = max(5, -(-len(items) // 200))
            holders, shorts, contexts = defaultdict(set), defaultdict(set), set()
            for k, item in enumerate(items):
                repeated = any(item.same_texts(o) for o in items[:k])
                for view in item.all_views():
                    text = tuple(view.tokens)
                    known = view.unit == "context" and text in contexts
                    if repeated or known:
                        continue
                    for p in self.grams(view, self.n):
                        holders[self.gram(view, p, self.n)].add(k)
                    if self.is_short(view):
                        shorts[text].add(k)
                for view in item.views("context"):
                    contexts.add(tuple(view.tokens))
            self.common |= {(number, g) for g, h in holders.items() if len(h) >= cutoff}
            self.short_common |= {(number, t) for t, h in shorts.items() if len(h) >= cutoff}

    def is_common(self, view, p):
        number = next(k for k, b in enumerate(self.benchmarks) if b is self.benchmark_of[id(view.item)])
        return (number, self.gram(view, p, self.n)) in self.common

    def is_short_common(self, view):
        number = next(k for k, b in enumerate(self.benchmarks) if b is self.benchmark_of[id(view.item)])
        return (number, tuple(view.tokens)) in self.short_common

    # What occurs

    def count_grams(self):
        self.count, self.df = defaultdict(int), defaultdict(int)
        self.df_of = defaultdict(lambda: defaultdict(int))
        self.sizes = defaultdict(int)
        for source, _, _, tokens in self.documents:
            self.sizes[source] += 1
            for n in self.settings["n"]:
                seen = set()
                for p in range(len(tokens) - n + 1):
                    g = tuple(tokens[p:p + n])
                    self.count[g] += 1
                    seen.add(g)
                for g in seen:
                    self.df[g] += 1
                    self.df_of[source][g] += 1

    def runs_of(self, view, tokens):
        """Maximal runs as (position, length): long enough, with an n-gram that is indexed."""
        found = set()
        for i in range(len(view)):
            for j in range(len(tokens)):
                if view.tokens[i] != tokens[j] or (i and j and view.tokens[i - 1] == tokens[j - 1]):
                    continue
                length = 0
                while (i + length < len(view) and j + length < len(tokens)
                       and view.tokens[i + length] == tokens[j + length]):
                    length += 1
                if any(self.is_gram(view, p, self.n) for p in range(i, i + length - self.n + 1)):
                    found.add((i, length))
        if self.is_short(view):
            if any(tokens[j:j + len(view)] == view.tokens for j in range(len(tokens))):
                found.add((0, len(view)))
        return sorted(found)

    def skips_of(self, view, tokens):
        """Spans with substitutions as (position, length, equal offsets)."""
        seed, budget = self.settings["skip_seed"], self.settings["skip_budget"]
        for i, length in self.runs_of(view, tokens):
            if length < seed:
                continue
            for j in range(len(tokens)):
                starts = (tokens[j:j + length] == view.tokens[i:i + length]
                          and not (i and j and view.tokens[i - 1] == tokens[j - 1])
                          and (i + length == len(view) or j + length == len(tokens)
                               or view.tokens[i + length] != tokens[j + length]))
                if not starts:
                    continue
                equal, k, left = [], 0, budget
                while i + k < len(view) and j + k < len(tokens):
                    if view.tokens[i + k] == tokens[j + k]:
                        equal.append(k)
                    elif left == 0:
                        break
                    else:
                        left -= 1
                    k += 1
                yield i, equal[-1] + 1, equal

    def find_runs(self):
        self.runs = []  # for each document: view -> runs
        self.span = {id(v): [0] * len(v) for i in self.items for v in i.all_views()}
        self.skip = {k: [0] * len(s) for k, s in self.span.items()}
        self.skip_matched = {k: [0] * len(s) for k, s in self.span.items()}
        for _, _, _, tokens in self.documents:
            here = {}
            for item in self.items:
                for view in item.all_views():
                    runs = self.runs_of(view, tokens)
                    if runs:
                        here[id(view)] = runs
                    span = self.span[id(view)]
                    for p, length in runs:
                        for t in range(p, p + length):
                            span[t] = max(span[t], length)
                    if not self.settings["skip_budget"] or view.unit == "question_answer":
                        continue
                    for p, length, equal in self.skips_of(view, tokens):
                        for k in range(length):
                            a, b = self.skip[id(view)], self.skip_matched[id(view)]
                            a[p + k] = max(a[p + k], length)
                            if k in equal:
                                b[p + k] = max(b[p + k], length)
            self.runs.append(here)

    def whole(self, view):
        return self.span[id(view)][0] == len(view)

    # Levels

    def is_frequent(self, gram, source, filter):
        def cutoff(documents):
            return max(filter["least"], -(-documents // filter["divisor"]))
        if self.df[gram] >= cutoff(sum(self.sizes.values())):
            return True
        return source is not None and self.df_of[source][gram] >= cutoff(self.sizes[source])

    def is_kept(self, view, p, arm, source, filter):
        gram = self.gram(view, p, self.n)
        if arm >= 1 and self.is_common(view, p):
            return False
        if arm < 2 or not self.is_frequent(gram, source, filter):
            return True
        enough = min(len(view), max(2 * self.n, math.ceil(round(0.8 * len(view), 9))))
        return filter["protect"] and any(s >= enough for s in self.span[id(view)][p:p + self.n])

    def coverage(self, item, unit, here, arm, source, filter):
        """Tokens that a document covers, and tokens that could be."""
        covered = of = 0
        for view in item.views(unit):
            runs = here.get(id(view), [])
            if arm == 0:
                of += len(view)
                covered += len({t for p, l in runs for t in range(p, p + l)})
                continue
            if len(view) < self.n:
                if self.is_short(view) and not self.is_short_common(view):
                    of += len(view)
                    covered += len(view) if (0, len(view)) in runs else 0
                continue
            kept = [p for p in self.grams(view, self.n)
                    if self.is_kept(view, p, arm, source, filter)]
            of += len({t for p in kept for t in range(p, p + self.n)})
            covered += len({t for q, l in runs for p in kept if q <= p and p + self.n <= q + l
                            for t in range(p, p + self.n)})
        return covered, of

    def best(self, item, unit, arm, filter):
        """The best coverage of a document: the most tokens, or with both sides the largest share."""
        best = (0, self.coverage(item, unit, {}, arm, None, filter)[1])
        for (source, _, _, _), here in zip(self.documents, self.runs):
            if not any(id(v) in here for v in item.views(unit)):
                continue
            covered, of = self.coverage(item, unit, here, arm, source if arm == 2 else None, filter)
            if of and (best[1] == 0 or covered * best[1] > best[0] * of):
                best = (covered, of)
        return best

    def corroborated(self, item):
        question, joined = item.views("question"), item.views("question_answer")
        if not question or not 6 <= mass(question) < 16:
            return False
        for here in self.runs:
            if (0, len(question[0])) not in here.get(id(question[0]), []):
                continue
            covered, of = self.coverage(item, "context", here, 1, None, None)
            if of and covered and 2 * covered >= of:
                return True
            if mass(joined) >= 16 and (0, len(joined[0])) in here.get(id(joined[0]), []):
                return True
        return False

    def level(self, item, unit, arm, filter, partial=0.5, full=0.8):
        views = item.views(unit)
        if not views:
            return "a"
        if mass(views) < 6 or not any(is_letter(t) for v in views for t in v.tokens):
            return "u"
        covered, of = self.best(item, unit, arm, filter)
        if mass(views) < 16:
            if unit == "question" and self.corroborated(item):
                return "f"
            if covered:
                return "s"
        if of == 0:
            return "m"
        share = covered / of
        return "c" if not covered else "f" if share >= full else "p" if share >= partial else "t"

    # Metrics

    def matched(self, gram, rule):
        units = {"occurrences": self.count, "docs": self.df}
        most = rule.get("mostCount", 0)
        return (units[rule.get("mincountUnit", "occurrences")][gram] >= rule.get("mincount", 1)
                and (most == 0 or units[rule.get("dfUnit", "occurrences")][gram] <= most))

    def helm(self, views, n, rule):
        most = rule.get("mostCount", 0)
        counts = []  # of each position of the joined text; 0 across two references
        for v in views:
            for p in range(len(v)):
                fits = p + n <= len(v)
                counts.append(self.count[self.gram(v, p, n)] if fits else 0)
        tokens = len(counts)
        counts = counts[:tokens - n + 1]
        hits = [c for c in counts if c and (most == 0 or c <= most)]
        metric = rule["metric"]
        if metric == "any_gram":
            return float(bool(hits))
        if metric == "ngram_match":
            return len(hits) / len(counts)
        if metric == "weighted_ngram_match":
            return sum(1 / c for c in hits) / len(counts)
        total, budget, weight = 0.0, 0, 0
        for p in range(tokens):
            c = counts[p] if p < len(counts) else 0
            if c and (most == 0 or c <= most or (weight and weight <= most)):
                budget = n
                weight = min(weight, c) if weight else c
            if budget:
                budget -= 1
                total += 1 / weight if metric == "weighted_token_match" else 1
            else:
                weight = 0
        return total / tokens

    def measure(self, item, unit, views, n, rule):
        """None without text, "short", or the value."""
        if not views:
            return None
        metric, tokens = rule["metric"], sum(map(len, views))
        longest = max(views, key=len)
        if (tokens if rule["definition"] == "helm" else len(longest)) < n:
            how = rule["shortUnits"]
            if how == "none":
                return "short"
            if how == "clean":
                return 0.0
            searched = len(longest) >= self.n or self.is_short(longest)
            if not searched or len(longest) < rule.get("shortest", 1):
                return "short"
            size = len(longest) / tokens if metric in ("token_match", "docmax") else 1.0
            return size if self.whole(longest) else 0.0
        if rule["definition"] == "helm":
            return self.helm(views, n, rule)
        if metric == "docmax":
            return self.best(item, unit, 0, None)[0] / tokens
        if metric in ("token_extend", "longest_match"):
            lengths = []
            for v in views:
                if rule["definition"] == "llama2" and self.settings["skip_budget"]:
                    table = self.skip if rule.get("skipCounts") else self.skip_matched
                    lengths += table[id(v)]
                else:
                    lengths += self.span[id(v)]
            least = n + 1 if rule.get("llamaLen") == "gt" else n
            lengths = [x for x in lengths if x >= least]
            return (max(lengths, default=0) if metric == "longest_match" else len(lengths)) / tokens
        places = [(v, p) for v in views for p in self.grams(v, n)]
        if n not in self.settings["n"]:
            assert metric in ("any_gram", "token_match")
            long_runs = [x >= n for v in views for x in self.span[id(v)]]
            return float(any(long_runs)) if metric == "any_gram" else sum(long_runs) / tokens
        hits = [(v, p) for v, p in places if self.matched(self.gram(v, p, n), rule)]
        if metric == "any_gram":
            return float(bool(hits))
        if metric == "token_match":
            return len({(id(v), t) for v, p in hits for t in range(p, p + n)}) / tokens
        if metric == "ngram_match":
            if rule.get("multiplicity") == "unique":
                hits = {self.gram(v, p, n) for v, p in hits}
                places = {self.gram(v, p, n) for v, p in places}
            return len(hits) / len(places) if places else "short"
        assert metric == "substrings"
        if rule["substrings"] != "word_starts":
            places = [(v, p) for v in views for p in range(len(v) - n + 1)]
        if not places:
            return "short"
        if rule["substrings"] == "random3":
            places = [places[math.floor(r * len(places))] for r in draws(rule["seed"], item.id)]
        return sum(self.matched(self.gram(v, p, n), rule) for v, p in places) / len(places)

    def n_of(self, items, rule):
        if rule["n"]:
            return rule["n"]
        lengths = sorted(sum(len(p) for p in i.pieces) for i in items)
        place = 0.05 * (len(lengths) - 1)
        low = math.floor(place + 1e-9)
        high = min(low + 1, len(lengths) - 1)
        how = rule["percentile"]
        if how == "lower":
            value = lengths[low]
        elif how == "nearest":
            value = lengths[round(place)]
        else:
            value = math.floor(lengths[low] + (place - low) * (lengths[high] - lengths[low]) + 1e-9)
        return min(max(value, 2 if rule.get("synthetic") else 8), 13)

    def column(self, rule, units):
        values, outcomes = [], ""
        for items in self.benchmarks:
            n = self.n_of(items, rule)
            for item in items:
                value = self.value(item, units, n, rule)
                values.append(value if isinstance(value, float) else 0.0)
                outcomes += {None: "a", "short": "s"}.get(value) or self.outcome(value, rule)
        return {"values": [float(f"{v:.10g}") for v in values], "outcomes": outcomes}

    def outcome(self, value, rule):
        def reaches(threshold):
            return value > threshold if rule["comparison"] == "above" else value >= threshold
        if value <= 0 or not reaches(rule["threshold"]):
            return "c"
        return "d" if "upper" in rule and reaches(rule["upper"]) else "f"

    def value(self, item, units, n, rule):
        if rule["fields"] == "concat":
            return self.measure(item, None, item.pooled(units), n, rule)
        parts = [self.measure(item, u, item.views(u), n, rule) for u in units]
        parts = [p for p in parts if p is not None]
        if not parts:
            return None
        if rule["fields"] == "first":
            return parts[0]
        numbers = [p for p in parts if p != "short"]
        if not numbers:
            return "short"
        return sum(numbers) / len(numbers) if rule["fields"] == "mean" else max(numbers)

    def applied(self, rule):
        if rule["fields"] != "separate":
            return [self.column(rule, rule["units"])]
        return [self.column(dict(rule, fields="max"), [u]) for u in UNITS if u in rule["units"]]


def draws(seed, label):
    """Three numbers of SplitMix64 with its seed mixed with FNV-1a of the label."""
    mask = 2**64 - 1
    state = 0xCBF29CE484222325
    for byte in label.encode():
        state = (state ^ byte) * 0x100000001B3 & mask
    state ^= seed
    for _ in range(3):
        state = state + 0x9E3779B97F4A7C15 & mask
        z = state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        yield ((z ^ z >> 31) >> 11) / 2**53


CUTS = {
    "words": str.split,
    "spaced_words": str.split,
    "helm_words_without_empty": str.split,
    "letters_and_digits": lambda text: [c for c in text if c.isalnum()],
    "characters": list,
}
