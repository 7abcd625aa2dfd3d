/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Contamination: which items of benchmarks occur in a corpus. An index is made of the benchmarks
 * once; scans stream the corpus by it, shard by shard, each giving a partial; partials add up to
 * one, and definitions of overlap are applied to that without another look at the corpus.
 *
 * Bytes are UTF-8 where they are text. Numbers of items count through all benchmarks of an index,
 * from 0. Objects that stream hold memory outside JavaScript's until they are closed.
 */
import { int32s } from "./columns.ts";
import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import {
  overlapAddBenchmarkCall, overlapAddHitsCall, overlapAddPartialCall,
  overlapApplyCall, overlapBeginIndexCall, overlapBeginMergeCall, overlapBeginReportCall,
  overlapBeginScanCall, overlapBuildIndexCall, overlapDefinitionCall, overlapEndShardCall,
  overlapHitsCompleteCall,
  overlapIndexItemCall, overlapIndexItemsCall, overlapMergedCall, overlapOpenIndexCall,
  overlapReadPartialCall, overlapReportCall, overlapTextFieldCall, overlapDefinitions,
  type AddedPartial, type OverlapDefinitionInfo, type OverlapFilter,
  type FinishedShard, type ItemFieldNames, type ItemProblem, type ItemText, type OverlapThresholds,
  type OpenedIndex, type OverlapApplication, type OverlapDefinition, type OverlapReport,
  type OverlapRuleChoice, type PartialFacts, type ScanSettings,
} from "./generated/overlap.ts";
import { defaults } from "./generated/shared.ts";
import { itemProblemSentence } from "./report/overlap.ts";
import { held, ShardStream, type DocumentOptions } from "./overlap-stream.ts";
import type { Session } from "./sessions.ts";

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

// ---- Benchmarks and their index -----------------------------------------------------------------

/** An item of a benchmark. */
export interface OverlapItem {
  /** Unique within its benchmark. */
  readonly id: string | number;
  /** The question or prompt. */
  readonly question?: string | undefined;
  /** The right answer, several that are right, or the number of the right choice, from 0. */
  readonly answer?: string | readonly string[] | number | undefined;
  readonly choices?: readonly string[] | undefined;
  /** The passage that the item is about. */
  readonly context?: string | undefined;
}

export interface BenchmarkInput {
  /** Different for each benchmark. */
  readonly name: string;
  /** JSON Lines, an object for each item; or the items themselves. */
  readonly items: Uint8Array | string | readonly OverlapItem[];
  /** Where the parts of an item are in its object, if not under their usual names. */
  readonly fields?: ItemFieldNames | undefined;
}

export interface BuildIndexInput {
  readonly benchmarks: readonly BenchmarkInput[];
  /** Whose definition the scan should fit. Default: `evenhand`. */
  readonly definition?: OverlapDefinition | undefined;
  /** What should differ from that definition's settings. */
  readonly settings?: Partial<ScanSettings> | undefined;
  /** Bytes that a scan with the index may take. Default: `defaults.memoryLimit`. */
  readonly memoryLimit?: number | undefined;
}

/** What is in an index. */
export interface IndexSummary {
  /** 32 hexadecimal digits over settings, ids and normalised texts. */
  readonly digest: string;
  readonly settings: ScanSettings;
  /** In the order of their items. */
  readonly benchmarks: readonly {
    readonly name: string;
    /** Number of its first item. */
    readonly firstItem: number;
    /** How many it has. */
    readonly items: number;
  }[];
  /** How many, of all benchmarks. */
  readonly items: number;
  /** How many, of all items. */
  readonly tokens: number;
  /** Different n-grams, for each n of the settings. */
  readonly grams: readonly number[];
  /** Bytes beyond the texts and the ids. */
  readonly overheadBytes: number;
}

