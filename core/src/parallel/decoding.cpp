#include "parallel/decoding.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/sums.hpp"

namespace evenhand::parallel {

std::optional<Error> check(const Decoding& decoding) noexcept {
  if (decoding.temperature >= 0 && decoding.temperature <= 100) return std::nullopt;
  return Error{Errc::value_out_of_range, "temperature"};
}

void decode(std::span<double> distribution, const Decoding& decoding) {
  if (decoding.temperature == 1 || distribution.empty()) return;
  const double largest = *std::max_element(distribution.begin(), distribution.end());
  if (decoding.temperature == 0) {
    const auto tied = [largest](double p) { return p >= largest - score_tie; };
    const auto first = std::find_if(distribution.begin(), distribution.end(), tied);
    const auto count = std::count_if(distribution.begin(), distribution.end(), tied);
    const bool all = decoding.value_ties == TieRule::random;
    for (auto p = distribution.begin(); p != distribution.end(); ++p) {
      const bool taken = all ? tied(*p) : p == first;
      *p = taken ? 1 / static_cast<double>(all ? count : 1) : 0;
    }
    return;
  }
  // Relative to the largest, so that nothing overflows at low temperatures.
  numeric::NeumaierSum total;
  for (double& p : distribution) {
    p = p > 0 ? std::exp(std::log(p / largest) / decoding.temperature) : 0;
    total.add(p);
  }
  for (double& p : distribution) p /= total.value();
}

void log2_decoded(std::span<const double> distribution, std::span<const double> decoded,
                  const Decoding& decoding, std::vector<double>& out) {
  constexpr double least = 1e-300;
  out.resize(decoded.size());
  for (std::size_t v = 0; v < decoded.size(); ++v) out[v] = std::log2(decoded[v]);
  if (decoding.temperature == 0 || *std::min_element(decoded.begin(), decoded.end()) >= least) {
    return;
  }
  const auto best = static_cast<std::size_t>(
      std::max_element(distribution.begin(), distribution.end()) - distribution.begin());
  for (std::size_t v = 0; v < decoded.size(); ++v) {
    if (decoded[v] >= least) continue;
    out[v] = out[best] + std::log2(distribution[v] / distribution[best]) / decoding.temperature;
  }
}

}  // namespace evenhand::parallel
