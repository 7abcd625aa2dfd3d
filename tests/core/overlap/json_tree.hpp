/// JSON of golden files as a tree.
#pragma once

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "overlap/json.hpp"

namespace golden {

class Json {
 public:
  Json() = default;
  explicit Json(std::string_view text) : raw_(text) {
    evenhand::overlap::JsonWalk walk(text);
    kind_ = walk.kind();
    while (walk.next()) {
      Json child(walk.value());
      if (kind_ == evenhand::overlap::JsonKind::object) {
        std::string key;
        evenhand::overlap::append_text(walk.key(), key);
        members_.emplace(key, std::move(child));
      } else {
        elements_.push_back(std::move(child));
      }
    }
    REQUIRE(walk.whole());
  }

  [[nodiscard]] bool has(const std::string& key) const { return members_.contains(key); }
  [[nodiscard]] const Json& operator[](const std::string& key) const {
    const auto found = members_.find(key);
    INFO("no member " << key);
    REQUIRE(found != members_.end());
    return found->second;
  }
  [[nodiscard]] const Json& at(std::size_t i) const { return elements_.at(i); }
  [[nodiscard]] const std::vector<Json>& elements() const { return elements_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] double number() const { return std::strtod(std::string(raw_).c_str(), nullptr); }
  [[nodiscard]] std::int64_t whole() const { return static_cast<std::int64_t>(number()); }
  [[nodiscard]] bool truth() const { return raw_ == "true"; }
  [[nodiscard]] std::vector<std::string> texts() const {
    std::vector<std::string> out;
    for (const Json& element : elements_) out.push_back(element.text());
    return out;
  }
  [[nodiscard]] std::string_view raw() const { return raw_; }

 private:
  explicit Json(const evenhand::overlap::JsonValue& value) {
    using evenhand::overlap::JsonKind;
    if (value.kind == JsonKind::array || value.kind == JsonKind::object) {
      *this = Json(value.raw);
      return;
    }
    kind_ = value.kind;
    raw_ = value.raw;
    if (kind_ == JsonKind::string) evenhand::overlap::append_text(value, text_);
  }

  evenhand::overlap::JsonKind kind_ = evenhand::overlap::JsonKind::null;
  std::string_view raw_;
  std::string text_;
  std::vector<Json> elements_;
  std::map<std::string, Json> members_;
};

/// The text of a file in tests/golden.
inline std::string file_text(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_GOLDEN_DIR) + "/" + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

}  // namespace golden
