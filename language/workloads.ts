import * as z from "zod";
import { deliverySchema } from "./ci.ts";
import { environmentField, environmentFileField, secretsField } from "./environment.ts";
import {
  flag,
  formatIssue,
  integer,
  list,
  logRetentionField,
  nameField,
  oneOf,
  patternText,
  portField,
  text,
  urlPathField,
  zoneField,
} from "./fields.ts";
import { publishSchema } from "./publishing.ts";
import { bucketAccessSchema } from "./stores.ts";

const common = {
  /** The network it is in. @default the only one */
  network: nameField.optional(),
  /** The tier of its subnets. */
  tier: nameField,
  /** The listening port. @default none: flows to it must name ports */
  port: portField.optional(),
  /** Its attachment to a load balancer. @default none */
  publish: publishSchema.optional(),
  /** Further attachments: to another listener, port or load balancer. @default none */
  publishAlso: list(publishSchema, "load balancer attachments").default([]),
  /** The buckets it may access. @default none */
  buckets: list(bucketAccessSchema, "bucket accesses").default([]),
};

const architecture = oneOf(["ARM64", "X86_64"]);

/** Step scaling on CPU. */
const stepScalingSchema = z.strictObject({
  /** Adds `addTasks` when CPU stays above `abovePercent` for `minutes`. */
  out: z.strictObject({
    /** Average CPU of the tasks, in percent. */
    abovePercent: integer(1, 100, "percent"),
    /** Consecutive minutes above it. */
    minutes: integer(1, 60, "minutes"),
    /** Tasks to add at once. */
    addTasks: integer(1, 100, "tasks"),
  }),
  /** Removes `removeTasks` when CPU stays below `belowPercent` for `minutes`. */
  in: z.strictObject({
    /** Average CPU of the tasks, in percent. */
    belowPercent: integer(1, 100, "percent"),
    /** Consecutive minutes below it. */
    minutes: integer(1, 60, "minutes"),
    /** Tasks to remove at once. */
    removeTasks: integer(1, 100, "tasks"),
  }),
});

/** The number of tasks, and its autoscaling. */
const serviceScalingSchema = z.strictObject({
  /** The fewest tasks. */
  min: integer(0, 5000, "tasks"),
  /** The most tasks. */
  max: integer(1, 5000, "tasks"),
  /** The target for average CPU. @default not tracked */
  cpuPercent: integer(1, 100, "percent").optional(),
  /** The target for average memory. @default not tracked */
  memoryPercent: integer(1, 100, "percent").optional(),
  /** Lets target tracking only add tasks; steps then remove them. @default false */
  scaleInDisabled: flag.default(false),
  /** @default none */
  steps: stepScalingSchema.optional(),
});

/** A container image: from this platform's registry, or external. */
const imageSchema = z.union(
  [
    z.strictObject({
      /** The registry store that CI pushes to. */
      registry: nameField,
      /**
       * The tag to run. Without one, a small placeholder passes the health check until the first
       * push.
       */
      tag: patternText(
        /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
        "an image tag",
        'use a tag such as "1.4.2"',
      ).optional(),
    }),
    z.strictObject({
      /** The image's registry, repository and tag or digest. */
      uri: patternText(
        /^[a-z0-9][\w.\-/:@]{2,511}$/,
        "an image URI",
        'write it as "public.ecr.aws/nginx/nginx:1.27"',
      ),
    }),
  ],
  { error: formatIssue("{ registry, tag } or { uri }", 'write { registry: "images" }') },
);

/** A field of a JSON log line, or a field of an object in it. */
const logField = patternText(
  /^[A-Za-z_]\w{0,63}(?:\.[A-Za-z_]\w{0,63}){0,3}$/,
  "a field of a JSON log line",
  'use a name such as "level" or "request.duration_ms"',
);

/** Metrics of a service that logs one JSON object per line. */
const logMetricsSchema = z.strictObject({
  /** The field with a line's level. @default level */
  levelField: logField.default("level"),
  /** The levels that count as errors, as the app writes them. @default error, fatal, critical */
  errorLevels: list(
    patternText(/^[\w-]{1,32}$/, "a level", 'use a level such as "error"'),
    "levels",
    1,
  ).default(["error", "fatal", "critical"]),
  /** The field with a request's duration in milliseconds. @default none: it is not read */
  durationField: logField.optional(),
});

