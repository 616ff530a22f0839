import type { TerraformFolder, TerraformResource, Values } from "../kernel/terraform-folder.ts";
import type { TinyHost, TinyNetwork } from "../kernel/tiny-network.ts";

/** A server to boot, from its synthesized resource. */
export interface MachinePlan {
  /** Its Name tag: `cqube-prod-nginx`; for further servers of a fleet with a number, `…#1`. */
  readonly name: string;
  /** Its host in the network: the resource's address, with a number after the first. */
  readonly host: string;
  /** The address of the resource: an instance or an Auto Scaling group. */
  readonly resource: string;
  /** The user data as EC2 gives it to the server; undefined if there is none. */
  readonly userData: string | undefined;
  /** Tags that the instance metadata service exposes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Plans the servers of a platform: standalone ones and one for each host of a fleet. */
export function planMachines(folder: TerraformFolder, network: TinyNetwork): MachinePlan[] {
  return network.hosts.flatMap((host) => {
    const [address, number] = host.name.split("#");
    const resource = folder.at(address);
    const launched = launchOf(folder, resource);
    if (launched === undefined) return [];
    const { name, userData, tags } = launched;
    return [
      {
        name: number === undefined ? name : `${name}#${number}`,
        host: host.name,
        resource: resource.address,
        userData: userData === undefined ? undefined : evaluate(folder, network, stackOf(resource), userData),
        tags: Object.fromEntries(
          Object.entries(tags).map(([key, value]) => [
            key,
            evaluate(folder, network, stackOf(resource), String(value)),
          ]),
        ),
      },
    ];
  });
}

interface Launch {
  readonly name: string;
  readonly userData: string | undefined;
  readonly tags: Values;
}

function launchOf(folder: TerraformFolder, { type, values }: TerraformResource): Launch | undefined {
  if (type === "aws_instance") {
    const tags = (values.tags ?? {}) as Values;
    return { name: String(tags.Name), userData: values.user_data as string | undefined, tags };
  }
  if (type !== "aws_autoscaling_group") return undefined;
  const template = folder.at((values.launch_template as Values).id).values;
  const instanceTags = ((template.tag_specifications ?? []) as Values[]).find(
    ({ resource_type }) => resource_type === "instance",
  )?.tags;
  return {
    name: String(values.name),
    userData: decoded(template.user_data),
    tags: (instanceTags ?? {}) as Values,
  };
}

/** A launch template's user data: base64, written or as an expression of the text. */
function decoded(written: unknown): string | undefined {
  if (typeof written !== "string") return undefined;
  const expression = /^\$\{base64encode\("([\s\S]*)"\)\}$/.exec(written)?.[1];
  // Quotes inside references are not escaped, so that the text is no JSON.
  if (expression !== undefined)
    return expression.replace(/\\(.)/gs, (_, sign: string) =>
      sign === "n" ? "\n" : sign === "r" ? "\r" : sign,
    );
  // Not a template any more: escapes it, so that it can be evaluated as one.
  return Buffer.from(written, "base64")
    .toString("utf8")
    .replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

function stackOf({ address }: TerraformResource): string {
  return address.split("/")[0]!;
}

/** Evaluates a template: texts of buckets, servers, databases and secrets, and escapes. */
function evaluate(folder: TerraformFolder, network: TinyNetwork, stack: string, text: string): string {
  return text.replace(/\$\$\{|%%\{|\$\{([^{}]*)\}/g, (found, expression: string | undefined) =>
    expression === undefined
      ? found.slice(1)
      : attributeText(folder, network, folder.evaluate(expression, stack), expression),
  );
}

/** @throws Error for an expression that is not translated. */
function attributeText(
  folder: TerraformFolder,
  network: TinyNetwork,
  value: unknown,
  expression: string,
): string {
  const resource = folder.resources.find(({ address }) => address === value);
  if (resource === undefined) {
    if (typeof value === "string" && !value.includes("/")) return value;
    throw new Error(`\${${expression}} is not translated`);
  }
  const { type, address, values } = resource;
  if (type.startsWith("aws_s3_bucket"))
    return type === "aws_s3_bucket"
      ? String(values.bucket)
      : attributeText(folder, network, values.bucket, expression);
  if (type === "aws_instance" && expression.endsWith("private_ip"))
    return hostsOf(network, address)[0]!.addresses[0]!;
  if (type === "aws_db_instance" && /secret/.test(JSON.stringify(value) + expression))
    return `${secretOf(resource)}`;
  if (type === "aws_db_instance" || type === "aws_elasticache_replication_group" || type === "aws_lb")
    return serviceName(resource);
  throw new Error(`\${${expression}} is not translated`);
}

/** The ARN of the secret that RDS keeps for a database. */
function secretOf({ values }: TerraformResource): string {
  return `arn:aws:secretsmanager:test:secret:${String(values.identifier)}`;
}

/** The DNS name that AWS would give to a database, cache or load balancer. */
function serviceName({ type, values }: TerraformResource): string {
  const own = values.identifier ?? values.replication_group_id ?? values.name;
  return `${String(own)}.${type.replaceAll("_", "-")}.amazonaws.com`.toLowerCase();
}

function hostsOf(network: TinyNetwork, address: string): TinyHost[] {
  return network.hosts.filter(({ name }) => name.split("#")[0] === address);
}

const NAMED_SERVICES = ["aws_db_instance", "aws_elasticache_replication_group", "aws_lb"];

/** The addresses of each name that a platform's servers can resolve: private zones, AWS's names. */
export function planNames(folder: TerraformFolder, network: TinyNetwork): Record<string, string[]> {
  const addressesOf = (address: string) =>
    hostsOf(network, address).flatMap(({ addresses }) => addresses[0]!);
  const services = folder
    .ofType(...NAMED_SERVICES)
    .map((resource) => [serviceName(resource), addressesOf(resource.address)] as const);
  const known = new Map<string, string[]>(services);
  const targets = (value: unknown): string[] => {
    if (typeof value !== "string") return [];
    if (/^[\d.]+$/.test(value)) return [value];
    return known.get(value.replace(/\.$/, "")) ?? addressesOf(value);
  };
  for (const { values } of folder.ofType("aws_route53_record")) {
    const alias = [values.alias ?? []].flat() as Values[];
    const written = [...((values.records ?? []) as unknown[]), ...alias.map(({ name }) => name)];
    const found = written.flatMap(targets);
    if (found.length > 0) known.set(String(values.name).toLowerCase(), found);
  }
  return Object.fromEntries(known);
}
