import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A running process. The start mark distinguishes it from a later process with the same number. */
export interface ProcessEntry {
  /** The process ID. */
  readonly pid: number;
  /** ID of the process that started it, or of the one that adopted it. */
  readonly parentPid: number;
  /** Process group. */
  readonly groupId: number;
  /** The start time in the system's own unit; equal for the same process only. */
  readonly startMark: string;
}

/** Returns every running process of this machine, without zombies, which have exited already. */
export function listProcesses(): readonly ProcessEntry[] {
  return existsSync("/proc/self/stat") ? readProc() : readPs();
}

/** Returns a process by its ID, or none if it has exited. */
export function findProcess(pid: number): readonly ProcessEntry[] {
  const read = existsSync("/proc/self/stat") ? readProcEntry(String(pid)) : readPs();
  return read.filter((entry) => entry.pid === pid);
}

/** Returns the given processes that are still running, with their descendants among `all`. */
export function withDescendants(
  roots: readonly ProcessEntry[],
  all: readonly ProcessEntry[],
): readonly ProcessEntry[] {
  const found = new Set(all.filter((entry) => roots.some((root) => isSameProcess(root, entry))));
  for (const parent of found) {
    // Iterating over a Set includes elements added meanwhile, so this reaches every generation.
    for (const entry of all) if (entry.parentPid === parent.pid) found.add(entry);
  }
  return [...found];
}

/** Sends a signal to each target that is still the same running process, and skips the others. */
export function signalProcesses(targets: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  const running = listProcesses().filter((entry) => targets.some((target) => isSameProcess(target, entry)));
  for (const { pid } of running) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

function isSameProcess(a: ProcessEntry, b: ProcessEntry): boolean {
  return a.pid === b.pid && a.startMark === b.startMark;
}

/** Linux: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function readProc(): readonly ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcEntry);
}

/** One process by its ID; none if it has exited. */
function readProcEntry(pid: string): readonly ProcessEntry[] {
  const stat = readStat(pid);
  if (stat === undefined) return [];
  // The second field is the program's name in brackets, which may itself contain spaces and
  // brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parentPid, groupId] = fields;
  if (state === "Z" || state === "X") return [];
  return [
    {
      pid: Number(pid),
      parentPid: Number(parentPid),
      groupId: Number(groupId),
      startMark: fields[19] ?? "",
    },
  ];
}

/** Returns `undefined` for a process that has exited in the meantime. */
function readStat(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
}

/** Lists processes on macOS and the BSDs. */
function readPs(): readonly ProcessEntry[] {
  const output = execFileSync("ps", ["-axo", "pid=,ppid=,pgid=,state=,lstart="], { encoding: "utf8" });
  return output.split("\n").flatMap((line) => {
    const [, pid, parentPid, groupId, state, startMark] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || state?.startsWith("Z")) return [];
    return [
      {
        pid: Number(pid),
        parentPid: Number(parentPid),
        groupId: Number(groupId),
        startMark: startMark ?? "",
      },
    ];
  });
}
