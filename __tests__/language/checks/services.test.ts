import { flow, tcp, whereReachable } from "../../../language/language.ts";
import { itRejects, problemLines } from "../support/bad-specs.ts";
import { shop, shopIngress } from "../support/shop.ts";

const WITHOUT_INTERNET = [flow("web", "aws"), ...shopIngress];
const WITH_SSMMESSAGES = { networks: { main: { endpoints: { interface: ["logs", "ssmmessages"] } } } };

describe("checks of services", () => {
  itRejects(shop, [
    [
      "CPU units that Fargate lacks",
      { workloads: { web: { cpuUnits: 768 } } },
      "workloads.web.cpuUnits: received 768; allowed: one of 256, 512, 1024, 2048, 4096, 8192, 16384. Fix: use 1024.",
    ],
    [
      "memory that Fargate does not support with 512 CPU units",
      { workloads: { web: { memoryMiB: 8192 } } },
      "workloads.web.memoryMiB: received 8192; allowed: 1024 to 4096 in steps of 1024 with 512 CPU units. Fix: use 4096.",
    ],
    [
      "memory that Fargate does not support with 256 CPU units",
      { workloads: { web: { cpuUnits: 256, memoryMiB: 1536 } } },
      "workloads.web.memoryMiB: received 1536; allowed: 512, 1024 or 2048 with 256 CPU units. Fix: use 2048.",
    ],
    [
      "memory between two steps for 16 vCPUs",
      { workloads: { web: { cpuUnits: 16384, memoryMiB: 40000 } } },
      "workloads.web.memoryMiB: received 40000; allowed: 32768 to 122880 in steps of 8192 with 16384 CPU units. Fix: use 40960.",
    ],
    [
      "a minimum above the maximum",
      { workloads: { web: { scaling: { min: 5 } } } },
      "workloads.web.scaling.min: received 5; allowed: at most max (4). Fix: lower min, or raise max.",
    ],
    [
      "a number of tasks outside the scaling limits",
      { workloads: { web: { desired: 5 } } },
      "workloads.web.desired: received 5; allowed: a number from scaling.min (1) to scaling.max (4). Fix: use 1.",
    ],
    [
      "scaling without a policy",
      { workloads: { web: { scaling: { cpuPercent: null } } } },
      'workloads.web.scaling: received {"min":1,"max":4}; allowed: at least one scaling policy: cpuPercent, memoryPercent or steps. Fix: add cpuPercent: 70.',
    ],
    [
      "steps that undo each other",
      {
        workloads: {
          web: {
            scaling: {
              steps: {
                out: { abovePercent: 50, minutes: 2, addTasks: 1 },
                in: { belowPercent: 50, minutes: 5, removeTasks: 1 },
              },
            },
          },
        },
      },
      "workloads.web.scaling.steps.in.belowPercent: received 50; allowed: less than out.abovePercent (50), or the service scales out and in forever. Fix: lower it.",
    ],
    [
      "disabled scale-in without steps",
      { workloads: { web: { scaling: { scaleInDisabled: true } } } },
      "workloads.web.scaling.scaleInDisabled: received true; allowed: true only with steps, since nothing else would remove tasks. Fix: add steps, or remove it.",
    ],
    [
      "the autoscaler as owner without scaling",
      { workloads: { web: { scaling: null, ownership: { desiredCount: "autoscaler" } } } },
      'workloads.web.ownership.desiredCount: received "autoscaler"; allowed: "terraform" or "ci": there is no autoscaler without scaling. Fix: add scaling, or remove this.',
    ],
    [
      "Terraform as owner with scaling",
      { workloads: { web: { ownership: { desiredCount: "terraform" } } } },
      'workloads.web.ownership.desiredCount: received "terraform"; allowed: "autoscaler" or "ci": with scaling, Terraform would revert the autoscaler\'s changes. Fix: remove it, or remove scaling.',
    ],
    [
      "an image from a store that is not a registry",
      { workloads: { web: { image: { registry: "files" } } } },
      'workloads.web.image.registry: received "files"; allowed: a store of kind registry: images. Fix: use "images".',
    ],
    [
      "a container health check without a port",
      {
        workloads: { web: { port: null, publish: null, healthCheckPath: "/health" } },
        flows: [flow("internet", "relay")],
      },
      "workloads.web.port: received nothing; allowed: a port, since healthCheckPath is requested on it. Fix: write port: 8080.",
    ],
    [
      "a variable of an unknown store",
      { workloads: { web: { environment: { DATABASE_HOST: { store: "bd" } } } } },
      'workloads.web.environment.DATABASE_HOST.store: received "bd"; allowed: a database, cache or bucket: db, cache or files. Fix: use one of them.',
    ],
    [
      "an attribute that the store does not have",
      { workloads: { web: { environment: { CACHE_USER: { store: "cache", attribute: "username" } } } } },
      'workloads.web.environment.CACHE_USER.attribute: received "username"; allowed: an attribute of a redis store: address, privateName, port, name or iamUser. Fix: use one of them.',
    ],
    [
      "a secret from a store that is not a secret",
      { workloads: { web: { secrets: { API_KEY: "files" } } } },
      'workloads.web.secrets.API_KEY: received "files"; allowed: a store of kind secret: api-key. Fix: use "api-key".',
    ],
    [
      "a database's secret of a cache",
      { workloads: { web: { secrets: { CACHE_PASSWORD: { store: "cache", field: "password" } } } } },
      'workloads.web.secrets.CACHE_PASSWORD.store: received "cache"; allowed: a store of kind postgres: db. Fix: use "db".',
    ],
    [
      "a variable that is both in environment and in secrets",
      { workloads: { web: { environment: { API_KEY: "plain" } } } },
      'workloads.web.secrets.API_KEY: received "API_KEY"; allowed: a variable that environment does not set. Fix: remove it from environment.',
    ],
    [
      "a target port for both TCP and UDP",
      {
        edge: {
          loadBalancers: {
            nlb: {
              listeners: [
                { port: 9000, protocol: "TCP" },
                { port: 9001, protocol: "UDP" },
              ],
            },
          },
        },
        workloads: { web: { publishAlso: [{ loadBalancer: "nlb", listenerPort: 9001 }] } },
      },
      "workloads.web.publishAlso[0].targetPort: received 8080; allowed: a UDP port: workloads.web.publish uses this one for TCP. Fix: give one of them another targetPort.",
    ],
    [
      "more load balancer attachments than ECS supports",
      {
        workloads: {
          web: {
            publishAlso: ["/b", "/c", "/d", "/e", "/f"].map((path) => ({
              loadBalancer: "alb",
              paths: [path],
            })),
          },
        },
      },
      "workloads.web.publishAlso: received 6; allowed: at most 5 load balancer attachments, the limit of an ECS service. Fix: remove some of them.",
    ],
    [
      "blue-green with two attachments",
      {
        workloads: {
          web: { deployment: "blue-green", publishAlso: [{ loadBalancer: "alb", paths: ["/b"] }] },
        },
      },
      'workloads.web.deployment: received "blue-green"; allowed: "rolling": blue-green supports one attachment only, to an application load balancer. Fix: use "rolling".',
    ],
    [
      "blue-green behind a network load balancer",
      {
        workloads: {
          web: { deployment: "blue-green", publish: { loadBalancer: "nlb" } },
          relay: { publish: null },
        },
        flows: [flow("internet", "web")],
      },
      'workloads.web.deployment: received "blue-green"; allowed: "rolling": blue-green supports one attachment only, to an application load balancer. Fix: use "rolling".',
    ],
    [
      "ECS Exec without the endpoint of ssmmessages",
      { workloads: { web: { exec: true } }, flows: WITHOUT_INTERNET },
      'workloads.web.exec: received true; allowed: true only with a path to ssmmessages, where ECS Exec opens its sessions. Fix: add "ssmmessages" to networks.main.endpoints.interface.',
    ],
    [
      "ECS Exec without a flow to the endpoint",
      { ...WITH_SSMMESSAGES, workloads: { web: { exec: true } }, flows: [flow("web", "db"), ...shopIngress] },
      'workloads.web.exec: received true; allowed: true only with a path to ssmmessages, where ECS Exec opens its sessions. Fix: add flow("web", "aws").',
    ],
    [
      "ECS Exec without an endpoint and without HTTPS to the internet",
      { workloads: { web: { exec: true } }, flows: [flow("web", "internet", tcp(80)), ...shopIngress] },
      'workloads.web.exec: received true; allowed: true only with a path to ssmmessages, where ECS Exec opens its sessions. Fix: add "ssmmessages" to networks.main.endpoints.interface, and add flow("web", "aws").',
    ],
    [
      "ECS Exec over a flow that has no path",
      {
        networks: { main: { nat: { kind: "none" } } },
        workloads: { web: { exec: true } },
        flows: [whereReachable(flow("web", "internet", tcp(443))), ...shopIngress],
      },
      'workloads.web.exec: received true; allowed: true only with a path to ssmmessages, where ECS Exec opens its sessions. Fix: add "ssmmessages" to networks.main.endpoints.interface, and add flow("web", "aws").',
    ],
  ]);

  it.each<[string, object]>([
    ["an endpoint and a flow to it", { ...WITH_SSMMESSAGES, flows: WITHOUT_INTERNET }],
    ["a flow to the internet on 443", { flows: [flow("web", "internet", tcp(443)), ...shopIngress] }],
  ])("accepts ECS Exec with %s", (_title, path) => {
    expect(problemLines(shop, { ...path, workloads: { web: { exec: true } } })).toEqual([]);
  });
});
