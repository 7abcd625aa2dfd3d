/** What came of cutting a corpus, or of comparing its documents with items, in words. */
import {
  definitionOptions, overlapApproximations, overlapDefinitions,
  type CutCounts, type PairCounts, type PassFacts, type PassRecord,
} from "../generated/overlap.ts";
import { count } from "./format.ts";
import { bytesText } from "./overlap.ts";
import { textOf } from "./words.ts";

/** The sums over all shards. `evenhand-scan cut --json` and `pairs --json` write the same. */
export interface PassTotal {
  readonly pass: PassFacts;
  readonly shards: number;
  readonly documents: number;
  readonly documentsHit: number;
  readonly malformed: number;
  readonly textBytes: number;
  readonly cut: CutCounts | null;
  readonly pairs: PairCounts | null;
}

const cutZero: CutCounts = {
  whole: 0, cut: 0, tooDirty: 0, tooShort: 0, hits: 0, pieces: 0, shortPieces: 0, keptBytes: 0,
};

function cutSum(a: CutCounts, b: CutCounts): CutCounts {
  return {
    whole: a.whole + b.whole, cut: a.cut + b.cut, tooDirty: a.tooDirty + b.tooDirty,
    tooShort: a.tooShort + b.tooShort, hits: a.hits + b.hits, pieces: a.pieces + b.pieces,
    shortPieces: a.shortPieces + b.shortPieces, keptBytes: a.keptBytes + b.keptBytes,
  };
}

export function passTotal(pass: PassFacts, records: readonly PassRecord[]): PassTotal {
  const sum = (of: (record: PassRecord) => number): number =>
    records.reduce((total, record) => total + of(record), 0);
  const items = new Set(records.flatMap(({ pairs }) => pairs?.items ?? []));
  const cuts = pass.definition === "gpt3_filter";
  return {
    pass,
    shards: records.length,
    documents: sum(({ shard }) => shard.documents),
    documentsHit: sum(({ shard }) => shard.documentsHit),
    malformed: sum(({ shard }) => shard.malformed),
    textBytes: sum(({ shard }) => shard.textBytes),
    cut: cuts ? records.reduce((total, { cut }) => cutSum(total, cut ?? cutZero), cutZero) : null,
    pairs: cuts ? null : {
      compared: sum(({ pairs }) => pairs?.compared ?? 0),
      pairs: sum(({ pairs }) => pairs?.pairs ?? 0),
      items: [...items].sort((a, b) => a - b),
    },
  };
}

function cutText({ whole, cut, tooDirty, tooShort, hits, pieces, shortPieces, keptBytes }: CutCounts): string {
  return `  ${count(whole)} have no hit and are kept whole\n  ${count(cut)} are cut: pieces of them are kept\n` +
    `  ${count(tooDirty)} are dropped as too dirty\n  ${count(tooShort)} are dropped: no piece is long enough\n` +
    `${count(hits)} n-grams found; ${count(pieces)} pieces kept, whole documents included ` +
    `(${bytesText(keptBytes)}), ${count(shortPieces)} too short\n`;
}

/** The sums for a terminal. */
export function passTotalText({ pass, shards, documents, documentsHit, textBytes, cut, pairs }: PassTotal): string {
  const { title, detail } = textOf(overlapDefinitions, pass.definition);
  return `${title}: ${detail}\nIndex ${pass.indexDigest}\n\nOptions\n` +
    pass.options.map(({ option, value }) => `  ${textOf(definitionOptions, option).title}: ${value}\n`).join("") +
    pass.notes.map((note) => `  ${textOf(overlapApproximations, note).detail}\n`).join("") +
    `\n${count(documents)} documents in ${count(shards)} shards, ${bytesText(textBytes)} of text\n` +
    (cut === null ? "" : cutText(cut)) +
    (pairs === null ? "" : `  ${count(documentsHit)} are in a pair\n${count(pairs.compared)} pairs of document ` +
      `and item compared: ${count(pairs.pairs)} are a match, of ${count(pairs.items.length)} items\n`);
}
