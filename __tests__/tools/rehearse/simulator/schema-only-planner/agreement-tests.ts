import type { ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";
import { providerProcessBackends } from "../../../../../tools/rehearse/simulator/provider-process.ts";
import { findProvider } from "../../../../../tools/terraform/find-provider.ts";
import { cybershieldIn } from "../../../../support/platforms.ts";
import { type SynthesizedStackJson, synthesize } from "../../../../support/synth.ts";
import {
  type ComparedResource,
  comparePlans,
  configureBackend,
  configuredSchemaOnlyBackend,
  type PlanDifference,
} from "./agreement.ts";
import { OTHER_RESOURCES } from "./other-resources.ts";

const binary = (await findProvider()).binary?.path;
const reason = binary === undefined ? " (not run: no copy of the AWS provider on this machine)" : "";

/**
 * Known differences: the provider considers other attributes before a change has an effect, or
 * treats a new value as equal to the old one. No platform here makes any of these changes.
 */
const KNOWN: readonly RegExp[] = [
  // Only some engines have a character set; the provider drops it for the others.
  /^aws_db_instance character_set_name set/,
  // The engine's default port is equal to no port.
  /^aws_elasticache_replication_group port left out/,
  // The provider ignores settings of load balancers and listeners of another type or protocol: the
  // snapshot gives a Network Load Balancer the Application Load Balancer's defaults.
  /^aws_lb .*: (client_keep_alive|desync_mitigation_mode|dns_record_client_routing_policy)$/,
  /^aws_lb .*: (drop_invalid_header_fields|enable_\w+|enforce_\w+|idle_timeout|preserve_host_header)$/,
  /^aws_lb .*: xff_header_processing_mode$/,
  /^aws_lb_listener routing_http_\w+ set/,
  /^aws_wafv2_web_acl_logging_configuration redacted_fields left out/,
  // The provider treats the stored SHA-1 as the user data itself.
  /^aws_instance user_data left out/,
  // A rule has one peer; a second one is rejected, but only if both are known.
  /^aws_vpc_security_group_(ingress|egress)_rule \w+ set: replaced for/,
];

/** Types for which the provider takes seconds per plan: only their creation is planned. */
const LARGE = new Set(["aws_wafv2_web_acl"]);

/** One resource of each type and set of arguments in CyberShield. */
function cybershieldResources(): ComparedResource[] {
  const stacks = (["prod", "dev"] as const).flatMap((environment) =>
    Object.values(synthesize(cybershieldIn(environment))),
  );
  const all = stacks.flatMap((stack) =>
    Object.entries((JSON.parse(stack, toWireNumber) as SynthesizedStackJson).resource ?? {}).flatMap(
      ([type, resources]) =>
        Object.values(resources).map((resource) => ({ type, body: withoutMeta(resource) })),
    ),
  );
  const shapes = new Map(
    all.map((written) => [`${written.type} ${Object.keys(written.body).sort()}`, written]),
  );
  return [...shapes.values()];
}

/**
 * A decimal number as Terraform sends it to a provider: as text where a 64-bit format would round
 * it.
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
function toWireNumber(_: string, value: unknown): unknown {
  const isRounded = typeof value === "number" && !Number.isInteger(value * 2 ** 20);
  return isRounded ? String(value) : value;
}

function withoutMeta(resource: Readonly<Record<string, unknown>>): object {
  const meta = new Set(["//", "lifecycle", "depends_on", "provider", "count", "for_each", "dynamic"]);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !meta.has(name)));
}

/**
 * Tests that the snapshot plans like the provider.
 *
 * @param isChosen selects the types whose plans are compared
 * @param plansEach the minimum number of plans per type, on average
 */
export function agreementTests(isChosen: (type: string) => boolean, plansEach: number): void {
  const all = binary === undefined ? [] : [...cybershieldResources(), ...OTHER_RESOURCES];
  const resources = all.filter(({ type }) => isChosen(type));
  const types = [...new Set(resources.map(({ type }) => type))].sort();

  describe.skipIf(binary === undefined)(`plans from the snapshot and from the provider${reason}`, () => {
    let real: ProviderBackend;
    let other: ProviderBackend;
    let plans = 0;

    beforeAll(async () => {
      real = await configureBackend(await providerProcessBackends(binary ?? "")());
      other = await configuredSchemaOnlyBackend();
    });

    afterAll(async () => {
      await real?.stop();
    });

    it.each(types)("agree on %s", async (type) => {
      const found: PlanDifference[] = [];
      for (const written of resources.filter((each) => each.type === type)) {
        const compared = await comparePlans(real, other, written, { changes: !LARGE.has(type) });
        plans += compared.plans;
        found.push(...compared.differences);
      }
      expect(found.filter(({ where }) => !KNOWN.some((known) => known.test(where)))).toEqual([]);
    });

    it("cover enough plans", () => {
      expect(plans).toBeGreaterThan(plansEach * types.length);
    });
  });
}
