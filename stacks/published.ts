import type { Construct } from "constructs";
import { planRules } from "../modules/compute/rule-plan.ts";
import { type Lead, PublishedTargets } from "../modules/compute/target-group.ts";
import { nameOf } from "../modules/names.ts";
import { networkOf } from "../spec/endpoints.ts";
import type { Platform } from "../spec/platform.ts";
import { balancerOf, listenerOf, type Publication, publicationsOf } from "../spec/publications.ts";
import { type EdgeOutputs, listenerKey, type NetworkOutputs } from "./outputs.ts";

/** What places behind load balancers stand on. */
export interface PublishedPlacesProps {
  readonly platform: Platform;
  readonly network: NetworkOutputs;
  readonly edge: EdgeOutputs;
}

/** Makes the target groups of what is published, and what leads to them. */
export class PublishedPlaces {
  /** The part of the ARN that CloudWatch calls `TargetGroup`, by a place's targets. */
  readonly targetGroupSuffixes: Readonly<Record<string, string>>;
  private readonly suffixes: Record<string, string> = {};
  private readonly scope: Construct;
  private readonly props: PublishedPlacesProps;

  constructor(scope: Construct, props: PublishedPlacesProps) {
    this.scope = scope;
    this.props = props;
    this.targetGroupSuffixes = this.suffixes;
  }

  /** The target groups of a workload or interface, one for each of its places; none: it has no place. */
  create(end: string, targetType: "ip" | "instance", blueGreen = false): PublishedTargets[] {
    const { platform, network } = this.props;
    const places = publicationsOf(platform).filter((publication) => publication.end === end);
    return places.map((publication) => {
      const { place, port, targetGroup } = publication;
      if (port === undefined) throw new RangeError(`${end} is published without a port`);
      const targets = new PublishedTargets(this.scope, `${targetGroup}-targets`, {
        name: nameOf(platform, targetGroup, place.targetGroupName),
        vpcId: network.vpcIds[networkOf(platform, publication)!]!,
        targetType,
        port,
        publish: place,
        lead: this.leadOf(publication, blueGreen),
      });
      this.suffixes[targetGroup] = targets.group.arnSuffix;
      return targets;
    });
  }

  private leadOf({ place, targetGroup }: Publication, blueGreen: boolean): Lead {
    const { platform, edge } = this.props;
    const balancer = balancerOf(platform, place);
    const listener = balancer === undefined ? undefined : listenerOf(balancer, place);
    if (balancer === undefined || listener === undefined) {
      throw new RangeError(`${targetGroup} is on no listener of ${place.loadBalancer}`);
    }
    if (balancer.kind === "application") {
      const rule = planRules(platform).find(({ targets }) => targets === targetGroup)!;
      const listenerArn = edge.listenerArns[listenerKey(place.loadBalancer, rule.port)]!;
      return { kind: "rule", listenerArn, rule, blueGreen };
    }
    return {
      kind: "listener",
      loadBalancerArn: edge.loadBalancerArns[place.loadBalancer]!,
      listener,
      certificateArn: listener.protocol === "TLS" ? edge.certificateArn : undefined,
    };
  }
}
