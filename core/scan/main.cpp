/// `evenhand-scan`: contamination of benchmarks by text corpora, at the speed of the disk.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "choices.hpp"
#include "verbs.hpp"

namespace evenhand::scan {
namespace {

std::string status_help() {
  std::string out = "Exit status:\n";
#define EVENHAND_SCAN_STATUS(name, status, meaning) out += "  " #status "  " meaning "\n";
  EVENHAND_SCAN_STATUS_LIST(EVENHAND_SCAN_STATUS)
#undef EVENHAND_SCAN_STATUS
  return out;
}

template <class Enum>
std::string names_of(Enum) {
  std::string out;
  for (const EnumText& text : texts(Enum{})) {
    out += (out.empty() ? "" : ", ") + std::string(text.name);
  }
  return out;
}

template <class Enum>
CLI::Option* add_enum(CLI::App& app, const std::string& name, std::optional<Enum>& value,
                      const std::string& help) {
  return app.add_option_function<std::string>(
      name, [&value, name](const std::string& text) { value = enum_of<Enum>(name, text); },
      help + ": " + names_of(Enum{}));
}

void add_index(CLI::App& app, IndexOptions& options, Status& status) {
  CLI::App* verb = app.add_subcommand("index", "Make benchmarks findable");
  verb->add_option("benchmarks", options.benchmarks,
                   "JSON Lines with an item a line, also .gz and .zst; FILE, or NAME=FILE")
      ->required();
  verb->add_option("-o,--output", options.output, "File of the index")->required();
  verb->add_option_function<std::string>(
      "--definition",
      [&options](const std::string& name) {
        options.definition = enum_of<overlap::Definition>("--definition", name);
      },
      "Whose scan it is for; evenhand fits many of the others, too: " +
          names_of(overlap::Definition{}));
  verb->add_option("--n", options.n,
                   "Lengths of n-grams, such as 8,13; the definition's if not given")
      ->delimiter(',');
  add_enum(*verb, "--rule", options.rule, "What a token is, if not the definition's");
  verb->add_option("--skip-budget", options.skip_budget,
                   "Substituted tokens that a span may contain, if not the definition's");
  verb->add_option("--field", options.fields,
                   "[BENCHMARK:]FIELD=PATH: where id, question, context, answer or choices are, "
                   "such as answer=solution.text or question=turns[*].content")
      ->delimiter('\0');
  verb->add_option("--answer-split", options.answer_splits,
                   "[BENCHMARK:]MARK: the short answer is what follows the last of these marks in "
                   "the answer, such as ####")
      ->delimiter('\0');
  verb->callback([&options, &status] { status = run_index(options); });
}

/// What every verb takes that reads a corpus.
void add_corpus(CLI::App& verb, CorpusOptions& options) {
  verb.add_option("paths", options.paths, "Files and folders of the corpus; also .gz and .zst");
  verb.add_option("-o,--output", options.output,
                  "Folder for the results; shards whose results are there are not read again");
  verb.add_option("--root", options.root,
                  "Folder below which a file's path is its shard's id; if not given, the folder "
                  "that was given, or for files the path as it was given");
  verb.add_option("--source", options.source, "What part of the corpus this is");
  verb.add_option("--text-field", options.text_field,
                  "Of JSON Lines: text, a.b, or turns[*].content")
      ->capture_default_str();
  add_enum(verb, "--doc", options.unit,
           "What a document is, if the endings should not decide (.jsonl, .ndjson, .json: "
           "json_lines; .txt, .text: file)");
  verb.add_option("--threads", options.threads, "As many as the machine has, if not given")
      ->check(CLI::Range(1, 4096));
  verb.add_option("--task", options.task, "i/N, i from 0: only the shards i, i + N, i + 2N, ...");
  verb.add_option("--allow-malformed", options.allow_malformed,
                  "Lines that may be no document before the exit status says so")
      ->check(CLI::NonNegativeNumber);
  verb.add_flag("--again", options.again, "Read shards again whose results are there");
}

[[noreturn]] void refuse(const char* message) { throw Failure(Status::bad_input, message); }

void check_corpus(const CorpusOptions& options) {
  if (options.paths.empty()) refuse("there is nothing to scan: give files or folders");
  if (options.output.empty()) refuse("--output is needed");
}

void add_scan(CLI::App& app, ScanOptions& options, Status& status) {
  CLI::App* verb = app.add_subcommand(
      "scan", "Scan a corpus against an index: a partial and a file of hit records for each shard");
  verb->add_option("index", options.index, "File of the index")->required();
  add_corpus(*verb, options);
  verb->add_flag_callback(
      "--no-hits", [&options] { options.hits = false; },
      "Write no hit records; without them boilerplate of the corpus cannot be left out");
  CLI::Option* input = verb->add_flag(
      "--stdin", options.standard_input,
      "Scan standard input as one shard, print a line of JSON with its partial in base64");
  verb->add_option("--shard-id", options.shard_id, "Name of that shard")->needs(input);
  verb->callback([&options, &status] {
    if (!options.standard_input) {
      check_corpus(options);
    } else {
      if (options.shard_id.empty()) refuse("--stdin needs --shard-id");
      if (!options.paths.empty() || !options.output.empty() || !options.task.empty()) {
        refuse("--stdin takes no paths, no --output and no --task");
      }
    }
    status = run_scan(options);
  });
}

void add_pass(CLI::App& verb, PassOptions& options, const char* choices) {
  verb.add_option("index", options.index, "File of the index")->required();
  add_corpus(verb, options);
  verb.add_option("--option", options.choices, choices)->allow_extra_args(false);
  verb.add_flag("--json", options.json, "For programs: the sums as one object");
}

void add_cut(CLI::App& app, PassOptions& options, Status& status) {
  CLI::App* verb = app.add_subcommand(
      "cut",
      "Take what a benchmark has in common with a corpus out of it, by GPT-3's rule (an index with "
      "--definition gpt3_filter): for each shard the pieces that are kept, as JSON Lines");
  add_pass(*verb, options,
           "OPTION=VALUE of the rule: n=13, window=200, cutWindow=each_side|total, shortest=200, "
           "pieceMin=at_least|above, tooDirty=pieces|hits, most=10, "
           "piecesCount=before_drop|after_drop, mostCount=10, dfUnit=docs|occurrences");
  verb->add_option("--partial", options.partials,
                   "Partials of a scan of the corpus with this index, and folders of them: n-grams "
                   "in more than mostCount documents are not cut")
      ->allow_extra_args(false);
  verb->callback([&options, &status] {
    check_corpus(options);
    status = run_cut(options);
  });
}

void add_pairs(CLI::App& app, PassOptions& options, Status& status) {
  CLI::App* verb = app.add_subcommand(
      "pairs",
      "Pairs of document and item with a long common subsequence, by Qwen2's rule (an index with "
      "--definition qwen2_lcs): for each shard its pairs, as JSON Lines");
  add_pass(*verb, options, "OPTION=VALUE of the rule: least=13, share=0.6, k=5");
  verb->callback([&options, &status] {
    check_corpus(options);
    status = run_pairs(options);
  });
}

void add_merge(CLI::App& app, MergeOptions& options, Status& status) {
  CLI::App* verb = app.add_subcommand("merge", "Add partials up, with their hit records");
  verb->add_option("partials", options.partials, "Partials, and folders of them");
  verb->add_option("-o,--output", options.output, "File of the sum");
  verb->add_flag("--stdin", options.standard_input,
                 "Add up lines as `scan --stdin` and this print them; print one such line");
  verb->callback([&options, &status] {
    const bool nothing = options.partials.empty() && options.output.empty();
    const bool everything = !options.partials.empty() && !options.output.empty();
    if (options.standard_input ? !nothing : !everything) {
      throw Failure(Status::bad_input, "give partials and --output, or --stdin alone");
    }
    status = run_merge(options);
  });
}

void add_report(CLI::App& app, ReportOptions& options, Status& status) {
  CLI::App* verb = app.add_subcommand("report", "Say what was found");
  verb->add_option("index", options.index, "File of the index")->required();
  verb->add_option("partials", options.partials,
                   "Partials, and folders of them; hit records are read from beside them")
      ->required();
  verb->add_flag("--json", options.json, "For programs: everything, as one object");
  verb->add_flag_callback(
      "--no-hits", [&options] { options.hits = false; }, "Do not read the hit records");
  verb->add_flag("--incomplete", options.incomplete, "The corpus has more shards than these");
  verb->add_option("--items", options.items, "Items to list; 0: all")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb->add_option_function<std::vector<std::string>>(
      "--definition",
      [&options](const std::vector<std::string>& names) {
        for (const std::string& name : names) {
          options.definitions.push_back(enum_of<overlap::Definition>("--definition", name));
        }
      },
      "Definitions to apply; all, if not given");
  verb->add_option("--option", options.choices,
                   "OPTION=VALUE of the definitions applied, such as threshold=0.7");
  verb->add_option("--partial-from", options.thresholds.partial,
                   "From which coverage on an item is partly known")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb->add_option("--full-from", options.thresholds.full,
                   "From which coverage on an item is known in full")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb->add_option("--frequent-least", options.filter.least,
                   "n-grams in fewer documents than this are no boilerplate")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->add_option("--frequent-divisor", options.filter.divisor,
                   "n-grams in one of so many documents are boilerplate")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  verb->callback([&options, &status] { status = run_report(options); });
}

int run(int count, char** arguments) {
  CLI::App app("Which items of benchmarks occur in a text corpus: exact n-gram overlap.");
  app.name("evenhand-scan");
  app.set_version_flag("--version", EVENHAND_VERSION);
  app.require_subcommand(1);
  app.footer(status_help());
  Status status = Status::done;
  IndexOptions index;
  ScanOptions scan;
  PassOptions cut;
  PassOptions pairs;
  MergeOptions merge;
  ReportOptions report;
  add_index(app, index, status);
  add_scan(app, scan, status);
  add_cut(app, cut, status);
  add_pairs(app, pairs, status);
  add_merge(app, merge, status);
  add_report(app, report, status);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Status::bad_input);
  } catch (const Failure& failure) {
    std::fprintf(stderr, "evenhand-scan: %s\n", failure.what());
    return static_cast<int>(failure.status());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "evenhand-scan: %s\n", error.what());
    return static_cast<int>(Status::failed);
  }
  return static_cast<int>(status);
}

}  // namespace
}  // namespace evenhand::scan

int main(int count, char** arguments) {
  // A reader that goes away is an error of writing.
  std::signal(SIGPIPE, SIG_IGN);
  return evenhand::scan::run(count, arguments);
}
