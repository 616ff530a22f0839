import { aclDropsReplies } from "./acl-drops-replies.ts";
import { aclEntriesShadowed } from "./acl-entries-shadowed.ts";
import { addressInPlaceOfGroup } from "./address-in-place-of-group.ts";
import { appliancesOneWay } from "./appliances-one-way.ts";
import { blocksOverlap } from "./blocks-overlap.ts";
import { databasesPublic } from "./databases-public.ts";
import type { LintRule } from "./finding.ts";
import { groupRulesCovered } from "./group-rules-covered.ts";
import { groupsUnused } from "./groups-unused.ts";
import { listenerRulesShadowed } from "./listener-rules-shadowed.ts";
import { oneSidedFlows } from "./one-sided-flows.ts";
import { portsOpen } from "./ports-open.ts";
import { publicAddressesUnreachable } from "./public-addresses-unreachable.ts";
import { routesAsymmetric } from "./routes-asymmetric.ts";
import { routesOneWay } from "./routes-one-way.ts";
import { routesToNowhere, routesUnused } from "./routes-unused.ts";
import { serversWithoutSystemsManager } from "./start/servers-without-systems-manager.ts";
import { tasksThatCannotStart } from "./start/tasks-that-cannot-start.ts";

/** All lint rules, in the order of the report. */
export const LINT_RULES: readonly LintRule[] = [
  tasksThatCannotStart,
  serversWithoutSystemsManager,
  oneSidedFlows,
  aclDropsReplies,
  portsOpen,
  databasesPublic,
  blocksOverlap,
  routesToNowhere,
  routesOneWay,
  routesAsymmetric,
  appliancesOneWay,
  publicAddressesUnreachable,
  aclEntriesShadowed,
  listenerRulesShadowed,
  groupRulesCovered,
  routesUnused,
  groupsUnused,
  addressInPlaceOfGroup,
];
