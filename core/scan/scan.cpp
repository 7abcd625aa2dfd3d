/// `evenhand-scan scan`: shards of a corpus against an index.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/digest.hpp"
#include "base64.hpp"
#include "evenhand/overlap/scan.hpp"
#include "files.hpp"
#include "json_writer.hpp"
#include "partials.hpp"
#include "progress.hpp"
#include "shards.hpp"
#include "verbs.hpp"

namespace evenhand::scan {
namespace {

namespace fs = std::filesystem;
using overlap::MalformedLine;
using overlap::Partial;
using overlap::ShardRecord;

constexpr std::size_t most_listed = 10;

void say(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

/// Totals of the shards of a run, of several threads.
class Totals {
 public:
  void add(const Partial& partial, bool already) {
    const std::lock_guard lock(mutex_);
    for (const ShardRecord& shard : partial.shards) {
      ++(already ? already_ : scanned_);
      documents_ += shard.documents;
      text_bytes_ += already ? 0 : shard.text_bytes;
      hit_ += shard.documents_hit;
      malformed_ += shard.malformed;
      invalid_ += shard.invalid_utf8;
    }
    lines_.insert(lines_.end(), partial.malformed.begin(), partial.malformed.end());
    std::sort(lines_.begin(), lines_.end(),
              [](const MalformedLine& a, const MalformedLine& b) { return a.place < b.place; });
    if (lines_.size() > most_listed) lines_.resize(most_listed);
  }

  void fail(const std::string& message) {
    const std::lock_guard lock(mutex_);
    failures_.push_back(message);
  }

  Status report(std::int64_t allowed, double seconds) {
    std::sort(failures_.begin(), failures_.end());
    for (const std::string& failure : failures_) say("failed: " + failure);
    for (const MalformedLine& line : lines_) {
      say(line.place.shard + ", line " + std::to_string(line.place.line) + ": " +
          std::string(text_of(line.problem).title));
    }
    const std::int64_t more = malformed_ - static_cast<std::int64_t>(lines_.size());
    if (more > 0) say("and " + count_text(more) + " more lines that are no document");
    std::string line = count_text(scanned_) + " shards scanned";
    if (already_ > 0) line += ", " + count_text(already_) + " were done already";
    if (!failures_.empty()) {
      line += ", " + count_text(static_cast<std::int64_t>(failures_.size())) + " failed";
    }
    line += ": " + count_text(documents_) + " documents, " + count_text(hit_) + " with a hit, " +
            count_text(malformed_) + " malformed lines";
    if (invalid_ > 0) line += ", " + count_text(invalid_) + " malformed UTF-8 sequences";
    say(line);
    if (scanned_ > 0 && seconds > 0) {
      const auto bytes = static_cast<double>(text_bytes_);
      say(bytes_text(bytes) + " of text in " + time_text(seconds) + " (" +
          bytes_text(bytes / seconds) + "/s)");
    }
    if (!failures_.empty() || is_stopping()) return Status::failed;
    return malformed_ > allowed ? Status::malformed : Status::done;
  }

 private:
  std::mutex mutex_;
  std::int64_t scanned_ = 0;
  std::int64_t already_ = 0;
  std::int64_t documents_ = 0;
  std::int64_t text_bytes_ = 0;
  std::int64_t hit_ = 0;
  std::int64_t malformed_ = 0;
  std::int64_t invalid_ = 0;
  std::vector<MalformedLine> lines_;  // the first, by place
  std::vector<std::string> failures_;
};

std::string partial_path(const ScanOptions& options, const Shard& shard) {
  return (fs::path(options.output) / (shard.id + ".partial")).string();
}

/// One shard, from file to files.
Partial scan_shard(overlap::Scanner& scanner, const Shard& shard, const ScanOptions& options,
                   Progress& progress) {
  const std::string path = partial_path(options, shard);
  InputFile input(shard.path);
  std::optional<OutputFile> hits;
  if (options.hits) hits.emplace(hits_path(path));
  scanner.begin_shard(shard.id, options.source);
  try {
    const auto decoder = Decoder::make(shard.compression);
    overlap::CorpusReader reader(scanner, shard.unit, options.text_field);
    const auto keep_hits = [&] {
      const std::string lines = scanner.take_hits();
      if (hits) hits->write(lines);
    };
    const Decoder::Receiver receiver = [&](std::string_view contents) {
      reader.feed(contents);
      keep_hits();
    };
    for (std::string_view bytes = input.read(); !bytes.empty(); bytes = input.read()) {
      scanner.raw(bytes);
      decoder->feed(bytes, receiver);
      progress.add_bytes(static_cast<std::int64_t>(bytes.size()));
    }
    decoder->finish();
    reader.finish();
    keep_hits();
  } catch (const Failure& failure) {
    scanner.abandon_shard();
    const std::string message = failure.what();
    throw Failure(Status::failed,
                  message.starts_with(shard.path) ? message : shard.path + ": " + message);
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

std::string digest_of_file(const std::string& path) {
  InputFile input(path);
  DigestStream digest;
  for (std::string_view bytes = input.read(); !bytes.empty(); bytes = input.read()) {
    digest.add(bytes);
  }
  return hex(digest.digest());
}

/// The partial of a shard that was scanned before, if it still holds: same index and source, and
/// the same bytes. A file that is older than its partial and as long as it was is not read again.
std::optional<Partial> done_before(const Shard& shard, const overlap::Index& index,
                                   const ScanOptions& options) {
  const std::string path = partial_path(options, shard);
  if (options.again || !file_exists(path)) return std::nullopt;
  if (options.hits && !file_exists(hits_path(path))) return std::nullopt;
  std::optional<Partial> partial;
  try {
    partial = read_partial(path);
  } catch (const Failure&) {
    return std::nullopt;  // Whatever it is, it is written anew.
  }
  if (partial->index_digest != index.digest() || partial->shards.size() != 1) return std::nullopt;
  const ShardRecord& record = partial->shards[0];
  if (record.id != shard.id || record.source != options.source || record.bytes != shard.size) {
    return std::nullopt;
  }
  std::error_code error;
  const auto changed = fs::last_write_time(shard.path, error);
  if (error) return std::nullopt;
  const auto written = fs::last_write_time(path, error);
  if (error) return std::nullopt;
  if (changed >= written && digest_of_file(shard.path) != record.digest) return std::nullopt;
  return partial;
}

/// What partials do not say of how they were made is kept beside them, so that a scan that goes on
/// is the same scan.
void check_same_scan(const ScanOptions& options) {
  abi::JsonWriter json;
  json.begin_object();
  json.key("documents");
  json.value(options.unit ? text_of(*options.unit).name : std::string_view("by ending"));
  json.key("textField");
  json.value(options.text_field);
  json.end_object();
  const std::string now = json.take() + "\n";
  const std::string path = (fs::path(options.output) / "evenhand-scan.json").string();
  if (!file_exists(path)) {
    write_whole(path, std::as_bytes(std::span(now)));
    return;
  }
  const MappedFile file(path);
  const std::string_view before(reinterpret_cast<const char*>(file.bytes().data()),
                                file.bytes().size());
  if (before != now) {
    throw Failure(Status::bad_input, options.output + " holds a scan with other options (" + path +
                                         "); take another folder, or remove it");
  }
}

/// Keeps the shards i, i + N, i + 2N, ... of task i/N.
void keep_task(std::vector<Shard>& shards, const std::string& task) {
  if (task.empty()) return;
  std::size_t i = 0;
  std::size_t n = 0;
  const char* const end = task.data() + task.size();
  const auto first = std::from_chars(task.data(), end, i);
  const bool slash = first.ec == std::errc{} && first.ptr != end && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, end, n) : first;
  if (!slash || second.ec != std::errc{} || second.ptr != end || i >= n) {
    throw Failure(Status::bad_input, "--task " + task + ": expected i/N with i from 0 to N - 1");
  }
  std::vector<Shard> kept;
  for (std::size_t at = i; at < shards.size(); at += n) kept.push_back(std::move(shards[at]));
  shards = std::move(kept);
}

std::size_t thread_count(const ScanOptions& options, std::size_t shards) {
  const std::size_t wanted = options.threads > 0
                                 ? static_cast<std::size_t>(options.threads)
                                 : std::max(std::thread::hardware_concurrency(), 1U);
  return std::min(wanted, std::max<std::size_t>(shards, 1));
}

/// Takes shards from the list until there are none; each thread has a scanner of its own.
class Workers {
 public:
  Workers(const std::vector<const Shard*>& shards, const overlap::Index& index,
          const ScanOptions& options, Progress& progress, Totals& totals)
      : shards_(shards), index_(index), options_(options), progress_(progress), totals_(totals) {}

  void run(std::size_t threads) {
    running_ = threads;
    std::vector<std::thread> pool;
    for (std::size_t i = 0; i < threads; ++i) pool.emplace_back([this] { work(); });
    {
      std::unique_lock lock(mutex_);
      while (running_ > 0) {
        progress_.show();
        ended_.wait_for(lock, std::chrono::milliseconds(500));
      }
    }
    for (std::thread& thread : pool) thread.join();
    progress_.clear();
  }

 private:
  void work() {
    overlap::Scanner scanner(index_);
    for (std::size_t at = next_++; at < shards_.size() && !is_stopping(); at = next_++) {
      const Shard& shard = *shards_[at];
      try {
        if (!shard.problem.empty()) throw Failure(Status::failed, shard.problem);
        totals_.add(scan_shard(scanner, shard, options_, progress_), false);
      } catch (const Failure& failure) {
        totals_.fail(failure.what());
      }
      progress_.add_shard();
    }
    const std::lock_guard lock(mutex_);
    --running_;
    ended_.notify_all();
  }

  const std::vector<const Shard*>& shards_;
  const overlap::Index& index_;
  const ScanOptions& options_;
  Progress& progress_;
  Totals& totals_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
};

Status scan_folder(const overlap::Index& index, const ScanOptions& options) {
  Shards found = find_shards(options.paths, options.root, options.unit);
  for (const auto& [ending, count] : found.left_out) {
    say("left out: " + count_text(count) + " files ending in \"" + ending +
        "\" (--doc says what a document is in them)");
  }
  if (found.list.empty()) throw Failure(Status::bad_input, "there is no file to scan");
  keep_task(found.list, options.task);
  check_same_scan(options);
  Totals totals;
  std::vector<const Shard*> todo;
  std::int64_t bytes = 0;
  for (const Shard& shard : found.list) {
    if (const auto partial = done_before(shard, index, options)) {
      totals.add(*partial, true);
    } else {
      todo.push_back(&shard);
      bytes += shard.size;
    }
  }
  Progress progress(static_cast<std::int64_t>(todo.size()), bytes);
  Workers(todo, index, options, progress, totals).run(thread_count(options, todo.size()));
  return totals.report(options.allow_malformed, progress.seconds());
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
  const std::string line = json.take() + "\n";
  if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::fflush(stdout) != 0) {
    throw Failure(Status::failed, "standard output: cannot be written");
  }
  return partial.shards[0].malformed > options.allow_malformed ? Status::malformed : Status::done;
}

}  // namespace

Status run_scan(const ScanOptions& options) {
  if (!overlap::is_text_field(options.text_field)) {
    throw Failure(Status::bad_input,
                  "--text-field " + options.text_field +
                      ": expected names joined by full stops, [*] behind a name for all elements "
                      "of an array, [#] at the end for token numbers");
  }
  const MappedFile file(options.index);
  const Result<overlap::Index> index = overlap::Index::open(file.bytes());
  if (!index) {
    throw Failure(Status::bad_input, options.index + ": " + text_of_error(index.error()));
  }
  stop_gently();
  return options.standard_input ? scan_standard_input(*index, options)
                                : scan_folder(*index, options);
}

}  // namespace evenhand::scan
