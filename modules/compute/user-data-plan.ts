import type { ServerSettings } from "../../language/workloads.ts";

/**
 * Plans a server's user data, a shell script for cloud-init: install packages, enable systemd
 * units, then run the spec's own lines. The first failing command ends it, so that a partly
 * configured server is visibly broken.
 *
 * cloud-init runs it once, at the first start only.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 *
 * @returns undefined if there is nothing to do
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
