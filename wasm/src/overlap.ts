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
  overlapAbandonShardCall, overlapAddBenchmarkCall, overlapAddHitsCall, overlapAddPartialCall,
  overlapApplyCall, overlapBeginIndexCall, overlapBeginMergeCall, overlapBeginReportCall,
  overlapBeginScanCall, overlapBeginShardCall, overlapBuildIndexCall, overlapCloseCall,
  overlapDefinitionCall, overlapEndShardCall, overlapFeedCall, overlapHitsCompleteCall,
  overlapIndexItemCall, overlapIndexItemsCall, overlapMergedCall, overlapOpenIndexCall,
  overlapReadPartialCall, overlapReportCall, overlapStoredCall, overlapTakeHitsCall,
  overlapTextFieldCall, overlapDefinitions,
  type AddedPartial, type OverlapDefinitionInfo, type DocumentUnit, type OverlapFilter,
  type FinishedShard, type ItemFieldNames, type ItemProblem, type ItemText, type OverlapThresholds,
  type OpenedIndex, type OverlapApplication, type OverlapDefinition, type OverlapReport,
  type OverlapRuleChoice, type PartialFacts, type ScanSettings, type ShardRecord,
} from "./generated/overlap.ts";
import { defaults } from "./generated/shared.ts";
import { itemProblemSentence } from "./report/overlap.ts";
import { Session } from "./sessions.ts";

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

const closed = (session: number): void => void call(overlapCloseCall, { session });
const held = (what: string, session: number): Session =>
  new Session("overlap", what, session, closed);

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
function withIndex<T>(index: Uint8Array | OverlapIndex, act: (session: number) => T): T {
  if (index instanceof OverlapIndex) return act(index.session);
  const opened = new OverlapIndex(index);
  try {
    return act(opened.session);
  } finally {
    opened.close();
  }
}

// ---- Scans --------------------------------------------------------------------------------------

/** How the bytes of a shard are divided into documents. */
export interface DocumentOptions {
  /** What a document is. Default: `json_lines`. */
  readonly documents?: DocumentUnit | undefined;
  /**
   * For `json_lines`: the member that holds the text, such as `text`, `a.b` or
   * `turns[*].content`. Default: `text`.
   */
  readonly textField?: string | undefined;
}

export interface OverlapScanInput extends DocumentOptions {
  readonly index: Uint8Array | OverlapIndex;
}

/** A shard; what a document is in it, if not as in the others. */
export interface ShardInput extends DocumentOptions {
  /** A path relative to the corpus, or another name that no other shard has. */
  readonly id: string;
  /** What part of the corpus it belongs to. Default: an empty name. */
  readonly source?: string | undefined;
}

/**
 * Streams shards of a corpus by an index: `begin`, `push` as often as there are bytes, `finish`.
 * Its memory does not depend on the length of shards or documents, but on the index, and on hit
 * records that were not taken yet.
 */
export class OverlapScan {
  readonly #session: Session;
  readonly #documents: DocumentOptions;
  #shard: string | undefined;

  constructor({ index, ...documents }: OverlapScanInput) {
    const { session } = withIndex(index, (opened) => call(overlapBeginScanCall, { index: opened }));
    this.#session = held("scan", session);
    this.#documents = documents;
  }

  /**
   * Begins a shard. The one before, if it was not finished, is given up.
   *
   * @throws InputError for a `textField` that is no path.
   */
  begin({ id, source, documents, textField }: ShardInput): void {
    this.abandon();
    call(overlapBeginShardCall, {
      session: this.#session.number, id, source,
      documents: documents ?? this.#documents.documents,
      textField: textField ?? this.#documents.textField,
    });
    this.#shard = id;
  }

  /**
   * Bytes of the shard, after decompression; how they are cut does not matter. `stored`: whether
   * they are the bytes as they are stored, which they are not when they were decompressed.
   * Returns what the shard has so far, for progress.
   */
  push(bytes: Uint8Array, { stored = true }: { readonly stored?: boolean | undefined } = {}): ShardRecord {
    return call(overlapFeedCall, { session: this.#begun(), bytes, stored });
  }

  /** Bytes of a compressed shard as they are stored, for its digest and size. */
  pushStored(bytes: Uint8Array): void {
    call(overlapStoredCall, { session: this.#begun(), bytes });
  }

  /** Hit records of the documents that ended since the last call, a line of JSON each. */
  takeHits(): Uint8Array {
    return call(overlapTakeHitsCall, { session: this.#begun() }).lines;
  }

  /** Ends the shard: its partial, the hit records that were not taken, and what was read. */
  finish(): FinishedShard {
    const finished = call(overlapEndShardCall, { session: this.#begun() });
    this.#shard = undefined;
    return finished;
  }

  /** Gives up the shard, as if it had never begun. */
  abandon(): void {
    if (this.#shard === undefined) return;
    this.#shard = undefined;
    call(overlapAbandonShardCall, { session: this.#session.number });
  }

  #begun(): number {
    if (this.#shard === undefined) throw new TypeError("no shard: call begin({ id }) first");
    return this.#session.number;
  }

  /** Gives its memory back. */
  close(): void {
    this.#session.close();
  }

  [Symbol.dispose](): void {
    this.close();
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
