#include "evenhand/overlap/lcs.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "cut_tokens.hpp"
#include "gram_lookup.hpp"
#include "option_text.hpp"

namespace evenhand::overlap {
namespace {

using Numbers = std::span<const std::uint32_t>;

}  // namespace

std::int64_t longest_common_subsequence(Numbers a, Numbers b) {
  // One bit a token of `a`: in `row`, a 0 says that the subsequence grows there (Crochemore et al.
  // 2001, Inf. Process. Lett. 80:279; Hyyro 2004).
  const std::size_t words = (a.size() + 63) / 64;
  if (words == 0 || b.empty()) return 0;
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> places;
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto& bits = places[a[i]];
    bits.resize(words, 0);
    bits[i / 64] |= std::uint64_t{1} << (i % 64);
  }
  std::vector<std::uint64_t> row(words, ~std::uint64_t{0});
  for (const std::uint32_t token : b) {
    const auto found = places.find(token);
    if (found == places.end()) continue;
    std::uint64_t carry = 0;
    for (std::size_t word = 0; word < words; ++word) {
      const std::uint64_t old = row[word];
      const std::uint64_t equal = old & found->second[word];
      const std::uint64_t with_carry = old + carry;
      const std::uint64_t sum = with_carry + equal;
      carry = (with_carry < old || sum < equal) ? 1 : 0;
      row[word] = sum | (old & ~found->second[word]);
    }
  }
  std::int64_t length = 0;
  for (std::size_t i = 0; i < a.size(); ++i) length += (row[i / 64] >> (i % 64) & 1) == 0 ? 1 : 0;
  return length;
}

struct SubsequenceFinder::State {
  [[nodiscard]] Numbers item(std::uint32_t number) const noexcept {
    return Numbers(sequences).subspan(first[number], first[number + 1] - first[number]);
  }
  /// Whose token is at a place in `sequences`.
  [[nodiscard]] std::uint32_t item_at(std::size_t place) const noexcept {
    const auto next = std::upper_bound(first.begin(), first.end(), place);
    return static_cast<std::uint32_t>(next - first.begin() - 1);
  }
  [[nodiscard]] std::size_t k() const noexcept { return static_cast<std::size_t>(options.k); }
  /// Of a token of a document; one that no item has is like no other.
  [[nodiscard]] std::uint32_t number(std::string_view token) const {
    constexpr std::uint32_t unknown = 0xffffffffU;
    const auto found = numbers.find(token);
    return found == numbers.end() ? unknown : found->second;
  }

  const Index* index = nullptr;
  SubsequenceOptions options;
  std::unordered_map<std::string_view, std::uint32_t> numbers;  ///< of tokens
  std::vector<std::uint32_t> sequences;                         ///< of all items
  std::vector<std::size_t> first;                               ///< of each item, and the end
  GramLookup grams;                                             ///< places in `sequences`
};

SubsequenceFinder::SubsequenceFinder(std::unique_ptr<State> state) noexcept
    : state_(std::move(state)) {}
SubsequenceFinder::~SubsequenceFinder() = default;

const Index& SubsequenceFinder::index() const noexcept { return *state_->index; }
const SubsequenceOptions& SubsequenceFinder::options() const noexcept { return state_->options; }

Result<std::shared_ptr<const SubsequenceFinder>> SubsequenceFinder::make(
    const Index& index, SubsequenceOptions options) {
  if (options.least < 1) return Error{Errc::value_out_of_range, "least"};
  if (options.k < 1 || options.k > 1000) return Error{Errc::value_out_of_range, "k"};
  if (!(options.share >= 0 && options.share <= 1)) return Error{Errc::value_out_of_range, "share"};
  auto made = std::make_unique<State>();
  State& state = *made;
  state.index = &index;
  state.options = options;
  for (std::uint32_t item = 0; item < index.items(); ++item) {
    state.first.push_back(state.sequences.size());
    for (const Unit unit : {Unit::context, Unit::question, Unit::answer, Unit::choices}) {
      for (const TokenRange piece : index.pieces(item, unit)) {
        for (std::uint32_t t = piece.begin; t < piece.end; ++t) {
          const auto next = static_cast<std::uint32_t>(state.numbers.size());
          state.sequences.push_back(state.numbers.emplace(index.token(t), next).first->second);
        }
      }
    }
  }
  state.first.push_back(state.sequences.size());
  std::vector<std::uint64_t> hashes(state.numbers.size());
  for (const auto& [token, number] : state.numbers) hashes[number] = hash_of(token);
  for (std::uint32_t item = 0; item < index.items(); ++item) {
    const Numbers sequence = state.item(item);
    each_gram_hash(
        sequence.size(), state.k(), [&](std::size_t i) { return hashes[sequence[i]]; },
        [&](std::size_t at, std::uint64_t hash) {
          state.grams.add(hash, static_cast<std::uint32_t>(state.first[item] + at));
        });
  }
  state.grams.finish();
  return std::shared_ptr<const SubsequenceFinder>(new SubsequenceFinder(std::move(made)));
}

SubsequenceResult SubsequenceFinder::compare(std::string_view document,
                                             std::span<const std::size_t> joints) const {
  const State& state = *state_;
  const DocumentTokens tokens(state.index->settings().rule, document, joints);

  std::vector<std::uint32_t> candidates;
  each_gram_hash(
      tokens.size(), state.k(), [&](std::size_t i) { return tokens.hash(i); },
      [&](std::size_t at, std::uint64_t hash) {
        state.grams.any(hash, [&](std::uint32_t place) {
          const auto equal = [&](std::size_t i) {
            return state.sequences[place + i] == state.number(tokens.token(at + i));
          };
          std::size_t same = 0;
          while (same < state.k() && equal(same)) ++same;
          if (same == state.k()) candidates.push_back(state.item_at(place));
          return false;
        });
      });
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());

  SubsequenceResult out{.tokens = static_cast<std::int64_t>(tokens.size()),
                        .invalid_utf8 = tokens.invalid_utf8(),
                        .compared = 0,
                        .matches = {}};
  if (candidates.empty()) return out;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) numbers.push_back(state.number(tokens.token(i)));
  for (const std::uint32_t item : candidates) {
    const Numbers sequence = state.item(item);
    const std::int64_t length = longest_common_subsequence(sequence, numbers);
    const std::size_t shorter = std::min(sequence.size(), numbers.size());
    ++out.compared;
    if (length >= state.options.least &&
        static_cast<double>(length) / static_cast<double>(shorter) >= state.options.share) {
      out.matches.push_back({item, length, static_cast<std::int64_t>(sequence.size()),
                             static_cast<std::int64_t>(numbers.size())});
    }
  }
  return out;
}

std::vector<OptionFact> option_facts(const SubsequenceOptions& options) {
  return {{Edge::n, std::to_string(options.least)},
          {Edge::threshold, decimal_text(options.share)},
          {Edge::subsequence_k, std::to_string(options.k)}};
}

}  // namespace evenhand::overlap
