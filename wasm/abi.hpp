/// The C boundary. Every function of EVENHAND_ABI_FUNCTIONS takes the address of a request, reads
/// its slots, calls the core, leaves the answer's slots behind, and returns 0 or 1 + the number of
/// an Errc. One caller at a time: the last answer, the last error and the open sessions are the
/// boundary's only state.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fields.hpp"

#define EVENHAND_ABI_DECLARE(name, Request) std::int32_t evenhand_##name(const double* request);

extern "C" {
EVENHAND_ABI_FUNCTIONS(EVENHAND_ABI_DECLARE)

/// The last answer and how many slots it has; valid until the next call.
const double* evenhand_answer();
std::size_t evenhand_answer_slots();
/// The texts of the last answer, one behind the other, and how many bytes they have.
const char* evenhand_answer_texts();
std::size_t evenhand_answer_texts_size();
/// The argument that the last error is about, and the bound that was broken, where there is one.
const char* evenhand_error_argument();
double evenhand_error_limit();
void* evenhand_allocate(std::size_t bytes);
void evenhand_release(void* memory);
}

#undef EVENHAND_ABI_DECLARE
