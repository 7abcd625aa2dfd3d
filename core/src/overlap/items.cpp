#include "evenhand/overlap/items.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "overlap/json_path.hpp"
#include "overlap/lines.hpp"

namespace evenhand::overlap {
namespace {

constexpr std::size_t longest_excerpt = 60;

// The front of a text, whole characters.
std::string excerpt(std::string_view text) {
  std::size_t size = std::min(text.size(), longest_excerpt);
  const auto continues = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  while (size > 0 && continues(size)) --size;
  return std::string(text.substr(0, size));
}

// Where a field is in this line: at the path that was given, or under the first usual name that
// the line has.
struct Place {
  JsonPath path;
  bool given = false;
};

class LineReader {
 public:
  LineReader(std::string_view line, std::int64_t number, const ItemFormat& format)
      : line_(line), number_(number), format_(format) {}

  std::variant<Item, ItemProblem> read() {
    if (!read_all()) return std::move(problem_);
    return std::move(item_);
  }

 private:
  bool fail(ItemProblemKind kind, std::optional<ItemField> field, std::string_view found) {
    problem_ = {kind, number_, field, excerpt(found), 0};
    return false;
  }

  // Nothing when the line has no such field and need not have it.
  bool find(ItemField field, bool needed, std::optional<Place>& place) {
    const std::string& given = format_.paths[static_cast<std::size_t>(field)];
    if (!given.empty()) {
      std::optional<JsonPath> path = JsonPath::parse(given);
      if (!path) {
        fail(ItemProblemKind::bad_path, field, given);
        problem_.line = 0;
        return false;
      }
      if (path->find(line_, texts_) == LineProblem::missing_field) {
        return fail(ItemProblemKind::missing_field, field, {});
      }
      place = Place{std::move(*path), true};
      return true;
    }
    std::string_view names = text_of(field).detail;
    while (!names.empty()) {
      const std::size_t end = std::min(names.find(','), names.size());
      std::optional<JsonPath> path = JsonPath::parse(names.substr(0, end));
      if (path->value(line_)) {
        place = Place{std::move(*path), false};
        return true;
      }
      names.remove_prefix(std::min(end + 1, names.size()));
    }
    return !needed || fail(ItemProblemKind::missing_field, field, {});
  }

  // The strings at a place; null has none.
  bool strings(ItemField field, const Place& place, ItemProblemKind kind,
               std::vector<std::string>& out) {
    if (place.path.find(line_, texts_)) {
      const std::optional<JsonValue> found =
          place.path.is_plain() ? place.path.value(line_) : std::nullopt;
      return fail(kind, field, found ? found->raw : std::string_view());
    }
    for (const JsonValue& text : texts_) append_json_text(text, out.emplace_back());
    return true;
  }

  bool read_text(ItemField field, bool needed, std::string& out) {
    std::optional<Place> place;
    if (!find(field, needed, place)) return false;
    if (!place) return true;
    std::vector<std::string> parts;
    if (!strings(field, *place, ItemProblemKind::type, parts)) return false;
    if (needed && parts.empty()) return fail(ItemProblemKind::missing_field, field, "null");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) out += '\n';
      out += parts[i];
    }
    return true;
  }

  bool read_id() {
    std::optional<Place> place;
    if (!find(ItemField::id, false, place)) return false;
    if (!place) return true;
    const std::optional<JsonValue> id =
        place->path.is_plain() ? place->path.value(line_) : std::nullopt;
    if (id && id->kind == JsonKind::string) append_text(*id, item_.id);
    if (id && id->kind == JsonKind::number) item_.id = id->raw;
    if (!item_.id.empty()) return true;
    return fail(ItemProblemKind::type, ItemField::id, id ? id->raw : std::string_view());
  }

  bool read_choices() {
    std::optional<Place> place;
    if (!find(ItemField::choices, false, place)) return false;
    if (!place) return true;
    const std::optional<JsonValue> value =
        place->path.is_plain() ? place->path.value(line_) : std::nullopt;
    if (value && value->kind == JsonKind::string) {
      return fail(ItemProblemKind::choices_type, ItemField::choices, value->raw);
    }
    return strings(ItemField::choices, *place, ItemProblemKind::choices_type, item_.choices);
  }

  bool add_choice(std::size_t choice, std::string_view found) {
    if (choice >= item_.choices.size()) {
      return fail(ItemProblemKind::no_such_choice, ItemField::answer, found);
    }
    item_.answers.push_back(item_.choices[choice]);
    return true;
  }

