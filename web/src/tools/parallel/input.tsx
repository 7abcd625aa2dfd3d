/** The tool's left column: right answers, tokens, how they are drawn, strategies, a measured curve. */
import {
  positionScores, readStrategy, strategyRules, strategyText, type PositionScore, type StrategyRule,
} from "evenhand/bare";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Field } from "../../parts/field.tsx";
import { Issues, type Hints } from "../../parts/issues.tsx";
import { TableInput } from "../../parts/table-input.tsx";
import { refusalText } from "../../parts/words.ts";
import { strategyTitle } from "./model.ts";
import {
  answersOfPreset, defaultSize, isTask, presetDetail, presetNames, presetTitle, type PresetName,
} from "./presets.ts";
import type { AnalysisAnswer } from "./protocol.ts";
import { scales, type Scale, type Tokens } from "./state.ts";
import { freshChoices, type Parallel } from "./use-parallel.ts";

const hints: Hints = {
  E_UNEQUAL_LENGTHS: "Tick “Fill shorter answers” below, or divide them in another way.",
  E_EMPTY: "Type one right answer a line.",
  E_PROBABILITY_SUM: "Name the column weight if these are no probabilities.",
};

export function analysisOf({ outcome, source }: Parallel): AnalysisAnswer | undefined {
  return outcome?.answer.kind === "analysis" && outcome.source === source ? outcome.answer : undefined;
}

/** What the package refused, if it belongs to the field. */
export const refusedFields: Readonly<Record<string, "n" | "temperature" | "at">> = {
  n: "n", temperature: "temperature", accuracy: "at",
};

/** The reader's word for a size that is none. */
const sizeIssue = "E_TASK";

function errorOf({ outcome }: Parallel, field: "n" | "temperature" | "at"): string | undefined {
  const answer = outcome?.answer;
  if (answer?.kind === "analysis" && field === "n") {
    return answer.issues.find(({ code }) => code === sizeIssue)?.message;
  }
  return answer?.kind === "refused" && refusedFields[answer.argument] === field
    ? `${refusalText(answer.code)}.` : undefined;
}

function NumberField({ parallel, name, label, hint }: {
  parallel: Parallel; name: "n" | "temperature" | "at"; label: string; hint?: string;
}): VNode {
  const id = `parallel-${name}`;
  const error = errorOf(parallel, name);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])];
  return (
    <div class="field">
      <span class="field-label"><label for={id}>{label}</label></span>
      <input id={id} type="text" inputMode="decimal" autocomplete="off" value={parallel.settings[name]}
        aria-invalid={error !== undefined} {...(described.length > 0 && { "aria-describedby": described.join(" ") })}
        onInput={({ currentTarget: { value } }) =>
          parallel.change({ [name]: value, ...(name === "n" && freshChoices) })} />
      {hint !== undefined && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      {error !== undefined && <span class="field-error" id={`${id}-error`} role="alert">{label}: {error}</span>}
    </div>
  );
}

function PresetChoice({ parallel }: { parallel: Parallel }): VNode {
  const { settings: { source, preset } } = parallel;
  const isOwn = source === "own";
  const choose = (name: PresetName): void => {
    parallel.useExample();
    parallel.change({ preset: name, n: String(defaultSize(name)), tokens: "whitespace", isPadded: false });
  };
  return (
    <div class="step">
      <div class="preset-choice">
        <Field id="preset" label="Example">
          <select id="preset" value={isOwn ? "" : preset}
            onChange={({ currentTarget: { value } }) => choose(value as PresetName)}>
            {isOwn && <option value="" disabled>your own</option>}
            {presetNames.map((name) => <option key={name} value={name}>{presetTitle(name)}</option>)}
          </select>
        </Field>
        {!isOwn && isTask(preset) &&
          <NumberField parallel={parallel} name="n" label={preset === "latin_square" ? "Order" : "Items"} />}
      </div>
      {!isOwn && <p class="hint">{presetDetail(preset)[0]!.toUpperCase() + presetDetail(preset).slice(1)}.</p>}
    </div>
  );
}

