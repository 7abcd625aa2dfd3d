// Battles: two systems and the winner in every row.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cli, evenhand } from "./support.mjs";

const { compareBattles } = evenhand;

/** Wins of the first, ties, wins of the second (specification, section 13). */
const counts = { AB: [30, 8, 12], AC: [28, 10, 22], AD: [40, 6, 4], BC: [20, 9, 21], BD: [33, 7, 10], CD: [35, 5, 15] };
const rowsOf = (words) => Object.entries(counts).flatMap(([pair, [first, tie, second]]) => [
  ...Array(first).fill(words[0]), ...Array(tie).fill(words[1]), ...Array(second).fill(words[2]),
].map((word) => `${pair[0]},${pair[1]},${word}`));
const table = (rows) => ["model_a,model_b,winner", ...rows].join("\n");
const plain = table(rowsOf(["model_a", "tie", "model_b"]));
const results = ({ systems, pairs, design }) => ({ systems, pairs, design });
const find = (report, code) => report.issues.find((issue) => issue.code === code);

test("the specification's example", () => {
  const report = compareBattles(plain);
  assert.deepEqual(report.systems.map((row) => [row.system, row.rating.toFixed(6)]), [["A", "1133.251831"],
    ["C", "1035.017929"], ["B", "1010.587643"], ["D", "821.142598"]]);
  assert.deepEqual([report.design.method, report.design.battles, report.design.ties], ["davidson", 315, 45]);
  const pair = report.pairs.find(({ a, b }) => a === "C" && b === "B");
  assert.equal(pair.difference.toFixed(9), "0.140632027");
  assert.ok(pair.pAdjusted >= pair.p && pair.lower < 0 && pair.upper > 0);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test("words, row order and the side a system stands on change nothing", () => {
  const expected = results(compareBattles(plain));
  for (const words of [["A>B", "A=B", "B>A"], ["[[A]]", "draw", "[[B]]"], ["1", "1.5", "2"]]) {
    assert.deepEqual(results(compareBattles(table(rowsOf(words)))), expected);
  }
  const named = rowsOf(["0", "tie", "1"]).map((row) => {
    const [a, b, winner] = row.split(",");
    return `${a},${b},${winner === "0" ? a : winner === "1" ? b : winner}`;
  });
  assert.deepEqual(results(compareBattles(table(named))), expected);
  const turned = rowsOf(["model_b", "tie", "model_a"])
    .map((row) => row.replace(/^(.),(.)/, "$2,$1")).reverse();
  const { systems } = compareBattles(table(turned));
  assert.deepEqual(systems.map((row) => row.rating.toFixed(9)),
    expected.systems.map((row) => row.rating.toFixed(9)));
});

test("both bad is a tie counted apart; an anchor has rating 1000; clusters are robust", () => {
  const bad = compareBattles(table(rowsOf(["model_a", "tie (bothbad)", "model_b"])), { anchor: "B" });
  assert.deepEqual([bad.design.ties, bad.design.bothBad, bad.design.anchor], [0, 45, "B"]);
  assert.equal(bad.systems.find((row) => row.system === "B").rating, 1000);
  const rows = rowsOf(["model_a", "tie", "model_b"]).map((row, index) => `${row},p${index % 40}`);
  const grouped = compareBattles(["model_a,model_b,winner,question_id", ...rows].join("\n"));
  assert.deepEqual([grouped.design.clusters, grouped.design.robust], [40, true]);
});

test("battles without a common scale say so", () => {
  const report = compareBattles(table(["A,B,model_a", "A,B,model_a", "C,B,model_b"]));
  assert.deepEqual([report.systems, report.pairs, report.design.status], [[], [], "not_connected"]);
  assert.deepEqual(report.design.groups.flat().sort(), ["A", "B", "C"]);
  assert.match(evenhand.battlesReading(report)[0], /no common scale.*Groups:/);
  assert.equal(compareBattles(table(["A,B,tie"])).design.status, "all_ties");
});

test("what cannot be used is left out and counted", () => {
  const report = compareBattles(`${plain}\nA,B,\nA,B,maybe\nA,,model_a\nA,A,tie\nX,A,model_a\n`,
    { excludeSystems: ["X"] });
  assert.deepEqual(results(report), results(compareBattles(plain)));
  assert.deepEqual(find(report, "W_MISSING").lines, [317]);
  assert.match(find(report, "W_UNPARSED").message, /line 318: found "maybe", expected model_a, model_b/);
  assert.deepEqual(find(report, "W_NO_SYSTEM").lines, [319]);
  assert.deepEqual(find(report, "W_SAME_SYSTEM").lines, [320]);
  assert.equal(find(report, "N_EXCLUDED").count, 1);
  assert.match(find(compareBattles("x,y\n1,2\n"), "E_NO_ROLE").message, /the two systems and the winner/);
  assert.match(find(compareBattles(plain, { anchor: "Z" }), "E_SYSTEM").message, /no system "Z" to be the anchor/);
});

test("the command prints ratings, pairs, words and the method", () => {
  const { status, stdout, stderr } = cli(["compare", "-", "--battles", "--anchor", "D"], plain);
  assert.equal(status, 0, stderr);
  for (const part of [/^A +160 +1312/m, /A has the highest rating, 1312/, /Davidson 1970/,
    /C and B are not told apart by these battles/]) assert.match(stdout, part);
  assert.deepEqual(JSON.parse(cli(["compare", "-", "--battles", "--json"], plain).stdout), compareBattles(plain));
});

test("any table is fitted or refused, never thrown on", () => {
  const cell = fc.constantFrom("A", "B", "C", "tie", "model_a", "model_b", "", "both bad", "__proto__", "\"");
  const text = fc.array(fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(",")), { maxLength: 20 })
    .map((lines) => lines.join("\n"));
  fc.assert(fc.property(text, (body) => {
    const report = compareBattles(`model_a,model_b,winner\n${body}`);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    assert.equal(report.design === null, report.issues.some((issue) => issue.severity === "refuse"));
  }), { numRuns: 2000, seed: 1 });
});
