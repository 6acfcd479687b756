/** What uploads leave behind: temporary files that are open, and bytes that are counted. */
import { fstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { tmpdir } from "node:os";
import { bodyTotals } from "../../src/http/body-share.ts";

/** The temporary files that this process has open, whether they have a name or not; `[]` where Linux's /proc is missing. */
export function openTemporaryFiles(): string[] {
  return [...temporaryFiles().values()];
}

/** What the system says of the temporary files that this process has open. */
export function temporaryFileStats(): Stats[] {
  return [...temporaryFiles().keys()].map((fd) => fstatSync(fd));
}

function temporaryFiles(): Map<number, string> {
  const links = new Map<number, string>();
  for (const fd of listed("/proc/self/fd")) {
    try {
      const link = readlinkSync(`/proc/self/fd/${fd}`);
      if (link.includes("/flagon-upload-")) links.set(Number(fd), link);
    } catch {
      // Closed in the meantime.
    }
  }
  return links;
}

/** All that uploads have left behind: open files, files with a name, bytes that are counted. */
export function leftovers(): string[] {
  const named = listed(tmpdir()).filter((name) => name.startsWith("flagon-upload-"));
  const { memory, disk } = bodyTotals();
  const counted = memory === 0 && disk === 0 ? [] : [`${memory} bytes in memory, ${disk} on disk`];
  return [...openTemporaryFiles(), ...named, ...counted];
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
