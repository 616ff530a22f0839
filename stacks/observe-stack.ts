import type { Construct } from "constructs";
import { compact } from "../language/compact.ts";
import type { RegionalView } from "../language/regional-view.ts";
import { required } from "../language/required.ts";
import { backupVaultName, platformPrefix, regionalKey, resourceName } from "../modules/names.ts";
import { planAlarms } from "../modules/observe/alarm-plan.ts";
import { CloudWatchAlarms } from "../modules/observe/alarms.ts";
import { Budget } from "../modules/observe/budget.ts";
import { CostControl } from "../modules/observe/cost-control.ts";
import { Dashboard } from "../modules/observe/dashboard.ts";
import { planGraphs } from "../modules/observe/dashboard-plan.ts";
import type { DeployedResources } from "../modules/observe/deployed-plan.ts";
import { Topic } from "../modules/observe/topic.ts";
import { watchedVpns } from "../modules/observe/vpn-alarm-plan.ts";
import {
  computeOutputSchema,
  connectOutputSchema,
  edgeOutputSchema,
  networkOutputSchema,
  observeOutputSchema,
} from "./output-schemas.ts";
import { PlatformStack } from "./platform-stack.ts";
import { publishStackOutputs, readStackOutputs } from "./stack-outputs.ts";

/** The stacks of the region whose resources are monitored. */
export interface ObserveProducers {
  /** NAT gateways and instances, and the key for the topic. */
  readonly network: PlatformStack;
  /** Load balancers, certificate and CDN; undefined if the region has none. */
  readonly edge: PlatformStack | undefined;
  /** Databases, caches and the backup vault, monitored by name, so they must exist first. */
  readonly data: PlatformStack | undefined;
  /** Services, servers and target groups; undefined if the region has none. */
  readonly compute: PlatformStack | undefined;
  /** VPNs. `cdktf destroy` starts with this stack, whose protected topic then stops it. */
  readonly connect: PlatformStack | undefined;
}

/** Alarms with their SNS topic, the dashboard, the budget and cost control. */
export class ObserveStack extends PlatformStack {
  constructor(scope: Construct, platform: RegionalView, producers: ObserveProducers) {
    super(scope, platform, "observe");
    const { account, region, alarms, budget, costs } = platform;
    const network = readStackOutputs(this, producers.network, networkOutputSchema(platform));
    const deployed: DeployedResources = {
      ...network,
      ...readStackOutputs(this, producers.edge, edgeOutputSchema(platform)),
      ...readStackOutputs(this, producers.compute, computeOutputSchema(platform)),
      ...this.#readVpns(producers.connect),
      ...compact({ backupVaultName: platform.backup === undefined ? undefined : backupVaultName(platform) }),
    };
    for (const producer of [producers.data, producers.connect]) {
      if (producer !== undefined) this.addDependency(producer);
    }
    const topic = new Topic(this, "topic", {
      name: resourceName(platform, "alarms"),
      account,
      region,
      keyArn: network.logsKeyArn,
      emails: alarms.emails,
      protected: platform.protected,
    });
    const { arns } = new CloudWatchAlarms(this, "alarms", {
      prefix: platformPrefix(platform),
      plans: planAlarms(platform, deployed),
      topicArn: topic.arn,
    });
    const dashboard = new Dashboard(this, "dashboard", {
      name: regionalKey(platform, platformPrefix(platform)),
      region,
      graphs: planGraphs(platform, deployed),
      alarmArns: arns,
    });
    if (budget !== undefined) {
      new Budget(this, "budget", {
        name: resourceName(platform, "monthly"),
        settings: budget,
        topicArn: topic.arn,
      });
    }
    if (costs !== undefined) {
      new CostControl(this, "costs", {
        name: platformPrefix(platform),
        platform: platform.name,
        settings: costs,
      });
    }
    publishStackOutputs(this, observeOutputSchema, { topicArn: topic.arn, dashboardUrl: dashboard.url });
  }

  /** The VPNs of this region, out of those of all regions in the connect stack. */
  #readVpns(connect: PlatformStack | undefined): Pick<DeployedResources, "vpnIds"> {
    const watched = watchedVpns(this.platform);
    if (watched.length === 0) return {};
    const { lineIds } = readStackOutputs(this, connect, connectOutputSchema(this.platform.fullPlatform));
    return { vpnIds: Object.fromEntries(watched.map((name) => [name, required(lineIds, name)])) };
  }
}
