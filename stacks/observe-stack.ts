import type { Construct } from "constructs";
import { backupName, nameOf, prefixOf, regionalKey } from "../modules/names.ts";
import { planAlarms } from "../modules/observe/alarm-plan.ts";
import { Alarms } from "../modules/observe/alarms.ts";
import { Budget } from "../modules/observe/budget.ts";
import { Dashboard } from "../modules/observe/dashboard.ts";
import { planGraphs } from "../modules/observe/dashboard-plan.ts";
import type { Deployed } from "../modules/observe/deployed-plan.ts";
import { Topic } from "../modules/observe/topic.ts";
import { watchedVpns } from "../modules/observe/vpn-alarm-plan.ts";
import type { RegionalPlatform } from "../spec/regional.ts";
import { publish, read } from "./contract.ts";
import { computeShape, connectShape, edgeShape, networkShape, observeShape } from "./outputs.ts";
import { PlatformStack } from "./platform-stack.ts";

/** The stacks whose resources are watched: those that the region has. */
export interface ObserveProducers {
  readonly network: PlatformStack;
  readonly edge: PlatformStack | undefined;
  /** Databases, caches and the backup vault are watched by their names; they must exist. */
  readonly data: PlatformStack | undefined;
  readonly compute: PlatformStack | undefined;
  /** Its VPNs are watched; and `cdktf destroy` begins with what nothing waits for, and there meets the topic. */
  readonly connect: PlatformStack | undefined;
}

/** Alarms and who is told, the dashboard, the budget. */
export class ObserveStack extends PlatformStack {
  constructor(scope: Construct, platform: RegionalPlatform, producers: ObserveProducers) {
    super(scope, platform, "observe");
    const { account, region, alarms, budget } = platform;
    const network = read(this, producers.network, networkShape(platform));
    const deployed: Deployed = {
      ...network,
      ...read(this, producers.edge, edgeShape(platform)),
      ...read(this, producers.compute, computeShape(platform)),
      ...this.readVpns(producers.connect),
      ...(platform.backup === undefined ? {} : { backupVaultName: backupName(platform) }),
    };
    for (const producer of [producers.data, producers.connect]) {
      if (producer !== undefined) this.addDependency(producer);
    }
    const topic = new Topic(this, "topic", {
      name: nameOf(platform, "alarms"),
      account,
      region,
      keyArn: network.logsKeyArn,
      emails: alarms.emails,
      protected: platform.protected,
    });
    const { arns } = new Alarms(this, "alarms", {
      prefix: prefixOf(platform),
      plans: planAlarms(platform, deployed),
      topicArn: topic.arn,
    });
    const dashboard = new Dashboard(this, "dashboard", {
      name: regionalKey(platform, prefixOf(platform)),
      region,
      graphs: planGraphs(platform, deployed),
      alarmArns: arns,
    });
    if (budget !== undefined) {
      new Budget(this, "budget", {
        name: nameOf(platform, "monthly"),
        settings: budget,
        topicArn: topic.arn,
      });
    }
    publish(this, observeShape, { topicArn: topic.arn, dashboardUrl: dashboard.url });
  }

  /** The region's own VPNs: the stack of connections has those of all regions. */
  private readVpns(connect: PlatformStack | undefined): Pick<Deployed, "vpnIds"> {
    const watched = watchedVpns(this.platform);
    if (watched.length === 0) return {};
    const { lineIds } = read(this, connect, connectShape(this.platform.whole));
    return { vpnIds: Object.fromEntries(watched.map((name) => [name, lineIds[name]!])) };
  }
}
