# Every compiler flag of the project, on one interface target that all targets link privately.
add_library(evenhand_flags INTERFACE)
target_compile_features(evenhand_flags INTERFACE cxx_std_20)
target_compile_options(evenhand_flags INTERFACE
  # No fused multiply-add: native and WebAssembly results must agree.
  -ffp-contract=off
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wdouble-promotion
  $<$<BOOL:${EVENHAND_WERROR}>:-Werror>)

# The definitions every use of Boost.Math needs: long double is software on WebAssembly, so no
# target may promote to it, or native and WebAssembly would differ.
set(EVENHAND_BOOST_DEFINITIONS
  BOOST_MATH_PROMOTE_DOUBLE_POLICY=false
  BOOST_MATH_NO_LONG_DOUBLE_MATH_FUNCTIONS)

if(EVENHAND_SANITIZE)
  target_compile_options(evenhand_flags INTERFACE
    -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    # Its flow analysis sees uninitialised memory in code that the sanitizers add.
    -Wno-maybe-uninitialized)
  target_link_options(evenhand_flags INTERFACE -fsanitize=address,undefined)
endif()
if(EVENHAND_FUZZ)
  target_compile_options(evenhand_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(EMSCRIPTEN)
  # Assertions would add imports (fd_write); exceptions and their tables double the size.
  target_compile_options(evenhand_flags INTERFACE
    -O2 -flto -DNDEBUG -fno-exceptions -fno-rtti -msimd128)
endif()
