import "vitest";

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

declare module "vitest" {
  interface Matchers<T = unknown> extends CdktfMatchers<T> {}
}
