import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";

/** Where the clipboard is not to be had, as on an insecure origin, the old way is taken. */
function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "offscreen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

interface Props {
  readonly label: string;
  /** What is copied, or how it is made; an Error's message is shown instead. */
  readonly text: string | (() => Promise<string>);
  /** Said after copying. */
  readonly done?: ((text: string) => string) | undefined;
}

/** A button that copies and says so, to the eye and to a screen reader. */
export function CopyButton({ label, text, done = () => "Copied" }: Props): VNode {
  const [said, setSaid] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const copy = async (): Promise<void> => {
    let message: string;
    try {
      const content = typeof text === "string" ? text : await text();
      message = await toClipboard(content) ? done(content) : "The browser did not allow copying";
    } catch (error) {
      message = (error as Error).message;
    }
    setSaid(message);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(""), 5000);
  };
  return (
    <span class="copy">
      <button type="button" class="button small" onClick={() => void copy()}>{label}</button>
      <span class="said" role="status">{said}</span>
    </span>
  );
}

/** Saves text as a file; it never leaves the machine. */
export function saveAs(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the blob by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
