/** A text of one of cdktf's files, and what the bundle has in its place. */
export declare const CHANGES: readonly {
  readonly file: RegExp;
  readonly from: string;
  readonly to: string;
}[];
