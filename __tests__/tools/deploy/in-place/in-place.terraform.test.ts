import type { ProviderBackend } from "../../../../tools/rehearse/simulator/backend.ts";
import { providerProcessBackends } from "../../../../tools/rehearse/simulator/provider-process.ts";
import { findProvider } from "../../../../tools/terraform/find-provider.ts";
import {
  configureBackend,
  configuredValues,
  filledBlock,
  planResource,
} from "../../rehearse/simulator/schema-only-planner/agreement.ts";
import { IN_PLACE_CASES } from "./in-place-cases.ts";

const binary = (await findProvider()).binary?.path;

describe.skipIf(binary === undefined)("the AWS provider's own plan", () => {
  let provider: ProviderBackend;
  beforeAll(async () => {
    provider = await configureBackend(await providerProcessBackends(binary ?? "")());
  });
  afterAll(async () => {
    await provider?.stop();
  });

  it.each(IN_PLACE_CASES)(
    "of $type $after agrees: $change $outcome",
    async ({ type, before, after, argument, outcome }) => {
      const { block } = (await provider.schema()).resource(type)!;
      const created = await planResource(provider, type, block, null, configuredValues(before, block));
      const prior = filledBlock(block, created!.planned);
      const wanted = configuredValues({ ...before, ...after }, block);
      const plan = await planResource(provider, type, block, prior, wanted);
      const replaced = argument === undefined || outcome === "refused" ? [] : [argument.split(".")[0]];
      expect(plan!.requiresReplace).toEqual(replaced);
    },
  );
});
