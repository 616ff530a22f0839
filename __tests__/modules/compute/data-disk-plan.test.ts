import { DATA_DEVICE, planDataDiskLines } from "../../../modules/compute/data-disk-plan.ts";
import { planUserData } from "../../../modules/compute/user-data-plan.ts";

const disk = { sizeGiB: 100, mountPath: "/srv/data" };

// What the lines do to real volumes is in __tests__/platforms/cqube-data-disk.long.test.ts.
describe("planDataDiskLines", () => {
  it("formats only a volume without a signature whose start is zeros", () => {
    const format = planDataDiskLines(disk).find((line) => line.includes("mkfs"));
    expect(format).toBe(
      `if [ "$probe" = 2 ] && cmp -n 1048576 /dev/zero ${DATA_DEVICE}; then mkfs.ext4 -q -L drydock-data ${DATA_DEVICE}; fi`,
    );
  });

  it("mounts it by its label at each start, without stopping one if the volume is missing", () => {
    const text = planDataDiskLines(disk).join("\n");
    expect(text).toContain("LABEL=drydock-data /srv/data ext4 defaults,nofail");
  });

  it("comes before everything else in user data", () => {
    const script = planUserData({ packages: ["nginx"], units: [], setup: [], dataDisk: disk }) ?? "";
    expect(script.indexOf("mount /srv/data")).toBeLessThan(script.indexOf("dnf install"));
  });
});
