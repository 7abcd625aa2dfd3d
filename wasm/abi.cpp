/// The C boundary's functions; what they are for is in abi.hpp. There is no logic here; the fields
/// are in fields.hpp.
#include "abi.hpp"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "evenhand/base/flags.hpp"

#define EVENHAND_EXPORT extern "C" __attribute__((used, visibility("default")))

// What the modules of one tool offer; the linker leaves out what nothing exported needs. Unless
// the build picks one of them, everything is there.
#define EVENHAND_ABI_JUDGE_MODULE EVENHAND_ABI_JUDGE_FUNCTIONS
#define EVENHAND_ABI_JUDGEMENT_MODULE(X) \
  EVENHAND_ABI_JUDGE_FUNCTIONS(X)        \
  EVENHAND_ABI_CONTRAST_FUNCTIONS(X)     \
  EVENHAND_ABI_LABELS_FUNCTIONS(X)
#define EVENHAND_ABI_PARALLEL_MODULE EVENHAND_ABI_PARALLEL_FUNCTIONS
#define EVENHAND_ABI_COMPARE_MODULE(X) \
  EVENHAND_ABI_INTERVAL_FUNCTIONS(X)   \
  EVENHAND_ABI_COMPARE_FUNCTIONS(X)
#define EVENHAND_ABI_CORE_MODULE EVENHAND_ABI_CORE_FUNCTIONS
#define EVENHAND_ABI_OVERLAP_MODULE EVENHAND_ABI_SCANNING_FUNCTIONS
#ifndef EVENHAND_ABI_MODULE
#define EVENHAND_ABI_MODULE EVENHAND_ABI_FUNCTIONS
#endif

namespace evenhand::abi {
namespace {

std::vector<double> answer_buffer;  // its first answer_slots hold the answer
std::size_t answer_slots = 0;
std::string answer_texts;  // one behind the other
std::string error_argument;
double error_limit = 0;

/// Reads a request from its slots; keeps the first value that is not of its field's kind.
class Reader {
 public:
  explicit Reader(const double* slots) : next_(slots) {}

  void type(const char*, const char*) {}
  template <class T>
  void operator()(const char* name, T& value, const char*) {
    const Part part{.name = name, .outer = part_};
    part_ = &part;
    read(value);
    part_ = part.outer;
  }
  template <class T>
  void omitted(const char* name, T& value, const char* doc) {
    (*this)(name, value, doc);
  }
  template <class T>
  void defaulted(const char* name, T& value, const char* doc) {
    (*this)(name, value, doc);
  }

  /// The argument is a path such as "backtest.seed"; it lives as long as the reader.
  [[nodiscard]] std::optional<Error> error() const {
    if (!code_) return std::nullopt;
    return Error{*code_, refused_};
  }

 private:
  double take() { return *next_++; }
  void refuse(Errc code) {
    if (code_) return;
    code_ = code;
    for (const Part* part = part_; part != nullptr; part = part->outer) {
      if (!refused_.empty()) refused_.insert(0, 1, '.');
      refused_.insert(0, part->name);
    }
  }

  void read(double& value) { value = take(); }
  void read(bool& value) { value = take() != 0; }
  void read(std::int32_t& value) {
    std::int64_t number = 0;
    read(number);
    if (number != static_cast<std::int32_t>(number)) return refuse(Errc::value_out_of_range);
    value = static_cast<std::int32_t>(number);
  }
  void read(std::int64_t& value) {
    const double slot = take();
    if (!std::isfinite(slot)) return refuse(Errc::not_finite);
    if (slot != std::floor(slot) || std::abs(slot) > static_cast<double>(max_count)) {
      return refuse(Errc::not_integer);
    }
    value = static_cast<std::int64_t>(slot);
  }
  template <class T>
  requires std::is_enum_v<T>
  void read(T& value) {
    constexpr auto count = static_cast<std::int64_t>(texts(T{}).size());
    std::int64_t number = -1;
    read(number);
    if (number < 0 || number >= count) {
      return refuse(Errc::value_out_of_range);
    }
    value = static_cast<T>(number);
  }
  template <class Enum>
  void read(FlagSet<Enum>& value) {
    constexpr std::size_t count = texts(Enum{}).size();
    std::int64_t bits = 0;
    read(bits);
    if (bits < 0 || bits >> count != 0) return refuse(Errc::value_out_of_range);
    for (std::size_t i = 0; i < count; ++i) {
      value.set_if(static_cast<Enum>(i), (bits >> i) % 2 != 0);
    }
  }
  template <class T>
  void read(std::span<const T>& value) {
    const auto address = static_cast<std::uintptr_t>(take());
    const auto size = static_cast<std::size_t>(take());
    value = {reinterpret_cast<const T*>(address), size};
  }
  void read(std::string_view& value) {
    std::span<const char> bytes;
    read(bytes);
    value = {bytes.data(), bytes.size()};
  }
  void read(GivenBytes& value) {
    const auto address = static_cast<std::uintptr_t>(take());
    value = GivenBytes(reinterpret_cast<void*>(address), static_cast<std::size_t>(take()));
  }
  template <class T>
  void read(std::optional<T>& value) {
    bool present = false;
    read(present);
    T content{};
    read(content);
    if (present) value = content;
  }
  template <class T>
  requires std::is_class_v<T>
  void read(T& value) { fields(*this, value); }

