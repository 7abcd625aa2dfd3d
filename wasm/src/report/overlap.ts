/** What the reports of contamination say in words. */
import {
  definitionOptions, falsePositiveFamilies, itemFields, itemProblems, lineProblems, overlapApproximations,
  overlapArms, overlapDefinitions, overlapLevels, overlapScopeNotes, overlapUnits, ruleRefusals,
  textRules,
  type ItemProblem, type OverlapBenchmark, type OverlapFinding, type OverlapReport,
} from "../generated/overlap.ts";
import { limits } from "../generated/shared.ts";
import type { OverlapFullReport } from "../overlap.ts";
import type { EnumText } from "../wire.ts";
import { count } from "./format.ts";
import { textOf } from "./words.ts";

/** Why a benchmark cannot be indexed, with its line. */
export function itemProblemSentence(
  benchmark: string, { kind, line, field, found, otherLine }: ItemProblem,
): string {
  const { title, detail } = textOf(itemProblems, kind);
  const place = line === 0 ? benchmark : `${benchmark}, line ${line}`;
  const about = [
    ...(field === null ? [] : [textOf(itemFields, field).title]),
    ...(found === "" ? [] : [`received ${JSON.stringify(found)}`]),
    ...(otherLine === 0 ? [] : [`the other is in line ${otherLine}`]),
    `expected ${detail}`,
  ];
  return `${place}: ${title} (${about.join("; ")})`;
}

/** "412 MB", in powers of 1,000. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  while (bytes >= 999.5 && unit + 1 < units.length) {
    bytes /= 1000;
    ++unit;
  }
  return `${bytes.toFixed(unit > 0 && bytes < 9.95 ? 1 : 0)} ${units[unit]}`;
}

/** "3 min 20 s" */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
}

const percent = (share: number | null): string => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);

function titleOf<Name extends string>(list: readonly EnumText<Name>[], name: Name): string {
  return textOf(list, name).title;
}

/** Columns of text; the first `left` are set to the left, the others to the right. */
function columnsOf(rows: readonly (readonly string[])[], left: number): string {
  const widthOf = (cell: string): number => [...cell].length;
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] as string))));
  return rows.map((row) => `${row.map((cell, column) => {
    const gap = " ".repeat((widths[column] as number) - widthOf(cell));
    return `  ${column < left ? cell + gap : gap + cell}`;
  }).join("").trimEnd()}\n`).join("");
}

/** A document's text on one line, without control characters. */
// eslint-disable-next-line no-control-regex
const onALine = (text: string): string => text.replace(/[\u0000-\u0020\u007f]+/g, " ");

function facts({ index, corpus }: OverlapReport): string {
  const { total } = corpus;
  const grams = index.settings.n.map((n, place) => `, ${count(index.grams[place] as number)} ${n}-grams`);
  return `Index ${index.digest}\n  ${count(index.items)} items of ${count(index.benchmarks)} benchmarks, ` +
    `${count(index.tokens)} tokens${grams.join("")}\n  ${titleOf(textRules, index.settings.rule)} ` +
    `(Unicode ${limits.unicodeVersion})\nCorpus\n  ${count(total.shards)} shards, ${bytesText(total.bytes)} stored, ` +
    `${bytesText(total.textBytes)} of text; ${count(total.documents)} documents, ${count(total.tokens)} ` +
    `tokens; ${count(total.documentsHit)} documents with a match\n  ${count(corpus.malformed)} malformed ` +
    `lines, ${count(corpus.blank)} blank lines, ${count(corpus.empty)} empty documents, ` +
    `${count(corpus.invalidUtf8)} malformed UTF-8 sequences\n` +
    corpus.malformedLines.map(({ place, problem }) =>
      `  ${place.shard}, line ${place.line}: ${titleOf(lineProblems, problem)}\n`).join("");
}

function benchmarkText(ids: readonly string[], benchmark: OverlapBenchmark): string {
  const listOf = (what: string, items: readonly number[]): string => {
    if (items.length === 0) return "";
    const more = items.length - 10;
    return `  ${what} (${count(items.length)}): ${items.slice(0, 10).map((item) => ids[item]).join(", ")}` +
      `${more > 0 ? ` and ${count(more)} more` : ""}\n`;
  };
  const levels = benchmark.levels.filter(({ present }) => present > 0).map((level) => [
    titleOf(overlapUnits, level.unit), titleOf(overlapArms, level.arm), count(level.testable),
    count(level.clean), count(level.trace), count(level.partial), count(level.full),
    percent(level.share), count(level.shortMatch), count(level.templateOnly), count(level.untestable),
  ]);
  const header = ["part", "n-grams", "testable", "clean", "trace", "partial", "full", "share", "short",
    "template only", "untestable"];
  const found = benchmark.found.at(-1);
  return `\n${benchmark.name}: ${count(benchmark.items)} items\n${columnsOf([header, ...levels], 2)}` +
    (found === undefined ? "" : `  found at least half: question and answer in one document ` +
      `${count(found.questionAndAnswer)}, question only ${count(found.questionOnly)}, answer only ` +
      `${count(found.answerOnly)}, context only ${count(found.contextOnly)}\n`) +
    listOf("untestable", benchmark.untestable) +
    listOf("low information", benchmark.lowInformation) +
    listOf("template only", benchmark.templateOnly) +
    listOf("same texts as an earlier item", benchmark.repeated) +
    listOf("very frequent n-grams only", benchmark.heavyOnly) +
    benchmark.families.map(({ family, items }) =>
      listOf(`matches that say little, ${titleOf(falsePositiveFamilies, family)}`, items)).join("");
}

