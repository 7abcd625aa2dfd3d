import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { markArrival, type NewSource, type Source } from "../source.ts";

/** Longer text is held, not shown for editing: a text field lays out every line of it. */
const editLimit = 20_000;
const typingPauseMilliseconds = 300;

const origins: Readonly<Record<Source["origin"], string>> = {
  example: "Worked example", pasted: "Pasted rows", file: "File", link: "From the link",
};

const count = (number: number, what: string): string =>
  `${number.toLocaleString("en").replaceAll(",", "\u202f")} ${what}${number === 1 ? "" : "s"}`;

/** A table as the worker read it. */
export interface TableRead {
  readonly header: readonly string[];
  /** The first rows. */
  readonly preview: readonly (readonly string[])[];
  readonly rows: number;
}

/** What of a tool the input needs. */
interface Receiver {
  readonly source: Source | undefined;
  readonly fileName: string;
  readonly open: (source: NewSource) => void;
  readonly useExample: () => void;
  readonly clear: () => void;
}

/** Pasting works anywhere on the page, except where a person types. */
export function usePasteAnywhere({ open, fileName }: Receiver, before: () => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const target = event.target;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text === "") return;
      event.preventDefault();
      markArrival();
      before();
      open({ origin: "pasted", name: fileName, data: text });
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  });
}

function Summary({ source, example, table }: {
  source: Source; example: string; table: TableRead | undefined;
}): VNode {
  const size = table === undefined || table.rows === 0
    ? "" : `${count(table.rows, "row")}, ${count(table.header.length, "column")}`;
  return (
    <p class="source">
      <span class="tag">{origins[source.origin]}</span>
      {source.origin === "example"
        ? <span>{example}</span>
        : <span class="source-name" title={source.name}>{source.origin === "file" ? source.name : ""}</span>}
      {size !== "" && source.origin !== "example" && <span class="quiet">{size}</span>}
    </p>
  );
}

/** The first rows; `used` has what each used column is taken as. */
function Preview({ table, used }: {
  table: TableRead; used: ReadonlyMap<string, string>;
}): VNode | null {
  const { header, preview } = table;
  if (preview.length === 0) return null;
  // A table may be thousands of columns wide; the used ones are what matters.
  const shown = header.map((name, index) => ({ name, index }))
    .sort((a, b) => Number(used.has(b.name)) - Number(used.has(a.name)) || a.index - b.index)
    .slice(0, 8);
  return (
    <div class="scroll preview" tabIndex={0} role="region" aria-label="First rows of the table">
      <table>
        <thead>
          <tr>
            {shown.map(({ name }) =>
              <th key={name} scope="col" class={used.has(name) ? "used" : ""} title={name}>
                {name}{used.has(name) && <span class="role">{used.get(name)}</span>}</th>)}
          </tr>
        </thead>
        <tbody>
          {preview.map((cells, row) => (
            <tr key={row}>
              {shown.map(({ name, index }) => {
                const cell = cells[index] ?? "";
                return <td key={name} class={used.has(name) ? "used" : ""} title={cell.slice(0, 300)}>
                  {cell === "" ? <span class="blank">blank</span> : cell.slice(0, 60)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Props {
  readonly tool: Receiver;
  readonly title: string;
  readonly hint: string;
  /** What the worked example is. */
  readonly example: string;
  readonly fileLabel: string;
  readonly table: TableRead | undefined;
  readonly used: ReadonlyMap<string, string>;
  /** What the field shows, for editing, as long as nothing of one's own is there. */
  readonly text?: string | undefined;
  /** What was noticed in the table, and the choice of its columns. */
  readonly children?: ComponentChildren;
}

/** Takes a table: pasted, typed, dropped, chosen as a file, or the example. */
export function TableInput(
  { tool, title, hint, example, fileLabel, table, used, text, children }: Props,
): VNode {
  const { source, open } = tool;
  const [isOver, setIsOver] = useState(false);
  const [failed, setFailed] = useState("");
  const typing = useRef<ReturnType<typeof setTimeout>>();
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const editable = source?.origin === "pasted" && typeof source.data === "string" &&
    source.data.length <= editLimit ? source.data : text ?? "";
  // Not a controlled field: while a person types, the text is theirs.
  useEffect(() => {
    if (area.current !== null && area.current.value !== editable) area.current.value = editable;
  }, [editable, source]);

  const take = (text: string): void => {
    clearTimeout(typing.current);
    setFailed("");
    if (text === "") tool.clear();
    else open({ origin: "pasted", name: tool.fileName, data: text });
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { value, selectionStart, selectionEnd } = area.current!;
    if (text === "") return;
    event.preventDefault();
    markArrival();
    const whole = value.slice(0, selectionStart) + text + value.slice(selectionEnd);
    if (whole.length <= editLimit) area.current!.value = whole;
    take(whole);
  };
  const input = (event: InputEvent): void => {
    const text = area.current!.value;
    clearTimeout(typing.current);
    const isTyping = event.inputType !== undefined && event.inputType !== "" &&
      event.inputType !== "insertFromPaste" && event.inputType !== "insertFromDrop";
    if (!isTyping) markArrival();
    if (text.length > editLimit) area.current!.value = "";
    if (isTyping) typing.current = setTimeout(() => take(text), typingPauseMilliseconds);
    else take(text);
  };
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setFailed("");
    markArrival();
    try {
      open({ origin: "file", name: file.name, data: new Uint8Array(await file.arrayBuffer()) });
    } catch {
      setFailed(`${file.name} could not be read. A folder cannot be opened; drop one file.`);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void read(file);
    else {
      const text = event.dataTransfer?.getData("text/plain") ?? "";
      if (text !== "") {
        markArrival();
        take(text);
      }
    }
  };

  return (
    <div class={`step ${isOver ? "over" : ""}`}
      onDragOver={(event) => { event.preventDefault(); setIsOver(true); }}
      onDragLeave={(event) => {
        if (!(event.currentTarget as Node).contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={drop}>
      <label class="step-title" for="paste">{title}</label>
      {source !== undefined && <Summary source={source} example={example} table={table} />}
      {table !== undefined && <Preview table={table} used={used} />}
      <textarea id="paste" ref={area} rows={editable === "" ? 2 : 5} spellcheck={false}
        autocomplete="off" aria-describedby="paste-hint" wrap="off"
        placeholder={source === undefined || source.origin === "example"
          ? "Paste your own rows here" : "Paste other rows here"}
        onPaste={paste} onInput={input} />
      <p id="paste-hint" class="hint">{hint}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => picker.current!.click()}>Choose a file</button>
        <input ref={picker} type="file" class="offscreen" tabIndex={-1} aria-label={fileLabel}
          accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/*"
          onChange={() => {
            void read(picker.current!.files?.[0]).then(() => { picker.current!.value = ""; });
          }} />
        {source?.origin !== "example" && text === undefined &&
          <button type="button" class="button" onClick={tool.useExample}>Use the example</button>}
      </div>
      {failed !== "" && <div class="notice refuse" role="alert"><p>{failed}</p></div>}
      {children}
    </div>
  );
}
