/// The engine against nested loops: every field of the partial and every hit, on random texts of
/// few words, in random settings, chunks and widths of hash.
#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"
#include "overlap/plain.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr int cases = 8'000;
#else
constexpr int cases = 100'000;
#endif

class Texts {
 public:
  explicit Texts(SplitMix64& rng) : rng_(rng), words_(2 + rng.below(3)), numbers_(rng.below(3)) {}

  [[nodiscard]] plain::Tokens tokens(std::uint32_t most) {
    plain::Tokens out;
    for (std::uint32_t left = rng_.below(most + 1); left > 0; --left) {
      const std::uint32_t kind = rng_.below(words_ + numbers_);
      out += static_cast<char>(kind < words_ ? 'a' + kind : '1' + kind - words_);
    }
    return out;
  }
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) { return rng_.below(bound); }

 private:
  SplitMix64& rng_;
  std::uint32_t words_;
  std::uint32_t numbers_;
};

ScanSettings random_settings(SplitMix64& rng) {
  ScanSettings s;
  s.n.clear();
  for (std::int32_t n = 1; n <= 6; ++n) {
    if (rng.below(3) == 0 && s.n.size() < 4) s.n.push_back(n);
  }
  if (s.n.empty()) s.n = {1 + static_cast<std::int32_t>(rng.below(5))};
  s.letterless = rng.below(2) == 0;
  s.heavy_items = rng.below(2) == 0 ? 0 : 1 + rng.below(4);
  s.short_whole = rng.below(3) != 0;
  if (rng.below(2) == 0) {
    s.skip_budget = static_cast<std::int32_t>(rng.below(4));
    s.skip_seed = s.n[0] + static_cast<std::int32_t>(rng.below(2));
  }
  return s;
}

std::vector<plain::Benchmark> random_benchmarks(SplitMix64& rng, Texts& texts) {
  std::vector<plain::Benchmark> out(1 + rng.below(2));
  for (std::size_t b = 0; b < out.size(); ++b) {
    out[b].name = b == 0 ? "one" : "two";
    const std::uint32_t items = 1 + rng.below(rng.below(4) == 0 ? 12 : 4);
    for (std::uint32_t i = 0; i < items; ++i) {
      plain::Item item;
      if (i > 0 && rng.below(8) == 0) item = out[b].items[rng.below(i)];
      item.id = std::to_string(i);
      if (i > 0 && rng.below(3) == 0) {
        item.context = out[b].items[rng.below(i)].context;
      } else if (rng.below(2) == 0) {
        item.context = texts.tokens(12);
      }
      if (item.question.empty() && rng.below(8) != 0) item.question = texts.tokens(12);
      for (std::uint32_t k = rng.below(3); k > 0; --k) item.answers.push_back(texts.tokens(6));
      for (std::uint32_t k = rng.below(3); k > 0; --k) item.choices.push_back(texts.tokens(5));
      if (rng.below(2) == 0) item.gold = texts.tokens(2);
      out[b].items.push_back(item);
    }
  }
  return out;
}

std::vector<plain::Document> random_documents(SplitMix64& rng, Texts& texts,
                                              const std::vector<plain::Benchmark>& benchmarks) {
  std::vector<plain::Document> out(1 + rng.below(2));
  for (std::size_t d = 0; d < out.size(); ++d) {
    out[d].line = static_cast<std::int64_t>(rng.below(9));
    out[d].segments.resize(1 + rng.below(2));
    for (plain::Tokens& segment : out[d].segments) {
      segment = texts.tokens(rng.below(25));
      if (rng.below(2) == 0) continue;
      // Something that is there, with something behind it.
      const auto& items =
          benchmarks[rng.below(static_cast<std::uint32_t>(benchmarks.size()))].items;
      const plain::Item& item = items[rng.below(static_cast<std::uint32_t>(items.size()))];
      segment += item.context + item.question;
      if (rng.below(2) == 0 && !item.answers.empty()) segment += item.answers[0];
      segment += texts.tokens(8);
      if (!segment.empty() && rng.below(3) == 0) {
        segment[rng.below(static_cast<std::uint32_t>(segment.size()))] = 'a';
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("The engine finds what nested loops find", "[overlap][property]") {
  for (int seed = 0; seed < cases; ++seed) {
    SplitMix64 rng(static_cast<std::uint64_t>(seed), "overlap");
    Texts texts(rng);
    const ScanSettings settings = random_settings(rng);
    const std::vector<plain::Benchmark> benchmarks = random_benchmarks(rng, texts);
    const std::vector<plain::Document> documents = random_documents(rng, texts, benchmarks);
    plain::Outcome expected = plain::count(benchmarks, settings, "s", "web", documents);

    const int hash_bits = rng.below(2) == 0 ? 64 : 1 + static_cast<int>(rng.below(8));
    const std::vector<std::byte> bytes = plain::build(benchmarks, settings, hash_bits);
    const Result<Index> index = Index::open(bytes);
    INFO("seed " << seed);
    REQUIRE(index);
    Scanner scanner(*index);
    const std::size_t chunk = rng.below(2) == 0 ? 1000 : 1 + rng.below(9);
    const plain::Outcome found = plain::scan(scanner, "s", "web", documents, chunk);

    expected.partial.index_digest = index->digest();
    expected.partial.shards[0].digest = found.partial.shards[0].digest;
    if (found.partial == expected.partial && found.hits == expected.hits) continue;
    CHECK(found.partial.shards == expected.partial.shards);
    CHECK(found.partial.grams == expected.partial.grams);
    CHECK(found.partial.spans == expected.partial.spans);
    CHECK(found.partial.units == expected.partial.units);
    REQUIRE(found.hits == expected.hits);
    REQUIRE(found.partial == expected.partial);
  }
}
