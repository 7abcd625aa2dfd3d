/// `evenhand-scan index`: benchmarks made findable.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>

#include "decoder.hpp"
#include "evenhand/overlap/items.hpp"
#include "files.hpp"
#include "progress.hpp"
#include "verbs.hpp"

namespace evenhand::scan {
namespace {

using overlap::ItemField;
using overlap::ItemFormat;
using overlap::ItemProblem;

struct Benchmark {
  std::string name;
  std::string path;
  ItemFormat format;
};

[[noreturn]] void refuse(const std::string& message) { throw Failure(Status::bad_input, message); }

// FILE, whose name without endings is the benchmark's, or NAME=FILE.
Benchmark benchmark_of(const std::string& given) {
  const std::size_t equals = given.find('=');
  if (equals != std::string::npos && !file_exists(given)) {
    return {given.substr(0, equals), given.substr(equals + 1), {}};
  }
  std::string name = std::filesystem::path(given).filename().string();
  name.resize(std::min(name.find('.', 1), name.size()));
  return {name, given, {}};
}

// An option that may begin with the name of a benchmark and a colon: for this one, or for all.
template <class Act>
void for_named(std::vector<Benchmark>& benchmarks, const std::string& option, Act act) {
  for (Benchmark& benchmark : benchmarks) {
    if (option.starts_with(benchmark.name + ":")) {
      act(benchmark.format, option.substr(benchmark.name.size() + 1));
      return;
    }
  }
  for (Benchmark& benchmark : benchmarks) act(benchmark.format, option);
}

void set_field(ItemFormat& format, const std::string& option) {
  const std::size_t equals = std::min(option.find('='), option.size());
  const std::string_view name = std::string_view(option).substr(0, equals);
  for (std::size_t i = 0; i < overlap::item_field_count; ++i) {
    if (name == text_of(static_cast<ItemField>(i)).name && equals + 1 < option.size()) {
      format.paths[i] = option.substr(equals + 1);
      return;
    }
  }
  std::string names;
  for (const EnumText& text : texts(ItemField{})) {
    names += (names.empty() ? "" : ", ") + std::string(text.name);
  }
  refuse("--field " + option + ": expected [BENCHMARK:]FIELD=PATH with a FIELD of " + names);
}

std::string message_of(const ItemProblem& problem, const std::string& path) {
  const EnumText text = text_of(problem.kind);
  std::string out = path;
  if (problem.line > 0) out += ", line " + std::to_string(problem.line);
  if (problem.field) out += ", " + std::string(text_of(*problem.field).title);
  out += ": " + std::string(text.title);
  if (problem.other_line > 0) out += " (see line " + std::to_string(problem.other_line) + ")";
  if (!problem.found.empty()) out += "; found: " + problem.found;
  return out + "; expected: " + std::string(text.detail);
}

std::string contents_of(const Benchmark& benchmark) {
  std::string out;
  try {
    std::string name = benchmark.path;
    const auto decoder = Decoder::make(compression_of(name));
    const Decoder::Receiver receiver = [&out](std::string_view contents) { out += contents; };
    InputFile input(benchmark.path);
    for (std::string_view bytes = input.read(); !bytes.empty(); bytes = input.read()) {
      decoder->feed(bytes, receiver);
    }
    decoder->finish();
  } catch (const Failure& failure) {
    const std::string message = failure.what();
    refuse(message.starts_with(benchmark.path) ? message : benchmark.path + ": " + message);
  }
  return out;
}

}  // namespace

Status run_index(const IndexOptions& options) {
  std::vector<Benchmark> benchmarks;
  for (const std::string& given : options.benchmarks) benchmarks.push_back(benchmark_of(given));
  for (const std::string& option : options.fields) for_named(benchmarks, option, set_field);
  for (const std::string& option : options.answer_splits) {
    for_named(benchmarks, option,
              [](ItemFormat& format, const std::string& mark) { format.answer_split = mark; });
  }
  overlap::ScanSettings settings = overlap::scan_settings(options.definition);
  if (!options.n.empty()) settings.n = options.n;
  if (options.rule) settings.rule = *options.rule;
  if (options.skip_budget) settings.skip_budget = *options.skip_budget;
  // A span cannot begin with less than is looked for.
  if (settings.skip_budget > 0 && !settings.n.empty()) {
    settings.skip_seed = std::max(settings.skip_seed, settings.n[0]);
  }

  overlap::IndexBuilder builder(settings);
  std::int64_t items = 0;
  for (const Benchmark& benchmark : benchmarks) {
    const overlap::ItemsRead read =
        overlap::read_items(contents_of(benchmark), benchmark.name, benchmark.format, builder);
    if (read.problem) refuse(message_of(*read.problem, benchmark.path));
    items += read.items;
  }
  const std::int64_t invalid = builder.invalid_utf8();
  const std::int64_t memory = builder.scan_memory();
  const auto bytes = builder.build();
  if (!bytes) refuse(text_of_error(bytes.error()));
  write_whole(options.output, *bytes);

  const Result<overlap::Index> index = overlap::Index::open(*bytes);
  if (!index) throw Failure(Status::failed, text_of_error(index.error()));
  std::string grams;
  for (std::size_t i = 0; i < index->settings().n.size(); ++i) {
    grams += ", " + count_text(index->grams(i)) + " " + std::to_string(index->settings().n[i]) +
             "-grams";
  }
  std::fprintf(stderr, "%s: %s items, %s tokens%s; a scan takes %s of memory\n",
               options.output.c_str(), count_text(items).c_str(),
               count_text(index->tokens()).c_str(), grams.c_str(),
               bytes_text(static_cast<double>(memory)).c_str());
  if (invalid > 0) {
    std::fprintf(stderr, "%s malformed UTF-8 sequences in the items, each read as U+FFFD\n",
                 count_text(invalid).c_str());
  }
  return Status::done;
}

}  // namespace evenhand::scan
