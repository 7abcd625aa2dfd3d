/// Inputs a fuzzer starts from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evenhand::fuzz {

/// Well-formed inputs of the fuzzer of that name; empty for a name that is unknown.
std::vector<std::string> seeds_of(std::string_view fuzzer);

}  // namespace evenhand::fuzz
