// Tables as people have them, and as they break. Every message names line, column, value and
// expectation; every row left out is counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import Papa from "papaparse";
import { evenhand, inside } from "./support.mjs";

const { correctTable, decodeText, guessRoles, readTable } = evenhand;

const header = "item,model,judge,human";
const good = (count = 24) => Array.from({ length: count }, (_, i) =>
  `q${i},A,${i % 3 ? "pass" : "fail"},${i % 4 ? "pass" : "fail"}`);
const table = (...rows) => [header, ...rows].join("\n");
const find = (report, code) => report.issues.find((issue) => issue.code === code);

function refused(input, code, message, options) {
  const report = correctTable(input, options);
  assert.deepEqual(report.models, []);
  const refusals = report.issues.filter((issue) => issue.severity === "refuse");
  assert.equal(refusals.length, 1, JSON.stringify(report.issues));
  assert.equal(refusals[0].code, code, refusals[0].message);
  assert.match(refusals[0].message, message);
  return refusals[0];
}

test("empty input", () => {
  for (const input of ["", "\uFEFF", "  \n\n\t "]) refused(input, "E_EMPTY", /The input is empty/);
});

test("header only", () => {
  refused(header, "E_NO_ROWS", /a header \("item", "model", "judge", "human"\) but no rows/);
  refused(`${header}\n\n`, "E_NO_ROWS", /no rows/);
});

test("unknown column", () => {
  const issue = refused(table(...good()), "E_COLUMN",
    /no column "verdict" for the judge's verdict. The columns are "item", "model"/,
    { columns: { judge: "verdict" } });
  assert.equal(issue.column, "verdict");
});

