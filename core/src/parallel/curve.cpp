#include "evenhand/parallel/curve.hpp"

namespace evenhand::parallel {

Result<InformationCurve> information_curve(const TargetColumns&, const CurveOptions&) {
  return Error{Errc::unsupported, ""};
}

}  // namespace evenhand::parallel
