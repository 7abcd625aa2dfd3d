#include "overlap/index_builder.hpp"

#include <algorithm>
#include <limits>

#include "overlap/index_settings.hpp"

namespace evenhand::overlap {

std::optional<Error> check(const ScanSettings& settings) noexcept {
  const Error bad{Errc::design_out_of_range, "n"};
  if (settings.n.empty() || settings.n.size() > most_n) return bad;
  for (std::size_t i = 0; i < settings.n.size(); ++i) {
    if (settings.n[i] < 1 || settings.n[i] > longest_n) return bad;
    if (i > 0 && settings.n[i] <= settings.n[i - 1]) return bad;
  }
  if (settings.heavy_items < 0) return Error{Errc::design_out_of_range, "heavyItems"};
  if (settings.skip_budget < 0 || settings.skip_budget > most_skips) {
    return Error{Errc::design_out_of_range, "skipBudget"};
  }
  if (settings.skip_budget > 0 &&
      (settings.skip_seed < settings.n[0] || settings.skip_seed > longest_n)) {
    return Error{Errc::design_out_of_range, "skipSeed"};
  }
  return std::nullopt;
}

TokenRange Gathered::question_answer(std::uint32_t item) const noexcept {
  TokenRange range;
  for (std::uint32_t piece = first_piece[item]; piece < first_piece[item + 1]; ++piece) {
    const Unit unit = unit_of(piece);
    if (unit == Unit::context) continue;
    if (unit != Unit::question && unit != Unit::answer) break;
    if (range.end == 0) range.begin = piece_begin[piece];
    range.end = piece_begin[piece + 1];
    if (unit == Unit::answer) break;
  }
  return range;
}

namespace {

/// White space of the Unicode Standard, as one character of UTF-8.
bool is_white_space(std::string_view token) noexcept {
  if (token.size() == 1) {
    const char c = token[0];
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
  if (token.size() == 2) return token == "\xC2\x85" || token == "\xC2\xA0";
  if (token.size() != 3) return false;
  if (token == "\xE1\x9A\x80" || token == "\xE2\x81\x9F" || token == "\xE3\x80\x80") return true;
  if (token.substr(0, 2) != "\xE2\x80") return false;
  const auto last = static_cast<unsigned char>(token[2]);
  return (last >= 0x80 && last <= 0x8A) || last == 0xA8 || last == 0xA9 || last == 0xAF;
}

}  // namespace

struct IndexBuilder::State {
  State(ScanSettings settings, int hash_bits) : refused(check(settings)), tokeniser(settings.rule) {
    gathered.settings = std::move(settings);
    gathered.separator = separator_of(gathered.settings.rule);
    gathered.hash_mask = hash_bits >= 64 ? std::numeric_limits<std::uint64_t>::max()
                                         : (std::uint64_t{1} << std::max(hash_bits, 1)) - 1;
  }

  /// Lengths before an item, to take it back.
  struct Mark {
    std::size_t text, tokens, pieces;
  };
  [[nodiscard]] Mark mark() const noexcept {
    return {gathered.text.size(), gathered.hash.size(), gathered.piece_kind.size()};
  }
  void take_back(const Mark& mark) {
    Gathered& g = gathered;
    g.text.resize(mark.text);
    g.offset.resize(mark.tokens + 1);
    g.hash.resize(mark.tokens);
    g.letter.resize(mark.tokens);
    if (!g.word_start.empty()) g.word_start.resize(mark.tokens);
    g.piece_begin.resize(mark.pieces + 1);
    g.piece_mass.resize(mark.pieces);
    g.piece_kind.resize(mark.pieces);
  }

