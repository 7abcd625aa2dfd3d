// Right answers and measured curves: what is read of texts, tables and JSON, what is refused, and
// that every message names the place, what was found and what was expected.
import assert from "node:assert/strict";
import { test } from "node:test";
import { evenhand } from "./support.mjs";

const { readAnswers, readCurves, readPartition, readStrategy, strategyText, withValid } = evenhand;
const newCity = ["New York", "New Orleans", "Mexico City", "Panama City"];

/** What was read, short: the sequences of every condition with their weights. */
function rows(answers) {
  const { target, vocabulary, conditions } = answers;
  assert.notEqual(target, null, JSON.stringify(answers.issues));
  let row = 0;
  let at = 0;
  return Object.fromEntries(conditions.map((name, condition) => [name, Array.from({ length: target.sequences[condition] }, () => {
    const tokens = Array.from(target.tokens.subarray(at, at += target.lengths[condition]), (token) => vocabulary[token]);
    return [tokens.join("|"), target.weights[row++]];
  })]));
}
const only = (input, options) => rows(readAnswers(input, options))[""];
const messages = (read, severity) => read.issues.filter((issue) => issue.severity === severity).map(({ message }) => message);

function refused(input, pattern, options) {
  const read = readAnswers(input, options);
  assert.equal(read.target, null);
  const found = messages(read, "refuse");
  assert.equal(found.length, 1, JSON.stringify(read.issues));
  assert.match(found[0], pattern);
  assert.match(found[0], /[Ee]xpected|Save the|but no rows|never closed|occurs more than once/);
  return read.issues.at(-1);
}

test("one answer a line, by words, characters or a separator", () => {
  const words = newCity.map((city) => [city.replace(" ", "|"), 1]);
  assert.deepEqual(only(newCity.join("\n")), words);
  assert.deepEqual(only(`\uFEFF\n${newCity.join("\r\n\r\n")}\r\n`), words);
  assert.deepEqual(only("a\u00a0\u2003b\u0085c\n d\te  f "), [["a|b|c", 1], ["d|e|f", 1]]);
  // No white space in Unicode: the zero width no-break space.
  assert.deepEqual(only("a\u200bb\nc\ufeffd"), [["a\u200bb", 1], ["c\ufeffd", 1]]);
  assert.deepEqual(only("a😀e\u0301\nbcde", { tokens: "characters" }), [["a|😀|e|\u0301", 1], ["b|c|d|e", 1]]);
  assert.deepEqual(only("a,,b\nc,d, e", { tokens: { separator: "," } }), [["a||b", 1], ["c|d| e", 1]]);
  assert.deepEqual(readAnswers(newCity.join("\n")).vocabulary, ["New", "York", "Orleans", "Mexico", "City", "Panama"]);
});

test("lists, JSON, JSON Lines and tables say the same", () => {
  const expected = [["a|b", 2], ["b|a", 1]];
  for (const input of [
    [{ text: "a b", weight: 2 }, "b a"],
    [{ tokens: ["a", "b"], weight: 2 }, ["b", "a"]],
    { answers: [{ text: "a  b", weight: 2 }, { text: "b a" }] },
    JSON.stringify([{ text: "a b", weight: 2 }, ["b", "a"]]),
    '{"text":"a b","weight":2}\n\n{"tokens":["b","a"],"weight":1}\n',
    "text,weight\na b,2\nb a,1\n", "weight;answer\n2;a b\n;b a\n", "y1\ty2\tweight\na\tb\t2\nb\ta\t1\n",
    '"text","weight"\n"a b","2"\n"b a",1e0\n',
  ]) assert.deepEqual(only(input), expected, JSON.stringify(input));
  assert.deepEqual(only("[[1,2],[2,1]]"), [["1|2", 1], ["2|1", 1]]);
  // A list is a list, though its first answer may be the name of a column.
  assert.deepEqual(only("text\nweight\n"), [["text", 1], ["weight", 1]]);
});

