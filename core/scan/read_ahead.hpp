/// One thread reads, another works on what was read.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace evenhand::scan {

/// Hands pieces of bytes from a thread to another, in order, so many at a time that memory stays
/// what it is.
class ReadAhead {
 public:
  /// Runs `read` in a thread of its own; what it puts here is given to `take` in this one, with the
  /// kind that it was put with. Both are over when this returns. What either throws, this throws.
  static void run(const std::function<void(ReadAhead&)>& read,
                  const std::function<void(int kind, std::string_view bytes)>& take);

  /// To be called by `read`; waits while too much is waiting. False when nobody takes any more.
  bool put(int kind, std::string_view bytes);

 private:
  struct Piece {
    int kind = 0;
    std::string bytes;
  };
  static constexpr std::size_t most_waiting = 8;

  void end(std::exception_ptr failure);
  /// False at the end.
  bool next(Piece& piece);
  void give_up();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Piece> waiting_;
  std::exception_ptr failure_;
  bool ended_ = false;
  bool given_up_ = false;
};

}  // namespace evenhand::scan
