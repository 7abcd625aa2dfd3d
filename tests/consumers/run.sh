#!/usr/bin/env bash
# Uses the C++ library as others would: installed and found, and as a subdirectory. The compiled
# core of the development build is installed, so that only the consumers themselves are built.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$root/build/consumers"
rm -rf "$work"

consume() {
  local name=$1
  shift
  cmake -S "$root/tests/consumers/$name" -B "$work/$name" -G Ninja "$@" >/dev/null
  cmake --build "$work/$name" -- --quiet
  printf '%s: ' "$name"
  "$work/$name/consumer"
}

cmake --install "$root/build/dev" --prefix "$work/prefix" >/dev/null
# An installed header must not need anything that is not installed with it.
consume find_package -DCMAKE_PREFIX_PATH="$work/prefix"
consume add_subdirectory -DEVENHAND_SOURCE="$root" -DCMAKE_BUILD_TYPE=Release
if cmake -S "$root" -B "$root" >"$work/in-source.log" 2>&1; then
  echo "an in-source build was not refused" >&2
  exit 1
fi
rm -rf "$root/CMakeCache.txt" "$root/CMakeFiles"
grep -q "outside the source tree" "$work/in-source.log"
