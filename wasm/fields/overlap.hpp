/// What JavaScript can call of the area `overlap`. Indices, scans, merges and reports are sessions:
/// a call opens one and gives its number, further calls work on it, and `overlap_close` ends it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evenhand/overlap/definitions.hpp"
#include "evenhand/overlap/partial.hpp"
#include "evenhand/overlap/report.hpp"
#include "overlap_passes.hpp"
#include "overlap_report.hpp"
#include "overlap_scan.hpp"
#include "overlap_sessions.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_OVERLAP_FUNCTIONS(X)       \
  X(overlap_begin_index, BeginIndexRequest)     \
  X(overlap_add_benchmark, AddBenchmarkRequest) \
  X(overlap_build_index, BuildIndexRequest)     \
  X(overlap_open_index, OpenIndexRequest)       \
  X(overlap_index_items, IndexItemsRequest)     \
  X(overlap_index_item, IndexItemRequest)       \
  X(overlap_text_field, TextFieldRequest)       \
  X(overlap_begin_scan, BeginScanRequest)       \
  X(overlap_begin_shard, BeginShardRequest)     \
  X(overlap_feed, FeedRequest)                  \
  X(overlap_stored, StoredRequest)              \
  X(overlap_take_lines, TakeLinesRequest)       \
  X(overlap_end_shard, EndShardRequest)         \
  X(overlap_abandon_shard, AbandonShardRequest) \
  X(overlap_begin_cut, BeginCutRequest)         \
  X(overlap_begin_pairs, BeginPairsRequest)     \
  X(overlap_end_pass, EndPassRequest)           \
  X(overlap_read_partial, ReadPartialRequest)   \
  X(overlap_begin_merge, BeginMergeRequest)     \
  X(overlap_add_partial, AddPartialRequest)     \
  X(overlap_merged, MergedRequest)              \
  X(overlap_definition, DefinitionRequest)      \
  X(overlap_begin_report, BeginReportRequest)   \
  X(overlap_add_hits, AddHitsRequest)           \
  X(overlap_hits_complete, HitsCompleteRequest) \
  X(overlap_apply, ApplyRequest)                \
  X(overlap_report, ReportRequest)              \
  X(overlap_close, CloseRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_OVERLAP_ENUMS(X)                        \
  X(overlap::TextRule, TextRule, textRules)                  \
  X(overlap::Unit, OverlapUnit, overlapUnits)                \
  X(overlap::ItemField, ItemField, itemFields)               \
  X(overlap::ItemProblemKind, ItemProblemKind, itemProblems) \
  X(overlap::DocumentUnit, DocumentUnit, documentUnits)      \
  X(overlap::LineProblem, LineProblem, lineProblems)         \
  X(overlap::MergeVerdict, MergeVerdict, mergeVerdicts)      \
  EVENHAND_ABI_REPORT_ENUMS(X)                               \
  X(overlap::CutWindow, CutWindow, cutWindows)               \
  X(overlap::TooDirty, TooDirtyRule, tooDirtyRules)          \
  X(overlap::PiecesCount, PiecesCountRule, piecesCountRules)

// X(name in TypeScript, number)
#define EVENHAND_ABI_OVERLAP_LIMITS(X)           \
  X(unicodeVersion, overlap::unicode_version)    \
  X(mostMalformedLines, overlap::most_malformed) \
  X(mostRunExamples, overlap::most_examples)     \
  X(longestDocument, overlap::longest_document)

// X(name in TypeScript, value)
#define EVENHAND_ABI_OVERLAP_DEFAULTS(X)                   \
  X(memoryLimit, default_memory_limit)                     \
  X(boilerplateLeast, overlap::FilterSettings{}.least)     \
  X(boilerplateDivisor, overlap::FilterSettings{}.divisor) \
  X(boilerplateProtect, overlap::FilterSettings{}.protect) \
  X(partialCoverage, overlap::LevelThresholds{}.partial)   \
  X(fullCoverage, overlap::LevelThresholds{}.full)

namespace evenhand::abi {

// ---- Partials -----------------------------------------------------------------------------------

struct ReadPartialRequest {
  std::span<const std::uint8_t> partial;
};

/// A partial as people look at it.
struct PartialFacts {
  std::string index_digest;
  overlap::ScanSettings settings;
  std::vector<overlap::ShardRecord> shards;
  std::vector<std::string> sources;
  std::vector<overlap::MalformedLine> malformed;
};

template <class V, Is<ReadPartialRequest> S>
void fields(V& v, S& s) {
  v.type("ReadPartialRequest", "");
  v("partial", s.partial, "");
}

template <class V, Is<PartialFacts> S>
void fields(V& v, S& s) {
  v.type("PartialFacts", "What a partial is about.");
  v("indexDigest", s.index_digest, "Of the index it was scanned with.");
  v("settings", s.settings, "Of that index.");
  v("shards", s.shards, "By id.");
  v("sources", s.sources, "Sorted.");
  v("malformed", s.malformed, "The first 100 lines that are no document, by place.");
}

inline PartialFacts facts_of(const overlap::Partial& partial) {
  return {partial.index_digest, partial.settings, partial.shards, partial.sources,
          partial.malformed};
}

inline Result<PartialFacts> run(const ReadPartialRequest& request) {
  const auto partial = overlap::partial_from_bytes(std::as_bytes(request.partial));
  if (!partial) return partial.error();
  return facts_of(*partial);
}

struct BeginMergeRequest {};

template <class V, Is<BeginMergeRequest> S>
void fields(V& v, S&) {
  v.type("BeginMergeRequest", "");
}

inline Result<Session> run(const BeginMergeRequest&) {
  return Session{sessions.open(std::make_shared<Merge>())};
}

struct AddPartialRequest {
  std::int64_t session = 0;
  std::span<const std::uint8_t> partial;
};

struct AddedPartial {
  overlap::MergeVerdict verdict = overlap::MergeVerdict::merged;
  std::vector<std::string> shards;
};

template <class V, Is<AddPartialRequest> S>
void fields(V& v, S& s) {
  v.type("AddPartialRequest", "");
  v("session", s.session, "");
  v("partial", s.partial, "");
}

template <class V, Is<AddedPartial> S>
void fields(V& v, S& s) {
  v.type("AddedPartial", "Whether a partial was added to the others.");
  v("verdict", s.verdict, "What became of it.");
  v("shards", s.shards, "The shards that stand in the way, or that were there already.");
}

inline Result<AddedPartial> run(const AddPartialRequest& request) {
  const auto merge = sessions.find<Merge>(request.session);
  if (merge == nullptr) return no_session;
  auto read = overlap::partial_from_bytes(std::as_bytes(request.partial));
  if (!read) return read.error();
  AddedPartial answer;
  overlap::Partial sum = read.take();
  for (std::optional<overlap::Partial>& place : merge->sums) {
    if (!place) {
      place = std::move(sum);
      return answer;
    }
    overlap::MergeOutcome outcome = overlap::merge(std::move(*place), std::move(sum));
    place.reset();
    answer = {outcome.verdict, std::move(outcome.shards)};
    if (!outcome.partial) return answer;
    sum = std::move(*outcome.partial);
  }
  merge->sums.emplace_back(std::move(sum));
  return answer;
}

struct MergedRequest {
  std::int64_t session = 0;
};

struct MergedPartial {
  overlap::MergeVerdict verdict = overlap::MergeVerdict::merged;
  std::vector<std::string> shards;
  std::optional<std::span<const std::byte>> partial;
  std::optional<PartialFacts> facts;
};

template <class V, Is<MergedRequest> S>
void fields(V& v, S& s) {
  v.type("MergedRequest", "");
  v("session", s.session, "");
}

template <class V, Is<MergedPartial> S>
void fields(V& v, S& s) {
  v.type("MergedPartial", "Partials added up.");
  v("verdict", s.verdict, "Of the last addition.");
  v("shards", s.shards, "The shards that stand in its way.");
  v("partial", s.partial, "The sum: a file; null when it cannot be had.");
  v("facts", s.facts, "What the sum is about, or null.");
}

inline Result<MergedPartial> run(const MergedRequest& request) {
  const auto merge = sessions.find<Merge>(request.session);
  if (merge == nullptr) return no_session;
  std::optional<overlap::Partial> sum;
  MergedPartial answer;
  for (std::optional<overlap::Partial>& place : merge->sums) {
    if (!place) continue;
    if (!sum) {
      sum = std::move(place);
      continue;
    }
    overlap::MergeOutcome outcome = overlap::merge(std::move(*place), std::move(*sum));
    place.reset();
    answer.verdict = outcome.verdict;
    answer.shards = std::move(outcome.shards);
    if (!outcome.partial) return answer;
    sum = std::move(outcome.partial);
  }
  if (!sum) return Error{Errc::empty_sample, "partials"};
  merge->bytes = to_bytes(*sum);
  answer.partial = merge->bytes;
  answer.facts = facts_of(*sum);
  return answer;
}

// ---- What a scan means --------------------------------------------------------------------------

struct DefinitionRequest {
  overlap::Definition definition = overlap::Definition::evenhand;
};

template <class V, Is<DefinitionRequest> S>
void fields(V& v, S& s) {
  v.type("DefinitionRequest", "");
  v("definition", s.definition, "");
}

inline Result<overlap::DefinitionInfo> run(const DefinitionRequest& request) {
  return overlap::describe(request.definition);
}

struct BeginReportRequest {
  std::int64_t index = 0;
  std::span<const std::uint8_t> partial;
  overlap::FilterSettings filter;
};

template <class V, Is<BeginReportRequest> S>
void fields(V& v, S& s) {
  v.type("BeginReportRequest", "");
  v("index", s.index, "");
  v("partial", s.partial, "");
  v("filter", s.filter, "");
}

inline Result<Session> run(const BeginReportRequest& request) {
  auto open = sessions.find<OpenIndex>(request.index);
  if (open == nullptr) return Error{Errc::value_out_of_range, "index"};
  auto partial = overlap::partial_from_bytes(std::as_bytes(request.partial));
  if (!partial) return partial.error();
  const auto evaluator = overlap::Evaluator::make(open->index, partial.take(), request.filter);
  if (!evaluator) return evaluator.error();
  return Session{
      sessions.open(std::make_shared<Evaluation>(Evaluation{std::move(open), *evaluator}))};
}

struct AddHitsRequest {
  std::int64_t session = 0;
  std::span<const std::uint8_t> lines;
};

template <class V, Is<AddHitsRequest> S>
void fields(V& v, S& s) {
  v.type("AddHitsRequest", "");
  v("session", s.session, "");
  v("lines", s.lines, "");
}

inline Result<Done> run(const AddHitsRequest& request) {
  const auto open = sessions.find<Evaluation>(request.session);
  if (open == nullptr) return no_session;
  if (const auto error = open->evaluator->add_lines(text_of_bytes(request.lines))) return *error;
  return Done{};
}

struct HitsCompleteRequest {
  std::int64_t session = 0;
};

template <class V, Is<HitsCompleteRequest> S>
void fields(V& v, S& s) {
  v.type("HitsCompleteRequest", "");
  v("session", s.session, "");
}

inline Result<Done> run(const HitsCompleteRequest& request) {
  const auto open = sessions.find<Evaluation>(request.session);
  if (open == nullptr) return no_session;
  open->evaluator->hits_complete();
  return Done{};
}

struct ApplyRequest {
  std::int64_t session = 0;
  overlap::RuleChoice choice;
};

template <class V, Is<ApplyRequest> S>
void fields(V& v, S& s) {
  v.type("ApplyRequest", "");
  v("session", s.session, "");
  v("choice", s.choice, "");
}

inline Result<overlap::Application> run(const ApplyRequest& request) {
  const auto open = sessions.find<Evaluation>(request.session);
  if (open == nullptr) return no_session;
  return open->evaluator->apply(overlap::rule_of(request.choice));
}

struct ReportRequest {
  std::int64_t session = 0;
  overlap::LevelThresholds thresholds;
  bool missing_shards = false;
};

template <class V, Is<ReportRequest> S>
void fields(V& v, S& s) {
  v.type("ReportRequest", "");
  v("session", s.session, "");
  v("thresholds", s.thresholds, "");
  v("missingShards", s.missing_shards, "");
}

inline Result<overlap::Report> run(const ReportRequest& request) {
  const auto open = sessions.find<Evaluation>(request.session);
  if (open == nullptr) return no_session;
  return open->evaluator->report(request.thresholds, request.missing_shards);
}

struct CloseRequest {
  std::int64_t session = 0;
};

template <class V, Is<CloseRequest> S>
void fields(V& v, S& s) {
  v.type("CloseRequest", "");
  v("session", s.session, "");
}

inline Result<Done> run(const CloseRequest& request) {
  sessions.close(request.session);
  return Done{};
}

}  // namespace evenhand::abi
