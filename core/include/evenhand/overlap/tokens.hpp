/// Text as tokens: what is compared. The same versioned rules cut benchmark and corpus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "evenhand/base/enums.hpp"

namespace evenhand::overlap {

// X(name, title, source and definition). Append only: the numbers are stored in index files, and a
// rule never changes what it does. Rules are versions: a new definition is a new line.
#define EVENHAND_TEXT_RULE_LIST(X)                                                                 \
  X(words, "words, case folded",                                                                   \
    "Unicode NFKC case folding; a token is a run of letters, digits and their marks, and in "      \
    "scripts without spaces each character; everything else separates (Evenhand, version 1)")      \
  X(words_without_marks, "words, case folded, accents removed",                                    \
    "as `words`, with combining marks removed after canonical decomposition")                      \
  X(words_joined, "words, case folded, as Unicode divides them",                                   \
    "as `words`, but what Unicode Annex 29 keeps inside a word (don't, 3.14, foo_bar) stays in "   \
    "it")                                                                                          \
  X(lower_words, "lower-case words, punctuation as spaces",                                        \
    "simple lower case; everything but letters, marks and numbers is a space (Brown et al. 2020, " \
    "appendix C, as its list of frequent n-grams shows)")                                          \
  X(lower_words_joined, "lower-case words, punctuation deleted",                                   \
    "simple lower case; words lie between white space, and all but letters, marks and numbers is " \
    "deleted inside them")                                                                         \
  X(spaced_words, "words between white space, as they are", "no normalisation at all")             \
  X(lower_spaced_words, "lower-case words between white space",                                    \
    "simple lower case; punctuation stays part of the word (open-r1)")                             \
  X(helm_words, "words as HELM cuts them",                                                         \
    "simple lower case, split at runs of white space and ASCII punctuation; a separator at "       \
    "either "                                                                                      \
    "end leaves an empty token, as in HELM's data overlap")                                        \
  X(helm_words_without_empty, "words as HELM cuts them, without empty ones",                       \
    "as `helm_words`, but separators at the ends leave nothing")                                   \
  X(letters_and_digits, "letters and digits, one by one",                                          \
    "characters, without all that is no letter, mark or number; case kept (OpenAI 2023, appendix " \
    "C)")                                                                                          \
  X(letters_and_digits_folded, "letters and digits, one by one, lower case",                       \
    "as `letters_and_digits`, in simple lower case")                                               \
  X(characters, "characters, as they are", "every code point, spaces too (infini-gram mini)")      \
  X(paragraphs, "paragraphs, as they are",                                                         \
    "what lies between line feeds, exact to the byte, with at least 13 words of Unicode Annex 29 " \
    "(Dolma)")                                                                                     \
  X(token_ids, "token numbers",                                                                    \
    "numbers from 0 to 4294967295 in decimal, separated by spaces, made by somebody's tokeniser")

EVENHAND_ENUM(TextRule, EVENHAND_TEXT_RULE_LIST)

/// The version of the Unicode Character Database that every rule uses.
inline constexpr std::string_view unicode_version = "15.0.0";

/// The most bytes of a normalised token. What is longer (no word of any language is) goes on in the
/// next token, so that memory is bounded; a code point is never cut in two.
inline constexpr std::size_t longest_token = 4096;
/// The same for `paragraphs`: 1 MiB. Each part is then a paragraph with words of its own.
inline constexpr std::size_t longest_paragraph = std::size_t{1} << 20;
/// The most bytes of source that one token spans, where what folding deletes swells it: 1 GiB.
inline constexpr std::uint64_t longest_token_source = std::uint64_t{1} << 30;

/// Leaves what a vector grows by without a value: a scan writes every place right after, and to
/// fill it with zeros first took a twentieth of its time.
template <class T>
struct Unfilled : std::allocator<T> {
  template <class Other>
  struct rebind {
    using other = Unfilled<Other>;
  };
  template <class Other>
  void construct(Other* place) noexcept {
    ::new (static_cast<void*>(place)) Other;
  }
  template <class Other, class... Values>
  void construct(Other* place, Values&&... values) {
    ::new (static_cast<void*>(place)) Other(std::forward<Values>(values)...);
  }
};
template <class T>
using TokenColumn = std::vector<T, Unfilled<T>>;

/// Tokens of a stretch of text, one entry per token in each column.
struct TokenBlock {
  /// The normalised tokens with `separator_of(rule)` behind each: token i is at
  /// [begin[i], end(i)).
  TokenColumn<char> bytes;
  TokenColumn<std::uint32_t> begin;
  /// 64-bit hash of the normalised bytes; equal bytes have equal hashes on every target.
  TokenColumn<std::uint64_t> hash;
  /// Where the token's text lies in the raw document: byte offsets relative to `source_base`. From
  /// the first code point that went into the token to the last; what folding deletes at its ends is
  /// outside. Several tokens may come of one code point (a vulgar fraction is two), and then share
  /// its place.
  TokenColumn<std::uint32_t> source_begin;
  TokenColumn<std::uint32_t> source_end;
  /// Where the source of the block's first token begins.
  std::uint64_t source_base = 0;

