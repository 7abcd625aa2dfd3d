/// Bytes of a corpus file, cut anyhow, as documents: what CorpusReader does, for any receiver.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evenhand/overlap/scan.hpp"
#include "overlap/json_path.hpp"
#include "overlap/lines.hpp"

namespace evenhand::overlap {

/// Longer lines of JSON are malformed; they are not kept in memory.
inline constexpr std::size_t longest_json_line = std::size_t{1} << 29;
/// White space at the start of a line of text that is held back until it is known whether the line
/// is blank; a line with more is none.
inline constexpr std::size_t longest_blank_line = std::size_t{1} << 16;

/// `Receiver` has the members of Scanner that take documents.
template <class Receiver>
class CorpusDocuments {
 public:
  /// `path`: for json_lines; without one no line has a text. `longest_line`: of JSON, for tests.
  CorpusDocuments(Receiver& receiver, DocumentUnit unit, std::optional<JsonPath> path,
                  std::size_t longest_line = longest_json_line)
      : to_(receiver), unit_(unit), path_(std::move(path)), longest_line_(longest_line) {}

  void feed(std::string_view bytes) {
    while (mark_ < byte_order_mark.size() && !bytes.empty()) {
      if (bytes.front() != byte_order_mark[mark_]) {
        release_mark();
        break;
      }
      ++mark_;
      bytes.remove_prefix(1);
    }
    if (!bytes.empty()) take(bytes);
  }

  void finish() {
    if (mark_ < byte_order_mark.size()) release_mark();
    switch (unit_) {
      case DocumentUnit::file:
        if (!open_) to_.begin_document(1);
        to_.end_document();
        break;
      case DocumentUnit::json_lines:
        if (!line_.empty() || too_long_) end_json_line();
        break;
      case DocumentUnit::line:
      case DocumentUnit::paragraph:
        if (line_started_) end_text_line({});
        if (open_) end_text_document();
    }
    open_ = false;
  }

 private:
  // The shard only began as if it had a byte order mark.
  void release_mark() {
    const std::string_view begun = byte_order_mark.substr(0, mark_);
    mark_ = byte_order_mark.size();
    if (!begun.empty()) take(begun);
  }

  void take(std::string_view bytes) {
    if (unit_ == DocumentUnit::file) {
      if (!open_) to_.begin_document(1);
      open_ = true;
      to_.text(bytes);
      return;
    }
    const bool json = unit_ == DocumentUnit::json_lines;
    for (;;) {
      const std::size_t end = find_line_feed(bytes);
      const std::string_view part = bytes.substr(0, end);
      if (end == std::string_view::npos) {
        json ? keep(part) : part_of_text_line(part);
        break;
      }
      if (!json) {
        part_of_text_line(part);
        if (const std::size_t more = more_of_paragraph(bytes.substr(end)); more > 0) {
          bytes.remove_prefix(end + more);
          continue;
        }
        end_text_line(bytes.substr(end, 1));
      } else if (line_.empty() && !too_long_ && part.size() <= longest_line_) {
        json_line(part);
      } else {
        keep(part);
        end_json_line();
      }
      bytes.remove_prefix(end + 1);
    }
    // Nothing points into these bytes any more.
    send_stretch();
    kept_ += held_;
    held_ = {};
  }

  // --- lines of JSON
  // ------------------------------------------------------------------------------

  void keep(std::string_view part) {
    too_long_ = too_long_ || part.size() > longest_line_ - line_.size();
    if (too_long_) {
      line_.clear();
    } else {
      line_ += part;
    }
  }

  void end_json_line() {
    if (too_long_) {
      ++number_;
      to_.malformed(number_, LineProblem::json);
    } else {
      json_line(line_);
    }
    too_long_ = false;
    // One long line does not keep its memory to the end.
    if (line_.capacity() > std::size_t{1} << 24) line_ = std::string();
    line_.clear();
  }

  void json_line(std::string_view line) {
    ++number_;
    if (is_blank(line)) {
      to_.blank();
      return;
    }
    const std::optional<LineProblem> problem =
        path_ ? path_->find(line, texts_) : LineProblem::missing_field;
    if (problem) {
      to_.malformed(number_, *problem);
      return;
    }
    to_.begin_document(number_);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (i > 0) to_.end_segment();
      send(texts_[i]);
    }
    to_.end_document();
  }

