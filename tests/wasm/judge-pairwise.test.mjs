// Pairwise verdicts: both orders by column or by row, words, corrections, refusals, real data, fuzz.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { cli, evenhand, root } from "./support.mjs";

const {
  comparePairwise, correctBattles, correctCategories, correctClasses, InputError, pairwiseReading,
  pairwiseMethod, ratingsReading, readPairwise, readTable, winRate,
} = evenhand;
const near = (actual, expected, tolerance = 5e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const find = (report, code) => report.issues.find((issue) => issue.code === code);
const example = join(root, "examples", "data", "two-chats.csv");
const text = readFileSync(example, "utf8");
const swap = { columns: { swap: "winner_swapped" } };
const cells = text.trim().split("\n").slice(1).map((line) => line.split(","));
const numbers = { model_a: 0, tie: 1, model_b: 2, "": -1 };
const column = (at) => cells.map((row) => numbers[row[at]]);
const without = ({ pairs, design }) => ({ pairs, design });

test("both orders in two columns: the numbers are those of winRate", () => {
  const report = comparePairwise(text, { ...swap, design: "subset" });
  const [row] = report.pairs;
  assert.deepEqual(row.winRate, winRate({ aFirst: column(3), bFirst: column(4) }));
  assert.deepEqual([row.a, row.b, row.items, row.labelled], ["Juniper-72B", "Kestrel-70B", 240, 150]);
  assert.ok(row.winRate.flags.includes("position_bias"));
  const words = pairwiseReading(report, row).join(" ");
  assert.match(words, /not told apart: Juniper-72B wins 53\.0/);
  assert.match(words, /shown first won both times in 33, the one shown second in 13 \(p = 0\.0045\)/);
  assert.match(pairwiseMethod(report), /exact binomial test/);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test("two rows for an item, the models exchanged, are the same; so is any row order", () => {
  const opposite = { model_a: "model_b", model_b: "model_a", tie: "tie", "": "" };
  const rows = cells.flatMap(([item, a, b, first, second, human]) =>
    [[item, a, b, first, human], [item, b, a, opposite[second], opposite[human]]].map((row) => row.join(",")));
  const expected = without(comparePairwise(text, swap));
  for (const lines of [rows, [...rows].reverse()]) {
    const report = comparePairwise(["item,model_a,model_b,winner,human", ...lines].join("\n"));
    assert.deepEqual(report.pairs[0].winRate, expected.pairs[0].winRate);
    assert.deepEqual(report.pairs[0].corrected, expected.pairs[0].corrected);
    assert.equal(find(report, "W_DUPLICATE"), undefined);
  }
});

test("the swapped column: models as named, or places as shown", () => {
  const placed = ["item,model_a,model_b,winner,winner_swapped,human", ...cells.map(([item, a, b, first, second, human]) =>
    [item, a, b, first, { model_a: "second", model_b: "first", tie: "tie" }[second], human].join(","))].join("\n");
  const expected = without(comparePairwise(text, swap));
  assert.deepEqual(without(comparePairwise(placed, { ...swap, swapWords: "positions" })), expected);
  // Names of models mean them wherever they were shown.
  const named = placed.replaceAll(",second,", ",Juniper-72B,").replaceAll(",first,", ",Kestrel-70B,");
  for (const swapWords of ["models", "positions"]) {
    assert.deepEqual(without(comparePairwise(named, { ...swap, swapWords })), expected);
  }
  assert.match(find(comparePairwise(text, swap), "N_SWAP").message, /the models as the row names them/);
});

test("corrected by labels of either design, with each rule for ties", () => {
  const labels = column(5);
  const counts = (chosen) => {
    const picked = cells.flatMap((_, i) => (chosen(i) ? [i] : []));
    const { wins, tied, losses } = winRate({
      aFirst: picked.map((i) => column(3)[i]), bFirst: picked.map((i) => column(4)[i]) });
    return [wins, tied, losses];
  };
  const confusion = [0, 1, 2].map((label) => counts((i) => labels[i] === label));
  const verdicts = counts((i) => labels[i] === -1);
  const external = comparePairwise(text, { ...swap, design: "external" }).pairs[0];
  assert.deepEqual([external.confusion, external.verdicts, external.calibration], [confusion, verdicts, "own"]);
  assert.deepEqual(external.external, correctClasses({ confusion, verdicts, values: [1, 0.5, 0] }));
  const separate = comparePairwise(text, { ...swap, design: "external", ties: "separate" }).pairs[0];
  assert.deepEqual(separate.external, correctClasses({ confusion, verdicts, values: [1, 0, 0] }));
  const dropped = comparePairwise(text, { ...swap, design: "external", ties: "drop" }).pairs[0];
  assert.deepEqual(dropped.external, correctClasses({
    confusion: [confusion[0], confusion[2]].map(([win, , loss]) => [win, loss]), verdicts: [verdicts[0], verdicts[2]],
    values: [1, 0] }));
  assert.match(dropped.notes.join(" "), /items that the judge or people call ties were dropped/);
  const kinds = (rows) => rows.flatMap((row, label) => row.flatMap((count, kind) => Array(count).fill([kind, label])));
  const subset = comparePairwise(text, { ...swap, design: "subset" }).pairs[0];
  assert.deepEqual(subset.subset, correctCategories({
    verdict: kinds(confusion).map(([kind]) => kind), truth: kinds(confusion).map(([, label]) => 1 - label / 2),
    unlabelled: verdicts }));
  const none = comparePairwise(text, { ...swap, design: "subset", ties: "drop" }).pairs[0];
  assert.equal(none.corrected, null);
  assert.match(none.notes.join(" "), /there is no correction by labels on a random subset/);
});

test("one order only: bias is uncontrolled when the same model always comes first", () => {
  const always = comparePairwise(text, { columns: { human: null } }).pairs[0];
  assert.equal(always.winRate.position, null);
  assert.deepEqual(always.winRate.flags, ["position_bias_uncontrolled", "order_not_randomised"]);
  const mixed = ["item,model_a,model_b,winner", ...Array.from({ length: 40 }, (_, i) =>
    (i % 2 ? `${i},A,B,model_a` : `${i},B,A,model_a`))].join("\n");
  assert.deepEqual(comparePairwise(mixed).pairs[0].winRate.flags, []);
  near(comparePairwise(mixed).pairs[0].winRate.rate, 0.5);
  assert.deepEqual(comparePairwise(text, { ...swap, order: "first_order_only" }).pairs[0].winRate.flags.slice(0, 2),
    ["position_bias", "position_bias_uncontrolled"]);
});

test("tables without names of models, with clusters, with several pairs", () => {
  const bare = comparePairwise("item,winner\n1,A\n2,B\n3,tie\n4,A>B\n");
  assert.deepEqual([bare.pairs[0].a, bare.pairs[0].b, bare.pairs[0].winRate.rate], ["A", "B", 0.625]);
  assert.match(find(bare, "N_MODELS").message, /No columns name the models/);
  const positions = comparePairwise("item,winner,other\n1,A,A\n2,A,A\n", { columns: { swap: "other" }, swapWords: "positions" });
  assert.equal(positions.pairs[0].winRate.position.firstTwice, 2);
  const grouped = text.split("\n").map((line, i) => (i === 0 ? `${line},topic` : line === "" ? "" : `${line},t${i % 9}`)).join("\n");
  const clustered = comparePairwise(grouped, { columns: { swap: "winner_swapped", cluster: "topic" }, design: "external" }).pairs[0];
  assert.equal(clustered.winRate.clusters, 9);
  assert.match(clustered.notes.join(" "), /takes items as independent/);
  const alone = comparePairwise("item,winner,g\n1,A,x\n2,B,x\n", { columns: { cluster: "g" } });
  assert.equal(alone.pairs[0].winRate, null);
  assert.match(alone.pairs[0].notes.join(" "), /in one cluster/);
  const conflict = comparePairwise("item,model_a,model_b,winner,g\n1,A,B,A,x\n1,B,A,A,y\n", { columns: { cluster: "g" } });
  assert.deepEqual(find(conflict, "E_CLUSTER").lines, [3]);
  const three = comparePairwise("item,model_a,model_b,winner\n1,C,A,model_a\n1,A,B,tie\n1,B,C,B\n");
  assert.deepEqual(three.pairs.map(({ a, b, winRate: { rate } }) => [a, b, rate]), [["A", "B", 0.5], ["A", "C", 0], ["B", "C", 1]]);
});

test("what cannot be used is counted, with lines and columns", () => {
  const report = comparePairwise(`${text}x1,A,A,tie,tie,\nx2,,B,tie,tie,\nx3,Juniper-72B,Kestrel-70B,perhaps,,maybe\n` +
    `c001,Juniper-72B,Kestrel-70B,tie,tie,\n,Juniper-72B,Kestrel-70B,tie,tie,\nx4,X,Kestrel-70B,tie,tie,\n`,
  { ...swap, design: "subset", excludeModels: ["X"] });
  assert.deepEqual(report.pairs[0].winRate, { ...comparePairwise(text, swap).pairs[0].winRate,
    blank: 2, without: 1, flags: ["position_bias", "blank_verdicts"] });
  assert.deepEqual(find(report, "W_SAME_MODEL").lines, [242]);
  assert.deepEqual(find(report, "W_NO_MODEL").lines, [243]);
  assert.match(find(report, "W_UNPARSED").message, /Column "winner", line 244: found "perhaps", expected model_a, model_b, tie/);
  assert.deepEqual([find(report, "W_MISSING").column, find(report, "W_MISSING").lines], ["winner_swapped", [244]]);
  assert.ok(report.issues.some(({ message }) => /"maybe".*1 cell counts as not labelled/.test(message)));
  assert.deepEqual(find(report, "W_DUPLICATE").lines, [245]);
  assert.match(find(report, "W_DUPLICATE").message, /though \d of the repeated verdicts/);
  assert.deepEqual(find(report, "W_NO_ITEM").lines, [246]);
  assert.equal(find(report, "N_EXCLUDED").count, 1);
  const twice = comparePairwise("item,model_a,model_b,winner,human\n1,A,B,A,model_a\n1,B,A,B,model_a\n");
  assert.deepEqual(find(twice, "W_LABEL_CONFLICT").lines, [3]);
});

test("pairs with few labels of a class borrow those of all pairs", () => {
  const more = cells.slice(0, 40).map(([item, , , first, second, human]) => `${item},Larch-34B,Marten-32B,${first},${second},${human}`);
  const report = comparePairwise(`${text}${more.join("\n")}\n`, { ...swap, design: "external" });
  assert.deepEqual(report.pairs.map(({ calibration }) => calibration), ["own", "pooled"]);
  assert.match(report.pairs[1].notes.join(" "), /all pairs' labels were used together/);
});

test("from three models on labels give ratings on one scale", () => {
  // Wins, ties and losses of each pair; of every ten rows the last four are labelled, mostly as judged.
  const pairs = [["Alder", "Birch", [50, 20, 30]], ["Cedar", "Birch", [40, 20, 40]], ["Alder", "Cedar", [46, 18, 36]]];
  const words = ["model_a", "tie", "model_b"];
  const rows = pairs.flatMap(([a, b, counts]) => counts.flatMap((count, kind) =>
    Array.from({ length: count }, (_, item) => [`${kind}-${item}`, a, b, words[kind],
      item % 10 < 6 ? "" : words[item % 10 === 6 ? 2 - kind : kind]].join(","))));
  const table = ["item,model_a,model_b,winner,human", ...rows].join("\n");
  const report = comparePairwise(table, { design: "external" });
  const { ratings } = report;
  assert.equal(ratings.status, "ok");
  assert.deepEqual(ratings.models.map(({ model }) => model), ["Alder", "Cedar", "Birch"]);
  assert.deepEqual(ratings.pairs.map(({ a, b }) => `${a} ${b}`), ["Alder Cedar", "Alder Birch", "Cedar Birch"]);
  // The same from counts; the reader names Birch before Cedar.
  const { calibration, confusion } = report.pairs[0];
  assert.equal(calibration, "pooled");
  const direct = correctBattles({
    models: 3, a: [0, 0, 1], b: [1, 2, 2], verdicts: report.pairs.map(({ verdicts }) => verdicts), confusion,
  });
  assert.deepEqual(report.pairs.map(({ a, b }) => `${a} ${b}`), ["Alder Birch", "Alder Cedar", "Birch Cedar"]);
  assert.equal(ratings.models[0].rating, direct.models[0].rating);
  assert.equal(ratings.models[0].ratingLower, direct.models[0].ratingLower);
  assert.equal(ratings.pairs[0].difference, direct.pairs[1].difference);
  near(ratings.models.reduce((sum, { strength }) => sum + strength, 0), 0, 1e-12);
  assert.ok(Math.abs(ratings.models[0].strength) > Math.abs(ratings.models[0].judge));
  assert.match(ratingsReading(report)[0], /Alder has the highest rating, 10\d\d \(95.% interval/);
  assert.match(pairwiseMethod(report), /Ratings by the model of Bradley and Terry/);
  const ran = cli(["judge", "-", "--pairwise", "--design", "external"], table);
  assert.match(ran.stdout, /model +verdicts +rating +interval/);
  assert.deepEqual(JSON.parse(cli(["judge", "-", "--pairwise", "--design", "external", "--json"], table).stdout).ratings, ratings);

  const apart = comparePairwise(table.replaceAll("Cedar,Birch", "Cedar,Damson").replaceAll("Alder,Cedar", "Cedar,Damson"));
  assert.equal(apart.ratings.reason, "models_not_compared");
  assert.deepEqual(apart.ratings.groups.map((group) => [...group]).sort(), [["Alder", "Birch"], ["Cedar", "Damson"]]);
  assert.match(ratingsReading(apart)[0], /No ratings: no common scale.*Groups: /);
  assert.equal(comparePairwise(text, swap).ratings, null);
  assert.throws(() => correctBattles({ models: 2, a: [0], b: [0], verdicts: [[1, 0, 1]], confusion }),
    (error) => error instanceof InputError && error.argument === "b");
});

test("tables that cannot be read, and options that do not fit, are refused", () => {
  assert.match(find(comparePairwise("x,y\n1,2\n"), "E_NO_ROLE").message, /No column could be taken as the judge's verdict on two answers/);
  assert.match(find(comparePairwise("item,model_a,winner\n1,A,A\n"), "E_NO_ROLE").message, /names one of the two models, and no column the other/);
  assert.match(find(comparePairwise(text, { columns: { swap: "nope" } }), "E_COLUMN").message, /no column "nope" for the judge's verdict in the other order/);
  assert.match(find(comparePairwise(text, { excludeModels: ["Zebra"] }), "E_MODEL").message, /no model "Zebra" to exclude/);
  assert.equal(comparePairwise("").pairs.length, 0);
  assert.throws(() => comparePairwise(text, { level: 1 }), (error) => error instanceof InputError && error.argument === "level");
  for (const [args, message] of [
    [["--pairwise", "--ties", "ignore"], /--ties: found "ignore", expected one of half, drop, separate/],
    [["--pairwise", "--order", "both"], /--order: found "both", expected one of average, strict, first_order_only/],
    [["--pairwise", "--swap-words", "positions"], /--swap-words belongs to --swap COL/],
    [["--pairwise", "--swap", "winner_swapped", "--swap-words", "places"], /expected models or positions/],
    [["--pairwise", "--model", "model_a"], /--model cannot be used with --pairwise/],
    [["--pairwise", "--per-model"], /--per-model cannot be used with --pairwise/],
    [["--pairwise", "--classes", "a,b"], /found --classes and --pairwise, expected one of them/],
    [["--swap", "winner_swapped"], /--swap cannot be used with a file/]]) {
    const { status, stderr } = cli(["judge", example, ...args]);
    assert.equal(status, 2, args.join(" "));
    assert.match(stderr, message);
  }
});

test("the command prints the library's object, and names are names", () => {
  const { stdout } = cli(["judge", example, "--pairwise", "--swap", "winner_swapped", "--ties", "separate", "--order", "strict", "--json"]);
  assert.deepEqual(JSON.parse(stdout), comparePairwise(text, { ...swap, ties: "separate", order: "strict" }));
  const hostile = "item,model_a,model_b,winner\n1,__proto__,<b>x</b>,__proto__\n2,__proto__,<b>x</b>,model_b\n3,constructor,=1+1,a\n";
  const ran = cli(["judge", "-", "--pairwise"], hostile);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /<b>x<\/b> - __proto__ +2 +1 +0 +1/);
  assert.equal(comparePairwise(hostile).pairs[1].a, "=1+1");
});

test("any table is compared or refused, never thrown on", () => {
  const model = fc.constantFrom("A", "B", "C", "", "__proto__");
  const winner = fc.constantFrom("A", "B", "tie", "model_a", "model_b", "", "?", "both bad", "first", "2", "C");
  const row = fc.tuple(fc.constantFrom("1", "2", "3", ""), model, model, winner, winner, winner,
    fc.constantFrom("x", "y", "")).map((cells) => cells.join(","));
  const line = fc.oneof({ weight: 9, arbitrary: row }, fc.string({ maxLength: 12 }));
  fc.assert(fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom("average", "strict", "first_order_only"),
    fc.constantFrom("half", "drop", "separate"), fc.constantFrom("external", "subset", undefined), fc.boolean(),
    fc.boolean(), (lines, order, ties, design, isSwapped, isGrouped) => {
      const table = ["item,model_a,model_b,winner,other,human,g", ...lines].join("\n");
      const columns = { ...(isSwapped && { swap: "other" }), ...(isGrouped && { cluster: "g" }) };
      const report = comparePairwise(table, { columns, order, ties, design });
      assert.equal(report.pairs.length === 0, report.issues.some(({ severity }) => severity === "refuse"));
      const copy = JSON.parse(JSON.stringify(report, (_, value) => {
        if (typeof value === "number") assert.ok(Number.isFinite(value));
        return value;
      }));
      assert.deepEqual(copy, report);
      for (const pair of report.pairs) {
        assert.ok(pairwiseReading(report, pair).every((sentence) => !/NaN|undefined|null/.test(sentence)));
      }
      const read = readPairwise(readTable(table), { columns });
      assert.equal(read.pairs.length, report.pairs.length);
    }), { numRuns: 400, seed: 1 });
});

const folder = process.env.EVENHAND_REAL_DATA;
const skip = folder ? false : "EVENHAND_REAL_DATA is not set: real-data test skipped";

test("FastChat MT-bench pairs: position bias, and both rules for the orders", { skip }, () => {
  const data = readFileSync(join(folder, "mt_bench", "gpt-4_pair.jsonl"), "utf8");
  const options = { columns: { judge: "g1_winner", swap: "g2_winner" } };
  const [row] = comparePairwise(data, options).pairs;
  assert.deepEqual([row.a, row.b, row.items], ["phi-3", "phi-3-dpo", 75]);
  const { position, flags } = row.winRate;
  assert.deepEqual([position.items, position.firstTwice, position.secondTwice], [73, 16, 2]);
  near(position.p, 0.00131226);
  near(position.rateAFirst, 0.60958904);
  near(position.rateBFirst, 0.36986301);
  assert.ok(flags.includes("position_bias"));
  near(comparePairwise(data, { ...options, order: "strict" }).pairs[0].winRate.rate, 0.48630137);
  // The specification's rate is that of the 73 items with a verdict in both orders.
  const usable = data.trim().split("\n").filter((line) => !/"g[12]_winner": "error"/.test(line)).join("\n");
  near(comparePairwise(usable, options).pairs[0].winRate.rate, 0.48972603);
});

test("PandaLM as pairs: positions as models give the humans' confusion", { skip }, () => {
  const data = readFileSync(join(folder, "pandalm", "pandalm_999.csv"), "utf8");
  const report = comparePairwise(data, { columns: { judge: "judge_pandalm7b", human: "human_majority", a: null, b: null } });
  const [row] = report.pairs;
  assert.deepEqual(row.confusion, [[298, 40, 84], [35, 32, 38], [100, 35, 337]]);
  near(row.corrected.estimate, 0.474975, 5e-7);
  near(row.winRate.rate, 0.486987, 5e-7);
  assert.equal(comparePairwise(data, { columns: { judge: "judge_pandalm7b", human: "human_majority" } }).pairs.length, 10);
});
