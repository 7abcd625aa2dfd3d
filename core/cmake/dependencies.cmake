# Header-only dependencies, as SYSTEM include directories. Boost and Eigen appear in core/src/numeric
# only and xxHash in core/src/base only, so nothing of them is exported to users of the library.
add_library(evenhand_boost INTERFACE)
target_compile_definitions(evenhand_boost INTERFACE ${EVENHAND_BOOST_DEFINITIONS})
# Without its own vector code Eigen sums in the same order natively and on WebAssembly. Only the
# parts under licences as liberal as MPL-2.0 may be used.
add_library(evenhand_eigen INTERFACE)
target_compile_definitions(evenhand_eigen INTERFACE
  EIGEN_DONT_VECTORIZE EIGEN_DONT_PARALLELIZE EIGEN_NO_DEBUG EIGEN_NO_IO EIGEN_MPL2_ONLY)
add_library(evenhand_xxhash INTERFACE)
target_compile_definitions(evenhand_xxhash INTERFACE XXH_INLINE_ALL)
if(EMSCRIPTEN)
  # find_package sees no Debian package under Emscripten, and all of /usr/include would break its
  # sysroot: link just the folders that are needed.
  set(_headers "${CMAKE_BINARY_DIR}/hostinc")
  file(MAKE_DIRECTORY "${_headers}")
  file(CREATE_LINK /usr/include/boost "${_headers}/boost" SYMBOLIC)
  file(CREATE_LINK /usr/include/eigen3/Eigen "${_headers}/Eigen" SYMBOLIC)
  file(CREATE_LINK /usr/include/xxhash.h "${_headers}/xxhash.h" SYMBOLIC)
  target_include_directories(evenhand_xxhash SYSTEM INTERFACE "${_headers}")
  target_include_directories(evenhand_boost SYSTEM INTERFACE "${_headers}")
  target_include_directories(evenhand_eigen SYSTEM INTERFACE "${_headers}")
else()
  find_package(Boost 1.74 REQUIRED)
  target_include_directories(evenhand_boost SYSTEM INTERFACE "${Boost_INCLUDE_DIRS}")
  find_path(EVENHAND_XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
  target_include_directories(evenhand_xxhash SYSTEM INTERFACE "${EVENHAND_XXHASH_INCLUDE_DIR}")
  find_package(Eigen3 3.4 REQUIRED NO_MODULE)
  target_link_libraries(evenhand_eigen INTERFACE Eigen3::Eigen)
endif()
