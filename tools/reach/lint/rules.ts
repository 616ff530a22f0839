import { aclAnswers } from "./acl-answers.ts";
import { aclEntriesShadowed } from "./acl-entries-shadowed.ts";
import { addressesForGroups } from "./addresses-for-groups.ts";
import { blocksOverlap } from "./blocks-overlap.ts";
import { databasesPublic } from "./databases-public.ts";
import type { LintRule } from "./finding.ts";
import { groupRulesCovered } from "./group-rules-covered.ts";
import { groupsUnused } from "./groups-unused.ts";
import { listenerRulesShadowed } from "./listener-rules-shadowed.ts";
import { middleboxesOneWay } from "./middleboxes-one-way.ts";
import { oneSidedFlows } from "./one-sided-flows.ts";
import { portsOpen } from "./ports-open.ts";
import { publicAddressesUnreachable } from "./public-addresses-unreachable.ts";
import { routesAsymmetric } from "./routes-asymmetric.ts";
import { routesOneWay } from "./routes-one-way.ts";
import { routesToNowhere, routesUnused } from "./routes-unused.ts";
import { serversOutOfReach } from "./start/servers-out-of-reach.ts";
import { tasksThatCannotStart } from "./start/tasks-that-cannot-start.ts";

/** Everything that is looked for, in the order in which it is said. */
export const LINT_RULES: readonly LintRule[] = [
  tasksThatCannotStart,
  serversOutOfReach,
  oneSidedFlows,
  aclAnswers,
  portsOpen,
  databasesPublic,
  blocksOverlap,
  routesToNowhere,
  routesOneWay,
  routesAsymmetric,
  middleboxesOneWay,
  publicAddressesUnreachable,
  aclEntriesShadowed,
  listenerRulesShadowed,
  groupRulesCovered,
  routesUnused,
  groupsUnused,
  addressesForGroups,
];
