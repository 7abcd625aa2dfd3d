#include "seeds.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "evenhand/overlap/index.hpp"
#include "evenhand/overlap/partial.hpp"
#include "evenhand/overlap/scan.hpp"

namespace evenhand::fuzz {
namespace {

using namespace evenhand::overlap;

std::string as_string(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A small index of two benchmarks; empty if it cannot be built, which a seed may be.
std::vector<std::byte> index_bytes(ScanSettings settings) {
  IndexBuilder builder(std::move(settings));
  const std::array<std::string_view, 2> answers = {"four pears are left", "4"};
  const std::array<std::string_view, 2> choices = {"iron", "lead and tin"};
  for (const std::string_view name : {"plums", "梨"}) {
    if (builder.begin_benchmark(name)) return {};
    const std::array<ItemTexts, 3> items = {
        ItemTexts{.id = "1",
                  .context = "The mill stood idle for most of the summer, and its owner kept bees.",
                  .question = "How many pears are left when nine of the thirteen pears were sold?",
                  .answers = answers,
                  .choices = {},
                  .gold = "4"},
        ItemTexts{.id = "2",
                  .context = {},
                  .question = "Which metal rusts?",
                  .answers = std::span(choices).first(1),
                  .choices = choices,
                  .gold = {}},
        ItemTexts{.id = "3",
                  .context = {},
                  .question = "水在标准大气压下加热到一百摄氏度时会沸腾",
                  .answers = {},
                  .choices = {},
                  .gold = {}}};
    for (const ItemTexts& item : items) {
      if (builder.add(item)) return {};
    }
  }
  Result<std::vector<std::byte>> built = builder.build();
  return built ? built.take() : std::vector<std::byte>{};
}

std::vector<ScanSettings> several_settings() {
  return {ScanSettings{}, ScanSettings{.n = {3, 5}},
          ScanSettings{.rule = TextRule::letters_and_digits, .n = {4}, .short_whole = false},
          ScanSettings{.n = {3}, .skip_budget = 2, .skip_seed = 4}};
}

std::string partial_of(const ScanSettings& settings, std::string_view shard) {
  const std::vector<std::byte> bytes = index_bytes(settings);
  const Result<Index> index = Index::open(bytes);
  if (!index) return {};
  Scanner scanner(*index);
  scanner.begin_shard(std::string(shard), "web");
  std::int64_t line = 0;
  for (const std::string_view text :
       {"How many pears are left when nine of the thirteen pears were sold? 4", "",
        "他说水在标准大气压下加热到一百摄氏度时会沸腾。 Which metal rusts? Iron.",
        "The mill stood idle for most of the summer"}) {
    scanner.begin_document(++line);
    scanner.text(text);
    scanner.end_segment();
    scanner.end_document();
  }
  scanner.malformed(++line, LineProblem::type);
  scanner.blank();
  return as_string(to_bytes(scanner.end_shard()));
}

const std::array<std::string_view, 10> sentences = {
    "I'm going to go out on a limb here and say that",
    "\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\xA3 \xEF\xAC\x81nd so\xC2\xADlar so\xE2\x80\x8Blar",
    "cafe\xCC\x81 caf\xC3\xA9 Stra\xC3\x9F"
    "e STRASSE \xC4\xB0stanbul \xCE\xA3\xCE\x91\xCE\xA3",
    "x\xC2\xB2 + 10\xE2\x81\xB5 = 3\xC2\xBD, H\xE2\x82\x82O, 1,000,000 foo_bar.baz",
    "中2国a文 한국어 문장 ภาษาไทย ひらがな カタカナー བོད་སྐད",
    "\xC2\xBFqu\xC3\xA9 tal? \xE2\x80\x9C"
    "don\xE2\x80\x99t\xE2\x80\x9D don\xCA\xBCt",
    "\xFF\xFE\xC3(\xE2\x82 \xF0\x9F\x98 \xED\xA0\x80 \xF4\x90\x80\x80 a\xCC\x81\xCC\x81\xCC\x81",
    "one\n\ntwo\r\nthree\ttabs  and   spaces\n\n\nend.",
    "4294967295 0 17 4294967296 -1 007",
    "The mill stood idle for most of the summer, and its owner kept bees between the wheels."};

const std::array<std::string_view, 8> json_lines = {
    R"({"text": "How many pears are left?", "id": 1})"
    "\n"
    R"({"text": null})"
    "\n",
    R"({"text": ["one", "two"], "turns": [{"content": "a"}, {"content": "b\u00e9\ud83d\ude00"}]})",
    "\xEF\xBB\xBF{\"text\": \"bom\"}\r\n\r\n  \n{\"text\": 5}\n{\"other\": 1}\n",
    R"({"text": "cut of)",
    R"({"text": "a", "text": "b", "deep": [[[[{"a": {"b": {"c": 1e-9}}}]]]]})"
    "\n[1, 2]\n\"x\"\n",
    R"({"text": "\ud800 lone \udc00 \u0000 \n\t\\ \/ \" \b\f\r", "n": -0.5E+3, "t": true, "f": false})",
    R"({"a": {"b": "nested"}, "a.b": "dotted"})"
    "\n",
    "{}\n{\"text\": \"\"}\n{\"text\":\"\xC3\x28 bad utf-8\"}"};

}  // namespace

std::vector<std::string> seeds_of(std::string_view fuzzer) {
  std::vector<std::string> seeds;
  if (fuzzer == "overlap_tokens") {
    // The first byte is the rule.
    for (std::size_t rule = 0; rule < texts(TextRule{}).size(); ++rule) {
      for (const std::string_view text : sentences) {
        seeds.push_back(std::string(1, static_cast<char>(rule)) + std::string(text));
      }
    }
  } else if (fuzzer == "overlap_json_lines") {
    // The first byte is what a document is, and where its text.
    for (std::size_t choice = 0; choice < 16; ++choice) {
      for (const std::string_view text : json_lines) {
        seeds.push_back(std::string(1, static_cast<char>(choice)) + std::string(text));
      }
    }
  } else if (fuzzer == "overlap_index") {
    for (const ScanSettings& settings : several_settings()) {
      seeds.push_back(as_string(index_bytes(settings)));
    }
  } else if (fuzzer == "overlap_partial") {
    for (const ScanSettings& settings : several_settings()) {
      for (const std::string_view shard : {"a.jsonl", "b/c.jsonl"}) {
        seeds.push_back(partial_of(settings, shard));
      }
    }
  }
  return seeds;
}

}  // namespace evenhand::fuzz
