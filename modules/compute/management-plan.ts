import { AWS, INTERNET, networkOf } from "../../spec/endpoints.ts";
import type { Flow } from "../../spec/flows.ts";
import type { Platform } from "../../spec/platform.ts";
import type { Statement } from "../policy.ts";

/** What a server must reach for Session Manager. */
const SERVICES = ["ssm", "ssmmessages"];

/**
 * Whether a server can be managed through Systems Manager: the spec gives it a way there, by interface
 * endpoints of its own network or over the internet. One without a way gets no permission for it either.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export function isManaged(platform: Platform, name: string): boolean {
  const network = networkOf(platform, platform.workloads[name]!);
  const endpoints = network === undefined ? [] : platform.networks[network]!.endpoints.interface;
  return platform.flows.some(
    (flow) =>
      flow.from === name &&
      (flow.to === AWS
        ? SERVICES.every((service) => endpoints.includes(service))
        : flow.to === INTERNET && hasHttps(flow)),
  );
}

function hasHttps({ ports }: Flow): boolean {
  return (ports ?? []).some(({ protocol, from, to }) => protocol === "tcp" && from <= 443 && 443 <= to);
}

/**
 * What Session Manager's agent needs: no more than that. AWS's own policy AmazonSSMManagedInstanceCore would
 * let it read every parameter of the account too.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export const SESSION_STATEMENTS: readonly Statement[] = [
  {
    // None of these takes a resource that is known before the server is.
    sid: "OpenSessions",
    actions: [
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    resources: ["*"],
  },
];
