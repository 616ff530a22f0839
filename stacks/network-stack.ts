import type { Construct } from "constructs";
import { compact } from "../language/compact.ts";
import {
  instanceConnectName,
  networkNameOf,
  resolverEndpointName,
  sessionManagerName,
} from "../language/endpoints.ts";
import type { NetworkSettings } from "../language/network.ts";
import { zoneAssociations } from "../language/private-names.ts";
import type { RegionalView } from "../language/regional-view.ts";
import { required } from "../language/required.ts";
import { Key, logsKeyStatements, servicesKeyStatements } from "../modules/data/key.ts";
import { Zone } from "../modules/edge/zone.ts";
import { pathName, platformPrefix, resourceName } from "../modules/names.ts";
import { Acls } from "../modules/network/acl.ts";
import { planAcls } from "../modules/network/acl-plan.ts";
import { PrivateZone } from "../modules/network/dns.ts";
import { GatewayEndpoints, InterfaceEndpoints } from "../modules/network/endpoints.ts";
import { Firewall } from "../modules/network/firewall.ts";
import { planFirewall } from "../modules/network/firewall-plan.ts";
import { FlowLogs } from "../modules/network/flow-logs.ts";
import { endpointTier, interfaceEndpointsName, natInstanceName, planHops } from "../modules/network/hops.ts";
import { loginTier, resolverTier } from "../modules/network/implicit-hops.ts";
import { InstanceConnect } from "../modules/network/instance-connect.ts";
import { Nat } from "../modules/network/nat.ts";
import { planNatRoutes } from "../modules/network/nat-plan.ts";
import { ResolverEndpoint } from "../modules/network/resolver-endpoint.ts";
import { SessionManager } from "../modules/network/session-manager.ts";
import { type PlacedSubnet, Vpc } from "../modules/network/vpc.ts";
import { hasConnections, natKey, networkOutputSchema, subnetKey } from "./output-schemas.ts";
import { PlatformStack } from "./platform-stack.ts";
import { publishStackOutputs } from "./stack-outputs.ts";

/** VPCs, subnets, routes, NAT, endpoints, all security groups and ACLs, and the public zone. */
export class NetworkStack extends PlatformStack {
  /** Addresses of resolver endpoints by network. */
  readonly #resolverAddresses: Record<string, readonly string[]> = {};

  constructor(scope: Construct, platform: RegionalView) {
    super(scope, platform, "network");
    const logsKey = this.#createLogsKey();
    const vpcs = this.#createVpcs();
    const gateways = this.#createGatewayEndpoints(vpcs);
    const firewall = new Firewall(this, "firewall", {
      plan: planFirewall(platform.fullPlatform, Object.keys(platform.networks)),
      vpcIds: Object.fromEntries([...vpcs].map(([name, vpc]) => [name, vpc.vpcId])),
      prefixListId: (network, service) => required(gateways, network).prefixListId(service),
    });
    const privateZoneIds: Record<string, string> = {};
    const nats = new Map<string, Nat>();
    for (const [name, network] of Object.entries(platform.networks)) {
      const vpc = required(vpcs, name);
      const nat = this.#createNat(name, network, vpc, firewall);
      if (nat !== undefined) nats.set(name, nat);
      this.#completeNetwork(name, network, vpc, firewall, logsKey);
      if (network.privateZone !== undefined) {
        const zone = new PrivateZone(this, `${name}-private-zone`, {
          name: network.privateZone,
          vpcId: vpc.vpcId,
          isShared: zoneAssociations(platform.fullPlatform).some(({ zoneOf }) => zoneOf === name),
          authorized: network.zoneAuthorizations.map(({ vpcId, region = platform.fullPlatform.region }) => ({
            vpcId,
            region,
          })),
        });
        privateZoneIds[name] = zone.zoneId;
      }
    }
    this.#publishOutputs(vpcs, firewall, nats, privateZoneIds, logsKey);
  }

