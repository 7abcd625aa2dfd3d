#include "base/digest.hpp"

#include <xxhash.h>

namespace evenhand {
namespace {

Digest canonical(XXH128_hash_t hash) noexcept {
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, hash);
  Digest digest;
  for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = std::byte{bytes.digest[i]};
  return digest;
}

}  // namespace

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : digest) {
    text += digits[std::to_integer<std::size_t>(byte >> 4)];
    text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return text;
}

Digest digest_of(std::span<const std::byte> bytes) noexcept {
  return canonical(XXH3_128bits(bytes.data(), bytes.size()));
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

struct DigestStream::State {
  XXH3_state_t xxh3;
};

DigestStream::DigestStream() : state_(std::make_unique<State>()) { reset(); }
DigestStream::~DigestStream() = default;
DigestStream::DigestStream(DigestStream&&) noexcept = default;
DigestStream& DigestStream::operator=(DigestStream&&) noexcept = default;

void DigestStream::reset() noexcept { XXH3_128bits_reset(&state_->xxh3); }

void DigestStream::add(std::string_view bytes) noexcept {
  XXH3_128bits_update(&state_->xxh3, bytes.data(), bytes.size());
}

void DigestStream::add(std::uint64_t number) noexcept {
  std::array<char, 8> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
  }
  add(std::string_view(bytes.data(), bytes.size()));
}

void DigestStream::add_framed(std::string_view text) noexcept {
  add(static_cast<std::uint64_t>(text.size()));
  add(text);
}

Digest DigestStream::digest() const noexcept {
  return canonical(XXH3_128bits_digest(&state_->xxh3));
}

}  // namespace evenhand
