import { bytesText } from "evenhand/overlap/bare";
import type { ComponentChildren, VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { chosen, dropped, totalSize } from "./dropped.ts";
import type { Given } from "./protocol.ts";

interface Props {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly placeholder: string;
  /** What pasted text is called as a file. */
  readonly pastedName: string;
  /** What stands there instead of files of one's own. */
  readonly example: string | undefined;
  readonly files: readonly Given[];
  /** Whether folders make sense. */
  readonly takesFolders?: boolean | undefined;
  readonly give: (files: readonly Given[]) => void;
  readonly clear: () => void;
  readonly children?: ComponentChildren;
}

/** Longer lists are counted. */
const namesShown = 4;

function Held({ files, example, clear, title }: {
  files: readonly Given[]; example: string | undefined; clear: () => void; title: string;
}): VNode | null {
  if (example !== undefined) {
    return <p class="source"><span class="tag">Worked example</span><span>{example}</span></p>;
  }
  if (files.length === 0) return null;
  const more = files.length - namesShown;
  return (
    <div class="held">
      <ul class="held-files">
        {files.slice(0, more === 1 ? namesShown + 1 : namesShown).map(({ name, data }) => (
          <li key={name}>
            <span class="source-name" title={name}>{name}</span>
            <span class="quiet">{bytesText(data.size)}</span>
          </li>
        ))}
        {more > 1 && <li class="quiet">and {more} more</li>}
      </ul>
      <p class="quiet">
        {files.length > 1 && `${files.length} files, ${bytesText(totalSize(files))}. `}
        <button type="button" class="link-button" onClick={clear}
          aria-label={`Remove the files under ${title}`}>Remove</button>
      </p>
    </div>
  );
}

/** Takes files of any size, by name only; nothing is read here. */
export function FileInput(
  { id, title, hint, placeholder, pastedName, example, files, takesFolders = false, give, clear, children }: Props,
): VNode {
  const [isOver, setIsOver] = useState(false);
  const [failed, setFailed] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const folderPicker = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);

  const take = (given: readonly Given[]): void => {
    setFailed("");
    if (given.length > 0) give(given);
  };
  const takeText = (text: string): void => {
    if (text.trim() === "") return;
    take([{ name: pastedName, data: new Blob([text]) }]);
    area.current!.value = "";
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    const transfer = event.dataTransfer!;
    const text = transfer.getData("text/plain");
    dropped(transfer).then((given) => {
      if (given.length > 0) take(given);
      else takeText(text);
    }, () => setFailed("What was dropped could not be read. Choose the files with the button instead."));
  };

  return (
    <div class={`step ${isOver ? "over" : ""}`}
      onDragOver={(event) => { event.preventDefault(); setIsOver(true); }}
      onDragLeave={(event) => {
        if (!(event.currentTarget as Node).contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={drop}>
      <label class="step-title" for={id}>{title}</label>
      <Held files={files} example={example} clear={clear} title={title} />
      <textarea id={id} ref={area} rows={2} spellcheck={false} autocomplete="off" wrap="off"
        aria-describedby={`${id}-hint`} placeholder={placeholder}
        onPaste={(event) => {
          const text = event.clipboardData?.getData("text/plain") ?? "";
          if (text === "") return;
          event.preventDefault();
          takeText(text);
        }}
        onChange={() => takeText(area.current!.value)} />
      <p id={`${id}-hint`} class="hint">{hint}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => picker.current!.click()}>
          {takesFolders ? "Choose files" : "Choose a file"}</button>
        <input ref={picker} type="file" class="offscreen" tabIndex={-1} multiple={takesFolders}
          aria-label={`Files for ${title.toLowerCase()}`}
          onChange={() => {
            take(chosen(picker.current!.files));
            picker.current!.value = "";
          }} />
        {takesFolders && (
          <>
            <button type="button" class="button" onClick={() => folderPicker.current!.click()}>
              Choose a folder</button>
            <input ref={folderPicker} type="file" class="offscreen" tabIndex={-1}
              {...{ webkitdirectory: true }} aria-label={`Folder for ${title.toLowerCase()}`}
              onChange={() => {
                take(chosen(folderPicker.current!.files));
                folderPicker.current!.value = "";
              }} />
          </>
        )}
      </div>
      {failed !== "" && <div class="notice refuse" role="alert"><p>{failed}</p></div>}
      {children}
    </div>
  );
}
