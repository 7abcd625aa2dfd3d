# Header-only dependencies, as one SYSTEM include directory. They appear in core/src only, so
# nothing of them is exported to users of the library.
add_library(evenhand_boost INTERFACE)
target_compile_definitions(evenhand_boost INTERFACE ${EVENHAND_BOOST_DEFINITIONS})
if(EMSCRIPTEN)
  # find_package sees no Debian package under Emscripten, and all of /usr/include would break its
  # sysroot: link just the folder that is needed.
  set(_headers "${CMAKE_BINARY_DIR}/hostinc")
  file(MAKE_DIRECTORY "${_headers}")
  file(CREATE_LINK /usr/include/boost "${_headers}/boost" SYMBOLIC)
  target_include_directories(evenhand_boost SYSTEM INTERFACE "${_headers}")
else()
  find_package(Boost 1.74 REQUIRED)
  target_include_directories(evenhand_boost SYSTEM INTERFACE "${Boost_INCLUDE_DIRS}")
endif()
