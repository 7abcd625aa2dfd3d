"""Other tools on a benchmark and a corpus: seconds of processor time, and the documents they flag.

usage: overlap_tools.py BENCHMARK.jsonl CORPUS.jsonl FOLDER

Prints one JSON object per tool: {"tool", "version", "index_seconds", "scan_seconds", "flagged"}.
Each runs in its own way, with n-grams of 13 where it can be told so, and one worker. The benchmark
gives the question alone: that is what the yardstick's documents contain.
"""

import glob
import json
import os
import resource
import shutil
import subprocess
import sys
from importlib.metadata import version

benchmark_file, corpus_file, folder = sys.argv[1:4]
os.environ |= {"HF_HOME": os.path.join(folder, "hf"), "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"}

with open(benchmark_file, encoding="utf-8") as file:
    items = [json.loads(line) for line in file]
with open(corpus_file, encoding="utf-8") as file:
    documents = [json.loads(line) for line in file]


def processor_seconds(who=resource.RUSAGE_SELF):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def show(tool, package, index_seconds, scan_seconds, flagged):
    print(
        json.dumps(
            {
                "tool": tool,
                "version": version(package),
                "index_seconds": index_seconds,
                "scan_seconds": scan_seconds,
                "flagged": sorted(flagged),
            }
        ),
        flush=True,
    )


def fresh(name):
    path = os.path.join(folder, name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def decon(title, settings):
    """AI2 decon; a call builds the index and scans, so an empty corpus gives the index's share."""
    import decon as tool

    work = fresh("decon")
    for part in ("evals", "corpus", "nothing"):
        os.makedirs(os.path.join(work, part))
    with open(os.path.join(work, "evals", "yardstick-1.jsonl"), "w", encoding="utf-8") as out:
        for number, item in enumerate(items):
            record = {"eval_key": "yardstick", "eval_instance_index": number, "split": "test",
                      "question": item["question"], "doc_id": number, "fingerprint": item["id"]}
            out.write(json.dumps(record) + "\n")
    os.symlink(os.path.abspath(corpus_file), os.path.join(work, "corpus", "corpus.jsonl"))
    with open(os.path.join(work, "nothing", "one.jsonl"), "w", encoding="utf-8") as out:
        out.write('{"text": "nothing"}\n')

    def run(corpus):
        start = processor_seconds()
        tool.detect(tool.Config(
            training_dir=os.path.join(work, corpus), evals_dir=os.path.join(work, "evals"),
            report_output_dir=os.path.join(work, "report-" + corpus), worker_threads=1, **settings))
        return processor_seconds() - start

    index_seconds, seconds = run("nothing"), run("corpus")
    flagged = set()
    for path in glob.glob(os.path.join(work, "report-corpus", "*.jsonl")):
        with open(path, encoding="utf-8") as file:
            flagged |= {documents[json.loads(line)["training_line"]]["id"] for line in file}
    show(title, "decontaminate", index_seconds, seconds - index_seconds, flagged)


def corpus_assay():
    """corpus-assay reads Parquet; writing that file is not counted."""
    import pyarrow
    import pyarrow.parquet

    work = fresh("corpus-assay")
    corpus = os.path.join(work, "corpus.parquet")
    pyarrow.parquet.write_table(
        pyarrow.table({key: [d[key] for d in documents] for key in ("id", "text")}), corpus)
    config = os.path.join(work, "config.yaml")
    with open(config, "w", encoding="utf-8") as out:
        out.write("benchmarks:\n  - name: yardstick\n    dataset: json\n"
                  f"    data_files: {os.path.abspath(benchmark_file)}\n"
                  "    splits: [train]\n    fields: [question]\nngram: 13\n")
    index = os.path.join(work, "index.native")

    def run(*arguments):
        start = processor_seconds(resource.RUSAGE_CHILDREN)
        subprocess.run([os.path.join(os.path.dirname(sys.executable), "corpus-assay"), *arguments,
                        "--config", config], check=True, capture_output=True)
        return processor_seconds(resource.RUSAGE_CHILDREN) - start

    index_seconds = run("build-index", "--out-index", index, "--allow-unpinned")
    scan_seconds = run("scan", "--index", index, "--input", corpus, "--out-dir",
                       os.path.join(work, "report"), "--workers", "1", "--id-key", "id",
                       "--max-return-records", "100000000")
    flagged = set()
    for path in glob.glob(os.path.join(work, "report", "contaminated_docs", "*.ndjson")):
        with open(path, encoding="utf-8") as file:
            # It numbers the parts of a document behind its id.
            flagged |= {json.loads(line)["doc_id"].rsplit("-part-", 1)[0] for line in file}
    show("corpus-assay", "corpus-assay", index_seconds, scan_seconds, flagged)


def datatrove():
    """datatrove's filter step. Its indexer asks for an evaluation library with the network, so the
    hashes are written here, by the filter's own functions."""
    import numpy
    from datatrove.data import Document
    from datatrove.pipeline.decont.n_grams import NGramsDecontConfig, NGramsDecontFilter
    from datatrove.utils.text import ngrams, simplify_text

    work = fresh("datatrove")
    config = NGramsDecontConfig(n_grams=13, find_query_ngrams=True)
    step = NGramsDecontFilter(work, config)
    start = processor_seconds()
    hashes = {
        step.hash_func(" ".join(gram))
        for item in items
        for gram in ngrams(
            step.tokenizer.word_tokenize(simplify_text(item["question"], config.norm_config)), 13)
    }
    numpy.array(sorted(hashes), dtype=config.hash_config.np_descr).tofile(
        os.path.join(work, "yardstick.index.hashes"))
    step.load_index_hashes()
    built = processor_seconds()
    flagged = [d["id"] for d in documents
               if step.filter(Document(text=d["text"], id=d["id"])) is not True]
    show("datatrove", "datatrove", built - start, processor_seconds() - built, flagged)


decon("decon, as it comes (5-grams, every 10th)", {})
decon("decon, 13-grams, every position", {"ngram_size": 13, "sample_every_m_tokens": 1})
corpus_assay()
datatrove()
