import type { Platform } from "../../language/platform.ts";
import { planBackupAlarms } from "./backup-alarm-plan.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import { planEdgeAlarms } from "./edge-alarm-plan.ts";
import { planInstanceAlarms } from "./instance-alarm-plan.ts";
import type { AlarmPlan } from "./metric-plan.ts";
import { planNatAlarms } from "./nat-alarm-plan.ts";
import { planServiceAlarms } from "./service-alarm-plan.ts";
import { planStoreAlarms } from "./store-alarm-plan.ts";
import { planVpnAlarms } from "./vpn-alarm-plan.ts";

/**
 * Every alarm of a platform, thresholds from its spec.
 *
 * Law: an alarm's id depends on the thing it watches and the metric, not on what else is watched.
 */
export function planAlarms(platform: Platform, deployed: DeployedResources): AlarmPlan[] {
  return [
    ...planEdgeAlarms(platform, deployed),
    ...planServiceAlarms(platform, deployed),
    ...planInstanceAlarms(platform, deployed),
    ...planStoreAlarms(platform),
    ...planBackupAlarms(deployed),
    ...planNatAlarms(deployed),
    ...planVpnAlarms(deployed),
  ];
}
