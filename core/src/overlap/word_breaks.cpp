#include "overlap/word_breaks.hpp"

namespace evenhand::overlap {
namespace {

using Class = unicode::WordBreak;

bool is_letter(Class c) noexcept { return c == Class::letter || c == Class::hebrew_letter; }
bool is_line_end(Class c) noexcept {
  return c == Class::carriage_return || c == Class::line_feed || c == Class::newline;
}
bool is_ignored(Class c) noexcept {
  return c == Class::extend || c == Class::format || c == Class::joiner;
}
bool is_middle_letter(Class c) noexcept {
  return c == Class::middle_letter || c == Class::middle_number_letter || c == Class::single_quote;
}
bool is_middle_number(Class c) noexcept {
  return c == Class::middle_number || c == Class::middle_number_letter || c == Class::single_quote;
}
/// What an ExtendNumLet clings to.
bool is_in_word(Class c) noexcept {
  return is_letter(c) || c == Class::numeric || c == Class::katakana;
}

}  // namespace

/// WB5 to WB16 without what a mid-word mark decides.
bool WordBreaker::joined(Class now) const noexcept {
  if (is_letter(last_) || last_ == Class::numeric) {
    if (is_letter(now) || now == Class::numeric) return true;
    if (last_ == Class::hebrew_letter && now == Class::single_quote) return true;
  }
  if (last_ == Class::katakana && now == Class::katakana) return true;
  if (now == Class::extend_number_letter)
    return is_in_word(last_) || last_ == Class::extend_number_letter;
  if (last_ == Class::extend_number_letter && is_in_word(now)) return true;
  return last_ == Class::regional_indicator && now == Class::regional_indicator && odd_regional_;
}

WordBoundary WordBreaker::next(const unicode::Properties& properties) noexcept {
  const Class now = properties.word_break;
  const bool after_joiner = after_joiner_;
  const bool after_space = after_space_;
  after_joiner_ = now == Class::joiner;
  after_space_ = now == Class::space;
  WordBoundary boundary{false, true, false};
  if (started_ && !is_line_end(last_)) {
    if (is_ignored(now)) return {false, false, false};
    // A mark that was in doubt stays in the word if what it stood for follows.
    const bool across =
        (is_middle_letter(last_) && is_letter(earlier_) && is_letter(now)) ||
        (is_middle_number(last_) && earlier_ == Class::numeric && now == Class::numeric) ||
        (last_ == Class::double_quote && earlier_ == Class::hebrew_letter &&
         now == Class::hebrew_letter);
    boundary.before_doubtful = doubtful_ && !across;
    boundary.before = !(across || joined(now) || (after_joiner && properties.pictographic()) ||
                        (after_space && now == Class::space));
    boundary.in_doubt =
        boundary.before && ((is_letter(last_) && is_middle_letter(now)) ||
                            (last_ == Class::numeric && is_middle_number(now)) ||
                            (last_ == Class::hebrew_letter && now == Class::double_quote));
    if (boundary.in_doubt) boundary.before = false;
  } else if (started_) {
    boundary.before = !(last_ == Class::carriage_return && now == Class::line_feed);
  }
  odd_regional_ = now == Class::regional_indicator && !(odd_regional_ && !boundary.before);
  doubtful_ = boundary.in_doubt;
  started_ = true;
  earlier_ = last_;
  last_ = now;
  return boundary;
}

}  // namespace evenhand::overlap
