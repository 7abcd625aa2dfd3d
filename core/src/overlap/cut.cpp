#include "evenhand/overlap/cut.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/digest.hpp"
#include "cut_tokens.hpp"
#include "gram_lookup.hpp"
#include "metrics.hpp"

namespace evenhand::overlap {
namespace {

/// Whether a byte begins a character. Of malformed text every byte but 10xxxxxx does.
bool begins_character(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
}

/// The character at a place where one begins.
std::string_view character(std::string_view text, std::size_t at) noexcept {
  std::size_t end = at + 1;
  while (end < text.size() && !begins_character(text[end])) ++end;
  return text.substr(at, end - at);
}

bool is_space(std::string_view character) noexcept {
  // White_Space of the Unicode Character Database.
  static constexpr std::array<std::string_view, 25> spaces = {
      " ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00a0", "\u1680",
      "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
      "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  return std::find(spaces.begin(), spaces.end(), character) != spaces.end();
}

std::size_t previous(std::string_view text, std::size_t at) noexcept {
  do {
    --at;
  } while (at > 0 && !begins_character(text[at]));
  return at;
}

/// The place so many characters before, or the beginning.
std::size_t back(std::string_view text, std::size_t at, std::int64_t characters) noexcept {
  for (; characters > 0 && at > 0; --characters) at = previous(text, at);
  return at;
}
std::size_t forth(std::string_view text, std::size_t at, std::int64_t characters) noexcept {
  for (; characters > 0 && at < text.size(); --characters) at += character(text, at).size();
  return at;
}

/// The stretch between white space that a place lies in.
std::size_t chunk_begin(std::string_view text, std::size_t at) noexcept {
  while (at > 0) {
    const std::size_t before = previous(text, at);
    if (is_space(character(text, before))) break;
    at = before;
  }
  return at;
}
std::size_t chunk_end(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && !is_space(character(text, at))) at += character(text, at).size();
  return at;
}

std::int64_t characters_in(std::string_view text) noexcept {
  return std::count_if(text.begin(), text.end(), begins_character);
}

}  // namespace

struct DocumentCutter::State {
  State(const Index& of, std::size_t n_place, CutOptions chosen)
      : index(of), n_index(n_place), options(chosen) {}

  [[nodiscard]] std::size_t n() const noexcept { return static_cast<std::size_t>(options.n); }
  /// Whether an n-gram of the index that is not too frequent begins at a token of a document.
  [[nodiscard]] bool is_hit(const DocumentTokens& tokens, std::size_t first,
                            std::uint64_t hash) const {
    return grams.any(hash, [&](std::uint32_t gram) {
      const TokenRange range{gram, gram + static_cast<std::uint32_t>(n())};
      return first + n() <= tokens.segment_end(first) &&
             index.text(range) == tokens.text(first, n()) && !is_frequent(gram);
    });
  }
  [[nodiscard]] bool is_frequent(std::uint32_t gram) const {
    if (!counts || options.most_count == 0) return false;
    const Occurrences* found = counts->at(gram);
    if (found == nullptr) return false;
    return (options.df_unit == CountUnit::docs ? found->documents : found->count) >
           options.most_count;
  }

