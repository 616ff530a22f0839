import { isDeepStrictEqual } from "node:util";
import type { ProviderSnapshot, SnapshotTable } from "./format.ts";

/**
 * Lists the differences between two snapshots: `aws_vpc: block, defaults`, `data aws_ami: missing
 * in the second`.
 */
export function snapshotDifferences(one: ProviderSnapshot, other: ProviderSnapshot): string[] {
  const plain = (["provider", "version", "providerSchema", "functions"] as const).filter(
    (name) => !isDeepStrictEqual(one[name], other[name]),
  );
  return [
    ...plain,
    ...tableDifferences("", one.resources, other.resources),
    ...tableDifferences("data ", one.dataSources, other.dataSources),
    ...tableDifferences("ephemeral ", one.ephemerals, other.ephemerals),
  ];
}

function tableDifferences(kind: string, one: SnapshotTable<object>, other: SnapshotTable<object>): string[] {
  const names = [...new Set([...one.names, ...other.names])].toSorted();
  return names.flatMap((name) => {
    const [first, second] = [one.get(name), other.get(name)];
    if (first === undefined) return [`${kind}${name}: missing in the first`];
    if (second === undefined) return [`${kind}${name}: missing in the second`];
    const parts = entryDifferences(first, second);
    return parts.length === 0 ? [] : [`${kind}${name}: ${parts.join(", ")}`];
  });
}

/**
 * The keys in which two entries differ, with the keys of `behavior` instead of `behavior` itself.
 */
function entryDifferences(one: object, other: object): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();
  return names.flatMap((name) => {
    const [first, second] = [one, other].map((entry) => (entry as Record<string, unknown>)[name]);
    if (isDeepStrictEqual(first, second)) return [];
    return name === "behavior" ? entryDifferences(first as object, second as object) : [name];
  });
}