  /// False when there is no room. A text without tokens is no piece.
  [[nodiscard]] bool add_piece(std::string_view source, std::uint8_t kind) {
    Gathered& g = gathered;
    block.clear();
    tokeniser.begin_document();
    tokeniser.feed(source, block);
    tokeniser.end_segment(block);
    const std::size_t count = block.size();
    if (count == 0) return true;
    constexpr std::size_t limit = no_position - 1;
    if (count > limit - g.hash.size() || block.bytes.size() > limit - g.text.size()) return false;
    const auto base = static_cast<std::uint32_t>(g.text.size());
    const std::size_t separator = g.separator.size();
    std::int64_t mass = 0;
    bool white_before = true;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t begin = block.begin[i];
      const std::size_t end = i + 1 < count ? block.begin[i + 1] : block.bytes.size();
      const auto token = block.text().substr(begin, end - begin - separator);
      const bool letter = has_letter(token);
      if (letter) kind |= kind_letter;
      mass += mass_of(token);
      g.letter.push_back(letter);
      g.hash.push_back(block.hash[i]);
      g.offset.push_back(base + static_cast<std::uint32_t>(end));
      if (g.settings.rule == TextRule::characters) {
        const bool white = is_white_space(token);
        g.word_start.push_back(white_before && !white);
        white_before = white;
      }
    }
    g.text += block.text();
    g.piece_begin.push_back(g.tokens());
    g.piece_mass.push_back(static_cast<std::uint32_t>(
        std::min<std::int64_t>(mass, std::numeric_limits<std::uint32_t>::max())));
    g.piece_kind.push_back(kind);
    return true;
  }

  [[nodiscard]] std::string_view piece_text(std::uint32_t piece) const noexcept {
    return gathered.bytes(gathered.piece_begin[piece], gathered.piece_begin[piece + 1]);
  }

  [[nodiscard]] bool same_texts(std::uint32_t a, std::uint32_t b) const noexcept {
    const Gathered& g = gathered;
    const std::uint32_t pieces = g.first_piece[a + 1] - g.first_piece[a];
    if (g.first_piece[b + 1] - g.first_piece[b] != pieces) return false;
    for (std::uint32_t i = 0; i < pieces; ++i) {
      const std::uint32_t x = g.first_piece[a] + i;
      const std::uint32_t y = g.first_piece[b] + i;
      if (g.piece_kind[x] != g.piece_kind[y] || piece_text(x) != piece_text(y)) return false;
    }
    return true;
  }

  [[nodiscard]] std::uint32_t first_with_same_texts(std::uint32_t item) {
    const Gathered& g = gathered;
    std::uint64_t hash = 0;
    for (std::uint32_t p = g.first_piece[item]; p < g.first_piece[item + 1]; ++p) {
      hash = hash64(piece_text(p), hash + g.piece_kind[p]);
    }
    std::vector<std::uint32_t>& candidates = items_by_hash[hash];
    for (const std::uint32_t other : candidates) {
      if (same_texts(item, other)) return other;
    }
    candidates.push_back(item);
    return item;
  }

  [[nodiscard]] bool is_known_context(std::uint32_t piece) {
    const std::string_view text = piece_text(piece);
    std::vector<std::uint32_t>& candidates = contexts_by_hash[hash64(text)];
    for (const std::uint32_t other : candidates) {
      if (piece_text(other) == text) return true;
    }
    candidates.push_back(piece);
    return false;
  }

