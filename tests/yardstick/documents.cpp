/// What single documents have of the items of a benchmark, by the default definition:
///
///   evenhand_overlap_documents INDEX PARTIAL HITS
///
/// prints a line for each document with a hit record: shard, line, and the largest coverage of any
/// question, without the filter and with it. The report says this of the best document only; here
/// every document has an evaluation of its own, with the n-gram counts of the whole corpus.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "evenhand/overlap/report.hpp"

namespace {

using namespace evenhand::overlap;

std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Tokens of the question that the runs cover, as a share of all.
double unfiltered(const Index& index, const HitRecord& hit) {
  const TokenRange range = index.unit(hit.item, hit.unit).tokens;
  std::vector<bool> covered(range.size());
  for (const HitRun& run : hit.runs) {
    const std::uint32_t begin = std::max(run.position, range.begin);
    const std::uint32_t end = std::min(run.position + run.length, range.end);
    for (std::uint32_t token = begin; token < end; ++token) covered[token - range.begin] = true;
  }
  const auto tokens = static_cast<double>(std::count(covered.begin(), covered.end(), true));
  return tokens / static_cast<double>(range.size());
}

}  // namespace

int main(int count, char** paths) {
  if (count != 4) return 2;
  const std::string bytes = read(paths[1]);
  const std::string partial_bytes = read(paths[2]);
  const auto index = Index::open(std::as_bytes(std::span(bytes)));
  const auto partial = partial_from_bytes(std::as_bytes(std::span(partial_bytes)));
  if (!index || !partial) return 2;

  std::ifstream lines(paths[3], std::ios::binary);
  std::vector<HitRecord> document;
  const auto finish = [&] {
    if (document.empty()) return true;
    const auto made = Evaluator::make(*index, *partial);
    if (!made) return false;
    Evaluator& evaluator = **made;
    double raw = 0.0;
    for (const HitRecord& hit : document) {
      if (evaluator.add(hit)) return false;
      if (hit.unit == Unit::question) raw = std::max(raw, unfiltered(*index, hit));
    }
    evaluator.hits_complete();
    double filtered = 0.0;
    for (const ItemFinding& finding : evaluator.report().findings) {
      const auto mine = [&finding](const HitRecord& hit) { return hit.item == finding.item; };
      if (std::none_of(document.begin(), document.end(), mine)) continue;
      for (const UnitFinding& unit : finding.units) {
        if (unit.unit == Unit::question) filtered = std::max(filtered, unit.coverage.back());
      }
    }
    std::printf("{\"shard\": \"%s\", \"line\": %lld, \"unfiltered\": %.6f, \"both\": %.6f}\n",
                document[0].document.shard.c_str(),
                static_cast<long long>(document[0].document.line), raw, filtered);
    document.clear();
    return true;
  };
  for (std::string line; std::getline(lines, line);) {
    auto hit = hit_from_line(line);
    if (!hit) return 2;
    if (!document.empty() && document[0].document != hit->document && !finish()) return 2;
    document.push_back(hit.take());
  }
  return finish() ? 0 : 2;
}
