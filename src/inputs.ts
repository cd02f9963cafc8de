import type { Secret } from './secret.ts';

declare const valid: unique symbol;

/**
 * Whom to become. Made only by `identity/`'s `requestIdentity`, which refuses what no API server would take or
 * what client-go would silently drop: if one exists, it is valid.
 */
export interface IdentityRequest {
  readonly [valid]: true;
  readonly username: string;
  /** Empty: none is sent, and a service account keeps its own automatic groups. */
  readonly groups: readonly string[];
  readonly uid: string | undefined;
  /** Lower-case key → values, in the order given. */
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

/** Where the base connection comes from. */
export type KubeconfigSource =
  /** The files of `KUBECONFIG` in their order, or `~/.kube/config`; already absolute. */
  | { readonly kind: 'ambient'; readonly files: readonly string[] }
  | { readonly kind: 'file'; readonly file: string }
  /** YAML text that came as such or as base64; relative paths in it are relative to `directory`. */
  | { readonly kind: 'inline'; readonly text: string; readonly encoding: 'yaml' | 'base64'; readonly directory: string }
  | { readonly kind: 'in-cluster'; readonly host: string; readonly port: string; readonly directory: string }
  /** `ca` is PEM; undefined: the public roots. */
  | { readonly kind: 'server'; readonly server: string; readonly ca: string | undefined };

/** Who we are before we become somebody else. */
export interface CredentialSource {
  readonly kubeconfig: KubeconfigSource;
  /** Undefined: the current one. */
  readonly context: string | undefined;
  /** Replaces the user of the context. */
  readonly token: Secret | undefined;
  readonly network: NetworkEnvironment;
}

/** What the environment says about reaching the network; as kubectl reads it. */
export interface NetworkEnvironment {
  readonly httpsProxy: string | undefined;
  readonly httpProxy: string | undefined;
  readonly noProxy: string | undefined;
  /** PEM files that extend the public roots (`NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`). */
  readonly extraRoots: readonly string[];
  /** The environment that exec credential plugins of a kubeconfig run in. */
  readonly pluginEnvironment: Readonly<Record<string, string>>;
}

export interface ApplyOptions {
  readonly fieldManager: string;
  readonly forceConflicts: boolean;
}

export interface WaitOptions {
  readonly wait: boolean;
  readonly timeoutMilliseconds: number;
}

export interface ManifestsStep {
  readonly kind: 'manifests';
  /** Files, folders, globs; relative to the working directory. */
  readonly paths: readonly string[];
  readonly apply: ApplyOptions;
  readonly wait: WaitOptions;
}

export interface KustomizeStep {
  readonly kind: 'kustomize';
  readonly folder: string;
  readonly apply: ApplyOptions;
  readonly wait: WaitOptions;
}

export interface ChartStep {
  readonly kind: 'chart';
  /** A path, `oci://…`, or a name in `repository`. */
  readonly chart: string;
  readonly release: string;
  readonly version: string | undefined;
  readonly repository: string | undefined;
  readonly login: { readonly username: string; readonly password: Secret } | undefined;
  readonly valuesFiles: readonly string[];
  /** Inline YAML; may hold secrets. */
  readonly values: Secret | undefined;
  readonly set: readonly string[];
  readonly helmArgs: readonly string[];
  readonly wait: WaitOptions;
}

export interface RunStep {
  readonly kind: 'run';
  readonly script: string;
}

export interface SetupStep {
  readonly kind: 'setup';
}

/** What this step deploys. One of five, not ten optionals. */
export type Step = ManifestsStep | KustomizeStep | ChartStep | RunStep | SetupStep;

/** One tool's wanted version as the contract spells it, and where to get it. */
export interface ToolRequest {
  readonly version: ToolVersion;
  /** Without a trailing slash. */
  readonly downloadUrl: string;
  /** Lower-case hex. */
  readonly sha256: string | undefined;
}

export type ToolVersion =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  /** kubectl's `stable`, helm's `latest`. */
  | { readonly kind: 'newest' }
  /** kubectl's `1.36` (`newest patch`), helm's `4`. */
  | { readonly kind: 'newest-of'; readonly line: string }
  /** kubectl's `~1.35`: the runner's own if of that minor, else its newest patch. */
  | { readonly kind: 'own-or-newest-of'; readonly line: string }
  /** Without `v`. */
  | { readonly kind: 'exact'; readonly version: string };

export interface ToolsRequest {
  readonly kubectl: ToolRequest;
  readonly helm: ToolRequest;
  /** Sent to a mirror (a download URL that is not upstream) only. */
  readonly downloadToken: Secret | undefined;
}

/** What is done about a finding: stop before anything is written, say it and go on, or not even look. */
export type Strictness = 'enforce' | 'warn' | 'off';

/** What is checked about rights before anything is written. */
export interface GuardOptions {
  /** The rights that the identity lacks for this step. */
  readonly preflight: Strictness;
  /** The rights that the token has beyond becoming the identity. */
  readonly tokenRights: Strictness;
  /** Whether the identity may be one that may do everything. */
  readonly allowClusterAdmin: boolean;
}

/** The whole contract as one typed value. Nothing below the entry reads the environment. */
export interface Inputs {
  readonly identity: IdentityRequest;
  readonly credential: CredentialSource;
  /** Undefined: `auto`. */
  readonly namespace: string | undefined;
  readonly step: Step;
  readonly guard: GuardOptions;
  readonly tools: ToolsRequest;
  readonly folders: Folders;
  /** What children inherit: the runner's environment without our own inputs and without `HELM_KUBE*`. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Folders {
  /** Absolute; paths in annotations are relative to it. */
  readonly workspace: string;
  /** Absolute; paths in inputs are relative to it. */
  readonly working: string;
  /** RUNNER_TEMP: private files live in a folder below it. */
  readonly temp: string;
}
