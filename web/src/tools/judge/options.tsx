import { correctionMethods, levelText, ppiConventions, subsetMethods } from "evenhand/bare";
import type { VNode } from "preact";
import { Field } from "../../parts/field.tsx";
import { hasConvention } from "./model.ts";
import { externalMethods, type Settings } from "./state.ts";
import type { Judge } from "./use-judge.ts";

const blankTexts: Readonly<Record<Settings["blank"], string>> = {
  drop: "left out", fail: "count as failed", pass: "count as passed",
};
const levels = [0.8, 0.9, 0.95, 0.99, 0.999];

/** Method, level and words: right for most people as they are, so folded away. */
export function Options({ judge }: { judge: Judge }): VNode {
  const { settings, change } = judge;
  const isTable = settings.mode === "table";
  const { labels } = isTable ? settings : { labels: settings.countsDesign };
  const hasMethod = !["subset", "none", "known"].includes(labels);
  const hasSubsetMethod = labels === "subset";
  const known = levels.includes(settings.level) ? levels : [...levels, settings.level];
  return (
    <details class="step options">
      <summary>{isTable ? "Method, level, words" : "Method, level"}</summary>
      <div class="grid">
        <Field id="level" label="Confidence level">
          <select id="level" value={String(settings.level)}
            onChange={(event) => change({ level: Number(event.currentTarget.value) })}>
            {known.map((level) =>
              <option key={level} value={String(level)}>{levelText(level)}</option>)}
          </select>
        </Field>
        {hasMethod && (
          <Field id="method" label="Interval method" isWide>
            <select id="method" value={settings.method}
              onChange={(event) =>
                change({ method: event.currentTarget.value as Settings["method"] })}>
              {externalMethods.map(({ name, title }) =>
                <option key={name} value={name}>{title}</option>)}
            </select>
          </Field>
        )}
        {hasSubsetMethod && (
          <Field id="subset-method" label="Method" isWide>
            <select id="subset-method" value={settings.subsetMethod}
              onChange={(event) =>
                change({ subsetMethod: event.currentTarget.value as Settings["subsetMethod"] })}>
              {correctionMethods.filter(({ name }) => subsetMethods.includes(name)).map(({ name, title }) =>
                <option key={name} value={name}>{title}</option>)}
            </select>
          </Field>
        )}
        {hasSubsetMethod && hasConvention(settings) && (
          <Field id="convention" label="As published by" isWide>
            <select id="convention" value={settings.convention}
              onChange={(event) =>
                change({ convention: event.currentTarget.value as Settings["convention"] })}>
              {ppiConventions.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
            </select>
          </Field>
        )}
        {isTable && (
          <>
            <Field id="blank" label="Rows without a verdict" isWide>
              <select id="blank" value={settings.blank}
                onChange={(event) => change({ blank: event.currentTarget.value as Settings["blank"] })}>
                {Object.entries(blankTexts).map(([name, text]) =>
                  <option key={name} value={name}>{text}</option>)}
              </select>
            </Field>
            <Field id="pass-words" label="More words that mean pass" isWide>
              <input id="pass-words" type="text" value={settings.passWords} placeholder="good, ok"
                autocomplete="off"
                onChange={(event) => change({ passWords: event.currentTarget.value })} />
            </Field>
            <Field id="fail-words" label="More words that mean fail" isWide>
              <input id="fail-words" type="text" value={settings.failWords}
                placeholder="bad, partial" autocomplete="off"
                onChange={(event) => change({ failWords: event.currentTarget.value })} />
            </Field>
          </>
        )}
      </div>
    </details>
  );
}
