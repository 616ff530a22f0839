import type { ExternalNetwork } from "../network/endpoint-model.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { distinctCauses, unknownsOfPaths } from "./causes.ts";
import { type ConnectivityEntry, connectivityMatrix } from "./connectivity-matrix.ts";
import type { ExpectedConnectivity } from "./expected-connectivity.ts";
import { type Explanation, explainDirect } from "./explain.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import type { Cause } from "./paths/filter-step.ts";
import { evaluatePath, type NetworkPath } from "./paths/network-path.ts";
import { endpointsNamed, findEndpoint, notFoundMessage } from "./resolve-endpoint.ts";

/** A difference between the declared flows and the network. */
export interface ProofDifference {
  /**
   * `missing`: declared, but not possible; `undeclared`: possible, but not declared; `unknown`: may
   * be possible.
   */
  readonly kind: "missing" | "undeclared" | "unknown";
  /** The source's name, as the platform or the network model has it. */
  readonly from: string;
  /** The target's name, as the platform or the network model has it. */
  readonly to: string;
  /** The protocols and ports that differ. */
  readonly transport: TransportSet;
  /** The flows that require the missing connectivity. */
  readonly flows: readonly string[];
  /** The causes that block it or leave it unknown. */
  readonly causes: readonly Cause[];
  /** The rules, entries and routes that allow it, or may. */
  readonly by: readonly string[];
}

/** A connection that is declared and possible. */
export interface ProvenConnection {
  /** The source's name in the platform. */
  readonly from: string;
  /** The target's name in the platform. */
  readonly to: string;
  /** The protocols and ports that are declared and possible. */
  readonly transport: TransportSet;
  /** The flows that require it: `internet -> app`. */
  readonly flows: readonly string[];
}

/** A scenario, and whether all that it declares is possible. */
export interface ProvenScenario {
  /** `web hosting`. */
  readonly name: string;
  /** True if every flow of the scenario is fully possible. */
  readonly isProven: boolean;
  /** The scenario's flows: `internet -> app`. */
  readonly flows: readonly string[];
}

/** The result of a proof. */
export interface Proof {
  /** The scenarios of the flows, in their order. */
  readonly scenarios: readonly ProvenScenario[];
  /** The connections that are declared and possible. */
  readonly proven: readonly ProvenConnection[];
  /** The differences between flows and network; empty if the proof succeeds. */
  readonly differences: readonly ProofDifference[];
  /** The number of checked endpoint pairs. */
  readonly pairs: number;
}

/**
 * Compares the network with the declared flows: each must be fully possible, and nothing else may
 * be.
 */
export function prove(analysis: NetworkAnalysis, expected: readonly ExpectedConnectivity[]): Proof {
  const declared = declaredBy(analysis, expected);
  const missing = expected.flatMap((expected) => missingOf(analysis, expected));
  const undeclared = [...connectivityMatrix(analysis)].flatMap((entry) =>
    undeclaredOf(analysis, entry, declared),
  );
  const failed = new Set(missing.map(({ from, to }) => `${from} ${to}`));
  return {
    scenarios: scenariosOf(expected, failed),
    proven: merged(expected.filter(({ from, to }) => !failed.has(`${from} ${to}`))),
    differences: [...missing, ...grouped(undeclared)],
    pairs: pairsOf(analysis),
  };
}

function scenariosOf(
  expected: readonly ExpectedConnectivity[],
  failed: ReadonlySet<string>,
): readonly ProvenScenario[] {
  const names = new Set(expected.flatMap(({ scenario }) => scenario ?? []));
  return [...names].map((name) => {
    const own = expected.filter(({ scenario }) => scenario === name);
    return {
      name,
      isProven: own.every(({ from, to }) => !failed.has(`${from} ${to}`)),
      flows: [...new Set(own.map(({ flow }) => flow))],
    };
  });
}

function pairsOf({ model }: NetworkAnalysis): number {
  const inside = model.endpoints.size;
  const kinds = [...model.externalNetworks.values()].map(({ kind }) => kind);
  const externalDirections =
    2 * kinds.length - kinds.filter((kind) => kind === "cdn" || kind === "aws-service").length;
  return inside * (inside + externalDirections);
}

/**
 * Returns the declared ports by pair of names in the network model. Flows to and from the internet
 * also cover AWS's own services, which are a part of it; and a source that may call the internet
 * may call whatever the whole internet may call.
 */
function declaredBy(
  analysis: NetworkAnalysis,
  expected: readonly ExpectedConnectivity[],
): Map<string, TransportSet> {
  const declared = new Map<string, TransportSet>();
  const permit = (from: string, to: string, transport: TransportSet) => {
    const key = `${from} ${to}`;
    declared.set(key, (declared.get(key) ?? TransportSet.none).union(transport));
  };
  for (const { from, to, transport } of expected) {
    for (const source of modelNames(analysis, from)) {
      for (const target of modelNames(analysis, to)) permit(source, target, transport);
    }
  }
  for (const out of expected.filter(({ to }) => to === INTERNET)) {
    for (const into of expected.filter(({ from }) => from === INTERNET)) {
      const transport = out.transport.intersect(into.transport);
      for (const source of modelNames(analysis, out.from)) {
        for (const target of modelNames(analysis, into.to)) permit(source, target, transport);
      }
    }
  }
  return declared;
}

