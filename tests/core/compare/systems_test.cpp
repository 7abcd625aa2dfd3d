#include "evenhand/compare/systems.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::compare;

namespace {

/// Rows that own their columns.
struct Board {
  std::vector<std::int32_t> system;
  std::vector<std::int32_t> item;
  std::vector<double> score;
  std::vector<std::int32_t> clusters;
  std::int64_t systems = 0;
  std::int64_t items = 0;

  void add(std::int32_t of_system, std::int32_t of_item, double value) {
    system.push_back(of_system);
    item.push_back(of_item);
    score.push_back(value);
    systems = std::max<std::int64_t>(systems, of_system + 1);
    items = std::max<std::int64_t>(items, of_item + 1);
  }
  [[nodiscard]] ScoreRows rows() const {
    return {.system = system,
            .item = item,
            .score = score,
            .systems = systems,
            .items = items,
            .clusters = clusters};
  }
};

/// The three systems of the specification's section 12, by pattern of right answers.
Board published() {
  const std::pair<const char*, int> patterns[] = {{"111", 60}, {"110", 14}, {"101", 9},
                                                  {"011", 6},  {"100", 12}, {"010", 5},
                                                  {"001", 4},  {"000", 30}};
  Board out;
  std::int32_t item = 0;
  for (const auto& [pattern, count] : patterns) {
    for (int repeat = 0; repeat < count; ++repeat, ++item) {
      for (std::int32_t s = 0; s < 3; ++s) out.add(s, item, pattern[s] == '1' ? 1 : 0);
    }
  }
  return out;
}

Board random_board(std::int32_t systems, std::int32_t items, bool binary, double missing,
                   std::uint64_t seed) {
  SplitMix64 rng(seed, "board");
  Board out;
  for (std::int32_t i = 0; i < items; ++i) {
    const double easy = rng.uniform();
    for (std::int32_t s = 0; s < systems; ++s) {
      const bool always = i < 2;  // every system keeps some items
      if (!always && rng.uniform() < missing) continue;
      const double ability = 0.5 * easy + 0.3 + 0.15 * s / systems;
      const double graded = std::round(100 * (0.5 * ability + 0.5 * rng.uniform())) / 100;
      out.add(s, i, binary ? (rng.uniform() < ability ? 1 : 0) : graded);
    }
  }
  out.systems = systems;
  out.items = items;
  return out;
}

void check_same(const std::optional<double>& actual, double expected) {
  REQUIRE(actual);
  CHECK(*actual == Approx(expected).epsilon(1e-11).margin(1e-13));
}

/// Scores of one system by item, NaN where it has none.
std::vector<double> by_item(const Board& board, std::int32_t system) {
  std::vector<double> out(static_cast<std::size_t>(board.items), std::nan(""));
  for (std::size_t r = 0; r < board.score.size(); ++r) {
    if (board.system[r] == system) out[static_cast<std::size_t>(board.item[r])] = board.score[r];
  }
  return out;
}

}  // namespace