test("joint tables: p sums to 1, sequences are different", () => {
  const expected = [["a|b", 0.5], ["b|a", 0.5]];
  assert.deepEqual(only("y1,y2,p\na,b,0.5\nb,a,0.5\n"), expected);
  assert.deepEqual(only('{"support":[{"tokens":["a","b"],"p":0.5},{"tokens":["b","a"],"p":0.5}]}'), expected);
  assert.deepEqual(only({ support: [{ tokens: ["a", "b"], p: 0.5 }, { tokens: ["b", "a"], p: 0.5 }] }), expected);
  assert.deepEqual(only("text,p\na b,0.5\nb a,0.5\n"), expected);
  const third = ["y1,y2,p", "a,b,0.333333", "b,a,0.333333", "b,b,0.333334"];
  assert.deepEqual(messages(readAnswers(third.join("\n")), "warn"), []);
  assert.match(messages(readAnswers(third.join("\n").replace("4", "3")), "warn")[0], /p sum to 0\.99999\d+; they were divided/);
  refused("y1,y2,p\na,b,0.5\nb,a,0.49\n", /p sum to 0\.99; expected 1 to within/);
  refused("y1,y2,p\na,b,0.5\nb,a,0.25\na,b,0.25\n", /Line 4: found the same sequence as in line 2/);
  refused("y1,y2,p\na,b,0.5\nb,a,\n", /Line 3, p: found a blank, expected a finite number/);
  refused("y1,y3,p\na,b,1\n", /columns of tokens are "y1", "y3"; expected y1, y2/);
  refused("y1,y2,p,weight\na,b,1,1\n", /both p and weight/);
  refused("y1,y2,p\na,b\nc,d,1\n", /another number of fields than the header was found \(line 2\)/);
  refused("y1,y2,p\n,b,1\n", /Column "y1", line 2: found a blank before/);
  refused("y1,p,p\na,1,0\n", /occurs more than once in the header/);
  const zero = readAnswers("y1,p\na,1\nb,0\n");
  assert.match(messages(zero, "note").at(-1), /1 answer of weight 0 was left out \(line 3\)/);
});

test("conditions, each with its own length and weight", () => {
  const expected = { q: [["a|b", 1], ["b|a", 1]], r: [["c", 1]] };
  const table = readAnswers("x,x_weight,text\nq,3,a b\nq,,b a\nr,1,c\n");
  assert.deepEqual(rows(table), expected);
  assert.deepEqual([...table.target.conditionWeights], [3, 1]);
  const json = readAnswers({ conditions: [{ x: "q", weight: 3, answers: ["a b", "b a"] }, { x: "r", support: [{ tokens: ["c"], p: 1 }] }] });
  assert.deepEqual(rows(json), expected);
  assert.deepEqual([...json.target.conditionWeights], [3, 1]);
  assert.deepEqual(rows(readAnswers("x,y1,y2,p\nq,a,b,0.5\nq,b,a,0.5\nr,c,,1\n")).r, [["c", 1]]);
  assert.equal(readAnswers("x,text\nq,a\nr,b\n").target.conditionWeights, undefined);
  refused("x,x_weight,text\nq,3,a b\nq,2,b a\n", /Line 3: the x_weight of "q" is not the one given before/);
  refused("x,x_weight,text\nq,0,a b\n", /All conditions have the weight 0/);
  refused("x,text,weight\nq,a,0\nr,b,1\n", /All weights of condition "q" are 0/);
  refused("x,text,p\nq,a,0.5\nr,b,1\n", /of condition "q" sum to 0\.5/);
  refused("x,text\nq,a b\nq,c\nr,a\n", /answers of condition "q" differ in length/);
  refused({ conditions: [{ x: "q", answers: [] }, { x: "r", answers: ["a"] }] }, /condition "q" has no answer/);
  refused({ conditions: [{ x: "q", answers: ["a"] }, { x: "q", answers: ["a"] }] }, /condition "q" occurs more than once/);
  refused({ conditions: [{ x: "q", weight: -1, answers: ["a"] }] }, /Condition 1, weight: found -1/);
  refused({ conditions: [] }, /There is no answer/);
});

test("named tasks in JSON", () => {
  assert.deepEqual(readAnswers('{"task":"replace-index","n":4}').task, { name: "replace_index", n: 4 });
  refused('{"task":"juggle","n":4}', /Found the task "juggle", expected one of copy, replace_index/);
  refused('{"task":"sort","n":0}', /Found 0 for n/);
  refused('{"task":"sort"}', /Found nothing for n/);
});

