#include "read_ahead.hpp"

#include <thread>
#include <utility>

namespace evenhand::scan {

void ReadAhead::run(const std::function<void(ReadAhead&)>& read,
                    const std::function<void(int kind, std::string_view bytes)>& take) {
  ReadAhead pieces;
  std::thread reader([&] {
    try {
      read(pieces);
      pieces.end(nullptr);
    } catch (...) {
      pieces.end(std::current_exception());
    }
  });
  std::exception_ptr failure;
  try {
    for (Piece piece; pieces.next(piece);) take(piece.kind, piece.bytes);
  } catch (...) {
    failure = std::current_exception();
    pieces.give_up();
  }
  reader.join();
  if (!failure) failure = pieces.failure_;
  if (failure) std::rethrow_exception(failure);
}

bool ReadAhead::put(int kind, std::string_view bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < most_waiting || given_up_; });
  if (given_up_) return false;
  waiting_.push_back({kind, std::string(bytes)});
  changed_.notify_all();
  return true;
}

void ReadAhead::end(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(failure);
  ended_ = true;
  changed_.notify_all();
}

bool ReadAhead::next(Piece& piece) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !waiting_.empty() || ended_; });
  if (waiting_.empty()) return false;
  piece = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  return true;
}

void ReadAhead::give_up() {
  const std::lock_guard lock(mutex_);
  given_up_ = true;
  changed_.notify_all();
}

}  // namespace evenhand::scan
