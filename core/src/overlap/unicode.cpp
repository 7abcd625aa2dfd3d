#include "overlap/unicode.hpp"

#include <algorithm>

namespace evenhand::overlap::unicode {
namespace {

// Hangul syllables are computed (Unicode Standard, section 3.12).
constexpr char32_t first_syllable = 0xAC00;
constexpr char32_t first_lead = 0x1100;
constexpr char32_t first_vowel = 0x1161;
constexpr char32_t before_trails = 0x11A7;
constexpr char32_t leads = 19;
constexpr char32_t vowels = 21;
constexpr char32_t trails = 28;

}  // namespace

char32_t compose(char32_t first, char32_t second) noexcept {
  if (second - first_vowel < vowels && first - first_lead < leads)
    return first_syllable + ((first - first_lead) * vowels + (second - first_vowel)) * trails;
  if (second > before_trails && second - before_trails < trails &&
      first - first_syllable < leads * vowels * trails && (first - first_syllable) % trails == 0)
    return first + (second - before_trails);
  const Composite* end = composites + composite_count;
  const Composite* found = std::lower_bound(
      composites, end, Composite{first, second, 0},
      [](const Composite& left, const Composite& right) {
        return left.first != right.first ? left.first < right.first : left.second < right.second;
      });
  return found != end && found->first == first && found->second == second ? found->composed : 0;
}

std::size_t decompose(char32_t c, char32_t* parts) noexcept {
  const std::uint16_t* end = by_composed + composite_count;
  const std::uint16_t* found = std::lower_bound(
      by_composed, end, c,
      [](std::uint16_t i, char32_t composed) { return composites[i].composed < composed; });
  if (found == end || composites[*found].composed != c) {
    *parts = c;
    return 1;
  }
  const std::size_t count = decompose(composites[*found].first, parts);
  parts[count] = composites[*found].second;
  return count + 1;
}

}  // namespace evenhand::overlap::unicode
