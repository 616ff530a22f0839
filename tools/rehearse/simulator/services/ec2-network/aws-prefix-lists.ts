import {
  CLOUDFRONT_ORIGIN_FACING,
  CLOUDFRONT_PREFIX_LIST_IDS,
  PREFIX_LIST_WEIGHTS,
  regionalServiceName,
} from "../../../../../aws/prefix-lists.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";

/** The prefix list ID of a gateway endpoint's service. */
export function gatewayPrefixListId(region: string, service: string): string {
  return `pl-${deterministicToken(`prefix-list/${region}/${service}`, "hex", 8)}`;
}

/** An AWS-managed prefix list with its maximum entries, which is its weight in a security group. */
interface AwsPrefixList {
  readonly name: string;
  readonly id: string;
  readonly maxEntries: number;
}

/** The AWS-managed prefix lists of a region. */
export function awsPrefixLists(region: string): readonly AwsPrefixList[] {
  const { global, regional } = PREFIX_LIST_WEIGHTS;
  return [
    ...Object.entries(global).map(([service, maxEntries]) => {
      const name = regionalServiceName("global", service);
      const known = service === CLOUDFRONT_ORIGIN_FACING ? CLOUDFRONT_PREFIX_LIST_IDS[region] : undefined;
      const id = known ?? `pl-${deterministicToken(`prefix-list/${region}/${name}`, "hex", 8)}`;
      return { name, id, maxEntries };
    }),
    ...Object.entries(regional).map(([service, maxEntries]) => ({
      name: regionalServiceName(region, service),
      id: gatewayPrefixListId(region, service),
      maxEntries,
    })),
  ];
}
