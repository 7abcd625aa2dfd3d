/// Options whose values are named in the core's lists.
#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/base/enums.hpp"
#include "failure.hpp"

namespace evenhand::scan {

/// The enumerator of that name. Fails with the names there are.
template <class Enum>
[[nodiscard]] Enum enum_of(const std::string& option, std::string_view name) {
  std::string names;
  const auto all = texts(Enum{});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].name == name) return static_cast<Enum>(i);
    names += (i > 0 ? ", " : "") + std::string(all[i].name);
  }
  throw Failure(Status::bad_input, option + " " + std::string(name) + ": expected one of " + names);
}

}  // namespace evenhand::scan

namespace evenhand::abi {

/// Sets the fields of a structure that may be left out by their names, from OPTION=VALUE.
class Chooser {
 public:
  /// Fails when no field has the name, or the value is not one of its own.
  template <class S>
  static void choose(S& structure, const std::string& option, const std::string& given) {
    Chooser chooser(option, given);
    fields(chooser, structure);
    if (!chooser.found_) {
      throw scan::Failure(
          scan::Status::bad_input,
          option + " " + given + ": expected OPTION=VALUE with one of " + chooser.names_);
    }
  }

  void type(const char*, const char*) {}
  template <class T>
  void operator()(const char*, T&, const char*) {}
  template <class T>
  void omitted(const char* name, std::optional<T>& field, const char* doc) {
    T value{};
    defaulted(name, value, doc);
    if (name == name_) field = value;
  }
  template <class T>
  void defaulted(const char* name, T& field, const char*) {
    names_ += (names_.empty() ? "" : ", ") + std::string(name);
    if (name != name_) return;
    found_ = true;
    read(field);
  }

 private:
  Chooser(const std::string& option, const std::string& given) : option_(option), given_(given) {
    const std::size_t equals = std::min(given_.find('='), given_.size());
    name_ = given_.substr(0, equals);
    value_ = given_.substr(std::min(equals + 1, given_.size()));
  }

  [[noreturn]] void refuse(const char* expected) const {
    throw scan::Failure(scan::Status::bad_input,
                        option_ + " " + std::string(given_) + ": expected " + expected);
  }
  template <class T>
  requires std::is_enum_v<T>
  void read(T& value) { value = scan::enum_of<T>(option_ + " " + std::string(name_), value_); }
  template <class T>
  requires std::is_arithmetic_v<T>
  void read(T& value) {
    const char* const end = value_.data() + value_.size();
    const auto [stop, error] = std::from_chars(value_.data(), end, value);
    if (error != std::errc{} || stop != end) refuse("a number");
  }
  void read(bool& value) {
    if (value_ != "true" && value_ != "false") refuse("true or false");
    value = value_ == "true";
  }

  std::string option_;
  std::string_view given_;
  std::string_view name_;
  std::string_view value_;
  std::string names_;
  bool found_ = false;
};

}  // namespace evenhand::abi
