/// The rules that fold case after NFKC: `words` and its kin.
#include <array>
#include <utility>

#include "overlap/token_cutters.hpp"
#include "overlap/word_breaks.hpp"

namespace evenhand::overlap {
namespace {

using unicode::Fold;
using unicode::Kind;
using unicode::Properties;

/// A code point of folded text.
struct Folded {
  char32_t code_point;
  const Properties* properties;
  /// Where the text lies that it comes from.
  std::uint64_t begin;
  std::uint64_t end;
};

/// Folds and normalises (toNFKC_Casefold), and gives what comes out to Rule's
/// `cut(const Folded&, out)`. What may still change is at most `longest_segment` code points.
template <class Rule, bool strip_marks, AsciiTokens... ascii_tokens>
class FoldingCutter
    : public CodePointCutter<FoldingCutter<Rule, strip_marks, ascii_tokens...>, ascii_tokens...> {
 public:
  void take(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    if (properties.fold == Fold::same && !after_superscript_) [[likely]]
      return normalise({c, &properties, begin, end}, out);
    fold(c, properties, begin, end, out);
  }
  void end_segment(std::uint64_t, TokenWriter& out) {
    flush(out);
    after_superscript_ = false;
    rule().end_words(out);
  }
  void settle(TokenWriter& out) { flush(out); }
  std::size_t cut_ahead(const unsigned char* next, const unsigned char* end, std::uint64_t begin,
                        TokenWriter& out) {
    return rule().cut_alone(next, end, begin, out);
  }
  void forget() noexcept {
    count_ = 0;
    after_superscript_ = false;
    rule().forget_words();
  }

 protected:
  /// Cuts, without normalising it, what stands alone anyhow.
  static std::size_t cut_alone(const unsigned char*, const unsigned char*, std::uint64_t,
                               TokenWriter&) noexcept {
    return 0;
  }
  void separate_here(TokenWriter& out) {
    flush(out);
    after_superscript_ = false;
  }
  /// A separator that no text stands for.
  void separate(std::uint64_t at, TokenWriter& out) {
    normalise({U' ', &unicode::properties_of(U' '), at, at}, out);
  }
  void flush(TokenWriter& out) {
    if (count_ > 1) compose_segment();
    for (std::size_t i = 0; i < count_; ++i) rule().cut(segment_[i], out);
    count_ = 0;
  }

 private:
  /// Non-starters in a row are put in order within so many. Longer runs are no text of any language
  /// (Unicode Annex 15, section 13, allows 30).
  static constexpr std::size_t longest_segment = 32;

  Rule& rule() noexcept { return static_cast<Rule&>(*this); }

  void fold(char32_t c, const Properties& properties, std::uint64_t begin, std::uint64_t end,
            TokenWriter& out) {
    // Runs of superscript digits, and vulgar fractions, are numbers of their own: 10⁵ is not 105.
    const bool superscript = properties.superscript_digit();
    if (superscript != after_superscript_ || properties.vulgar_fraction()) separate(begin, out);
    after_superscript_ = superscript;
    const auto normalised = [&](char32_t part) {
      normalise({part, &unicode::properties_of(part), begin, end}, out);
    };
    switch (properties.fold) {
      case Fold::same: normalised(c); break;
      case Fold::one: normalised(unicode::fold_value(c)); break;
      case Fold::many: {
        const std::u16string_view text = unicode::folded_text(c);
        for (std::size_t i = 0; i < text.size(); ++i) {
          const char32_t unit = text[i];
          if (unit < 0xD800 || unit > 0xDBFF) {
            normalised(unit);
          } else {
            const char32_t low = text[++i];
            normalised(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
          }
        }
        break;
      }
      case Fold::none: break;
    }
    if (properties.vulgar_fraction()) separate(end, out);
  }

  void normalise(const Folded& c, TokenWriter& out) {
    if constexpr (strip_marks) {
      if (c.properties->kind == Kind::mark) return;
      if (c.properties->composed()) return normalise_without_marks(c, out);
    }
    if (c.properties->joins()) return join(c, out);
    flush(out);
    segment_[0] = c;
    count_ = 1;
  }

  void normalise_without_marks(const Folded& c, TokenWriter& out) {
    std::array<char32_t, unicode::longest_decomposition> parts;
    const std::size_t count = unicode::decompose(c.code_point, parts.data());
    for (std::size_t i = 0; i < count; ++i)
      normalise({parts[i], &unicode::properties_of(parts[i]), c.begin, c.end}, out);
  }

  /// A code point that may belong to what stands before it.
  void join(const Folded& c, TokenWriter& out) {
    if (c.properties->combining_class == 0) {
      if (count_ > 1) compose_segment();
      const char32_t composed =
          count_ == 1 ? unicode::compose(segment_[0].code_point, c.code_point) : 0;
      if (composed != 0) {
        segment_[0] = {composed, &unicode::properties_of(composed), segment_[0].begin, c.end};
        return;
      }
      flush(out);
    } else if (count_ == 1 && segment_[0].properties->composed()) {
      const Folded whole = segment_[0];
      std::array<char32_t, unicode::longest_decomposition> parts;
      count_ = unicode::decompose(whole.code_point, parts.data());
      for (std::size_t i = 0; i < count_; ++i)
        segment_[i] = {parts[i], &unicode::properties_of(parts[i]), whole.begin, whole.end};
    } else if (count_ == longest_segment) {
      flush(out);
    }
    segment_[count_++] = c;
  }

  /// Puts the marks of the segment in canonical order and composes what can be (Unicode Standard,
  /// section 3.11).
  void compose_segment() noexcept {
    const auto class_of = [&](std::size_t i) { return segment_[i].properties->combining_class; };
    for (std::size_t i = 1; i < count_; ++i) {
      for (std::size_t j = i; j > 0 && class_of(j) != 0 && class_of(j) < class_of(j - 1); --j)
        std::swap(segment_[j], segment_[j - 1]);
    }
    std::size_t kept = 1;
    std::size_t starter = 0;
    bool has_starter = class_of(0) == 0;
    unsigned last_class = 0;
    for (std::size_t i = 1; i < count_; ++i) {
      const Folded c = segment_[i];
      const unsigned own_class = c.properties->combining_class;
      const bool reaches = has_starter && (kept == starter + 1 || last_class < own_class);
      const char32_t composed =
          reaches ? unicode::compose(segment_[starter].code_point, c.code_point) : 0;
      if (composed != 0) {
        Folded& base = segment_[starter];
        base = {composed, &unicode::properties_of(composed), base.begin,
                base.end < c.end ? c.end : base.end};
        continue;
      }
      if (own_class == 0) {
        starter = kept;
        has_starter = true;
      }
      last_class = own_class;
      segment_[kept++] = c;
    }
    count_ = kept;
  }

  std::array<Folded, longest_segment + unicode::longest_decomposition> segment_;
  std::size_t count_ = 0;
  bool after_superscript_ = false;
};

/// words, words_without_marks: a letter or number with the letters, numbers and marks after it; in
/// scripts without spaces, only with the marks.
template <bool strip_marks>
class Words final
    : public FoldingCutter<Words<strip_marks>, strip_marks, AsciiTokens::lower_alphanumeric> {
 public:
  void cut(const Folded& c, TokenWriter& out) {
    switch (c.properties->kind) {
      case Kind::mark:
        if (!token_.open()) return;
        break;
      case Kind::letter:
      case Kind::number: {
        // Letters by their category, but used as apostrophes.
        if (c.code_point == 0x2BB || c.code_point == 0x2BC) return token_.close(out);
        const bool alone = c.properties->spaceless();
        if (alone || alone_) token_.close(out);
        alone_ = alone;
        break;
      }
      case Kind::other: return token_.close(out);
    }
    token_.append(c.code_point, c.begin, c.end, out);
  }
  void end_words(TokenWriter& out) { token_.close(out); }
  /// Ideographs with an ideograph behind them: most of Chinese text.
  std::size_t cut_alone(const unsigned char* next, const unsigned char* end, std::uint64_t begin,
                        TokenWriter& out) {
    constexpr std::ptrdiff_t size = 3;
    const auto more = [&](const unsigned char* at) {
      return end - at >= static_cast<std::ptrdiff_t>(head_size) && ideograph_at(at) &&
             ideograph_at(at + size);
    };
    if (!more(next)) return 0;
    this->separate_here(out);
    token_.close(out);
    const unsigned char* at = next;
    do {
      constexpr std::size_t turn = 32;
      TokenCursor& kept =
          out.reserve(turn, turn * (size + 1), begin + static_cast<std::uint64_t>(at - next));
      TokenCursor cursor = kept;
      std::uint32_t source = cursor.from_base(begin + static_cast<std::uint64_t>(at - next));
      for (std::size_t i = 0; i < turn && more(at); ++i, at += size, source += size)
        cursor.add(reinterpret_cast<const char*>(at), size, " ", source, source + size);
      kept = cursor;
    } while (more(at));
    return static_cast<std::size_t>(at - next);
  }
  void forget_words() noexcept { token_.drop(); }

 private:
  OpenToken token_{" ", longest_token};
  /// Whether the token is a character of a script without spaces.
  bool alone_ = false;
};

/// words_joined: what lies between two word boundaries of Annex 29, if it has a letter or number.
class WordsJoined final : public FoldingCutter<WordsJoined, false> {
 public:
  void cut(const Folded& c, TokenWriter& out) {
    const WordBoundary boundary = words_.next(*c.properties);
    if (boundary.before_doubtful) take_back();
    if (boundary.before || boundary.before_doubtful) end_word(out);
    char bytes[4];
    if (token_.full(encode(c.code_point, bytes), c.end)) {
      close(out);
      sure_size_ = 0;
    }
    if (boundary.in_doubt) {
      sure_size_ = token_.size();
      sure_end_ = token_.end();
    }
    token_.append(c.code_point, c.begin, c.end, out);
    if (c.properties->kind == Kind::letter || c.properties->kind == Kind::number) has_base_ = true;
  }
  void end_words(TokenWriter& out) {
    if (words_.doubtful()) take_back();
    end_word(out);
    forget_words();
  }
  void forget_words() noexcept {
    token_.drop();
    words_ = WordBreaker();
    has_base_ = false;
  }

 private:
  void take_back() noexcept { token_.shorten(sure_size_, sure_end_); }
  void close(TokenWriter& out) {
    if (has_base_) token_.close(out);
    token_.drop();
  }
  void end_word(TokenWriter& out) {
    close(out);
    has_base_ = false;
  }

  OpenToken token_{" ", longest_token};
  WordBreaker words_;
  bool has_base_ = false;
  /// The token without the punctuation mark that is in doubt.
  std::size_t sure_size_ = 0;
  std::uint64_t sure_end_ = 0;
};

}  // namespace

std::unique_ptr<Cutter> make_folding_cutter(TextRule rule) {
  switch (rule) {
    case TextRule::words_without_marks: return std::make_unique<Words<true>>();
    case TextRule::words_joined: return std::make_unique<WordsJoined>();
    default: return std::make_unique<Words<false>>();
  }
}

}  // namespace evenhand::overlap
