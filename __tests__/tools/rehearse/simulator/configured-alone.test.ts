import type { ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import { configuredAlone } from "../../../../tools/rehearse/simulator/configured-alone.ts";
import { smallProviders } from "./support/small-provider.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A provider whose calls last until they are let go, with the calls that run now. */
async function slowProvider() {
  const running: string[] = [];
  const ends: (() => void)[] = [];
  const slow = (name: string) => async () => {
    running.push(name);
    await new Promise<void>((resolve) => ends.push(resolve));
    running.splice(running.indexOf(name), 1);
    return { diagnostics: [] };
  };
  const provider = await smallProviders().factory();
  const backend = configuredAlone({
    ...provider,
    Configure: slow("Configure"),
    ValidateResourceTypeConfig: slow("Validate"),
    UpgradeResourceState: async () => Promise.reject(new Error("the AWS provider failed")),
  } satisfies ProviderBackend);
  const endAll = async () => {
    for (const end of ends.splice(0)) end();
    await settled();
  };
  return { backend, running, endAll };
}

const validation = { type_name: "aws_thing" };
const configuration = { terraform_version: "1.11.4" };

describe("a provider that is configured alone", () => {
  it("answers other calls together", async () => {
    const { backend, running, endAll } = await slowProvider();
    const calls = [
      backend.ValidateResourceTypeConfig(validation),
      backend.ValidateResourceTypeConfig(validation),
    ];
    await settled();
    expect(running).toEqual(["Validate", "Validate"]);
    await endAll();
    await Promise.all(calls);
  });

  it("is configured once the calls have ended that run, and before those that come later", async () => {
    const { backend, running, endAll } = await slowProvider();
    const calls = [backend.ValidateResourceTypeConfig(validation)];
    await settled();
    const configured = [backend.Configure(configuration), backend.Configure(configuration)];
    const later = backend.ValidateResourceTypeConfig(validation);
    await settled();
    expect(running).toEqual(["Validate"]);
    for (const next of [["Configure"], ["Configure"], ["Validate"], []]) {
      await endAll();
      expect(running).toEqual(next);
    }
    await Promise.all([...calls, ...configured, later]);
  });

  it("is configured after calls that failed", async () => {
    const { backend, running, endAll } = await slowProvider();
    const failed = backend.UpgradeResourceState({ type_name: "aws_thing", version: 0 });
    const configured = backend.Configure(configuration);
    await expect(failed).rejects.toThrow("the AWS provider failed");
    await settled();
    expect(running).toEqual(["Configure"]);
    await endAll();
    await configured;
  });
});
