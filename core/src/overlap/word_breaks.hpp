/// Word boundaries of Unicode Annex 29 (Unicode 15.0), code point by code point.
#pragma once

#include "overlap/unicode.hpp"

namespace evenhand::overlap {

/// What is known when a code point arrives. Whether there is a boundary before a mid-word
/// punctuation mark is known only when the next code point that counts has arrived.
struct WordBoundary {
  /// There is one before the punctuation mark that was in doubt.
  bool before_doubtful;
  /// There is one before this code point.
  bool before;
  /// There may be one before this code point.
  bool in_doubt;
};

class WordBreaker {
 public:
  /// The next code point; before the first one of a text there is always a boundary.
  WordBoundary next(const unicode::Properties& properties) noexcept;
  /// Whether, if the text ends here, there is a boundary before the one in doubt.
  [[nodiscard]] bool doubtful() const noexcept { return doubtful_; }

 private:
  using Class = unicode::WordBreak;
  [[nodiscard]] bool joined(Class now) const noexcept;

  bool started_ = false;
  bool doubtful_ = false;
  bool after_joiner_ = false;
  bool after_space_ = false;
  bool odd_regional_ = false;
  /// The last code point that is not Extend, Format or ZWJ, and the one before it.
  Class last_ = Class::other;
  Class earlier_ = Class::other;
};

}  // namespace evenhand::overlap
