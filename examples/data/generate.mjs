#!/usr/bin/env node
/**
 * Writes judged-qa.csv, an invented short-answer QA benchmark scored by an LLM judge.
 *
 *   node generate.mjs            write judged-qa.csv next to this file
 *   node generate.mjs --check    regenerate in memory, exit 1 if the committed file differs
 *   node generate.mjs --truth    print what the judge hides: each model's true scores
 *
 * Truth: P(correct) = logistic(ability of the model - difficulty of the item), so an item that is
 * hard for one model is hard for all. Judge: passes a correct answer with probability `sensitivity`
 * and fails a wrong one with probability `specificity`, independently given the truth. People label
 * a simple random subset of the items, for every model, without error.
 *
 * Every random draw is SplitMix64 and every number comes from IEEE-754 basic operations, so the
 * file is the same byte for byte on every machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

function main(args) {
  const file = new URL('judged-qa.csv', import.meta.url);
  const rows = generateRows();
  const option = args.join(' ');
  if (option === '') {
    writeFileSync(file, toCsv(rows));
    console.log(`judged-qa.csv: ${rows.length} rows (seed ${SEED})`);
  } else if (option === '--check') {
    const same = existsSync(file) && readFileSync(file, 'utf8') === toCsv(rows);
    console.log(`judged-qa.csv ${same ? 'is up to date' : 'differs: run node generate.mjs'}`);
    process.exitCode = same ? 0 : 1;
  } else if (option === '--truth') {
    console.log(truthTable(rows));
  } else {
    console.error(`unknown option: ${option}\nusage: node generate.mjs [--check | --truth]`);
    process.exitCode = 2;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
