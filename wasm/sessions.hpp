/// What lives longer than a call: a number stands for each on the other side, until it is closed.
/// The boundary keeps them, and does nothing with them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <variant>

namespace evenhand::abi {

/// Memory that the caller allocated and gave away with a request.
class GivenBytes {
 public:
  GivenBytes() = default;
  GivenBytes(void* memory, std::size_t size) : memory_(memory), size_(size) {}
  [[nodiscard]] std::span<const std::byte> bytes() const {
    return {static_cast<const std::byte*>(memory_.get()), size_};
  }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  std::unique_ptr<void, Free> memory_;
  std::size_t size_ = 0;
};

/// Sessions of a few kinds; a number is never used again.
template <class... Kinds>
class Sessions {
 public:
  template <class Kind>
  std::int64_t open(std::shared_ptr<Kind> session) {
    sessions_.emplace(++last_, std::move(session));
    return last_;
  }
  /// Null when there is none of that number and kind.
  template <class Kind>
  [[nodiscard]] std::shared_ptr<Kind> find(std::int64_t number) const {
    const auto found = sessions_.find(number);
    if (found == sessions_.end()) return nullptr;
    const auto* session = std::get_if<std::shared_ptr<Kind>>(&found->second);
    return session == nullptr ? nullptr : *session;
  }
  /// Whether there was one.
  bool close(std::int64_t number) { return sessions_.erase(number) == 1; }

 private:
  std::map<std::int64_t, std::variant<std::shared_ptr<Kinds>...>> sessions_;
  std::int64_t last_ = 0;
};

}  // namespace evenhand::abi
