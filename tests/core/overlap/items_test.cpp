#include "evenhand/overlap/items.hpp"

#include <catch2/catch.hpp>

using namespace evenhand::overlap;

namespace {

ItemFormat format(std::initializer_list<std::pair<ItemField, const char*>> paths,
                  std::string split = {}) {
  ItemFormat out;
  for (const auto& [field, path] : paths) out.paths[static_cast<std::size_t>(field)] = path;
  out.answer_split = std::move(split);
  return out;
}

Item item_of(std::string_view line, const ItemFormat& how = {}) {
  const std::variant<Item, ItemProblem> read = read_item(line, 7, how);
  if (const auto* problem = std::get_if<ItemProblem>(&read)) {
    FAIL(evenhand::text_of(problem->kind).name << ": " << problem->found);
  }
  return std::get<Item>(read);
}

ItemProblem problem_of(std::string_view line, const ItemFormat& how = {}) {
  const std::variant<Item, ItemProblem> read = read_item(line, 7, how);
  REQUIRE(std::holds_alternative<ItemProblem>(read));
  return std::get<ItemProblem>(read);
}

ItemsRead read_all(std::string_view bytes, const ItemFormat& how = {}) {
  IndexBuilder builder{ScanSettings{}};
  return read_items(bytes, "benchmark", how, builder);
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("items are found under the usual names", "[overlap]") {
  const Item item = item_of(
      R"({"id":"a","question":"How many?","context":"Once.","answer":"two","choices":["one","two"]})");
  CHECK(item.id == "a");
  CHECK(item.question == "How many?");
  CHECK(item.context == "Once.");
  CHECK(item.answers == Texts{"two"});
  CHECK(item.choices == Texts{"one", "two"});
  CHECK(item.gold.empty());

  const Item code = item_of(R"({"task_id":"T/0","prompt":"def f():\n","canonical_solution":" 1"})",
                            format({{ItemField::answer, "canonical_solution"}}));
  CHECK(code.id == "T/0");
  CHECK(code.question == "def f():\n");
  CHECK(code.answers == Texts{" 1"});

  CHECK(item_of(R"({"input":"x","target":"y","passage":"z"})").context == "z");
  CHECK(item_of(R"({"input":"x","question":"y"})").question == "y");
  CHECK(item_of(R"({"input":"x"})").id.empty());
  CHECK(item_of(R"({"id":12,"input":"x"})").id == "12");
  CHECK(item_of(R"({"question":"x","context":null,"answer":null,"choices":null})").answers.empty());
  CHECK(item_of(R"({"question":""})").question.empty());
}

TEST_CASE("items are found where one says they are", "[overlap]") {
  CHECK(item_of(R"({"doc":{"q":"x"},"question":"y"})", format({{ItemField::question, "doc.q"}}))
            .question == "x");
  CHECK(item_of(R"({"turns":["a","b"]})", format({{ItemField::question, "turns"}})).question ==
        "a\nb");
  CHECK(item_of(R"({"turns":[{"c":"a"},{"c":"b"}]})", format({{ItemField::question, "turns[*].c"}}))
            .question == "a\nb");
  CHECK(
      item_of(R"({"tokens":[1, 22,333]})", format({{ItemField::question, "tokens[#]"}})).question ==
      "1 22 333 ");
  const Item arc =
      item_of(R"({"question":"x","choices":{"text":["p","q"],"label":["A","B"]},"answerKey":"B"})",
              format({{ItemField::choices, "choices.text"}, {ItemField::answer, "answerKey"}}));
  CHECK(arc.answers == Texts{"q"});
  CHECK(item_of(R"({"question":"x","answers":{"text":["p","q"]}})",
                format({{ItemField::answer, "answers.text"}}))
            .answers == Texts{"p", "q"});
}

TEST_CASE("an answer is a text, texts, a number or a letter", "[overlap]") {
  const auto answers = [](const std::string& rest) {
    return item_of(R"({"question":"x",)" + rest + "}").answers;
  };
  CHECK(answers(R"("answer":"A")") == Texts{"A"});
  CHECK(answers(R"("answer":["a","b"])") == Texts{"a", "b"});
  CHECK(answers(R"("answer":[])").empty());
  CHECK(answers(R"("answer":42)") == Texts{"42"});
  CHECK(answers(R"("answer":-1.50)") == Texts{"-1.50"});
  CHECK(answers(R"("answer":true)") == Texts{"true"});
  CHECK(answers(R"("choices":["p","q"],"answer":0)") == Texts{"p"});
  CHECK(answers(R"("choices":["p","q"],"answer":"B")") == Texts{"q"});
  CHECK(answers(R"("choices":["p","q"],"answer":["A",1])") == Texts{"p", "q"});
  CHECK(answers(R"("choices":["B","A"],"answer":"A")") == Texts{"A"});
  CHECK(answers(R"("choices":["p","q"],"answer":"b")") == Texts{"b"});
  CHECK(answers(R"("choices":["p","q"],"answer":"other")") == Texts{"other"});
  CHECK(answers(R"("choices":[],"answer":"C")") == Texts{"C"});
}

TEST_CASE("the short answer is what follows the last mark", "[overlap]") {
  const ItemFormat split = format({}, "####");
  CHECK(item_of(R"({"question":"x","answer":"1+1 #### no\n#### 2 "})", split).gold == "2");
  CHECK(item_of(R"({"question":"x"})", split).gold.empty());
  const ItemProblem none = problem_of(R"({"question":"x","answer":"two"})", split);
  CHECK(none.kind == ItemProblemKind::no_split);
  CHECK(none.found == "two");
}

TEST_CASE("whatever is wrong with an item is said", "[overlap]") {
  const auto check = [](std::string_view line, ItemProblemKind kind, std::optional<ItemField> field,
                        std::string_view found) {
    INFO(line);
    const ItemProblem problem = problem_of(line);
    CHECK(problem.kind == kind);
    CHECK(problem.line == 7);
    CHECK(problem.field == field);
    CHECK(problem.found == found);
  };
  using Kind = ItemProblemKind;
  check(R"({"question":"x)", Kind::json, std::nullopt, R"({"question":"x)");
  check(R"([1])", Kind::json, std::nullopt, "[1]");
  check(R"({"text":"x"})", Kind::missing_field, ItemField::question, "");
  check(R"({"question":null})", Kind::missing_field, ItemField::question, "null");
  check(R"({"question":3})", Kind::type, ItemField::question, "3");
  check(R"({"question":"x","context":{}})", Kind::type, ItemField::context, "{}");
  check(R"({"question":"x","id":["a"]})", Kind::type, ItemField::id, R"(["a"])");
  check(R"({"question":"x","choices":"a, b"})", Kind::choices_type, ItemField::choices, "a, b");
  check(R"({"question":"x","choices":[1]})", Kind::choices_type, ItemField::choices, "[1]");
  check(R"({"question":"x","answer":{"a":1}})", Kind::answer_type, ItemField::answer, R"({"a":1})");
  check(R"({"question":"x","answer":["a",null]})", Kind::answer_type, ItemField::answer, "null");
  check(R"({"question":"x","answer":2,"choices":["a","b"]})", Kind::no_such_choice,
        ItemField::answer, "2");
  check(R"({"question":"x","answer":-1,"choices":["a","b"]})", Kind::no_such_choice,
        ItemField::answer, "-1");
  check(R"({"question":"x","answer":0.5,"choices":["a","b"]})", Kind::no_such_choice,
        ItemField::answer, "0.5");
  check(R"({"question":"x","answer":"C","choices":["a","b"]})", Kind::no_such_choice,
        ItemField::answer, "C");
  check(R"({"question":"x","answer":true,"choices":["a","b"]})", Kind::answer_type,
        ItemField::answer, "true");

  const ItemProblem path = problem_of("{}", format({{ItemField::question, "a[0]"}}));
  CHECK(path.kind == Kind::bad_path);
  CHECK(path.line == 0);
  CHECK(path.found == "a[0]");
  const ItemProblem named =
      problem_of(R"({"question":"x"})", format({{ItemField::answer, "solution"}}));
  CHECK(named.kind == Kind::missing_field);
  CHECK(named.field == ItemField::answer);
}

TEST_CASE("what was found is shown in whole characters", "[overlap]") {
  std::string line = "{\"a\":\"";
  for (int i = 0; i < 40; ++i) line += "\xE6\xB0\xB4";
  const std::string found = problem_of(line).found;
  CHECK(found.size() <= 60);
  CHECK(found == line.substr(0, found.size()));
  CHECK((found.size() - 6) % 3 == 0);
}

TEST_CASE("a benchmark is read to its end or refused", "[overlap]") {
  const ItemsRead read = read_all(
      "\xEF\xBB\xBF{\"question\":\"a\"}\r\n \r\n{\"question\":\"b\"}\n\n{\"question\":\"c\"}");
  CHECK_FALSE(read.problem);
  CHECK(read.items == 3);
  CHECK(read.blank == 2);

  const ItemsRead cut = read_all("{\"question\":\"a\"}\n\n{\"question\":");
  REQUIRE(cut.problem);
  CHECK(cut.problem->kind == ItemProblemKind::json);
  CHECK(cut.problem->line == 3);

  for (const char* empty : {"", "\n", "\xEF\xBB\xBF \n"}) {
    REQUIRE(read_all(empty).problem);
    CHECK(read_all(empty).problem->kind == ItemProblemKind::no_items);
    CHECK(read_all(empty).problem->found == "benchmark");
  }
}

TEST_CASE("identifiers are in every item or in none, and differ", "[overlap]") {
  const ItemsRead twice =
      read_all("{\"id\":\"a\",\"question\":\"x\"}\n\n{\"id\":\"\\u0061\",\"question\":\"y\"}");
  REQUIRE(twice.problem);
  CHECK(twice.problem->kind == ItemProblemKind::duplicate_id);
  CHECK(twice.problem->line == 3);
  CHECK(twice.problem->other_line == 1);
  CHECK(twice.problem->found == "a");

  for (const char* mixed : {"{\"id\":\"a\",\"question\":\"x\"}\n{\"question\":\"y\"}",
                            "{\"question\":\"x\"}\n{\"id\":\"1\",\"question\":\"y\"}"}) {
    const ItemsRead some = read_all(mixed);
    REQUIRE(some.problem);
    CHECK(some.problem->kind == ItemProblemKind::some_ids);
    CHECK(some.problem->line == 2);
    CHECK(some.problem->other_line == 1);
  }
}

TEST_CASE("two benchmarks need two names", "[overlap]") {
  IndexBuilder builder{ScanSettings{}};
  CHECK_FALSE(read_items("{\"question\":\"x\"}", "one", {}, builder).problem);
  CHECK_FALSE(read_items("{\"question\":\"x\"}", "two", {}, builder).problem);
  const ItemsRead again = read_items("{\"question\":\"x\"}", "one", {}, builder);
  REQUIRE(again.problem);
  CHECK(again.problem->kind == ItemProblemKind::duplicate_name);
  CHECK(again.problem->found == "one");
}
