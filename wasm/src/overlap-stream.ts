/// <reference lib="esnext.disposable" preserve="true" />
/** Shards of a corpus, streamed through a scan or through a definition that needs documents. */
import { call } from "./engine.ts";
import {
  overlapAbandonShardCall, overlapBeginShardCall, overlapCloseCall, overlapFeedCall,
  overlapStoredCall, overlapTakeLinesCall,
  type DocumentUnit, type ShardRecord,
} from "./generated/overlap.ts";
import { Session } from "./sessions.ts";

const closed = (session: number): void => void call(overlapCloseCall, { session });

/** A session of the module of contamination. */
export const held = (what: string, session: number): Session =>
  new Session("overlap", what, session, closed);

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

/** A shard; what a document is in it, if not as in the others. */
export interface ShardInput extends DocumentOptions {
  /** A path relative to the corpus, or another name that no other shard has. */
  readonly id: string;
  /** What part of the corpus it belongs to. Default: an empty name. */
  readonly source?: string | undefined;
}

/** What shards are streamed through, one after the other. */
export class ShardStream {
  readonly #session: Session;
  readonly #documents: DocumentOptions;
  #shard: string | undefined;

  constructor(session: Session, documents: DocumentOptions) {
    this.#session = session;
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
    return call(overlapFeedCall, { session: this.begun(), bytes, stored });
  }

  /** Bytes of a compressed shard as they are stored, for its digest and size. */
  pushStored(bytes: Uint8Array): void {
    call(overlapStoredCall, { session: this.begun(), bytes });
  }

  /** Gives up the shard, as if it had never begun. */
  abandon(): void {
    if (this.#shard === undefined) return;
    this.#shard = undefined;
    call(overlapAbandonShardCall, { session: this.#session.number });
  }

  /** Gives its memory back. */
  close(): void {
    this.#session.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** The session, of a shard that has begun. */
  protected begun(): number {
    if (this.#shard === undefined) throw new TypeError("no shard: call begin({ id }) first");
    return this.#session.number;
  }

  /** Lines since they were taken last. */
  protected linesOf(): Uint8Array {
    return call(overlapTakeLinesCall, { session: this.begun() }).lines;
  }

  /** The shard has ended with this. */
  protected ended<Finished>(finished: Finished): Finished {
    this.#shard = undefined;
    return finished;
  }
}
