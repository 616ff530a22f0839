import { VPC_QUOTAS } from "../../../../../aws/vpc-quotas.ts";
import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { allocatePublicAddress, publicDnsName } from "../../computed-values/ip-addresses.ts";
import { resolveString } from "../../computed-values/value-context.ts";
import {
  idOrName,
  isCreate,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";
import { ec2Resource } from "./ec2-resource.ts";

/** An Elastic IP address cannot be released while a resource uses it. */
const addressInUse: Constraint = {
  name: "address-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html",
  errorCodes: ["InvalidIPAddress.InUse"],
  types: ["aws_eip"],
  check(change, context) {
    if (!isDelete(change)) return [];
    const id = idOrName(change.before);
    const isUsed =
      resourcesInRegion(context, "aws_nat_gateway", "aws_eip_association").some(
        ({ values }) => values.allocation_id === id,
      ) ||
      resourcesInRegion(context, "aws_lb").some(({ values }) =>
        nestedBlocksOf(values, "subnet_mapping").some(({ allocation_id }) => allocation_id === id),
      );
    return violationIf(
      isUsed,
      "InvalidIPAddress.InUse",
      `The address with allocation id '${id}' cannot be released because it is locked to an attachment.`,
    );
  },
};

/** An account has at most five Elastic IP addresses in a region. */
const addressQuota: Constraint = {
  name: "address-quota",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
  errorCodes: ["AddressLimitExceeded"],
  types: ["aws_eip"],
  check(change, context) {
    const isFull =
      isCreate(change) && resourcesInRegion(context, "aws_eip").length >= VPC_QUOTAS.elasticAddresses;
    return violationIf(isFull, "AddressLimitExceeded", "The maximum number of addresses has been reached.");
  },
};

/** Elastic IP addresses. */
export const ec2NetworkElasticIpResources: ServiceResources = {
  types: {
    aws_eip: {
      values: {
        ...ec2Resource("eipalloc", "elastic-ip"),
        allocation_id: "{id}",
        domain: "vpc",
        vpc: true,
        instance: "",
        network_interface: "",
        private_ip: "",
        private_dns: "",
        association_id: "",
        carrier_ip: "",
        customer_owned_ip: "",
        ipam_pool_id: "",
        ptr_record: "",
        network_border_group: "{region}",
        public_ipv4_pool: "amazon",
        public_ip: (context) => allocatePublicAddress(context),
        public_dns: (context) => publicDnsName(resolveString(context, "public_ip"), context.region),
      },
    },
    aws_eip_association: {
      values: {
        id: "eipassoc-0{hex:16}",
        public_ip: (context) =>
          stringAttribute(
            findExistingResource(context.account, resolveString(context, "allocation_id"), "aws_eip")?.values,
            "public_ip",
          ) ?? "",
        allocation_id: (context) =>
          context.account
            .resources("aws_eip")
            .find((ip) => ip.values.public_ip === context.resolve("public_ip"))?.id ?? "",
        network_interface_id: "eni-0{hex:16/eni}",
        instance_id: "",
        private_ip_address: "",
      },
    },
  },
  constraints: [addressInUse, addressQuota],
};
