/// Partial files and the hit records beside them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/partial.hpp"

namespace evenhand::scan {

/// "a.partial" for "a.hits.jsonl".
[[nodiscard]] std::string hits_path(const std::string& partial_path);

/// Fails with bad_input, naming the file.
[[nodiscard]] overlap::Partial read_partial(const std::string& path);

/// Files as they are; of folders all partials in them and below, by name. Fails when there is none.
[[nodiscard]] std::vector<std::string> find_partials(const std::vector<std::string>& paths);

/// Adds partials up. Pairs first, then pairs of pairs, so that many small ones take no longer than
/// their number.
class Sum {
 public:
  /// `name`: for messages. Fails when the partial cannot be added, saying why.
  void add(overlap::Partial partial, const std::string& name);
  /// Fails when nothing was added.
  [[nodiscard]] overlap::Partial finish();
  /// Partials that added nothing, because others have their shards.
  [[nodiscard]] const std::vector<std::string>& superfluous() const { return superfluous_; }

 private:
  struct Part {
    overlap::Partial partial;
    std::string name;  // of one of the files in it
  };
  Part merge_parts(Part a, Part b);

  std::set<std::string> added_;              // digests of their sets of shards
  std::vector<std::optional<Part>> levels_;  // level i is of 2^i partials
  std::vector<std::string> superfluous_;
};

/// Where the hit records of one shard lie, in a file of hit records.
struct ShardHits {
  std::string shard;
  std::string path;
  std::int64_t offset = 0;
  std::int64_t size = 0;
};

/// Of all files, each shard once, by shard. Fails on lines that are no hit records.
[[nodiscard]] std::vector<ShardHits> find_hits(const std::vector<std::string>& paths);
/// The lines, a megabyte or so at a time and whole lines, to `take`.
void read_hits(const ShardHits& hits, const std::function<void(std::string_view)>& take);

}  // namespace evenhand::scan
