import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TerraformFolder, TerraformResource, Values } from "../kernel/terraform-folder.ts";
import type { TinyNetwork } from "../kernel/tiny-network.ts";

/** The program of an application load balancer. */
export const LOAD_BALANCER_PROGRAM = fileURLToPath(new URL("load-balancer.mjs", import.meta.url));

/** A target group with its targets, as the load balancer's program reads it. */
interface TargetGroupSettings {
  readonly protocol: string;
  readonly targets: readonly { readonly address: string; readonly port: number }[];
  readonly health: { readonly protocol: string; readonly path: string; readonly port?: number };
}

/**
 * The settings of a load balancer's program from the synthesized listeners, rules, target groups
 * and their attachments: servers, fixed addresses, Auto Scaling groups and services.
 */
export function loadBalancerSettings(folder: TerraformFolder, network: TinyNetwork, balancer: string) {
  const listeners = folder
    .ofType("aws_lb_listener")
    .filter(({ values }) => values.load_balancer_arn === balancer)
    .map((listener) => ({
      port: listener.values.port as number,
      protocol: listener.values.protocol as string,
      ...actionOf(blocks(listener.values.default_action)[0]),
      rules: rulesOf(folder, listener),
    }));
  const groups = folder
    .ofType("aws_lb_target_group")
    .map((group) => [group.address, groupSettings(folder, network, group)] as const);
  return {
    address: network.hosts.find(({ name }) => name === balancer)!.addresses[0]!,
    listeners,
    groups: Object.fromEntries(groups),
    ...selfSigned(),
  };
}

function rulesOf(folder: TerraformFolder, listener: TerraformResource) {
  return folder
    .ofType("aws_lb_listener_rule")
    .filter(({ values }) => values.listener_arn === listener.address)
    .sort((a, b) => (a.values.priority as number) - (b.values.priority as number))
    .map(({ values }) => {
      const conditions = blocks(values.condition);
      const of = (kind: string) =>
        conditions.flatMap((one) => blocks(one[kind]).flatMap((item) => item.values as string[]));
      return {
        hosts: of("host_header"),
        paths: of("path_pattern"),
        ...actionOf(blocks(values.action)[0]),
      };
    });
}

/** The target group that an action forwards to, the port that it redirects to, or its status. */
function actionOf(action: Values | undefined) {
  const forwards = blocks(action?.forward).flatMap((forward) => blocks(forward.target_group));
  return {
    group: (action?.target_group_arn ?? forwards[0]?.arn) as string | undefined,
    redirect: blocks(action?.redirect)[0]?.port as string | undefined,
    status: Number(blocks(action?.fixed_response)[0]?.status_code ?? 404),
  };
}

function groupSettings(
  folder: TerraformFolder,
  network: TinyNetwork,
  { address, values }: TerraformResource,
): TargetGroupSettings {
  const health = blocks(values.health_check)[0] ?? {};
  const attached = folder
    .ofType("aws_lb_target_group_attachment")
    .filter((one) => one.values.target_group_arn === address)
    .flatMap((one) => addressesOf(network, one.values.target_id));
  const fleets = folder
    .ofType("aws_autoscaling_group")
    .filter((one) => ((one.values.target_group_arns ?? []) as unknown[]).includes(address))
    .flatMap((one) => addressesOf(network, one.address));
  const services = folder
    .ofType("aws_ecs_service")
    .filter((one) => blocks(one.values.load_balancer).some((each) => each.target_group_arn === address))
    .flatMap((one) => addressesOf(network, one.address));
  const port = Number(health.port);
  return {
    protocol: values.protocol as string,
    targets: [...attached, ...fleets, ...services].map((target) => ({
      address: target,
      port: values.port as number,
    })),
    health: {
      protocol: (health.protocol ?? values.protocol) as string,
      path: (health.path ?? "/") as string,
      ...(Number.isNaN(port) ? {} : { port }),
    },
  };
}

function addressesOf(network: TinyNetwork, target: unknown): string[] {
  if (/^[\d.]+$/.test(String(target))) return [String(target)];
  const hosts = network.hosts.filter(({ name }) => name.split("#")[0] === target);
  return hosts.flatMap(({ addresses }) => addresses[0] ?? []);
}

function blocks(value: unknown): Values[] {
  return [value ?? []].flat() as Values[];
}

/** The certificate of the HTTPS listeners, which clients do not verify. */
function selfSigned(): { readonly certificate: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), "drydock-certificate-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const options = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=load-balancer"];
  execFileSync("openssl", ["req", "-x509", ...options, "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  const texts = { key: readFileSync(key, "utf8"), certificate: readFileSync(certificate, "utf8") };
  rmSync(folder, { recursive: true });
  return texts;
}