test("unequal lengths are refused with their counts, or filled as asked", () => {
  const text = "a b\nc\nd e\nf g h\n";
  const issue = refused(text,
    /1 token in 1 answer \(first in line 2\), 2 tokens in 2 answers \(first in line 1\), 3 tokens in 1 answer \(first in line 4\)\. Expected one length; or have shorter answers filled/);
  assert.equal(issue.code, "E_UNEQUAL_LENGTHS");
  const padded = readAnswers(text, { pad: true });
  assert.deepEqual(rows(padded)[""].map(([tokens]) => tokens), ["a|b|<pad>", "c|<pad>|<pad>", "d|e|<pad>", "f|g|h"]);
  assert.match(messages(padded, "warn")[0], /3 answers were filled with <pad> as asked \(lines 1, 2, 3\)/);
  // The token may be written out as well; it is the same.
  assert.match(messages(readAnswers("a <pad>\na\n", { pad: true }), "note").at(-1), /1 answer was merged with an equal one/);
});

test("weights, repeats and what is empty", () => {
  assert.match(messages(readAnswers("a b\nb a\na b\n"), "note").at(-1), /1 answer was merged with an equal one, the weights added \(line 3\)/);
  refused("text,weight\na,-1\n", /Line 2, weight: found -1, expected a finite number of at least 0/);
  refused("text,weight\na,inf\n", /Line 2, weight: found "inf"/);
  refused("text,weight\na,1e999\n", /Line 2, weight: found "1e999"/);
  refused("text,weight\na,0\nb,0\n", /All weights are 0/);
  refused([{ text: "a", weight: Number.NaN }], /Answer 1, weight: found NaN/);
  refused([{ text: "a", weight: Number.POSITIVE_INFINITY }], /Answer 1, weight: found Infinity/);
  refused([{ text: "a", weight: "1" }], /Answer 1, weight: found "1"/);
  for (const empty of ["", " \n\t\n", "\uFEFF"]) assert.equal(refused(empty, /The input is empty/).code, "E_EMPTY");
  refused([], /There is no answer/);
  refused({ answers: [] }, /There is no answer/);
  refused(["", " "], /Answers 1, 2: found an answer without tokens/);
  refused([[]], /Answer 1: found an answer without tokens/);
  refused("text,weight\n", /no rows/);
});

test("what is no answer is refused with its place", () => {
  refused([1], /Answer 1: found 1, expected a text, a list of tokens/);
  refused(["a", null], /Answer 2: found null/);
  refused(["a", [["b"]]], /Answer 2: found a list as token 1/);
  refused([{ word: "a" }], /Answer 1: found an object without "text" or "tokens"/);
  refused([{ text: "a", tokens: ["a"] }], /Answer 1: found both "text" and "tokens"/);
  refused({ support: "a" }, /found "a", expected a list for "support"/);
  refused({ sequences: [] }, /found an object without these keys/);
  refused('["a",', /Line 1 is not valid JSON/);
  refused('[\n"a",\n"b"\n"c"]', /Line 4 is not valid JSON/);
  refused('{"text":"a"}\n{"text":\n', /Line 2 is not valid JSON/);
  refused("PK\u0003\u0004", /zip file/);
  refused("a\u0000b", /binary file/);
  refused('text,weight\n"a,1\n', /quote opened on line \d is never closed/);
  refused(null, /The input: found null/);
  const more = readAnswers([{ text: "a", id: 7 }]);
  assert.match(messages(more, "warn")[0], /"id" is not used/);
  assert.match(messages(readAnswers("id,text,weight\n7,a,1\n"), "warn")[0], /column or key "id" is not used/);
});

test("bounds: the length of answers and their number", () => {
  refused("a".repeat(4097), /4097 tokens; expected at most 4096/, { tokens: "characters" });
  assert.equal(readAnswers("a".repeat(4096), { tokens: "characters" }).target.lengths[0], 4096);
  const many = Array.from({ length: 1_000_001 }, (_, index) => [String(index)]);
  refused(many, /more than 1000000 different answers/);
  many.length = 100_000;
  assert.equal(readAnswers(many).target.weights.length, 100_000);
});