const divisions: readonly { readonly name: Tokens; readonly text: string }[] = [
  { name: "whitespace", text: "Words" }, { name: "characters", text: "Letters" }, { name: "separator", text: "Parts" },
];

function TokenChoice({ parallel }: { parallel: Parallel }): VNode {
  const { settings: { tokens, separator, isPadded }, change } = parallel;
  return (
    <div class="step">
      <fieldset class="segments three-segments">
        <legend class="offscreen">One token is</legend>
        {divisions.map(({ name, text }) => (
          <label key={name} class="segment">
            <input type="radio" name="tokens" checked={tokens === name}
              onChange={() => change({ tokens: name, ...freshChoices })} />
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
      {tokens === "separator" && (
        <Field id="separator" label="Parts are separated by">
          <input id="separator" type="text" autocomplete="off" value={separator}
            onInput={({ currentTarget: { value } }) => {
              if (value !== "") change({ separator: value, ...freshChoices });
            }} />
        </Field>
      )}
      <label class="check">
        <input type="checkbox" checked={isPadded}
          onChange={({ currentTarget }) => change({ isPadded: currentTarget.checked })} />
        <span>Fill shorter answers with &lt;pad&gt;</span>
      </label>
    </div>
  );
}

function DrawingChoice({ parallel }: { parallel: Parallel }): VNode {
  const { settings: { temperature }, change } = parallel;
  const kind = temperature === "1" ? "sample" : temperature === "0" ? "greedy" : "other";
  const segment = (name: string, text: string, to: string): VNode => (
    <label class="segment">
      <input type="radio" name="drawing" checked={kind === name} onChange={() => change({ temperature: to })} />
      <span>{text}</span>
    </label>
  );
  return (
    <div class="step">
      <span class="step-title" id="drawing-title">How a token is drawn</span>
      <fieldset class="segments three-segments" aria-labelledby="drawing-title">
        {segment("sample", "Sample", "1")}
        {segment("greedy", "Greedy", "0")}
        {segment("other", "Sharpened", "0.5")}
      </fieldset>
      {kind === "other"
        ? <NumberField parallel={parallel} name="temperature" label="Temperature"
          hint="0 to 100; below 1 likely tokens become likelier" />
        : <p class="hint">{kind === "sample" ? "Each token as often as the model says."
          : "Always the most probable token; ties are followed in equal parts."}</p>}
    </div>
  );
}

const rules = strategyRules.filter(({ name }) => name !== "fixed");
const usualValues: Readonly<Record<StrategyRule, string>> = {
  fixed: "", top_k: "2", threshold: "0.9", factor: "1", factor_code: "1", entropy_bounded: "0.1", frechet: "0.1",
};
const valueLabels: Readonly<Record<StrategyRule, string>> = {
  fixed: "", top_k: "Positions a step", threshold: "Threshold", factor: "Factor", factor_code: "Factor",
  entropy_bounded: "Gamma, nats", frechet: "Delta",
};

function StrategyAdd({ add }: { add: (text: string) => void }): VNode {
  const [rule, setRule] = useState<StrategyRule>("top_k");
  const [value, setValue] = useState(usualValues.top_k);
  const [score, setScore] = useState<PositionScore>("confidence");
  const typed = (name: string): string => name.replaceAll("_", "-");
  const text = [`${typed(rule)}=${value.trim()}`, ...(rule === "top_k" ? [typed(score)] : [])].join();
  const { strategy, problem } = readStrategy(text);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (strategy !== null) add(strategyText(strategy));
  };
  return (
    <form class="grid" onSubmit={submit}>
      <Field id="strategy-rule" label="Rule" isWide>
        <select id="strategy-rule" value={rule} onChange={({ currentTarget }) => {
          const next = currentTarget.value as StrategyRule;
          setRule(next);
          setValue(usualValues[next]);
        }}>
          {rules.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
        </select>
      </Field>
      <Field id="strategy-value" label={valueLabels[rule]}>
        <input id="strategy-value" type="text" inputMode="decimal" autocomplete="off" value={value}
          aria-invalid={problem !== null} {...(problem !== null && { "aria-describedby": "strategy-error" })}
          onInput={({ currentTarget }) => setValue(currentTarget.value)} />
      </Field>
      {rule === "top_k" && (
        <Field id="strategy-score" label="The best by">
          <select id="strategy-score" value={score}
            onChange={({ currentTarget }) => setScore(currentTarget.value as PositionScore)}>
            {positionScores.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </select>
        </Field>
      )}
      {problem !== null && <span id="strategy-error" class="field-error wide" role="alert">{problem}</span>}
      <div class="wide"><button type="submit" class="button">Add strategy</button></div>
    </form>
  );
}

function StrategyChoice({ parallel, answer }: { parallel: Parallel; answer: AnalysisAnswer | undefined }): VNode {
  const { settings: { strategies }, change } = parallel;
  const problems = new Map(answer?.strategyProblems.map(({ text, problem }) => [text, problem]));
  return (
    <details class="step options" open={problems.size > 0}>
      <summary>Strategies to compare</summary>
      <ul class="strategy-list">
        {strategies.map((text) => {
          const title = strategyTitle(text);
          return (
            <li key={text} class="strategy-row">
              <span>{title}
                {problems.has(text) && <span class="field-error" role="alert"> {problems.get(text)}</span>}</span>
              <button type="button" class="button small" aria-label={`Remove ${title}`}
                onClick={() => change({ strategies: strategies.filter((other) => other !== text), watched: "all" })}>
                Remove</button>
            </li>
          );
        })}
      </ul>
      <StrategyAdd add={(text) => { if (!strategies.includes(text)) change({ strategies: [...strategies, text] }); }} />
    </details>
  );
}

const scaleTexts: Readonly<Record<Scale, string>> = {
  guessed: "guessed", percent: "in percent", fraction: "from 0 to 1",
};

function CurveInput({ parallel, answer }: { parallel: Parallel; answer: AnalysisAnswer | undefined }): VNode {
  const { settings: { curve, scale }, change } = parallel;
  return (
    <details class="step options" open={curve !== ""}>
      <summary>A measured curve</summary>
      <div class="grid">
        <Field id="curve" label="Tokens per step and accuracy" isWide>
          <textarea id="curve" rows={4} spellcheck={false} autocomplete="off" wrap="off" value={curve}
            placeholder={"method,tokens_per_step,accuracy,n_items"} aria-describedby="curve-hint"
            onInput={({ currentTarget: { value } }) => change({ curve: value })} />
        </Field>
        <p class="hint wide" id="curve-hint">A CSV with the columns method, tokens_per_step and accuracy; n_items
          gives intervals, task (such as shuffle:6) the limit of a list task.</p>
        <NumberField parallel={parallel} name="at" label="Accuracy to keep, %" />
        <Field id="scale" label="Accuracies are">
          <select id="scale" value={scale}
            onChange={({ currentTarget: { value } }) => change({ scale: value as Scale })}>
            {scales.map((name) => <option key={name} value={name}>{scaleTexts[name]}</option>)}
          </select>
        </Field>
      </div>
      {answer?.measured != null && <Issues issues={answer.measured.issues} hints={{}} />}
    </details>
  );
}

export function ParallelInput({ parallel }: { parallel: Parallel }): VNode {
  const { settings: { source, preset } } = parallel;
  const answer = analysisOf(parallel);
  const isTaskShown = source === "example" && isTask(preset);
  return (
    <>
      <PresetChoice parallel={parallel} />
      <TableInput tool={parallel} title="Right answers" fileLabel="File of right answers"
        hint="One right answer a line, each as likely as the others. With weights: a CSV with the columns text and weight. Joint and conditional tables, and JSON, are read, too."
        example="" table={undefined} used={new Map()}
        {...(source === "example" && { text: answersOfPreset(preset).join("\n") })}>
        {answer !== undefined &&
          <Issues issues={answer.issues.filter(({ code }) => !isTaskShown || code !== sizeIssue)} hints={hints} />}
      </TableInput>
      {!isTaskShown && <TokenChoice parallel={parallel} />}
      <DrawingChoice parallel={parallel} />
      <StrategyChoice parallel={parallel} answer={answer} />
      <CurveInput parallel={parallel} answer={answer} />
    </>
  );
}
