import type { Flow } from "../../language/flows.ts";
import { merge } from "../../language/merge.ts";
import type { PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { stacksOfPlatform } from "../../tools/check/check-result.ts";
import { resourcesByAddress } from "../../tools/deploy/forms/resource-address.ts";
import { obstaclesOf, planChange } from "../../tools/deploy/plan-change.ts";
import type { DeployedStack } from "../../tools/deploy/stack-change.ts";
import { readSynthesizedStacks } from "../../tools/synthesized/synthesized-stacks.ts";
import {
  EARLIER_REVISIONS,
  type EarlierForms,
  type EarlierRevision,
  readEarlierForms,
} from "../support/earlier-forms.ts";
import { loadBalancer } from "../support/platform-builder.ts";
import { withSynthesized } from "../support/synth.ts";

/** What a change of the modules does to what an unchanged platform file deployed. */
interface ModuleChange {
  /** Writes into an earlier file what the errors of newer checks ask for. */
  readonly mend?: (spec: PlatformSpec) => unknown;
  /** The addresses that are deleted. */
  readonly deleted?: readonly string[];
  /** The things that are cut off for a while. */
  readonly cuts?: readonly string[];
}

/** The changes that are not nothing, by revision, platform and environment. */
const LISTED: Readonly<Record<string, ModuleChange>> = {
  "9044d0b cybershield dev": { cuts: ["main-nat"] },
  "9044d0b hybrid prod": {
    mend: withLastingAddress,
    deleted: [
      "aws_network_acl_rule.partner-acls_private-egress-tcp-8080-1041320-19_8C7CDE73",
      "aws_network_acl_rule.shop-acls_private-ingress-tcp-8080-1043320-19_ECE468BB",
      "aws_vpc_security_group_egress_rule.firewall_partner-app_to-1041320-19-tcp-8080_A2A15302",
      "aws_vpc_security_group_ingress_rule.firewall_web_from-1043320-19-tcp-8080_E889C3D9",
    ],
  },
};

/** The old file had a flow straight to tasks of another network, and a port that nothing opened. */
function withLastingAddress(spec: PlatformSpec): unknown {
  const isRefused = ({ from, to }: Flow) => from === "partner-app" && to === "web";
  return merge(spec, {
    edge: {
      loadBalancers: {
        "partner-alb": loadBalancer("private", ["80/HTTP"], { network: "shop" }),
      },
    },
    workloads: {
      web: { publishAlso: [{ loadBalancer: "partner-alb", listenerPort: 80 }] },
      directory: { opens: [27_000] },
    },
    flows: spec.flows?.map((flow) => (isRefused(flow) ? { from: flow.from, to: flow.to } : flow)),
  });
}

/** Arguments by which AWS, people and other programs know a resource. */
const NAMES = [
  "name",
  "name_prefix",
  "identifier",
  "replication_group_id",
  "bucket",
  "family",
  "function_name",
  "alarm_name",
  "dashboard_name",
  "alias",
];

describe.each(Object.entries(EARLIER_REVISIONS))("the platform files of %s, %s", (revision) => {
  const forms = readEarlierForms(revision as EarlierRevision);
  const cases = forms.specs.flatMap((spec) =>
    Object.keys(spec.environments).map((environment) => ({ spec, environment, platform: spec.name })),
  );

  it.each(cases)(
    "move, replace and rename nothing: $platform $environment",
    async ({ spec, environment }) => {
      const {
        mend = (same: PlatformSpec) => same,
        deleted = [],
        cuts = [],
      } = LISTED[`${revision} ${spec.name} ${environment}`] ?? {};
      const { deployed, wanted } = await formsOf(forms, mend(spec) as PlatformSpec, environment);
      const planned = planChange(deployed, wanted);
      expect(obstaclesOf(planned)).toEqual([]);
      expect(planned.problems).toEqual([]);
      expect(planned.handovers).toEqual([]);
      expect(planned.stacks.flatMap(({ asides }) => [...asides.keys()])).toEqual([]);
      expect(movedIn(wanted, deployed)).toEqual([]);
      expect(planned.stacks.flatMap(({ forgotten }) => forgotten)).toEqual([]);
      expect(planned.stacks.flatMap(({ leftovers }) => leftovers).sort()).toEqual(deleted);
      expect(planned.stacks.flatMap((stack) => stack.cuts.map(({ name }) => name))).toEqual(cuts);
      expect(namesIn(wanted, deployed)).toEqual(namesIn(deployed, wanted));
    },
  );
});

/** A platform's stacks of the earlier revision, and those that this tree makes of its file. */
function formsOf({ stacks }: EarlierForms, spec: PlatformSpec, environment: string) {
  const platform = resolve(spec, environment);
  return withSynthesized([platform], async (folder) => ({
    deployed: stacksOfPlatform(platform, stacks),
    wanted: readSynthesizedStacks(folder),
  }));
}

/** The deployed addresses that the wanted form moves. Blocks of earlier moves stay in the code. */
function movedIn(wanted: readonly DeployedStack[], deployed: readonly DeployedStack[]): string[] {
  const known = new Set(deployed.flatMap((stack) => addressesOf(stack).map(([address]) => address)));
  return wanted
    .flatMap(({ name, json }) => (json.moved ?? []).map(({ from }) => `${name} ${from}`))
    .filter((address) => known.has(address));
}

/** The names of the resources that both forms have. */
function namesIn(stacks: readonly DeployedStack[], others: readonly DeployedStack[]): string[] {
  const known = new Set(others.flatMap((stack) => addressesOf(stack).map(([address]) => address)));
  return stacks
    .flatMap(addressesOf)
    .filter(([address]) => known.has(address))
    .flatMap(([address, body]) =>
      [...NAMES.map((name) => [name, body[name]]), ["tags.Name", (body.tags as Body | undefined)?.Name]]
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${address} ${name}: ${value}`),
    )
    .sort();
}

type Body = Readonly<Record<string, unknown>>;

function addressesOf({ name, json }: DeployedStack): (readonly [string, Body])[] {
  return [...resourcesByAddress(json)].map(([address, body]) => [`${name} ${address}`, body] as const);
}
