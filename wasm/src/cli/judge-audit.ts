/** `evenhand judge --confusion --probe --margin`: does the calibration still hold? */
import { auditAssumptions, auditMethod, auditReading, transportAudit } from "../index.ts";
import { asTyped, numberOf, onlyOptionsOf, withOptions, type Parsed } from "./args.ts";
import { always, confusionOf, needed, shown } from "./judge-options.ts";
import { json, section, wrapped } from "./render.ts";

const optionNames = [...always, "confusion", "probe", "margin"];

export function judgeAudit(options: Parsed): string {
  onlyOptionsOf(optionNames, options, "judge", "--probe");
  const calibration = confusionOf(options, "confusion");
  const probe = confusionOf(options, "probe");
  const margin = numberOf(needed(options, "margin"));
  const result = withOptions({
    ...asTyped(options, ["level", "probe", "margin"]), calibration: shown(options, "confusion"),
  }, () => transportAudit({ calibration, probe, margin, level: options.number("level") }));
  if (options.flag("json")) return json(result);
  return (
    auditReading(result).map((sentence) => wrapped(sentence)).join("") +
    section("Assumptions", auditAssumptions) +
    `\nMethod\n${wrapped(auditMethod(result))}`
  );
}
