#include "evenhand/base/flags.hpp"

#include <catch2/catch.hpp>

#include "evenhand/judge/correction.hpp"

using namespace evenhand;

TEST_CASE("a set of flags holds what was set, and nothing else", "[base]") {
  judge::Flags flags;
  CHECK(flags.bits() == 0);
  flags.set(judge::Flag::gate_off);
  flags.set_if(judge::Flag::incompatible, false);
  flags.set_if(judge::Flag::degenerate_judge, true);
  for (std::size_t i = 0; i < texts(judge::Flag{}).size(); ++i) {
    const auto flag = static_cast<judge::Flag>(i);
    CHECK(flags.has(flag) ==
          (flag == judge::Flag::gate_off || flag == judge::Flag::degenerate_judge));
  }
  judge::Flags same;
  same.set(judge::Flag::degenerate_judge);
  CHECK(same != flags);
  same.set(judge::Flag::gate_off);
  CHECK(same == flags);
}
