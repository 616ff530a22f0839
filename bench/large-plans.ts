import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Attributes = Readonly<Record<string, unknown>>;

/** A resource before and after a change, by a number that makes it unique in its stack. */
interface ChangedResource {
  readonly address: string;
  readonly before: Attributes;
  readonly after: Attributes;
}

const ACCOUNT = "123456789012";

/** The kinds of changes, in turn: rules, servers, permissions, stores and logs. */
const KINDS: readonly ((stack: string, n: number) => ChangedResource)[] = [
  (stack, n) => ({
    address: `aws_vpc_security_group_ingress_rule.rule_${n}`,
    before: rule(stack, n, "10.0.0.0/16"),
    after: rule(stack, n, "10.0.0.0/8"),
  }),
  (stack, n) => ({
    address: `aws_iam_role_policy.policy_${n}`,
    before: policy(stack, n, ["s3:GetObject"]),
    after: policy(stack, n, ["s3:GetObject", "s3:PutObject"]),
  }),
  (stack, n) => ({
    address: `aws_cloudwatch_log_group.logs_${n}`,
    before: logs(stack, n, 365),
    after: logs(stack, n, 30),
  }),
  (stack, n) => ({
    address: `aws_s3_bucket.bucket_${n}`,
    before: bucket(stack, n, {}),
    after: bucket(stack, n, { Owner: "team" }),
  }),
  (stack, n) => ({
    address: `aws_sqs_queue.queue_${n}`,
    before: queue(stack, n, 345_600),
    after: queue(stack, n, 60),
  }),
];

/**
 * Writes plans of some stacks, each with a network and some changed resources, as
 * `terraform show -json` prints them: `FOLDER/stack-1.json`, …
 */
export function writeLargePlans(folder: string, stacks: number, changes: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 1; index <= stacks; index++) {
    const stack = `stack-${index}`;
    const changed = Array.from({ length: changes }, (_, n) => KINDS[n % KINDS.length]?.(stack, n)).filter(
      (each) => each !== undefined,
    );
    writeFileSync(join(folder, `${stack}.json`), JSON.stringify(planJson(network(stack), changed)));
  }
}

function planJson(unchanged: readonly ChangedResource[], changed: readonly ChangedResource[]): object {
  const all = [...unchanged, ...changed];
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    prior_state: {
      format_version: "1.0",
      values: { root_module: { resources: all.map(({ address, before }) => resource(address, before)) } },
    },
    planned_values: { root_module: { resources: all.map(({ address, after }) => resource(address, after)) } },
    resource_changes: all.map((each) => ({
      ...identity(each.address),
      change: {
        actions: [each.before === each.after ? "no-op" : "update"],
        before: each.before,
        after: each.after,
        after_unknown: {},
      },
    })),
    configuration: {
      root_module: { resources: all.map(({ address }) => ({ ...identity(address), expressions: {} })) },
    },
  };
}

function identity(address: string): object {
  const [type, name] = address.split(".");
  return { address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/aws" };
}

function resource(address: string, values: Attributes): object {
  return { ...identity(address), values };
}

/** A VPC with two subnets and ten security groups, which do not change. */
function network(stack: string): ChangedResource[] {
  const vpc = `vpc-${stack}`;
  const arn = `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/${vpc}`;
  const same = (address: string, values: Attributes) => ({ address, before: values, after: values });
  return [
    same("aws_vpc.main", { id: vpc, arn, cidr_block: "10.0.0.0/16" }),
    ...[0, 1].map((n) =>
      same(`aws_subnet.s${n}`, {
        id: `subnet-${stack}-${n}`,
        vpc_id: vpc,
        cidr_block: `10.0.${n}.0/24`,
        availability_zone: n === 0 ? "us-east-1a" : "us-east-1b",
      }),
    ),
    ...Array.from({ length: 10 }, (_, n) =>
      same(`aws_security_group.g${n}`, {
        id: `sg-${stack}-${n}`,
        vpc_id: vpc,
        name: `g${n}`,
        ingress: [],
        egress: [],
      }),
    ),
  ];
}

function rule(stack: string, n: number, cidr: string): Attributes {
  const port = 1000 + n;
  return {
    id: `sgr-${stack}-${n}`,
    security_group_id: `sg-${stack}-${n % 10}`,
    cidr_ipv4: cidr,
    ip_protocol: "tcp",
    from_port: port,
    to_port: port,
  };
}

function policy(stack: string, n: number, actions: readonly string[]): Attributes {
  const Statement = [{ Effect: "Allow", Action: actions, Resource: `arn:aws:s3:::data-${n}/*` }];
  return {
    id: `${stack}-role-${n}:access`,
    name: "access",
    role: `${stack}-role-${n}`,
    policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  };
}

function logs(stack: string, n: number, days: number): Attributes {
  const name = `/${stack}/${n}`;
  return {
    id: name,
    name,
    arn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${name}`,
    retention_in_days: days,
  };
}

function bucket(stack: string, n: number, tags: Attributes): Attributes {
  const name = `${stack}-bucket-${n}`;
  return { id: name, bucket: name, arn: `arn:aws:s3:::${name}`, force_destroy: false, tags };
}

function queue(stack: string, n: number, seconds: number): Attributes {
  const name = `${stack}-queue-${n}`;
  return {
    id: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${name}`,
    name,
    arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`,
    message_retention_seconds: seconds,
  };
}
