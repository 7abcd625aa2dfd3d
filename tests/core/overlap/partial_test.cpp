/// Partials as bytes, and the laws of merging them.
#include "evenhand/overlap/partial.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "overlap/plain.hpp"
#include "overlap/scan_counters.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

plain::Tokens tokens(SplitMix64& rng, std::uint32_t most) {
  plain::Tokens out;
  for (std::uint32_t left = rng.below(most + 1); left > 0; --left) {
    out += static_cast<char>('a' + rng.below(4));
  }
  return out;
}

struct Shards {
  std::vector<std::byte> bytes;
  std::vector<Partial> partials;  ///< one for each shard
};

/// Some shards of a few documents against one index.
Shards shards(SplitMix64& rng, int count) {
  ScanSettings settings{.n = {3, 4}};
  if (rng.below(2) == 0) settings.skip_budget = 2, settings.skip_seed = 3;
  std::vector<plain::Benchmark> benchmarks(1);
  for (int i = 0; i < 6; ++i) {
    plain::Item& item = benchmarks[0].items.emplace_back();
    item.id = std::to_string(i);
    item.context = tokens(rng, 8);
    item.question = tokens(rng, 12);
    item.answers = {tokens(rng, 5)};
  }
  Shards out;
  out.bytes = plain::build(benchmarks, settings);
  const Result<Index> index = Index::open(out.bytes);
  REQUIRE(index);
  Scanner scanner(*index);
  for (int s = 0; s < count; ++s) {
    std::vector<plain::Document> documents;
    for (std::uint32_t d = rng.below(4); d > 0; --d) {
      const auto& item = benchmarks[0].items[rng.below(6)];
      documents.push_back({.line = d, .segments = {tokens(rng, 10) + item.question}});
    }
    const std::string id = "part-" + std::to_string(9 - s);
    const std::string source = rng.below(2) == 0 ? "web" : "books";
    scanner.begin_shard(id, source);
    out.partials.push_back(plain::scan(scanner, id, source, documents).partial);
  }
  return out;
}

Partial merged(Partial a, Partial b) {
  MergeOutcome outcome = merge(std::move(a), std::move(b));
  REQUIRE(outcome.verdict == MergeVerdict::merged);
  REQUIRE(outcome.partial);
  return std::move(*outcome.partial);
}

/// Of two n, without anything in it but a shard; `id` may be empty: then without.
Partial bare(std::string id) {
  Partial p;
  p.grams = {{}, {}};
  if (id.empty()) return p;
  p.shards.emplace_back().id = std::move(id);
  p.sources = {""};
  return p;
}

/// A full partial, every field set.
Partial sample() {
  Partial p;
  p.index_digest = std::string(32, 'a');
  p.settings = {.n = {8, 13}, .skip_budget = 1, .skip_seed = 8};
  p.shards = {{"a", "web", std::string(32, '0'), 1, 2, 3, 4, 5, 6, 7, 8, 9},
              {"b/\xC3\xA4", "web", std::string(32, '1')}};
  p.sources = {"books", "web"};
  p.grams = {{{0, 0, 7, 3}, {0, 1, most_count, most_count}, {0xFFFFFFFE, 1, 1, 1}}, {}};
  p.spans = {{0, 1, 2, 3, 4}, {9, 0xFFFF, 0, 0, 0}};
  UnitRecord unit;
  unit.item = 3;
  unit.unit = Unit::answer;
  unit.whole_documents = 1;
  unit.documents_hit = {3, 2};
  unit.documents_half = {2, 1};
  unit.documents_full = {1, 0};
  unit.best = {BestDocument{9, {"a", 4}}, BestDocument{}};
  unit.longest = 9;
  unit.longest_position = 70;
  unit.longest_document = {"a", 4};
  unit.examples = {{~std::uint64_t{0}, {"a", 4}, 70, 9, 1ull << 40, (1ull << 40) + 3}};
  unit.question_and_answer_documents = 5;
  unit.corroborated_documents = 6;
  p.units = {unit};
  p.malformed = {{{"a", 17}, LineProblem::type}, {{"a", 17}, LineProblem::json}};
  return p;
}

}  // namespace

