"""Scans a corpus for benchmark text on a Spark cluster.

  spark-submit overlap.py --index bench.index --corpus /shared/corpus --output /shared/found

Every JSON lines file of the corpus (.jsonl, .jsonl.gz) is a shard and one task: the file goes
through `evenhand-scan scan --stdin`, which prints what it found as one line. The lines are merged as
a tree. The output folder gets corpus.partial and corpus.hits.jsonl, from which
`evenhand-scan report` evaluates every definition; report.txt is its default report.

A task that fails is run again, and one that runs twice gives the same line: what a shard gives
depends on its bytes only, Spark uses the result of one attempt, and merging a shard twice adds
nothing. The corpus, the index and the program must be at the same paths on all workers.
"""

import argparse
import base64
import gzip
import json
import os
import shutil
import subprocess

from pyspark import SparkContext, StorageLevel

MALFORMED = 1  # evenhand-scan: all was scanned, but some lines were no documents; the report lists them


def shards_of(root):
    """Paths below the root with `/` between folders, in order: the ids of the shards."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith((".jsonl", ".jsonl.gz")):
                found.append(os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/"))
    return sorted(found)


def scan(shard, root, scanner, index, text_field):
    """The line of one shard. Whatever goes wrong fails the task, and Spark tries again."""
    command = [scanner, "scan", index, "--stdin", "--shard-id", shard, "--text-field", text_field]
    path = os.path.join(root, shard)
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as source, subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # The program prints its one line after the last byte of input, so neither side waits.
        shutil.copyfileobj(source, process.stdin, 1 << 20)
        process.stdin.close()
        line = process.stdout.read()
    if process.returncode not in (0, MALFORMED):
        raise RuntimeError(f"{shard}: evenhand-scan ended with status {process.returncode}")
    return json.loads(line)


def merge(a, b, scanner):
    """Two partials in base64 as one."""
    lines = "".join(json.dumps({"partial": partial}) + "\n" for partial in (a, b))
    done = subprocess.run([scanner, "merge", "--stdin"], input=lines, stdout=subprocess.PIPE,
                          text=True, check=True)
    return json.loads(done.stdout)["partial"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", required=True, help="what `evenhand-scan index` wrote")
    parser.add_argument("--corpus", required=True, help="folder of .jsonl and .jsonl.gz files")
    parser.add_argument("--output", required=True, help="folder for what is found")
    parser.add_argument("--text-field", default="text")
    parser.add_argument("--scanner", default="evenhand-scan", help="the program, on every worker")
    given = parser.parse_args()
    root, index, scanner, field = given.corpus, given.index, given.scanner, given.text_field
    shards = shards_of(root)
    if not shards:
        parser.error(f"{root} holds no .jsonl or .jsonl.gz file")

    context = SparkContext.getOrCreate()
    found = (context.parallelize(shards, len(shards))
             .map(lambda shard: scan(shard, root, scanner, index, field))
             # Kept, so that the second look at it does not scan again.
             .persist(StorageLevel.DISK_ONLY))
    total = (found.map(lambda line: line["partial"])
             .treeReduce(lambda a, b: merge(a, b, scanner), depth=3))

    os.makedirs(given.output, exist_ok=True)
    partial = os.path.join(given.output, "corpus.partial")
    with open(os.path.join(given.output, "corpus.hits.jsonl"), "w", encoding="utf-8") as out:
        # In order of shards, a shard at a time.
        for line in found.toLocalIterator():
            for hit in line["hits"]:
                out.write(json.dumps(hit, ensure_ascii=False, separators=(",", ":")) + "\n")
    with open(partial + ".part", "wb") as out:
        out.write(base64.b64decode(total))
    os.replace(partial + ".part", partial)
    with open(os.path.join(given.output, "report.txt"), "w", encoding="utf-8") as out:
        subprocess.run([scanner, "report", index, partial], stdout=out, check=True)


if __name__ == "__main__":
    main()
