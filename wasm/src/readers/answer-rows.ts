/** What the readers of answers gather, before it is checked and numbered as columns. */
import type { Issue, PlaceUnit } from "./issues.ts";
import { Vocabulary } from "./tokens.ts";

/** The rows of one condition while they are collected. */
export interface ConditionRows {
  readonly name: string;
  weight: number | undefined;
  /** Whether its weights are probabilities that have to sum to 1. */
  joint: boolean;
  /** Token numbers, row after row, and where each row ends. */
  readonly tokens: number[];
  readonly ends: number[];
  readonly weights: number[];
  readonly places: number[];
}

/** What the readers of text and of JSON gather. */
export class CollectedAnswers {
  readonly vocabulary: Vocabulary = new Vocabulary();
  readonly conditions: Map<string, ConditionRows> = new Map();
  readonly issues: Issue[] = [];
  readonly unit: PlaceUnit;
  task: { readonly name: string; readonly n: number } | null = null;

  constructor(unit: PlaceUnit) {
    this.unit = unit;
  }

  /** The condition of a name, made when it is new. */
  condition(name: string): ConditionRows {
    let rows = this.conditions.get(name);
    if (rows === undefined) {
      rows = { name, weight: undefined, joint: false, tokens: [], ends: [], weights: [], places: [] };
      this.conditions.set(name, rows);
    }
    return rows;
  }

  add(to: ConditionRows, tokens: readonly string[], weight: number, place: number): void {
    for (const token of tokens) to.tokens.push(this.vocabulary.of(token));
    to.ends.push(to.tokens.length);
    to.weights.push(weight);
    to.places.push(place);
  }
}
