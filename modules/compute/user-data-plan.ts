import type { ServerSettings } from "../../language/workloads.ts";

/** The file with a server's environment variables. */
const ENVIRONMENT_FILE = "/etc/drydock/environment";

/**
 * Plans a server's user data, a shell script for cloud-init: write the environment file, install
 * packages, enable systemd units, then run the spec's own lines. The first failing command ends it,
 * so that a partly configured server is visibly broken.
 *
 * cloud-init runs it once, at the first start only.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 *
 * @param environment the variables' values by name
 * @returns undefined if there is nothing to do
 */
export function planUserData(
  { packages, units, setup }: Pick<ServerSettings, "packages" | "units" | "setup">,
  environment: Readonly<Record<string, string>> = {},
): string | undefined {
  const lines = [
    ...environmentLines(environment),
    ...(packages.length === 0 ? [] : [`dnf install -y ${packages.join(" ")}`]),
    ...(units.length === 0 ? [] : [`systemctl enable --now ${units.join(" ")}`]),
    ...setup,
  ];
  return lines.length === 0 ? undefined : ["#!/bin/bash", "set -euo pipefail", ...lines, ""].join("\n");
}

/** Both systemd and the shell read single quotes literally; the spec's checks allow none inside. */
function environmentLines(environment: Readonly<Record<string, string>>): string[] {
  const variables = Object.entries(environment);
  if (variables.length === 0) return [];
  return [
    "install -d /etc/drydock",
    `cat > ${ENVIRONMENT_FILE} <<'END'`,
    ...variables.map(([name, value]) => `${name}='${value}'`),
    "END",
  ];
}
