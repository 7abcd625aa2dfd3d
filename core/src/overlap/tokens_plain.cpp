/// The rules that leave the text as it is, or in simple lower case.
#include "overlap/token_cutters.hpp"
#include "overlap/word_breaks.hpp"

namespace evenhand::overlap {
namespace {

using unicode::Kind;
using unicode::Properties;

bool is_ascii_punctuation(char32_t c) noexcept {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

/// lower_words: runs of letters, marks and numbers.
class LowerWords final : public CodePointCutter<LowerWords, AsciiTokens::lower_alphanumeric> {
 public:
  void take(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    if (properties.kind == Kind::other) return token_.close(out);
    token_.append(unicode::lower_case(c, properties), begin, end, out);
  }
  void end_segment(std::uint64_t, TokenWriter& out) { token_.close(out); }
  void forget() noexcept { token_.drop(); }

 private:
  OpenToken token_{" ", longest_token};
};

/// lower_words_joined: the letters, marks and numbers between white space, if not marks alone.
class LowerWordsJoined final : public CodePointCutter<LowerWordsJoined> {
 public:
  void take(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    if (properties.white_space()) return end_segment(end, out);
    if (properties.kind == Kind::other) return;
    const char32_t lower = unicode::lower_case(c, properties);
    char bytes[4];
    if (token_.full(encode(lower, bytes), end)) close(out);
    token_.append(lower, begin, end, out);
    if (properties.kind != Kind::mark) has_base_ = true;
  }
  void end_segment(std::uint64_t, TokenWriter& out) {
    close(out);
    has_base_ = false;
  }
  void forget() noexcept {
    token_.drop();
    has_base_ = false;
  }

 private:
  void close(TokenWriter& out) {
    if (has_base_) token_.close(out);
    token_.drop();
  }

  OpenToken token_{" ", longest_token};
  bool has_base_ = false;
};

/// spaced_words, lower_spaced_words: what lies between white space.
template <bool lower>
class SpacedWords final
    : public CodePointCutter<SpacedWords<lower>,
                             lower ? AsciiTokens::lower_spaced : AsciiTokens::as_spaced> {
 public:
  void take(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    if (properties.white_space()) return token_.close(out);
    token_.append(lower ? unicode::lower_case(c, properties) : c, begin, end, out);
  }
  void end_segment(std::uint64_t, TokenWriter& out) { token_.close(out); }
  void forget() noexcept { token_.drop(); }

 private:
  OpenToken token_{" ", longest_token};
};

/// helm_words, helm_words_without_empty. White space is Python's, as in HELM: the information
/// separators too.
template <bool keep_empty>
class HelmWords final : public CodePointCutter<HelmWords<keep_empty>> {
 public:
  void take(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    const bool separates =
        properties.white_space() || is_ascii_punctuation(c) || (c >= 0x1C && c <= 0x1F);
    if (!separates) {
      token_.append(unicode::lower_case(c, properties), begin, end, out);
    } else if (token_.open()) {
      token_.close(out);
    } else if (!started_) {
      append_empty(begin, out);
    }
    started_ = true;
    after_separator_ = separates;
  }
  void end_segment(std::uint64_t end, TokenWriter& out) {
    token_.close(out);
    if (after_separator_) append_empty(end, out);
    forget();
  }
  void forget() noexcept {
    token_.drop();
    started_ = false;
    after_separator_ = false;
  }

 private:
  void append_empty(std::uint64_t at, TokenWriter& out) {
    if (!keep_empty) return;
    constexpr char nothing[head_size] = {};
    out.add(nothing, 0, " ", at, at);
  }

  OpenToken token_{" ", longest_token};
  bool started_ = false;
  bool after_separator_ = false;
};

/// letters_and_digits, letters_and_digits_folded, characters: each code point by itself.
template <bool all, bool lower>
class Characters final : public CodePointCutter<Characters<all, lower>> {
 public:
  void take(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    if (!all && properties.kind == Kind::other) return;
    char bytes[head_size] = {};
    const std::size_t count = encode(lower ? unicode::lower_case(c, properties) : c, bytes);
    out.add(bytes, count, "", begin, end);
  }
  void end_segment(std::uint64_t, TokenWriter&) {}
  void forget() noexcept {}
  static std::size_t cut_ahead(const unsigned char* next, const unsigned char* end,
                               std::uint64_t begin, TokenWriter& out) {
    const auto passed_over = [](char32_t c) {
      return !all && separates(AsciiTokens::lower_alphanumeric, c);
    };
    const unsigned char* at = next;
    while (end - at > 1 && *at < 0x80) {
      const std::uint64_t place = begin + static_cast<std::uint64_t>(at - next);
      if (passed_over(*at)) {
        ++at;
        continue;
      }
      constexpr std::size_t turn = 64;
      TokenCursor& kept = out.reserve(turn, turn, place);
      TokenCursor cursor = kept;
      std::uint32_t source = cursor.from_base(place);
      for (std::size_t i = 0; i < turn && end - at > 1 && *at < 0x80; ++i, ++at, ++source) {
        const bool capital = lower && *at >= 'A' && *at <= 'Z';
        if (!passed_over(*at))
          cursor.add_ascii(static_cast<char>(capital ? *at | 0x20 : *at), source);
      }
      kept = cursor;
    }
    return static_cast<std::size_t>(at - next);
  }
};

/// paragraphs: lines with enough words; a word is what lies between two boundaries of Annex 29 and
/// has a letter or a number.
class Paragraphs final : public CodePointCutter<Paragraphs> {
 public:
  void take(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    if (c == '\n') return end_segment(end, out);
    char bytes[4];
    if (line_.full(encode(c, bytes), end)) end_segment(end, out);
    line_.append(c, begin, end, out);
    const WordBoundary boundary = words_.next(properties);
    if (boundary.before || boundary.before_doubtful) end_word();
    if (properties.kind == Kind::letter || properties.kind == Kind::number) in_word_ = true;
  }
  void end_segment(std::uint64_t, TokenWriter& out) {
    end_word();
    if (count_ >= fewest_words) line_.close(out);
    forget();
  }
  void forget() noexcept {
    line_.drop();
    words_ = WordBreaker();
    in_word_ = false;
    count_ = 0;
  }

 private:
  static constexpr std::int64_t fewest_words = 13;

  void end_word() noexcept {
    if (in_word_) ++count_;
    in_word_ = false;
  }

  OpenToken line_{"\n", longest_paragraph};
  WordBreaker words_;
  bool in_word_ = false;
  std::int64_t count_ = 0;
};

/// token_ids: runs of digits, without zeros that lead.
class TokenIds final : public CodePointCutter<TokenIds> {
 public:
  void take(char32_t c, const Properties&, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    if (c < '0' || c > '9') return token_.close(out);
    if (token_.text() == "0") token_.shorten(0, end);
    token_.append(c, begin, end, out);
  }
  void end_segment(std::uint64_t, TokenWriter& out) { token_.close(out); }
  void forget() noexcept { token_.drop(); }

 private:
  OpenToken token_{" ", longest_token};
};

}  // namespace

std::unique_ptr<Cutter> make_plain_cutter(TextRule rule) {
  switch (rule) {
    case TextRule::lower_words: return std::make_unique<LowerWords>();
    case TextRule::lower_words_joined: return std::make_unique<LowerWordsJoined>();
    case TextRule::spaced_words: return std::make_unique<SpacedWords<false>>();
    case TextRule::lower_spaced_words: return std::make_unique<SpacedWords<true>>();
    case TextRule::helm_words: return std::make_unique<HelmWords<true>>();
    case TextRule::helm_words_without_empty: return std::make_unique<HelmWords<false>>();
    case TextRule::letters_and_digits: return std::make_unique<Characters<false, false>>();
    case TextRule::letters_and_digits_folded: return std::make_unique<Characters<false, true>>();
    case TextRule::paragraphs: return std::make_unique<Paragraphs>();
    case TextRule::token_ids: return std::make_unique<TokenIds>();
    default: return std::make_unique<Characters<true, false>>();
  }
}

}  // namespace evenhand::overlap
