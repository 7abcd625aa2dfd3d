#!/usr/bin/env node
/**
 * Writes the invented tables next to this file: judged-qa.csv, a short-answer QA benchmark scored by
 * an LLM judge; panel.csv, three judges and two people on the same answers; two-chats.csv and
 * graded-essays.csv, a judge that prefers one of two answers and one that grades; lm-eval-paired.csv,
 * two systems on the same items; nine-models.csv, a leaderboard; parallel-*.csv and .txt, right
 * answers and measured curves for the limits of parallel decoding; overlap-*, a benchmark that leaked
 * into a corpus, by overlap-example.mjs.
 *
 *   node generate.mjs            write the tables next to this file
 *   node generate.mjs --check    regenerate in memory, exit 1 if a committed file differs
 *   node generate.mjs --truth    print what the judge hides: each model's true scores
 *
 * Truth: P(correct) = logistic(ability of the model - difficulty of the item), so an item that is
 * hard for one model is hard for all. Judge: passes a correct answer with probability `sensitivity`
 * and fails a wrong one with probability `specificity`, independently given the truth. People label
 * a simple random subset of the items, for every model, without error.
 *
 * Every random draw is SplitMix64 and every number comes from IEEE-754 basic operations, so the
 * files are the same byte for byte on every machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { overlapFiles } from './overlap-example.mjs';

/**
 * The first seed from 1 upwards with which every model's error rates, counted over the items, come
 * within 0.02 (sensitivity) and 0.04 (specificity) of the settings below. No estimate, interval or
 * ranking is part of the rule.
 */
const SEED = 4;
const ITEMS = 400;
const LABELLED_ITEMS = 120;
const REFUSALS = 3; // blank verdicts, each of another model
const DIFFICULTY_SD = 1.3;

/** All invented. Dune-Chat-14B is long-winded: the judge passes nearly half its wrong answers. */
const MODELS = [
  { name: 'Aster-70B', ability: 2.2, sensitivity: 0.94, specificity: 0.68 },
  { name: 'Brook-34B', ability: 1.54, sensitivity: 0.93, specificity: 0.7 },
  { name: 'Cobble-22B', ability: 1.08, sensitivity: 0.9, specificity: 0.78 },
  { name: 'Dune-Chat-14B', ability: 0.41, sensitivity: 0.95, specificity: 0.55 },
  { name: 'Estuary-9B', ability: 0.15, sensitivity: 0.92, specificity: 0.74 },
  { name: 'Fennel-7B', ability: -0.2, sensitivity: 0.91, specificity: 0.72 },
];

const mask64 = (value) => BigInt.asUintN(64, value);

