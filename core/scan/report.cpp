/// `evenhand-scan report`: what partials and hit records say of the benchmarks.
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "choices.hpp"
#include "fields/overlap_report.hpp"
#include "fields/overlap_scan.hpp"
#include "files.hpp"
#include "index_file.hpp"
#include "json_writer.hpp"
#include "partials.hpp"
#include "report_text.hpp"
#include "verbs.hpp"

namespace evenhand::scan {
namespace {

using overlap::Definition;

[[noreturn]] void refuse(const std::string& message) { throw Failure(Status::bad_input, message); }

// The sum of the partials; and their hit records, if all have some.
std::shared_ptr<overlap::Evaluator> evaluator_of(const overlap::Index& index,
                                                 const ReportOptions& options) {
  const std::vector<std::string> paths = find_partials(options.partials);
  Sum sum;
  std::vector<std::string> hits;
  for (const std::string& path : paths) {
    sum.add(read_partial(path), path);
    if (file_exists(hits_path(path))) hits.push_back(hits_path(path));
  }
  overlap::Partial partial = sum.finish();
  const std::string digests = std::string(index.digest()) + " and " + partial.index_digest;
  auto made = overlap::Evaluator::make(index, std::move(partial), options.filter);
  if (!made) refuse(paths[0] + ": " + text_of_error(made.error()) + " (" + digests + ")");
  const std::shared_ptr<overlap::Evaluator> evaluator = made.take();
  if (!options.hits) return evaluator;
  if (hits.size() < paths.size()) {
    std::fprintf(stderr, "%zu of %zu partials have no hit records beside them; none are read\n",
                 paths.size() - hits.size(), paths.size());
    return evaluator;
  }
  for (const ShardHits& shard : find_hits(hits)) {
    read_hits(shard, [&](std::string_view lines) {
      if (const auto error = evaluator->add_lines(lines)) {
        refuse(shard.path + ": " + text_of_error(*error));
      }
    });
  }
  evaluator->hits_complete();
  return evaluator;
}

std::vector<overlap::Application> apply(const overlap::Evaluator& evaluator,
                                        const ReportOptions& options) {
  std::vector<Definition> definitions = options.definitions;
  if (definitions.empty()) {
    for (std::size_t i = 0; i < overlap::definition_count; ++i) {
      definitions.push_back(static_cast<Definition>(i));
    }
  }
  std::vector<overlap::Application> out;
  for (const Definition definition : definitions) {
    overlap::RuleChoice choice;
    for (const std::string& option : options.choices) {
      abi::Chooser::choose(choice, "--option", option);
    }
    choice.definition = definition;
    out.push_back(evaluator.apply(overlap::rule_of(choice)));
  }
  return out;
}

std::string json_of(const overlap::Index& index, const overlap::Report& report,
                    const std::vector<overlap::Application>& applications) {
  abi::JsonWriter json;
  json.begin_object();
  json.key("report");
  json.value(report);
  json.key("definitions");
  json.value(applications);
  json.key("ids");
  json.begin_array();
  for (std::uint32_t item = 0; item < index.items(); ++item) json.value(index.item_id(item));
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

}  // namespace

Status run_report(const ReportOptions& options) {
  if (options.thresholds.partial > options.thresholds.full) {
    refuse("--partial-from is larger than --full-from");
  }
  const IndexFile file(options.index);
  const overlap::Index& index = file.index();
  const auto evaluator = evaluator_of(index, options);
  const overlap::Report report = evaluator->report(options.thresholds, options.incomplete);
  const std::vector<overlap::Application> applications = apply(*evaluator, options);
  const std::string out = options.json ? json_of(index, report, applications)
                                       : text_of_report(index, report, applications, options.items);
  print(out);
  return Status::done;
}

}  // namespace evenhand::scan
