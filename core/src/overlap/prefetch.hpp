/// A hint that memory will be read; nothing where there is no such instruction.
#pragma once

namespace evenhand::overlap {

inline void prefetch([[maybe_unused]] const void* address) noexcept {
#ifndef __EMSCRIPTEN__
  __builtin_prefetch(address);
#endif
}

}  // namespace evenhand::overlap