  /// A field that is being read, and the one it is part of: text is made of them on refusal only,
  /// it would cost more than all the rest of reading.
  struct Part {
    const char* name;
    const Part* outer;
  };

  const double* next_;
  const Part* part_ = nullptr;
  std::optional<Errc> code_;
  std::string refused_;
};

/// Writes an answer to slots and its texts behind them; refuses to let anything but finite numbers
/// out.
class Writer {
 public:
  Writer(std::vector<double>& slots, std::string& texts)
      : slots_(slots), texts_(texts), next_(slots.data()), end_(next_ + slots.size()) {
    texts_.clear();
  }

  void type(const char*, const char*) {}
  template <class T>
  void operator()(const char*, const T& value, const char*) {
    write(value);
  }
  template <class T>
  void omitted(const char*, const T& value, const char*) {
    write(value);
  }
  template <class T>
  void derived(const char*, const T& value, const char*) {
    write(value);
  }

  void write(double value) {
    // Of any other value the difference is NaN.
    doubt_ += value - value;
    if (next_ == end_) grow();
    *next_++ = value;
  }
  void write(bool value) { write(value ? 1.0 : 0.0); }
  template <class T>
  requires std::is_integral_v<T>
  void write(T value) { write(static_cast<double>(value)); }
  void write(std::string_view value) {
    write(static_cast<double>(texts_.size()));
    write(static_cast<double>(value.size()));
    texts_ += value;
  }
  void write(const std::string& value) { write(std::string_view(value)); }
  void write(std::span<const std::byte> value) {
    write(static_cast<double>(reinterpret_cast<std::uintptr_t>(value.data())));
    write(static_cast<double>(value.size()));
  }
  template <class Enum>
  void write(FlagSet<Enum> value) {
    write(static_cast<double>(value.bits()));
  }
  template <class T>
  requires std::is_enum_v<T>
  void write(T value) { write(static_cast<double>(value)); }
  template <class T>
  void write(const std::optional<T>& value) {
    write(value.has_value());
    write(value.value_or(T{}));
  }
  template <class T>
  void write(const std::vector<T>& values) {
    write(static_cast<double>(values.size()));
    for (const T& value : values) write(value);
  }
  template <class T>
  requires std::is_class_v<T>
  void write(const T& value) { fields(*this, value); }

  [[nodiscard]] bool finite() const { return doubt_ == 0; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(next_ - slots_.data()); }

 private:
  /// Pointers, because a vector built for size calls four functions to take a number.
  void grow() {
    const std::size_t used = size();
    slots_.resize(2 * used + 64);
    next_ = slots_.data() + used;
    end_ = slots_.data() + slots_.size();
  }

  std::vector<double>& slots_;
  std::string& texts_;
  double* next_;
  double* end_;
  double doubt_ = 0;
};

std::int32_t refuse(Error error) {
  error_argument = error.argument;
  error_limit = error.limit;
  return 1 + static_cast<std::int32_t>(error.code);
}

template <class Request>
std::int32_t answer(const double* slots) {
  Reader reader(slots);
  Request request;
  fields(reader, request);
  if (const auto error = reader.error()) return refuse(*error);
  const auto result = run(request);
  if (!result) return refuse(result.error());
  Writer writer(answer_buffer, answer_texts);
  writer.write(*result);
  answer_slots = writer.size();
  return writer.finite() ? 0 : refuse({Errc::no_convergence, ""});
}

}  // namespace
}  // namespace evenhand::abi

#define EVENHAND_ABI_DEFINE(name, Request)                              \
  EVENHAND_EXPORT std::int32_t evenhand_##name(const double* request) { \
    return evenhand::abi::answer<evenhand::abi::Request>(request);      \
  }
EVENHAND_ABI_MODULE(EVENHAND_ABI_DEFINE)

EVENHAND_EXPORT const double* evenhand_answer() { return evenhand::abi::answer_buffer.data(); }
EVENHAND_EXPORT std::size_t evenhand_answer_slots() { return evenhand::abi::answer_slots; }
EVENHAND_EXPORT const char* evenhand_answer_texts() { return evenhand::abi::answer_texts.data(); }
EVENHAND_EXPORT std::size_t evenhand_answer_texts_size() {
  return evenhand::abi::answer_texts.size();
}
EVENHAND_EXPORT const char* evenhand_error_argument() {
  return evenhand::abi::error_argument.c_str();
}
EVENHAND_EXPORT double evenhand_error_limit() { return evenhand::abi::error_limit; }
EVENHAND_EXPORT void* evenhand_allocate(std::size_t bytes) { return std::malloc(bytes); }
EVENHAND_EXPORT void evenhand_release(void* memory) { std::free(memory); }
