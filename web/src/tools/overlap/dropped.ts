/** Files as people give them: chosen, dropped, or whole folders of them. */
import type { Given } from "./protocol.ts";

/** A file's path within the folder it came from. */
const givenOf = (file: File, path = file.webkitRelativePath || file.name): Given =>
  ({ name: path.replace(/^\/+/, ""), data: file });

export const chosen = (files: FileList | null): Given[] =>
  [...(files ?? [])].map((file) => givenOf(file));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A reader gives a hundred at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function filesIn(entry: FileSystemEntry): Promise<Given[]> {
  // What an editor or a system leaves behind is no corpus.
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [givenOf(await fileOf(entry as FileSystemFileEntry), entry.fullPath)];
  const inside = await entriesOf(entry as FileSystemDirectoryEntry);
  return (await Promise.all(inside.map(filesIn))).flat();
}

/** Files of a drop, by path; text that was dropped is for the caller. */
export async function dropped(transfer: DataTransfer): Promise<Given[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = (await Promise.all(entries.map(filesIn))).flat();
  return files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Files with those of the same name in their place. */
export function withFiles(now: readonly Given[], more: readonly Given[]): readonly Given[] {
  const byName = new Map([...now, ...more].map((file) => [file.name, file]));
  return [...byName.values()];
}

export const totalSize = (files: readonly Given[]): number =>
  files.reduce((sum, { data }) => sum + data.size, 0);
