/** The models of a judge's table against each other: ranks that remain, and any two of them. */
import {
  count, difference, levelText, modelsAssumptions, modelsMethod, modelsNotes, modelsReading, percent, percentInterval,
  pValue, rankingAssumptions, rankingMethod, rankingNotes, rankingReading, sharings,
  type Issue, type JudgeQuality, type ScoreReport, type ModelsComparison, type RankedModel, type RankingReport,
  type Sharing,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import { Figure, type Plots } from "../../chart/figure.tsx";
import type { DifferenceRow, LeaderRow } from "../../chart/rows.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { Field } from "../../parts/field.tsx";
import { option, quoted, refusalText } from "../../parts/words.ts";
import { readingCommand, tableOptions } from "../judge/model.ts";
import type { Settings } from "../judge/state.ts";
import type { Judge, Outcome } from "../judge/use-judge.ts";
import { JudgedDifference } from "./difference-figure.tsx";
import { useJudgement } from "./engine.ts";
import type { ModelsJob, RankingJob } from "./protocol.ts";

/** Of the reading alone: where labels come from and the like are for each job to say. */
function readingOptions(settings: Settings) {
  const { columns, passWords, failWords, level, blankVerdicts } = tableOptions(settings);
  return { columns, passWords, failWords, level, blankVerdicts };
}

const sharingOf = ({ sharing }: Settings): Sharing | undefined => (sharing === "" ? undefined : sharing);
const isSubset = ({ labels }: Settings): boolean => labels === "subset";

function rankingJob({ settings, source }: Outcome): RankingJob {
  return { kind: "ranking", source: source!, options: { ...readingOptions(settings), sharing: sharingOf(settings) } };
}

function modelsJob({ settings, source }: Outcome, a: string, b: string): ModelsJob {
  const { labels, cluster } = settings;
  return {
    kind: "models", source: source!,
    options: {
      ...readingOptions(settings), a, b,
      design: labels === "subset" || labels === "external" ? labels : undefined,
      sharing: isSubset(settings) ? undefined : sharingOf(settings),
      cluster: cluster === "" || isSubset(settings) ? undefined : cluster,
    },
  };
}

const sharingFlags: Readonly<Record<Sharing, string>> = { shared: "--force-shared", per_model: "--per-model" };

function flagsOf(settings: Settings): string[] {
  const sharing = sharingOf(settings);
  return sharing === undefined ? [] : [sharingFlags[sharing]];
}

function modelsCommand(settings: Settings, file: string, a: string, b: string): string {
  const { labels, cluster } = settings;
  return [
    ...readingCommand(settings, file), "--compare", quoted(a), quoted(b),
    ...(labels === "subset" || labels === "external" ? ["--design", labels] : []),
    ...(isSubset(settings) ? [] : flagsOf(settings)),
    ...(cluster === "" || isSubset(settings) ? [] : option("cluster", cluster)),
  ].join(" ");
}

const rankText = ({ rank: { lower, upper } }: RankedModel): string => (lower === upper ? String(lower) : `${lower}–${upper}`);

function RankFigure({ report, description }: { report: RankingReport; description: string }): VNode {
  const rows = useMemo(() => report.models.flatMap((row): LeaderRow[] => (row.corrected.estimate === null ? []
    : [{ name: row.model, estimate: row.corrected.estimate, lower: row.corrected.lower, upper: row.corrected.upper, ranks: rankText(row) }])),
  [report]);
  const draw = useCallback((plots: Plots, width: number) => plots.leaderboardPlot(rows, {
    width, isShare: true, text: percent, description, title: `Corrected scores of ${rows.length} models, with the ranks that remain`,
  }), [rows, description]);
  if (rows.length === 0) return <></>;
  return (
    <Figure draw={draw}>
      <span class="key key-corrected">corrected, with its {levelText(report.design!.level)} interval</span>
      <span class="quiet">at the end: possible ranks, score</span>
    </Figure>
  );
}

function Notes({ notes }: { notes: readonly string[] }): VNode | null {
  return notes.length === 0 ? null : <ul class="footnotes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>;
}

/** What reading for this comparison noticed, and the table's own result does not say already. */
const further = (found: readonly Issue[], told: readonly Issue[]): string[] =>
  found.filter(({ severity, code }) => severity !== "note" && !told.some((issue) => issue.code === code))
    .map(({ message }) => message);

function Ranking({ report, told, command }: { report: RankingReport; told: readonly Issue[]; command: string }): VNode {
  const reading = rankingReading(report);
  if (report.design === null) {
    return <div class="notice warn">{report.issues.filter(({ severity }) => severity === "refuse").map(({ message }) => <p key={message}>{message}</p>)}</div>;
  }
  const { models } = report;
  const level = levelText(report.design.level);
  return (
    <>
      <output class="reading small whole" aria-live="polite">
        <span class="lead">{reading[0]}</span>
        {reading.slice(1).map((sentence) => <span class="then" key={sentence}>{sentence}</span>)}
      </output>
      <RankFigure report={report} description={reading.join(" ")} />
      <div class="scroll scores" tabIndex={0} role="region" aria-labelledby="ranks-caption">
        <table>
          <caption id="ranks-caption" class="offscreen">Ranks by model</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number" title="Ranks that are not excluded by the tests of all pairs">Ranks</th>
              <th scope="col" class="number">Judge says</th>
              <th scope="col" class="number">Corrected</th>
              <th scope="col" class="number">{level} interval</th>
              <th scope="col" class="number" title="Sensitivity + specificity - 1, on this model's own labels">Judge’s J</th>
              <th scope="col" class="number">Items</th>
              <th scope="col" class="number">Labels</th>
            </tr>
          </thead>
          <tbody>
            {models.map((row) => (
              <tr key={row.model}>
                <th scope="row"><span class="model" title={row.model}>{row.model}</span></th>
                <td class="number ranks">{rankText(row)}</td>
                <td class="number raw" title={String(row.rate)}>{row.rate === null ? "–" : percent(row.rate)}</td>
                <td class="number main" title={String(row.corrected.estimate)}>
                  {row.corrected.estimate === null ? "unknown" : percent(row.corrected.estimate)}</td>
                <td class="number" title={`${row.corrected.lower} to ${row.corrected.upper}`}>{percentInterval(row.corrected)}</td>
                <td class="number">{row.quality.youden === null ? "–" : row.quality.youden.estimate.toFixed(3)}</td>
                <td class="number">{row.items}</td>
                <td class="number">{row.labelled}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {report.tied.length > 0 && (
        <div class="tied-groups">
          <h4>Tied: none of these is shown to be better than another</h4>
          <ul>{report.tied.map((group) => <li key={group.join()}>{group.map((name) => <span class="tag" key={name}>{name}</span>)}</li>)}</ul>
        </div>
      )}
      <Notes notes={[...further(report.issues, told), ...rankingNotes(report)]} />
      <Method assumptions={rankingAssumptions(report)} sentence={rankingMethod(report)} command={command} what="ranks" />
    </>
  );
}

function Method({ assumptions, sentence, command, what }: {
  assumptions: readonly string[]; sentence: string; command: string; what: string;
}): VNode {
  return (
    <details class="more-method">
      <summary>Assumptions, method and command of the {what}</summary>
      <ul class="assumptions">{assumptions.map((text) => <li key={text}>{text}</li>)}</ul>
      <blockquote class="method">{sentence}</blockquote>
      <pre class="scroll command" tabIndex={0} role="region" aria-label={`Command of the ${what}`}><code>{command}</code></pre>
      <div class="buttons">
        <CopyButton label={`Copy the sentence on ${what}`} text={sentence} />
        <CopyButton label={`Copy the command of the ${what}`} text={command} />
      </div>
    </details>
  );
}

function Quality({ names, quality, level }: { names: readonly string[]; quality: readonly JudgeQuality[]; level: string }): VNode {
  const cell = (estimate: JudgeQuality["sensitivity"], text: (share: number) => string): VNode => (estimate === null
    ? <td class="number quiet">unknown</td>
    : <td class="number" title={`${estimate.estimate} (${estimate.lower} to ${estimate.upper})`}>
      {text(estimate.estimate)} <span class="quiet">{text(estimate.lower)}–{text(estimate.upper)}</span></td>);
  return (
    <div class="scroll scores" tabIndex={0} role="region" aria-label="The judge on each of the two">
      <table>
        <thead>
          <tr>
            <th scope="col">The judge on</th>
            <th scope="col" class="number">Sensitivity, {level} interval</th>
            <th scope="col" class="number">Specificity</th>
            <th scope="col" class="number">J</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, index) => (
            <tr key={name}>
              <th scope="row"><span class="model" title={name}>{name}</span></th>
              {cell(quality[index]!.sensitivity, percent)}
              {cell(quality[index]!.specificity, percent)}
              {cell(quality[index]!.youden, (value) => value.toFixed(2))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function differenceRows({ answer, subset, shared, perModel, verdicts }: ModelsComparison): DifferenceRow[] {
  const row = (name: string, basis: string, of: { estimate: number | null; lower: number; upper: number } | null): DifferenceRow[] =>
    (of === null || of.estimate === null ? [] : [{
      name, estimate: of.estimate, lower: of.lower, upper: of.upper, kind: basis === answer!.basis ? "main" : "other",
    }]);
  return [
    ...row("labels on a random subset", "subset", subset), ...row("one calibration for both", "shared", shared),
    ...row("a calibration for each", "per_model", perModel),
  ].sort((x, y) => Number(y.kind === "main") - Number(x.kind === "main")).concat({
    name: "the judge’s verdicts", estimate: verdicts!.difference, lower: verdicts!.difference, upper: verdicts!.difference, kind: "wrong",
  });
}

function TwoModels({ report, told, command }: { report: ModelsComparison; told: readonly Issue[]; command: string }): VNode {
  const reading = useMemo(() => modelsReading(report), [report]);
  const rows = useMemo(() => (report.answer === null ? [] : differenceRows(report)), [report]);
  const { answer, a, b, homogeneity, verdicts } = report;
  if (answer === null) {
    return <div class="notice warn">{report.issues.filter(({ severity }) => severity === "refuse").map(({ message }) => <p key={message}>{message}</p>)}</div>;
  }
  const isTurned = answer.estimate !== null && answer.estimate * verdicts!.difference < 0;
  const { both, aOnly, bOnly, neither } = verdicts!.counts;
  return (
    <>
      {isTurned && (
        <p class="notice warn" id="sign-flip">
          <strong>The correction turns the sign</strong> The judge’s verdicts favour {verdicts!.difference > 0 ? a : b}; with its
          errors taken out, {verdicts!.difference > 0 ? b : a} is ahead.
        </p>
      )}
      <output class="reading small whole" aria-live="polite">
        <span class="lead">{reading[0]}</span>
        {reading.slice(1).map((sentence) => <span class="then" key={sentence}>{sentence}</span>)}
      </output>
      <JudgedDifference rows={rows} a={a} b={b} level={levelText(answer.level)}
        title={`The difference between ${a} and ${b}`} description={reading[0]!} />
      <p class="hint">On {count(both + aOnly + bOnly + neither)} common items the judge passes both on {count(both)}, only {a} on {count(aOnly)},
        only {b} on {count(bOnly)} (p = {pValue(verdicts!.p)}): {difference(verdicts!.difference, true)} points by its verdicts.</p>
      {homogeneity !== null && <Quality names={[a, b]} quality={homogeneity.models} level={levelText(answer.level)} />}
      <Notes notes={[...further(report.issues, told), ...modelsNotes(report)]} />
      <Method assumptions={modelsAssumptions(report)} sentence={modelsMethod(report)} command={command} what="difference" />
    </>
  );
}

function Failed({ argument, code, message }: { argument?: string; code?: string; message: string }): VNode {
  return <p class="notice warn">{argument === undefined ? message : `${argument}: ${refusalText(code as never)}.`}</p>;
}

function Compared({ judge, outcome, report, header }: Props): VNode {
  const { settings, change } = judge;
  const names = report.models.map(({ model }) => model);
  const ranking = useJudgement("ranking", rankingJob(outcome));
  const a = names.includes(settings.scored) ? settings.scored : names[0]!;
  const b = names.includes(settings.rival) && settings.rival !== a ? settings.rival : names.find((name) => name !== a)!;
  const compared = useJudgement("models", modelsJob(outcome, a, b), true);
  const file = outcome.source!.name;
  const select = (id: string, label: string, value: string, choose: (name: string) => void): VNode => (
    <Field id={id} label={label}>
      <select id={id} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {names.map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
    </Field>
  );
  return (
    <>
      <section aria-labelledby="ranks-heading">
        <h3 id="ranks-heading">Ranks that remain</h3>
        {isSubset(settings) && <p class="hint">Ranks are corrected with the labelled rows as a calibration set, on the rows without a label: safe for a
          random subset, too, but wider than what its labels say of two models below.</p>}
        {ranking === undefined ? <p class="quiet">Computing…</p>
          : ranking.kind === "ranking"
            ? <Ranking report={ranking.report} told={report.issues}
              command={[...readingCommand(settings, file), "--ranks", ...flagsOf(settings)].join(" ")} />
            : <Failed {...ranking} message={ranking.message} />}
      </section>
      <section aria-labelledby="two-heading">
        <h3 id="two-heading">Two of them</h3>
        <div class="grid two-choice">
          {select("model-a", "Is", a, (scored) => change({ scored, ...(scored === b && { rival: a }) }))}
          {select("model-b", "better than", b, (rival) => change({ rival, scored: rival === a ? b : a }))}
          <Field id="sharing" label="Whose labels correct">
            <select id="sharing" value={settings.sharing} disabled={isSubset(settings)}
              onChange={({ currentTarget: { value } }) => change({ sharing: value as Sharing | "" })}>
              <option value="">{isSubset(settings) ? "the random subset’s" : "what the labels allow"}</option>
              {sharings.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
            </select>
          </Field>
          {!isSubset(settings) && (
            <Field id="cluster" label="Groups of items">
              <select id="cluster" value={settings.cluster} onChange={({ currentTarget: { value } }) => change({ cluster: value })}>
                <option value="">none: items are independent</option>
                {header.slice(0, 300).map((name) => <option key={name} value={name}>{name}</option>)}
              </select>
            </Field>
          )}
        </div>
        {compared === undefined ? <p class="quiet">Computing…</p>
          : compared.kind === "models"
            ? <TwoModels report={compared.report} told={report.issues} command={modelsCommand(settings, file, a, b)} />
            : <Failed {...compared} message={compared.message} />}
      </section>
    </>
  );
}

interface Props {
  readonly judge: Judge;
  readonly outcome: Outcome;
  readonly report: ScoreReport;
  readonly header: readonly string[];
}

export function Models(props: Props): VNode | null {
  const { judge: { settings, change }, report } = props;
  if (report.models.length < 2) return null;
  return (
    <details class="folded models" open={settings.isCompared}
      onToggle={({ currentTarget: { open } }) => { if (open !== settings.isCompared) change({ isCompared: open }); }}>
      <summary>Which of these models is better? Ranks that remain, and any two of them</summary>
      {settings.isCompared && <Compared {...props} />}
    </details>
  );
}