test("names of prototypes and HTML are tokens like any other", () => {
  const hostile = "__proto__ constructor\ntoString <b>x</b>\n<img/onerror=alert(1)> __proto__\n";
  assert.deepEqual(only(hostile).map(([tokens]) => tokens),
    ["__proto__|constructor", "toString|<b>x</b>", "<img/onerror=alert(1)>|__proto__"]);
  refused('{"__proto__":{"support":[]}}', /an object without these keys/);
  refused({ task: "__proto__", n: 3 }, /Found the task "__proto__"/);
  assert.deepEqual(Object.keys(rows(readAnswers("x,text\nconstructor,a\ntoString,b\n"))), ["constructor", "toString"]);
  assert.equal(readStrategy("__proto__=1").strategy, null);
});

test("valid answers: only these count as right", () => {
  const answers = readAnswers(newCity);
  const valid = withValid(answers, readAnswers(["New York", "Mexico City", "New City"]));
  assert.deepEqual([...valid.target.valid], [1, 0, 1, 0]);
  assert.match(messages(valid, "warn")[0], /1 valid answer \(answer 3\) can never be drawn/);
  assert.match(messages(withValid(answers, readAnswers(["x"])), "warn")[0], /nothing counts as right/);
  const padded = readAnswers(["a b", "c"], { pad: true });
  assert.deepEqual([...withValid(padded, readAnswers(["c"])).target.valid], [0, 1]);
  const given = readAnswers("x,text\nq,a\nr,a\n");
  assert.deepEqual([...withValid(given, readAnswers("x,text\nr,a\n")).target.valid], [0, 1]);
  assert.deepEqual([...withValid(given, readAnswers(["a"])).target.valid], [1, 1]);
  assert.equal(withValid(answers, readAnswers([])).target, null);
});