/** A container service on ECS Fargate. */
export const serviceSchema = z.strictObject({
  kind: z.literal("service"),
  ...common,
  /** The ECS service's name. @default `<platform>-<environment>-<workload>` */
  name: patternText(
    /^[A-Za-z0-9][\w-]{0,254}$/,
    "an ECS service name",
    'use a name such as "web-service"',
  ).optional(),
  /** The task definition's family. @default `<platform>-<environment>-<workload>` */
  taskFamily: patternText(
    /^[A-Za-z0-9][\w-]{0,254}$/,
    "a task family name",
    'use a name such as "web-task"',
  ).optional(),
  /** The container image, for the service's architecture. */
  image: imageSchema,
  /** CPU units: 1024 is one vCPU. */
  cpuUnits: integer(256, 16_384, "CPU units"),
  /** Memory in MiB: a size that Fargate offers for the CPU units (`aws/fargate.ts`). */
  memoryMiB: integer(512, 122_880, "MiB"),
  /** @default ARM64 */
  architecture: architecture.default("ARM64"),
  /** The number of tasks at the first deployment. @default 1 */
  desired: integer(0, 5000, "tasks").default(1),
  /**
   * The percentage of tasks on Fargate Spot, which AWS may stop with two minutes' notice. @default
   * 0
   */
  spotPercent: integer(0, 100, "percent").default(0),
  /** The path of the health check inside the container. @default the load balancer's */
  healthCheckPath: urlPathField.optional(),
  /**
   * Seconds for a task to start, in which failed health checks do not count: the container's, at
   * most 300 of them, and the load balancer's. @default 60
   */
  startSeconds: integer(0, 3600, "seconds").default(60),
  /**
   * `rolling` with circuit breaker and rollback, or `blue-green` (AWS provider 6.4 or newer).
   * @default rolling
   */
  deployment: oneOf(["rolling", "blue-green"]).default("rolling"),
  /**
   * The owners of settings after the first deployment; Terraform ignores changes by other owners.
   */
  ownership: z
    .strictObject({
      /** The owner of the image: `terraform` (by `image.tag`) or `ci`. @default terraform */
      image: oneOf(["terraform", "ci"]).default("terraform"),
      /**
       * The owner of the number of tasks: `terraform` (by `desired`), `ci` or `autoscaler`.
       * @default autoscaler with scaling, else terraform
       */
      desiredCount: oneOf(["terraform", "ci", "autoscaler"]).optional(),
    })
    .prefault({}),
  /** @default none: `desired` tasks */
  scaling: serviceScalingSchema.optional(),
  /**
   * Plain environment variables. A `secretArn` also lets the app read that secret. @default none
   */
  environment: environmentField.default({}),
  /** Environment variables from Secrets Manager, read when a task starts. @default none */
  secrets: secretsField.default({}),
  /** Log retention in days. @default 90 */
  logRetentionDays: logRetentionField.default(90),
  /**
   * Metrics and alarms from its log, whose lines are JSON objects: errors, and durations. @default
   * none
   */
  logMetrics: logMetricsSchema.optional(),
  /**
   * A role for the pipeline of the application's repository, by GitHub's OIDC provider: see
   * `ci.github`. It pushes to the service's registry and updates this service. @default none
   */
  delivery: deliverySchema.optional(),
  /** Enables `aws ecs execute-command`. @default false */
  exec: flag.default(false),
});

/** The size of a server: an instance type, or requirements. */
const sizeSchema = z.union(
  [
    z.strictObject({
      /** An EC2 instance type. */
      instanceType: patternText(
        /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
        "an EC2 instance type",
        'use a type such as "t3.micro"',
      ),
    }),
    z.strictObject({ vcpus: integer(1, 192, "vCPUs"), memoryGiB: integer(1, 1536, "GiB") }),
    z.strictObject({ concurrentUsers: integer(1, 1_000_000, "concurrent users") }),
  ],
  {
    error: formatIssue(
      "{ instanceType }, { vcpus, memoryGiB } or { concurrentUsers }, the last at least 1",
      'write { instanceType: "t3.micro" }',
    ),
  },
);

