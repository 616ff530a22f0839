import type { Plugin } from "esbuild";

/** A text of one of cdktf's files, and what the bundle has in its place. */
export declare const CDKTF_PATCHES: readonly {
  readonly file: RegExp;
  readonly from: string;
  readonly to: string;
  /** True for a text that cdktn's files do not have. @default false */
  readonly isMissingInCdktn?: boolean;
}[];

/** A plugin of esbuild that changes cdktf's files on their way into a bundle. */
export declare const cdktfPatchPlugin: Plugin;