test("duplicated column: harmless unless it is asked for", () => {
  const input = `item,model,judge,human,judge\nq1,A,pass,pass,x\nq2,A,fail,fail,x\n`;
  refused(input, "E_COLUMN", /"judge" for the judge's verdict occurs more than once/);
  const report = correctTable("item,model,judge,human,note,note\nq1,A,pass,pass,x,y\n");
  assert.match(find(report, "W_DUPLICATE_COLUMN").message, /names the column "note" more than once/);
});

test("one column for two roles", () => {
  refused(table(...good()), "E_COLUMN", /"judge" is named for both the judge's verdict and the human label/,
    { columns: { judge: "judge", human: "judge" } });
});

test("ragged rows are left out with their lines; a broken table is refused", () => {
  const report = correctTable(table(...good(), "q90,A,pass", "q91,A,pass,fail,extra"));
  const issue = find(report, "W_RAGGED");
  assert.equal(issue.count, 2);
  assert.deepEqual(issue.lines, [26, 27]);
  assert.equal(report.models[0].items, 24);
  refused("a\tb\tc\td\te\n1\tx y\tYes\tt\n2\tz\tNo\tt\n", "E_RAGGED",
    /2 of 2 data rows have 4 fields; the header has 5/);
  // Empty extra fields are no harm.
  assert.equal(correctTable(table("q1,A,pass,fail,,")).models[0].items, 1);
});

test("quoted newlines, doubled quotes and separators in fields; lines stay physical", () => {
  const report = correctTable(
    `${header},why\n"q\n1",A,pass,pass,"he said ""no"", twice"\nq2,A,,pass,x\nq3,A,fail,fail,a "b" c\n`);
  assert.equal(report.models[0].items, 2);
  assert.deepEqual(find(report, "W_MISSING").lines, [4]);
});

test("a quote that is never closed, and text after a closing quote", () => {
  refused(`${header}\nq1,A,pass,"pass\nq2,A,fail,fail\n`, "E_QUOTE", /line 2 is never closed/);
  refused(`${header}\nq0,A,pass,pass\nq1,A,"pass" x,pass\nq2,A,fail,fail\n`, "E_QUOTE",
    /Line 3: text follows a closing quote/);
});

test("byte order mark, CRLF, CR, mixed line ends and a missing final newline read alike", () => {
  const plain = correctTable(table(...good()));
  for (const variant of [
    `\uFEFF${table(...good())}`,
    table(...good()).replaceAll("\n", "\r\n"),
    table(...good()).replaceAll("\n", "\r"),
    table(...good()).replace("\n", "\r\n"),
    `${table(...good())}\n`,
    `\n\n${table(...good())}`,
  ]) {
    assert.deepEqual(correctTable(variant).models, plain.models);
  }
});

test("tabs, semicolons, pipes and Excel's sep= line", () => {
  const plain = correctTable(table(...good()));
  for (const [separator, name] of [["\t", "tabs"], [";", "semicolons"], ["|", "pipes"]]) {
    const report = correctTable(table(...good()).replaceAll(",", separator));
    assert.deepEqual(report.models, plain.models);
    assert.match(find(report, "N_DELIMITER").message, new RegExp(name));
  }
  const report = correctTable(`sep=;\n${table(...good()).replaceAll(",", ";")}`);
  assert.deepEqual(report.models, plain.models);
});

test("JSON Lines and a JSON list give the same as CSV", () => {
  const plain = correctTable(table(...good()));
  const objects = good().map((row) => {
    const [item, model, judge, human] = row.split(",");
    return { item, model, judge: judge === "pass", human: human === "pass" ? 1 : 0 };
  });
  const lines = objects.map((object) => JSON.stringify(object)).join("\n");
  assert.deepEqual(correctTable(lines).models, plain.models);
  assert.deepEqual(correctTable(`\n${lines}\n\n`).models, plain.models);
  assert.deepEqual(correctTable(JSON.stringify(objects)).models, plain.models);
  assert.deepEqual(correctTable(JSON.stringify(objects, null, 2)).models, plain.models);
});

test("broken JSON names its line; a cut last line is left out", () => {
  refused(`{"item":1,"judge":"pass"}\n{"item":2,\n{"item":3,"judge":"fail"}\n`, "E_JSON", /Line 2 is not valid JSON/);
  refused(`{"item":1,"judge":"pass"}\n[1]\n`, "E_JSON", /Line 2: found a list, expected an object/);
  refused(`[1, 2`, "E_JSON", /not valid JSON/);
  const report = correctTable(`{"item":1,"judge":"pass","human":1}\n{"item":2,"jud`);
  assert.deepEqual(find(report, "W_TRUNCATED").lines, [2]);
});

test("long integer ids keep every digit", () => {
  const { rows } = readTable(`[{"id": 9007199254740993, "say": "a 9007199254740993 b", "x": 0.1234567890123456}]`);
  assert.deepEqual(rows[0], ["9007199254740993", "a 9007199254740993 b", "0.1234567890123456"]);
});

test("verdict words in every case", () => {
  const words = {
    pass: ["Yes", "TRUE", "1", "C", "pass", "Correct", "PASSED", "[[yes]]", "**pass**", "Pass.", "100%"],
    fail: ["no", "False", "0", "I", "Fail", "incorrect", "failed", "(no)", "rejected", "0%"],
  };
  const rows = [...words.pass, ...words.fail].map((word, i) => `q${i},A,${word},pass`);
  const [model] = correctTable(table(...rows)).models;
  assert.equal(model.items, rows.length);
  assert.equal(model.raw.estimate, words.pass.length / rows.length);
});

test("a blank verdict is left out and counted, never a failure", () => {
  const report = correctTable(table(...good(), "q90,A,,pass", "q91,A,N/A,fail", "q92,A, - ,"));
  const issue = find(report, "W_MISSING");
  assert.equal(issue.count, 3);
  assert.deepEqual(issue.lines, [26, 27, 28]);
  assert.match(issue.message, /3 of 27 rows were left out: no verdict in column "judge"/);
  assert.deepEqual(report.models, correctTable(table(...good())).models);
});

test("a third verdict value is named with line, column, value and expectation", () => {
  const report = correctTable(table(...good(), "q90,A,maybe,pass", "q91,A,tie,fail"));
  const issue = find(report, "W_UNPARSED");
  assert.equal(issue.count, 2);
  assert.deepEqual(issue.lines, [26, 27]);
  assert.equal(issue.column, "judge");
  assert.match(issue.message,
    /Column "judge", lines 26, 27: found "maybe", "tie", expected pass\/fail, yes\/no.*2 rows were left out/);
  assert.equal(report.models[0].items, 24);
  refused(table("q1,A,good,pass", "q2,A,bad,fail"), "E_NO_VERDICTS", /found "good", "bad"; expected/,
    { columns: { judge: "judge" } });
  const mapped = correctTable(table("q1,A,good,pass", "q2,A,bad,fail"),
    { columns: { judge: "judge" }, passWords: ["Good"], failWords: ["bad"] });
  assert.equal(mapped.models[0].raw.estimate, 0.5);
});

test("a strange human label counts as not labelled, and is counted", () => {
  const report = correctTable(table(...good(), "q90,A,pass,perhaps"));
  assert.match(find(report, "W_UNPARSED").message, /Column "human", line 25|Column "human", line 26/);
  assert.equal(report.models[0].items, 25);
  assert.equal(report.models[0].labelled, 24);
});

test("repeated (item, model) keys: the first is kept, contradictions are told", () => {
  const report = correctTable(table(...good(), "q1,A,pass,pass", "q2,A,fail,pass", "q1,B,fail,"));
  const issue = find(report, "W_DUPLICATE");
  assert.equal(issue.count, 2);
  assert.deepEqual(issue.lines, [26, 27]);
  assert.match(issue.message, /1 of the repeats say something else/);
  assert.equal(report.models.reduce((sum, row) => sum + row.items, 0), 25);
});

test("a label on the repeat of an unlabelled row is kept, whichever comes first", () => {
  const rows = ["q90,A,pass,", "q90,A,pass,pass"];
  const [forward, backward] = [rows, [...rows].reverse()].map((pair) => correctTable(table(...good(), ...pair)));
  assert.equal(forward.models[0].labelled, 25);
  assert.deepEqual(backward.models, forward.models);
  assert.ok(!/say something else/.test(find(forward, "W_DUPLICATE").message));
});

test("a column called judge is taken before one called correct", () => {
  assert.deepEqual(guessRoles(readTable("item,model,judge,correct,human\n1,A,pass,pass,pass\n")).judge, "judge");
});

test("only one class labelled, no labels, no human column: said, and not identified", () => {
  const one = correctTable(table(...good().map((row) => row.replace(/[^,]*$/, "pass")), "q90,A,pass,"));
  assert.match(find(one, "W_ONE_CLASS").message, /All 24 labels in column "human" say right/);
  assert.equal(one.models[0].corrected.reason, "no_negative_calibration");
  const none = correctTable(table(...good().map((row) => row.replace(/[^,]*$/, ""))));
  assert.match(find(none, "W_NO_LABELS").message, /"human" holds no label/);
  assert.equal(none.models[0].corrected.reason, "no_labels");
  const column = correctTable("item,model,judge\nq1,A,pass\n");
  assert.match(find(column, "W_NO_LABELS").message, /No column holds human labels/);
  for (const report of [one, none, column]) {
    const { estimate, lower, upper, identified } = report.models[0].corrected;
    assert.deepEqual([estimate, lower, upper, identified], [null, 0, 1, false]);
  }
});

test("a model without labels borrows all models', and the output says so", () => {
  const enough = Array.from({ length: 80 }, (_, i) =>
    `q${i},A,${i % 10 ? (i % 2 ? "pass" : "fail") : "pass"},${i < 60 ? (i % 2 ? "pass" : "fail") : ""}`);
  const report = correctTable(table(...enough, ...good().map((row) => row.replace("A", "B").replace(/[^,]*$/, ""))));
  assert.match(find(report, "W_UNLABELLED_MODEL").message, /1 model has no label of its own \("B"\)/);
  const model = report.models.find((row) => row.model === "B");
  assert.equal(model.labelled, 0);
  assert.ok(model.notes.some((note) => note.includes("all models' labels were used together")));
});

test("a model whose every verdict is blank is shown, not dropped", () => {
  const report = correctTable(table(...good(), "q1,B,,pass", "q2,B,,fail"));
  const model = report.models.find((row) => row.model === "B");
  assert.equal(model.items, 0);
  assert.equal(model.raw, null);
  assert.equal(model.corrected.reason, "no_evaluation_items");
});

test("rows without an item or a model are counted; without the columns, rows stand alone", () => {
  const report = correctTable(table(...good(), ",A,pass,pass", "q91,,pass,pass"));
  assert.equal(find(report, "W_NO_ITEM").count, 1);
  assert.equal(find(report, "W_NO_MODEL").count, 1);
  const bare = correctTable("judge,human\npass,pass\nfail,fail\npass,pass\n");
  assert.equal(bare.models[0].items, 3);
  assert.ok(find(bare, "N_ROW_ITEMS"));
});

test("no verdict column", () => {
  refused("item,model,answer\nq1,A,Paris\n", "E_NO_ROLE", /No column could be taken as the judge's verdict/);
});

test("columns are guessed by name and content, and the guess is told", () => {
  const wide = "item_id,model,judge_gpt4,judge_BEM,human1,human_final\nq1,A,Yes,No,Yes,Yes\n";
  assert.deepEqual(guessRoles(readTable(wide)),
    { item: "item_id", model: "model", judge: "judge_gpt4", human: "human_final" });
  assert.match(find(correctTable(wide), "N_ROLES").message,
    /judge's verdict = "judge_gpt4" \(guessed\).*also in "judge_BEM"/);
  // A column "judge" that names the judge is not taken for its verdict.
  const named = "id,judge,verdict,expert\n1,gpt-4,pass,pass\n2,gpt-4,fail,pass\n";
  assert.equal(guessRoles(readTable(named)).judge, "verdict");
  assert.equal(guessRoles(readTable("case_id,human,judge\n1,Pass,Pass\n")).item, "case_id");
});

test("when every row is labelled the labelled items are the evaluated ones, unless told otherwise", () => {
  const input = table(...good());
  const report = correctTable(input);
  assert.equal(report.design, "subset");
  assert.match(find(report, "N_DESIGN").message, /Every judged row has a human label/);
  assert.equal(report.models[0].corrected.estimate.toFixed(6), "0.750000");
  assert.equal(correctTable(input, { design: "external" }).models[0].corrected.reason, "no_evaluation_items");
  assert.equal(correctTable(input, { method: "lee2025" }).design, "external");
  const partly = correctTable(table(...good(), "q90,A,pass,"));
  assert.equal(partly.design, "external");
  assert.match(find(partly, "N_DESIGN").message, /the safe answer was taken/);
});

test("excluding models", () => {
  const input = table(...good(), "q1,UNMATCHED,pass,pass");
  const report = correctTable(input, { excludeModels: ["UNMATCHED"] });
  assert.deepEqual(report.models.map((row) => row.model), ["A"]);
  assert.equal(find(report, "N_EXCLUDED").count, 1);
  refused(input, "E_MODEL", /no model "C" to exclude. The models are "A", "UNMATCHED"/, { excludeModels: ["C"] });
});

test("binary and oversized input", () => {
  refused("PK\u0003\u0004....", "E_BINARY", /Excel workbook, not a table. Save the sheet as CSV/);
  refused("%PDF-1.7", "E_BINARY", /a PDF/);
  refused("a\u0000b,c\n1,2\n", "E_BINARY", /a binary file/);
  refused(`${"x,".repeat(5000)}\n${"1,".repeat(5000)}\n`, "E_TOO_LARGE", /5001 columns/);
});

test("bytes: UTF-8, UTF-16 and Windows-1252", () => {
  const text = "item,judge\né,pass\n";
  assert.equal(decodeText(new TextEncoder().encode(text)).text, text);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  assert.equal(readTable(decodeText(utf16).text).rows[0][0], "é");
  const latin = decodeText(Buffer.from(text, "latin1"));
  assert.equal(latin.text, text);
  assert.equal(latin.issues[0].code, "W_ENCODING");
});

test("hostile names change nothing but text", () => {
  const names = ["__proto__", "constructor", "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "\u202Eevil"];
  const rows = names.flatMap((name) => [`q1,${name},pass,pass`, `q2,${name},fail,fail`]);
  const report = correctTable(table(...rows));
  assert.deepEqual(report.models.map((row) => row.model).sort(), [...names].sort());
  assert.equal({}.polluted, undefined);
  const keys = correctTable(`{"__proto__": {"polluted": 1}, "item": "q", "judge": "pass", "human": "pass"}`);
  assert.equal(keys.models[0].items, 1);
  assert.equal({}.polluted, undefined);
});

test("row order and line order change nothing; a seed hides the same labels", () => {
  const rows = good(60).flatMap((row) => [row, row.replace(",A,", ",B,")]);
  const options = { design: "subset", backtest: { share: 0.5, seed: 7 } };
  const forward = correctTable(table(...rows), options);
  assert.deepEqual(correctTable(table(...[...rows].reverse()), options).models, forward.models);
  assert.notDeepEqual(
    correctTable(table(...rows), { ...options, backtest: { share: 0.5, seed: 8 } }).models,
    forward.models);
});

test("delimited text is split as Papa Parse splits it, quotes, guesses and faults included", async () => {
  const { delimitedRows, guessedDelimiter } = await inside("readers/delimited.js");
  const piece = fc.constantFrom("a", "bc", "x y", "1.5", "é", " ", "\u00a0", ",", "\t", ";", "|", "\n", "\n\n",
    '"', '""', '"a"', '"a",', '"b\nc"', "a long cell that is not often the same");
  const text = fc.array(piece, { minLength: 1, maxLength: 60 }).map((pieces) => pieces.join(""));
  const delimiters = fc.constantFrom("", ",", "\t", ";", " ", "||");
  fc.assert(fc.property(text, delimiters, (input, delimiter) => {
    const { data, errors, meta } = Papa.parse(input, {
      delimiter, newline: "\n", delimitersToGuess: ["\t", ",", ";", "|"], skipEmptyLines: false,
    });
    const used = delimiter || guessedDelimiter(input);
    assert.equal(used, meta.delimiter);
    const starts = [];
    let line = 1;
    for (const cells of data) {
      starts.push(line);
      line += 1 + cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
    }
    const { rows, lines, wrongQuote } = delimitedRows(input, used);
    const fault = errors.find(({ type }) => type === "Quotes");
    assert.deepEqual(wrongQuote, fault && {
      kind: fault.code === "MissingQuotes" ? "open" : "stray", line: starts[fault.row],
    });
    // After a wrong quote nobody knows what is meant.
    const sound = fault === undefined ? data.length : fault.row;
    assert.deepEqual(rows.slice(0, sound), data.slice(0, sound));
    assert.deepEqual(lines.slice(0, sound), starts.slice(0, sound));
    if (fault === undefined) assert.equal(rows.length, data.length);
  }), { numRuns: 20_000, seed: 4 });
});

test("any text is read or refused, never thrown on", () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom("pass", "fail", "", "\"", "\n", ",", "{", "[", "\\", "\u0000"));
  const text = fc.array(fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(",")), { maxLength: 12 })
    .map((lines) => lines.join("\n"));
  const check = (input) => {
    const report = correctTable(input);
    for (const { message, count } of report.issues) {
      assert.ok(message.length > 0 && count >= 0);
    }
    assert.ok(report.models.length > 0 || report.issues.some((issue) => issue.severity === "refuse"));
  };
  fc.assert(fc.property(text, check), { numRuns: 2000, seed: 1 });
  fc.assert(fc.property(text, (body) => check(`${header}\n${body}`)), { numRuns: 2000, seed: 2 });
  fc.assert(fc.property(fc.json(), (body) => check(`{"item":1,"judge":1}\n${body}`)), { numRuns: 1000, seed: 3 });
});
