/// Prints what the native core makes of every golden row, one JSON list of numbers per line, for
/// tests/wasm to compare with the WebAssembly module's answers to the same rows.
#include <cstdio>
#include <string>

#include "evenhand/judge/correction.hpp"
#include "rows.hpp"

using namespace evenhand;

namespace {

void print(double estimate, double lower, double upper) {
  std::printf("[%.17g,%.17g,%.17g]\n", estimate, lower, upper);
}
void print(const Result<judge::Correction>& result) {
  print(result->estimate.value_or(-1), result->lower, result->upper);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  for (const auto& row : golden::table(name)) {
    if (name == "proportion.csv") {
      const auto result = interval::proportion_interval(
          {row.count("x"), row.count("n")},
          golden::named<interval::ProportionMethod>(row.text("method")),
          Level{row.number("level")});
      print(result->estimate, result->lower, result->upper);
    } else if (name == "judge_external.csv") {
      print(judge::correct_external(golden::external_data(row),
                                    golden::named<judge::CorrectionMethod>(row.text("method")),
                                    Level{row.number("level")}, false));
    } else if (name == "judge_known.csv") {
      print(judge::correct_known(
          {{row.count("x"), row.count("n")}, row.number("sensitivity"), row.number("specificity")},
          golden::named<interval::ProportionMethod>(row.text("interval")),
          Level{row.number("level")}));
    } else if (name == "judge_subset.csv") {
      print(judge::correct_subset(
          {{row.count("tp"), row.count("fn"), row.count("fp"), row.count("tn")},
           {row.count("x"), row.count("n")}},
          Level{row.number("level")}));
    } else {
      std::fprintf(stderr, "no golden table %s\n", name.c_str());
      return 2;
    }
  }
}
