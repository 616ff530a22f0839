import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hasUnknown } from "../../../../../tools/rehearse/cloud/answers/read.ts";
import type { Change } from "../../../../../tools/rehearse/cloud/contracts.ts";
import { isRetried, laws } from "../../../../../tools/rehearse/cloud/laws/index.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/cloud/value.ts";
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

  it.each(cases.filter((one) => one.after !== undefined))(
    "$law judges nothing that is unknown: $when",
    (one) => {
      const open = Object.fromEntries(
        Object.keys(one.after ?? {}).map((name) => [name, UNKNOWN]),
      ) as ObjectValue;
      const change = { ...changeOf(one), after: open };
      expect(hasUnknown(open) || Object.keys(open).length === 0).toBe(true);
      // A quota counts whatever is made: what is made need not be known for that.
      const counted = one.law === "address-quota";
      expect(errors(one, change)).toEqual(counted ? (one.errors ?? []) : []);
    },
  );

  it("tells which refusals the provider waits out", () => {
    const refusal = { message: "", operation: "" };
    expect(isRetried({ ...refusal, code: "DependencyViolation" })).toBe(true);
    expect(isRetried({ ...refusal, code: "InvalidSubnet.Conflict" })).toBe(false);
  });
});
