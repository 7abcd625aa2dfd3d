/// What JavaScript can call of the area `interval`, and the fields that cross for it.
#pragma once

#include "evenhand/interval/proportion.hpp"
#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_INTERVAL_FUNCTIONS(X)  \
  X(proportion_interval, ProportionRequest) \
  X(proportion_test, ProportionTestRequest)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_INTERVAL_ENUMS(X) \
  X(interval::ProportionMethod, ProportionMethod, proportionMethods)

// X(name in TypeScript, number)
#define EVENHAND_ABI_INTERVAL_LIMITS(X)

// X(name in TypeScript, value)
#define EVENHAND_ABI_INTERVAL_DEFAULTS(X) X(proportionMethod, interval::default_proportion_method)

namespace evenhand::abi {

struct ProportionRequest {
  Counts counts;
  interval::ProportionMethod method = interval::default_proportion_method;
  Level level;
};

struct ProportionTestRequest {
  Counts counts;
  double null_rate = 0.5;
};

inline Result<interval::ProportionInterval> run(const ProportionRequest& r) {
  return interval::proportion_interval(r.counts, r.method, r.level);
}
inline Result<interval::ProportionTest> run(const ProportionTestRequest& r) {
  return interval::proportion_test(r.counts, r.null_rate);
}

template <class V, Is<ProportionRequest> S>
void fields(V& v, S& s) {
  v.type("ProportionRequest", "One binomial proportion.");
  v("successes", s.counts.successes, "Successes, a whole number from 0 to `trials`.");
  v("trials", s.counts.trials, "Independent trials, a whole number from 1 to 2^53.");
  v.defaulted("method", s.method, "Which interval; see `proportionMethods`.");
  v.defaulted("level", s.level.value, "Two-sided confidence level, 0.5 to below 1.");
}

template <class V, Is<interval::ProportionInterval> S>
void fields(V& v, S& s) {
  v.type("ProportionInterval", "An interval for successes / trials with all that made it.");
  v("estimate", s.estimate, "successes / trials.");
  v("lower", s.lower, "Lower limit, in [0, 1].");
  v("upper", s.upper, "Upper limit, in [0, 1].");
  v("level", s.level.value, "Two-sided confidence level.");
  v("method", s.method, "The interval's method.");
  v("successes", s.counts.successes, "As given.");
  v("trials", s.counts.trials, "As given.");
  v.omitted("unclipped", s.unclipped, "The limits before they were cut to [0, 1], when they were.");
}

template <class V, Is<ProportionTestRequest> S>
void fields(V& v, S& s) {
  v.type("ProportionTestRequest", "One binomial proportion against a fixed rate.");
  v("successes", s.counts.successes, "Successes, a whole number from 0 to `trials`.");
  v("trials", s.counts.trials, "Independent trials, a whole number from 1 to 2^53.");
  v("nullRate", s.null_rate, "The rate to test against, strictly between 0 and 1.");
}

template <class V, Is<interval::ProportionTest> S>
void fields(V& v, S& s) {
  v.type("ProportionTest", "One sample against a fixed rate; X ~ Bin(trials, nullRate).");
  v("nullRate", s.null_rate, "The rate tested against.");
  v("atMost", s.at_most, "P(X <= x).");
  v("atLeast", s.at_least, "P(X >= x).");
  v("midAtMost", s.mid_at_most, "P(X < x) + P(X = x)/2.");
  v("midAtLeast", s.mid_at_least, "P(X > x) + P(X = x)/2.");
  v("central", s.central, "Two-sided exact p-value: twice the smaller tail, at most 1.");
  v("midP", s.mid_p, "Two-sided mid-P value: twice the smaller mid-P tail.");
  v("score", s.score, "Score statistic, standard normal under the fixed rate.");
  v("scoreP", s.score_p, "Two-sided p-value of the score.");
}

}  // namespace evenhand::abi
