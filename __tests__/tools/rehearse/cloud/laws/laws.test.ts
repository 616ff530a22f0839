import { existsSync, readdirSync, readFileSync } from "node:fs";
import { answerChange } from "../../../../../tools/rehearse/cloud/answers/index.ts";
import { conformObject } from "../../../../../tools/rehearse/cloud/conform.ts";
import type { Change } from "../../../../../tools/rehearse/cloud/contracts.ts";
import { isRetried, laws } from "../../../../../tools/rehearse/cloud/laws/index.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../../../../../tools/rehearse/cloud/value.ts";
import { committedSnapshot } from "../../../../../tools/rehearse/snapshot/file.ts";
import { accountOf } from "../answers/support.ts";
import type { Case } from "./case.ts";
import { application } from "./cases/application.ts";
import { balancing } from "./cases/balancing.ts";
import { data } from "./cases/data.ts";
import { edge } from "./cases/edge.ts";
import { firewall } from "./cases/firewall.ts";
import { links } from "./cases/links.ts";
import { network } from "./cases/network.ts";
import { servers } from "./cases/servers.ts";
import { asPlanned, type Path, type Place, pathText, placesIn, valueAt, withValueAt } from "./unknowns.ts";

const cases: readonly Case[] = [
  ...network,
  ...links,
  ...firewall,
  ...edge,
  ...balancing,
  ...data,
  ...application,
  ...servers,
];
const folder = new URL("../../../../../tools/rehearse/cloud/laws/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "index.ts");

const changeOf = ({ type, before, after }: Case): Change => ({
  type,
  before: before ?? null,
  after: after ?? null,
});

function errors(one: Case, change = changeOf(one)): readonly string[] {
  const law = laws.find(({ name }) => name === one.law);
  if (law === undefined) throw new Error(`no law is called ${one.law}`);
  expect(law.types === "*" || law.types.includes(one.type)).toBe(true);
  const account = {
    ...accountOf(...(one.account ?? [])),
    objectCount: (bucket: string) => one.objects?.[bucket] ?? 0,
  };
  return law
    .check(change, { account, region: one.region ?? "us-east-1", nowMs: 0 })
    .map(({ operation, code, message }) => `${operation} ${code}: ${message}`);
}

/** A case that makes or changes something. */
type MakingCase = Case & { readonly after: ObjectValue };

const making = cases.flatMap((one): MakingCase[] =>
  one.after === undefined ? [] : [{ ...one, after: asPlanned(one.type, one.after) }],
);

/** The codes of the violations of a case with another value at a path. */
function codesWith(one: MakingCase, path: Path, value: Value): readonly string[] {
  const change = { ...changeOf(one), after: withValueAt(one.after, path, value) };
  return errors(one, change).map((error) => error.split(":")[0]!);
}

/** The value that the simulated AWS chooses where a plan leaves one to it. */
function chosenByAws(one: MakingCase, path: Path): Value {
  const block = committedSnapshot().resources.get(one.type)!.block;
  const after = conformObject(withValueAt(one.after, path, UNKNOWN), block);
  const context = { account: accountOf(...(one.account ?? [])), region: one.region ?? "us-east-1", nowMs: 0 };
  return valueAt(answerChange({ ...changeOf(one), after }, block, context), path);
}

/** Violations that are reported while a value is unknown, though with one that it may have there is none. */
function judgedTooEarly(one: MakingCase, { path, isComputed, candidates }: Place): string[] {
  const reported = codesWith(one, path, UNKNOWN);
  if (reported.length === 0) return [];
  const count = (all: readonly string[], code: string) => all.filter((each) => each === code).length;
  const refuted = (isComputed ? [chosenByAws(one, path)] : candidates).filter((value) => {
    const found = codesWith(one, path, value);
    return reported.some((code) => count(found, code) < count(reported, code));
  });
  return refuted
    .slice(0, 1)
    .map((value) => `${pathText(path)}: [${reported}], not with ${JSON.stringify(value)}`);
}

describe("laws of the simulated AWS", () => {
  it.each(
    cases.map((one) => [one.law, one.errors === undefined ? "keeps" : "refuses", one.when, one] as const),
  )("%s %s: %s", (_law, _verdict, _when, one) => {
    expect(errors(one)).toEqual(one.errors ?? []);
  });

  it.each(files)("%s is one law, listed, named as its file, with AWS's documentation", (file) => {
    const name = file.replace(/\.ts$/, "");
    const law = laws.find((one) => one.name === name);
    expect(law, `laws/index.ts lists ${name}`).toBeDefined();
    expect(law?.documentation).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
    expect(readFileSync(new URL(file, folder), "utf8").match(/: Law = \{/g)).toHaveLength(1);
  });

  it.each(laws.map(({ name }) => name))("%s is tested kept and broken", (name) => {
    const own = cases.filter((one) => one.law === name);
    expect(
      own.some((one) => one.errors === undefined),
      "kept",
    ).toBe(true);
    expect(
      own.some((one) => one.errors !== undefined),
      "broken",
    ).toBe(true);
    expect(existsSync(new URL(`${name}.ts`, folder))).toBe(true);
  });

  it("lists every law once", () => {
    expect(laws.map(({ name }) => name)).toEqual(files.map((file) => file.replace(/\.ts$/, "")));
  });

  it.each(making)("$law judges alike what a plan leaves to AWS: $when", (one) => {
    expect(errors(one)).toEqual(one.errors ?? []);
  });

  it.each(making)("$law judges nothing that is unknown: $when", (one) => {
    const others = cases.flatMap(({ type, after }) => (type === one.type && after ? [after] : []));
    const early = placesIn(one.type, one.after, others).flatMap((place) => judgedTooEarly(one, place));
    expect(early).toEqual([]);
  });

  it("tells which refusals the provider waits out", () => {
    const refusal = { message: "", operation: "" };
    expect(isRetried({ ...refusal, code: "DependencyViolation" })).toBe(true);
    expect(isRetried({ ...refusal, code: "InvalidSubnet.Conflict" })).toBe(false);
  });
});