const ec2Settings = {
  ...common,
  /** @default { instanceType: "t3.micro" } */
  size: sizeSchema.default({ instanceType: "t3.micro" }),
  /** @default X86_64 */
  architecture: architecture.default("X86_64"),
  /** The root disk. @default 8 */
  diskGiB: integer(8, 16_384, "GiB").default(8),
  /**
   * Plain environment variables of its programs, written to `/etc/drydock/environment` at first
   * boot: systemd's `EnvironmentFile` reads it, and so does the shell. A `secretArn` also lets the
   * server read that secret. @default none
   */
  environment: environmentFileField.default({}),
  /** Packages installed at first boot (Amazon Linux 2023). @default none */
  packages: list(
    patternText(/^[a-z0-9][\w.+-]{0,99}$/, "a package name", 'use a name such as "nginx"'),
    "package names",
  ).default([]),
  /** systemd units enabled and started after the packages. @default none */
  units: list(
    patternText(/^[a-z0-9][\w.@-]{0,99}$/, "a systemd unit name", 'use a name such as "nginx"'),
    "unit names",
  ).default([]),
  /**
   * Shell lines run at first boot, after the units. No secrets: user data can be read. @default
   * none
   */
  setup: list(text(4000, "a shell line"), "shell lines").default([]),
  /**
   * Ports that its programs open and that no line of `setup` has: of programs that are installed
   * later. A port behind a load balancer that nothing opens is a problem. @default none
   */
  opens: list(portField, "ports").default([]),
  /**
   * Databases whose credentials it may read from Secrets Manager; its tag `<database>-secret-arn`
   * holds each ARN. @default none
   */
  secrets: list(nameField, "database names").default([]),
  /** Metrics every minute instead of every five minutes, billed per metric. @default false */
  detailedMonitoring: flag.default(false),
};

/** An EBS volume beside a server's root disk, which outlives the server. */
const dataDiskSchema = z.strictObject({
  /** Its size; it may grow later. */
  sizeGiB: integer(1, 16_384, "GiB"),
  /** The folder that it is mounted on. @default "/data" */
  mountPath: patternText(
    /^(?:\/[a-z0-9][\w.-]*)+$/,
    "the path of a folder, of lower-case names",
    'use a path such as "/data"',
  ).default("/data"),
});

/** One EC2 server. */
export const serverSchema = z.strictObject({
  kind: z.literal("server"),
  ...ec2Settings,
  /** Its Availability Zone. @default the network's first */
  zone: zoneField.optional(),
  /** An Elastic IP (public tiers only). @default false */
  publicAddress: flag.default(false),
  /**
   * Marks its disk as holding irreplaceable data: a protected platform refuses to destroy it.
   * @default false
   */
  keepsData: flag.default(false),
  /**
   * A volume of its own for data: it stays when the server is replaced, and a protected platform
   * refuses to destroy it. Formatted at first boot, only if it is empty. @default none
   */
  dataDisk: dataDiskSchema.optional(),
});

/** EC2 servers from one launch template, in an Auto Scaling group. */
export const fleetSchema = z.strictObject({
  kind: z.literal("fleet"),
  ...ec2Settings,
  /** The fewest servers. */
  min: integer(0, 1000, "servers"),
  /** The most servers; above `min`, CPU decides. */
  max: integer(1, 1000, "servers"),
  /** @default min */
  desired: integer(0, 1000, "servers").optional(),
  /** The target for average CPU. @default 60 */
  cpuPercent: integer(1, 100, "percent").default(60),
});

/** A workload: a service, server or fleet. */
export const workloadSchema = z.discriminatedUnion("kind", [serviceSchema, serverSchema, fleetSchema], {
  error: formatIssue('a workload of kind "service", "server" or "fleet"', "choose one of these kinds"),
});

/** A container service with its defaults. */
export type ServiceSettings = z.output<typeof serviceSchema>;
/** A server with its defaults. */
export type ServerSettings = z.output<typeof serverSchema>;
/** A fleet with its defaults. */
export type FleetSettings = z.output<typeof fleetSchema>;
/** A server's data disk with its defaults. */
export type DataDiskSettings = z.output<typeof dataDiskSchema>;
/** A workload with its defaults. */
export type Workload = z.output<typeof workloadSchema>;
/** A health check with its defaults. */
/** Environment variables of a workload, with its defaults. */
/** A load balancer attachment with its defaults. */
