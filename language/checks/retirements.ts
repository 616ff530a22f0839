import type { Check } from "./check.ts";
import { problemAt } from "./check.ts";

/** Checks that what is retired is no longer in the platform. */
export const checkRetirements: Check = ({ retire, edge, ...platform }) => {
  const { stores, workloads, interfaces, users } = platform;
  const present = { ...stores, ...workloads, ...interfaces, ...users, ...edge.loadBalancers };
  return Object.entries(retire).flatMap(([name, retirement]) =>
    Object.hasOwn(present, name)
      ? [
          problemAt(
            ["retire", name],
            retirement,
            "the name of something that is no longer in the spec",
            `remove ${name} from the spec, or this line`,
          ),
        ]
      : [],
  );
};
