import type { VNode } from "preact";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  /** One number, or a count and its total. */
  readonly values: readonly string[];
  readonly change: (index: number, value: string) => void;
}

/** One number, or a count of a total, with what is wrong with it. */
export function NumberField({ id, label, hint, error, values, change }: Props): VNode {
  const described = [hint !== "" && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(" ");
  const box = (index: number, name: string): VNode => (
    <input type="text" inputMode="decimal" id={index === 0 ? id : `${id}-total`} aria-label={name} autocomplete="off"
      value={values[index]} aria-invalid={error !== undefined} {...(described !== "" && { "aria-describedby": described })}
      onInput={({ currentTarget }) => change(index, currentTarget.value)} />
  );
  return (
    <div class="counts-field">
      <span class="counts-label">{label}</span>
      <span class="fraction">
        {values.length === 1 ? box(0, label)
          : <>{box(0, `${label}: count`)}<span aria-hidden="true">of</span>{box(1, `${label}: total`)}</>}
      </span>
      {hint !== "" && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      {error !== undefined && <span class="field-error" id={`${id}-error`} role="alert">{label}: {error}.</span>}
    </div>
  );
}