TEST_CASE("the published comparison of three systems", "[compare]") {
  const Board board = published();
  const auto result = compare_systems(board.rows());
  REQUIRE(result);
  CHECK(result->items == 140);
  CHECK(result->comparisons == 3);
  CHECK(*result->solved_by_all == 60);
  CHECK(*result->solved_by_none == 30);
  const double limits[][2] = {
      {0.5973322587, 0.7502726698}, {0.5244180870, 0.6841448700}, {0.4815187167, 0.6436190576}};
  for (std::size_t s = 0; s < 3; ++s) {
    CHECK(*result->systems[s].lower == Approx(limits[s][0]).epsilon(1e-9));
    CHECK(*result->systems[s].upper == Approx(limits[s][1]).epsilon(1e-9));
  }
  struct Pair {
    std::int64_t a_only, b_only;
    double lower, upper, p, adjusted, all_lower, all_upper;
  };
  const Pair pairs[] = {
      {21, 11, -0.0081272273, 0.1530655859, 0.0801433125, 0.1602866249, -0.0269452690,
       0.1724362255},
      {26, 10, 0.0317598215, 0.1991427662, 0.0076320786, 0.0228962358, 0.0124671431, 0.2189848101},
      {19, 13, -0.0377732419, 0.1246785697, 0.2962063686, 0.2962063686, -0.0568672579,
       0.1440795072}};
  REQUIRE(result->pairs.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    const SystemPair& pair = result->pairs[k];
    CHECK(pair.counts->a_only == pairs[k].a_only);
    CHECK(pair.counts->b_only == pairs[k].b_only);
    CHECK(*pair.lower == Approx(pairs[k].lower).epsilon(1e-8));
    CHECK(*pair.upper == Approx(pairs[k].upper).epsilon(1e-8));
    CHECK(*pair.p == Approx(pairs[k].p).epsilon(1e-8));
    CHECK(*pair.p_adjusted == Approx(pairs[k].adjusted).epsilon(1e-8));
    CHECK(*pair.simultaneous_lower == Approx(pairs[k].all_lower).epsilon(1e-8));
    CHECK(*pair.simultaneous_upper == Approx(pairs[k].all_upper).epsilon(1e-8));
  }
  CHECK(result->pairs[0].verdict == Verdict::not_told_apart);
  CHECK(result->pairs[1].verdict == Verdict::a_better);
  CHECK_FALSE(result->pairs[1].items_needed);
  CHECK(*result->pairs[0].items_needed > 140);
  CHECK(*result->pairs[0].detectable > *result->pairs[0].difference);
  CHECK(result->separated == 1);
  CHECK(result->adjacent_separated == 0);
  const std::int64_t ranks[][2] = {{1, 2}, {1, 3}, {2, 3}};
  for (std::size_t s = 0; s < 3; ++s) {
    CHECK(result->systems[s].rank->lower == ranks[s][0]);
    CHECK(result->systems[s].rank->upper == ranks[s][1]);
  }
  REQUIRE(result->cochran);
}

TEST_CASE("every pair of a board is what the comparison of the two alone gives", "[compare]") {
  for (const bool binary : {true, false}) {
    for (const double missing : {0.0, 0.3}) {
      for (const bool clustered : {false, true}) {
        Board board = random_board(5, 83, binary, missing, 7);
        if (clustered) {
          for (std::int32_t i = 0; i < 83; ++i) board.clusters.push_back(i % 17);
        }
        const auto result = compare_systems(board.rows());
        REQUIRE(result);
        CHECK(result->complete == (missing == 0));
        CHECK(result->notes.has(Note::pairwise_items_differ) == (missing != 0));
        REQUIRE(result->pairs.size() == 10);
        for (const SystemPair& pair : result->pairs) {
          const auto a = by_item(board, static_cast<std::int32_t>(pair.a));
          const auto b = by_item(board, static_cast<std::int32_t>(pair.b));
          std::vector<double> common_a, common_b;
          std::vector<std::int32_t> clusters;
          interval::PairedCounts counts;
          for (std::size_t i = 0; i < a.size(); ++i) {
            if (std::isnan(a[i]) || std::isnan(b[i])) continue;
            common_a.push_back(a[i]);
            common_b.push_back(b[i]);
            if (clustered) clusters.push_back(board.clusters[i]);
            ++(a[i] == 1 ? (b[i] == 1 ? counts.both : counts.a_only)
                         : (b[i] == 1 ? counts.b_only : counts.neither));
          }
          CHECK(pair.n == static_cast<std::int64_t>(common_a.size()));
          if (binary && !clustered) {
            const auto alone = interval::paired_difference(counts);
            check_same(pair.lower, alone->lower);
            check_same(pair.upper, alone->upper);
            check_same(pair.p, alone->test.mid_p);
            CHECK(pair.counts->both == counts.both);
            CHECK(pair.counts->neither == counts.neither);
          } else {
            const auto alone = interval::paired_mean_difference(common_a, common_b, clusters);
            REQUIRE(alone);
            check_same(pair.difference, alone->difference);
            check_same(pair.lower, alone->lower);
            check_same(pair.upper, alone->upper);
            check_same(pair.p, alone->p);
            check_same(pair.df, alone->df);
          }
        }
      }
    }
  }
}