TEST_CASE("A partial survives its bytes", "[overlap]") {
  const std::vector<std::byte> bytes = to_bytes(sample());
  const Result<Partial> back = partial_from_bytes(bytes);
  REQUIRE(back);
  CHECK(*back == sample());
  const Result<Partial> empty = partial_from_bytes(to_bytes(bare("")));
  REQUIRE(empty);
  CHECK(empty->shards.empty());

  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = std::span(bytes).first(size);
    REQUIRE_FALSE(partial_from_bytes(cut));
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::vector<std::byte> flipped = bytes;
    flipped[i] ^= std::byte{1};
    REQUIRE_FALSE(partial_from_bytes(flipped));
  }
  CHECK(partial_from_bytes({}).error().code == Errc::not_a_partial);
  CHECK(partial_from_bytes(std::span(bytes).first(40)).error().code == Errc::truncated);
  std::vector<std::byte> other = bytes;
  other[25] = std::byte{2};  // behind the first line
  CHECK(partial_from_bytes(other).error().code == Errc::wrong_version);
  other = bytes;
  other[60] ^= std::byte{1};
  CHECK(partial_from_bytes(other).error().code == Errc::digest_mismatch);
}

TEST_CASE("Merging is a function of the set of shards", "[overlap][property]") {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SplitMix64 rng(seed, "merge");
    std::vector<Partial> parts = shards(rng, 5).partials;
    Partial all = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) all = merged(all, parts[i]);
    const std::vector<std::byte> bytes = to_bytes(all);
    REQUIRE(partial_from_bytes(bytes).value() == all);

    // Any order, any tree.
    std::vector<Partial> left = parts;
    while (left.size() > 1) {
      const auto last = static_cast<std::uint32_t>(left.size());
      const std::uint32_t a = rng.below(last);
      const std::uint32_t b = (a + 1 + rng.below(last - 1)) % last;
      left[a] = merged(std::move(left[a]), left[b]);
      left.erase(left.begin() + b);
    }
    REQUIRE(to_bytes(left[0]) == bytes);

    // The same again adds nothing, and neither does what is contained.
    const MergeOutcome again = merge(all, all);
    CHECK(again.verdict == MergeVerdict::contained);
    CHECK(again.partial == all);
    CHECK(merge(parts[2], all).partial == all);
    CHECK(merge(all, parts[2]).partial == all);

    const MergeOutcome shared = merge(merged(parts[0], parts[1]), merged(parts[1], parts[2]));
    CHECK(shared.verdict == MergeVerdict::partly_shared);
    CHECK_FALSE(shared.partial);
    CHECK(shared.shards == std::vector<std::string>{parts[1].shards[0].id});

    Partial stale = parts[1];
    stale.shards[0].digest = std::string(32, 'f');
    const MergeOutcome content = merge(all, stale);
    CHECK(content.verdict == MergeVerdict::other_content);
    CHECK(content.shards == std::vector<std::string>{parts[1].shards[0].id});
    stale = parts[1];
    stale.shards[0].source = "elsewhere";
    CHECK(merge(stale, parts[1]).verdict == MergeVerdict::other_content);
    Partial foreign = parts[1];
    foreign.index_digest = std::string(32, 'f');
    CHECK(merge(parts[0], foreign).verdict == MergeVerdict::other_index);
  }
}

TEST_CASE("Counts stop at their largest value", "[overlap]") {
  Partial a = sample();
  Partial b = sample();
  a.shards.erase(a.shards.begin() + 1);
  b.shards.erase(b.shards.begin());
  const Partial sum = merged(a, b);
  CHECK(sum.grams[0][0] == GramRecord{0, 0, 14, 6});
  CHECK(sum.grams[0][1] == GramRecord{0, 1, most_count, most_count});
  CHECK(sum.units[0].documents_hit == std::array<std::uint32_t, 2>{6, 4});

  WideCounters counters(3);
  CHECK(counters.add(1));
  CHECK_FALSE(counters.add(1, 65533));
  CHECK(counters.get(1) == 65534);
  counters.add(1);
  CHECK(counters.get(1) == 65535);
  counters.add(1);
  CHECK(counters.get(1) == 65536);
  counters.add(1, most_count - 65540);
  CHECK(counters.get(1) == most_count - 4);
  counters.add(1, 10);
  CHECK(counters.get(1) == most_count);
  counters.add(1, most_count);
  CHECK(counters.get(1) == most_count);
  CHECK(counters.get(0) == 0);
  counters.clear(1);
  counters.forget_rest();
  CHECK(counters.get(1) == 0);
  CHECK(counters.add(1));
}

TEST_CASE("The first hundred malformed lines are kept", "[overlap]") {
  Partial a = bare("a");
  Partial b = bare("b");
  for (std::int64_t line = 1; line <= 100; ++line) {
    a.malformed.push_back({{"a", 2 * line}, LineProblem::json});
    b.malformed.push_back({{"b", line}, LineProblem::type});
  }
  CHECK(merged(b, a).malformed == a.malformed);
}
