/// Unicode 15.0: properties, case folding and composition of code points, from generated tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace evenhand::overlap::unicode {

/// General categories L*, M* and N*, and the rest.
enum class Kind : std::uint8_t { other, letter, mark, number };

/// What NFKC_Casefold does to a code point, with enclosing marks (Me) deleted too.
enum class Fold : std::uint8_t { same, one, many, none };

/// Word_Break (Unicode Annex 29, table 3).
enum class WordBreak : std::uint8_t {
  other,
  letter,
  hebrew_letter,
  numeric,
  katakana,
  extend_number_letter,
  extend,
  format,
  joiner,
  middle_letter,
  middle_number,
  middle_number_letter,
  single_quote,
  double_quote,
  space,
  carriage_return,
  line_feed,
  newline,
  regional_indicator,
};

struct Properties {
  /// What simple lower case adds to the code point.
  std::int32_t lower;
  Kind kind;
  Fold fold;
  WordBreak word_break;
  std::uint8_t combining_class;
  std::uint8_t flags;

  /// Whether normalisation may reorder it or compose it with what stands before it.
  [[nodiscard]] bool joins() const noexcept { return (flags & 1) != 0; }
  /// Letters and numbers of scripts that put no spaces between words.
  [[nodiscard]] bool spaceless() const noexcept { return (flags & 2) != 0; }
  [[nodiscard]] bool white_space() const noexcept { return (flags & 4) != 0; }
  [[nodiscard]] bool pictographic() const noexcept { return (flags & 8) != 0; }
  [[nodiscard]] bool superscript_digit() const noexcept { return (flags & 16) != 0; }
  [[nodiscard]] bool vulgar_fraction() const noexcept { return (flags & 32) != 0; }
  /// Whether it is composed of others, Hangul syllables apart.
  [[nodiscard]] bool composed() const noexcept { return (flags & 64) != 0; }
};

struct Composite {
  char32_t first;
  char32_t second;
  char32_t composed;
};

inline constexpr std::size_t composite_count = 523;
inline constexpr unsigned block_bits = 8;
extern const std::uint8_t record_blocks[0x110000 >> block_bits];
extern const std::uint8_t record_numbers[];
extern const Properties records[];
extern const std::uint8_t fold_blocks[0x110000 >> block_bits];
extern const std::uint16_t fold_values[];
extern const char16_t fold_texts[];
/// What folded text may compose, sorted by (first, second), and its order by `composed`.
extern const Composite composites[composite_count];
extern const std::uint16_t by_composed[composite_count];

inline constexpr char32_t replacement = 0xFFFD;

[[nodiscard]] inline const Properties& properties_of(char32_t c) noexcept {
  constexpr char32_t low = (1U << block_bits) - 1;
  return records[record_numbers[(std::size_t{record_blocks[c >> block_bits]} << block_bits) |
                                (c & low)]];
}

[[nodiscard]] inline char32_t lower_case(char32_t c, const Properties& properties) noexcept {
  return c + static_cast<char32_t>(properties.lower);
}

/// The entry of a code point whose fold is `one` (the code point itself) or `many` (where its
/// text lies).
[[nodiscard]] inline std::uint16_t fold_value(char32_t c) noexcept {
  constexpr char32_t low = (1U << block_bits) - 1;
  return fold_values[(std::size_t{fold_blocks[c >> block_bits]} << block_bits) | (c & low)];
}

/// What a code point folds to if that is `many`, in UTF-16.
[[nodiscard]] inline std::u16string_view folded_text(char32_t c) noexcept {
  const char16_t* text = fold_texts + fold_value(c);
  return {text + 1, static_cast<std::size_t>(*text)};
}

/// The code point that two compose, or 0. Only what folded text may hold is known.
[[nodiscard]] char32_t compose(char32_t first, char32_t second) noexcept;

/// The most code points that one is composed of.
inline constexpr std::size_t longest_decomposition = 4;

/// Takes a composed() code point of folded text apart; how many there are, at most
/// longest_decomposition.
std::size_t decompose(char32_t c, char32_t* parts) noexcept;

}  // namespace evenhand::overlap::unicode
