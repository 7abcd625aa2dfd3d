#include "evenhand/overlap/index.hpp"

#include <algorithm>
#include <limits>

#include "overlap/index_parts.hpp"

namespace evenhand::overlap {

std::uint32_t IndexParts::piece_of(std::uint32_t position) const noexcept {
  const std::uint32_t* const end = piece_begin + header.pieces;
  return static_cast<std::uint32_t>(std::upper_bound(piece_begin, end, position) - piece_begin - 1);
}

std::uint32_t IndexParts::item_of_piece(std::uint32_t piece) const noexcept {
  // Items without pieces repeat an entry: the last one that begins here has the piece.
  const std::uint32_t* const end = first_piece + header.items;
  return static_cast<std::uint32_t>(std::upper_bound(first_piece, end, piece) - first_piece - 1);
}

View IndexParts::piece_view(std::uint32_t piece) const noexcept {
  const std::uint8_t kind = piece_kind[piece];
  return {.begin = piece_begin[piece],
          .end = piece_begin[piece + 1],
          .item = item_of_piece(piece),
          .unit = static_cast<Unit>(kind & kind_unit_mask),
          .kind = kind};
}

View IndexParts::question_answer_view(std::uint32_t item) const noexcept {
  View view{.item = item, .unit = Unit::question_answer, .kind = item_kind[item]};
  for (std::uint32_t piece = first_piece[item]; piece < first_piece[item + 1]; ++piece) {
    const auto unit = static_cast<Unit>(piece_kind[piece] & kind_unit_mask);
    if (unit == Unit::context) continue;
    if (unit != Unit::question && unit != Unit::answer) break;
    if (view.end == 0) view.begin = piece_begin[piece];
    view.end = piece_begin[piece + 1];
    if (unit == Unit::answer) break;
  }
  return view;
}

const ScanSettings& Index::settings() const noexcept { return parts_->settings; }

std::string_view Index::digest() const noexcept {
  return {parts_->header.digest.data(), parts_->header.digest.size()};
}

std::size_t Index::benchmarks() const noexcept { return parts_->header.benchmarks; }

std::string_view Index::benchmark_name(std::size_t benchmark) const noexcept {
  const std::uint32_t begin = benchmark == 0 ? 0 : parts_->name_end[benchmark - 1];
  return {parts_->names + begin, parts_->name_end[benchmark] - begin};
}

std::uint32_t Index::first_item(std::size_t benchmark) const noexcept {
  return parts_->benchmark_first[benchmark];
}

std::uint32_t Index::items() const noexcept {
  return static_cast<std::uint32_t>(parts_->header.items);
}

std::size_t Index::benchmark_of(std::uint32_t item) const noexcept {
  const std::uint32_t* const first = parts_->benchmark_first;
  return static_cast<std::size_t>(std::upper_bound(first, first + parts_->header.benchmarks, item) -
                                  first - 1);
}

std::string_view Index::item_id(std::uint32_t item) const noexcept {
  const std::uint32_t begin = item == 0 ? 0 : parts_->id_end[item - 1];
  return {parts_->ids + begin, parts_->id_end[item] - begin};
}

std::uint32_t Index::first_equal(std::uint32_t item) const noexcept {
  return parts_->first_equal[item];
}

UnitInfo Index::unit(std::uint32_t item, Unit unit) const noexcept {
  UnitInfo info;
  bool letter = false;
  bool found = false;
  const View whole = parts_->question_answer_view(item);
  for (std::uint32_t piece = parts_->first_piece[item]; piece < parts_->first_piece[item + 1];
       ++piece) {
    const TokenRange range{parts_->piece_begin[piece], parts_->piece_begin[piece + 1]};
    const std::uint8_t kind = parts_->piece_kind[piece];
    const bool inside = unit == Unit::question_answer
                            ? range.begin >= whole.begin && range.end <= whole.end
                            : (kind & kind_unit_mask) == static_cast<std::uint8_t>(unit);
    if (!inside) continue;
    if (!found) info.tokens.begin = range.begin;
    found = true;
    info.tokens.end = range.end;
    info.mass += parts_->piece_mass[piece];
    letter |= (kind & kind_letter) != 0;
  }
  info.untestable = info.mass < least_mass || !letter;
  info.low_information = info.mass >= least_mass && info.mass < informative_mass;
  return info;
}

std::vector<TokenRange> Index::pieces(std::uint32_t item, Unit unit) const {
  std::vector<TokenRange> ranges;
  if (unit == Unit::question_answer) {
    const View view = parts_->question_answer_view(item);
    if (view.size() > 0) ranges.push_back({view.begin, view.end});
    return ranges;
  }
  for (std::uint32_t piece = parts_->first_piece[item]; piece < parts_->first_piece[item + 1];
       ++piece) {
    if ((parts_->piece_kind[piece] & kind_unit_mask) == static_cast<std::uint8_t>(unit)) {
      ranges.push_back({parts_->piece_begin[piece], parts_->piece_begin[piece + 1]});
    }
  }
  return ranges;
}

TokenRange Index::gold(std::uint32_t item) const noexcept {
  const std::size_t at = std::size_t{2} * item;
  return {parts_->gold[at], parts_->gold[at + 1]};
}

std::uint32_t Index::tokens() const noexcept {
  return static_cast<std::uint32_t>(parts_->header.tokens);
}

std::string_view Index::token(std::uint32_t position) const noexcept {
  return text({position, position + 1});
}

std::string_view Index::text(TokenRange range) const noexcept {
  if (range.begin >= range.end) return {};
  const std::uint32_t begin = parts_->offset(range.begin);
  return {parts_->text + begin, parts_->offset(range.end) - begin - parts_->separator.size()};
}

std::int64_t Index::grams(std::size_t n_index) const noexcept {
  return static_cast<std::int64_t>(parts_->header.grams[n_index]);
}

std::optional<std::uint32_t> Index::gram_at(std::size_t n_index,
                                            std::uint32_t position) const noexcept {
  if (position >= tokens() || !IndexParts::bit(parts_->indexed[n_index], position)) {
    return std::nullopt;
  }
  if (n_index > 0) return parts_->names_of[n_index][position];
  const std::uint32_t n = parts_->smallest_n();
  RollingHash sum(n);
  for (std::uint32_t i = 0; i < n; ++i) sum.add(hash_of(token(position + i)));
  const std::uint32_t begin = parts_->offset(position);
  const std::optional<GramSlot> found =
      parts_->find(finalised(sum.sum() & parts_->header.hash_mask), parts_->text + begin,
                   parts_->offset(position + n) - begin);
  if (!found) return std::nullopt;
  return found->gram;
}

bool Index::is_common(std::size_t n_index, std::uint32_t position) const noexcept {
  return position < tokens() && IndexParts::bit(parts_->common[n_index], position);
}

bool Index::is_heavy(std::uint32_t position) const noexcept {
  return position < tokens() && IndexParts::bit(parts_->heavy, position);
}

namespace {

std::uint8_t kind_of(const IndexParts& parts, std::uint32_t item, Unit unit, TokenRange piece) {
  if (piece.size() == 0) return 0;
  return unit == Unit::question_answer ? parts.item_kind[item]
                                       : parts.piece_kind[parts.piece_of(piece.begin)];
}

}  // namespace

bool Index::is_short(std::uint32_t item, Unit unit, TokenRange piece) const noexcept {
  return (kind_of(*parts_, item, unit, piece) & kind_short) != 0;
}

bool Index::is_short_common(std::uint32_t item, Unit unit, TokenRange piece) const noexcept {
  return (kind_of(*parts_, item, unit, piece) & kind_short_common) != 0;
}

std::int64_t Index::overhead_bytes() const noexcept {
  return static_cast<std::int64_t>(parts_->header.file_bytes - parts_->header.text_bytes -
                                   parts_->header.id_bytes);
}

}  // namespace evenhand::overlap
