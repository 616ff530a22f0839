import { required } from "../required.ts";
import { unopenedPorts } from "../unopened-ports.ts";
import { type Check, problemAt } from "./check.ts";

/**
 * Checks that something on a server opens each port that a load balancer calls: it would else find
 * the targets unhealthy, and serve nobody. An interface that is attached to none waits for one.
 */
export const checkOpenedPorts: Check = (platform) => {
  const missing = new Map<string, Set<number>>();
  for (const { server, port, isPublished } of unopenedPorts(platform)) {
    if (!isPublished || server === undefined) continue;
    missing.set(server, (missing.get(server) ?? new Set()).add(port));
  }
  return [...missing].map(([server, ports]) => {
    const workload = required(platform.workloads, server);
    const opens = workload.kind === "service" ? [] : workload.opens;
    const numbers = [...ports].map(String);
    const each = numbers.length === 1 ? numbers[0] : "each of them";
    return problemAt(
      ["workloads", server, "opens"],
      opens,
      `every port that a load balancer calls and no unit or line of setup opens: ${numbers.join(", ")}`,
      `start a program that listens on ${each} in units or setup; or, if one is installed later, write opens: ${JSON.stringify([...opens, ...ports])}`,
    );
  });
};
