#include "parallel/codes.hpp"

#include <algorithm>
#include <cstddef>

namespace evenhand::parallel {

Codes make_codes(const Joint& joint) {
  const auto length = static_cast<std::size_t>(joint.length);
  Codes out;
  out.sequences = joint.size();
  out.vocabulary.resize(length);
  out.codes.resize(length * joint.size());
  const std::int32_t largest = *std::max_element(joint.tokens.begin(), joint.tokens.end());
  // Numbers in use are found by marking them, unless they are so large that sorting is cheaper.
  const bool few = static_cast<std::size_t>(largest) < 4 * joint.size();
  std::vector<std::uint32_t> code_of(few ? static_cast<std::size_t>(largest) + 1 : 0);
  std::vector<std::int32_t> column(joint.size());
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t s = 0; s < joint.size(); ++s) column[s] = joint.tokens[s * length + i];
    const auto codes = std::span(out.codes).subspan(i * joint.size(), joint.size());
    std::vector<std::int32_t>& known = out.vocabulary[i];
    if (few) {
      std::fill(code_of.begin(), code_of.end(), 0U);
      for (const std::int32_t token : column) code_of[static_cast<std::size_t>(token)] = 1;
      for (std::size_t token = 0; token < code_of.size(); ++token) {
        if (code_of[token] == 0) continue;
        code_of[token] = static_cast<std::uint32_t>(known.size());
        known.push_back(static_cast<std::int32_t>(token));
      }
      for (std::size_t s = 0; s < joint.size(); ++s) {
        codes[s] = code_of[static_cast<std::size_t>(column[s])];
      }
      continue;
    }
    known = column;
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    for (std::size_t s = 0; s < joint.size(); ++s) {
      const auto place = std::lower_bound(known.begin(), known.end(), column[s]);
      codes[s] = static_cast<std::uint32_t>(place - known.begin());
    }
  }
  return out;
}

}  // namespace evenhand::parallel
