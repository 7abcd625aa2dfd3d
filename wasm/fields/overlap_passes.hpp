/// The calls that take a corpus through definitions that need documents themselves.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "overlap_documents.hpp"
#include "overlap_sessions.hpp"

namespace evenhand::abi {

struct BegunPass {
  std::int64_t session = 0;
  overlap::PassFacts facts;
};

template <class V, Is<BegunPass> S>
void fields(V& v, S& s) {
  v.type("BegunPass", "A pass that begins.");
  v("session", s.session, "Its number.");
  v("facts", s.facts, "What it does.");
}

/// The session of a pass with what was made for it, or why it was not made.
template <class Made>
Result<BegunPass> begun_pass(std::shared_ptr<OpenIndex> index, const Result<Made>& made) {
  if (!made) return made.error();
  const auto pass = std::make_shared<Pass>(std::move(index), overlap::DocumentPass(*made));
  return BegunPass{sessions.open(pass), pass->documents.facts()};
}

struct BeginCutRequest {
  std::int64_t index = 0;
  std::span<const std::uint8_t> partial;
  overlap::CutOptions options;
};

template <class V, Is<BeginCutRequest> S>
void fields(V& v, S& s) {
  v.type("BeginCutRequest", "");
  v("index", s.index, "");
  v("partial", s.partial, "");
  v("options", s.options, "");
}

inline Result<BegunPass> run(const BeginCutRequest& request) {
  auto open = sessions.find<OpenIndex>(request.index);
  if (open == nullptr) return Error{Errc::value_out_of_range, "index"};
  std::optional<overlap::Partial> partial;
  if (!request.partial.empty()) {
    auto read = overlap::partial_from_bytes(std::as_bytes(request.partial));
    if (!read) return read.error();
    partial = read.take();
  }
  const auto made =
      overlap::DocumentCutter::make(open->index, partial ? &*partial : nullptr, request.options);
  return begun_pass(std::move(open), made);
}

struct BeginPairsRequest {
  std::int64_t index = 0;
  overlap::SubsequenceOptions options;
};

template <class V, Is<BeginPairsRequest> S>
void fields(V& v, S& s) {
  v.type("BeginPairsRequest", "");
  v("index", s.index, "");
  v("options", s.options, "");
}

inline Result<BegunPass> run(const BeginPairsRequest& request) {
  auto open = sessions.find<OpenIndex>(request.index);
  if (open == nullptr) return Error{Errc::value_out_of_range, "index"};
  const auto made = overlap::SubsequenceFinder::make(open->index, request.options);
  return begun_pass(std::move(open), made);
}

struct EndPassRequest {
  std::int64_t session = 0;
};

struct FinishedPass {
  overlap::PassRecord record;
  std::span<const std::byte> lines;
};

template <class V, Is<EndPassRequest> S>
void fields(V& v, S& s) {
  v.type("EndPassRequest", "");
  v("session", s.session, "");
}

template <class V, Is<FinishedPass> S>
void fields(V& v, S& s) {
  v.type("FinishedPass", "What a pass over a shard gave.");
  v("record", s.record, "What was read, and what came of it.");
  v("lines", s.lines, "Kept pieces or pairs since they were taken last, a line of JSON each.");
}

inline Result<FinishedPass> run(const EndPassRequest& request) {
  const auto pass = sessions.find<Pass>(request.session);
  if (pass == nullptr || !pass->begun) return no_session;
  pass->begun = false;
  FinishedPass answer;
  answer.record = pass->documents.end_shard();
  pass->lines = pass->take_lines();
  answer.lines = bytes_of(pass->lines);
  return answer;
}

}  // namespace evenhand::abi