/** An index that was built. */
export interface OverlapIndexBuild extends IndexSummary {
  /** The index: a file, or a message to workers. */
  readonly index: Uint8Array;
  /** Memory that a scan with it takes, in bytes. */
  readonly scanMemory: number;
  /** Malformed UTF-8 sequences in the items, each read as U+FFFD. */
  readonly invalidUtf8: number;
}

/** A benchmark cannot be indexed: names its line, what stands there and what is expected. */
export class BenchmarkError extends RangeError {
  /** Name of the benchmark. */
  readonly benchmark: string;
  readonly problem: ItemProblem;

  constructor(benchmark: string, problem: ItemProblem) {
    super(itemProblemSentence(benchmark, problem));
    this.name = "BenchmarkError";
    this.benchmark = benchmark;
    this.problem = problem;
  }
}

function linesOf(items: BenchmarkInput["items"]): Uint8Array {
  if (items instanceof Uint8Array) return items;
  const text = typeof items === "string" ? items
    : items.map((item) => `${JSON.stringify(item)}\n`).join("");
  return new TextEncoder().encode(text);
}

/** A definition of overlap: the scan it needs, its rule with all defaults, what its source leaves open. */
export function overlapDefinition(definition: OverlapDefinition): OverlapDefinitionInfo {
  return call(overlapDefinitionCall, { definition });
}

/**
 * Makes an index of benchmarks: their normalised texts, and every n-gram findable.
 *
 * @throws BenchmarkError for an item that cannot be read, two items with one id, two benchmarks with
 *   one name, or none of its items; InputError for no benchmark, settings out of range, and when a
 *   scan with the index would take more memory than `memoryLimit` (`too_much_memory`, with both
 *   numbers).
 */
export function buildOverlapIndex(
  { benchmarks, definition = "evenhand", settings, memoryLimit = defaults.memoryLimit }: BuildIndexInput,
): OverlapIndexBuild {
  const wanted = { ...overlapDefinition(definition).settings, ...settings };
  const n = int32s("n", wanted.n);
  // A span cannot begin with less than is looked for.
  const skipSeed = wanted.skipBudget > 0 && settings?.skipSeed === undefined
    ? Math.max(wanted.skipSeed, n[0] ?? 0) : wanted.skipSeed;
  const { session } = call(overlapBeginIndexCall, { settings: { ...wanted, skipSeed, n } });
  const building = held("index", session);
  try {
    for (const { name, items, fields = {} } of benchmarks) {
      const { problem } =
        call(overlapAddBenchmarkCall, { session, name, lines: linesOf(items), fields });
      if (problem !== null) throw new BenchmarkError(name, problem);
    }
    const { index, ...facts } = withSettings(wanted, () =>
      call(overlapBuildIndexCall, { session, memoryLimit }));
    building.close();
    const opened = new OverlapIndex(index);
    const { summary } = opened;
    opened.close();
    return { index, ...facts, ...summary };
  } finally {
    building.close();
  }
}

/** Settings are refused when the index is built: a refusal says what was given for them. */
function withSettings<T>(settings: ScanSettings, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof InputError) || !Object.hasOwn(settings, error.argument)) throw error;
    throw new InputError(
      error.code, `settings.${error.argument}`, settings[error.argument as keyof ScanSettings]);
  }
}

/** An index, open: for several scans and reports, and to look up items. */
export class OverlapIndex {
  readonly summary: IndexSummary;
  readonly #session: Session;

  /** Copies the bytes. @throws InputError `not_an_index`, `truncated` or `wrong_version`. */
  constructor(index: Uint8Array) {
    const opened = call(overlapOpenIndexCall, { index });
    this.#session = held("index", opened.session);
    this.summary = summaryOf(opened);
  }

  /** For calls of the module. */
  get session(): number {
    return this.#session.number;
  }

  /** The ids of all items, by number. */
  ids(): readonly string[] {
    return call(overlapIndexItemsCall, { session: this.session }).ids;
  }

  /** The texts of one item as they are compared, token by token. */
  item(item: number): ItemText {
    return call(overlapIndexItemCall, { session: this.session, item });
  }