const INTERNET = "internet";
const PUBLIC: readonly ExternalNetwork["kind"][] = ["internet", "cdn", "aws-service"];

function modelNames(analysis: NetworkAnalysis, name: string): readonly string[] {
  const named = endpointsNamed(analysis, name);
  if (named.length > 0) return named;
  if (name !== INTERNET) return [name];
  const parts = [...analysis.model.externalNetworks.values()].filter(({ kind }) => PUBLIC.includes(kind));
  return parts.map((externalNetwork) => externalNetwork.name);
}

function missingOf(
  analysis: NetworkAnalysis,
  { from, to, transport, flow }: ExpectedConnectivity,
): ProofDifference[] {
  const { verdict, causes } = explainEndpoints(analysis, from, to, transport);
  if (verdict === "allowed" && causes.length === 0) return [];
  // A flow that is certain to be blocked in part differs from its declaration.
  const isUndecided = verdict === "unknown" && causes.some(({ code }) => code.endsWith("NOT_KNOWN"));
  return [
    {
      kind: isUndecided ? "unknown" : "missing",
      from,
      to,
      transport,
      flows: [flow],
      causes,
      by: [],
    },
  ];
}

/** An endpoint that the files do not contain cannot be reached either. */
function explainEndpoints(
  analysis: NetworkAnalysis,
  from: string,
  to: string,
  transport: TransportSet,
): Explanation {
  const endpoints = [from, to].map((name) => findEndpoint(analysis, name));
  const causes = [from, to]
    .filter((_, index) => endpoints[index] === undefined)
    .map((name): Cause => ({ code: "NO_PATH", address: name, text: notFoundMessage(name) }));
  const [source, target] = endpoints;
  if (source === undefined || target === undefined) return { verdict: "blocked", hops: [], causes };
  return explainDirect(analysis, source, target, transport);
}

function undeclaredOf(
  analysis: NetworkAnalysis,
  entry: ConnectivityEntry,
  declared: ReadonlyMap<string, TransportSet>,
): ProofDifference[] {
  // Equivalent endpoints share the entry and mostly the declared flows: compute each once.
  const found = new Map<TransportSet, Beyond[]>();
  return entry.from.flatMap((from) =>
    entry.to.flatMap((to) => {
      if (entry.exceptSelf && from === to) return [];
      const transport = declared.get(`${from} ${to}`) ?? TransportSet.none;
      let differences = found.get(transport);
      if (differences === undefined) {
        differences = beyond(entry, transport);
        found.set(transport, differences);
      }
      const names = {
        from: analysis.names.platformName(from) ?? from,
        to: analysis.names.platformName(to) ?? to,
      };
      return differences.map((difference) => ({ ...difference, ...names }));
    }),
  );
}

type Beyond = Omit<ProofDifference, "from" | "to">;

/** The connections that are or may be possible in addition to the declared ports. */
function beyond(entry: ConnectivityEntry, transport: TransportSet): Beyond[] {
  const declared = PacketSet.of({ transport });
  const undeclared = entry.allowed.subtract(declared);
  const undecided = entry.unknown.subtract(declared);
  const found: Beyond[] = [];
  if (!undeclared.isEmpty) {
    const by = rulesOf(entry.paths, (path) => evaluatePath(path).allowed.overlaps(undeclared));
    found.push({ kind: "undeclared", transport: undeclared.transport(), flows: [], causes: [], by });
  }
  if (!undecided.isEmpty) {
    const causes = unknownsOfPaths(entry.paths);
    const by = rulesOf(entry.paths, (path) => evaluatePath(path).unknown.overlaps(undecided));
    found.push({ kind: "unknown", transport: undecided.transport(), flows: [], causes, by });
  }
  return found;
}

/** The rules on some of the paths. */
function rulesOf(paths: readonly NetworkPath[], isWanted: (path: NetworkPath) => boolean): string[] {
  const allowing = paths.filter(isWanted);
  return [
    ...new Set(
      allowing.flatMap(({ segments }) =>
        segments.flatMap(({ steps }) => steps.flatMap((step) => step.rules())),
      ),
    ),
  ];
}

/** Merges differences of the same kind between the same names. */
function grouped(differences: readonly ProofDifference[]): ProofDifference[] {
  const found = new Map<string, ProofDifference>();
  for (const difference of differences) {
    const key = `${difference.kind} ${difference.from} ${difference.to}`;
    const same = found.get(key);
    found.set(
      key,
      same === undefined
        ? difference
        : {
            ...same,
            transport: same.transport.union(difference.transport),
            causes: distinctCauses([...same.causes, ...difference.causes]),
            by: [...new Set([...same.by, ...difference.by])],
          },
    );
  }
  return [...found.values()];
}

function merged(expected: readonly ExpectedConnectivity[]): ProvenConnection[] {
  const found = new Map<string, ProvenConnection>();
  for (const { from, to, transport, flow } of expected) {
    const key = `${from} ${to}`;
    const same = found.get(key) ?? { from, to, transport: TransportSet.none, flows: [] };
    found.set(key, {
      ...same,
      transport: same.transport.union(transport),
      flows: [...new Set([...same.flows, flow])],
    });
  }
  return [...found.values()];
}
