/// Prints wasm/src/generated/abi.ts: types with docs, the functions
/// that read and write them, enumerations with their texts,
/// messages and defaults, all read off the core's own declarations by visiting fields.hpp.
#include <cctype>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fields.hpp"

namespace evenhand::abi {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string camel(std::string_view snake) {
  std::string out;
  bool up = false;
  for (const char c : snake) {
    if (c == '_') {
      up = true;
    } else {
      out += up ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      up = false;
    }
  }
  return out;
}

/// One field's value on the TypeScript side: its type, the expression that reads it from `at`, the
/// name of the writer's method with its further arguments, its slots and its default as a literal.
struct Typed {
  std::string type;
  std::string read;
  std::string write;
  std::string argument;
  int slots = 1;
  std::string value;
};

/// Everything printed so far, in the order in which it must appear.
struct Output {
  std::map<std::string, bool> seen;
  std::ostringstream text;
};

template <class Enum>
struct EnumName;
#define EVENHAND_ABI_ENUMS(X)                                        \
  X(Errc, ErrorCode, errorCodes)                                     \
  X(interval::ProportionMethod, ProportionMethod, proportionMethods) \
  X(judge::Design, Design, designs)                                  \
  X(judge::CorrectionMethod, CorrectionMethod, correctionMethods)    \
  X(judge::Status, Status, statuses)                                 \
  X(judge::Reason, Reason, reasons)                                  \
  X(judge::Flag, Flag, flags)                                        \
  X(judge::Calibration, Calibration, calibrations)
#define EVENHAND_ABI_ENUM_NAME(Enum, Type, List) \
  template <>                                    \
  struct EnumName<Enum> {                        \
    static constexpr const char* type = #Type;   \
    static constexpr const char* list = #List;   \
  };
EVENHAND_ABI_ENUMS(EVENHAND_ABI_ENUM_NAME)

/// Describes one structure: its interface, and the function that reads or writes it. Nested ones
/// are printed before it.
class Describer {
 public:
  Describer(Output& output, bool is_request) : output_(output), is_request_(is_request) {}

  void type(const char* name, const char* doc) {
    name_ = name;
    interface_ << "\n/** " << doc << " */\nexport interface " << name << " {\n";
  }
  template <class T>
  void operator()(const char* name, T& value, const char* doc) {
    always(name, describe(value), doc);
  }
  template <class T>
  void derived(const char* name, const T& value, const char* doc) {
    T copy = value;
    always(name, describe(copy), doc);
  }
  template <class T>
  void omitted(const char* name, std::optional<T>&, const char* doc) {
    T content{};
    const Typed inner = describe(content);
    declare(name, inner.type, doc, true);
    write_ << "  to.optional(value." << name << ", " << inner.slots << ", (to, value) => to."
           << inner.write << "(" << quoted(name) << ", value" << inner.argument << "));\n";
    read_after_ << "  const " << name << " = nullable(at, " << inner.slots << ", (at) => "
                << inner.read << ");\n  if (" << name << " !== null) value." << name << " = "
                << name << ";\n";
    slots_ += 1 + inner.slots;
  }
  template <class T>
  void defaulted(const char* name, T& value, const char* doc) {
    const Typed inner = describe(value);
    declare(name, inner.type, std::string(doc) + " Default: `" + inner.value + "`.", true);
    write_ << "  to." << inner.write << "(" << quoted(name) << ", value." << name << " ?? "
           << inner.value << inner.argument << ");\n";
    slots_ += inner.slots;
  }

  /// Prints what was gathered, each interface and function once.
  void finish() {
    if (!std::exchange(output_.seen[name_], true)) output_.text << interface_.str() << "}\n";
    if (std::exchange(output_.seen[function()], true)) return;
    if (is_request_) {
      output_.text << "function " << function() << "(to: Writer, value: " << name_ << "): void {\n"
                   << write_.str() << "}\n";
      return;
    }
    output_.text << "function " << function() << "(at: Cursor): " << name_
                 << " {\n  const value: Mutable<" << name_ << "> = {\n"
                 << read_.str() << "  };\n"
                 << read_after_.str() << "  return value;\n}\n";
  }
  [[nodiscard]] std::string name() const { return name_; }
  [[nodiscard]] std::string function() const { return (is_request_ ? "write" : "read") + name_; }
  [[nodiscard]] int slots() const { return slots_; }

