/// The fields of what every area speaks in, and the rules that all lists of fields follow.
///
/// On the wire everything is a double: numbers, counts, booleans and enumerators (by their number)
/// take one slot, a set of flags one (its bits), an optional value one for presence and then its
/// own slots, a list one for its length and then its elements, a column two (address and length).
/// Texts are UTF-8. In a request a text is a column of bytes; in an answer it takes two slots,
/// place and length in the answer's texts. Bytes in an answer take two, address and length: they
/// belong to a session, and end with the next call. GivenBytes in a request are the module's to
/// release.
///
/// A structure's fields(v, s) says v.type(name, doc) and then, for each field,
///   v(name, value, doc)            always there, null when an optional value is absent;
///   v.omitted(name, value, doc)    an optional value that is left out of the object when absent;
///   v.defaulted(name, value, doc)  in requests: may be left out, and is then as it was;
///   v.derived(name, value, doc)    in answers: computed from the structure.
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include "evenhand/base/notes.hpp"
#include "evenhand/base/types.hpp"

// X(enumeration, its type in TypeScript, the list of its texts there)
#define EVENHAND_ABI_SHARED_ENUMS(X) \
  X(Errc, ErrorCode, errorCodes)     \
  X(Note, Note, notes)

// X(structure): what answers of any area may contain.
#define EVENHAND_ABI_SHARED_STRUCTS(X) \
  X(Interval)                          \
  X(Estimate)

// X(name in TypeScript, number)
#define EVENHAND_ABI_SHARED_LIMITS(X) X(maxCount, max_count)

// X(name in TypeScript, value): what is used when nothing else is asked for.
#define EVENHAND_ABI_SHARED_DEFAULTS(X) X(level, Level{}.value)

namespace evenhand::abi {

template <class S, class T>
concept Is = std::same_as<std::remove_const_t<S>, T>;

/// A seed that is no whole number is out of range, as one below 0 is.
inline std::int64_t whole_seed(double seed) {
  const bool whole = seed >= 0 && seed < static_cast<double>(max_count) && seed == std::floor(seed);
  return whole ? static_cast<std::int64_t>(seed) : -1;
}

template <class V, Is<Interval> S>
void fields(V& v, S& s) {
  v.type("Interval", "Lower and upper limit.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
}

template <class V, Is<Estimate> S>
void fields(V& v, S& s) {
  v.type("Estimate", "A point estimate with its interval.");
  v("estimate", s.estimate, "Point estimate.");
  v("lower", s.lower, "Lower limit.");
  v("upper", s.upper, "Upper limit.");
}

}  // namespace evenhand::abi
