import { crc32 } from "node:zlib";

/**
 * Returns a zip archive of one uncompressed, executable file.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function createZip(name: string, content: string): Buffer {
  const body = Buffer.from(content);
  const fileName = Buffer.from(name);
  // Version 2.0, no flags, stored, 1980-01-01 00:00, checksum, sizes, name length, no extra field.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(body), 10);
  common.writeUInt32LE(body.length, 14);
  common.writeUInt32LE(body.length, 18);
  common.writeUInt16LE(fileName.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, fileName, body]);
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE((0o100755 << 16) >>> 0, 6);
  // "Version made by" is Unix, so the permission bits apply.
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\x03", "latin1"), common, attributes, fileName]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from("PK\x05\x06", "latin1"), end]);
}