  bool add_answer(const JsonValue& value) {
    const bool choices = !item_.choices.empty();
    switch (value.kind) {
      case JsonKind::string: {
        std::string text;
        append_text(value, text);
        const bool letter = choices && text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z';
        if (letter &&
            std::find(item_.choices.begin(), item_.choices.end(), text) == item_.choices.end()) {
          return add_choice(static_cast<std::size_t>(text[0] - 'A'), text);
        }
        item_.answers.push_back(std::move(text));
        return true;
      }
      case JsonKind::number: {
        if (!choices) break;
        const char* const end = value.raw.data() + value.raw.size();
        std::size_t choice;
        const auto [stop, error] = std::from_chars(value.raw.data(), end, choice);
        if (error != std::errc{} || stop != end) choice = item_.choices.size();
        return add_choice(choice, value.raw);
      }
      case JsonKind::boolean:
        if (!choices) break;
        [[fallthrough]];
      default: return fail(ItemProblemKind::answer_type, ItemField::answer, value.raw);
    }
    item_.answers.emplace_back(value.raw);
    return true;
  }

  bool read_answers() {
    std::optional<Place> place;
    if (!find(ItemField::answer, false, place)) return false;
    if (!place) return true;
    if (!place->path.is_plain()) {
      return strings(ItemField::answer, *place, ItemProblemKind::answer_type, item_.answers);
    }
    const std::optional<JsonValue> value = place->path.value(line_);
    if (!value || value->kind == JsonKind::null) return true;
    if (value->kind != JsonKind::array) return add_answer(*value);
    JsonWalk elements(value->raw);
    while (elements.next()) {
      if (!add_answer(elements.value())) return false;
    }
    return true;
  }

  bool split_gold() {
    if (format_.answer_split.empty() || item_.answers.empty()) return true;
    const std::string_view answer = item_.answers[0];
    const std::size_t mark = answer.rfind(format_.answer_split);
    if (mark == std::string_view::npos) {
      return fail(ItemProblemKind::no_split, ItemField::answer, answer);
    }
    item_.gold = trimmed(answer.substr(mark + format_.answer_split.size()));
    return true;
  }

  bool read_all() {
    // The whole line is checked once, before anything is looked for in it.
    JsonWalk members(line_);
    while (members.next()) {
    }
    if (!members.whole() || members.kind() != JsonKind::object) {
      return fail(ItemProblemKind::json, std::nullopt, line_);
    }
    return read_id() && read_text(ItemField::context, false, item_.context) &&
           read_text(ItemField::question, true, item_.question) && read_choices() &&
           read_answers() && split_gold();
  }

  std::string_view line_;
  std::int64_t number_;
  const ItemFormat& format_;
  std::vector<JsonValue> texts_;
  Item item_;
  ItemProblem problem_;
};

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

// Adds the items of one benchmark one by one, seeing to it that each has an identifier of its own.
class Benchmark {
 public:
  explicit Benchmark(IndexBuilder& builder) : builder_(builder) {}

  std::optional<ItemProblem> add(Item item, std::int64_t line) {
    const bool numbered = item.id.empty();
    if (lines_.empty()) {
      numbered_ = numbered;
      first_line_ = line;
    }
    const auto problem = [&](ItemProblemKind kind, std::int64_t other) {
      return ItemProblem{kind, line, ItemField::id, excerpt(item.id), other};
    };
    if (numbered != numbered_) return problem(ItemProblemKind::some_ids, first_line_);
    if (numbered) item.id = std::to_string(line);
    const auto [place, is_new] = lines_.emplace(item.id, line);
    if (!is_new) return problem(ItemProblemKind::duplicate_id, place->second);
    const std::vector<std::string_view> answers = views(item.answers);
    const std::vector<std::string_view> choices = views(item.choices);
    if (builder_.add({item.id, item.context, item.question, answers, choices, item.gold})) {
      return problem(ItemProblemKind::too_large, 0);
    }
    return std::nullopt;
  }

 private:
  IndexBuilder& builder_;
  std::unordered_map<std::string, std::int64_t> lines_;  // of each identifier
  bool numbered_ = false;
  std::int64_t first_line_ = 0;
};

}  // namespace

std::variant<Item, ItemProblem> read_item(std::string_view line, std::int64_t number,
                                          const ItemFormat& format) {
  return LineReader(line, number, format).read();
}

ItemsRead read_items(std::string_view bytes, std::string_view name, const ItemFormat& format,
                     IndexBuilder& builder) {
  ItemsRead out;
  if (builder.begin_benchmark(name)) {
    out.problem = {ItemProblemKind::duplicate_name, 0, std::nullopt, excerpt(name), 0};
    return out;
  }
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  Benchmark benchmark(builder);
  for (std::int64_t number = 1; !bytes.empty() && !out.problem; ++number) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (trimmed(line).empty()) {
      ++out.blank;
      continue;
    }
    std::variant<Item, ItemProblem> item = read_item(line, number, format);
    if (ItemProblem* const problem = std::get_if<ItemProblem>(&item)) {
      out.problem = std::move(*problem);
    } else {
      out.problem = benchmark.add(std::move(*std::get_if<Item>(&item)), number);
    }
    if (!out.problem) ++out.items;
  }
  if (!out.problem && out.items == 0) {
    out.problem = {ItemProblemKind::no_items, 0, std::nullopt, excerpt(name), 0};
  }
  return out;
}

}  // namespace evenhand::overlap