TEST_CASE("the order of rows leaves no trace", "[compare]") {
  Board board = random_board(4, 60, false, 0.2, 3);
  // Two reruns of everything.
  const std::size_t rows = board.score.size();
  for (std::size_t r = 0; r < rows; ++r) {
    board.add(board.system[r], board.item[r], board.score[r] / 3);
  }
  Board shuffled = board;
  SplitMix64 rng(9, "shuffle");
  for (std::size_t i = shuffled.score.size(); i > 1; --i) {
    const std::size_t j = rng.below(static_cast<std::uint32_t>(i));
    std::swap(shuffled.system[i - 1], shuffled.system[j]);
    std::swap(shuffled.item[i - 1], shuffled.item[j]);
    std::swap(shuffled.score[i - 1], shuffled.score[j]);
  }
  SystemsOptions options;
  options.repeated = true;
  const auto first = compare_systems(board.rows(), options);
  const auto second = compare_systems(shuffled.rows(), options);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->repeated);
  for (std::size_t s = 0; s < first->systems.size(); ++s) {
    CHECK(first->systems[s].estimate == second->systems[s].estimate);
    CHECK(*first->systems[s].lower == *second->systems[s].lower);
    CHECK(first->systems[s].rows == 2 * first->systems[s].n);
  }
  for (std::size_t k = 0; k < first->pairs.size(); ++k) {
    CHECK(*first->pairs[k].lower == *second->pairs[k].lower);
    CHECK(*first->pairs[k].p == *second->pairs[k].p);
  }
}

TEST_CASE("naming the systems the other way round mirrors every pair", "[compare]") {
  for (const bool binary : {true, false}) {
    const Board board = random_board(4, 71, binary, 0.1, 11);
    Board mirrored = board;
    for (std::int32_t& s : mirrored.system) s = 3 - s;
    const auto forth = compare_systems(board.rows());
    const auto back = compare_systems(mirrored.rows());
    for (const SystemPair& pair : forth->pairs) {
      const auto other = std::ranges::find_if(back->pairs, [&](const SystemPair& candidate) {
        return candidate.a == 3 - pair.b && candidate.b == 3 - pair.a;
      });
      REQUIRE(other != back->pairs.end());
      CHECK(*pair.lower == -*other->upper);
      CHECK(*pair.upper == -*other->lower);
      CHECK(*pair.p_adjusted == *other->p_adjusted);
      CHECK((pair.verdict == Verdict::a_better) == (other->verdict == Verdict::b_better));
    }
  }
}

TEST_CASE("a baseline is compared with each of the others, and only it is ranked", "[compare]") {
  const Board board = published();
  SystemsOptions options;
  options.baseline = 2;
  const auto result = compare_systems(board.rows(), options);
  REQUIRE(result);
  REQUIRE(result->pairs.size() == 2);
  CHECK(result->comparisons == 2);
  CHECK(result->pairs[0].a == 0);
  CHECK(result->pairs[0].b == 2);
  // Holm over two comparisons.
  CHECK(*result->pairs[0].p_adjusted == Approx(2 * 0.0076320786).epsilon(1e-8));
  CHECK_FALSE(result->systems[0].rank);
  REQUIRE(result->systems[2].rank);
  CHECK(result->systems[2].rank->lower == 2);
  options.baseline = 3;
  CHECK(compare_systems(board.rows(), options).error().argument == "baseline");
}

TEST_CASE("no rank rests on a pair whose interval and test disagree", "[compare]") {
  Board board;
  for (std::int32_t i = 0; i < 40; ++i) {
    board.add(0, i, i < 34 ? 1 : 0);
    board.add(1, i, i < 30 ? 1 : 0);
  }
  const auto result = compare_systems(board.rows());
  REQUIRE(result);
  CHECK(result->pairs[0].verdict == Verdict::inconclusive);
  CHECK(*result->pairs[0].lower > 0);
  CHECK(result->systems[0].rank->upper == 2);
  CHECK(result->systems[1].rank->lower == 1);
}

TEST_CASE("equal means are no difference, whatever the last digit says", "[compare]") {
  Board board;
  const double a[] = {0.5, 0.7, 0.2};
  const double b[] = {0.1, 0.4, 0.9};
  for (std::int32_t i = 0; i < 3; ++i) {
    board.add(0, i, a[i]);
    board.add(1, i, b[i]);
  }
  const auto result = compare_systems(board.rows());
  CHECK(*result->pairs[0].difference == 0);
  CHECK_FALSE(result->pairs[0].items_needed);
  // What three items could have shown is more than half the interval's width.
  CHECK(*result->pairs[0].detectable > *result->pairs[0].upper);
}

