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
  std::vector<std::int32_t> column(joint.size());
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t s = 0; s < joint.size(); ++s) column[s] = joint.tokens[s * length + i];
    std::vector<std::int32_t>& known = out.vocabulary[i];
    known = column;
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    for (std::size_t s = 0; s < joint.size(); ++s) {
      const auto place = std::lower_bound(known.begin(), known.end(), column[s]);
      out.codes[i * joint.size() + s] = static_cast<std::uint32_t>(place - known.begin());
    }
  }
  return out;
}

}  // namespace evenhand::parallel
