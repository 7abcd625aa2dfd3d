/// JSON for other programs, on one line, as JavaScript would write it. Structures that cross the
/// boundary to JavaScript are written by the lists of their fields, and so have the same shape.
/// It lives in the lists' namespace, to be found by them.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "evenhand/base/enums.hpp"
#include "evenhand/base/flags.hpp"

namespace evenhand::abi {

class JsonWriter {
 public:
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  /// Malformed UTF-8 becomes U+FFFD.
  void value(std::string_view text);
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool truth) { raw(truth ? "true" : "false"); }
  void value(double number);
  template <std::integral T>
  void value(T number) {
    raw(std::to_string(number));
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void value(Enum enumerator) { value(text_of(enumerator).name); }
  template <class Enum>
  void value(const FlagSet<Enum>& flags) {
    begin_array();
    for (std::size_t i = 0; i < texts(Enum{}).size(); ++i) {
      if (flags.has(static_cast<Enum>(i))) value(static_cast<Enum>(i));
    }
    end_array();
  }
  template <class T>
  void value(const std::vector<T>& list) {
    begin_array();
    for (const T& element : list) value(element);
    end_array();
  }
  template <class T>
  void value(const std::optional<T>& present) {
    if (present) {
      value(*present);
    } else {
      raw("null");
    }
  }
  template <class T>
  requires std::is_class_v<T>
  void value(const T& structure) {
    begin_object();
    fields(*this, structure);
    end_object();
  }
  /// A value that is JSON already.
  void raw(std::string_view json);

  // What lists of fields call.
  void type(const char*, const char*) {}
  template <class T>
  void operator()(const char* name, const T& field, const char*) {
    key(name);
    value(field);
  }
  template <class T>
  void omitted(const char* name, const T& field, const char* doc) {
    if (field) (*this)(name, *field, doc);
  }
  template <class T>
  void derived(const char* name, const T& field, const char* doc) {
    (*this)(name, field, doc);
  }

  /// What was written.
  [[nodiscard]] std::string take() { return std::exchange(out_, {}); }

 private:
  void separate();
  void open(char bracket);
  void close(char bracket);

  std::string out_;
  bool comma_ = false;
};

}  // namespace evenhand::abi