TEST_CASE("tables with a defined outcome though little to go by", "[compare]") {
  Board one;
  for (std::int32_t i = 0; i < 12; ++i) one.add(0, i, i % 2);
  const auto alone = compare_systems(one.rows());
  REQUIRE(alone);
  CHECK(alone->pairs.empty());
  CHECK_FALSE(alone->systems[0].rank);
  CHECK(alone->systems[0].lower);

  Board item;
  item.add(0, 0, 1);
  item.add(1, 0, 0);
  const auto single = compare_systems(item.rows());
  REQUIRE(single);
  CHECK(single->pairs[0].verdict != Verdict::a_better);
  CHECK(single->pairs[0].notes.has(Note::small_sample));

  // Graded scores that never vary: the estimate stands, the interval is refused with a reason.
  Board constant;
  for (std::int32_t i = 0; i < 8; ++i) {
    constant.add(0, i, 0.5);
    constant.add(1, i, 0.25);
  }
  const auto flat = compare_systems(constant.rows());
  REQUIRE(flat);
  CHECK(*flat->systems[0].refusal == Errc::zero_variance);
  CHECK_FALSE(flat->systems[0].lower);
  CHECK(*flat->pairs[0].refusal == Errc::zero_variance);
  CHECK(flat->pairs[0].verdict == Verdict::not_told_apart);
  CHECK(flat->systems[0].rank->upper == 2);

  // All right at the declared end of the scale: the exact bound.
  Board full;
  for (std::int32_t i = 0; i < 20; ++i) {
    full.add(0, i, 1);
    full.add(1, i, i == 0 ? 0.5 : 1);
  }
  SystemsOptions bounded;
  bounded.bounds = Interval{0, 1};
  const auto exact = compare_systems(full.rows(), bounded);
  CHECK(exact->systems[0].notes.has(Note::boundary_exact_bound));
  CHECK(*exact->systems[0].lower == Approx(1 - 0.1684334710).epsilon(1e-9));
  bounded.bounds = Interval{0, 0.9};
  CHECK(compare_systems(full.rows(), bounded).error().code == Errc::value_out_of_bounds);

  // Two systems without a common item, beside one that shares with both.
  Board apart;
  for (std::int32_t i = 0; i < 20; ++i) {
    apart.add(i < 10 ? 0 : 1, i, i % 3 == 0);
    apart.add(2, i, i % 2);
  }
  const auto disjoint = compare_systems(apart.rows());
  REQUIRE(disjoint);
  CHECK(*disjoint->pairs[0].refusal == Errc::no_common_items);
  CHECK_FALSE(disjoint->pairs[0].difference);
  CHECK(disjoint->pairs[1].p);
  SystemsOptions common;
  common.common_items_only = true;
  CHECK(compare_systems(apart.rows(), common).error().code == Errc::no_common_items);
  const Board holes = random_board(3, 40, true, 0.3, 5);
  const auto shared = compare_systems(holes.rows(), common);
  REQUIRE(shared);
  CHECK(shared->complete);
  CHECK(shared->items < 40);
  CHECK(shared->notes.has(Note::incomplete_items_left_out));
  CHECK(shared->solved_by_all);

  // One group for all items tells nothing of the spread between groups.
  Board grouped = published();
  grouped.clusters.assign(140, 5);
  const auto group = compare_systems(grouped.rows());
  REQUIRE(group);
  CHECK(*group->systems[0].refusal == Errc::too_few);
  CHECK(*group->pairs[0].refusal == Errc::too_few);
}

TEST_CASE("boards are refused with the column that is wrong", "[compare]") {
  const Board good = published();
  const auto refused = [](const Board& board) { return compare_systems(board.rows()).error(); };
  CHECK(refused({}).code == Errc::empty_sample);
  Board board = good;
  board.score[7] = std::nan("");
  CHECK(refused(board).argument == "score");
  board = good;
  board.item[7] = 140;
  CHECK(refused(board).argument == "item");
  board = good;
  board.system[7] = -1;
  CHECK(refused(board).argument == "system");
  board = good;
  board.score.pop_back();
  CHECK(refused(board).code == Errc::length_mismatch);
  board = good;
  board.add(0, 0, 1);
  CHECK(refused(board).code == Errc::duplicate_cell);
  board = good;
  board.systems = 4;
  CHECK(refused(board).code == Errc::empty_sample);
  board = good;
  board.clusters = {1, 2};
  CHECK(refused(board).argument == "clusters");
  SystemsOptions options;
  options.level = Level{1.5};
  CHECK(compare_systems(good.rows(), options).error().code == Errc::level_out_of_range);
}
