import { loginTargets } from "../endpoints.ts";
import type { LoginPeople, NetworkSettings } from "../network.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { canCallServices, SESSION_SERVICES, withReachableFlows } from "../reachability.ts";
import { type Check, duplicateProblems, problemAt, type SpecPath, unknownName } from "./check.ts";

/** Checks the ways to log in of every network: the people, the tier, and paths of the servers. */
export const checkLogins: Check = (declared) => {
  const platform = withReachableFlows(declared);
  return Object.entries(platform.networks).flatMap(([name, network]) => [
    ...instanceConnectProblems(["networks", name, "instanceConnect"], network),
    ...sessionManagerProblems(platform, ["networks", name, "sessionManager"], name, network),
  ]);
};

function instanceConnectProblems(at: SpecPath, { instanceConnect, tiers }: NetworkSettings): Problem[] {
  if (instanceConnect === undefined) return [];
  const { tier } = instanceConnect;
  return [
    ...(tier === undefined
      ? []
      : unknownName([...at, "tier"], tier, Object.keys(tiers), "a tier of this network")),
    ...peopleProblems(at, instanceConnect),
  ];
}

function peopleProblems(at: SpecPath, { principals, permissionSets }: LoginPeople): Problem[] {
  const nobody = "at least one, here or in permissionSets: nobody else may log in";
  const fix = 'name someone, such as "arn:aws:iam::123456789012:role/operators", or remove the setting';
  return [
    ...(principals.length + permissionSets.length === 0
      ? [problemAt([...at, "principals"], principals, nobody, fix)]
      : []),
    ...duplicateProblems([...at, "principals"], principals, "principal"),
    ...duplicateProblems([...at, "permissionSets"], permissionSets, "permission set"),
  ];
}

/**
 * Checks that every server can open sessions: the agent calls Systems Manager, decrypts with KMS,
 * and writes the log.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-privatelink.html
 */
function sessionManagerProblems(
  platform: Platform,
  at: SpecPath,
  name: string,
  { sessionManager }: NetworkSettings,
): Problem[] {
  if (sessionManager === undefined) return [];
  const cut = loginTargets(platform, name).filter(
    (target) => !canCallServices(platform, target, ...SESSION_SERVICES),
  );
  const allowed = `only where each server and fleet has a path to ${SESSION_SERVICES.join(", ")}: none from ${cut.join(", ")}`;
  const fix = `add flow("${cut[0]}", "aws") and the services to networks.${name}.endpoints.interface, or a flow to internet on 443`;
  return [
    ...peopleProblems(at, sessionManager),
    ...(cut.length === 0 ? [] : [problemAt(at, sessionManager, allowed, fix)]),
  ];
}
