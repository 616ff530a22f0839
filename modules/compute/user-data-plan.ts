import type { FleetSettings, ServerSettings } from "../../language/workloads.ts";
import { planDataDiskLines } from "./data-disk-plan.ts";

/** The file with a server's environment variables. */
const ENVIRONMENT_FILE = "/etc/drydock/environment";

/**
 * Plans a server's user data, a shell script for cloud-init: mount the data disk, write the
 * environment file, install packages, enable systemd units, then run the spec's own lines. The
 * first failing command ends it, so that a partly configured server is visibly broken.
 *
 * cloud-init runs it once, at the first start only.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 *
 * @param environment the variables' values by name
 * @returns undefined if there is nothing to do
 */
export function planUserData(
  compute: Pick<ServerSettings | FleetSettings, "packages" | "units" | "setup"> &
    Partial<Pick<ServerSettings, "dataDisk">>,
  environment: Readonly<Record<string, string>> = {},
): string | undefined {
  const { packages, units, setup, dataDisk } = compute;
  const lines = [
    ...(dataDisk === undefined ? [] : planDataDiskLines(dataDisk)),
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
