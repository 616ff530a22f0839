import type { ServiceSettings } from "../../language/workloads.ts";
import type { HealthCheckTarget, PortPlan } from "./port-plan.ts";

/**
 * One container of a task, as ECS's container definitions say it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential: true;
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly portMappings?: readonly {
    readonly containerPort: number;
    readonly hostPort: number;
    readonly protocol: PortPlan["protocol"];
  }[];
  readonly healthCheck?: {
    readonly command: readonly [string, string];
    /** In seconds, as the next two. */
    readonly interval: number;
    readonly timeout: number;
    readonly startPeriod: number;
    readonly retries: number;
  };
  readonly linuxParameters: {
    readonly initProcessEnabled: boolean;
    readonly capabilities: { readonly drop: readonly string[] };
  };
  readonly logConfiguration: {
    readonly logDriver: "awslogs";
    readonly options: Readonly<Record<string, string>>;
  };
}

/** What every container of a service has, the app's and the placeholder's alike. */
export interface ContainerProps {
  /** The container's name: load balancers send to it by this. */
  readonly name: string;
  /** The ports it listens on; none: nothing can be sent to it. */
  readonly ports: readonly PortPlan[];
  /** The check inside the container; undefined: none. */
  readonly healthCheck: ContainerHealthCheck | undefined;
  readonly logGroupName: string;
  readonly region: string;
}

/** How ECS asks a container whether it is well. */
export interface ContainerHealthCheck {
  readonly port: number;
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
}

/** Seconds that a container may take to start before failed checks count. */
const START_SECONDS = 60;
/** The longest that ECS waits for a container's answer. */
const MAX_TIMEOUT_SECONDS = 60;

/**
 * The check inside a service's container: its own path on its own port, else what its first load balancer asks;
 * as often as that. None where nobody names a path.
 */
export function containerHealthCheck(
  { port, healthCheckPath }: Pick<ServiceSettings, "port" | "healthCheckPath">,
  target: HealthCheckTarget | undefined,
): ContainerHealthCheck | undefined {
  const path = healthCheckPath ?? target?.path;
  const askedPort = healthCheckPath === undefined ? target?.port : port;
  if (askedPort === undefined || path === undefined) return undefined;
  return {
    port: askedPort,
    path,
    intervalSeconds: target?.check.intervalSeconds ?? 30,
    timeoutSeconds: Math.min(target?.check.timeoutSeconds ?? 5, MAX_TIMEOUT_SECONDS),
    retries: target?.check.retries ?? 3,
  };
}

/**
 * The app's own container. What it writes to its standard output goes to CloudWatch Logs line by line: one
 * JSON object on each line is what CloudWatch Logs Insights finds fields in.
 *
 * Its root file system stays writable: an image that writes beside its volumes would fail only at its first
 * deploy, and a mounted /tmp belongs to root, which breaks the images that do run as another user. What
 * Linux lets a web app do that it never needs is taken away instead.
 */
export function appContainer(
  props: ContainerProps & {
    readonly image: string;
    readonly environment: Readonly<Record<string, string>>;
    /** Where ECS finds each secret, by environment variable. */
    readonly secrets: Readonly<Record<string, string>>;
  },
): ContainerDefinition {
  return {
    ...commonDefinition(props, props.image),
    environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(props.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
  };
}

/** Small, public, for ARM64 and X86_64. https://gallery.ecr.aws/docker/library/busybox */
export const PLACEHOLDER_IMAGE = "public.ecr.aws/docker/library/busybox:1.37.0";

/**
 * What runs before the first image is pushed: a web server that answers the health check's path and `/`
 * with 200, so that load balancer, certificate and alarms can be proven. It knows no secret, since those
 * have no value yet. Its image comes from the internet: it starts where the service's tier has a way out.
 */
export function placeholderContainer(props: ContainerProps): ContainerDefinition {
  const ports = props.ports.map(({ port }) => port);
  const command = placeholderCommand(ports, props.healthCheck?.path ?? "/");
  return { ...commonDefinition(props, PLACEHOLDER_IMAGE), entryPoint: ["/bin/sh", "-c"], command: [command] };
}

function placeholderCommand([port, ...others]: readonly number[], path: string): string {
  // As the last command of its shell, sleep or httpd gets the signal that ends the task.
  if (port === undefined) return "exec sleep 2147483647";
  const file = `/tmp/www${path}${path.endsWith("/") ? "index.html" : ""}`;
  return [
    `mkdir -p /tmp/www '${file.slice(0, file.lastIndexOf("/"))}'`,
    `echo 'No image has been pushed yet.' | tee /tmp/www/index.html > '${file}'`,
    // Without -f it goes to the background.
    ...others.map((other) => `httpd -p ${other} -h /tmp/www`),
    `exec httpd -f -p ${port} -h /tmp/www`,
  ].join(" && ");
}

/** Capabilities of Docker's default set that a web app has no use for; those that drop a root user's rights stay. */
const DROPPED_CAPABILITIES = ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SETPCAP", "SYS_CHROOT"];

function commonDefinition(props: ContainerProps, image: string): ContainerDefinition {
  const { ports, healthCheck } = props;
  return {
    name: props.name,
    image,
    essential: true,
    ...(ports.length === 0
      ? {}
      : {
          portMappings: ports.map(({ port, protocol }) => ({
            containerPort: port,
            hostPort: port,
            protocol,
          })),
        }),
    ...(healthCheck === undefined ? {} : { healthCheck: healthCheckDefinition(healthCheck) }),
    // An init process hands signals on and buries what the app leaves behind.
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: DROPPED_CAPABILITIES } },
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": props.logGroupName,
        "awslogs-region": props.region,
        "awslogs-stream-prefix": props.name,
        // An app never waits for its logs: beyond this buffer they are lost instead.
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
}

function healthCheckDefinition(check: ContainerHealthCheck): NonNullable<ContainerDefinition["healthCheck"]> {
  return {
    command: ["CMD-SHELL", healthCheckCommand(check)],
    interval: check.intervalSeconds,
    timeout: check.timeoutSeconds,
    retries: check.retries,
    startPeriod: START_SECONDS,
  };
}

/**
 * Asks with whatever the image has: curl, wget, Python or Node.js. An image without a shell or any of these
 * needs one of them, or no check. wget gets no time limit of its own: busybox of Debian 12 crashes on -T. ECS
 * ends a check that takes too long.
 */
function healthCheckCommand({ port, path, timeoutSeconds }: ContainerHealthCheck): string {
  const url = `http://127.0.0.1:${port}${path}`;
  const seconds = Math.max(timeoutSeconds - 1, 1);
  return [
    `if command -v curl >/dev/null; then curl -fsS -m ${seconds} -o /dev/null '${url}'`,
    `elif command -v wget >/dev/null; then wget -q -O /dev/null '${url}'`,
    `elif command -v python3 >/dev/null; then python3 -c "import urllib.request as r; r.urlopen('${url}', timeout=${seconds})"`,
    `else node -e "fetch('${url}').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"`,
    "fi || exit 1",
  ].join("; ");
}
