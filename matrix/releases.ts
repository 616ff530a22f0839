/** A release of Node.js, with its bundled npm. */
export interface NodeRelease {
  /** The version: `22.12.0`. */
  readonly node: string;
  /** The version of npm that the release ships. */
  readonly npm: string;
}

/**
 * The releases on which the project is tested, oldest first: the oldest that `engines` in
 * package.json allows, then the newest of each later LTS line. npm is the version bundled with the
 * release (see its CHANGELOG.md), since npm versions differ in their warnings.
 */
export const NODE_RELEASES: readonly NodeRelease[] = [
  { node: "20.19.0", npm: "10.8.2" },
  { node: "22.23.5", npm: "10.9.9" },
  { node: "24.22.3", npm: "11.19.1" },
  { node: "26.12.1", npm: "11.20.0" },
];

/** The line of a release: its major version. */
export function lineOf(version: string): number {
  return Number(version.split(".")[0]);
}