  /** Gives its memory back; what was made with it goes on. */
  close(): void {
    this.#session.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function summaryOf({ session: _, benchmarks, firstItems, ...facts }: OpenedIndex): IndexSummary {
  return {
    ...facts,
    benchmarks: benchmarks.map((name, place) => {
      const firstItem = firstItems[place] as number;
      return { name, firstItem, items: (firstItems[place + 1] ?? facts.items) - firstItem };
    }),
  };
}

/** Does it with an index that was opened, or opens one for it. */
export function withIndex<T>(index: Uint8Array | OverlapIndex, act: (session: number) => T): T {
  if (index instanceof OverlapIndex) return act(index.session);
  const opened = new OverlapIndex(index);
  try {
    return act(opened.session);
  } finally {
    opened.close();
  }
}

// ---- Scans --------------------------------------------------------------------------------------

export interface OverlapScanInput extends DocumentOptions {
  readonly index: Uint8Array | OverlapIndex;
}

/**
 * Streams shards of a corpus by an index: `begin`, `push` as often as there are bytes, `finish`.
 * Its memory does not depend on the length of shards or documents, but on the index, and on hit
 * records that were not taken yet.
 */
export class OverlapScan extends ShardStream {
  constructor({ index, ...documents }: OverlapScanInput) {
    const { session } = withIndex(index, (opened) => call(overlapBeginScanCall, { index: opened }));
    super(held("scan", session), documents);
  }

  /** Hit records of the documents that ended since the last call, a line of JSON each. */
  takeHits(): Uint8Array {
    return this.linesOf();
  }

  /** Ends the shard: its partial, the hit records that were not taken, and what was read. */
  finish(): FinishedShard {
    return this.ended(call(overlapEndShardCall, { session: this.begun() }));
  }
}

// ---- Partials -----------------------------------------------------------------------------------

/** Partials added up, or why they cannot be. */
export interface OverlapMerge {
  /** The sum: a file. Null when a partial cannot be added. */
  readonly partial: Uint8Array | null;
  /** What the sum is about. */
  readonly facts: PartialFacts | null;
  /**
   * What became of additions, up to the one that cannot be done. Sums are added to sums, so that the
   * last one need not be about the last partial.
   */
  readonly outcomes: readonly AddedPartial[];
}

/** What a partial is about. @throws InputError for bytes that are no partial. */
export function readOverlapPartial(partial: Uint8Array): PartialFacts {
  return call(overlapReadPartialCall, { partial });
}

/**
 * Adds partials up; their order does not matter. A shard is never counted twice: a partial all of
 * whose shards are there already adds nothing, one with some of them cannot be added.
 *
 * @throws InputError when there is none, or for bytes that are no partial.
 */
export function mergeOverlap(partials: Iterable<Uint8Array>): OverlapMerge {
  const { session } = call(overlapBeginMergeCall, {});
  const merging = held("merge", session);
  try {
    const outcomes: AddedPartial[] = [];
    for (const partial of partials) {
      const outcome = call(overlapAddPartialCall, { session, partial });
      outcomes.push(outcome);
      if (outcome.verdict !== "merged" && outcome.verdict !== "contained") {
        return { partial: null, facts: null, outcomes };
      }
    }
    const { verdict, shards, partial, facts } = call(overlapMergedCall, { session });
    if (partial === null) outcomes.push({ verdict, shards });
    return { partial, facts, outcomes };
  } finally {
    merging.close();
  }
}

// ---- What a scan means --------------------------------------------------------------------------

export interface OverlapEvaluationInput {
  readonly index: Uint8Array | OverlapIndex;
  /** One partial, as `mergeOverlap` gives it. */
  readonly partial: Uint8Array;
  /**
   * The hit records of its shards, in pieces of whole lines. Without them frequent text of the
   * corpus cannot be left out.
   */
  readonly hits?: Uint8Array | Iterable<Uint8Array> | undefined;
  /** When an n-gram is boilerplate of the corpus. Default: `defaults.boilerplateLeast` and so on. */
  readonly filter?: Partial<OverlapFilter> | undefined;
}

export interface OverlapReportOptions {
  /**
   * From which share of its text in one document on an item has a level. Default:
   * `defaults.partialCoverage` and `defaults.fullCoverage`.
   */
  readonly thresholds?: Partial<OverlapThresholds> | undefined;
  /** Whether the corpus is known to have shards that were not scanned. Default: false. */
  readonly missingShards?: boolean | undefined;
}

/** A scan that definitions are applied to, as often as one likes: a slider needs no rescan. */
export class OverlapEvaluation {
  readonly #session: Session;
  readonly #ids: readonly string[];