  [[nodiscard]] std::size_t size() const noexcept { return hash.size(); }
  [[nodiscard]] std::string_view text() const noexcept { return {bytes.data(), bytes.size()}; }
  /// Forgets the tokens and keeps the memory.
  void clear() noexcept;
};

/// What joins tokens in a block's text: a space, or nothing for rules of single characters, or a
/// line feed for paragraphs; with it, equal runs of n tokens are equal bytes and the reverse.
[[nodiscard]] std::string_view separator_of(TextRule rule) noexcept;

/// Cuts the text of a document into tokens as the text arrives. What comes out depends on the text
/// only, never on how it was cut into pieces for `feed`. What is kept between two pieces is less
/// than one token.
///
/// What the texts of TextRule leave open:
/// - `words` and its kin delete enclosing marks (category Me), too. Combining marks are ordered
///   within 32 of them; a mark that follows no letter or number is dropped. U+02BB and U+02BC
///   separate, as the apostrophes that they stand for do.
/// - `words_joined`: a word has a letter or a number. Of the scripts without spaces, Annex 29 has
///   words in Katakana, Bopomofo, Yi, Javanese and Balinese, and so has this rule.
/// - White space is the property White_Space; for HELM's rules U+001C to U+001F, too, as in Python.
///   A segment without any text has no token, not HELM's empty one.
/// - U+FFFD, in the text or for malformed bytes, is no letter: where all but letters, marks and
///   numbers separates, it does. Elsewhere it is a character like others.
/// - `token_ids`: all but digits separates; zeros that lead are dropped. Numbers above 4294967295
///   are for the reader of the field to refuse.
class Tokeniser {
 public:
  explicit Tokeniser(TextRule rule);
  ~Tokeniser();
  Tokeniser(Tokeniser&&) noexcept;
  Tokeniser& operator=(Tokeniser&&) noexcept;

  /// A new document: offsets count from 0.
  void begin_document() noexcept;
  /// Appends the tokens that are complete to `out`. At most about 64 KB at a time keep `out` in
  /// the cache; longer pieces are allowed up to 1 GB. A block holds tokens of less than 3 GB of one
  /// document, for its offsets have 32 bits.
  void feed(std::string_view text, TokenBlock& out);
  /// Appends what is left. The next text is another segment: no token goes across, and offsets go
  /// on counting.
  void end_segment(TokenBlock& out);
  /// Malformed sequences met since construction, each replaced by U+FFFD as the Unicode Standard
  /// says (section 3.9, maximal subparts).
  [[nodiscard]] std::int64_t invalid_utf8() const noexcept;
  /// Whether the fast path for ASCII text may be used; results are the same without. For tests.
  void use_fast_path(bool on) noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// How much a token tells: 1 for a character of a script without spaces, else 2.
[[nodiscard]] int mass_of(std::string_view token) noexcept;
/// Whether a token has a letter (general category L*).
[[nodiscard]] bool has_letter(std::string_view token) noexcept;
/// The 64-bit hash of a token's normalised bytes, as TokenBlock has it.
[[nodiscard]] std::uint64_t hash_of(std::string_view token) noexcept;

}  // namespace evenhand::overlap
