/// Prints wasm/src/generated/abi.ts: types with docs, wire layouts, enumerations with their texts,
/// messages and defaults, all read off the core's own declarations by visiting fields.hpp.
#include <cctype>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
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

std::string first_lower(std::string text) {
  text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

/// A TypeScript type, the wire kind that decodes to it, and a default as a literal.
struct Typed {
  std::string type;
  std::string kind;
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

/// Describes one structure; nested ones are described before it.
class Describer {
 public:
  explicit Describer(Output& output) : output_(output) {}

  void type(const char* name, const char* doc) {
    name_ = name;
    fresh_ = !output_.seen[name];
    output_.seen[name] = true;
    interface_ << "\n/** " << doc << " */\nexport interface " << name << " {\n";
  }
  template <class T>
  void operator()(const char* name, T& value, const char* doc) {
    field(name, describe(value), doc, "", "");
  }
  template <class T>
  void derived(const char* name, const T& value, const char* doc) {
    field(name, describe(value), doc, "", "");
  }
  template <class T>
  void omitted(const char* name, std::optional<T>& value, const char* doc) {
    T content = value.value_or(T{});
    const Typed inner = describe(content);
    field(name, {inner.type, "{ omitted: " + inner.kind + " }", ""}, doc, "?", "");
  }
  template <class T>
  void defaulted(const char* name, T& value, const char* doc) {
    const Typed inner = describe(value);
    field(name, inner, std::string(doc) + " Default: `" + inner.value + "`.", "?",
          ", " + inner.value);
  }

  template <class T>
  void finish(T&) {
    if (!fresh_) return;
    output_.text << interface_.str() << "}\nexport const " << layout() << ": Layout = [\n"
                 << layout_.str() << "];\n";
  }
  [[nodiscard]] std::string name() const { return name_; }
  [[nodiscard]] std::string layout() const { return first_lower(name_) + "Layout"; }

  Typed describe(double& value) { return number(value); }
  Typed describe(const double& value) { return number(value); }
  Typed describe(bool value) { return {"boolean", "\"boolean\"", value ? "true" : "false"}; }
  Typed describe(std::int64_t& value) { return {"number", "\"number\"", std::to_string(value)}; }
  Typed describe(judge::Flags&) { return {"readonly Flag[]", "{ flags: flags }", "[]"}; }
  Typed describe(std::span<const std::int32_t>&) { return {"Int32Array", "\"int32s\"", ""}; }
  template <class T>
  requires std::is_enum_v<T> Typed describe(T& value) {
    return {EnumName<T>::type, std::string("{ enumeration: ") + EnumName<T>::list + " }",
            quoted(text_of(value).name)};
  }
  template <class T>
  Typed describe(std::optional<T>&) {
    T content{};
    const Typed inner = describe(content);
    return {inner.type + " | null", "{ nullable: " + inner.kind + " }", "null"};
  }
  template <class T>
  Typed describe(std::vector<T>&) {
    T element{};
    const Typed inner = describe(element);
    return {"readonly " + inner.type + "[]", "{ list: " + inner.kind + " }", "[]"};
  }
  template <class T>
  requires std::is_class_v<T> Typed describe(T& value) {
    Describer nested(output_);
    fields(nested, value);
    nested.finish(value);
    return {nested.name(), "{ struct: " + nested.layout() + " }", ""};
  }

 private:
  static Typed number(double value) {
    std::ostringstream text;
    text << value;
    return {"number", "\"number\"", text.str()};
  }
  void field(const char* name, const Typed& typed, const std::string& doc, const char* mark,
             const std::string& fallback) {
    interface_ << "  /** " << doc << " */\n  readonly " << name << mark << ": " << typed.type
               << (*mark != '\0' ? " | undefined" : "") << ";\n";
    layout_ << "  [" << quoted(name) << ", " << typed.kind << fallback << "],\n";
  }

  Output& output_;
  std::string name_;
  bool fresh_ = false;
  std::ostringstream interface_;
  std::ostringstream layout_;
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
  Describer describer(output);
  Request request;
  const Typed in = describer.describe(request);
  using Answer = std::remove_cvref_t<decltype(run(request).value())>;
  Answer answer{};
  const Typed out = describer.describe(answer);
  table << "  " << camel(name) << ": {\n    symbol: " << quoted(std::string("evenhand_") + name)
        << ",\n    request: " << first_lower(in.type) + "Layout"
        << ",\n    answer: " << out.kind << ",\n  } as Signature<" << in.type << ", " << out.type
        << ">,\n";
}

void print() {
  Output output;
  output.text << "// Generated by wasm/abi_types.cpp; do not edit. `./dev build` writes it again.\n"
                 "import type { EnumText, Layout, Signature } from \"../wire.ts\";\n";
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
