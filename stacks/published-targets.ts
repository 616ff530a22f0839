import type { Construct } from "constructs";
import { networkNameOf, ownValue } from "../language/endpoints.ts";
import type { Platform } from "../language/platform.ts";
import { defined, required } from "../language/required.ts";
import {
  listenerOfAttachment,
  loadBalancerOfAttachment,
  type TargetAttachment,
  targetAttachments,
  targetGroupSuffix,
} from "../language/target-attachments.ts";
import { planListenerRules } from "../modules/compute/rule-plan.ts";
import { TargetGroup, type TrafficSource } from "../modules/compute/target-group.ts";
import { resourceName } from "../modules/names.ts";
import { type EdgeOutputs, listenerKey, type NetworkOutputs } from "./output-schemas.ts";

/** The inputs of {@link PublishedTargets}. */
export interface PublishedTargetsProps {
  /** The platform, as one region sees it. */
  readonly platform: Platform;
  /** The VPCs of the targets. */
  readonly network: NetworkOutputs;
  /** Load balancers, their listeners and the certificate. */
  readonly edge: EdgeOutputs;
}

/**
 * Creates the target groups of published workloads, and the listener rules that forward to them.
 */
export class PublishedTargets {
  /** The CloudWatch dimension `TargetGroup`, by target group name. */
  readonly targetGroupSuffixes: Readonly<Record<string, string>>;
  readonly #suffixes: Record<string, string> = {};
  readonly #scope: Construct;
  readonly #props: PublishedTargetsProps;

  constructor(scope: Construct, props: PublishedTargetsProps) {
    this.#scope = scope;
    this.#props = props;
    this.targetGroupSuffixes = this.#suffixes;
  }

  /**
   * Creates a target group for each attachment of a workload or interface; may be none.
   *
   * @throws RangeError if an attachment has no port, which the spec's checks reject.
   */
  create(end: string, targetType: "ip" | "instance", blueGreen = false): TargetGroup[] {
    const { platform, network } = this.#props;
    const places = targetAttachments(platform).filter((attachment) => attachment.endpoint === end);
    return places.map((attachment) => {
      const { settings: place, port, targetGroup } = attachment;
      const suffix = targetGroupSuffix(platform, attachment);
      if (port === undefined) throw new RangeError(`${end} is published without a port`);
      const targets = new TargetGroup(this.#scope, `${targetGroup}-targets`, {
        name: resourceName(platform, `${targetGroup}${suffix}`, place.targetGroupName),
        suffix,
        registersPorts: ownValue(platform.workloads, end)?.kind === "service",
        vpcId: required(
          network.vpcIds,
          defined(networkNameOf(platform, attachment), `the network of ${end}`),
        ),
        targetType,
        port,
        publish: place,
        source: this.#trafficSourceOf(attachment, blueGreen),
      });
      this.#suffixes[targetGroup] = targets.group.arnSuffix;
      return targets;
    });
  }

  #trafficSourceOf({ settings: place, targetGroup }: TargetAttachment, blueGreen: boolean): TrafficSource {
    const { platform, edge } = this.#props;
    const balancer = loadBalancerOfAttachment(platform, place);
    const listener = balancer === undefined ? undefined : listenerOfAttachment(balancer, place);
    if (balancer === undefined || listener === undefined) {
      throw new RangeError(`${targetGroup} is on no listener of ${place.loadBalancer}`);
    }
    if (balancer.kind === "application") {
      const rules = planListenerRules(platform);
      const rule = defined(
        rules.find(({ targets }) => targets === targetGroup),
        `the listener rule of ${targetGroup}`,
      );
      const listenerArn = required(edge.listenerArns, listenerKey(place.loadBalancer, rule.port));
      return { kind: "rule", listenerArn, rule, blueGreen };
    }
    return {
      kind: "listener",
      id: `${place.loadBalancer}-${listener.port}-listener`,
      loadBalancerArn: required(edge.loadBalancerArns, place.loadBalancer),
      listener,
      certificateArn: listener.protocol === "TLS" ? edge.certificateArn : undefined,
    };
  }
}
