/// Which files of a corpus are scanned, and what they are called.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "decoder.hpp"
#include "evenhand/overlap/scan.hpp"

namespace evenhand::scan {

struct Shard {
  std::string id;
  std::string path;
  Compression compression = Compression::none;
  overlap::DocumentUnit unit = overlap::DocumentUnit::json_lines;
  std::int64_t size = 0;
  std::string problem;      ///< why it cannot be read
  bool read_ahead = false;  ///< decompressed by a thread of its own
};

struct Shards {
  std::vector<Shard> list;  ///< by id
  /// Files in the folders that are no corpus by their endings: how many of each.
  std::map<std::string, std::int64_t> left_out;
};

/// Files, and all files in folders and their folders, but for hidden ones. An id is the path below
/// `root`, or without one the path below the folder that was given, or the file's path as it was
/// given. Without a unit the endings decide. Fails when two shards have one id or none can be had.
[[nodiscard]] Shards find_shards(const std::vector<std::string>& paths, const std::string& root,
                                 std::optional<overlap::DocumentUnit> unit);

}  // namespace evenhand::scan
