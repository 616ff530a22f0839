import type { Construct } from "constructs";
import { compact } from "../language/compact.ts";
import type { RegionalView } from "../language/regional-view.ts";
import { defined, required } from "../language/required.ts";
import { planLogFolders } from "../modules/edge/access-log-plan.ts";
import { AccessLogs } from "../modules/edge/access-logs.ts";
import { Cdn } from "../modules/edge/cdn.ts";
import { CdnLogs } from "../modules/edge/cdn-logs.ts";
import { Certificate } from "../modules/edge/certificate.ts";
import { LoadBalancer } from "../modules/edge/load-balancer.ts";
import {
  defaultResponse,
  isPublicLoadBalancer,
  networkOfLoadBalancer,
} from "../modules/edge/load-balancer-plan.ts";
import { type AliasTarget, Records } from "../modules/edge/records.ts";
import { Shield } from "../modules/edge/shield.ts";
import { Waf } from "../modules/edge/waf.ts";
import { planWaf } from "../modules/edge/waf-plan.ts";
import { platformPrefix, resourceName } from "../modules/names.ts";
import {
  edgeOutputSchema,
  listenerKey,
  type NetworkOutputs,
  networkOutputSchema,
  tierSubnetIds,
} from "./output-schemas.ts";
import { PlatformStack } from "./platform-stack.ts";
import { publishStackOutputs, readStackOutputs } from "./stack-outputs.ts";

/** The stacks whose outputs the edge stack reads. */
export interface EdgeProducers {
  /** Subnets, security groups and the public hosted zone. */
  readonly network: PlatformStack;
}

/** Public entry points: certificate, load balancers, web ACL, CDN and DNS records. */
export class EdgeStack extends PlatformStack {
  readonly #network: NetworkOutputs;

  constructor(scope: Construct, platform: RegionalView, producers: EdgeProducers) {
    super(scope, platform, "edge");
    this.#network = readStackOutputs(this, producers.network, networkOutputSchema(platform));
    const certificate = this.#createCertificate();
    const logs = this.#createLogs();
    const balancers = this.#createLoadBalancers(certificate, logs);
    const waf = this.#createWaf(balancers);
    const cdn = this.#createCdn(balancers, certificate, waf);
    if (cdn !== undefined && logs !== undefined) {
      new CdnLogs(this, "cdn-logs", {
        name: resourceName(platform, "cdn"),
        distributionArn: cdn.arn,
        bucketArn: logs.bucketArn,
      });
    }
    this.#createRecords(balancers, cdn);
    this.#createShield(balancers, cdn);
    this.#publishOutputs(balancers, certificate, cdn);
  }

  #createCertificate(): Certificate | undefined {
    const { domain } = this.platform.edge;
    if (domain === undefined) return undefined;
    return new Certificate(this, "certificate", {
      names: domain.certificateNames,
      zoneId: defined(this.#network.zoneId, "the public hosted zone"),
    });
  }