  /** @throws InputError when the partial was made with another index, or a line is no hit record. */
  constructor({ index, partial, hits, filter }: OverlapEvaluationInput) {
    const opened = index instanceof OverlapIndex ? index : new OverlapIndex(index);
    try {
      const { session } =
        call(overlapBeginReportCall, {
          index: opened.session, partial, filter: {
            least: defaults.boilerplateLeast, divisor: defaults.boilerplateDivisor,
            protect: defaults.boilerplateProtect, ...filter,
          },
        });
      this.#session = held("evaluation", session);
      this.#ids = opened.ids();
    } finally {
      if (opened !== index) opened.close();
    }
    if (hits === undefined) return;
    for (const lines of hits instanceof Uint8Array ? [hits] : hits) {
      call(overlapAddHitsCall, { session: this.#session.number, lines });
    }
    call(overlapHitsCompleteCall, { session: this.#session.number });
  }

  /** The ids of all items, by number. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  /** Any definition with any of its options, such as `{ definition: "tulu3", threshold: 0.6 }`. */
  apply(choice: OverlapRuleChoice): OverlapApplication {
    return call(overlapApplyCall, { session: this.#session.number, choice });
  }

  /** Everything by the default definition. */
  report({ thresholds, missingShards = false }: OverlapReportOptions = {}): OverlapReport {
    return call(overlapReportCall, {
      session: this.#session.number, missingShards,
      thresholds: { partial: defaults.partialCoverage, full: defaults.fullCoverage, ...thresholds },
    });
  }

  /** The report and the definitions asked for. */
  fullReport({ definitions, ...options }: OverlapFullReportOptions = {}): OverlapFullReport {
    const choices = definitions ?? overlapDefinitions.map(({ name }) => ({ definition: name }));
    return {
      report: this.report(options),
      definitions: choices.map((choice) => this.apply(choice)),
      ids: this.#ids,
    };
  }

  /** Gives its memory back. */
  close(): void {
    this.#session.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

export interface OverlapFullReportOptions extends OverlapReportOptions {
  /** Definitions to apply besides, each with its options. Default: all, with their defaults. */
  readonly definitions?: readonly OverlapRuleChoice[] | undefined;
}

export interface OverlapReportInput extends OverlapEvaluationInput, OverlapFullReportOptions {}

/** Everything a scan says of the benchmarks. `evenhand-scan report --json` writes the same. */
export interface OverlapFullReport {
  /** By the default definition. */
  readonly report: OverlapReport;
  /** By others, in the order asked for. */
  readonly definitions: readonly OverlapApplication[];
  /** The ids of all items, by number. */
  readonly ids: readonly string[];
}

/** Everything a scan says of the benchmarks. @throws as OverlapEvaluation does. */
export function overlapReport(input: OverlapReportInput): OverlapFullReport {
  const evaluation = new OverlapEvaluation(input);
  try {
    return evaluation.fullReport(input);
  } finally {
    evaluation.close();
  }
}

/** Whether a path leads to a text in a line of JSON: `text`, `a.b`, `turns[*].content`. */
export function isTextField(path: string): boolean {
  return call(overlapTextFieldCall, { path }).valid;
}
