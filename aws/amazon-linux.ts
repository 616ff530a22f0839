/** A package of Amazon Linux 2023's repository. */
export interface AmazonLinuxPackage {
  /** Its version in the release below; for a subpackage, its source package's. */
  readonly version: string;
  /** The systemd units that it brings, without `.service`; `name@` for a template. */
  readonly units: readonly string[];
  /** The ports that its unit of the same name listens on, as installed. @default none */
  readonly opens?: readonly number[];
}

/**
 * The packages that the platforms install, as of release 2023.12.20260803.
 * https://docs.aws.amazon.com/linux/al2023/release-notes/relnotes-2023.12.20260803.html
 * (read 2026-12-01)
 *
 * Python's versions beside the system's 3.9 are packages of their own, such as python3.12.
 * https://docs.aws.amazon.com/linux/al2023/ug/python.html (read 2026-12-01)
 *
 * The repository has OpenVPN since release 2023.6.
 * https://github.com/amazonlinux/amazon-linux-2023/issues/79 (read 2026-12-01)
 *
 * The units are those of Fedora's packages, which Amazon Linux builds on: not read on an instance.
 * https://docs.aws.amazon.com/linux/al2023/ug/relationship-to-fedora.html
 */
export const AMAZON_LINUX_PACKAGES: Readonly<Record<string, AmazonLinuxPackage>> = {
  nginx: { version: "1.30.4", units: ["nginx"], opens: [80] },
  nftables: { version: "1.0.4", units: ["nftables"] },
  nodejs22: { version: "22.23.1", units: [] },
  openvpn: { version: "2.6.12", units: ["openvpn-server@", "openvpn-client@"] },
  "java-21-amazon-corretto-headless": { version: "21.0.12", units: [] },
  "python3.12": { version: "3.12.13", units: [] },
};
