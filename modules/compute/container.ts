import { compact } from "../../language/compact.ts";
import type { ServiceSettings } from "../../language/workloads.ts";
import type { HealthCheckTarget, PortPlan } from "./port-plan.ts";

/**
 * A container definition of an ECS task.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export interface ContainerDefinition {
  /** The container's name, unique in its task; target-group attachments refer to it. */
  readonly name: string;
  /** The image with its tag: `public.ecr.aws/docker/library/busybox:1.37.0`. */
  readonly image: string;
  /** Stops the task when this container stops. */
  readonly essential: true;
  /** Replaces the image's entry point. @default none: the image's */
  readonly entryPoint?: readonly string[];
  /** Replaces the image's command. @default none: the image's */
  readonly command?: readonly string[];
  /** Plain environment variables. @default none */
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  /** Environment variables that ECS reads from Secrets Manager at start. @default none */
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  /** The ports that the container listens on. @default none */
  readonly portMappings?: readonly {
    /** The port in the container, 1 to 65,535. */
    readonly containerPort: number;
    /** The port of the task's network interface: with network mode `awsvpc`, the container's. */
    readonly hostPort: number;
    /** The transport protocol. */
    readonly protocol: PortPlan["protocol"];
  }[];
  /** A command that ECS runs in the container. @default none: ECS does not check it */
  readonly healthCheck?: {
    /** `CMD-SHELL` and the shell command; exit code 0 means healthy. */
    readonly command: readonly [string, string];
    /** In seconds, like the next two. */
    readonly interval: number;
    /** Seconds until a check without result fails. */
    readonly timeout: number;
    /** Seconds after the start in which failed checks do not count. */
    readonly startPeriod: number;
    /** Consecutive failed checks until the container is unhealthy. */
    readonly retries: number;
  };
  /** Its init process and Linux capabilities. */
  readonly linuxParameters: {
    /** Runs an init process that forwards signals and reaps orphaned processes. */
    readonly initProcessEnabled: boolean;
    /** Capabilities removed from Docker's default set. */
    readonly capabilities: { readonly drop: readonly string[] };
  };
  /** The log driver and its options. */
  readonly logConfiguration: {
    /** Writes to CloudWatch Logs. */
    readonly logDriver: "awslogs";
    /**
     * Options of the driver: group, region, stream prefix, buffer.
     * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
     */
    readonly options: Readonly<Record<string, string>>;
  };
}

/** Settings that the app container and the placeholder share. */
export interface ContainerProps {
  /** The container's name, which load balancer targets refer to. */
  readonly name: string;
  /** The container ports; may be empty. */
  readonly ports: readonly PortPlan[];
  /** The container health check; undefined: none. */
  readonly healthCheck: ContainerHealthCheck | undefined;
  /** The CloudWatch log group that it writes to: `/cybershield-prod/app`. */
  readonly logGroupName: string;
  /** The region of the log group. */
  readonly region: string;
}

/** A container health check. */
export interface ContainerHealthCheck {
  /** The protocol of the request; over HTTPS any certificate is accepted. */
  readonly protocol: "http" | "https";
  /** The container port that the check requests. */
  readonly port: number;
  /** The requested path, starting with `/`. */
  readonly path: string;
  /** Seconds between two checks. */
  readonly intervalSeconds: number;
  /** Seconds until a check without response fails: at most 60. */
  readonly timeoutSeconds: number;
  /** Consecutive failed checks until ECS replaces the task. */
  readonly retries: number;
  /** Seconds after the start in which failed checks do not count: at most 300. */
  readonly startSeconds: number;
}

/** The longest start period of an ECS health check in seconds. */
const MAX_START_SECONDS = 300;
/** The maximum timeout of an ECS health check in seconds. */
const MAX_TIMEOUT_SECONDS = 60;

/**
 * The health check of a service's container: its own path and port, else those of its first load
 * balancer, at the same interval. Undefined if neither has a path.
 */
export function containerHealthCheck(
  { port, healthCheckPath, startSeconds }: Pick<ServiceSettings, "port" | "healthCheckPath" | "startSeconds">,
  target: HealthCheckTarget | undefined,
): ContainerHealthCheck | undefined {
  const path = healthCheckPath ?? target?.path;
  const askedPort = healthCheckPath === undefined ? target?.port : port;
  if (askedPort === undefined || path === undefined) return undefined;
  return {
    // The app speaks TLS on the port that a load balancer calls over HTTPS.
    protocol: target?.isTls === true && target.port === askedPort ? "https" : "http",
    port: askedPort,
    path,
    intervalSeconds: target?.check.intervalSeconds ?? 30,
    timeoutSeconds: Math.min(target?.check.timeoutSeconds ?? 5, MAX_TIMEOUT_SECONDS),
    retries: target?.check.retries ?? 3,
    startSeconds: Math.min(startSeconds, MAX_START_SECONDS),
  };
}

