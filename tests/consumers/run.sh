#!/usr/bin/env bash
# Uses the C++ library as others would: installed and found, and as a subdirectory, which is what the
# C++ example does. The compiled core of the development build is installed; only the example compiles
# it again, without optimisation, as a project that asks for no build type does.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$root/build/consumers"
rm -rf "$work"

# Builds a project in a folder and runs its program.
consume() {
  local project=$1 folder=$2 program=$3
  shift 3
  cmake -S "$project" -B "$folder" -G Ninja "$@" >/dev/null
  cmake --build "$folder" -- --quiet
  "$folder/$program"
}

cmake --install "$root/build/dev" --prefix "$work/prefix" >/dev/null
# An installed header must not need anything that is not installed with it.
consume "$root/tests/consumers/find_package" "$work/find_package" consumer \
  -DCMAKE_PREFIX_PATH="$work/prefix"
# The test of the documents looks at what it prints.
consume "$root/examples/cpp" "$root/build/example-cpp" correct
if cmake -S "$root" -B "$root" >"$work/in-source.log" 2>&1; then
  echo "an in-source build was not refused" >&2
  exit 1
fi
rm -rf "$root/CMakeCache.txt" "$root/CMakeFiles"
grep -q "outside the source tree" "$work/in-source.log"
