/** What a person can set in the tool, and how it is written into a link. */
import { defaults, defaultStrategies, strategyText } from "evenhand/bare";
import { LinkReader, LinkWriter } from "../../route.ts";
import type { Decoded } from "../../use-tool.ts";
import { presetNames, type PresetName } from "./presets.ts";

export const scales = ["guessed", "percent", "fraction"] as const;
export type Scale = (typeof scales)[number];
export type Tokens = "whitespace" | "characters" | "separator";

export interface Settings {
  /** Whether the answers are a preset or the user's own. */
  readonly source: "example" | "own";
  readonly preset: PresetName;
  /** Items of a task, as typed. */
  readonly n: string;
  readonly tokens: Tokens;
  readonly separator: string;
  /** Whether shorter answers are filled up. */
  readonly isPadded: boolean;
  /** As typed: 1 samples, 0 is greedy. */
  readonly temperature: string;
  /** Strategies to compare, as the command line takes them. */
  readonly strategies: readonly string[];
  /** What the player shows: `all`, `best-2` (the best schedule of two steps) or one of `strategies`. */
  readonly watched: string;
  readonly seed: number;
  /** The two positions of the heat maps, from 0; null: those that depend on each other most. */
  readonly positions: readonly [number, number] | null;
  readonly condition: number;
  /** Steps of the schedule on the information curve; null: two, of two positions one. */
  readonly steps: number | null;
  /** A measured curve, as pasted. */
  readonly curve: string;
  /** The accuracy to keep on it, in percent, as typed. */
  readonly at: string;
  /** How its accuracies are written. */
  readonly scale: Scale;
}

/** The package's own choice, as it is typed. */
const initialStrategies: readonly string[] = defaultStrategies.map(strategyText);

export const initialSettings: Settings = {
  source: "example", preset: "new_city", n: "4", tokens: "whitespace", separator: ",", isPadded: false,
  temperature: "1", strategies: initialStrategies, watched: "all", seed: defaults.seed, positions: null, condition: 0,
  steps: null, curve: "", at: "80", scale: "guessed",
};

export interface LinkData {
  /** The packed answers. */
  readonly answers?: string | undefined;
  /** Whether a measured curve goes into the link. */
  readonly curve?: boolean | undefined;
}

export function encodeHash(settings: Settings, data: LinkData = {}): string {
  const link = new LinkWriter("parallel");
  const base = initialSettings;
  link.put("source", settings.source, base.source);
  link.put("preset", settings.preset, base.preset);
  link.put("n", settings.n, base.n);
  link.put("tokens", settings.tokens, base.tokens);
  link.put("separator", settings.separator, base.separator);
  if (settings.isPadded) link.put("lengths", "pad");
  link.put("temperature", settings.temperature, base.temperature);
  link.put("strategies", settings.strategies.join(" "), base.strategies.join(" "));
  link.put("watch", settings.watched, base.watched);
  link.put("seed", String(settings.seed), String(base.seed));
  if (settings.positions !== null) link.put("positions", settings.positions.map((at) => at + 1).join(","));
  if (settings.condition !== 0) link.put("condition", String(settings.condition + 1));
  if (settings.steps !== null) link.put("steps", String(settings.steps));
  link.put("at", settings.at, base.at);
  link.put("scale", settings.scale, base.scale);
  if (data.curve === true && settings.curve !== "") link.put("curve", settings.curve);
  if (data.answers !== undefined) link.put("data", data.answers);
  return link.hash();
}

/** Whole numbers from 1 as positions from 0; anything else is told and left aside. */
function places(link: LinkReader, key: string): number[] | undefined {
  const text = link.text(key);
  if (text === undefined) return undefined;
  const given = text.split(",").map(Number);
  if (given.every((place) => Number.isInteger(place) && place >= 1)) return given.map((place) => place - 1);
  link.problems.push(`The ${key} in this link could not be read.`);
  return undefined;
}

export function decodeHash(hash: string): Decoded<Settings> {
  const link = new LinkReader(hash);
  const base = initialSettings;
  const [first, second] = places(link, "positions") ?? [];
  const [condition] = places(link, "condition") ?? [];
  const [steps] = places(link, "steps") ?? [];
  const strategies = link.text("strategies");
  return {
    settings: {
      source: link.oneOf("source", ["example", "own"], base.source),
      preset: link.oneOf("preset", presetNames, base.preset),
      n: link.text("n") ?? base.n,
      tokens: link.oneOf("tokens", ["whitespace", "characters", "separator"], base.tokens),
      separator: link.text("separator") ?? base.separator,
      isPadded: link.oneOf("lengths", ["equal", "pad"], "equal") === "pad",
      temperature: link.text("temperature") ?? base.temperature,
      strategies: strategies === undefined ? base.strategies : strategies.split(" ").filter((name) => name !== ""),
      watched: link.text("watch") ?? base.watched,
      seed: link.number("seed", base.seed),
      positions: first === undefined || second === undefined || first === second ? base.positions : [first, second],
      condition: condition ?? base.condition,
      steps: steps === undefined ? base.steps : steps + 1,
      curve: link.text("curve") ?? base.curve,
      at: link.text("at") ?? base.at,
      scale: link.oneOf("scale", scales, base.scale),
    },
    data: link.text("data"),
    problems: link.problems,
  };
}
