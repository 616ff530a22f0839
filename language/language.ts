/** The platform language: the only import that a platform file needs. */
import type * as z from "zod";
import type { bucketSchema, postgresSchema, redisSchema, registrySchema } from "./stores.ts";
import type { fleetSchema, serverSchema, serviceSchema } from "./workloads.ts";

export { Cidr } from "../aws/cidr.ts";
export { AMAZON_DNS_ADDRESS, INSTANCE_METADATA_ADDRESS } from "../aws/special-ranges.ts";
export { flow, icmp, scenario, tcp, udp, whereReachable } from "./flows.ts";
export { platform } from "./platform.ts";

type Body<T extends z.ZodType> = Omit<z.input<T>, "kind">;

/** A container service on ECS Fargate. */
export function service(body: Body<typeof serviceSchema>) {
  return { kind: "service" as const, ...body };
}

/** One EC2 server. */
export function server(body: Body<typeof serverSchema>) {
  return { kind: "server" as const, ...body };
}

/** EC2 servers from one launch template, in an Auto Scaling group. */
export function fleet(body: Body<typeof fleetSchema>) {
  return { kind: "fleet" as const, ...body };
}

/** A PostgreSQL database on RDS. */
export function postgres(body: Body<typeof postgresSchema>) {
  return { kind: "postgres" as const, ...body };
}

/** A Redis cache on ElastiCache. */
export function redis(body: Body<typeof redisSchema>) {
  return { kind: "redis" as const, ...body };
}

/** An S3 bucket. */
export function bucket(body: Body<typeof bucketSchema> = {}) {
  return { kind: "bucket" as const, ...body };
}

/** An ECR image registry. */
export function registry(body: Body<typeof registrySchema> = {}) {
  return { kind: "registry" as const, ...body };
}

/** A Secrets Manager secret for one value. */
export function secret(description: string, name?: string) {
  return name === undefined
    ? { kind: "secret" as const, description }
    : { kind: "secret" as const, description, name };
}
