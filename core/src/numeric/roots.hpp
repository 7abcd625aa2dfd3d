/// Root finding inside a bracket.
#pragma once

namespace evenhand::numeric {

/// A function of one real variable, borrowed: cheap to pass, valid while its target lives.
class FunctionRef {
 public:
  template <class Function>
  // NOLINTNEXTLINE(google-explicit-constructor): lambdas pass as they are
  FunctionRef(const Function& target) noexcept
      : target_(&target), call_([](const void* object, double x) {
          return (*static_cast<const Function*>(object))(x);
        }) {}
  double operator()(double x) const { return call_(target_, x); }

 private:
  const void* target_;
  double (*call_)(const void*, double);
};

/// Root of a continuous f with f(low) and f(high) of opposite sign, to the last bit of the
/// bracket (Alefeld, Potra and Shi 1995, algorithm 748). A zero at an end is returned as it is.
/// NaN when the signs do not differ. Compiled once: the algorithm is large.
[[nodiscard]] double bracketed_root(FunctionRef f, double low, double high) noexcept;

/// The last point towards `outside` where a predicate still holds, given that it holds at
/// `inside` and fails at `outside`: bisection to neighbouring doubles.
template <class Predicate>
[[nodiscard]] double bisect_edge(Predicate&& holds, double inside, double outside) noexcept {
  for (int halvings = 0; halvings < 400; ++halvings) {
    const double middle = inside + 0.5 * (outside - inside);
    if (middle == inside || middle == outside) break;
    (holds(middle) ? inside : outside) = middle;
  }
  return inside;
}

}  // namespace evenhand::numeric
