/// What verbs share that take the shards of a corpus to files: threads, progress, tasks of a
/// cluster, what was done before, and what is said at the end.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/partial.hpp"
#include "evenhand/overlap/scan.hpp"
#include "failure.hpp"
#include "json_writer.hpp"
#include "progress.hpp"
#include "shards.hpp"

namespace evenhand::scan {

struct CorpusOptions {
  std::vector<std::string> paths;
  std::string output;
  std::string root;
  std::string source;
  std::string text_field = "text";
  std::optional<overlap::DocumentUnit> unit;
  std::string task;          ///< i/N
  std::int64_t threads = 0;  ///< 0: as many as the machine has
  std::int64_t allow_malformed = 0;
  bool again = false;
};

/// A line on standard error.
void say(const std::string& line);
/// All of it on standard output.
void print(const std::string& text);

/// What the options say of how files are read, as members of the settings of a run.
void write_reading(abi::JsonWriter& json, const CorpusOptions& options);

/// Fails for a text field that is no path.
void check_text_field(const std::string& path);

/// A shard as it was read.
struct ReadShard {
  overlap::ShardRecord shard;
  std::vector<overlap::MalformedLine> malformed;  ///< the first
};

struct ShardWork {
  /// "scanned", for what is said.
  std::string_view done;
  /// The file in the folder of results that says how they were made, and what it must hold: a run
  /// that goes on is the same run.
  std::string_view settings_name;
  std::string settings;
  /// What a shard gave in an earlier run, if that still holds.
  std::function<std::optional<ReadShard>(const Shard&)> done_before;
  /// Called once in each thread: what takes a shard to its files there, or fails.
  std::function<std::function<ReadShard(const Shard&, Progress&)>()> worker;
};

/// Takes all shards to their files.
Status run_shards(const CorpusOptions& options, const ShardWork& work);

/// Where bytes of a shard go: as they are stored, and as they are after decompression.
struct ShardReceiver {
  std::function<void(std::string_view)> raw;
  std::function<void(std::string_view)> feed;
};

/// Reads a shard to its end. Fails with the name of its file.
void stream_shard(const Shard& shard, Progress& progress, const ShardReceiver& receiver);

/// Whether a shard is what it was when a result was written: of the same id, source and size, and
/// older than the result or else of the same bytes.
[[nodiscard]] bool is_unchanged(const Shard& shard, const overlap::ShardRecord& record,
                                const std::string& source, const std::string& result);

}  // namespace evenhand::scan
