import type { App } from "cdktf";
import type { Platform } from "../language/platform.ts";
import { SpecError } from "../language/problem.ts";
import {
  isPrimaryRegion,
  type RegionalView,
  regionalView,
  regionsOfPlatform,
} from "../language/regional-view.ts";
import { platformPrefix, stateBucketName, stateStackName } from "../modules/names.ts";
import { quotaProblems } from "../modules/network/quota-plan.ts";
import { planCiRoles } from "../modules/state/ci-roles-plan.ts";
import { withTerraformTexts } from "../modules/terraform-text.ts";
import { guardChanges } from "./change-guard.ts";
import { ComputeStack } from "./compute-stack.ts";
import { ConnectStack } from "./connect-stack.ts";
import { DataStack } from "./data-stack.ts";
import { EdgeStack } from "./edge-stack.ts";
import { NetworkStack } from "./network-stack.ts";
import { ObserveStack } from "./observe-stack.ts";
import { hasConnections } from "./output-schemas.ts";
import { type RegionalKind, stackKindsOf } from "./stack-plan.ts";
import { StateStack } from "./state-stack.ts";

/**
 * Creates the stacks of one platform in one environment. Each reads the outputs of earlier stacks:
 * first the stacks of each region, then the connect stack, last the observe stacks. Stacks that
 * would be empty are omitted.
 *
 * The only place that escapes the spec's texts for Terraform: stacks and modules receive them
 * escaped.
 *
 * @throws SpecError if the flows need more rules than AWS's quotas allow.
 */
export function composePlatform(app: App, resolved: Platform): void {
  const platform = withTerraformTexts(resolved);
  const problems = quotaProblems(platform);
  if (problems.length > 0) throw new SpecError(`${platform.name} (${platform.environment})`, problems);
  const regions = regionsOfPlatform(platform).map((region) =>
    composeRegion(app, regionalView(platform, region)),
  );
  const connect = hasConnections(platform) ? composeConnectStack(app, platform, regions) : undefined;
  const observe = regions.flatMap(({ view, kinds, ...producers }) =>
    kinds.includes("observe") ? [new ObserveStack(app, view, { ...producers, connect })] : [],
  );
  const own = regions.flatMap(({ network, edge, data, compute }) => [network, edge, data, compute]);
  const stacks = [...own, connect, ...observe].filter((stack) => stack !== undefined);
  const first = regions.find(({ view }) => isPrimaryRegion(view))?.network;
  if (first !== undefined) guardChanges(first, stacks);
}

/** Creates the stacks of one region, except the observe stack. */
function composeRegion(app: App, view: RegionalView) {
  const kinds = stackKindsOf(view);
  const made = <S>(kind: RegionalKind, create: () => S) => (kinds.includes(kind) ? create() : undefined);
  const network = new NetworkStack(app, view);
  const edge = made("edge", () => new EdgeStack(app, view, { network }));
  const data = made("data", () => new DataStack(app, view, { network }));
  const compute = made("compute", () => new ComputeStack(app, view, { network, edge, data }));
  return { view, kinds, network, edge, data, compute };
}

function composeConnectStack(
  app: App,
  platform: Platform,
  regions: readonly ReturnType<typeof composeRegion>[],
) {
  return new ConnectStack(app, regionalView(platform, platform.region), {
    networks: new Map(regions.map(({ view, network }) => [view.region, network])),
    edges: new Map(regions.flatMap(({ view, edge }) => (edge === undefined ? [] : [[view.region, edge]]))),
  });
}

/**
 * Creates one state stack for each account and region that stores platform states.
 *
 * @param unprotected names of state stacks that may be destroyed
 * @param neighbours all platforms, whose pipelines' roles are in the stacks too
 * @throws SpecError if two platforms of one account and region name different buckets, or if two
 *   stacks would make one OIDC provider of one account.
 */
export function composeStates(
  app: App,
  platforms: readonly Platform[],
  unprotected: readonly string[],
  neighbours: readonly Platform[] = platforms,
): void {
  rejectSecondProvider(neighbours);
  const buckets = new Map<string, string>();
  for (const platform of platforms) {
    const { account, region } = platform;
    const name = stateStackName(account, region);
    const bucket = stateBucketName(platform);
    const known = buckets.get(name);
    if (known !== undefined && known !== bucket) {
      throw new SpecError(
        `${platform.name} (${platform.environment}) keeps its state in ${bucket}, others of ${account} in ${region} in ${known}. Give all of them one stateBucket.`,
        [],
      );
    }
    if (known === undefined) {
      const sharing = neighbours.filter((other) => other.account === account && other.region === region);
      new StateStack(app, {
        account,
        region,
        bucket,
        protected: !unprotected.includes(name),
        ciRoles: sharing.flatMap((other) => planCiRoles(other) ?? []),
      });
    }
    buckets.set(name, bucket);
  }
}

/** @throws SpecError if state stacks of two regions would make one account's OIDC provider */
function rejectSecondProvider(platforms: readonly Platform[]): void {
  const makers = new Map<string, Platform>();
  for (const platform of platforms) {
    const roles = planCiRoles(platform);
    if (roles?.createsProvider !== true) continue;
    const key = `${platform.account} ${roles.issuer.host}`;
    const other = makers.get(key);
    if (other !== undefined && other.region !== platform.region) {
      throw new SpecError(
        `${platformPrefix(platform)} and ${platformPrefix(other)} would both create the OIDC provider ${roles.issuer.host} of ${platform.account}, in two regions' state stacks: an account has one. Set ci.${roles.service === "GitHub Actions" ? "github" : "gitlab"}.identityProvider to "existing" in one of them.`,
        [],
      );
    }
    makers.set(key, platform);
  }
}
