/// The fields of the definitions that cut documents or compare them.
#pragma once

#include "evenhand/overlap/documents.hpp"
#include "overlap_report.hpp"
#include "overlap_scan.hpp"
#include "shared.hpp"

namespace evenhand::abi {

template <class V, Is<overlap::CutOptions> S>
void fields(V& v, S& s) {
  v.type("CutOptions", "How documents are cut. Characters are code points.");
  v.defaulted("n", s.n, "Tokens of an n-gram, one of the index's.");
  v.defaulted("window", s.window, "Characters around a hit that are removed with it.");
  v.defaulted("cutWindow", s.cut_window, "On each side, or in all.");
  v.defaulted("shortest", s.shortest, "Characters of a piece that is kept.");
  v.defaulted("pieceMin", s.piece_min, "Whether a piece of just that length is kept.");
  v.defaulted("tooDirty", s.too_dirty, "What is counted to drop a document.");
  v.defaulted("most", s.most, "With more pieces, or hits, a document is dropped.");
  v.defaulted("piecesCount", s.pieces_count, "Whether short pieces are counted.");
  v.defaulted("mostCount", s.most_count, "n-grams that are more frequent are no hits; 0: all are.");
  v.defaulted("dfUnit", s.df_unit, "Whether that counts documents or occurrences.");
}

template <class V, Is<overlap::SubsequenceOptions> S>
void fields(V& v, S& s) {
  v.type("SubsequenceOptions", "When a document and an item are a pair.");
  v.defaulted("least", s.least, "Tokens of the longest common subsequence.");
  v.defaulted("share", s.share, "Of the tokens of the shorter text, from 0 to 1.");
  v.defaulted("k", s.k, "Tokens of an n-gram that both must have, to be compared at all.");
}

template <class V, Is<overlap::PassFacts> S>
void fields(V& v, S& s) {
  v.type("PassFacts", "What a pass over documents does, and all that its outcome depends on.");
  v("definition", s.definition, "Whose.");
  v("indexDigest", s.index_digest, "Of the index.");
  v("countsDigest", s.counts_digest,
    "32 hexadecimal digits over the partial that says how frequent n-grams are; empty without.");
  v("options", s.options, "What the source leaves open, and the value used.");
  v("notes", s.notes, "In what it is not exactly what the source does.");
}

template <class V, Is<overlap::CutCounts> S>
void fields(V& v, S& s) {
  v.type("CutCounts", "What became of documents that were cut.");
  v("whole", s.whole, "Documents without a hit, kept as they are.");
  v("cut", s.cut, "Documents of which pieces are kept.");
  v("tooDirty", s.too_dirty, "Documents that are dropped: too many pieces, or hits.");
  v("tooShort", s.too_short, "Documents that are dropped: no piece is long enough.");
  v("hits", s.hits, "n-grams found that are not too frequent.");
  v("pieces", s.pieces, "Kept, whole documents included.");
  v("shortPieces", s.short_pieces, "Dropped, of documents that are not too dirty.");
  v("keptBytes", s.kept_bytes, "Of text, in all pieces.");
}

template <class V, Is<overlap::PairCounts> S>
void fields(V& v, S& s) {
  v.type("PairCounts", "What came of comparing documents with items.");
  v("compared", s.compared, "Pairs that share an n-gram.");
  v("pairs", s.pairs, "Those that are a match.");
  v("items", s.items, "Numbers of the items that are in one, ascending.");
}

template <class V, Is<overlap::PassRecord> S>
void fields(V& v, S& s) {
  v.type("PassRecord", "A shard after a pass.");
  v("shard", s.shard, "As it was read; `documentsHit`: with a hit, or in a pair.");
  v("malformed", s.malformed, "The first 100 lines that are no document.");
  v("cut", s.cut, "Of a pass that cuts, or null.");
  v("pairs", s.pairs, "Of one that compares, or null.");
}

}  // namespace evenhand::abi
