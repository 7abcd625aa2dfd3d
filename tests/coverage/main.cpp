/// Measures coverage and expected length of every interval. Prints one JSON object a line, for
/// report.mjs. Deterministic: fixed seeds, and sums that do not depend on the number of threads.
///
///   evenhand_coverage [SCALE [PART...]]    SCALE multiplies the numbers of samples; default 1
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "families.hpp"

int main(int argc, char** argv) {
  using namespace coverage;
  constexpr std::array parts{
      std::pair{"proportion", &proportion_family}, std::pair{"independent", &independent_family},
      std::pair{"paired", &paired_family},         std::pair{"mcnemar", &mcnemar_family},
      std::pair{"clusters", &cluster_family},      std::pair{"means", &mean_family},
      std::pair{"reruns", &rerun_family},          std::pair{"samples", &sample_family},
      std::pair{"judge", &judge_family},           std::pair{"subset", &subset_family}};
  const Effort effort{argc > 1 ? std::atof(argv[1]) : 1};
  if (!(effort.scale > 0 && effort.scale <= 100)) {
    std::fputs("usage: evenhand_coverage [SCALE [PART...]], 0 < SCALE <= 100; the parts are",
               stderr);
    for (const auto& [name, run] : parts) std::fprintf(stderr, " %s", name);
    std::fputs("\n", stderr);
    return 2;
  }
  Row("study").add("scale", effort.scale);
  for (const auto& [name, run] : parts) {
    bool wanted = argc <= 2;
    for (int i = 2; i < argc; ++i) wanted = wanted || std::string_view(argv[i]) == name;
    if (wanted) run(effort);
  }
}
