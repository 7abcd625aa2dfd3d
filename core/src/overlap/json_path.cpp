#include "overlap/json_path.hpp"

#include <algorithm>
#include <charconv>

namespace evenhand::overlap {

struct JsonPath::Found {
  std::vector<JsonValue>& texts;
  bool any = false;      // something is at the path, be it null
  bool missing = false;  // and something is not
  bool wrong_type = false;
};

namespace {

bool is_token_number(const JsonValue& value) {
  if (value.kind != JsonKind::number) return false;
  const char* const end = value.raw.data() + value.raw.size();
  std::uint32_t number;
  const auto [stop, error] = std::from_chars(value.raw.data(), end, number);
  return error == std::errc{} && stop == end;
}

template <class Predicate>
bool all_elements(std::string_view array, Predicate holds) {
  JsonWalk walk(array);
  while (walk.next()) {
    if (!holds(walk.value())) return false;
  }
  return true;
}

// The last member of that name.
std::optional<JsonValue> member(std::string_view object, std::string_view name) {
  std::optional<JsonValue> last;
  JsonWalk walk(object);
  while (walk.next()) {
    if (has_text(walk.key(), name)) last = walk.value();
  }
  return last;
}

}  // namespace

std::optional<JsonPath> JsonPath::parse(std::string_view path) {
  JsonPath out;
  for (;;) {
    const std::size_t end = std::min(path.find_first_of(".[]"), path.size());
    if (end == 0) return std::nullopt;
    out.steps_.push_back({Part::name, std::string(path.substr(0, end))});
    path.remove_prefix(end);
    while (path.starts_with("[*]")) {
      out.steps_.push_back({Part::each, {}});
      path.remove_prefix(3);
    }
    if (path == "[#]") {
      out.steps_.push_back({Part::numbers, {}});
      return out;
    }
    if (path.empty()) return out;
    if (path[0] != '.') return std::nullopt;
    path.remove_prefix(1);
  }
}

void JsonPath::walk(const JsonValue& value, std::size_t step, Found& found) const {
  if (step == steps_.size()) {
    const auto is_string = [](const JsonValue& v) { return v.kind == JsonKind::string; };
    found.any = true;
    if (is_string(value)) {
      found.texts.push_back(value);
    } else if (value.kind == JsonKind::array && all_elements(value.raw, is_string)) {
      JsonWalk strings(value.raw);
      while (strings.next()) found.texts.push_back(strings.value());
    } else if (value.kind != JsonKind::null) {
      found.wrong_type = true;
    }
    return;
  }
  if (steps_[step].part == Part::name) {
    const std::optional<JsonValue> next =
        value.kind == JsonKind::object ? member(value.raw, steps_[step].name) : std::nullopt;
    if (next) {
      walk(*next, step + 1, found);
    } else {
      found.missing = true;
    }
    return;
  }
  if (value.kind != JsonKind::array) {
    found.any = true;
    if (value.kind != JsonKind::null) found.wrong_type = true;
    return;
  }
  if (steps_[step].part == Part::numbers) {
    found.any = true;
    if (all_elements(value.raw, is_token_number)) {
      found.texts.push_back(value);
    } else {
      found.wrong_type = true;
    }
    return;
  }
  JsonWalk elements(value.raw);
  bool empty = true;
  while (elements.next()) {
    empty = false;
    walk(elements.value(), step + 1, found);
  }
  if (empty) found.any = true;
}

std::optional<LineProblem> JsonPath::find(std::string_view object,
                                          std::vector<JsonValue>& texts) const {
  texts.clear();
  // One walk finds the first name and checks the whole line.
  std::optional<JsonValue> first;
  JsonWalk members(object);
  while (members.next()) {
    if (has_text(members.key(), steps_[0].name)) first = members.value();
  }
  if (!members.whole() || members.kind() != JsonKind::object) return LineProblem::json;
  if (!first) return LineProblem::missing_field;
  Found found{texts};
  walk(*first, 1, found);
  if (found.wrong_type) return LineProblem::type;
  if (!found.any) return LineProblem::missing_field;
  return std::nullopt;
}

std::optional<JsonValue> JsonPath::value(std::string_view object) const {
  JsonValue at{JsonKind::object, object, false};
  for (const Step& step : steps_) {
    if (at.kind != JsonKind::object) return std::nullopt;
    const std::optional<JsonValue> next = member(at.raw, step.name);
    if (!next) return std::nullopt;
    at = *next;
  }
  return at;
}

bool JsonPath::is_plain() const noexcept {
  return std::all_of(steps_.begin(), steps_.end(),
                     [](const Step& step) { return step.part == Part::name; });
}

void append_json_text(const JsonValue& value, std::string& out) {
  if (value.kind == JsonKind::string) {
    append_text(value, out);
    return;
  }
  JsonWalk numbers(value.raw);
  while (numbers.next()) {
    out += numbers.value().raw;
    out += ' ';
  }
}

}  // namespace evenhand::overlap
