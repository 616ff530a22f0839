import type { ServerSettings } from "../../language/workloads.ts";

/**
 * What a server does at its first start, as a shell script for cloud-init: packages, then units, then its own
 * setup lines. The first command that fails ends it, so that a half-made server does not look like a whole one.
 *
 * cloud-init runs it once in a server's life: at no later start.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 *
 * @returns undefined when there is nothing to do
 */
export function planUserData({
  packages,
  units,
  setup,
}: Pick<ServerSettings, "packages" | "units" | "setup">): string | undefined {
  const lines = [
    ...(packages.length === 0 ? [] : [`dnf install -y ${packages.join(" ")}`]),
    ...(units.length === 0 ? [] : [`systemctl enable --now ${units.join(" ")}`]),
    ...setup,
  ];
  return lines.length === 0 ? undefined : ["#!/bin/bash", "set -euo pipefail", ...lines, ""].join("\n");
}
