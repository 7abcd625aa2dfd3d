/// The verbs of the program and what each is told on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evenhand/overlap/definitions.hpp"
#include "evenhand/overlap/report.hpp"
#include "failure.hpp"
#include "shard_run.hpp"

namespace evenhand::scan {

struct IndexOptions {
  std::vector<std::string> benchmarks;  ///< FILE or NAME=FILE
  std::string output;
  overlap::Definition definition = overlap::Definition::evenhand;
  std::vector<std::int32_t> n;  ///< empty: the definition's
  std::optional<overlap::TextRule> rule;
  std::optional<std::int32_t> skip_budget;
  std::vector<std::string> fields;         ///< [NAME:]FIELD=PATH
  std::vector<std::string> answer_splits;  ///< [NAME:]MARK
};

struct ScanOptions : CorpusOptions {
  std::string index;
  bool standard_input = false;
  std::string shard_id;  ///< with standard_input
  bool hits = true;
};

/// Of a verb that takes the corpus through a definition that needs documents themselves.
struct PassOptions : CorpusOptions {
  std::string index;
  std::vector<std::string> partials;  ///< that say how frequent n-grams are
  std::vector<std::string> choices;   ///< OPTION=VALUE of the definition
  bool json = false;
};

struct MergeOptions {
  std::vector<std::string> partials;
  std::string output;
  bool standard_input = false;
};

struct ReportOptions {
  std::string index;
  std::vector<std::string> partials;
  bool json = false;
  bool hits = true;
  bool incomplete = false;
  std::vector<overlap::Definition> definitions;  ///< empty: all
  std::vector<std::string> choices;              ///< OPTION=VALUE of the definitions
  overlap::FilterSettings filter;
  overlap::LevelThresholds thresholds;
  std::int64_t items = 20;
};

Status run_index(const IndexOptions& options);
Status run_scan(const ScanOptions& options);
Status run_cut(const PassOptions& options);
Status run_pairs(const PassOptions& options);
Status run_merge(const MergeOptions& options);
Status run_report(const ReportOptions& options);

}  // namespace evenhand::scan
