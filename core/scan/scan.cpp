/// `evenhand-scan scan`: shards of a corpus against an index.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base64.hpp"
#include "evenhand/overlap/scan.hpp"
#include "files.hpp"
#include "index_file.hpp"
#include "json_writer.hpp"
#include "partials.hpp"
#include "shard_run.hpp"
#include "verbs.hpp"

namespace evenhand::scan {
namespace {

namespace fs = std::filesystem;
using overlap::Partial;

std::string partial_path(const ScanOptions& options, const Shard& shard) {
  return (fs::path(options.output) / (shard.id + ".partial")).string();
}

/// One shard, from file to files.
Partial scan_shard(overlap::Scanner& scanner, const Shard& shard, const ScanOptions& options,
                   Progress& progress) {
  const std::string path = partial_path(options, shard);
  std::optional<OutputFile> hits;
  if (options.hits) hits.emplace(hits_path(path));
  scanner.begin_shard(shard.id, options.source);
  const auto keep_hits = [&] {
    const std::string lines = scanner.take_hits();
    if (hits) hits->write(lines);
  };
  try {
    overlap::CorpusReader reader(scanner, shard.unit, options.text_field);
    stream_shard(shard, progress,
                 {.raw = [&](std::string_view bytes) { scanner.raw(bytes); },
                  .feed =
                      [&](std::string_view contents) {
                        reader.feed(contents);
                        keep_hits();
                      }});
    reader.finish();
    keep_hits();
  } catch (const Failure&) {
    scanner.abandon_shard();
    throw;
  }
  Partial partial = scanner.end_shard();
  // The partial is last: when it is there, so are the hit records.
  if (hits) {
    hits->commit();
  } else {
    remove_file(hits_path(path));
  }
  write_whole(path, overlap::to_bytes(partial));
  return partial;
}

ReadShard read_shard(const Partial& partial) { return {partial.shards[0], partial.malformed}; }

/// What the partial says of a shard that was scanned before, if it still holds.
std::optional<ReadShard> done_before(const Shard& shard, const overlap::Index& index,
                                     const ScanOptions& options) {
  const std::string path = partial_path(options, shard);
  if (!file_exists(path) || (options.hits && !file_exists(hits_path(path)))) return std::nullopt;
  try {
    const Partial partial = read_partial(path);
    if (partial.index_digest != index.digest() || partial.shards.size() != 1 ||
        !is_unchanged(shard, partial.shards[0], options.source, path)) {
      return std::nullopt;
    }
    return read_shard(partial);
  } catch (const Failure&) {
    return std::nullopt;  // Whatever it is, it is written anew.
  }
}

/// What partials do not say of how they were made is kept beside them.
std::string settings_of(const ScanOptions& options) {
  abi::JsonWriter json;
  json.begin_object();
  write_reading(json, options);
  json.end_object();
  return json.take() + "\n";
}

Status scan_folder(const overlap::Index& index, const ScanOptions& options) {
  return run_shards(
      options,
      {.done = "scanned",
       .settings_name = "evenhand-scan.json",
       .settings = settings_of(options),
       .done_before = [&](const Shard& shard) { return done_before(shard, index, options); },
       .worker =
           [&] {
             const auto scanner = std::make_shared<overlap::Scanner>(index);
             return [&options, scanner](const Shard& shard, Progress& progress) {
               return read_shard(scan_shard(*scanner, shard, options, progress));
             };
           }});
}

/// Standard input as one shard; the partial and the hit records as a line of JSON.
Status scan_standard_input(const overlap::Index& index, const ScanOptions& options) {
  InputFile input;
  overlap::Scanner scanner(index);
  scanner.begin_shard(options.shard_id, options.source);
  overlap::CorpusReader reader(scanner, options.unit.value_or(overlap::DocumentUnit::json_lines),
                               options.text_field);
  std::string hits;
  for (std::string_view bytes = input.read(); !bytes.empty(); bytes = input.read()) {
    scanner.raw(bytes);
    reader.feed(bytes);
    hits += scanner.take_hits();
  }
  reader.finish();
  hits += scanner.take_hits();
  const Partial partial = scanner.end_shard();
  abi::JsonWriter json;
  json.begin_object();
  json.key("shard");
  json.value(options.shard_id);
  json.key("partial");
  json.value(to_base64(overlap::to_bytes(partial)));
  json.key("malformed");
  json.value(partial.shards[0].malformed);
  if (options.hits) {
    json.key("hits");
    json.begin_array();
    for (std::string_view rest = hits; !rest.empty();) {
      const std::size_t end = rest.find('\n');
      json.raw(rest.substr(0, end));
      rest.remove_prefix(end + 1);
    }
    json.end_array();
  }
  json.end_object();
  print(json.take() + "\n");
  return partial.shards[0].malformed > options.allow_malformed ? Status::malformed : Status::done;
}

}  // namespace

Status run_scan(const ScanOptions& options) {
  check_text_field(options.text_field);
  const IndexFile file(options.index);
  stop_gently();
  return options.standard_input ? scan_standard_input(file.index(), options)
                                : scan_folder(file.index(), options);
}

}  // namespace evenhand::scan
