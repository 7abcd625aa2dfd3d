/// `evenhand-scan merge`: partials added up.
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>

#include "base64.hpp"
#include "files.hpp"
#include "json_writer.hpp"
#include "overlap/json.hpp"
#include "partials.hpp"
#include "progress.hpp"
#include "verbs.hpp"

namespace evenhand::scan {
namespace {

/// The partial of a line as `scan --stdin` and `merge --stdin` print it.
overlap::Partial partial_of_line(std::string_view line, const std::string& place) {
  std::optional<overlap::JsonValue> encoded;
  overlap::JsonWalk members(line);
  while (members.next()) {
    if (overlap::has_text(members.key(), "partial")) encoded = members.value();
  }
  if (!members.whole() || !encoded || encoded->kind != overlap::JsonKind::string) {
    throw Failure(Status::bad_input, place + ": no JSON object with a \"partial\"");
  }
  std::string text;
  overlap::append_text(*encoded, text);
  const auto bytes = from_base64(text);
  if (!bytes) throw Failure(Status::bad_input, place + ": the \"partial\" is no base64");
  auto partial = overlap::partial_from_bytes(*bytes);
  if (!partial) throw Failure(Status::bad_input, place + ": " + text_of_error(partial.error()));
  return partial.take();
}

Status merge_standard_input() {
  Sum sum;
  std::string line;
  for (std::int64_t number = 1; std::getline(std::cin, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string place = "standard input, line " + std::to_string(number);
    sum.add(partial_of_line(line, place), place);
  }
  abi::JsonWriter json;
  json.begin_object();
  json.key("partial");
  json.value(to_base64(overlap::to_bytes(sum.finish())));
  json.end_object();
  std::puts(json.take().c_str());
  return Status::done;
}

}  // namespace

Status run_merge(const MergeOptions& options) {
  if (options.standard_input) return merge_standard_input();
  const std::vector<std::string> paths = find_partials(options.partials);
  Sum sum;
  std::vector<std::string> hits;
  for (const std::string& path : paths) {
    sum.add(read_partial(path), path);
    if (file_exists(hits_path(path))) hits.push_back(hits_path(path));
  }
  const overlap::Partial partial = sum.finish();
  for (const std::string& name : sum.superfluous()) {
    std::fprintf(stderr, "%s: adds nothing, its shards are in the others\n", name.c_str());
  }
  // Records of some shards only would pass for all of them.
  if (hits.size() == paths.size()) {
    OutputFile file(hits_path(options.output));
    for (const ShardHits& shard : find_hits(hits)) {
      read_hits(shard, [&file](std::string_view lines) { file.write(lines); });
    }
    file.commit();
  } else {
    remove_file(hits_path(options.output));
    if (!hits.empty()) {
      std::fprintf(stderr, "%s of %s partials have no hit records, so the sum has none\n",
                   count_text(static_cast<std::int64_t>(paths.size() - hits.size())).c_str(),
                   count_text(static_cast<std::int64_t>(paths.size())).c_str());
    }
  }
  write_whole(options.output, overlap::to_bytes(partial));
  std::fprintf(stderr, "%s shards in %s\n",
               count_text(static_cast<std::int64_t>(partial.shards.size())).c_str(),
               options.output.c_str());
  return Status::done;
}

}  // namespace evenhand::scan
