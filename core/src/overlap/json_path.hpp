/// Which member of a JSON object holds a text, and the strings found there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/partial.hpp"
#include "overlap/json.hpp"

namespace evenhand::overlap {

/// A path to texts: names joined by full stops, `[*]` behind a name for all elements of an array,
/// `[#]` at the end for an array of token numbers: "text", "a.b", "turns[*].content", "tokens[#]".
class JsonPath {
 public:
  /// Nothing when the path is not understood.
  [[nodiscard]] static std::optional<JsonPath> parse(std::string_view path);

  /// What lies at the path in an object. A name that occurs twice counts where it occurs last;
  /// null has no text, nor has an element of an array without the field when another has it.
  /// `texts` are strings, and arrays of numbers for `[#]`.
  [[nodiscard]] std::optional<LineProblem> find(std::string_view object,
                                                std::vector<JsonValue>& texts) const;
  /// The value itself, whatever its type; nothing when it is missing. For a path of names only.
  [[nodiscard]] std::optional<JsonValue> value(std::string_view object) const;
  /// Whether the path has names only, so that it leads to one value.
  [[nodiscard]] bool is_plain() const noexcept;

 private:
  enum class Part : std::uint8_t { name, each, numbers };
  struct Step {
    Part part = Part::name;
    std::string name;
  };
  struct Found;
  void walk(const JsonValue& value, std::size_t step, Found& found) const;

  std::vector<Step> steps_;
};

/// The text of a string, or the numbers of an array separated by spaces.
void append_json_text(const JsonValue& value, std::string& out);

}  // namespace evenhand::overlap