/** FNV-1a, 64 bit, of an ASCII string. */
const fnv1a64 = (text) =>
  [...text].reduce(
    (hash, char) => mask64((hash ^ BigInt(char.charCodeAt(0))) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );

/** SplitMix64 with one independent stream per label; returns a source of uniforms in [0, 1). */
export function uniformStream(seed, label) {
  let state = BigInt(seed) ^ fnv1a64(label);
  return () => {
    state = mask64(state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = mask64((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = mask64((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return Number((z ^ (z >> 31n)) >> 11n) * 2 ** -53;
  };
}

/** e^x without Math.exp, whose last bit may differ between engines: Taylor series of x/32, ^32. */
function exp(x) {
  let sum = 1;
  for (let k = 18; k >= 1; k -= 1) sum = 1 + (sum * x) / 32 / k;
  for (let i = 0; i < 5; i += 1) sum *= sum;
  return sum;
}

/** About normal with standard deviation `sd`: four uniforms added, centred and scaled. */
const bellShaped = (next, sd) => (next() + next() + next() + next() - 2) * Math.sqrt(3) * sd;

/** The first `count` places of a Fisher-Yates shuffle of 0..size-1: a simple random subset. */
function randomSubset(next, size, count) {
  const pool = Array.from({ length: size }, (_, index) => index);
  for (let i = 0; i < count; i += 1) {
    const j = i + Math.floor(next() * (size - i));
    [pool[i], pool[j]] = [pool[j], pool[i]];
  }
  return new Set(pool.slice(0, count));
}

/** All rows, item by item: `correct` is the truth, `judge` is true, false or null (refused). */
export function generateRows(seed = SEED) {
  const difficultyStream = uniformStream(seed, 'difficulty');
  const streams = MODELS.map(({ name }) => ({
    answer: uniformStream(seed, `answer:${name}`),
    verdict: uniformStream(seed, `verdict:${name}`),
  }));
  const labelled = randomSubset(uniformStream(seed, 'labelled'), ITEMS, LABELLED_ITEMS);
  const refusalStream = uniformStream(seed, 'refused');
  const refusedItem = new Map(); // model number -> the item its judge refused
  for (const m of randomSubset(refusalStream, MODELS.length, REFUSALS)) {
    refusedItem.set(m, Math.floor(refusalStream() * ITEMS));
  }

  const rows = [];
  for (let item = 0; item < ITEMS; item += 1) {
    const difficulty = bellShaped(difficultyStream, DIFFICULTY_SD);
    MODELS.forEach(({ name, ability, sensitivity, specificity }, m) => {
      const correct = streams[m].answer() < 1 / (1 + exp(difficulty - ability));
      const passes = streams[m].verdict() < (correct ? sensitivity : 1 - specificity);
      rows.push({
        item: `q${String(item + 1).padStart(3, '0')}`,
        model: name,
        judge: refusedItem.get(m) === item ? null : passes,
        correct,
        labelled: labelled.has(item),
      });
    });
  }
  return rows;
}

/** The committed file: the truth appears only where people labelled the item. */
export function toCsv(rows) {
  const lines = rows.map(({ item, model, judge, correct, labelled }) => {
    const verdict = judge === null ? '' : judge ? 'pass' : 'fail';
    const label = !labelled ? '' : correct ? 'correct' : 'incorrect';
    return `${item},${model},${verdict},${label}`;
  });
  return `item,model,judge,human\n${lines.join('\n')}\n`;
}

/** Per model, over all its items (refused verdicts left out of everything but the accuracy). */
export function truth(rows) {
  const share = (list, test) => list.filter(test).length / list.length;
  const scores = MODELS.map(({ name }) => {
    const all = rows.filter((row) => row.model === name);
    const judged = all.filter((row) => row.judge !== null);
    return {
      model: name,
      accuracy: share(all, (row) => row.correct),
      judgeShare: share(judged, (row) => row.judge),
      sensitivity: share(judged.filter((row) => row.correct), (row) => row.judge),
      specificity: share(judged.filter((row) => !row.correct), (row) => !row.judge),
    };
  });
  const rank = (score, key) => 1 + scores.filter((other) => other[key] > score[key]).length;
  return scores.map((score) => ({
    ...score,
    trueRank: rank(score, 'accuracy'),
    judgeRank: rank(score, 'judgeShare'),
  }));
}

/** `truth` as a Markdown table. */
export function truthTable(rows) {
  const lines = truth(rows).map((score) => {
    const cell = (key, width) => score[key].toFixed(4).padStart(width);
    const rank = (key) => String(score[key]).padStart(4);
    return [
      `| ${score.model.padEnd(13)} | ${cell('accuracy', 13)} | ${rank('trueRank')}`,
      `${cell('judgeShare', 11)} | ${rank('judgeRank')}`,
      `${cell('sensitivity', 11)} | ${cell('specificity', 11)} |`,
    ].join(' | ');
  });
  return [
    '| model         | true accuracy | rank | judge share | rank | sensitivity | specificity |',
    '|---------------|--------------:|-----:|------------:|-----:|------------:|------------:|',
    ...lines,
  ].join('\n');
}

const PANEL_ITEMS = 200;
const PANEL_RIGHT = 0.65;
const PANEL_AGREED = 80; // answers that the people discussed until they agreed on the truth

/** All invented. People err rarely and alone; judge_b is a finetune of judge_a and often repeats it. */
const PANEL = [
  { name: 'ann', sensitivity: 0.95, specificity: 0.93 },
  { name: 'ben', sensitivity: 0.93, specificity: 0.95 },
  { name: 'judge_a', sensitivity: 0.92, specificity: 0.7 },
  { name: 'judge_b', sensitivity: 0.9, specificity: 0.68, repeats: 'judge_a', howOften: 0.6 },
  { name: 'judge_c', sensitivity: 0.85, specificity: 0.8 },
];

/** Five raters of the same answers, and what the people agreed on for a random subset. */
export function panelCsv(seed = 1) {
  const truthStream = uniformStream(seed, 'panel:truth');
  const streams = PANEL.map(({ name }) => uniformStream(seed, `panel:${name}`));
  const agreed = randomSubset(uniformStream(seed, 'panel:agreed'), PANEL_ITEMS, PANEL_AGREED);
  const lines = Array.from({ length: PANEL_ITEMS }, (_, item) => {
    const right = truthStream() < PANEL_RIGHT;
    const verdicts = {};
    PANEL.forEach(({ name, sensitivity, specificity, repeats, howOften = 0 }, rater) => {
      const [own, copies] = [streams[rater](), streams[rater]()];
      verdicts[name] = copies < howOften
        ? verdicts[repeats] : own < (right ? sensitivity : 1 - specificity);
    });
    const words = Object.values(verdicts).map((passes) => (passes ? 'pass' : 'fail'));
    const truth = agreed.has(item) ? (right ? 'pass' : 'fail') : '';
    return line([`p${String(item + 1).padStart(3, '0')}`, ...words, truth]);
  });
  return `item,${PANEL.map(({ name }) => name).join(',')},agreed\n${lines.join('')}`;
}

/** How often both systems, only one, or neither is right; the order of the items is shuffled. */
const PAIRED_COUNTS = [
  { tuned: 1, base: 1, items: 131 },
  { tuned: 1, base: 0, items: 29 },
  { tuned: 0, base: 1, items: 12 },
  { tuned: 0, base: 0, items: 48 },
];

/** Two systems on the same 220 items: item, system, score. */
export function pairedCsv(seed = 1) {
  const cells = PAIRED_COUNTS.flatMap(({ items, ...scores }) => Array(items).fill(scores));
  const order = [...randomSubset(uniformStream(seed, 'paired'), cells.length, cells.length)];
  const lines = order.flatMap((cell, item) =>
    Object.entries(cells[cell]).map(([system, score]) =>
      `i${String(item + 1).padStart(3, '0')},${system},${score}`),
  );
  return `item,system,score\n${lines.join('\n')}\n`;
}

const TOPICS = 40;
const ITEMS_PER_TOPIC = 10;
const TOPIC_SD = 0.7;
const ITEM_SD = 1.1;

/** All invented, in the order of their abilities; some are close together, two are alike. */
const NINE_MODELS = [
  { name: 'Juniper-72B', ability: 1.75 },
  { name: 'Kestrel-70B', ability: 1.65 },
  { name: 'Larch-34B', ability: 1.2 },
  { name: 'Marten-32B', ability: 1.1 },
  { name: 'Nettle-14B', ability: 1.1 },
  { name: 'Otter-9B', ability: 0.6 },
  { name: 'Poplar-8B', ability: 0.45 },
  { name: 'Quartz-7B', ability: 0.1 },
  { name: 'Rowan-3B', ability: -0.5 },
];

/** Nine models on 400 items in 40 topics, a column each; an item is as hard as its topic and more. */
export function nineModelsCsv(seed = 1) {
  const topicStream = uniformStream(seed, 'topic');
  const itemStream = uniformStream(seed, 'item');
  const answers = NINE_MODELS.map(({ name }) => uniformStream(seed, `nine:${name}`));
  const lines = [];
  for (let topic = 0; topic < TOPICS; topic += 1) {
    const topicDifficulty = bellShaped(topicStream, TOPIC_SD);
    for (let k = 0; k < ITEMS_PER_TOPIC; k += 1) {
      const difficulty = topicDifficulty + bellShaped(itemStream, ITEM_SD);
      const scores = NINE_MODELS.map(({ ability }, m) =>
        Number(answers[m]() < 1 / (1 + exp(difficulty - ability))),
      );
      const item = `q${String(lines.length + 1).padStart(3, '0')}`;
      lines.push([item, `t${String(topic + 1).padStart(2, '0')}`, ...scores].join(','));
    }
  }
  return `item,topic,${NINE_MODELS.map(({ name }) => name).join(',')}\n${lines.join('\n')}\n`;
}

const CHATS = 240;
const LABELLED_CHATS = 150;
/** How often people prefer the first model, neither, the second. */
const PREFERENCES = [0.48, 0.17, 0.35];
/** A judge that picks the answer shown first without reading, or else is right so often. */
const PICKS_FIRST = 0.15;
const RIGHT_CHOICE = 0.85;

/** The class of a uniform number, given the shares of classes. */
function classAt(uniform, shares) {
  let sum = 0;
  return Math.max(0, shares.findIndex((share) => (sum += share) > uniform));
}

/** Two invented models on the same prompts, judged in both orders; people labelled some. */
export function chatsCsv(seed = 1) {
  const truth = uniformStream(seed, 'chats');
  const orders = ['a-first', 'b-first'].map((order) => uniformStream(seed, `chats:${order}`));
  const labelled = randomSubset(uniformStream(seed, 'chats:labelled'), CHATS, LABELLED_CHATS);
  const words = ['model_a', 'tie', 'model_b'];
  const lines = Array.from({ length: CHATS }, (_, item) => {
    const preferred = classAt(truth(), PREFERENCES);
    const verdicts = orders.map((next, order) => {
      if (next() < PICKS_FIRST) return 2 * order;
      const isRight = next() < RIGHT_CHOICE;
      return isRight ? preferred : (preferred + 1 + Number(next() < 0.5)) % 3;
    });
    const human = labelled.has(item) ? words[preferred] : '';
    return [`c${String(item + 1).padStart(3, '0')}`, 'Juniper-72B', 'Kestrel-70B',
      ...verdicts.map((verdict) => words[verdict]), human].join(',');
  });
  return `item,model_a,model_b,winner,winner_swapped,human\n${lines.join('\n')}\n`;
}

const ESSAYS = 500;
const LABELLED_ESSAYS = 240;
/** Shares of the grades 1 to 5 that people give, and how far the judge's grade is from theirs. */
const GRADES = [0.12, 0.2, 0.28, 0.25, 0.15];
const GRADE_ERRORS = [0.08, 0.66, 0.26];

/** Essays of one invented model: the judge is lenient, and people graded a random part. */
export function essaysCsv(seed = 1) {
  const truth = uniformStream(seed, 'essays');
  const errors = uniformStream(seed, 'essays:judge');
  const labelled = randomSubset(uniformStream(seed, 'essays:labelled'), ESSAYS, LABELLED_ESSAYS);
  const lines = Array.from({ length: ESSAYS }, (_, item) => {
    const grade = 1 + classAt(truth(), GRADES);
    const judged = Math.min(5, Math.max(1, grade - 1 + classAt(errors(), GRADE_ERRORS)));
    return `e${String(item + 1).padStart(3, '0')},${judged},${labelled.has(item) ? grade : ''}`;
  });
  return `item,judge,human\n${lines.join('\n')}\n`;
}

/** Right answers to "Choose a city": the example of every text on parallel decoding. */
const CITIES = ['New York', 'New Orleans', 'Mexico City', 'Panama City'];

/** What people order, with its probability: the words depend on each other, but not wholly. */
const ORDERS = [
  ['small', 'black', 'coffee', 0.15],
  ['large', 'black', 'coffee', 0.15],
  ['small', 'white', 'coffee', 0.1],
  ['large', 'white', 'coffee', 0.2],
  ['small', 'black', 'tea', 0.15],
  ['small', 'green', 'tea', 0.2],
  ['large', 'green', 'tea', 0.05],
];

/** Two prompts, asked three times as often the first as the second; their answers differ in length. */
const PROMPTS = [
  { x: 'Choose a city', weight: 3, answers: CITIES },
  { x: 'Flip a coin', weight: 1, answers: ['heads', 'tails'] },
];

const line = (cells) => `${cells.join(',')}\n`;

export const citiesText = () => CITIES.map((city) => `${city}\n`).join('');

export const jointCsv = () => `y1,y2,y3,p\n${ORDERS.map(line).join('')}`;

export const conditionsCsv = () =>
  `x,x_weight,text\n${PROMPTS.flatMap(({ x, weight, answers }) =>
    answers.map((text) => line([x, weight, text]))).join('')}`;

const CURVE_ITEMS = 200;

/**
 * Invented decoders: the probability that an answer is right at so many tokens per step. The first
 * shuffles six items about as well as an unbiased model can, the second favours few orders.
 */
const CURVES = [
  { method: 'one-step-top-k', task: 'shuffle:6', points: [[1, 0.97], [2, 0.36], [3, 0.14], [6, 0.02]] },
  { method: 'biased-top-k', task: 'shuffle:6', points: [[1, 0.99], [2, 0.75], [3, 0.55], [6, 0.3]] },
  { method: 'threshold', task: '', points: [[1.4, 0.86], [2.6, 0.84], [3.9, 0.77], [5.2, 0.64]] },
];

/** Measured curves: right answers of 200, in percent. */
export function curveCsv(seed = 1) {
  const lines = CURVES.flatMap(({ method, task, points }) => {
    const next = uniformStream(seed, `curve:${method}`);
    return points.map(([tokensPerStep, probability]) => {
      const right = Array.from({ length: CURVE_ITEMS }, next).filter((u) => u < probability).length;
      return line([method, tokensPerStep, (100 * right) / CURVE_ITEMS, CURVE_ITEMS, task]);
    });
  });
  return `method,tokens_per_step,accuracy,n_items,task\n${lines.join('')}`;
}

const FILES = {
  'judged-qa.csv': () => toCsv(generateRows()),
  'panel.csv': () => panelCsv(),
  'lm-eval-paired.csv': () => pairedCsv(),
  'nine-models.csv': () => nineModelsCsv(),
  'two-chats.csv': () => chatsCsv(),
  'graded-essays.csv': () => essaysCsv(),
  'parallel-cities.txt': citiesText,
  'parallel-joint.csv': jointCsv,
  'parallel-conditions.csv': conditionsCsv,
  'parallel-curve.csv': () => curveCsv(),
  ...overlapFiles((label) => uniformStream(1, label)),
};

function main(args) {
  const option = args.join(' ');
  if (option === '--truth') {
    console.log(truthTable(generateRows()));
    return;
  }
  if (option !== '' && option !== '--check') {
    console.error(`unknown option: ${option}\nusage: node generate.mjs [--check | --truth]`);
    process.exitCode = 2;
    return;
  }
  for (const [name, generate] of Object.entries(FILES)) {
    const file = new URL(name, import.meta.url);
    const text = generate();
    if (option === '') {
      writeFileSync(file, text);
      console.log(`${name}: ${text.split('\n').length - 1} lines`);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      console.log(`${name} differs: run node generate.mjs`);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
