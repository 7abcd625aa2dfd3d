import {
  bytesText, overlapMethod, overlapReading, overlapScope, timeText, type OverlapApplication,
} from "evenhand/overlap/bare";
import { count, version } from "evenhand/bare";
import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { CopyButton, saveAs } from "../../parts/copy.tsx";
import {
  Assumptions, Cancelled, Command, Empty, Failure, MethodSentence, Reading, Refusal, ResultFrame,
  sentenceLimit,
} from "../../parts/result.tsx";
import { Share } from "../../parts/share.tsx";
import { refusalText } from "../../parts/words.ts";
import { Definitions } from "./definitions.tsx";
import { Items } from "./items.tsx";
import { LevelFigure, LevelTable } from "./levels.tsx";
import { commandOf, findingsCsv } from "./model.ts";
import type { ScanProgress } from "./scan.ts";
import { Scores } from "./scores.tsx";
import { encodeHash } from "./state.ts";
import type { Found, Overlap } from "./use-overlap.ts";

function ScanBar({ progress, cancel }: { progress: ScanProgress | undefined; cancel: () => void }): VNode {
  const { bytes = 0, totalBytes = 0, files = 0, totalFiles = 0, hits = 0, seconds = 0 } = progress ?? {};
  const share = totalBytes === 0 ? 0 : bytes / totalBytes;
  const rate = seconds < 0.5 ? undefined : bytes / seconds;
  const left = rate === undefined || share === 0 ? undefined : (totalBytes - bytes) / rate;
  return (
    <div class="scan-bar">
      <progress max="1" value={share} aria-label="Share of the corpus that was read" />
      <p role="status">
        {bytesText(bytes)} of {bytesText(totalBytes)}
        {totalFiles > 1 && `, ${count(files)} of ${count(totalFiles)} files`}
        {rate !== undefined && `, ${bytesText(rate)} a second`}
        {left !== undefined && left >= 1.5 && `, about ${timeText(left)} left`}
        . {count(hits)} {hits === 1 ? "document shares" : "documents share"} text with the benchmark so far.
      </p>
      <button type="button" class="button small" onClick={cancel}>Cancel</button>
    </div>
  );
}

/** What was read of the corpus, and what could not be. */
function CorpusFacts({ found }: { found: Found }): VNode {
  const { report: { corpus }, failed } = found;
  const { total } = corpus;
  const lost = [
    ...(corpus.malformed > 0 ? [`${count(corpus.malformed)} lines are no document: ` +
      corpus.malformedLines.slice(0, 5).map(({ place, problem }) =>
        `${place.shard}:${place.line} (${problem.replace("_", " ")})`).join(", ")] : []),
    ...(corpus.empty > 0 ? [`${count(corpus.empty)} documents have no text`] : []),
    ...(corpus.blank > 0 ? [`${count(corpus.blank)} lines are blank`] : []),
    ...(corpus.invalidUtf8 > 0 ? [`${count(corpus.invalidUtf8)} sequences are no UTF-8 and were replaced`] : []),
  ];
  return (
    <section aria-labelledby="corpus-heading">
      <h3 id="corpus-heading">What was read</h3>
      <p>{count(total.documents)} documents in {count(total.shards)} {total.shards === 1 ? "file" : "files"},{" "}
        {bytesText(total.bytes)}, {count(total.tokens)} tokens; {count(total.documentsHit)} share text with the benchmark.</p>
      {lost.length > 0 && <ul class="assumptions">{lost.map((text) => <li key={text}>{text}.</li>)}</ul>}
      {failed.length > 0 && (
        <div class="notice warn" role="status">
          <strong>{failed.length === 1 ? "A file was not scanned" : `${failed.length} files were not scanned`}</strong>
          {failed.slice(0, 10).map(({ name, message }) => <p key={name}>{name}: {message}</p>)}
        </div>
      )}
    </section>
  );
}