  #createLogs(): AccessLogs | undefined {
    const folders = planLogFolders(this.platform);
    return folders.length === 0
      ? undefined
      : new AccessLogs(this, "access-logs", { platform: this.platform, folders });
  }

  #createLoadBalancers(
    certificate: Certificate | undefined,
    logs: AccessLogs | undefined,
  ): Map<string, LoadBalancer> {
    const { platform } = this;
    const network = this.#network;
    return new Map(
      Object.entries(platform.edge.loadBalancers).map(([key, settings]) => {
        const networkName = networkOfLoadBalancer(platform, settings);
        const balancer = new LoadBalancer(this, key, {
          name: resourceName(platform, key, settings.name),
          key,
          settings,
          isPublic: isPublicLoadBalancer(platform, settings),
          zones: required(platform.networks, networkName).zones,
          subnetIds: tierSubnetIds(platform, network, networkName, settings.tier),
          groupId: required(network.securityGroupIds, key),
          ...compact({ certificateArn: certificate?.arn, logBucket: logs?.bucketName }),
          defaultResponse: defaultResponse(platform, key),
          protected: platform.protected,
        });
        return [key, balancer];
      }),
    );
  }

  #createWaf(balancers: ReadonlyMap<string, LoadBalancer>): Waf | undefined {
    const { account, region } = this.platform;
    const plan = planWaf(this.platform);
    if (plan === undefined) return undefined;
    return new Waf(this, "waf", {
      name: platformPrefix(this.platform),
      plan,
      account,
      region,
      keyArn: this.#network.logsKeyArn,
      loadBalancerArns: mapBy(balancers, ({ arn }) => arn),
    });
  }

  #createCdn(
    balancers: ReadonlyMap<string, LoadBalancer>,
    certificate: Certificate | undefined,
    waf: Waf | undefined,
  ): Cdn | undefined {
    const { cdn, domain, loadBalancers } = this.platform.edge;
    if (cdn === undefined || domain === undefined || certificate === undefined) return undefined;
    const { listeners } = required(loadBalancers, domain.entry);
    return new Cdn(this, "cdn", {
      name: platformPrefix(this.platform),
      settings: cdn,
      hosts: domain.hosts,
      certificateArn: certificate.arn,
      originDnsName: required(balancers, domain.entry).dnsName,
      originArn: required(balancers, domain.entry).arn,
      originPort: listeners.find(({ protocol }) => protocol === "HTTPS")?.port ?? 443,
      ...compact({ webAclArn: waf?.arn }),
    });
  }

  #createRecords(balancers: ReadonlyMap<string, LoadBalancer>, cdn: Cdn | undefined): void {
    const { domain } = this.platform.edge;
    if (domain === undefined) return;
    const entry: AliasTarget =
      cdn === undefined
        ? { ...aliasOf(required(balancers, domain.entry)), ipv6: false, evaluateHealth: true }
        : { ...aliasOf(cdn), ipv6: true, evaluateHealth: false };
    new Records(this, "records", {
      zoneId: defined(this.#network.zoneId, "the public hosted zone"),
      hosts: domain.hosts,
      target: entry,
    });
  }

  #createShield(balancers: ReadonlyMap<string, LoadBalancer>, cdn: Cdn | undefined): void {
    const { platform } = this;
    const network = this.#network;
    if (platform.edge.shield === undefined) return;
    const arns: Record<string, string> = {};
    for (const [name, balancer] of balancers) {
      const settings = required(platform.edge.loadBalancers, name);
      if (settings.kind === "application" && isPublicLoadBalancer(platform, settings))
        arns[name] = balancer.arn;
      // Shield protects a network load balancer through its Elastic IPs.
      balancer.allocationIds.forEach((allocationId, index) => {
        arns[`${name}-${index}`] =
          `arn:aws:ec2:${platform.region}:${platform.account}:eip-allocation/${allocationId}`;
      });
    }
    if (cdn !== undefined) arns.cdn = cdn.arn;
    if (network.zoneId !== undefined) arns.zone = `arn:aws:route53:::hostedzone/${network.zoneId}`;
    new Shield(this, "shield", { name: platformPrefix(platform), resourceArns: arns });
  }

  #publishOutputs(
    balancers: ReadonlyMap<string, LoadBalancer>,
    certificate: Certificate | undefined,
    cdn: Cdn | undefined,
  ): void {
    const hosts = this.platform.edge.domain?.hosts ?? [];
    const listeners = [...balancers].flatMap(([name, { listenerArns }]) =>
      [...listenerArns].map(([port, arn]) => [listenerKey(name, port), arn]),
    );
    const fixed = [...balancers].flatMap(([name, { fixedAddresses }]) =>
      fixedAddresses.length === 0 ? [] : [[name, fixedAddresses] as const],
    );
    publishStackOutputs(this, edgeOutputSchema(this.platform), {
      urls: Object.fromEntries(hosts.map((host) => [host, `https://${host}`])),
      loadBalancerArns: mapBy(balancers, ({ arn }) => arn),
      loadBalancerSuffixes: mapBy(balancers, ({ arnSuffix }) => arnSuffix),
      loadBalancerDnsNames: mapBy(balancers, ({ dnsName }) => dnsName),
      loadBalancerZoneIds: mapBy(balancers, ({ zoneId }) => zoneId),
      listenerArns: Object.fromEntries(listeners),
      ...(fixed.length === 0 ? {} : { fixedAddresses: Object.fromEntries(fixed) }),
      ...compact({ certificateArn: certificate?.arn, distributionId: cdn?.distributionId }),
    });
  }
}

function aliasOf({ dnsName, zoneId }: Pick<LoadBalancer | Cdn, "dnsName" | "zoneId">) {
  return { dnsName, zoneId };
}

function mapBy<T>(items: ReadonlyMap<string, T>, pick: (item: T) => string): Record<string, string> {
  return Object.fromEntries([...items].map(([name, item]) => [name, pick(item)]));
}
