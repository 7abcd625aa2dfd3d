import { levelText } from "evenhand/bare";
import type { VNode } from "preact";
import { externalMethods, type Settings } from "../../state.ts";
import type { Judge } from "./use-judge.ts";

const levels = [0.8, 0.9, 0.95, 0.99, 0.999];

/** Method, level and words: right for most people as they are, so folded away. */
export function Options({ judge }: { judge: Judge }): VNode {
  const { settings, change } = judge;
  const isTable = settings.mode === "table";
  const hasMethod = isTable ? settings.labels !== "subset" : settings.countsDesign === "external";
  const known = levels.includes(settings.level) ? levels : [...levels, settings.level];
  return (
    <details class="step options">
      <summary>{isTable ? "Method, level, words" : "Method, level"}</summary>
      <div class="grid">
        <label class="field">
          <span>Confidence level</span>
          <select value={String(settings.level)}
            onChange={(event) => change({ level: Number(event.currentTarget.value) })}>
            {known.map((level) =>
              <option key={level} value={String(level)}>{levelText(level)}</option>)}
          </select>
        </label>
        {hasMethod && (
          <label class="field wide">
            <span>Interval method</span>
            <select value={settings.method}
              onChange={(event) =>
                change({ method: event.currentTarget.value as Settings["method"] })}>
              {externalMethods.map(({ name, title }) =>
                <option key={name} value={name}>{title}</option>)}
            </select>
          </label>
        )}
        {isTable && (
          <>
            <label class="field wide">
              <span>More words that mean pass</span>
              <input type="text" value={settings.passWords} placeholder="good, ok" autocomplete="off"
                onChange={(event) => change({ passWords: event.currentTarget.value })} />
            </label>
            <label class="field wide">
              <span>More words that mean fail</span>
              <input type="text" value={settings.failWords} placeholder="bad, partial" autocomplete="off"
                onChange={(event) => change({ failWords: event.currentTarget.value })} />
            </label>
          </>
        )}
      </div>
    </details>
  );
}
