/// Small scans for tests: texts in, an index, a partial and an evaluator out.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/overlap/report.hpp"

namespace scanned {

struct ItemText {
  std::string id = {};
  std::string context = {};
  std::string question = {};
  std::vector<std::string> answers = {};
  std::vector<std::string> choices = {};
  std::string gold = {};
};

struct Benchmark {
  std::string name;
  std::vector<ItemText> items;
};

struct Shard {
  std::string id;
  std::string source;
  std::vector<std::string> documents;
};

/// An index that owns its bytes.
class Indexed {
 public:
  Indexed(const evenhand::overlap::ScanSettings& settings,
          const std::vector<Benchmark>& benchmarks) {
    evenhand::overlap::IndexBuilder builder(settings);
    for (const Benchmark& benchmark : benchmarks) {
      REQUIRE_FALSE(builder.begin_benchmark(benchmark.name));
      for (const ItemText& item : benchmark.items) {
        const std::vector<std::string_view> answers(item.answers.begin(), item.answers.end());
        const std::vector<std::string_view> choices(item.choices.begin(), item.choices.end());
        REQUIRE_FALSE(builder.add({.id = item.id,
                                   .context = item.context,
                                   .question = item.question,
                                   .answers = answers,
                                   .choices = choices,
                                   .gold = item.gold}));
      }
    }
    const auto built = builder.build();
    REQUIRE(built);
    bytes_ = *built;
    const auto opened = evenhand::overlap::Index::open(bytes_);
    REQUIRE(opened);
    index_ = std::make_unique<evenhand::overlap::Index>(*opened);
  }
  [[nodiscard]] const evenhand::overlap::Index& operator*() const { return *index_; }
  [[nodiscard]] const evenhand::overlap::Index* operator->() const { return index_.get(); }

 private:
  std::vector<std::byte> bytes_;
  std::unique_ptr<evenhand::overlap::Index> index_;
};

struct Found {
  evenhand::overlap::Partial partial;
  std::string hits;
};

inline Found scan(const evenhand::overlap::Index& index, const std::vector<Shard>& shards) {
  evenhand::overlap::Scanner scanner(index);
  Found out;
  bool first = true;
  for (const Shard& shard : shards) {
    scanner.begin_shard(shard.id, shard.source);
    std::int64_t line = 0;
    for (const std::string& document : shard.documents) {
      scanner.raw(document);
      scanner.begin_document(++line);
      scanner.text(document);
      scanner.end_document();
    }
    out.hits += scanner.take_hits();
    evenhand::overlap::Partial partial = scanner.end_shard();
    if (first) {
      out.partial = std::move(partial);
      first = false;
      continue;
    }
    auto merged = evenhand::overlap::merge(std::move(out.partial), std::move(partial));
    REQUIRE(merged.partial);
    out.partial = std::move(*merged.partial);
  }
  return out;
}

/// With all hit records, unless told otherwise.
inline std::shared_ptr<evenhand::overlap::Evaluator> evaluator(
    const evenhand::overlap::Index& index, const std::vector<Shard>& shards,
    evenhand::overlap::FilterSettings filter = {}, bool with_hits = true) {
  Found found = scan(index, shards);
  const auto made = evenhand::overlap::Evaluator::make(index, std::move(found.partial), filter);
  REQUIRE(made);
  if (with_hits) {
    REQUIRE_FALSE((*made)->add_lines(found.hits));
    (*made)->hits_complete();
  }
  return *made;
}

/// `count` tokens of their own: "w0 w1 ..." with another letter in front.
inline std::string words(const std::string& letter, int first, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    if (i > 0) out += ' ';
    out += letter + std::to_string(first + i);
  }
  return out;
}

}  // namespace scanned
