import type { Platform } from "../../language/platform.ts";
import { planBackupAlarms } from "./backup-alarm-plan.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import { planEdgeAlarms } from "./edge-alarm-plan.ts";
import { planInstanceAlarms } from "./instance-alarm-plan.ts";
import { planLogAlarms } from "./log-metric-plan.ts";
import type { AlarmPlan } from "./metric-plan.ts";
import { planNatAlarms } from "./nat-alarm-plan.ts";
import { planServiceAlarms } from "./service-alarm-plan.ts";
import { planStoreAlarms } from "./store-alarm-plan.ts";
import { planVpnAlarms } from "./vpn-alarm-plan.ts";

/**
 * Plans every alarm of a platform, with thresholds from its spec.
 *
 * Invariant: an alarm's ID depends only on its resource and metric.
 */
export function planAlarms(platform: Platform, deployed: DeployedResources): AlarmPlan[] {
  return [
    ...planEdgeAlarms(platform, deployed),
    ...planServiceAlarms(platform, deployed),
    ...planLogAlarms(platform),
    ...planInstanceAlarms(platform, deployed),
    ...planStoreAlarms(platform),
    ...planBackupAlarms(deployed),
    ...planNatAlarms(deployed),
    ...planVpnAlarms(deployed),
  ];
}
