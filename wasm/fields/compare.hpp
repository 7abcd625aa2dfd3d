/// What JavaScript can call of the area `compare`, and the fields that cross for it.
#pragma once

#include "shared.hpp"

// X(function, request)
#define EVENHAND_ABI_COMPARE_FUNCTIONS(X)

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_COMPARE_ENUMS(X)

// X(name in TypeScript, number)
#define EVENHAND_ABI_COMPARE_LIMITS(X)

// X(name in TypeScript, value)
#define EVENHAND_ABI_COMPARE_DEFAULTS(X)