test("measured curves: kinds, scales and tasks", () => {
  const text = "method,tokens_per_step,accuracy,n_items,task,kind\nA,1,86.4,100,shuffle:6,\nA,2.5,70,,shuffle:6,\nB,1,90,,,fixed\nB,2.5,80,,,\n";
  const { curves, issues } = readCurves(text);
  assert.deepEqual(curves.map(({ method, task, kind, kindGuessed }) => [method, task, kind, kindGuessed]), [
    ["A", { task: "shuffle", n: 6 }, "adaptive", true], ["B", null, "fixed", false]]);
  assert.deepEqual(curves[0].points, [
    { tokensPerStep: 1, accuracy: 0.8640000000000001, items: 100, line: 2 },
    { tokensPerStep: 2.5, accuracy: 0.7, items: null, line: 3 }]);
  assert.ok(issues.some(({ message }) => /"A, shuffle:6" was read as a curve of kind adaptive \(guessed/.test(message)));
  assert.ok(issues.some(({ message }) => /read as percentages \(guessed: some exceed 1\)/.test(message)));
  assert.equal(readCurves("tokens_per_step,accuracy\n1,0.9\n2,0.5\n").curves[0].kind, "fixed");
  assert.equal(readCurves("tokens_per_step,accuracy\n1,90%\n2,0.5%\n").curves[0].points[1].accuracy, 0.005);
  const curveRefused = (input, pattern, options) => {
    const read = readCurves(input, options);
    assert.deepEqual(read.curves, []);
    assert.match(read.issues.at(-1).message, pattern);
  };
  curveRefused("tokens_per_step,accuracy\n1,1\n2,0\n", /percentages or fractions\. Say which/);
  assert.equal(readCurves("tokens_per_step,accuracy\n1,1\n", { scale: "percent" }).curves[0].points[0].accuracy, 0.01);
  curveRefused("tokens_per_step,accuracy\n0,0.5\n", /Column "tokens_per_step", line 2: found "0", expected a number above 0/);
  curveRefused("tokens_per_step,accuracy\n1,101\n", /line 2: found "101", expected a percentage from 0 to 100/);
  curveRefused("tokens_per_step,accuracy\n1,5\n", /expected a fraction from 0 to 1/, { scale: "fraction" });
  curveRefused("tokens_per_step,accuracy\n1,-0.5\n", /found "-0.5"/);
  curveRefused("tokens_per_step,accuracy\n1,\n", /found a blank, expected a percentage or a fraction/);
  curveRefused("tokens_per_step,accuracy,n_items\n1,0.5,2.5\n", /found "2.5", expected a whole number/);
  curveRefused("tokens_per_step,accuracy,task\n1,0.5,shuffle\n", /such as shuffle:6/);
  curveRefused("tokens_per_step,accuracy,task\n1,0.5,__proto__:3\n", /such as shuffle:6/);
  curveRefused("tokens_per_step,accuracy,kind\n1,0.5,both\n", /expected fixed or adaptive/);
  curveRefused("tokens_per_step,accuracy,kind\n1,0.5,fixed\n2,0.4,adaptive\n", /line 3: found another kind for "\(all rows\)"/);
  curveRefused("a,b\n1,2\n", /No column holds the tokens per step or the accuracy/);
  curveRefused("", /empty/);
});

test("strategies and partitions as they are typed", () => {
  for (const typed of ["top-k=2", "top-k=2,random", "top-k=4+2+1,left-to-right", "threshold=0.9,inclusive,block=4",
    "factor=1", "factor-code=1.3", "entropy-bounded=0.1", "entropy-bounded=0.1,margin,ties=random", "frechet=0.1"]) {
    const { strategy, problem } = readStrategy(typed);
    assert.equal(problem, null);
    assert.equal(strategyText(strategy), typed);
  }
  for (const [typed, pattern] of [["topk=2", /one of top-k=\.\.\., threshold/], ["top-k", /expected one of/],
    ["top-k=x", /such as top-k=2/], ["threshold=1+2", /such as threshold=0\.9/], ["factor=1,random", /expected block=B/],
    ["top-k=2,inclusive", /expected a score \(confidence, margin/], ["fixed=1,2", /one of top-k/], ["", /found ""/]]) {
    assert.match(readStrategy(typed).problem, pattern);
  }
  assert.deepEqual(readPartition("1,3;2,4"), [[0, 2], [1, 3]]);
  assert.ok(Number.isNaN(readPartition("1,x")[0][1]));
});

test("random and mutated input gives answers or one refusal, and never throws", () => {
  let state = 12345;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const seeds = [newCity.join("\n"), "y1,y2,p\na,b,0.5\nb,a,0.5\n", "x,x_weight,text,weight\nq,1,a b,2\nr,2,c,1\n",
    JSON.stringify({ conditions: [{ x: "q", weight: 1, support: [{ tokens: ["a", "b"], p: 1 }] }] }),
    '{"text":"a b","weight":1}\n["b","a"]\n', '{"task":"shuffle","n":4}',
    "method,tokens_per_step,accuracy,task\nA,1,0.5,shuffle:4\n"];
  const alphabet = [..."{}[]\",:;|\t\n\r 0159.-e\\apxy\u0000\u0085\ud800\ufeff😀<>"];
  for (let round = 0; round < 4000; ++round) {
    let text = seeds[random(seeds.length)];
    if (round % 4 === 0) text = Array.from({ length: random(60) }, () => String.fromCharCode(random(256))).join("");
    for (let change = random(6); change > 0; --change) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + (random(2) ? alphabet[random(alphabet.length)] : "") + text.slice(at + random(3));
    }
    const options = { tokens: ["whitespace", "characters", { separator: "," }][random(3)], pad: random(2) === 1 };
    const read = readAnswers(text, options);
    const refusals = read.issues.filter(({ severity }) => severity === "refuse");
    assert.equal(refusals.length, read.target === null && read.task === null ? 1 : 0, JSON.stringify(text));
    assert.ok(!/undefined|\[object/.test(JSON.stringify(read.issues)), JSON.stringify([text, read.issues]));
    if (read.target !== null) {
      const { tokens, weights, sequences, lengths } = read.target;
      assert.equal(weights.length, sequences.reduce((sum, count) => sum + count, 0));
      assert.equal(tokens.length, sequences.reduce((sum, count, x) => sum + count * lengths[x], 0));
      assert.ok(tokens.every((token) => token >= 0 && token < read.vocabulary.length));
    }
    const curves = readCurves(text);
    assert.equal(curves.issues.filter(({ severity }) => severity === "refuse").length, curves.curves.length === 0 ? 1 : 0);
  }
});