  std::optional<Error> refused;
  Tokeniser tokeniser;
  TokenBlock block;
  Gathered gathered;
  std::unordered_set<std::string> known_names;
  std::unordered_set<std::string> known_ids;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> items_by_hash;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> contexts_by_hash;
};

IndexBuilder::IndexBuilder(ScanSettings settings, int hash_bits)
    : state_(std::make_unique<State>(std::move(settings), hash_bits)) {}
IndexBuilder::~IndexBuilder() = default;
IndexBuilder::IndexBuilder(IndexBuilder&&) noexcept = default;
IndexBuilder& IndexBuilder::operator=(IndexBuilder&&) noexcept = default;

std::optional<Error> IndexBuilder::begin_benchmark(std::string_view name) {
  if (!state_->known_names.emplace(name).second) return Error{Errc::duplicate_name, "name"};
  Gathered& g = state_->gathered;
  g.names += name;
  g.name_end.push_back(static_cast<std::uint32_t>(g.names.size()));
  g.benchmark_first.push_back(g.items());
  state_->known_ids.clear();
  state_->items_by_hash.clear();
  state_->contexts_by_hash.clear();
  return std::nullopt;
}

std::optional<Error> IndexBuilder::add(const ItemTexts& item) {
  State& s = *state_;
  Gathered& g = s.gathered;
  if (g.name_end.empty()) {
    if (const std::optional<Error> error = begin_benchmark("")) return error;
  }
  if (s.known_ids.contains(std::string(item.id))) return Error{Errc::duplicate_id, "id"};
  const State::Mark mark = s.mark();
  const auto kind = [](Unit unit) { return static_cast<std::uint8_t>(unit); };
  bool fits = g.ids.size() + item.id.size() < no_position;
  fits = fits && s.add_piece(item.context, kind(Unit::context));
  fits = fits && s.add_piece(item.question, kind(Unit::question));
  TokenRange gold;
  for (const std::string_view answer : item.answers) {
    const std::uint32_t begin = g.tokens();
    fits = fits && s.add_piece(answer, kind(Unit::answer));
    if (gold.size() == 0) gold = {begin, g.tokens()};
  }
  for (const std::string_view choice : item.choices) {
    fits = fits && s.add_piece(choice, kind(Unit::choices));
  }
  if (!item.gold.empty()) {
    const TokenRange answer = gold;
    gold.begin = g.tokens();
    fits = fits && s.add_piece(item.gold, kind_gold_only);
    gold.end = g.tokens();
    // What is the same as the first answer needs no second copy.
    if (fits && gold.size() > 0 &&
        g.bytes(gold.begin, gold.end) == g.bytes(answer.begin, answer.end)) {
      s.take_back({g.offset[gold.begin], gold.begin, g.piece_kind.size() - 1});
      gold = answer;
    }
  }
  if (!fits) {
    s.take_back(mark);
    return Error{Errc::too_large, "items"};
  }
  s.known_ids.emplace(item.id);
  const std::uint32_t number = g.items();
  g.ids += item.id;
  g.id_end.push_back(static_cast<std::uint32_t>(g.ids.size()));
  g.gold.push_back(gold);
  g.first_piece.push_back(static_cast<std::uint32_t>(g.piece_kind.size()));
  g.benchmark_first.back() = g.items();
  g.first_equal.push_back(s.first_with_same_texts(number));
  const bool repeated = g.first_equal.back() != number;
  for (std::uint32_t p = g.first_piece[number]; p < g.first_piece[number + 1]; ++p) {
    const bool known = g.unit_of(p) == Unit::context && s.is_known_context(p);
    g.piece_repeated.push_back(repeated || known);
  }
  return std::nullopt;
}

std::int64_t IndexBuilder::invalid_utf8() const noexcept {
  return state_->tokeniser.invalid_utf8();
}

std::int64_t IndexBuilder::scan_memory() const noexcept {
  const Gathered& g = state_->gathered;
  const auto tokens = static_cast<double>(g.tokens());
  const auto more = static_cast<double>(g.settings.n.size()) - 1;
  // Offsets, filter, slots and their counters, spans; bits; a map and counters for each longer n.
  double each = 2.5 + 2 + (8 + 4) / 0.9 + 4 + 0.4 + more * (4 + 4 + 0.25);
  if (g.settings.skip_budget > 0) each += 4;
  constexpr double per_piece = 9;
  constexpr double per_item = 21;
  constexpr double window = 4e6;
  return static_cast<std::int64_t>(static_cast<double>(g.text.size() + g.ids.size()) +
                                   tokens * each +
                                   per_piece * static_cast<double>(g.piece_kind.size()) +
                                   per_item * static_cast<double>(g.items()) + window);
}

Result<std::vector<std::byte>> IndexBuilder::build() {
  const std::optional<Error> refused = state_->refused;
  Gathered gathered = std::move(state_->gathered);
  *state_ = State(gathered.settings, 64);
  if (refused) return *refused;
  if (gathered.items() == 0) return Error{Errc::empty_sample, "items"};
  return index_bytes(std::move(gathered));
}

}  // namespace evenhand::overlap
