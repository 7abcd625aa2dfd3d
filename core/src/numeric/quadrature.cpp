#include "numeric/quadrature.hpp"

#include <array>

namespace evenhand::numeric {
namespace {

struct Node {
  double abscissa;
  double weight;
};

/// The positive half of the 16-point rule on (-1, 1): zeros of the Legendre polynomial, computed
/// with 40 digits.
constexpr std::array<Node, 8> legendre_16{{{0.09501250983763744019, 0.18945061045506849629},
                                           {0.28160355077925891323, 0.18260341504492358887},
                                           {0.45801677765722738634, 0.16915651939500253819},
                                           {0.61787624440264374845, 0.14959598881657673208},
                                           {0.75540440835500303390, 0.12462897125553387205},
                                           {0.86563120238783174388, 0.09515851168249278481},
                                           {0.94457502307323257608, 0.06225352393864789286},
                                           {0.98940093499164993260, 0.02715245941175409485}}};

}  // namespace

double gauss_legendre(FunctionRef f, double low, double high, int panels) noexcept {
  const double half = (high - low) / (2.0 * panels);
  double sum = 0;
  for (int panel = 0; panel < panels; ++panel) {
    const double middle = low + half * (2 * panel + 1);
    for (const Node& node : legendre_16) {
      const double reach = half * node.abscissa;
      sum += node.weight * (f(middle - reach) + f(middle + reach));
    }
  }
  return half * sum;
}

}  // namespace evenhand::numeric
