import type { DataDiskSettings } from "../../language/workloads.ts";

/**
 * The device name of an attached data disk. On instances with NVMe volumes, Amazon Linux's udev
 * rules make it a link to the volume.
 * https://docs.aws.amazon.com/ebs/latest/userguide/nvme-ebs-volumes.html (not read again)
 */
export const DATA_DEVICE = "/dev/sdf";
/** The file system's label, by which it is mounted: at most 16 characters in ext4. */
const LABEL = "drydock-data";
/** Seconds to wait for the volume, which is attached once the server runs. */
const ATTACH_SECONDS = 600;

/** The bytes at a volume's start that are zero on a new one: every signature is there. */
const PROBED_BYTES = 1024 ** 2;

/**
 * Plans the shell lines that mount a data disk, now and at each start. They may run again.
 *
 * Invariant: only an empty volume is formatted. `blkid -p` ends with 2 if it finds no file system,
 * partition table or other signature, or cannot read; then its first MiB must be zeros as well.
 */
export function planDataDiskLines({ mountPath }: DataDiskSettings): string[] {
  const options = "defaults,nofail,x-systemd.device-timeout=60s";
  return [
    `for _ in $(seq ${ATTACH_SECONDS / 5}); do [ -b ${DATA_DEVICE} ] && break; sleep 5; done`,
    `probe=0; blkid -p ${DATA_DEVICE} || probe=$?`,
    `if [ "$probe" = 2 ] && cmp -n ${PROBED_BYTES} /dev/zero ${DATA_DEVICE}; then mkfs.ext4 -q -L ${LABEL} ${DATA_DEVICE}; fi`,
    `mkdir -p ${mountPath}`,
    `grep -q "^LABEL=${LABEL} " /etc/fstab || echo "LABEL=${LABEL} ${mountPath} ext4 ${options} 0 2" >> /etc/fstab`,
    `mountpoint -q ${mountPath} || mount ${mountPath}`,
    // With nofail, mount ends with 0 if no volume has the label.
    `mountpoint ${mountPath}`,
    // A disk that grew; no change otherwise.
    `resize2fs ${DATA_DEVICE}`,
  ];
}