function FoundResult({ overlap, found }: { overlap: Overlap; found: Found }): VNode {
  const { settings, desk, files } = overlap;
  const { report } = found;
  const [application, show] = useState<OverlapApplication>(found.applications[0]!);
  const reading = useMemo(() => overlapReading(report), [report]);
  const benchmarks = report.benchmarks.map(({ name }) => name);
  return (
    <>
      <Reading sentences={reading.slice(0, sentenceLimit)} />
      {reading.length > sentenceLimit && (
        <ul class="footnotes">{reading.slice(sentenceLimit).map((text) => <li key={text}>{text}</li>)}</ul>
      )}
      <LevelFigure benchmarks={report.benchmarks} />
      <details class="more">
        <summary>All numbers</summary>
        <LevelTable benchmarks={report.benchmarks} />
      </details>
      <Definitions overlap={overlap} published={found.applications} benchmarks={benchmarks} show={show} />
      <Items desk={desk} findings={report.findings} application={application} several={benchmarks.length > 1} />
      {files.scores !== "" && <Scores overlap={overlap} application={application} />}
      <CorpusFacts found={found} />
      <Assumptions assumptions={overlapScope(report)} />
      <MethodSentence sentence={overlapMethod(report)} />
      <Command command={commandOf(settings, files, application)} />
      <Share json={report} hash={encodeHash(settings)} hashWithData={undefined}>
        <CopyButton label="Copy items" text={async () => findingsCsv(found, application)} done={() => "Copied as CSV"} />
        <button type="button" class="button small"
          onClick={() => saveAs("evenhand-overlap.csv", "text/csv", findingsCsv(found, application))}>Save items</button>
      </Share>
    </>
  );
}

function content(overlap: Overlap): VNode {
  const { files, indexed, found, trouble, running, isCancelled, retry } = overlap;
  if (trouble?.kind === "failed") {
    // Before there is an index it is the benchmark that cannot be read.
    return indexed === undefined ? <Refusal>{trouble.message}</Refusal>
      : <Failure message={trouble.message} retry={retry} />;
  }
  if (trouble?.kind === "refused") return <Refusal>{trouble.message || refusalText(trouble.code)}</Refusal>;
  if (isCancelled) return <Cancelled retry={retry} />;
  if (found !== undefined) return <FoundResult overlap={overlap} found={found} />;
  if (files.benchmarks.length === 0) {
    return <Empty>Give a benchmark and the text a model was trained on; what they share appears here.</Empty>;
  }
  if (files.corpus.length === 0) {
    return (
      <Empty>
        {indexed === undefined ? "Reading the benchmark…"
          : `Read: ${count(indexed.summary.items)} ${indexed.summary.items === 1 ? "item" : "items"}. Now give the training text.`}
      </Empty>
    );
  }
  return <Empty>{running === "scan" ? "Scanning…" : "Reading the benchmark…"}</Empty>;
}

/** On paper the controls are gone, so what they said is written out. */
function Parameters({ overlap: { files } }: { overlap: Overlap }): VNode {
  return (
    <dl class="print-only">
      <dt>Benchmark</dt><dd>{files.benchmarks.map(({ name }) => name).join(", ")}</dd>
      <dt>Corpus</dt><dd>{files.corpus.slice(0, 20).map(({ name }) => name).join(", ")}
        {files.corpus.length > 20 && ` and ${files.corpus.length - 20} more files`}</dd>
      <dt>Evenhand</dt><dd>{version}</dd>
      <dt>Link</dt><dd>{location.href}</dd>
    </dl>
  );
}

export function Result({ overlap }: { overlap: Overlap }): VNode {
  const { running, progress, cancel } = overlap;
  return (
    <ResultFrame phase="idle" cancel={cancel}>
      {running === "scan" && <ScanBar progress={progress} cancel={cancel} />}
      {content(overlap)}
      <Parameters overlap={overlap} />
    </ResultFrame>
  );
}
