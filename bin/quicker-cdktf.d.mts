/** A text of one of cdktf's files, and what the bundle has in its place. */
export declare const CDKTF_PATCHES: readonly {
  readonly file: RegExp;
  readonly from: string;
  readonly to: string;
}[];
