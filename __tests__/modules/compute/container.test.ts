import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import {
  appContainer,
  type ContainerProps,
  containerHealthCheck,
  placeholderContainer,
} from "../../../modules/compute/container.ts";
import { planHealthCheckTarget } from "../../../modules/compute/port-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

function props(port: number | undefined): ContainerProps {
  return {
    name: "app",
    ports: port === undefined ? [] : [{ port, protocol: "tcp" }],
    healthCheck:
      port === undefined
        ? undefined
        : {
            protocol: "http",
            port,
            path: "/health",
            intervalSeconds: 30,
            timeoutSeconds: 5,
            retries: 3,
            startSeconds: 60,
          },
    logGroupName: "/shop/app",
    region: "us-east-1",
  };
}

/** The health check command that ECS runs in the container's shell. */
function healthCommand(port: number, protocol: "http" | "https" = "http"): string {
  const healthCheck = { ...props(port).healthCheck!, protocol };
  const [kind, command] = placeholderContainer({ ...props(port), healthCheck }).healthCheck!.command;
  expect(kind).toBe("CMD-SHELL");
  return command;
}

describe("the container's health check", () => {
  const folder = folderOfEachTest();

  /** The exit code of a command in an image that contains only the added programs. */
  async function exitCode(command: string): Promise<number | undefined> {
    const { exitCode } = await execa("/bin/sh", ["-c", command], {
      env: { PATH: folder.path },
      extendEnv: false,
      reject: false,
    });
    return exitCode;
  }

  function addProgram(name: string, body: string): void {
    const file = join(folder.path, name);
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
  }

  it.each(["curl", "wget", "python3", "node"])(
    "uses %s in an image that contains only that program",
    async (name) => {
      addProgram(
        name,
        `for last in "$@"; do :; done; case "$last" in *http://127.0.0.1:8000/health*) exit 0;; esac; exit 9`,
      );
      expect(await exitCode(healthCommand(8000))).toBe(0);
      addProgram(name, "exit 7");
      expect(await exitCode(healthCommand(8000))).toBe(1);
    },
  );

  it("sends one request: curl takes precedence over wget", async () => {
    addProgram("curl", "exit 0");
    addProgram("wget", "exit 1");
    expect(await exitCode(healthCommand(8000))).toBe(0);
  });

  it("fails in an image without any of the programs", async () => {
    expect(await exitCode(healthCommand(8000))).toBe(1);
  });

  it("sets the programs' timeout one second below ECS's timeout, but at least one second", () => {
    const limits = (timeoutSeconds: number) => {
      const healthCheck = { ...props(8000).healthCheck!, timeoutSeconds };
      const command = placeholderContainer({ ...props(8000), healthCheck }).healthCheck!.command[1];
      return [...command.matchAll(/-m (\d+)|timeout=(\d+)/g)].map((found) => found[1] ?? found[2]);
    };
    expect(limits(5)).toEqual(["4", "4"]);
    expect(limits(1)).toEqual(["1", "1"]);
  });

  it("passes on status 200, and fails on status 503 and without a server", async () => {
    symlinkSync(process.execPath, join(folder.path, "node"));
    let status = 200;
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/health" ? status : 404).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const command = healthCommand((server.address() as AddressInfo).port);
    expect(await exitCode(command)).toBe(0);
    status = 503;
    expect(await exitCode(command)).toBe(1);
    await new Promise((done) => server.close(done));
    expect(await exitCode(command)).toBe(1);
  });
});

describe("the container's health check over HTTPS", () => {
  it.each([
    ["curl", ["-k", "https://127.0.0.1:8443/health"]],
    ["wget", ["--no-check-certificate", "https://127.0.0.1:8443/health"]],
    ["python3", ["ssl, urllib.request", "context=ssl._create_unverified_context()"]],
    ["NODE_TLS_REJECT_UNAUTHORIZED=0 node", ["https://127.0.0.1:8443/health"]],
  ])("CyberShield: TLS: accepts the task's own certificate: %s", (program, parts) => {
    const line = healthCommand(8443, "https")
      .split("; ")
      .map((text) => text.replace(/^(if|elif|else) (command -v \w+ >\/dev\/null)?/, "$2"));
    const text = line.join("; ");
    const start = text.indexOf(`${program} `);
    expect(start).toBeGreaterThanOrEqual(0);
    for (const part of parts) expect(text.slice(start)).toContain(part);
    expect(text).not.toContain("http://");
  });
});

