"""Small random scans with what brute force finds: overlap_rules.json.

Run it without arguments to write that file beside it; the same bytes come out every time.
"""
import json
import os
import random

from overlap_reference import UNITS, Scan

WHOLE_ITEM = UNITS
PROMPT = ["context", "question", "choices"]
CASES = 120


def rules_for(kind, n, rng):
    """Definitions with the options that are tried; the rest is as in the table of the methods."""
    first, last = n[0], n[-1]
    base = {"comparison": "at_least", "threshold": 0, "shortUnits": "none", "fields": "concat"}

    def rule(definition, units, **more):
        return {**base, "definition": definition, "units": units, **more}
    if kind == "letters":
        for substrings in ("random3", "all"):
            yield rule("gpt4_substring50", ["context", "question"], metric="substrings", n=first,
                       substrings=substrings, seed=rng.randrange(1000), shortUnits="whole")
        return
    if kind == "characters":
        yield rule("infinigram_mini", ["context", "question"], metric="substrings", n=first,
                   substrings="word_starts", fields="first", threshold=0.2, upper=0.8,
                   shortUnits="whole")
        return
    if kind == "helm":
        for metric in ("any_gram", "ngram_match", "weighted_ngram_match", "stretch_token_match",
                       "weighted_token_match"):
            yield rule("helm", ["question", "answer"], metric=metric, n=rng.choice(n),
                       mostCount=rng.choice([0, 1, 2, 3]), fields="separate")
        return
    if kind == "skips":
        length = rng.choice([first + 1, first + 2, first + 4])
        for counts in (False, True):
            for how in ("ge", "gt"):
                yield rule("llama2", PROMPT, metric="token_extend", n=length, skipCounts=counts,
                           llamaLen=how, threshold=0.2, upper=0.8)
        return
    some = {"mincount": rng.choice([1, 1, 2, 3]), "mincountUnit": rng.choice(["occurrences", "docs"])}
    yield rule("gpt2", WHOLE_ITEM, metric="ngram_match", n=rng.choice(n),
               multiplicity=rng.choice(["positions", "unique"]), **some)
    yield rule("gpt3_measure", WHOLE_ITEM, metric="any_gram", n=0, shortUnits="clean",
               percentile=rng.choice(["lower", "nearest", "linear"]),
               synthetic=first == 2 and rng.random() < 0.5)
    yield rule("palm", ["question", "answer"], metric="ngram_match", n=rng.choice(n), fields="max",
               threshold=0.7)
    yield rule("llama2", PROMPT, metric="token_extend", n=first + 2, threshold=0.2, upper=0.8)
    yield rule("llama3", PROMPT, metric="token_match", n=rng.choice(n + [last + 1])
               if some["mincount"] == 1 else first, comparison="above",
               threshold=rng.choice([0, 0.25, 0.5]), **some)
    for metric in ("token_match", "ngram_match"):
        yield rule("contam_norm", PROMPT, metric=metric, n=rng.choice(n), threshold=0.3)
    for metric in ("longest_match", "token_extend"):
        yield rule("contam_raw", PROMPT, metric=metric, n=first, threshold=0.4)
    yield rule("tulu3", ["question"], metric="docmax", n=first, fields="mean", threshold=0.5,
               comparison="above", shortUnits=rng.choice(["none", "clean", "whole"]))
    yield rule("deepseek_math", WHOLE_ITEM, metric="any_gram", n=rng.choice([last, last + 2]),
               shortUnits="whole", shortest=3)
    yield rule("open_r1", ["question"], metric="any_gram", n=first, fields="separate")


def text_of(rng, kind, low, high):
    size = rng.randint(low, high)
    if kind in ("letters", "characters"):
        return "".join(rng.choice("aab b,c") for _ in range(size * 2)).strip()
    return " ".join(rng.choice(["ab", "cd", "ef", "gh", "7"]) for _ in range(size))


def case_of(rng):
    kind = rng.choice(["words"] * 5 + ["skips", "helm", "letters", "characters"])
    n = {"letters": [4], "characters": [4], "skips": [2]}.get(kind) or rng.choice(
        [[2], [2, 3], [3, 5], [4, 6]])
    settings = {"rule": {"words": "words", "skips": "spaced_words", "letters": "letters_and_digits",
                         "helm": "helm_words_without_empty", "characters": "characters"}[kind],
                "n": n, "letterless": kind != "words" or rng.random() < 0.3, "heavy_items": 0,
                "short_whole": True, "skip_budget": 0, "skip_seed": 0}
    if kind == "skips":
        settings.update(skip_budget=rng.randint(1, 3), skip_seed=rng.randint(2, 3))
    shared = [text_of(rng, kind, 5, 9) for _ in range(2)]
    benchmarks = []
    for b in range(rng.randint(1, 2)):
        template = text_of(rng, kind, 3, 5)
        items = []
        for i in range(rng.randint(3, 8)):
            question = text_of(rng, kind, 0 if rng.random() < 0.1 else 3, rng.choice([6, 14]))
            if rng.random() < 0.6:
                question = (template + " " + question).strip()
            item = {"id": f"{b}-{i}", "context": rng.choice(["", "", rng.choice(shared)]),
                    "question": question,
                    "answers": [text_of(rng, kind, 1, rng.choice([2, 6]))
                                for _ in range(rng.randint(0, 2))],
                    "choices": [text_of(rng, kind, 1, 6) for _ in range(rng.choice([0, 0, 2, 3]))]}
            if items and rng.random() < 0.1:
                item = {**items[-1], "id": item["id"]}
            items.append(item)
        benchmarks.append({"name": f"set {b}", "items": items})
    everything = [i for b in benchmarks for i in b["items"]]
    shards = []
    for k in range(rng.randint(1, 3)):
        documents = []
        for _ in range(rng.randint(1, 7)):
            parts = []
            for _ in range(rng.randint(1, 4)):
                item = rng.choice(everything)
                whole = [item["context"], item["question"], item["question"] + " " +
                         (item["answers"] or [""])[0], text_of(rng, kind, 1, 6)]
                words = rng.choice(whole)
                words = list(words) if kind in ("letters", "characters") else words.split()
                low = 0 if rng.random() < 0.5 else rng.randint(0, len(words))
                high = len(words) if rng.random() < 0.5 else rng.randint(low, len(words))
                words = words[low:high]
                if words and rng.random() < 0.3:
                    words[rng.randrange(len(words))] = "x" if len(words[0]) == 1 else "xy"
                parts.append(("" if kind in ("letters", "characters") else " ").join(words))
            documents.append(" ".join(p for p in parts if p) or "xy")
        shards.append({"id": f"s{k}", "source": rng.choice(["one", "two"]),
                       "documents": documents})
    case = {"settings": settings, "benchmarks": benchmarks, "shards": shards}
    scan = Scan(case)
    case["rules"] = [dict(r, columns=scan.applied(r)) for r in rules_for(kind, n, rng)]
    if kind == "words":
        case["filter"] = filter = {"least": rng.choice([2, 3, 5]), "divisor": rng.choice([3, 200]),
                                   "protect": rng.random() < 0.7}
        case["levels"] = {u: ["".join(scan.level(i, u, arm, filter) for i in scan.items)
                              for arm in range(3)] for u in UNITS}
        case["coverage"] = {u: [[scan.best(i, u, arm, filter) for i in scan.items]
                                for arm in range(3)] for u in ("question", "choices")}
    return case


def main():
    rng = random.Random(20261126)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "overlap_rules.json")
    lines = [json.dumps(case_of(rng), separators=(",", ":")) for _ in range(CASES)]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
