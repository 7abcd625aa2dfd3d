import type { ComponentChildren, VNode } from "preact";

/** An explanation for who has never heard of it, folded away for who has. */
export function Teach({ title, children, open = false }: {
  title: string; children: ComponentChildren; open?: boolean;
}): VNode {
  return <details class="teach" open={open}><summary>{title}</summary>{children}</details>;
}
