#include "evenhand/overlap/lcs.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "evenhand/base/rng.hpp"
#include "scanned.hpp"

using namespace evenhand;
using namespace evenhand::overlap;

namespace {

std::int64_t by_table(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::vector<std::int64_t>> best(a.size() + 1,
                                              std::vector<std::int64_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      best[i][j] =
          a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : std::max(best[i - 1][j], best[i][j - 1]);
    }
  }
  return best[a.size()][b.size()];
}

}  // namespace

TEST_CASE("the longest common subsequence is that of the table of all prefixes", "[overlap]") {
  SplitMix64 random(7, "lcs");
  for (int round = 0; round < 2000; ++round) {
    const auto sequence = [&](std::uint32_t longest, std::uint32_t alphabet) {
      std::vector<std::uint32_t> out(random.below(longest));
      for (auto& token : out) token = random.below(alphabet);
      return out;
    };
    const std::uint32_t alphabet = 1 + random.below(6);
    const auto a = sequence(round % 10 == 0 ? 300 : 80, alphabet);
    const auto b = sequence(150, alphabet + 1);
    REQUIRE(longest_common_subsequence(a, b) == by_table(a, b));
  }
}

TEST_CASE("all items that share an n-gram with a document are compared", "[overlap]") {
  SplitMix64 random(9, "candidates");
  const auto text = [&](std::uint32_t longest) {
    std::string out;
    for (std::uint32_t i = random.below(longest); i > 0; --i) {
      out += static_cast<char>('a' + random.below(4));
      out += ' ';
    }
    return out;
  };
  for (int round = 0; round < 200; ++round) {
    const std::size_t k = 1 + random.below(5);
    scanned::Benchmark set{"set", {}};
    for (int item = 0; item < 8; ++item) {
      set.items.push_back({.id = std::to_string(item), .question = text(9)});
    }
    set.items.push_back({.id = "last", .question = "a b c d e f g"});
    const scanned::Indexed index(scan_settings(Definition::qwen2_lcs), {set});
    const auto finder = SubsequenceFinder::make(
        *index, {.least = 1, .share = 0, .k = static_cast<std::int64_t>(k)});
    REQUIRE(finder);
    const std::string document = text(30);
    std::vector<std::uint32_t> expected;
    for (std::uint32_t item = 0; item < set.items.size(); ++item) {
      // Tokens are single letters, so that n-grams are substrings.
      const std::string& question = set.items[item].question;
      bool shared = false;
      for (std::size_t at = 0; at + 2 * k - 1 <= question.size(); at += 2) {
        shared = shared || document.find(question.substr(at, 2 * k - 1)) != std::string::npos;
      }
      if (shared) expected.push_back(item);
    }
    const SubsequenceResult found = (*finder)->compare(document);
    std::vector<std::uint32_t> items;
    for (const SubsequenceMatch& match : found.matches) items.push_back(match.item);
    REQUIRE(items == expected);
    REQUIRE(found.compared == static_cast<std::int64_t>(expected.size()));
  }
}

TEST_CASE("B6: a pair without a common 13-gram is a match by its subsequence", "[overlap]") {
  const scanned::Indexed index(scan_settings(Definition::qwen2_lcs),
                               {{"set", {{.id = "1", .question = "a b c d e f g h i j k l m n"}}}});
  const auto made = SubsequenceFinder::make(*index);
  REQUIRE(made);
  const SubsequenceFinder& finder = **made;
  const SubsequenceResult found = finder.compare("a x b c d e f g h i j k l m");
  CHECK(found.tokens == 14);
  CHECK(found.compared == 1);
  REQUIRE(found.matches.size() == 1);
  CHECK(found.matches[0] == SubsequenceMatch{0, 13, 14, 14});
  // Nothing in common of five tokens: not compared.
  CHECK(finder.compare("a b c d x e f g h y i j k l z m n").compared == 0);
  CHECK(finder.compare("").compared == 0);
  // Long enough, but less than the share of the shorter one.
  const auto strict = SubsequenceFinder::make(*index, {.least = 13, .share = 0.95});
  REQUIRE(strict);
  CHECK((*strict)->compare("a x b c d e f g h i j k l m").matches.empty());
  // A subsequence goes across segments.
  CHECK(
      finder.compare("a x b c d e f\ng h i j k l m", std::vector<std::size_t>{13}).matches.size() ==
      1);
  const std::vector<OptionFact> facts = option_facts(finder.options());
  CHECK(facts == std::vector<OptionFact>{
                     {Edge::n, "13"}, {Edge::threshold, "0.6"}, {Edge::subsequence_k, "5"}});
  const auto refused = [&](const SubsequenceOptions& options) {
    const auto not_made = SubsequenceFinder::make(*index, options);
    REQUIRE_FALSE(not_made);
    return std::string(not_made.error().argument);
  };
  CHECK(refused({.least = 0}) == "least");
  CHECK(refused({.share = 1.5}) == "share");
  CHECK(refused({.share = std::numeric_limits<double>::quiet_NaN()}) == "share");
  CHECK(refused({.k = 0}) == "k");
  CHECK(refused({.k = 1001}) == "k");
}
