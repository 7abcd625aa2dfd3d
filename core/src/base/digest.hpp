/// Digests and hashes that are the same on every target: XXH3.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace evenhand {

/// 128 bits of XXH3, in xxHash's canonical order of bytes.
using Digest = std::array<std::byte, 16>;

/// 32 lower-case hexadecimal digits.
[[nodiscard]] std::string hex(const Digest& digest);

[[nodiscard]] Digest digest_of(std::span<const std::byte> bytes) noexcept;

/// 64 bits of XXH3.
[[nodiscard]] std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0) noexcept;

/// A digest of bytes that arrive in pieces.
class DigestStream {
 public:
  DigestStream();
  ~DigestStream();
  DigestStream(DigestStream&&) noexcept;
  DigestStream& operator=(DigestStream&&) noexcept;

  void reset() noexcept;
  void add(std::string_view bytes) noexcept;
  /// Eight bytes, little-endian.
  void add(std::uint64_t number) noexcept;
  /// Text with its length, so that two texts never look like one.
  void add_framed(std::string_view text) noexcept;
  [[nodiscard]] Digest digest() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace evenhand
