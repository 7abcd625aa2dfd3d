/// What must hold for the tokens of any bytes whatever; for the tests and for the fuzzer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "evenhand/overlap/tokens.hpp"
#include "overlap/utf8.hpp"

namespace evenhand::overlap::test {

struct Cut {
  std::string text;
  std::uint64_t hash;
  std::uint64_t begin;
  std::uint64_t end;
  bool operator==(const Cut&) const = default;
};

struct CutText {
  std::vector<Cut> tokens;
  std::int64_t malformed = 0;
  /// Empty, or what is wrong with a block.
  std::string fault;
  bool operator==(const CutText&) const = default;
};

/// How to feed a text: pieces of `piece(left)` bytes; without it, at once.
struct Feeding {
  std::function<std::size_t(std::size_t left)> piece;
  bool fast = true;
  /// Whether the block is emptied after each piece.
  bool emptied = true;
};

inline void take_tokens(TextRule rule, TokenBlock& block, CutText& result) {
  const std::string_view separator = separator_of(rule);
  std::size_t at = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const std::size_t next = i + 1 < block.size() ? block.begin[i + 1] : block.bytes.size();
    if (block.begin[i] != at || next < at + separator.size() || next > block.bytes.size() ||
        block.text().compare(next - separator.size(), separator.size(), separator) != 0) {
      result.fault = "the text's layout";
      return;
    }
    result.tokens.push_back({std::string(block.text().substr(at, next - at - separator.size())),
                             block.hash[i], block.source_base + block.source_begin[i],
                             block.source_base + block.source_end[i]});
    at = next;
  }
  if (at != block.bytes.size() || block.begin.size() != block.size() ||
      block.source_begin.size() != block.size() || block.source_end.size() != block.size())
    result.fault = "the columns' lengths";
}

inline CutText cut_text(TextRule rule, std::string_view text, const Feeding& feeding) {
  CutText result;
  Tokeniser tokeniser(rule);
  tokeniser.use_fast_path(feeding.fast);
  TokenBlock block;
  const auto take = [&] {
    take_tokens(rule, block, result);
    block.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t left = text.size() - at;
    const std::size_t count = feeding.piece ? feeding.piece(left) : left;
    tokeniser.feed(text.substr(at, count), block);
    at += count < left ? count : left;
    if (feeding.emptied) take();
  }
  tokeniser.end_segment(block);
  take();
  result.malformed = tokeniser.invalid_utf8();
  return result;
}

/// What is wrong with the tokens of a text, or nothing.
inline std::string fault_in(TextRule rule, std::string_view text, std::uint64_t seed) {
  const CutText whole = cut_text(rule, text, {});
  if (!whole.fault.empty()) return whole.fault;
  std::uint64_t last_begin = 0;
  for (const Cut& token : whole.tokens) {
    if (token.begin < last_begin || token.end < token.begin || token.end > text.size())
      return "the order of offsets";
    if (token.hash != hash_of(token.text)) return "a hash";
    last_begin = token.begin;
  }
  SplitMix64 rng(seed, "pieces");
  const auto pieces = [](std::size_t size) { return [size](std::size_t) { return size; }; };
  const auto any = [&](std::size_t left) {
    return 1 +
           static_cast<std::size_t>(rng.below(left < 40 ? static_cast<std::uint32_t>(left) : 40U));
  };
  for (const Feeding& feeding :
       {Feeding{{}, false, true}, Feeding{pieces(1), true, true}, Feeding{pieces(1), false, false},
        Feeding{pieces(7), true, false}, Feeding{pieces(4096), true, true},
        Feeding{any, true, true}, Feeding{any, false, true}}) {
    if (!(cut_text(rule, text, feeding) == whole)) return "another way of feeding";
  }
  return {};
}

/// Text of all kinds: ASCII words, other scripts, what folding changes, marks, malformed bytes.
inline std::string random_text(std::uint64_t seed, int pieces) {
  // clang-format off
  static constexpr std::string_view some[] = {
      "the", "Quick", "a", "X", "don't", "3.14", "1,000", "foo_bar", "a.b", ".", "'", "_", ":", "=",
      " ", " ", " ", "  ", "\n", "\r\n", "\t", "-", "(", "(c)", "supercalifragilisticexpialidocious",
      "é", "É", "e\u0301", "\u0301", "\u0323", "\u0338", "\u0345", "ß", "İ", "ﬁ", "ŉ", "Ωμέγα", "Привет",
      "½", "²", "⁵⁶", "⅟", "№", "㎏", "①", "Ⅷ", "\u00AD", "\u200B", "\u200D", "\uFE0F", "\u20E3",
      "\u02BC", "’", "\u00A0", "\u3000", "\u2028", "\u0085", "水", "国文", "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨", "カタ", "ｶﾞ", "か\u3099", "ー",
      "ไทย", "น้ำ", "ລາວ", "မြန်မာ", "한국", "\u1100", "\u1161", "\u11A8", "가\u11A8", "हिन्दी", "\u09C7\u09BE",
      "\u0958", "א\"", "ב", "א'", "ع", "٣٫٤", "🙂", "🇫🇷", "👩\u200D🔬", "ℹ", "𝐀", "𑄮", "豈", "\uFFFD",
      "\x80", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xF0\x9F", "\xFF", "\xC0\xAF"};
  // clang-format on
  SplitMix64 rng(seed, "text");
  std::string text;
  // Some texts are nearly all ASCII, so that the fast path has its turns.
  const std::uint32_t plain = rng.below(3) * 45;
  for (int i = 0; i < pieces; ++i) {
    if (rng.below(100) < plain) {
      for (std::uint32_t left = rng.below(rng.below(20) == 0 ? 40 : 9); left > 0; --left)
        text.push_back(
            static_cast<char>(rng.below(4) == 0 ? 'A' + rng.below(26) : 'a' + rng.below(26)));
      text.push_back(rng.below(4) == 0 ? static_cast<char>(1 + rng.below(0x7F)) : ' ');
    } else if (rng.below(12) == 0) {
      char bytes[4];
      const char32_t c = rng.below(rng.below(2) == 0 ? 0x3000 : 0x20000);
      text.append(bytes, encode(c < 0xD800 || c > 0xDFFF ? c : c - 0x800, bytes));
    } else if (rng.below(60) == 0) {
      for (std::uint32_t left = rng.below(50); left > 0; --left)
        text += rng.below(2) == 0 ? "\u0301" : "\u0323";
    } else {
      text += some[rng.below(std::size(some))];
    }
  }
  return text;
}

}  // namespace evenhand::overlap::test
