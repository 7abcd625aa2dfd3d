#include "overlap/scan_passages.hpp"

#include <algorithm>

#include "overlap/byte_vectors.hpp"

namespace evenhand::overlap {

Passages::Passages() : ring_(new char[ring_bytes]) {}

void Passages::begin_document() {
  fed_ = 0;
  kept_.clear();
  unfinished_.clear();
}

void Passages::feed(std::string_view piece) {
  for (auto& [i, end] : unfinished_) {
    kept_[i].text += piece.substr(0, static_cast<std::size_t>(end - kept_[i].end()));
  }
  unfinished_.erase(std::remove_if(unfinished_.begin(), unfinished_.end(),
                                   [&](const auto& u) { return kept_[u.first].end() >= u.second; }),
                    unfinished_.end());
  const auto at = static_cast<std::size_t>(fed_ % ring_bytes);
  const std::size_t first = std::min(piece.size(), ring_bytes - at);
  copy_bytes(ring_.get() + at, piece.data(), first);
  copy_bytes(ring_.get(), piece.data() + first, piece.size() - first);
  fed_ += piece.size();
}

std::string Passages::recent(std::uint64_t begin, std::uint64_t end) const {
  end = std::min(end, fed_);
  if (begin >= end || !has_recent(begin)) return {};
  const auto at = static_cast<std::size_t>(begin % ring_bytes);
  const auto size = static_cast<std::size_t>(end - begin);
  const std::size_t first = std::min(size, ring_bytes - at);
  std::string text(ring_.get() + at, first);
  text.append(ring_.get(), size - first);
  return text;
}

void Passages::pin(std::uint64_t begin, std::uint64_t end) {
  // Runs of many items over one passage come in a row.
  for (std::size_t i = kept_.size(), tries = 0; i-- > 0 && tries < 4; ++tries) {
    const bool unfinished = !unfinished_.empty() && unfinished_.back().first == i;
    const std::uint64_t wanted = unfinished ? unfinished_.back().second : kept_[i].end();
    if (kept_[i].begin <= begin && end <= wanted) return;
  }
  if (begin < fed_ && !has_recent(begin)) return;
  kept_.push_back({begin, recent(begin, end)});
  if (kept_.back().end() < end) unfinished_.emplace_back(kept_.size() - 1, end);
}

void Passages::pin(std::uint64_t begin, std::string text) {
  kept_.push_back({begin, std::move(text)});
}

void Passages::end_document() {
  unfinished_.clear();
  std::sort(kept_.begin(), kept_.end(),
            [](const Kept& a, const Kept& b) { return a.begin < b.begin; });
}

std::string Passages::kept(std::uint64_t begin, std::uint64_t end) const {
  end = std::min(end, begin + most_match);
  constexpr std::uint64_t longest = most_around + most_match + most_around;
  const std::uint64_t first = begin < longest ? 0 : begin - longest;
  auto k = std::lower_bound(kept_.begin(), kept_.end(), first,
                            [](const Kept& a, std::uint64_t at) { return a.begin < at; });
  std::string_view best;
  for (; k != kept_.end() && k->begin <= begin && best.size() < end - begin; ++k) {
    if (k->end() <= begin) continue;
    const auto found = std::string_view(k->text).substr(static_cast<std::size_t>(begin - k->begin),
                                                        static_cast<std::size_t>(end - begin));
    if (found.size() > best.size()) best = found;
  }
  return std::string(best);
}

void Passages::keep_only(std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::uint64_t reached = 0;
  for (auto& range : ranges) reached = range.second = std::max(range.second, reached);
  std::vector<Kept> kept;
  std::vector<std::pair<std::size_t, std::uint64_t>> unfinished;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const auto open = std::find_if(unfinished_.begin(), unfinished_.end(),
                                   [&](const auto& u) { return u.first == i; });
    // The last range that begins before this text ends; no earlier one reaches further.
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), kept_[i].end(),
                         [](std::uint64_t at, const auto& range) { return at < range.first; });
    const bool needed = after != ranges.begin() && std::prev(after)->second >= kept_[i].begin;
    if (!needed && open == unfinished_.end()) continue;
    if (open != unfinished_.end()) unfinished.emplace_back(kept.size(), open->second);
    kept.push_back(std::move(kept_[i]));
  }
  kept_ = std::move(kept);
  unfinished_ = std::move(unfinished);
}

namespace {

bool is_continuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Length of the well-formed sequence that text begins with; 0 when there is none.
std::size_t sequence_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  if (length == 0 || text.size() < length || byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  return length;
}

}  // namespace

std::string_view whole_characters(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  std::size_t end = most;
  for (int i = 0; i < 3 && end > 0 && is_continuation(text[end]); ++i) --end;
  return text.substr(0, end);
}

std::string_view last_characters(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  std::size_t begin = text.size() - most;
  for (int i = 0; i < 3 && begin < text.size() && is_continuation(text[begin]); ++i) ++begin;
  return text.substr(begin);
}

std::string well_formed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length > 0) {
      out += text.substr(0, length);
    } else {
      out += "\xEF\xBF\xBD";
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace evenhand::overlap
