/** The address: which tool it names and with which settings. Only the hash is used: browsers do not
 *  send it to servers. */
import { useEffect, useRef } from "preact/hooks";

/** The tools that stand side by side. */
export const mainTools = ["judge", "compare", "plan", "overlap", "parallel"] as const;
export type MainTool = (typeof mainTools)[number];

/** What else is asked about a judge: each is a tool of its own behind the first. */
export const judgeParts = [
  "judge-labels", "judge-papers", "judge-classes", "judge-pairs", "judge-raters",
] as const;

export const toolNames = [...mainTools, ...judgeParts] as const;
export type ToolName = (typeof toolNames)[number];

/** The main tool that a tool belongs to. */
export const mainToolOf = (tool: ToolName): MainTool =>
  (mainTools.find((main) => main === tool) ?? "judge");

const version = "1";

/** A hash without a version is an anchor within the page, or nothing at all. */
const partsOf = (hash: string): URLSearchParams | undefined => {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  return parts.has("v") ? parts : undefined;
};

/** The tool that a link is for; those of the judge, the first there was, do not say. */
export function toolOf(hash: string): ToolName {
  const named = partsOf(hash)?.get("tool");
  return toolNames.find((tool) => tool === named) ?? "judge";
}

/** Collects what differs from how a tool opens. */
export class LinkWriter {
  readonly #parts = new URLSearchParams();

  constructor(tool: ToolName) {
    if (tool !== "judge") this.#parts.set("tool", tool);
  }

  /** Leaves out what the tool opens with. */
  put(name: string, value: string, fallback?: string): void {
    if (value !== fallback) this.#parts.set(name, value);
  }

  /** Empty when there is nothing to say. */
  hash(): string {
    const text = this.#parts.toString();
    return text === "" ? "" : `#v=${version}&${text}`;
  }
}

/** Reads a hash; what it does not understand keeps its first setting and is told. */
export class LinkReader {
  readonly problems: string[] = [];
  readonly #parts: URLSearchParams;

  constructor(hash: string) {
    const parts = partsOf(hash);
    const isRead = parts?.get("v") === version;
    this.#parts = parts !== undefined && isRead ? parts : new URLSearchParams();
    if (parts !== undefined && !isRead) {
      this.problems.push("This link was made by another version of Evenhand and was not read.");
    }
    const tool = this.#parts.get("tool");
    if (tool !== null) this.oneOf("tool", toolNames, "judge");
  }

  text(name: string): string | undefined {
    return this.#parts.get(name) ?? undefined;
  }

  oneOf<Name extends string>(key: string, names: readonly Name[], fallback: Name): Name {
    const value = this.text(key);
    if (value === undefined) return fallback;
    const found = names.find((name) => name === value);
    if (found === undefined) {
      this.problems.push(`The link says ${key} = ${JSON.stringify(value.slice(0, 60))}, which is not ` +
        `one of ${names.join(", ")}; ${fallback} was taken.`);
    }
    return found ?? fallback;
  }

  /** Out of range is for the package to refuse, with its own words. */
  number(key: string, fallback: number): number {
    const value = this.text(key);
    return value === undefined ? fallback : Number(value);
  }

  /** An object of texts, of the keys of `known`; others are left aside. */
  values(
    key: string, known: Readonly<Record<string, string>>, what: string,
  ): Readonly<Record<string, string>> {
    const text = this.text(key);
    if (text === undefined) return known;
    try {
      const given: unknown = JSON.parse(text);
      if (typeof given !== "object" || given === null) throw new TypeError("no object");
      const pairs = Object.entries(given).filter(([name, value]) =>
        Object.hasOwn(known, name) && typeof value === "string");
      return { ...known, ...(Object.fromEntries(pairs) as Record<string, string>) };
    } catch {
      this.problems.push(`The ${what} in this link could not be read.`);
      return known;
    }
  }
}

/** Where each tool was left. */
const left = new Map<ToolName, string>();

/** The way back to a tool, as it was left. */
export const linkTo = (tool: ToolName): string =>
  left.get(tool) || `#v=${version}${tool === "judge" ? "" : `&tool=${tool}`}`;

/**
 * Keeps the address at the shown tool's hash, and tells when a person follows another link of the
 * same tool: pasted into the address bar, or the way back.
 */
export function useAddress(tool: ToolName, hash: string, follow: (hash: string) => void): void {
  const isFirst = useRef(true);
  useEffect(() => {
    left.set(tool, hash);
    if (isFirst.current) isFirst.current = false;
    else history.replaceState(null, "", hash || location.pathname + location.search);
  }, [hash]);
  useEffect(() => {
    const change = (): void => {
      const { hash: now } = location;
      const isLink = now === "" || partsOf(now) !== undefined;
      if (isLink && toolOf(now) === tool && !isSameLink(now, hash)) follow(now);
    };
    addEventListener("hashchange", change);
    return () => removeEventListener("hashchange", change);
  });
}

/** Which tool is shown; follows the address. */
export function onToolChange(listen: (tool: ToolName) => void): () => void {
  const change = (): void => {
    if (location.hash === "" || partsOf(location.hash) !== undefined) listen(toolOf(location.hash));
  };
  addEventListener("hashchange", change);
  return () => removeEventListener("hashchange", change);
}

/** Whether two hashes are one link: that of the judge as it opens may be empty. */
export const isSameLink = (a: string, b: string): boolean =>
  (a || `#v=${version}`) === (b || `#v=${version}`);

/** A link to this state of the page. */
export const address = (hash: string): string => location.href.split("#")[0] + hash;