  const Index& index;
  std::size_t n_index;
  CutOptions options;
  std::optional<GramTable> counts;
  std::string counts_digest;
  GramLookup grams;
};

DocumentCutter::DocumentCutter(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
DocumentCutter::~DocumentCutter() = default;

const Index& DocumentCutter::index() const noexcept { return state_->index; }
const CutOptions& DocumentCutter::options() const noexcept { return state_->options; }
const std::string& DocumentCutter::counts_digest() const noexcept { return state_->counts_digest; }

Result<std::shared_ptr<const DocumentCutter>> DocumentCutter::make(const Index& index,
                                                                   const Partial* partial,
                                                                   CutOptions options) {
  const auto& all = index.settings().n;
  const auto found = std::find(all.begin(), all.end(), options.n);
  if (found == all.end()) return Error{Errc::value_out_of_range, "n"};
  if (options.window < 0) return Error{Errc::value_out_of_range, "window"};
  if (options.shortest < 0) return Error{Errc::value_out_of_range, "shortest"};
  if (options.most < 0) return Error{Errc::value_out_of_range, "most"};
  if (options.most_count < 0) return Error{Errc::value_out_of_range, "mostCount"};
  if (partial == nullptr && options.most_count > 0) return Error{Errc::unsupported, "partial"};
  if (partial != nullptr && partial->index_digest != index.digest()) {
    return Error{Errc::other_index, "partial"};
  }
  const auto n_index = static_cast<std::size_t>(found - all.begin());
  auto state = std::make_unique<State>(index, n_index, options);
  if (partial != nullptr) {
    state->counts.emplace(index, partial->grams[n_index], n_index);
    const std::vector<std::byte> bytes = to_bytes(*partial);
    DigestStream digest;
    digest.add({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    state->counts_digest = hex(digest.digest());
  }
  std::vector<std::uint64_t> hashes;
  for (std::uint32_t t = 0; t < index.tokens(); ++t) hashes.push_back(hash_of(index.token(t)));
  each_gram_hash(
      hashes.size(), state->n(), [&](std::size_t i) { return hashes[i]; },
      [&](std::size_t first, std::uint64_t hash) {
        const auto position = static_cast<std::uint32_t>(first);
        const auto gram = index.gram_at(n_index, position);
        if (gram && *gram == position) state->grams.add(hash, position);
      });
  state->grams.finish();
  return std::shared_ptr<const DocumentCutter>(new DocumentCutter(std::move(state)));
}

CutDocument DocumentCutter::cut(std::string_view document,
                                std::span<const std::size_t> joints) const {
  const CutOptions& options = state_->options;
  const DocumentTokens tokens(state_->index.settings().rule, document, joints);
  const std::int64_t around =
      options.cut_window == CutWindow::total ? options.window / 2 : options.window;
  CutDocument out;
  out.tokens = static_cast<std::int64_t>(tokens.size());
  out.invalid_utf8 = tokens.invalid_utf8();
  const auto hit = [&](std::size_t first) {
    ++out.hits;
    // Punctuation that touches a word belongs to it.
    const auto source_begin = static_cast<std::size_t>(tokens.source_begin(first));
    const auto source_end = static_cast<std::size_t>(tokens.source_end(first + state_->n() - 1));
    const std::size_t from = chunk_begin(document, source_begin);
    const std::size_t to = chunk_end(document, source_end);
    const ByteRange cut{back(document, from, around), forth(document, to, around)};
    if (!out.removed.empty() && cut.begin <= out.removed.back().end) {
      out.removed.back().end = std::max(out.removed.back().end, cut.end);
    } else {
      out.removed.push_back(cut);
    }
  };
  each_gram_hash(
      tokens.size(), state_->n(), [&](std::size_t i) { return tokens.hash(i); },
      [&](std::size_t first, std::uint64_t hash) {
        if (state_->is_hit(tokens, first, hash)) hit(first);
      });

  std::size_t begin = 0;
  const auto piece = [&](std::size_t end) {
    if (end <= begin) return;
    ++out.pieces;
    const std::int64_t length = characters_in(document.substr(begin, end - begin));
    const bool keeps = options.piece_min == Comparison::above ? length > options.shortest
                                                              : length >= options.shortest;
    if (keeps) {
      out.kept.push_back({begin, end});
    } else {
      ++out.short_pieces;
    }
  };
  for (const ByteRange& cut : out.removed) {
    piece(static_cast<std::size_t>(cut.begin));
    begin = static_cast<std::size_t>(cut.end);
  }
  // A document without a hit is left as it is, however short.
  if (out.removed.empty()) {
    if (!document.empty()) out.kept.push_back({0, document.size()});
    out.pieces = document.empty() ? 0 : 1;
    return out;
  }
  piece(document.size());
  const std::int64_t dirt = options.too_dirty == TooDirty::hits ? out.hits
                            : options.pieces_count == PiecesCount::after_drop
                                ? out.pieces - out.short_pieces
                                : out.pieces;
  if (dirt > options.most) {
    out.dropped = true;
    out.kept.clear();
  }
  return out;
}

std::vector<OptionFact> option_facts(const CutOptions& options) {
  const auto name = [](auto value) { return std::string(text_of(value).name); };
  return {{Edge::n, std::to_string(options.n)},
          {Edge::df_filter, std::to_string(options.most_count)},
          {Edge::df_unit, name(options.df_unit)},
          {Edge::cut_window, std::to_string(options.window) + " " + name(options.cut_window)},
          {Edge::too_dirty, name(options.too_dirty) + " > " + std::to_string(options.most)},
          {Edge::pieces_count, name(options.pieces_count)},
          {Edge::piece_min,
           std::string(text_of(options.piece_min).title) + " " + std::to_string(options.shortest)}};
}

}  // namespace evenhand::overlap