  void send(const JsonValue& value) {
    if (value.kind == JsonKind::string && !value.escaped) {
      if (!value.raw.empty()) to_.text(value.raw);
      return;
    }
    if (value.kind == JsonKind::string) {
      JsonText text(value.raw);
      while (const std::size_t size = text.read(buffer_.data(), buffer_.size())) {
        to_.text(std::string_view(buffer_.data(), size));
      }
      return;
    }
    JsonWalk numbers(value.raw);
    while (numbers.next()) {
      to_.text(numbers.value().raw);
      to_.text(" ");
    }
  }

  // --- lines of text
  // ------------------------------------------------------------------------------

  void part_of_text_line(std::string_view part) {
    if (part.empty()) return;
    if (!line_started_) ++number_;
    line_started_ = true;
    if (!line_has_text_) {
      if (is_blank(part) && kept_.size() + held_.size() + part.size() <= longest_blank_line) {
        hold(part);
        return;
      }
      line_has_text_ = true;
      if (!open_) to_.begin_document(number_);
      open_ = true;
    }
    // It may be half of the line's end.
    const std::size_t size = part.size() - (part.back() == '\r' ? 1 : 0);
    pass(part.substr(0, size));
    hold(part.substr(size));
  }

  /// At a line's end: takes the lines of the same paragraph that begin with text, without a look at
  /// each, and gives how many bytes that were.
  std::size_t more_of_paragraph(std::string_view text) {
    if (unit_ != DocumentUnit::paragraph || !line_has_text_) return 0;
    TextLines more = text_lines(text);
    if (more.bytes > 0 && text[more.bytes - 1] == '\r') --more.bytes;
    if (more.bytes > 0) pass(text.substr(0, more.bytes));
    number_ += more.line_feeds;
    return more.bytes;
  }

  /// `feed`: the line feed, if there is one.
  void end_text_line(std::string_view feed) {
    if (!line_started_) ++number_;
    if (line_has_text_ && unit_ == DocumentUnit::paragraph) {
      // The line's end is text if the paragraph goes on.
      hold(feed);
    } else {
      if (open_) end_text_document();
      forget_held();
      if (!line_has_text_) to_.blank();
    }
    line_started_ = false;
    line_has_text_ = false;
  }

  void end_text_document() {
    send_stretch();
    to_.end_document();
    open_ = false;
  }

  // A document's text is a stretch of the bytes: it goes to the receiver in one piece for all its
  // lines here.

  /// What comes next is text if more text follows.
  void hold(std::string_view part) {
    held_ = held_.empty() ? part : std::string_view(held_.data(), held_.size() + part.size());
  }
  void forget_held() {
    kept_.clear();
    held_ = {};
  }
  /// What was held, and what comes next, is text.
  void pass(std::string_view part) {
    if (!kept_.empty()) to_.text(kept_);
    kept_.clear();
    if (held_.empty()) held_ = part;
    const std::size_t size = static_cast<std::size_t>(part.data() - held_.data()) + part.size();
    if (stretch_.empty()) stretch_ = held_.substr(0, 0);
    stretch_ = {stretch_.data(), static_cast<std::size_t>(held_.data() - stretch_.data()) + size};
    held_ = {};
  }
  void send_stretch() {
    if (!stretch_.empty()) to_.text(stretch_);
    stretch_ = {};
  }

  Receiver& to_;
  DocumentUnit unit_;
  std::optional<JsonPath> path_;
  std::size_t mark_ = 0;     // bytes of a byte order mark so far
  std::int64_t number_ = 0;  // of the line
  bool open_ = false;        // a document of text has begun

  std::size_t longest_line_;
  std::string line_;  // the front of a line of JSON whose end has not come
  bool too_long_ = false;
  std::vector<JsonValue> texts_;
  std::array<char, 1 << 16> buffer_;

  std::string_view stretch_;  // text of the document that was not sent yet
  std::string_view held_;     // behind it; belongs to the document if more text follows
  std::string kept_;          // the same, of bytes that are gone
  bool line_started_ = false;
  bool line_has_text_ = false;
};

}  // namespace evenhand::overlap
