#include "overlap/tokens_ascii.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "overlap/byte_vectors.hpp"
#include "overlap/token_hash.hpp"

namespace evenhand::overlap {
namespace {

constexpr std::size_t block_size = 64;
/// Bytes that are looked at before their tokens are written.
constexpr std::size_t window_size = 4096;
static_assert(window_size <= longest_token);

/// What is known of a block: a bit for each byte.
struct BlockBits {
  std::uint64_t in_token;
  std::uint64_t beyond_ascii;
};

/// Which bytes are among the `count` characters of ASCII that end at `last`. SSE2 and WebAssembly
/// share no comparison but that of signed numbers: what is added makes `last` 127, the greatest,
/// and all that is not among them less than those are.
inline Bytes among(Bytes bytes, int last, int count) noexcept {
  const Bytes moved = bytes + static_cast<unsigned char>(127 - last);
  return reinterpret_cast<Bytes>(reinterpret_cast<SignedBytes>(moved) >
                                 static_cast<signed char>(127 - count));
}

/// Looks at a block and writes it, in the case of `kind`, to `lowered`.
template <AsciiTokens kind>
inline BlockBits look_at(const char* block, char* lowered) noexcept {
  BlockBits bits{0, 0};
  for (std::size_t i = 0; i < block_size; i += sizeof(Bytes)) {
    Bytes bytes;
    std::memcpy(&bytes, block + i, sizeof bytes);
    bits.beyond_ascii |= signs(bytes) << i;
    if constexpr (kind != AsciiTokens::as_spaced)
      bytes |= among(bytes, 'Z', 26) & static_cast<unsigned char>('a' - 'A');
    std::memcpy(lowered + i, &bytes, sizeof bytes);
    if constexpr (kind == AsciiTokens::lower_alphanumeric) {
      bits.in_token |= signs(among(bytes, 'z', 26) | among(bytes, '9', 10)) << i;
    } else {
      bits.in_token |= signs(~(among(bytes, '\r', 5) | among(bytes, ' ', 1))) << i;
    }
  }
  return bits;
}

/// For every byte: how far up its bits stand, the lowest first. What follows the last means
/// nothing.
using Places = std::uint16_t __attribute__((vector_size(16)));
constexpr auto places_of_bits = [] {
  std::array<std::array<std::uint16_t, 8>, 256> all{};
  for (std::size_t byte = 0; byte < all.size(); ++byte) {
    std::size_t count = 0;
    for (std::uint16_t place = 0; place < 8; ++place)
      if ((byte >> place & 1) != 0) all[byte][count++] = place;
  }
  return all;
}();

/// How many bits of a word are set in each of its bytes and those below.
inline std::uint64_t counts_up_to(std::uint64_t bits) noexcept {
  bits -= bits >> 1 & 0x5555555555555555;
  bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
  return ((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101;
}

/// Writes the places of the bits, the first of which is `at`, and gives their number. Eight places
/// more may be written than there are: nothing is to be guessed, however long words are.
inline std::size_t write_places(std::uint64_t bits, std::size_t at, std::uint16_t* to) noexcept {
  const std::uint64_t counts = counts_up_to(bits);
  for (std::size_t i = 0; i < 8; ++i) {
    Places places;
    std::memcpy(&places, places_of_bits[bits >> 8 * i & 0xFF].data(), sizeof places);
    places += static_cast<std::uint16_t>(at + 8 * i);
    std::memcpy(to + (counts << 8 >> 8 * i & 0xFF), &places, sizeof places);
  }
  return static_cast<std::size_t>(counts >> 56);
}

/// What a window shows before its tokens are written.
struct Window {
  /// The text in the rule's case.
  alignas(32) std::array<char, window_size + block_size> lowered;
  /// Where tokens begin and end, in turns.
  std::array<std::uint16_t, window_size + 2 * block_size> borders;
  std::size_t border_count;
  /// How many bytes are ASCII, of those that were looked at.
  std::size_t ascii;
};

template <AsciiTokens kind>
[[gnu::noinline]] void look_through(std::string_view text, Window& window) noexcept {
  std::size_t count = 0;
  std::uint64_t before = 0;
  window.ascii = text.size();
  for (std::size_t at = 0; at < text.size(); at += block_size) {
    const std::size_t left = text.size() - at;
    BlockBits bits;
    std::uint64_t looked_at = ~std::uint64_t{0};
    if (left >= block_size) {
      bits = look_at<kind>(text.data() + at, window.lowered.data() + at);
    } else {
      std::array<char, block_size> rest{};
      std::memcpy(rest.data(), text.data() + at, left);
      bits = look_at<kind>(rest.data(), window.lowered.data() + at);
      looked_at = (std::uint64_t{1} << left) - 1;
    }
    if (bits.beyond_ascii != 0) {
      const auto first = static_cast<std::size_t>(std::countr_zero(bits.beyond_ascii));
      looked_at = (std::uint64_t{1} << first) - 1;
      window.ascii = at + first;
    }
    const std::uint64_t borders = (bits.in_token ^ (bits.in_token << 1 | before)) & looked_at;
    before = bits.in_token >> 63;
    count += write_places(borders, at, window.borders.data() + count);
    if (bits.beyond_ascii != 0) break;
  }
  window.border_count = count;
}

void look_through(AsciiTokens kind, std::string_view text, Window& window) noexcept {
  switch (kind) {
    case AsciiTokens::lower_alphanumeric:
      return look_through<AsciiTokens::lower_alphanumeric>(text, window);
    case AsciiTokens::as_spaced: return look_through<AsciiTokens::as_spaced>(text, window);
    case AsciiTokens::lower_spaced: return look_through<AsciiTokens::lower_spaced>(text, window);
  }
}

/// Appends the tokens of a window that lies at `begin` in the document. Not inlined: registers are
/// short in this loop and in the one above.
[[gnu::noinline]] void write_tokens(const Window& window, std::uint64_t begin, TokenWriter& out) {
  const std::size_t count = window.border_count / 2;
  if (count == 0) return;
  TokenCursor& next = out.reserve(count, window.ascii + 1, begin + window.borders[0]);
  next.add_spaced(window.lowered.data(), window.borders.data(), count, next.from_base(begin));
}

}  // namespace

std::size_t cut_ascii(AsciiTokens kind, std::string_view text, std::uint64_t begin,
                      TokenWriter& out) {
  Window window;
  std::size_t done = 0;
  while (done < text.size()) {
    const std::string_view piece = text.substr(done, window_size);
    const bool last = piece.size() == text.size() - done;
    look_through(kind, piece, window);
    write_tokens(window, begin + done, out);
    const bool open = window.border_count % 2 != 0;
    const std::size_t step = open ? window.borders[window.border_count - 1] : window.ascii;
    done += step;
    if (last || window.ascii < piece.size() || step == 0) break;
  }
  return done;
}

}  // namespace evenhand::overlap
