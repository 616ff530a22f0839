import { serviceOfType } from "../../../aws/services.ts";
/** The AWS SDK's and the provider's names of a resource type, as their errors use them. */
export interface ResourceTypeLabel {
  /** The SDK's service ID: `Elastic Load Balancing v2`. */
  readonly sdkServiceId: string;
  /** The provider's name of the resource: `ELBv2 Load Balancer`. */
  readonly displayName: string;
}

/** Words with irregular capitalization. */
const SPELLINGS: Readonly<Record<string, string>> = {
  acl: "ACL",
  db: "DB",
  dhcp: "DHCP",
  ebs: "EBS",
  eip: "EIP",
  elb: "Load Balancer",
  iam: "IAM",
  id: "ID",
  ipv4: "IPv4",
  ipv6: "IPv6",
  lb: "Load Balancer",
  nat: "NAT",
  vpc: "VPC",
  vpn: "VPN",
};

/** Prefixes of a service that are part of the resource's name: `Load Balancer Target Group`. */
const LABELLED_PREFIXES = new Set(["cloudtrail", "elb", "lb", "load_balancer"]);

/** Returns `EC2` and `EC2 Subnet` for `aws_subnet`. */
export function resourceTypeLabel(type: string): ResourceTypeLabel {
  const { name, sdkId, prefix, resource } = serviceOfType(type);
  const isPartOfName = name === undefined || LABELLED_PREFIXES.has(prefix);
  const words = [...(isPartOfName ? prefix.split("_") : []), ...resource.split("_")].filter(Boolean);
  const text = words.map(spellWord).join(" ");
  return {
    sdkServiceId: sdkId ?? name ?? spellWord(prefix),
    displayName: name === undefined ? text : `${name} ${text}`,
  };
}

function spellWord(word: string): string {
  return SPELLINGS[word] ?? word.charAt(0).toUpperCase() + word.slice(1);
}