  Typed describe(double& value) { return number(value); }
  Typed describe(const double& value) { return number(value); }
  Typed describe(bool& value) {
    return {"boolean", "boolean(at)", "boolean", "", 1, value ? "true" : "false"};
  }
  Typed describe(std::int64_t& value) {
    return {"number", "number(at)", "number", "", 1, std::to_string(value)};
  }
  Typed describe(judge::Flags&) { return {"readonly Flag[]", "names(flags, at)", "", "", 1, ""}; }
  Typed describe(std::span<const std::int32_t>&) { return {"Int32Array", "", "int32s", "", 2, ""}; }
  template <class T>
  requires std::is_enum_v<T> Typed describe(T& value) {
    const std::string list = EnumName<T>::list;
    return {EnumName<T>::type,          "name(" + list + ", at)", "name", ", " + list, 1,
            quoted(text_of(value).name)};
  }
  template <class T>
  Typed describe(std::optional<T>&) {
    T content{};
    const Typed inner = describe(content);
    return {inner.type + " | null",
            "nullable(at, " + std::to_string(inner.slots) + ", (at) => " + inner.read + ")",
            "",
            "",
            1 + inner.slots,
            ""};
  }
  template <class T>
  Typed describe(std::vector<T>&) {
    T element{};
    const Typed inner = describe(element);
    return {"readonly " + inner.type + "[]", "list(at, (at) => " + inner.read + ")", "", "", 1, ""};
  }
  template <class T>
  requires std::is_class_v<T> Typed describe(T& value) {
    Describer nested(output_, is_request_);
    fields(nested, value);
    nested.finish();
    return {nested.name(),  nested.function() + "(at)",
            "struct",       ", " + nested.function(),
            nested.slots(), ""};
  }

 private:
  static Typed number(double value) {
    std::ostringstream text;
    text << value;
    return {"number", "number(at)", "number", "", 1, text.str()};
  }
  void declare(const char* name, const std::string& type, const std::string& doc, bool optional) {
    interface_ << "  /** " << doc << " */\n  readonly " << name << (optional ? "?: " : ": ") << type
               << (optional ? " | undefined" : "") << ";\n";
  }
  void always(const char* name, const Typed& typed, const char* doc) {
    declare(name, typed.type, doc, false);
    read_ << "    " << name << ": " << typed.read << ",\n";
    write_ << "  to." << typed.write << "(" << quoted(name) << ", value." << name << typed.argument
           << ");\n";
    slots_ += typed.slots;
  }

  Output& output_;
  bool is_request_;
  std::string name_;
  int slots_ = 0;
  std::ostringstream interface_;
  std::ostringstream read_;
  std::ostringstream read_after_;
  std::ostringstream write_;
};

template <class Enum>
void print_enum(Output& output) {
  auto& text = output.text;
  text << "\nexport type " << EnumName<Enum>::type << " =";
  for (const EnumText& entry : texts(Enum{})) text << "\n  | " << quoted(entry.name);
  text << ";\n/** Names, titles and texts of `" << EnumName<Enum>::type
       << "`, in the order of their numbers. */\nexport const " << EnumName<Enum>::list
       << ": readonly EnumText<" << EnumName<Enum>::type << ">[] = [\n";
  for (const EnumText& entry : texts(Enum{})) {
    text << "  { name: " << quoted(entry.name) << ", title: " << quoted(entry.title)
         << ", detail: " << quoted(entry.detail) << " },\n";
  }
  text << "];\n";
}

template <class Request>
void print_function(Output& output, std::ostringstream& table, const char* name) {
  Request request;
  const Typed in = Describer(output, true).describe(request);
  std::remove_cvref_t<decltype(run(request).value())> answer{};
  const Typed out = Describer(output, false).describe(answer);
  table << "  " << camel(name) << ": {\n    symbol: " << quoted(std::string("evenhand_") + name)
        << ",\n    write: write" << in.type << ",\n    read: (at: Cursor): " << out.type << " => "
        << out.read << ",\n  } as Signature<" << in.type << ", " << out.type << ">,\n";
}

void print() {
  Output output;
  output.text << "// Generated by wasm/abi_types.cpp; do not edit. `./dev build` writes it again.\n"
                 "import {\n  boolean, list, name, names, nullable, number,\n"
                 "  type Cursor, type EnumText, type Mutable, type Signature, type Writer,\n"
                 "} from \"../wire.ts\";\n";
#define EVENHAND_ABI_PRINT_ENUM(Enum, Type, List) print_enum<Enum>(output);
  EVENHAND_ABI_ENUMS(EVENHAND_ABI_PRINT_ENUM)

  std::ostringstream table;
#define EVENHAND_ABI_PRINT(name, Request) print_function<Request>(output, table, #name);
  EVENHAND_ABI_FUNCTIONS(EVENHAND_ABI_PRINT)

  output.text
      << "\n/** Numbers that the core decides and people should be told. */\n"
         "export const limits = {\n"
      << "  maxCount: " << max_count << ",\n"
      << "  enoughLabelsPerClass: " << judge::enough_labels_per_class << ",\n"
      << "  enoughLabelsSubset: " << judge::enough_labels_subset << ",\n} as const;\n"
      << "\n/** What is used when nothing else is asked for. */\nexport const defaults = {\n"
      << "  level: " << Level{}.value
      << ",\n  proportionMethod: " << quoted(text_of(interval::default_proportion_method).name)
      << ",\n  externalMethod: " << quoted(text_of(judge::default_external_method).name)
      << ",\n  design: " << quoted(text_of(judge::LeaderboardOptions{}.design).name)
      << ",\n  seed: " << judge::Backtest{}.seed << ",\n} as const;\n"
      << "\n/** Every function of the module. */\nexport const functions = {\n"
      << table.str() << "};\n";
  std::fputs(output.text.str().c_str(), stdout);
}

}  // namespace
}  // namespace evenhand::abi

int main() { evenhand::abi::print(); }
