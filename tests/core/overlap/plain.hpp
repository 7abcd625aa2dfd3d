/// Overlap by nested loops, straight from the definitions: what the engine is compared with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evenhand/overlap/scan.hpp"

namespace plain {

/// A character from a to z or from 0 to 9 is a token.
using Tokens = std::string;

struct Item {
  std::string id;
  Tokens context;
  Tokens question;
  std::vector<Tokens> answers;
  std::vector<Tokens> choices;
  Tokens gold;
};

struct Benchmark {
  std::string name;
  std::vector<Item> items;
};

struct Document {
  std::int64_t line = 0;
  std::vector<Tokens> segments;
};

struct Outcome {
  evenhand::overlap::Partial partial;  ///< without the index's digest
  std::string hits;
};

/// Text of a segment: tokens with a space between.
[[nodiscard]] std::string joined(const Tokens& tokens);

/// The bytes of the index.
[[nodiscard]] std::vector<std::byte> build(const std::vector<Benchmark>& benchmarks,
                                           const evenhand::overlap::ScanSettings& settings,
                                           int hash_bits = 64);

/// By the engine; pieces of text of at most `chunk` bytes.
[[nodiscard]] Outcome scan(evenhand::overlap::Scanner& scanner, const std::string& shard,
                           const std::string& source, const std::vector<Document>& documents,
                           std::size_t chunk = 1 << 20);

/// By nested loops. Tokens with a letter from a to z have letters; all have a mass of 2.
[[nodiscard]] Outcome count(const std::vector<Benchmark>& benchmarks,
                            const evenhand::overlap::ScanSettings& settings,
                            const std::string& shard, const std::string& source,
                            const std::vector<Document>& documents);

}  // namespace plain
