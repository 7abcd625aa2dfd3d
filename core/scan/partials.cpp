#include "partials.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "base/digest.hpp"
#include "evenhand/overlap/scan.hpp"
#include "failure.hpp"
#include "files.hpp"

namespace evenhand::scan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view partial_ending = ".partial";

[[noreturn]] void refuse(const std::string& message) { throw Failure(Status::bad_input, message); }

// A list that fits a message.
std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 5;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    out += (i > 0 ? ", " : "") + names[i];
  }
  if (names.size() > most) out += " and " + std::to_string(names.size() - most) + " more";
  return out;
}

}  // namespace

std::string hits_path(const std::string& partial_path) {
  std::string_view stem = partial_path;
  if (stem.ends_with(partial_ending)) stem.remove_suffix(partial_ending.size());
  return std::string(stem) + ".hits.jsonl";
}

overlap::Partial read_partial(const std::string& path) {
  const MappedFile file(path);
  Result<overlap::Partial> partial = overlap::partial_from_bytes(file.bytes());
  if (!partial) refuse(path + ": " + text_of_error(partial.error()));
  return partial.take();
}

std::vector<std::string> find_partials(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path, error)) {
      if (entry.path().extension() == partial_ending) found.push_back(entry.path().string());
    }
    if (error) refuse(path + ": cannot be read: " + error.message());
    std::sort(found.begin(), found.end());
    out.insert(out.end(), found.begin(), found.end());
  }
  if (out.empty()) refuse("there is no partial in " + some_of(paths));
  return out;
}

Sum::Part Sum::merge_parts(Part a, Part b) {
  const std::string both = a.name + " and " + b.name;
  const std::string digests = a.partial.index_digest + " and " + b.partial.index_digest;
  const std::size_t most = std::max(a.partial.shards.size(), b.partial.shards.size());
  const bool b_is_smaller = b.partial.shards.size() <= a.partial.shards.size();
  overlap::MergeOutcome outcome = overlap::merge(std::move(a.partial), std::move(b.partial));
  if (!outcome.partial) {
    const EnumText text = text_of(outcome.verdict);
    std::string message = both + " cannot be added up: " + std::string(text.detail);
    if (outcome.verdict == overlap::MergeVerdict::other_index) {
      message += " (" + digests + ")";
    } else {
      message += " (" + some_of(outcome.shards) + ")";
    }
    refuse(message);
  }
  if (outcome.partial->shards.size() == most) {
    superfluous_.push_back(b_is_smaller ? b.name : a.name);
    return {std::move(*outcome.partial), b_is_smaller ? a.name : b.name};
  }
  return {std::move(*outcome.partial), a.name};
}

void Sum::add(overlap::Partial partial, const std::string& name) {
  DigestStream shards;
  shards.add_framed(partial.index_digest);
  for (const overlap::ShardRecord& shard : partial.shards) {
    shards.add_framed(shard.id);
    shards.add_framed(shard.digest);
    shards.add_framed(shard.source);
  }
  if (!added_.insert(hex(shards.digest())).second) {
    superfluous_.push_back(name);
    return;
  }
  Part part{std::move(partial), name};
  std::size_t level = 0;
  for (; level < levels_.size() && levels_[level]; ++level) {
    part = merge_parts(std::move(*std::exchange(levels_[level], std::nullopt)), std::move(part));
  }
  if (level == levels_.size()) levels_.emplace_back();
  levels_[level] = std::move(part);
}

overlap::Partial Sum::finish() {
  std::optional<Part> sum;
  for (std::optional<Part>& level : levels_) {
    if (!level) continue;
    sum = sum ? merge_parts(std::move(*level), std::move(*sum)) : std::move(*level);
  }
  if (!sum) refuse("there is no partial");
  return std::move(sum->partial);
}

std::vector<ShardHits> find_hits(const std::vector<std::string>& paths) {
  std::map<std::string, ShardHits> found;
  for (const std::string& path : paths) {
    const MappedFile file(path);
    const std::string_view all(reinterpret_cast<const char*>(file.bytes().data()),
                               file.bytes().size());
    std::optional<std::string> current;
    ShardHits* open = nullptr;  // null when another file gave the shard's records: they are equal
    std::int64_t number = 0;
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t end = std::min(all.find('\n', at), all.size() - 1) + 1;
      const std::string place = path + ", line " + std::to_string(++number) + ": ";
      const Result<overlap::HitRecord> hit = overlap::hit_from_line(all.substr(at, end - at));
      if (!hit) refuse(place + text_of_error(hit.error()));
      if (current != hit->document.shard) {
        current = hit->document.shard;
        const auto [known, is_new] = found.try_emplace(
            *current, ShardHits{*current, path, static_cast<std::int64_t>(at), 0});
        if (!is_new && known->second.path == path) {
          refuse(place + "the records of the shard " + *current + " do not lie together");
        }
        open = is_new ? &known->second : nullptr;
      }
      if (open != nullptr) open->size += static_cast<std::int64_t>(end - at);
      at = end;
    }
  }
  std::vector<ShardHits> out;
  for (auto& [shard, hits] : found) out.push_back(std::move(hits));
  return out;
}

void read_hits(const ShardHits& hits, const std::function<void(std::string_view)>& take) {
  const MappedFile file(hits.path);
  std::string_view lines(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
  lines = lines.substr(static_cast<std::size_t>(hits.offset), static_cast<std::size_t>(hits.size));
  constexpr std::size_t portion = std::size_t{1} << 20;
  while (!lines.empty()) {
    const std::size_t size =
        std::min(lines.find('\n', std::min(portion, lines.size() - 1)), lines.size() - 1) + 1;
    take(lines.substr(0, size));
    lines.remove_prefix(size);
  }
}

}  // namespace evenhand::scan
