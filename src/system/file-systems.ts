/** Kinds of file systems, by the numbers that statfs(2) gives on Linux. */
import { fileSystemOf } from "./files.ts";

/** Whether other machines may use the file system at the same time, so that shared memory maps do not hold. */
export const isNetworkFileSystem = (path: string): boolean =>
  process.platform === "linux" && networkTypes.has(fileSystemOf(path).type);

/** linux/magic.h and the file systems' own headers. FUSE may be local (ntfs-3g) or not (sshfs): taken as not. */
const networkTypes = new Set([
  0x6969, // nfs
  0xff534d42, // cifs
  0xfe534d42, // smb2
  0x517b, // smb
  0x564c, // ncp
  0x5346414f, // afs
  0x6b414653, // kafs
  0x73757245, // coda
  0x01021997, // 9p
  0x65735546, // fuse
  0x00c36400, // ceph
  0x0bd00bd0, // lustre
  0x47504653, // gpfs
  0x19830326, // beegfs
  0x7461636f, // ocfs2
  0x01161970, // gfs2
  0x786f4256, // vboxsf
]);
