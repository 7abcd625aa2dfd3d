/// Hit records as lines of JSON.
#include <charconv>
#include <optional>

#include "evenhand/overlap/scan.hpp"
#include "overlap/json_write.hpp"

namespace evenhand::overlap {
namespace {

/// Reads exactly what append_hit writes, from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] bool skip(std::string_view expected) noexcept {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }
  template <class T>
  [[nodiscard]] bool number(T& out) noexcept {
    const bool padded = rest_.size() > 1 && rest_[0] == '0' && rest_[1] >= '0' && rest_[1] <= '9';
    if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9' || padded) return false;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
    if (error != std::errc()) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  [[nodiscard]] bool string(std::string& out) {
    if (!skip("\"")) return false;
    while (!rest_.empty() && rest_[0] != '"') {
      if (static_cast<unsigned char>(rest_[0]) < 0x20) return false;
      if (rest_[0] != '\\') {
        out += rest_[0];
        rest_.remove_prefix(1);
        continue;
      }
      if (!escape(out)) return false;
    }
    return skip("\"");
  }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

 private:
  [[nodiscard]] bool escape(std::string& out) {
    if (skip("\\n")) {
      out += '\n';
    } else if (skip("\\t")) {
      out += '\t';
    } else if (skip("\\r")) {
      out += '\r';
    } else if (skip("\\\"")) {
      out += '"';
    } else if (skip("\\\\")) {
      out += '\\';
    } else if (skip("\\u00")) {
      unsigned value = 0;
      if (rest_.size() < 2) return false;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + 2, value, 16);
      if (error != std::errc() || end != rest_.data() + 2 || value >= 0x20) return false;
      out += static_cast<char>(value);
      rest_.remove_prefix(2);
    } else {
      return false;
    }
    return true;
  }

  std::string_view rest_;
};

bool read_runs(Reader& reader, std::vector<HitRun>& runs) {
  if (reader.skip("]")) return true;
  do {
    HitRun run;
    if (!reader.skip("[") || !reader.number(run.position) || !reader.skip(",") ||
        !reader.number(run.length) || !reader.skip(",") || !reader.number(run.source_begin) ||
        !reader.skip(",") || !reader.number(run.source_end) || !reader.skip("]")) {
      return false;
    }
    runs.push_back(run);
  } while (reader.skip(","));
  return reader.skip("]");
}

bool read_unit(Reader& reader, Unit& out) {
  std::string name;
  if (!reader.string(name)) return false;
  for (std::size_t i = 0; i < unit_count; ++i) {
    if (text_of(static_cast<Unit>(i)).name == name) {
      out = static_cast<Unit>(i);
      return true;
    }
  }
  return false;
}

}  // namespace

void append_hit(const HitRecord& hit, std::string& out) {
  out += "{\"doc\":[";
  append_json_string(hit.document.shard, out);
  out += ',';
  append_json_number(static_cast<std::uint64_t>(hit.document.line), out);
  out += "],\"item\":";
  append_json_number(hit.item, out);
  out += ",\"unit\":";
  append_json_string(text_of(hit.unit).name, out);
  out += ",\"runs\":[";
  for (std::size_t i = 0; i < hit.runs.size(); ++i) {
    const HitRun& run = hit.runs[i];
    out += i == 0 ? "[" : ",[";
    append_json_number(run.position, out);
    out += ',';
    append_json_number(run.length, out);
    out += ',';
    append_json_number(run.source_begin, out);
    out += ',';
    append_json_number(run.source_end, out);
    out += ']';
  }
  out += hit.gold_near ? "],\"gold_near\":true,\"before\":" : "],\"gold_near\":false,\"before\":";
  append_json_string(hit.before, out);
  out += ",\"match\":";
  append_json_string(hit.match, out);
  out += ",\"after\":";
  append_json_string(hit.after, out);
  out += "}\n";
}

Result<HitRecord> hit_from_line(std::string_view line) {
  HitRecord hit;
  Reader reader(line);
  const auto read = [&] {
    if (!reader.skip("{\"doc\":[") || !reader.string(hit.document.shard) || !reader.skip(",") ||
        !reader.number(hit.document.line) || !reader.skip("],\"item\":") ||
        !reader.number(hit.item) || !reader.skip(",\"unit\":") || !read_unit(reader, hit.unit) ||
        !reader.skip(",\"runs\":[") || !read_runs(reader, hit.runs)) {
      return false;
    }
    if (!reader.skip(",\"gold_near\":")) return false;
    hit.gold_near = reader.skip("true");
    if (!hit.gold_near && !reader.skip("false")) return false;
    if (!reader.skip(",\"before\":") || !reader.string(hit.before) || !reader.skip(",\"match\":") ||
        !reader.string(hit.match) || !reader.skip(",\"after\":") || !reader.string(hit.after) ||
        !reader.skip("}")) {
      return false;
    }
    (void)reader.skip("\n");
    return reader.at_end();
  };
  if (!read()) return Error{Errc::not_a_hit, "line"};
  return hit;
}

}  // namespace evenhand::overlap
