import type { Resources } from "./network.ts";

/** A reference to a resource's ID: `id("aws_vpc.main")`. */
export function id(resource: string): string {
  return `\${${resource}.id}`;
}

/** An inline security group rule; by default all protocols from everywhere. */
export interface Rule {
  readonly protocol?: string;
  /** The first and last port; a single port if they are equal. */
  readonly ports?: number | readonly [number, number];
  readonly cidrs?: readonly string[];
  readonly cidrs6?: readonly string[];
  readonly groups?: readonly string[];
  readonly lists?: readonly string[];
  readonly self?: boolean;
}

/** A rule for all traffic, with any address. */
export const ANYTHING: Rule = { protocol: "-1", ports: 0, cidrs: ["0.0.0.0/0"], cidrs6: ["::/0"] };

function rule({ protocol = "tcp", ports = 0, cidrs, cidrs6, groups, lists, self }: Rule): object {
  const [from_port, to_port] = typeof ports === "number" ? [ports, ports] : ports;
  return {
    protocol,
    from_port,
    to_port,
    ...(cidrs && { cidr_blocks: cidrs }),
    ...(cidrs6 && { ipv6_cidr_blocks: cidrs6 }),
    ...(groups && { security_groups: groups.map((name) => id(`aws_security_group.${name}`)) }),
    ...(lists && { prefix_list_ids: lists }),
    ...(self !== undefined && { self }),
  };
}

/** A VPC. */
export function vpc(name: string, cidr_block: string, more: object = {}): Resources {
  return { aws_vpc: { [name]: { cidr_block, ...more } } };
}

/** A subnet. */
export function subnet(name: string, of: string, cidr_block: string, more: object = {}): Resources {
  return { aws_subnet: { [name]: { vpc_id: id(`aws_vpc.${of}`), cidr_block, ...more } } };
}

/** A security group; without rules it blocks everything. */
export function group(
  name: string,
  of: string,
  rules: { readonly ingress?: readonly Rule[]; readonly egress?: readonly Rule[] } = {},
): Resources {
  const { ingress, egress } = rules;
  const own = {
    name,
    vpc_id: id(`aws_vpc.${of}`),
    ...(ingress && { ingress: ingress.map(rule) }),
    ...(egress && { egress: egress.map(rule) }),
  };
  return { aws_security_group: { [name]: own } };
}

/** A security group that allows everything. */
export function openGroup(name: string, of: string): Resources {
  return group(name, of, { ingress: [ANYTHING], egress: [ANYTHING] });
}

/** An instance with a fixed address and some security groups. */
export function ec2Instance(
  name: string,
  inSubnet: string,
  private_ip: string,
  groups: readonly string[],
  more: object = {},
): Resources {
  return {
    aws_instance: {
      [name]: {
        subnet_id: id(`aws_subnet.${inSubnet}`),
        private_ip,
        ...(groups.length > 0 && {
          vpc_security_group_ids: groups.map((each) => id(`aws_security_group.${each}`)),
        }),
        ...more,
      },
    },
  };
}

/** A route table for some subnets. Its routes have a CIDR block and a target. */
export function routes(
  name: string,
  of: string,
  subnets: readonly string[],
  ...route: readonly object[]
): Resources {
  return {
    aws_route_table: { [name]: { vpc_id: id(`aws_vpc.${of}`), route } },
    aws_route_table_association: Object.fromEntries(
      subnets.map((each) => [
        `${name}_${each}`,
        { route_table_id: id(`aws_route_table.${name}`), subnet_id: id(`aws_subnet.${each}`) },
      ]),
    ),
  };
}

/** An attached internet gateway. */
export function gateway(name: string, of: string): Resources {
  return { aws_internet_gateway: { [name]: { vpc_id: id(`aws_vpc.${of}`) } } };
}

/** An entry of a network ACL: `entry(100, "allow", "tcp", "10.0.0.0/16", 443)`. */
export function entry(
  rule_no: number,
  action: "allow" | "deny",
  protocol: string,
  block: string,
  ports: number | readonly [number, number] = 0,
  more: object = {},
): object {
  const [from_port, to_port] = typeof ports === "number" ? [ports, ports] : ports;
  const family = block.includes(":") ? { ipv6_cidr_block: block } : { cidr_block: block };
  return { rule_no, action, protocol, from_port, to_port, ...family, ...more };
}

/** A network ACL of some subnets. */
export function acl(
  name: string,
  of: string,
  subnets: readonly string[],
  ingress: readonly object[],
  egress: readonly object[],
): Resources {
  const subnet_ids = subnets.map((each) => id(`aws_subnet.${each}`));
  return { aws_network_acl: { [name]: { vpc_id: id(`aws_vpc.${of}`), subnet_ids, ingress, egress } } };
}

/**
 * A load balancer `lb` in both subnets of `MAIN`, its listener, and a target group with the
 * instance `app`.
 */
export function balancer(kind: "application" | "network", more: object = {}, target: object = {}): Resources {
  const isApplication = kind === "application";
  return {
    aws_lb: {
      lb: {
        load_balancer_type: kind,
        subnets: [id("aws_subnet.a"), id("aws_subnet.b")],
        ...more,
      },
    },
    aws_lb_listener: {
      front: {
        load_balancer_arn: "${aws_lb.lb.arn}",
        port: 443,
        protocol: isApplication ? "HTTPS" : "TCP",
        ...(isApplication && { certificate_arn: "arn:aws:acm:us-east-1:111122223333:certificate/a" }),
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.app.arn}" }],
      },
    },
    aws_lb_target_group: {
      app: { vpc_id: id("aws_vpc.main"), port: 8000, protocol: isApplication ? "HTTP" : "TCP", ...target },
    },
    aws_lb_target_group_attachment: {
      app: { target_group_arn: "${aws_lb_target_group.app.arn}", target_id: id("aws_instance.app") },
    },
  };
}

/**
 * VPC `main` (10.0.0.0/16), subnets `a` (10.0.1.0/24) and `b` (10.0.2.0/24), an open group `open`.
 */
export const MAIN: readonly Resources[] = [
  vpc("main", "10.0.0.0/16"),
  subnet("a", "main", "10.0.1.0/24", { availability_zone: "us-east-1a" }),
  subnet("b", "main", "10.0.2.0/24", { availability_zone: "us-east-1b" }),
  openGroup("open", "main"),
];
