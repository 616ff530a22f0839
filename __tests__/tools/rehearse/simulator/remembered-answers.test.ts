import type { ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import { encodeDynamicValue } from "../../../../tools/rehearse/simulator/protocol/codec.ts";
import { Diagnostic_Severity } from "../../../../tools/rehearse/simulator/protocol/tfplugin5.ts";
import { RememberedAnswers } from "../../../../tools/rehearse/simulator/remembered-answers.ts";
import { smallProviders } from "./support/small-provider.ts";

const asked = (name: string) => ({
  type_name: "aws_thing",
  version: 3,
  config: encodeDynamicValue({ name }),
  proposed_new_state: encodeDynamicValue({ name }),
  raw_state: { json: Buffer.from(JSON.stringify({ name })), flatmap: {} },
});

const CALLS = [
  "PrepareProviderConfig",
  "ValidateResourceTypeConfig",
  "ValidateDataSourceConfig",
  "UpgradeResourceState",
  "PlanResourceChange",
] as const;

async function countedProvider(replaced: Partial<ProviderBackend> = {}) {
  const provider: ProviderBackend = { ...(await smallProviders().factory()), ...replaced };
  const counts: Record<string, number> = {};
  const counted = CALLS.map((name) => {
    const call = provider[name] as (request: unknown) => Promise<unknown>;
    return [
      name,
      (request: unknown) => {
        counts[name] = (counts[name] ?? 0) + 1;
        return call(request);
      },
    ];
  });
  return { counts, provider: { ...provider, ...Object.fromEntries(counted) } as ProviderBackend };
}

describe("remembered answers", () => {
  it.each(CALLS)("answer an equal %s once, also while it is answered", async (name) => {
    const { counts, provider } = await countedProvider();
    const backend = new RememberedAnswers().wrap(provider, "");
    const call = (of: string): Promise<unknown> => backend[name](asked(of));
    const [first, meanwhile, other] = await Promise.all([call("one"), call("one"), call("two")]);
    expect(meanwhile).toBe(first);
    expect(other).toBeDefined();
    expect(await call("one")).toBe(first);
    expect(counts).toEqual({ [name]: 2 });
  });

  it.each([
    ["PrepareProviderConfig", 1],
    ["ValidateResourceTypeConfig", 1],
    ["ValidateDataSourceConfig", 1],
    ["UpgradeResourceState", 2],
    ["PlanResourceChange", 2],
  ] as const)("of %s under two configurations are %i", async (name, count) => {
    const { counts, provider } = await countedProvider();
    const answers = new RememberedAnswers();
    for (const configuration of ["a", "b", "a", "b"])
      await answers.wrap(provider, configuration)[name](asked("one"));
    expect(counts).toEqual({ [name]: count });
  });

  it("tell calls with equal requests apart", async () => {
    const { counts, provider } = await countedProvider();
    const backend = new RememberedAnswers().wrap(provider, "");
    await backend.ValidateResourceTypeConfig({ type_name: "aws_thing" });
    await backend.ValidateDataSourceConfig({ type_name: "aws_thing" });
    expect(counts).toEqual({ ValidateResourceTypeConfig: 1, ValidateDataSourceConfig: 1 });
  });

  it("do not hold errors and failures", async () => {
    let answer: () => Promise<{ diagnostics: object[] }> = () =>
      Promise.reject(new Error("the AWS provider failed"));
    const { counts, provider } = await countedProvider({
      ValidateResourceTypeConfig: (() => answer()) as ProviderBackend["ValidateResourceTypeConfig"],
    });
    const backend = new RememberedAnswers().wrap(provider, "");
    const call = () => backend.ValidateResourceTypeConfig(asked("one"));
    await expect(call()).rejects.toThrow("the AWS provider failed");
    answer = async () => ({ diagnostics: [{ severity: Diagnostic_Severity.ERROR, summary: "invalid" }] });
    expect(await call()).toMatchObject({ diagnostics: [{ summary: "invalid" }] });
    answer = async () => ({
      diagnostics: [{ severity: Diagnostic_Severity.WARNING, summary: "deprecated" }],
    });
    await call();
    await call();
    expect(counts).toEqual({ ValidateResourceTypeConfig: 3 });
  });

  it("are forgotten when they are cleared", async () => {
    const { counts, provider } = await countedProvider();
    const answers = new RememberedAnswers();
    const backend = answers.wrap(provider, "");
    await backend.PlanResourceChange(asked("one"));
    answers.clear();
    await backend.PlanResourceChange(asked("one"));
    expect(counts).toEqual({ PlanResourceChange: 2 });
  });
});
