/**
 * The definitions that need documents themselves: GPT-3's filter, which cuts them, and Qwen2's rule,
 * which compares each with the items.
 */
import { call } from "./engine.ts";
import { InputError } from "./errors.ts";
import {
  overlapBeginCutCall, overlapBeginPairsCall, overlapEndPassCall,
  type BegunPass, type CutOptions, type FinishedPass, type PassFacts, type SubsequenceOptions,
} from "./generated/overlap.ts";
import { withIndex, type OverlapIndex } from "./overlap.ts";
import { held, ShardStream, type DocumentOptions } from "./overlap-stream.ts";

/** A refusal that is about one of the options says so. */
function withChoice<T>(options: object, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof InputError) || !Object.hasOwn(options, error.argument)) throw error;
    throw new InputError(error.code, `options.${error.argument}`,
      (options as Readonly<Record<string, unknown>>)[error.argument]);
  }
}

/**
 * Streams shards through a definition: `begin`, `push` as often as there are bytes, `finish`. A
 * document is in memory while it is looked at; one with more than `limits.longestDocument` bytes of
 * text counts as a malformed line.
 */
export class DocumentPass extends ShardStream {
  /** What it does, and all that its outcome depends on besides the corpus. */
  readonly facts: PassFacts;

  constructor({ session, facts }: BegunPass, what: string, documents: DocumentOptions) {
    super(held(what, session), documents);
    this.facts = facts;
  }

  /** Lines of the documents that ended since the last call, JSON each. */
  takeLines(): Uint8Array {
    return this.linesOf();
  }

  /** Ends the shard: what came of it, and the lines that were not taken. */
  finish(): FinishedPass {
    return this.ended(call(overlapEndPassCall, { session: this.begun() }));
  }
}

export interface OverlapCutInput extends DocumentOptions {
  /** With `definition: "gpt3_filter"`, to do as GPT-3's authors did. */
  readonly index: Uint8Array | OverlapIndex;
  /**
   * A partial of a scan of the corpus with this index: it says which n-grams are in too many
   * documents to be cut. May only be left out with `mostCount: 0`, when none are.
   */
  readonly partial?: Uint8Array | undefined;
  readonly options?: CutOptions | undefined;
}

/**
 * Cuts documents around the n-grams of an index (Brown et al. 2020, appendix C). A line for each
 * piece that is kept: `{"doc":[shard,line],"begin":..,"end":..,"text":".."}`, offsets in bytes of
 * the document's text. Several texts of a document are one, with line feeds between them, and no
 * n-gram lies across.
 *
 * @throws InputError for options out of range, a partial of another index, and without a partial
 *   unless `mostCount` is 0 (`unsupported`).
 */
export class OverlapCut extends DocumentPass {
  constructor({ index, partial = new Uint8Array(), options = {}, ...documents }: OverlapCutInput) {
    super(withChoice(options, () => withIndex(index, (opened) =>
      call(overlapBeginCutCall, { index: opened, partial, options }))), "cut", documents);
  }
}

export interface OverlapPairsInput extends DocumentOptions {
  /** With `definition: "qwen2_lcs"`, to do as Qwen2's authors did. */
  readonly index: Uint8Array | OverlapIndex;
  readonly options?: SubsequenceOptions | undefined;
}

/**
 * Compares documents with items by their longest common subsequence (Yang et al. 2024). A line for
 * each pair that is a match: `{"doc":[shard,line],"document_tokens":..,"item":number,
 * "benchmark":"..","id":"..","item_tokens":..,"lcs":..}`. Only pairs that share an n-gram of `k`
 * tokens are compared.
 *
 * @throws InputError for options out of range.
 */
export class OverlapPairs extends DocumentPass {
  constructor({ index, options = {}, ...documents }: OverlapPairsInput) {
    super(withChoice(options, () => withIndex(index, (opened) =>
      call(overlapBeginPairsCall, { index: opened, options }))), "comparison", documents);
  }
}
