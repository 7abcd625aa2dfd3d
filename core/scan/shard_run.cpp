#include "shard_run.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "base/digest.hpp"
#include "files.hpp"
#include "read_ahead.hpp"

namespace evenhand::scan {
namespace {

namespace fs = std::filesystem;
using overlap::MalformedLine;
using overlap::ShardRecord;

constexpr std::size_t most_listed = 10;

/// Totals of the shards of a run, of several threads.
class Totals {
 public:
  explicit Totals(std::string_view done) : done_(done) {}

  void add(const ReadShard& read, bool already) {
    const std::lock_guard lock(mutex_);
    const ShardRecord& shard = read.shard;
    ++(already ? already_ : scanned_);
    documents_ += shard.documents;
    text_bytes_ += already ? 0 : shard.text_bytes;
    hit_ += shard.documents_hit;
    malformed_ += shard.malformed;
    invalid_ += shard.invalid_utf8;
    lines_.insert(lines_.end(), read.malformed.begin(), read.malformed.end());
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
    std::string line = count_text(scanned_) + " shards " + std::string(done_);
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
  std::string_view done_;
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

std::string digest_of_file(const std::string& path) {
  InputFile input(path);
  DigestStream digest;
  for (std::string_view bytes = input.read(); !bytes.empty(); bytes = input.read()) {
    digest.add(bytes);
  }
  return hex(digest.digest());
}

void check_same_run(const std::string& output, const ShardWork& work) {
  const std::string path = (fs::path(output) / work.settings_name).string();
  if (!file_exists(path)) {
    write_whole(path, std::as_bytes(std::span(work.settings)));
    return;
  }
  const MappedFile file(path);
  const std::string_view before(reinterpret_cast<const char*>(file.bytes().data()),
                                file.bytes().size());
  if (before != work.settings) {
    throw Failure(Status::bad_input, output + " holds results of other options (" + path +
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

std::size_t thread_count(const CorpusOptions& options) {
  return options.threads > 0 ? static_cast<std::size_t>(options.threads)
                             : std::max(std::thread::hardware_concurrency(), 1U);
}

/// Takes shards from the list until there are none.
class Workers {
 public:
  Workers(const std::vector<Shard*>& shards, const ShardWork& work, Progress& progress,
          Totals& totals)
      : shards_(shards), work_(work), progress_(progress), totals_(totals) {}

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
    const auto take = work_.worker();
    for (std::size_t at = next_++; at < shards_.size() && !is_stopping(); at = next_++) {
      const Shard& shard = *shards_[at];
      try {
        if (!shard.problem.empty()) throw Failure(Status::failed, shard.problem);
        totals_.add(take(shard, progress_), false);
      } catch (const Failure& failure) {
        totals_.fail(failure.what());
      }
      progress_.add_shard();
    }
    const std::lock_guard lock(mutex_);
    --running_;
    ended_.notify_all();
  }

  const std::vector<Shard*>& shards_;
  const ShardWork& work_;
  Progress& progress_;
  Totals& totals_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
};

}  // namespace

void say(const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Failure(Status::failed, "standard output: cannot be written");
  }
}

void write_reading(abi::JsonWriter& json, const CorpusOptions& options) {
  json.key("documents");
  json.value(options.unit ? text_of(*options.unit).name : std::string_view("by ending"));
  json.key("textField");
  json.value(options.text_field);
}

void check_text_field(const std::string& path) {
  if (overlap::is_text_field(path)) return;
  throw Failure(Status::bad_input,
                "--text-field " + path +
                    ": expected names joined by full stops, [*] behind a name for all elements "
                    "of an array, [#] at the end for token numbers");
}

Status run_shards(const CorpusOptions& options, const ShardWork& work) {
  Shards found = find_shards(options.paths, options.root, options.unit);
  for (const auto& [ending, count] : found.left_out) {
    say("left out: " + count_text(count) + " files ending in \"" + ending +
        "\" (--doc says what a document is in them)");
  }
  if (found.list.empty()) throw Failure(Status::bad_input, "there is no file to scan");
  keep_task(found.list, options.task);
  check_same_run(options.output, work);
  Totals totals(work.done);
  std::vector<Shard*> todo;
  std::int64_t bytes = 0;
  for (Shard& shard : found.list) {
    const auto before = options.again ? std::nullopt : work.done_before(shard);
    if (before) {
      totals.add(*before, true);
    } else {
      todo.push_back(&shard);
      bytes += shard.size;
    }
  }
  Progress progress(static_cast<std::int64_t>(todo.size()), bytes);
  // Where there is a second thread for each shard, it decompresses.
  const std::size_t threads = thread_count(options);
  for (Shard* shard : todo) {
    shard->read_ahead = shard->compression != Compression::none && 2 * todo.size() <= threads;
  }
  Workers(todo, work, progress, totals).run(std::min(threads, todo.size()));
  return totals.report(options.allow_malformed, progress.seconds());
}

void stream_shard(const Shard& shard, Progress& progress, const ShardReceiver& receiver) {
  InputFile input(shard.path);
  // False ends it: nobody listens any more.
  const auto read = [&](const std::function<bool(std::string_view)>& raw,
                        const Decoder::Receiver& feed) {
    const auto decoder = Decoder::make(shard.compression);
    for (std::string_view bytes = input.read(); !bytes.empty(); bytes = input.read()) {
      if (!raw(bytes)) return;
      decoder->feed(bytes, feed);
      progress.add_bytes(static_cast<std::int64_t>(bytes.size()));
    }
    decoder->finish();
  };
  try {
    if (shard.read_ahead) {
      enum Kind { stored, decoded };
      ReadAhead::run(
          [&](ReadAhead& pieces) {
            read([&](std::string_view bytes) { return pieces.put(stored, bytes); },
                 [&](std::string_view bytes) { pieces.put(decoded, bytes); });
          },
          [&](int kind, std::string_view bytes) {
            (kind == stored ? receiver.raw : receiver.feed)(bytes);
          });
    } else {
      read(
          [&](std::string_view bytes) {
            receiver.raw(bytes);
            return true;
          },
          receiver.feed);
    }
  } catch (const Failure& failure) {
    const std::string message = failure.what();
    throw Failure(Status::failed,
                  message.starts_with(shard.path) ? message : shard.path + ": " + message);
  }
}

bool is_unchanged(const Shard& shard, const ShardRecord& record, const std::string& source,
                  const std::string& result) {
  if (record.id != shard.id || record.source != source || record.bytes != shard.size) return false;
  std::error_code error;
  const auto changed = fs::last_write_time(shard.path, error);
  if (error) return false;
  const auto written = fs::last_write_time(result, error);
  if (error) return false;
  return changed < written || digest_of_file(shard.path) == record.digest;
}

}  // namespace evenhand::scan
