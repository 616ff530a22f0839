import { existsSync } from "node:fs";

/** This machine's counterpart of a package of Amazon Linux 2023. */
export interface PackageCounterpart {
  /** Debian's package, which `.ci/run` installs. */
  readonly debian: string;
  /** Files and folders that a server lacks until its user data installs the package. */
  readonly paths: readonly string[];
  /** Programs of other names or places here, by their path on Amazon Linux. */
  readonly programs?: Readonly<Record<string, string>>;
  /** System users that Amazon Linux's package creates. */
  readonly users?: readonly string[];
  /** Empty folders that Amazon Linux's package creates. */
  readonly folders?: readonly string[];
  /** Folders whose content is Amazon Linux's instead (`amazon-linux/<package>`). */
  readonly replaced?: readonly string[];
}

const UNITS = "/usr/lib/systemd/system";

/**
 * Counterparts of the packages that the platforms install, by name in Amazon Linux 2023. Debian's
 * builds stand in for behaviour only: versions and defaults differ.
 */
export const PACKAGE_COUNTERPARTS: Readonly<Record<string, PackageCounterpart>> = {
  nginx: {
    debian: "nginx-light",
    paths: ["/usr/sbin/nginx", `${UNITS}/nginx.service`, "/etc/nginx", "/usr/share/nginx", "/var/lib/nginx"],
    users: ["nginx"],
    folders: ["/etc/nginx/conf.d", "/etc/nginx/default.d", "/var/log/nginx"],
    replaced: ["/etc/nginx/conf.d", "/etc/nginx/sites-enabled", "/usr/share/nginx/html"],
  },
  openvpn: {
    debian: "openvpn",
    paths: ["/usr/sbin/openvpn", `${UNITS}/openvpn-server@.service`, "/etc/openvpn"],
    users: ["openvpn"],
  },
  nftables: {
    debian: "nftables",
    paths: ["/usr/sbin/nft", `${UNITS}/nftables.service`, "/etc/nftables.conf"],
  },
  nodejs22: { debian: "nodejs", paths: [], programs: { "/usr/bin/node": process.execPath } },
  "python3.12": { debian: "python3", paths: [], programs: { "/usr/bin/python3.12": "/usr/bin/python3" } },
  "java-21-amazon-corretto-headless": {
    debian: "openjdk-17-jre-headless",
    paths: [],
    programs: { "/usr/bin/java": "/usr/bin/java" },
  },
};

/** Programs of Amazon Linux's image that servers call, which this machine must have as well. */
const IMAGE_PROGRAMS = ["/usr/bin/python3", "/usr/bin/openssl", "/usr/bin/curl", "/usr/bin/nsenter"];

/** Debian packages and programs that this machine lacks for some packages of Amazon Linux. */
export function missingCounterparts(packages: readonly string[]): string[] {
  const needed = packages.flatMap((name) => {
    const found = PACKAGE_COUNTERPARTS[name];
    if (found === undefined) return [];
    const path = found.paths[0] ?? Object.values(found.programs ?? {})[0]!;
    return [[found.debian, path] as const];
  });
  return [...needed, ...IMAGE_PROGRAMS.map((path) => [path, path] as const)].flatMap(([name, path]) =>
    existsSync(path) ? [] : [name],
  );
}
