import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicNumber } from "../../computed-values/deterministic-values.ts";
import { arnTemplate, type ValueContext } from "../../computed-values/value-context.ts";
import {
  idOrName,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import {
  describeQuery,
  findMatchingResources,
  multipleResultsError,
} from "../../data-sources/matching-resources.ts";
import type { Constraint, SimulatedResource } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** Four name servers in Route 53's format, in four top-level domains. */
function nameServers(context: ValueContext): string[] {
  const start = deterministicNumber(`${context.seed}/ns`, 512);
  return ["org", "co.uk", "com", "net"]
    .map((domain, index) => {
      const number = [1024, 1536, 0, 512][index] ?? 0;
      return `ns-${number + ((start + index * 37) % 512)}.awsdns-${String(deterministicNumber(`${context.seed}/ns/${domain}`, 64)).padStart(2, "0")}.${domain}`;
    })
    .sort();
}

/** Reads a hosted zone; a private one only on request. */
const readHostedZone: DataSourceHandler = (config, context) => {
  const isPrivate = ({ values }: SimulatedResource) => Array.isArray(values.vpc) && values.vpc.length > 0;
  const { vpc_id: vpc, ...rest } = config;
  const wantsPrivate = config.private_zone === true || typeof vpc === "string";
  const matches = findMatchingResources("aws_route53_zone", rest, context).filter(
    (zone) => isPrivate(zone) === wantsPrivate || stringAttribute(config, "zone_id") !== undefined,
  );
  const [zone] = matches;
  if (zone === undefined) return { notFound: describeQuery(config) };
  if (matches.length > 1) return multipleResultsError("aws_route53_zone", matches.length);
  const count = context.account
    .resources("aws_route53_record")
    .filter((record) => record.values.zone_id === zone.id).length;
  return {
    resource: zone,
    overrides: {
      resource_record_set_count: count + 2,
      name: String(zone.values.name).replace(/\.$/, ""),
    },
  };
};

/** A hosted zone cannot be deleted while it has records, unless `force_destroy` is set. */
const zoneInUse: Constraint = {
  name: "zone-in-use",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html",
  errorCodes: ["HostedZoneNotEmpty"],
  types: ["aws_route53_zone"],
  check(change, context) {
    if (!isDelete(change) || change.before.force_destroy === true) return [];
    const id = idOrName(change.before);
    const hasRecords = resourcesInRegion(context, "aws_route53_record").some(
      ({ values }) => values.zone_id === id,
    );
    return violationIf(
      hasRecords,
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  },
};

/** Hosted zones. */
export const route53ZoneResources: ServiceResources = {
  types: {
    aws_route53_zone: {
      values: {
        id: "{zone_id}",
        zone_id: "Z{upper:20}",
        arn: arnTemplate("route53:::hostedzone/{zone_id}"),
        name_servers: (context) => nameServers(context),
        primary_name_server: (context) => nameServers(context)[0] ?? "",
      },
      notFound: {
        code: "NoSuchHostedZone",
        message: "No hosted zone found with ID: {}",
        operation: "ListHostedZones",
      },
      readDataSource: readHostedZone,
    },
    aws_route53_zone_association: {
      values: {
        id: "{zone_id}:{vpc_id}",
        owning_account: "{account}",
        vpc_region: "{region}",
      },
    },
    aws_route53_vpc_association_authorization: {
      values: { id: "{zone_id}:{vpc_id}", vpc_region: "{region}" },
    },
    aws_route53_delegation_set: {
      values: {
        id: "N{upper:20}",
        name_servers: (context) => nameServers(context),
        arn: arnTemplate("route53:::delegationset/{id}"),
      },
    },
  },
  constraints: [zoneInUse],
};
