import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_FOLDER } from "./command-line.ts";
import { copyProject, withProjectCopy } from "./project-copy.ts";

const SHOP_PLATFORMS = join(PROJECT_FOLDER, "__tests__", "fixtures", "shop-platforms.ts.txt");

/** Runs a test with a shop checkout of its own, whose files it may change. */
export function withShopCheckout<T>(test: (folder: string) => Promise<T>): Promise<T> {
  return withProjectCopy((folder) => {
    cpSync(SHOP_PLATFORMS, join(folder, "platforms", "index.ts"));
    return test(folder);
  });
}

/**
 * Returns a copy of the project with two small platforms of five stacks: `shop`, a service behind a
 * load balancer and its database; and `kiosk`, with hardly more than the stacks. All tests of a run
 * share it, and with it the bundles of its launchers, so none may change a file in it.
 */
export function shopCheckout(): string {
  const checkout = join(tmpdir(), "shop-checkout");
  if (existsSync(checkout)) return checkout;
  const fresh = mkdtempSync(join(tmpdir(), "shop-checkout-"));
  copyProject(fresh);
  cpSync(SHOP_PLATFORMS, join(fresh, "platforms", "index.ts"));
  try {
    renameSync(fresh, checkout);
  } catch (error) {
    // Another process has just made it.
    if (!existsSync(checkout)) throw error;
    rmSync(fresh, { recursive: true });
  }
  return checkout;
}
