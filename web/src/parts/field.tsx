import type { ComponentChildren, VNode } from "preact";

interface Props {
  /** Of the control, which is the child. */
  readonly id: string;
  readonly label: string;
  readonly more?: string | undefined;
  readonly isWide?: boolean | undefined;
  readonly children: ComponentChildren;
}

/** A control with its label. They stand side by side: inside the label, a select's options would
 *  become part of its name. */
export function Field({ id, label, more, isWide = false, children }: Props): VNode {
  return (
    <div class={isWide ? "field wide" : "field"}>
      <span class="field-label">
        <label for={id}>{label}</label>
        {more !== undefined && <span class="quiet"> {more}</span>}
      </span>
      {children}
    </div>
  );
}
