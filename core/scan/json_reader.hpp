/// Structures read back from the JSON that JsonWriter made of them, by the lists of their fields.
/// It lives in the lists' namespace, to be found by them.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "evenhand/base/enums.hpp"
#include "overlap/json.hpp"

namespace evenhand::abi {

class JsonReader {
 public:
  /// Whether the text is an object with all fields, each of its type.
  template <class S>
  [[nodiscard]] static bool read(std::string_view text, S& structure) {
    JsonReader reader(text);
    fields(reader, structure);
    return reader.good_;
  }

  // What lists of fields call.
  void type(const char*, const char*) {}
  template <class T>
  void operator()(const char* name, T& field, const char*) {
    overlap::JsonWalk members(text_);
    bool found = false;
    while (members.next()) {
      if (!overlap::has_text(members.key(), name)) continue;
      found = true;
      good_ = value(members.value(), field) && good_;
    }
    good_ = good_ && found && members.whole() && members.kind() == overlap::JsonKind::object;
  }

 private:
  using Value = overlap::JsonValue;
  using Kind = overlap::JsonKind;

  explicit JsonReader(std::string_view text) : text_(text) {}

  static bool value(const Value& json, std::string& out) {
    if (json.kind != Kind::string) return false;
    out.clear();
    overlap::append_text(json, out);
    return true;
  }
  template <std::integral T>
  static bool value(const Value& json, T& out) {
    const char* const end = json.raw.data() + json.raw.size();
    const auto [stop, error] = std::from_chars(json.raw.data(), end, out);
    return json.kind == Kind::number && error == std::errc{} && stop == end;
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  static bool value(const Value& json, Enum& out) {
    for (std::size_t i = 0; json.kind == Kind::string && i < texts(Enum{}).size(); ++i) {
      if (!overlap::has_text(json, texts(Enum{})[i].name)) continue;
      out = static_cast<Enum>(i);
      return true;
    }
    return false;
  }
  template <class T>
  static bool value(const Value& json, std::vector<T>& out) {
    out.clear();
    overlap::JsonWalk elements(json.raw);
    while (elements.next()) {
      if (!value(elements.value(), out.emplace_back())) return false;
    }
    return elements.whole() && elements.kind() == Kind::array;
  }
  template <class T>
  static bool value(const Value& json, std::optional<T>& out) {
    out.reset();
    return json.kind == Kind::null || value(json, out.emplace());
  }
  template <class T>
  requires std::is_class_v<T>
  static bool value(const Value& json, T& out) { return read(json.raw, out); }

  std::string_view text_;
  bool good_ = true;
};

}  // namespace evenhand::abi
