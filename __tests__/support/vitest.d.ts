import "vitest";
import type { ExpectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import type { Protocol } from "../../tools/reach/commands/question.ts";
import type { FlowTuple } from "../../tools/reach/matchers.ts";

/** cdktf ships its matchers' types for Jest only; these are the same ones, for vitest. */
interface CdktfMatchers<R = unknown> {
  toHaveResource(resource: { readonly tfResourceType: string }): R;
  toHaveResourceWithProperties(
    resource: { readonly tfResourceType: string },
    properties: Record<string, unknown>,
  ): R;
  toHaveDataSource(dataSource: { readonly tfResourceType: string }): R;
  toHaveDataSourceWithProperties(
    dataSource: { readonly tfResourceType: string },
    properties: Record<string, unknown>,
  ): R;
  toHaveProvider(provider: { readonly tfResourceType: string }): R;
  toHaveProviderWithProperties(
    provider: { readonly tfResourceType: string },
    properties: Record<string, unknown>,
  ): R;
  toBeValidTerraform(): R;
  toPlanSuccessfully(): R;
}

/** Reach's matchers, on the path of Terraform JSON or a network that was read. */
interface ReachMatchers {
  toReach(from: string, to: string, port?: number, protocol?: Protocol): Promise<void>;
  toAllowExactly(flows: readonly (FlowTuple | ExpectedConnectivity)[]): Promise<void>;
}

declare module "vitest" {
  interface Matchers<T = unknown> extends CdktfMatchers<T>, ReachMatchers {}
}
