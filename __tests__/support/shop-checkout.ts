import { cpSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "./command-line.ts";
import { withProjectCopy } from "./project-copy.ts";

/**
 * Runs a test in a copy of the project with two small platforms of five stacks: `shop`, a service
 * behind a load balancer and its database; and `kiosk`, with hardly more than the stacks.
 */
export function withShopCheckout<T>(test: (folder: string) => Promise<T>): Promise<T> {
  return withProjectCopy((folder) => {
    const fixture = join(PROJECT_FOLDER, "__tests__", "fixtures", "shop-platforms.ts.txt");
    cpSync(fixture, join(folder, "platforms", "index.ts"));
    return test(folder);
  });
}