/**
 * The app container. It logs to CloudWatch Logs line by line; Logs Insights finds fields in lines
 * that are JSON objects.
 *
 * The root file system stays writable: images that write outside their volumes would fail on their
 * first deployment, and a mounted /tmp belongs to root, which breaks non-root images. Unneeded
 * Linux capabilities are dropped instead.
 */
export function appContainer(
  props: ContainerProps & {
    readonly image: string;
    readonly environment: Readonly<Record<string, string>>;
    /** Secret references by environment variable. */
    readonly secrets: Readonly<Record<string, string>>;
  },
): ContainerDefinition {
  return {
    ...commonDefinition(props, props.image),
    environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(props.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
  };
}

/**
 * A small public image for ARM64 and X86_64.
 * https://gallery.ecr.aws/docker/library/busybox
 */
const PLACEHOLDER_IMAGE = "public.ecr.aws/docker/library/busybox:1.37.0";

/**
 * The placeholder container that runs until the first image is pushed: a web server that returns
 * 200 for `/` and the health check path, so that load balancer, certificate and alarms can be
 * verified. It gets no secrets, which have no values yet. Its image comes from the internet, so the
 * tier needs outbound access.
 */
export function placeholderContainer(props: ContainerProps): ContainerDefinition {
  const ports = props.ports.map(({ port }) => port);
  const command = placeholderCommand(ports, props.healthCheck?.path ?? "/");
  return { ...commonDefinition(props, PLACEHOLDER_IMAGE), entryPoint: ["/bin/sh", "-c"], command: [command] };
}

function placeholderCommand([port, ...others]: readonly number[], path: string): string {
  // As the shell's last command, sleep or httpd receives the signal that stops the task.
  if (port === undefined) return "exec sleep 2147483647";
  const file = `/tmp/www${path}${path.endsWith("/") ? "index.html" : ""}`;
  return [
    `mkdir -p /tmp/www '${file.slice(0, file.lastIndexOf("/"))}'`,
    `echo 'No image has been pushed yet.' | tee /tmp/www/index.html > '${file}'`,
    // Without -f it would run in the background.
    ...others.map((other) => `httpd -p ${other} -h /tmp/www`),
    `exec httpd -f -p ${port} -h /tmp/www`,
  ].join(" && ");
}

/**
 * Capabilities of Docker's default set that web apps do not need; those for dropping root remain.
 */
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
    ...compact({ healthCheck: healthCheckDefinition(healthCheck) }),
    // An init process forwards signals and reaps orphaned processes.
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: DROPPED_CAPABILITIES } },
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": props.logGroupName,
        "awslogs-region": props.region,
        "awslogs-stream-prefix": props.name,
        // The app never blocks on logging: beyond this buffer, log lines are dropped.
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
}

function healthCheckDefinition(
  check: ContainerHealthCheck | undefined,
): ContainerDefinition["healthCheck"] | undefined {
  if (check === undefined) return undefined;
  return {
    command: ["CMD-SHELL", healthCheckCommand(check)],
    interval: check.intervalSeconds,
    timeout: check.timeoutSeconds,
    retries: check.retries,
    startPeriod: check.startSeconds,
  };
}

/**
 * Checks with a client that the image has: curl, wget, Python or Node.js. An image without a shell
 * and one of these needs one, or no check. wget gets no timeout of its own, because busybox of
 * Debian 12 crashes on -T; ECS stops checks that take too long.
 */
function healthCheckCommand({ protocol, port, path, timeoutSeconds }: ContainerHealthCheck): string {
  const url = `${protocol}://127.0.0.1:${port}${path}`;
  const seconds = Math.max(timeoutSeconds - 1, 1);
  const options = CLIENT_OPTIONS[protocol];
  return [
    `if command -v curl >/dev/null; then curl ${options.curl}-fsS -m ${seconds} -o /dev/null '${url}'`,
    `elif command -v wget >/dev/null; then wget ${options.wget}-q -O /dev/null '${url}'`,
    `elif command -v python3 >/dev/null; then python3 -c "import ${options.pythonImports}urllib.request as r; r.urlopen('${url}', timeout=${seconds}${options.pythonContext})"`,
    `else ${options.node}node -e "fetch('${url}').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"`,
    "fi || exit 1",
  ].join("; ");
}

/** Options that make the clients of a health check accept any certificate, as load balancers do. */
const CLIENT_OPTIONS = {
  http: { curl: "", wget: "", pythonImports: "", pythonContext: "", node: "" },
  https: {
    curl: "-k ",
    wget: "--no-check-certificate ",
    pythonImports: "ssl, ",
    pythonContext: ", context=ssl._create_unverified_context()",
    node: "NODE_TLS_REJECT_UNAUTHORIZED=0 ",
  },
} as const;