describe("containerHealthCheck", () => {
  const check = { path: "/health", intervalSeconds: 30, timeoutSeconds: 5, retries: 3 };
  const target = { port: 8000, isTls: false, path: "/health", check };
  const start = { startSeconds: 60 };

  it("CyberShield: service: checks /health every 30 s with 3 retries", () => {
    const platform = cybershieldIn("prod");
    const service = platform.workloads.app!;
    if (service.kind !== "service") expect.unreachable("app is a service");
    expect(containerHealthCheck(service, planHealthCheckTarget(platform, "app"))).toEqual({
      protocol: "http",
      port: 8000,
      ...check,
      startSeconds: 120,
    });
  });

  it("returns undefined for a container without a port or a path", () => {
    expect(containerHealthCheck({ ...start, healthCheckPath: "/health" }, undefined)).toBeUndefined();
    expect(containerHealthCheck({ ...start, port: 8000 }, undefined)).toBeUndefined();
    // Behind a load balancer whose health check only opens a TCP connection.
    expect(containerHealthCheck({ ...start, port: 8000 }, { ...target, path: undefined })).toBeUndefined();
  });

  it("uses the load balancer's health check port; with healthCheckPath, the service's own port", () => {
    expect(containerHealthCheck({ ...start, port: 80 }, target)).toMatchObject({
      port: 8000,
      path: "/health",
    });
    expect(containerHealthCheck({ ...start, port: 80, healthCheckPath: "/ready" }, target)).toMatchObject({
      port: 80,
      path: "/ready",
    });
  });

  it("takes interval, timeout and retries from the load balancer, also with healthCheckPath", () => {
    const often = { ...check, intervalSeconds: 15, timeoutSeconds: 4, retries: 6 };
    const own = containerHealthCheck(
      { ...start, port: 8000, healthCheckPath: "/ready" },
      { ...target, check: often },
    );
    expect(own).toEqual({ ...often, ...start, protocol: "http", port: 8000, path: "/ready" });
  });

  it("checks an unpublished service every 30 s, with 3 retries and a timeout of 5 s", () => {
    const own = containerHealthCheck({ ...start, port: 8000, healthCheckPath: "/ready" }, undefined);
    expect(own).toEqual({ ...check, ...start, protocol: "http", port: 8000, path: "/ready" });
  });

  it("caps the timeout at ECS's maximum", () => {
    const slow = containerHealthCheck(
      { ...start, port: 8000 },
      { ...target, check: { ...check, timeoutSeconds: 120 } },
    );
    expect(slow?.timeoutSeconds).toBe(60);
  });

  it("CyberShield: TLS: asks over HTTPS on the port that the load balancer calls over HTTPS", () => {
    const tls = { ...target, isTls: true };
    expect(containerHealthCheck({ ...start, port: 8000 }, tls)?.protocol).toBe("https");
    // A path of its own is asked on the service's port, which may be another one.
    const own = { ...start, healthCheckPath: "/ready" };
    expect(containerHealthCheck({ ...own, port: 8000 }, tls)?.protocol).toBe("https");
    expect(containerHealthCheck({ ...own, port: 9000 }, tls)?.protocol).toBe("http");
  });

  it("gives a container its start time, at most ECS's five minutes", () => {
    const seconds = (startSeconds: number) =>
      containerHealthCheck({ startSeconds, port: 8000 }, target)?.startSeconds;
    expect([0, 120, 900].map(seconds)).toEqual([0, 120, 300]);
    const healthCheck = { ...props(8000).healthCheck!, startSeconds: 120 };
    expect(placeholderContainer({ ...props(8000), healthCheck }).healthCheck?.startPeriod).toBe(120);
  });
});

describe("placeholderContainer", () => {
  it("serves the health check path and the root, without secrets or environment", () => {
    const definition = placeholderContainer(props(8000));
    expect(definition.command).toEqual([
      "mkdir -p /tmp/www '/tmp/www' && echo 'No image has been pushed yet.' | " +
        "tee /tmp/www/index.html > '/tmp/www/health' && exec httpd -f -p 8000 -h /tmp/www",
    ]);
    expect(definition.entryPoint).toEqual(["/bin/sh", "-c"]);
    expect(definition).not.toHaveProperty("secrets");
    expect(definition).not.toHaveProperty("environment");
  });

  it("creates the folders of a nested health check path", () => {
    const healthCheck = { ...props(8000).healthCheck!, path: "/api/status/" };
    const { command } = placeholderContainer({ ...props(8000), healthCheck });
    expect(String(command)).toContain("mkdir -p /tmp/www '/tmp/www/api/status' ");
    expect(String(command)).toContain("> '/tmp/www/api/status/index.html' ");
  });

  it("serves the root without a container health check if the service has none", () => {
    const definition = placeholderContainer({ ...props(8000), healthCheck: undefined });
    expect(String(definition.command)).toContain("> '/tmp/www/index.html' ");
    expect(definition).not.toHaveProperty("healthCheck");
    expect(definition.portMappings).toEqual([{ containerPort: 8000, hostPort: 8000, protocol: "tcp" }]);
  });

  it("serves each port, the first in the foreground", () => {
    const ports = [
      { port: 8000, protocol: "tcp" },
      { port: 53, protocol: "udp" },
    ] as const;
    const definition = placeholderContainer({ ...props(8000), ports });
    expect(String(definition.command)).toMatch(
      / && httpd -p 53 -h \/tmp\/www && exec httpd -f -p 8000 -h \/tmp\/www$/,
    );
    expect(definition.portMappings).toEqual([
      { containerPort: 8000, hostPort: 8000, protocol: "tcp" },
      { containerPort: 53, hostPort: 53, protocol: "udp" },
    ]);
  });

  it("sleeps if the service has no port", () => {
    const definition = placeholderContainer(props(undefined));
    expect(definition.command).toEqual(["exec sleep 2147483647"]);
    expect(definition).not.toHaveProperty("portMappings");
    expect(definition).not.toHaveProperty("healthCheck");
  });

  it("has the app container's name and port mappings, which the load balancer references", () => {
    const app = appContainer({ ...props(8000), image: "web:1", environment: {}, secrets: {} });
    const placeholder = placeholderContainer(props(8000));
    expect(placeholder.name).toBe(app.name);
    expect(placeholder.portMappings).toEqual(app.portMappings);
  });
});

describe("appContainer", () => {
  const definition = appContainer({ ...props(8000), image: "web:1", environment: {}, secrets: {} });

  it("is essential: the task stops with it", () => {
    expect(definition.essential).toBe(true);
  });

  it("logs in non-blocking mode", () => {
    expect(definition.logConfiguration).toEqual({
      logDriver: "awslogs",
      options: {
        "awslogs-group": "/shop/app",
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "app",
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    });
  });

  it("runs under an init process, without capabilities that a web app does not need", () => {
    expect(definition.linuxParameters).toEqual({
      initProcessEnabled: true,
      capabilities: { drop: ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SETPCAP", "SYS_CHROOT"] },
    });
  });
});
