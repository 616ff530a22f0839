import { checkChange, isForbidden } from "../../../tools/check/checked-change.ts";
import { formatChange, formatOnlyAtRevision } from "../../../tools/check/format-change.ts";
import type { ResourceBody } from "../../../tools/deploy/forms/resource-address.ts";
import type { DeployedStack } from "../../../tools/deploy/stack-change.ts";

const PATH = (path: string) => ({ "//": { metadata: { path, uniqueId: path } } });

function stack(
  name: string,
  resource: Readonly<Record<string, Record<string, ResourceBody>>>,
): DeployedStack {
  const terraform = { backend: { s3: { key: `${name}/terraform.tfstate` } } };
  return {
    name,
    dependencies: name === "shop-network" ? [] : ["shop-network"],
    json: { terraform, resource },
  };
}

const NETWORK = stack("shop-network", { aws_security_group: { a: { name: "a" }, b: { name: "b" } } });
const FEWER = stack("shop-network", { aws_security_group: { a: { name: "a" } } });
const BUCKET = {
  bucket: "files",
  lifecycle: { prevent_destroy: true },
  ...PATH("shop-data/files-bucket/bucket"),
};
const DATA = stack("shop-data", { aws_s3_bucket: { files: BUCKET } });
const LINK = (server: string) =>
  stack("shop-compute", {
    aws_eip_association: {
      web: { allocation_id: "eipalloc-1", instance_id: server, ...PATH("shop-compute/web-server/link") },
    },
  });

const textOf = (deployed: readonly DeployedStack[], wanted: readonly DeployedStack[]) =>
  formatChange(checkChange(deployed, wanted, {}), "1a2b3c4");

describe("a checked change", () => {
  it("is new if nothing was there", () => {
    expect(textOf([], [NETWORK])).toEqual([
      "  1a2b3c4 has no such platform and environment: everything is new",
    ]);
  });

  it("is none if the files are equal but for Terraform's own lifecycle", () => {
    const { lifecycle: _lifecycle, ...unprotected } = BUCKET;
    const same = [NETWORK, stack("shop-data", { aws_s3_bucket: { files: unprotected } })];
    expect(textOf([NETWORK, DATA], same)).toEqual(["  Since 1a2b3c4: nothing changes"]);
  });

  it("takes one pass if nothing is left over", () => {
    expect(textOf([FEWER, DATA], [NETWORK, DATA])).toEqual([
      "  Since 1a2b3c4: one pass",
      "    shop-network  up",
      "    shop-data     unchanged",
    ]);
  });

  it("takes two passes if something is left over, as drydock deploy says it", () => {
    expect(textOf([DATA, NETWORK], [DATA, FEWER])).toEqual([
      "  Since 1a2b3c4: two passes",
      "    shop-network  up; down: deletes 1",
      "    shop-data     unchanged",
    ]);
    const [network] = checkChange([NETWORK], [FEWER], {}).stacks;
    expect(network!.deletes).toEqual(["aws_security_group.b"]);
    const leaving = stack("shop-more", { aws_vpc: { more: { cidr_block: "10.0.0.0/16" } } });
    expect(textOf([NETWORK, leaving], [NETWORK])).toContain(
      "    shop-more     down: deletes the stack, 1 resource",
    );
  });

  it("is forbidden by what leaves without a line, and by what cannot be changed in place", () => {
    const other = { ...BUCKET, bucket: "other" };
    const wanted = [FEWER, stack("shop-data", { aws_s3_bucket: { files: other } })];
    const change = checkChange([NETWORK, DATA], wanted, {});
    expect(isForbidden(change)).toBe(true);
    expect(formatChange(change, "1a2b3c4").slice(3)).toEqual([
      "  Cannot be changed in place:",
      '    shop-data: aws_s3_bucket.files cannot change bucket from "files" to "other" in place. Instead: add another bucket beside files, copy the objects (aws s3 sync), and then remove files (with retire: { "files": … } if it is protected).',
    ]);
    const left = checkChange([NETWORK, DATA], [NETWORK], {});
    expect(isForbidden(left)).toBe(true);
    expect(formatChange(left, "1a2b3c4").slice(-2)).toEqual([
      "  Would leave, and is protected:",
      '    shop-data: aws_s3_bucket.files would leave, and is protected. Add to the platform: retire: { "files": "delete" or "keep" }',
    ]);
    expect(isForbidden(checkChange([NETWORK, DATA], [NETWORK], { files: "delete" }))).toBe(false);
  });

  it("warns of cuts, which do not forbid it", () => {
    const change = checkChange([LINK("i-1")], [LINK("i-2")], {});
    expect(isForbidden(change)).toBe(false);
    expect(formatChange(change, "1a2b3c4").slice(-3)).toEqual([
      "  This change cuts off:",
      "    web: aws_eip_association.web moves: it is linked to nothing for about a minute",
      "  To deploy it: --accept-cut web",
    ]);
  });
});

it("stacks that only the revision has are listed", () => {
  expect(formatOnlyAtRevision([], "1a2b3c4")).toEqual([]);
  expect(formatOnlyAtRevision(["lab-network"], "1a2b3c4")).toEqual([
    "Only 1a2b3c4 has these stacks, of platforms or environments that are not here. Nothing deletes them:\n  lab-network",
  ]);
});