function definitionsText({ report, definitions }: OverlapFullReport): string {
  const rows = definitions.flatMap(({ rule, columns }) => columns.flatMap(({ units, sets }) =>
    sets.filter(({ measured }) => measured > 0).map((set) => [
      titleOf(overlapDefinitions, rule.definition), report.benchmarks[set.benchmark]!.name,
      units.map((unit) => titleOf(overlapUnits, unit)).join(", "), String(set.n), count(set.items),
      count(set.measured), count(set.flagged), percent(set.share),
    ])));
  const refused = definitions.flatMap(({ rule, refusal }) => refusal === null ? []
    : `  ${titleOf(overlapDefinitions, rule.definition)}: ${titleOf(ruleRefusals, refusal)}\n`);
  const header = ["definition", "benchmark", "part", "n", "items", "measured", "flagged", "share"];
  return (rows.length > 0 ? `\nBy published definitions\n${columnsOf([header, ...rows], 3)}` : "") +
    (refused.length > 0 ? `\nNot from this scan\n${refused.join("")}` : "");
}

function findingText(
  { report, ids }: OverlapFullReport, { item, level, corroborated, families, units }: OverlapFinding,
): string {
  const benchmark = report.benchmarks.findLast(({ firstItem }) => firstItem <= item)!.name;
  const head = [`${benchmark} ${ids[item]}: ${titleOf(overlapLevels, level)}`,
    ...(corroborated ? ["corroborated"] : []),
    ...families.map((family) => titleOf(falsePositiveFamilies, family))].join(", ");
  return `\n${head}\n${units.map((unit) => {
    const coverage = unit.coverage.map((share, place) =>
      `${share.toFixed(2)} (${titleOf(overlapArms, report.arms[place]!)})`).join(", ");
    const best = unit.bestDocument.shard === "" ? unit.longestDocument : unit.bestDocument;
    return `  ${titleOf(overlapUnits, unit.unit)}: ${titleOf(overlapLevels, unit.level)}` +
      (coverage === "" ? "" : `; coverage ${coverage}`) +
      `; longest run ${unit.longest} of ${unit.tokens} tokens; ${count(unit.documentsHit)} documents\n` +
      `    ${best.shard}, line ${best.line}${unit.goldNear ? ", the answer stands behind it" : ""}\n` +
      (unit.match === "" ? ""
        : `    ${onALine(unit.before)}>>>${onALine(unit.match)}<<<${onALine(unit.after)}\n`);
  }).join("")}`;
}

/** A whole report for a terminal; at most so many found items are listed, or all with 0. */
export function overlapReportText(full: OverlapFullReport, items: number): string {
  const { report, ids } = full;
  // The most serious first: levels are in order but for those that say little.
  const rank = ({ level }: OverlapFinding): number => {
    const place = ["full", "partial", "trace"].indexOf(level);
    return place < 0 ? 3 : place;
  };
  const found = [...report.findings].sort((a, b) => rank(a) - rank(b));
  const listed = items === 0 ? found : found.slice(0, items);
  const details = <Name extends string>(list: readonly EnumText<Name>[], names: readonly Name[]): string =>
    names.map((name) => `  ${textOf(list, name).detail}\n`).join("");
  return facts(report) +
    report.benchmarks.map((benchmark) => benchmarkText(ids, benchmark)).join("") +
    definitionsText(full) +
    (found.length === 0 ? "" : `\nItems of which something was found: ${count(found.length)}` +
      `${listed.length < found.length ? `, of which ${count(listed.length)} are listed (--items)` : ""}\n`) +
    listed.map((finding) => findingText(full, finding)).join("") +
    `\nOptions\n${report.options.map(({ option, value }) =>
      `  ${titleOf(definitionOptions, option)}: ${value}\n`).join("")}` +
    details(overlapApproximations, report.notes) +
    `\nScope\n${details(overlapScopeNotes, report.scope)}`;
}
