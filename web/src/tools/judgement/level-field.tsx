import { levelText } from "evenhand/bare";
import type { VNode } from "preact";
import { Field } from "../../parts/field.tsx";

const levels = [0.8, 0.9, 0.95, 0.99, 0.999];

export function LevelField({ level, change }: { level: number; change: (level: number) => void }): VNode {
  const known = levels.includes(level) ? levels : [...levels, level];
  return (
    <Field id="level" label="Confidence level">
      <select id="level" value={String(level)} onChange={({ currentTarget: { value } }) => change(Number(value))}>
        {known.map((each) => <option key={each} value={String(each)}>{levelText(each)}</option>)}
      </select>
    </Field>
  );
}
