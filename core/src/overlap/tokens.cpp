#include "evenhand/overlap/tokens.hpp"

#include <algorithm>

#include "overlap/token_cutters.hpp"
#include "overlap/token_hash.hpp"

namespace evenhand::overlap {
namespace {

/// How many bytes at the end of `text` are the beginning of a code point whose rest is to come.
std::size_t unfinished(std::string_view text) noexcept {
  constexpr std::size_t longest = 3;
  for (std::size_t count = 1; count <= std::min(longest, text.size()); ++count) {
    const auto byte = static_cast<unsigned char>(text[text.size() - count]);
    if ((byte & 0xC0) == 0x80) continue;
    return decode(text.substr(text.size() - count)).length == 0 ? count : 0;
  }
  return 0;
}

bool folds(TextRule rule) noexcept {
  return rule == TextRule::words || rule == TextRule::words_without_marks ||
         rule == TextRule::words_joined;
}

}  // namespace

struct Tokeniser::State {
  explicit State(TextRule rule)
      : cutter(folds(rule) ? make_folding_cutter(rule) : make_plain_cutter(rule)) {}

  std::unique_ptr<Cutter> cutter;
  /// Where in the document the next byte lies that the cutter has not read.
  std::uint64_t position = 0;
  /// The beginning of a code point that the last piece of text cut in two.
  std::string cut;
  std::int64_t malformed = 0;

  void read(std::string_view text, TokenWriter& out) {
    malformed += cutter->read(text, position, out);
    position += text.size();
  }
};

void TokenBlock::clear() noexcept {
  bytes.clear();
  begin.clear();
  hash.clear();
  source_begin.clear();
  source_end.clear();
  source_base = 0;
}

std::string_view separator_of(TextRule rule) noexcept {
  switch (rule) {
    case TextRule::letters_and_digits:
    case TextRule::letters_and_digits_folded:
    case TextRule::characters: return "";
    case TextRule::paragraphs: return "\n";
    default: return " ";
  }
}

Tokeniser::Tokeniser(TextRule rule) : state_(std::make_unique<State>(rule)) {}
Tokeniser::~Tokeniser() = default;
Tokeniser::Tokeniser(Tokeniser&&) noexcept = default;
Tokeniser& Tokeniser::operator=(Tokeniser&&) noexcept = default;

void Tokeniser::begin_document() noexcept {
  state_->cutter->restart();
  state_->position = 0;
  state_->cut.clear();
}

void Tokeniser::feed(std::string_view text, TokenBlock& block) {
  TokenWriter out(block);
  std::string& cut = state_->cut;
  while (!cut.empty() && !text.empty()) {
    cut.push_back(text.front());
    const Decoded decoded = decode(cut);
    if (decoded.length == cut.size() || decoded.length == 0) {
      text.remove_prefix(1);
    } else {
      cut.pop_back();  // The byte is not of the sequence that was cut, which is malformed.
    }
    if (decoded.length == 0) continue;
    state_->read(cut, out);
    cut.clear();
  }
  const std::size_t left = unfinished(text);
  cut.append(text.substr(text.size() - left));
  state_->read(text.substr(0, text.size() - left), out);
}

void Tokeniser::end_segment(TokenBlock& block) {
  TokenWriter out(block);
  if (!state_->cut.empty()) state_->read(state_->cut, out);
  state_->cut.clear();
  state_->cutter->finish(state_->position, out);
}

std::int64_t Tokeniser::invalid_utf8() const noexcept { return state_->malformed; }

void Tokeniser::use_fast_path(bool on) noexcept { state_->cutter->use_fast_path(on); }

int mass_of(std::string_view token) noexcept {
  for (bool first = true; !token.empty(); first = false) {
    const Decoded decoded = decode(token);
    if (decoded.length == 0) return 2;
    const unicode::Properties& properties = unicode::properties_of(decoded.code_point);
    if (first ? !properties.spaceless() : properties.kind != unicode::Kind::mark) return 2;
    token.remove_prefix(decoded.length);
    if (token.empty()) return 1;
  }
  return 2;
}

bool has_letter(std::string_view token) noexcept {
  while (!token.empty()) {
    const Decoded decoded = decode(token);
    if (decoded.length == 0) return false;
    if (unicode::properties_of(decoded.code_point).kind == unicode::Kind::letter) return true;
    token.remove_prefix(decoded.length);
  }
  return false;
}

std::uint64_t hash_of(std::string_view token) noexcept {
  return hash_bytes(token.data(), token.size());
}

}  // namespace evenhand::overlap