  #createLogsKey(): Key {
    const { account, region } = this.platform;
    return new Key(this, "logs-key", {
      alias: `${platformPrefix(this.platform)}-logs`,
      description: `Logs and alarms of ${platformPrefix(this.platform)}`,
      account,
      statements: [
        logsKeyStatements(region, account),
        servicesKeyStatements(account, "cloudwatch.amazonaws.com", "budgets.amazonaws.com"),
      ],
      protected: this.platform.protected,
    });
  }

  #createVpcs(): Map<string, Vpc> {
    return new Map(
      Object.entries(this.platform.networks).map(([name, network]) => [
        name,
        new Vpc(this, name, {
          name: this.#nameFor(name),
          network,
          fixedAddresses: fixedAddressesIn(this.platform, name),
        }),
      ]),
    );
  }

  #createGatewayEndpoints(vpcs: ReadonlyMap<string, Vpc>): Map<string, GatewayEndpoints> {
    const hops = planHops(this.platform.fullPlatform);
    return new Map(
      [...vpcs].map(([name, vpc]) => {
        const network = required(this.platform.networks, name);
        const gatewayTiers = Object.keys(network.tiers).filter((tier) =>
          hops.some(
            (hop) =>
              hop.to.kind === "gateway-endpoint" && hop.from.network === name && hop.from.tier === tier,
          ),
        );
        return [
          name,
          new GatewayEndpoints(this, `${name}-gateways`, { ...this.#endpointProps(name, vpc), gatewayTiers }),
        ];
      }),
    );
  }

  #createNat(name: string, network: NetworkSettings, vpc: Vpc, firewall: Firewall): Nat | undefined {
    if (network.nat.kind === "none") return undefined;
    const groupId = firewall.groupIds[natInstanceName(name)];
    return new Nat(this, `${name}-nat`, {
      name: this.#nameFor(name),
      network,
      vpc,
      privateRoutes: planNatRoutes(this.platform.fullPlatform, name),
      ...compact({ instanceGroupId: groupId }),
    });
  }

  #completeNetwork(name: string, network: NetworkSettings, vpc: Vpc, firewall: Firewall, logsKey: Key): void {
    const { account, region } = this.platform;
    const displayName = this.#nameFor(name);
    if (network.endpoints.interface.length > 0) {
      new InterfaceEndpoints(this, `${name}-endpoints`, {
        ...this.#endpointProps(name, vpc),
        gatewayTiers: [],
        tier: endpointTier(this.platform, name),
        groupId: required(firewall.groupIds, interfaceEndpointsName(name)),
      });
    }
    this.#createLogin(name, network, vpc, firewall);
    this.#createSessions(name, network, logsKey);
    this.#createResolver(name, network, vpc, firewall);
    new Acls(this, `${name}-acls`, {
      name: displayName,
      vpc,
      tiers: Object.keys(network.tiers),
      rules: planAcls(this.platform.fullPlatform, name),
    });
    new FlowLogs(this, `${name}-flow-logs`, {
      name: displayName,
      vpcId: vpc.vpcId,
      account,
      region,
      retentionDays: network.flowLogs.retentionDays,
      keyArn: logsKey.arn,
    });
  }

  #createLogin(name: string, network: NetworkSettings, vpc: Vpc, firewall: Firewall): void {
    if (network.instanceConnect === undefined) return;
    const { account, region, fullPlatform } = this.platform;
    const login = instanceConnectName(name);
    new InstanceConnect(this, login, {
      name: resourceName(this.platform, login),
      account,
      region: network.region ?? region,
      subnet: required(vpc.subnetsOf(loginTier(fullPlatform, name)), 0),
      securityGroupId: required(firewall.groupIds, login),
      people: network.instanceConnect,
      serverTags: { Platform: fullPlatform.name, Environment: fullPlatform.environment },
    });
  }

  #createSessions(name: string, { region, sessionManager }: NetworkSettings, logsKey: Key): void {
    if (sessionManager === undefined) return;
    const { fullPlatform } = this.platform;
    const sessions = sessionManagerName(name);
    new SessionManager(this, sessions, {
      name: resourceName(this.platform, sessions),
      account: this.platform.account,
      region: region ?? this.platform.region,
      keyArn: logsKey.arn,
      logGroupName: `/${pathName(this.platform, sessions)}`,
      settings: sessionManager,
      serverTags: { Platform: fullPlatform.name, Environment: fullPlatform.environment },
    });
  }

  #createResolver(name: string, network: NetworkSettings, vpc: Vpc, firewall: Firewall): void {
    if (network.resolverEndpoint === undefined) return;
    const endpoint = resolverEndpointName(name);
    this.#resolverAddresses[name] = new ResolverEndpoint(this, endpoint, {
      name: resourceName(this.platform, endpoint),
      subnets: vpc.subnetsOf(resolverTier(this.platform.fullPlatform, name)),
      securityGroupId: required(firewall.groupIds, endpoint),
    }).addresses;
  }

  #endpointProps(name: string, vpc: Vpc) {
    const { account, region, networks } = this.platform;
    const network = required(networks, name);
    return { name: this.#nameFor(name), network, region: network.region ?? region, account, vpc };
  }

  #publishOutputs(
    vpcs: ReadonlyMap<string, Vpc>,
    firewall: Firewall,
    nats: ReadonlyMap<string, Nat>,
    privateZoneIds: Record<string, string>,
    logsKey: Key,
  ): void {
    const { domain } = this.platform.edge;
    const publicZone =
      domain === undefined
        ? undefined
        : new Zone(this, "zone", { domain, protected: this.platform.protected });
    publishStackOutputs(this, networkOutputSchema(this.platform), {
      vpcIds: Object.fromEntries([...vpcs].map(([name, vpc]) => [name, vpc.vpcId])),
      subnetIds: bySubnet(vpcs, ({ subnetId }) => subnetId),
      securityGroupIds: firewall.groupIds,
      privateZoneIds,
      natGatewayIds: Object.fromEntries(
        [...nats].flatMap(([network, { gatewayIds }]) =>
          [...gatewayIds].map(([zone, id]) => [natKey(network, zone), id]),
        ),
      ),
      natInstanceIds: Object.fromEntries(
        [...nats].flatMap(([network, { instanceId }]) =>
          instanceId === undefined ? [] : [[network, instanceId]],
        ),
      ),
      logsKeyArn: logsKey.arn,
      resolverAddresses: this.#resolverAddresses,
      ...(hasConnections(this.platform)
        ? { routeTableIds: bySubnet(vpcs, ({ routeTableId }) => routeTableId) }
        : {}),
      ...compact({ zoneId: publicZone?.zoneId, nameServers: publicZone?.nameServers }),
    });
  }

  /** The `Name` of a network: `<platform>-<environment>-<network>`. */
  #nameFor(network: string): string {
    return `${platformPrefix(this.platform)}-${network}`;
  }
}

/** The fixed addresses of standalone interfaces in a network. */
function fixedAddressesIn(platform: RegionalView, network: string): string[] {
  return Object.values(platform.interfaces)
    .filter((one) => networkNameOf(platform, one) === network)
    .flatMap(({ address, secondaryAddresses }) => [address, ...secondaryAddresses]);
}

/** A value of every subnet, by {@link subnetKey}. */
function bySubnet(
  vpcs: ReadonlyMap<string, Vpc>,
  pick: (subnet: PlacedSubnet) => string,
): Record<string, string> {
  const values = [...vpcs].flatMap(([network, { subnets }]) =>
    subnets.map((subnet) => [subnetKey(network, subnet.tier, subnet.zone), pick(subnet)]),
  );
  return Object.fromEntries(values);
}
