#include "shards.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace evenhand::scan {
namespace {

namespace fs = std::filesystem;
using overlap::DocumentUnit;

std::optional<DocumentUnit> unit_of_ending(const std::string& name) {
  for (const char* ending : {".jsonl", ".ndjson", ".json"}) {
    if (name.ends_with(ending)) return DocumentUnit::json_lines;
  }
  for (const char* ending : {".txt", ".text"}) {
    if (name.ends_with(ending)) return DocumentUnit::file;
  }
  return std::nullopt;
}

std::string id_of(const fs::path& path, const fs::path& base) {
  const fs::path relative = path.lexically_normal().lexically_relative(base.lexically_normal());
  std::string id = relative.generic_string();
  if (id.empty() || id == "." || id == ".." || id.starts_with("../")) {
    throw Failure(Status::bad_input, path.string() + ": is not below " + base.string() +
                                         "; give a folder it is in as --root");
  }
  return id;
}

class Finder {
 public:
  Finder(const std::string& root, std::optional<DocumentUnit> unit) : root_(root), unit_(unit) {}

  void add(const std::string& given) {
    const fs::path path(given);
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      const fs::path base = !root_.empty() ? root_ : path.is_absolute() ? "/" : ".";
      take(path, id_of(absolute_like(path, base), base), true);
      return;
    }
    const fs::path base = root_.empty() ? path : root_;
    walk(absolute_like(path, base), base);
  }

  Shards finish() {
    std::sort(found_.list.begin(), found_.list.end(),
              [](const Shard& a, const Shard& b) { return a.id < b.id; });
    const auto twice =
        std::adjacent_find(found_.list.begin(), found_.list.end(),
                           [](const Shard& a, const Shard& b) { return a.id == b.id; });
    if (twice != found_.list.end()) {
      throw Failure(Status::bad_input, twice->path + " and " + std::next(twice)->path +
                                           " would both be the shard " + twice->id +
                                           "; give a folder they are both in as --root");
    }
    return std::move(found_);
  }

 private:
  // A relative path and an absolute root, or the other way about, have no common part.
  static fs::path absolute_like(const fs::path& path, const fs::path& base) {
    if (path.is_absolute() == base.is_absolute()) return path;
    return path.is_absolute() ? path.lexically_relative(fs::current_path()) : fs::absolute(path);
  }

  void walk(const fs::path& folder, const fs::path& base) {
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    while (!error && entry != fs::recursive_directory_iterator()) {
      const bool hidden = entry->path().filename().string().starts_with(".");
      std::error_code gone;
      if (entry->is_directory(gone)) {
        if (hidden) entry.disable_recursion_pending();
      } else if (!hidden) {
        take(entry->path(), id_of(entry->path(), base), false);
      }
      entry.increment(error);
    }
    if (error) {
      throw Failure(Status::bad_input, folder.string() + ": cannot be read: " + error.message());
    }
  }

  void take(const fs::path& path, std::string id, bool named) {
    Shard shard;
    shard.id = std::move(id);
    shard.path = path.string();
    std::string name = path.filename().string();
    try {
      shard.compression = compression_of(name);
    } catch (const Failure& failure) {
      shard.problem = shard.path + ": " + failure.what();
    }
    const std::optional<DocumentUnit> unit = unit_ ? unit_ : unit_of_ending(name);
    if (unit) {
      shard.unit = *unit;
    } else if (shard.problem.empty() && named) {
      throw Failure(Status::bad_input,
                    shard.path + ": the ending does not say what a document is; give --doc");
    } else if (shard.problem.empty()) {
      ++found_.left_out[path.extension().string()];
      return;
    }
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (!error) shard.size = static_cast<std::int64_t>(size);
    found_.list.push_back(std::move(shard));
  }

  fs::path root_;
  std::optional<DocumentUnit> unit_;
  Shards found_;
};

}  // namespace

Shards find_shards(const std::vector<std::string>& paths, const std::string& root,
                   std::optional<DocumentUnit> unit) {
  Finder finder(root, unit);
  for (const std::string& path : paths) finder.add(path);
  return finder.finish();
}

}  // namespace evenhand::scan
