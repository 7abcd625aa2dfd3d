/// The functions of the C boundary by name, for programs that are told which to call.
#pragma once

#include <map>
#include <string>

#include "abi.hpp"

using Call = std::int32_t (*)(const double*);

#define EVENHAND_ENTRY(name, Request) {"evenhand_" #name, evenhand_##name},
inline const std::map<std::string, Call> functions{EVENHAND_ABI_FUNCTIONS(EVENHAND_ENTRY)};
#undef EVENHAND_ENTRY
