/// The audit of a calibration: its formula by hand, its verdicts, refusals, and coverage.
#include "evenhand/judge/transport.hpp"

#include <limits>

#include <catch2/catch.hpp>

#include "evenhand/base/rng.hpp"

using namespace evenhand;
using namespace evenhand::judge;

TEST_CASE("an audit is a difference of shares in each stratum of the verdict", "[judge]") {
  const auto audit = transport_audit({90, 8, 10, 42}, {40, 3, 8, 9}, 0.05);
  REQUIRE(audit);
  CHECK(audit->probe == 60);
  CHECK(audit->observed == Approx(43.0 / 60));
  CHECK(audit->predicted == Approx((48 * 0.9 + 12 * 0.16) / 60));
  CHECK(audit->residual == Approx(-0.0353333333333333));
  // By hand, from shares 0.781948444357 and 0.218051555643, gaps 41/50 - 91/102 and 4/14 - 9/52.
  CHECK(audit->lower == Approx(-0.14440062860361874).epsilon(1e-12));
  CHECK(audit->upper == Approx(0.08067623975026206).epsilon(1e-12));
  CHECK(audit->verdict == AuditVerdict::inconclusive);
}

TEST_CASE("an audit passes within its margin, fails beyond it, and is not decided between",
          "[judge]") {
  const Confusion calibration{900, 80, 100, 420};
  const auto verdict = [&](const Confusion& probe, double margin) {
    const auto audit = transport_audit(calibration, probe, margin);
    REQUIRE(audit);
    CHECK(audit->lower <= audit->residual);
    CHECK(audit->residual <= audit->upper);
    return audit->verdict;
  };
  CHECK(verdict(calibration, 0.05) == AuditVerdict::pass);
  CHECK(verdict({600, 80, 400, 420}, 0.05) == AuditVerdict::fail);
  CHECK(verdict({1000, 250, 0, 250}, 0.05) == AuditVerdict::fail);
  CHECK(verdict({9, 1, 1, 4}, 0.05) == AuditVerdict::inconclusive);
  CHECK(verdict(calibration, 0) == AuditVerdict::inconclusive);
  CHECK(verdict({0, 500, 500, 0}, 1) == AuditVerdict::pass);
}

TEST_CASE("an audit has width where labels agree or are missing for a verdict", "[judge]") {
  const auto agreed = transport_audit({50, 0, 0, 50}, {20, 0, 0, 20}, 0.05);
  CHECK(agreed->residual == 0);
  CHECK(agreed->lower < 0);
  CHECK(agreed->upper > 0);
  const auto bare = transport_audit({50, 0, 10, 0}, {0, 5, 0, 15}, 0.05);
  CHECK(bare->predicted == 0.5);
  CHECK(bare->upper - bare->lower > 0.5);
}

TEST_CASE("audits that make no sense are refused by name", "[judge]") {
  const Confusion good{9, 1, 1, 4};
  const auto refused = [](const Result<TransportAudit>& result, Errc code, const char* argument) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code == code);
    CHECK(result.error().argument == argument);
  };
  refused(transport_audit({}, good, 0.1), Errc::empty_sample, "calibration");
  refused(transport_audit(good, {}, 0.1), Errc::empty_sample, "probe");
  refused(transport_audit(good, {-1, 2, 3, 4}, 0.1), Errc::not_integer, "probe");
  refused(transport_audit(good, good, 1.1), Errc::rate_out_of_range, "margin");
  refused(transport_audit(good, good, std::numeric_limits<double>::quiet_NaN()), Errc::not_finite,
          "margin");
  refused(transport_audit(good, good, 0.1, Level{0.2}), Errc::level_out_of_range, "level");
}

TEST_CASE("an audit's interval covers with few fresh labels and drift", "[judge][coverage]") {
  SplitMix64 rng(8, "audit");
  const double passed = 0.7;
  // Of the right answers under each verdict, then and now.
  const double then[2]{0.2, 0.9};
  const double now[2]{0.3, 0.8};
  const double truth = passed * (now[1] - then[1]) + (1 - passed) * (now[0] - then[0]);
  const auto labels = [&](int count, const double(&right)[2]) {
    Confusion out;
    for (int i = 0; i < count; ++i) {
      const int verdict = rng.uniform() < passed ? 1 : 0;
      const bool is_right = rng.uniform() < right[verdict];
      ++(verdict == 1 ? (is_right ? out.tp : out.fp) : (is_right ? out.fn : out.tn));
    }
    return out;
  };
  int covered = 0;
  constexpr int repeats = 4'000;
  for (int i = 0; i < repeats; ++i) {
    const auto audit = transport_audit(labels(100, then), labels(40, now), 0.05);
    covered += audit->lower <= truth && truth <= audit->upper ? 1 : 0;
  }
  CHECK(covered / double(repeats) > 0.94);
  CHECK(covered / double(repeats) < 0.98);
}
