/** What a step deploys, named by the input that says so; `setup` where none of them is given. */
export type Mode = 'manifests' | 'kustomize' | 'chart' | 'run' | 'setup';

/** The headings of the README's input table, in its order. */
export type InputGroup = 'identity' | 'cluster' | 'deploy' | 'place' | 'apply' | 'chart' | 'wait' | 'tools' | 'guard';

/**
 * How an input's text is read. `credential`: an explicit empty value is an error, never "not given", and a word
 * stands for going without. Everywhere else empty means the default. `list`: one entry a line.
 */
export type InputKind = 'text' | 'list' | 'boolean' | 'duration' | 'credential' | 'script' | 'yaml';

export interface InputDeclaration {
  readonly name: string;
  /** What action.yml gives where the workflow does not name the input; undefined: nothing. */
  readonly default: string | undefined;
  readonly group: InputGroup;
  /** Where it means something. With any other mode a value other than the default is an error. */
  readonly modes: 'all' | readonly Mode[];
  readonly kind: InputKind;
}

const APPLIED: readonly Mode[] = ['manifests', 'kustomize'];
const CHART: readonly Mode[] = ['chart'];
const WAITED: readonly Mode[] = ['manifests', 'kustomize', 'chart'];

/**
 * The inputs that action.yml declares, in its order: the same contract as data, so that nothing reads YAML at run
 * time. A test holds the two together.
 */
export const INPUTS: readonly InputDeclaration[] = [
  { name: 'as', default: undefined, group: 'identity', modes: 'all', kind: 'text' },
  { name: 'as-groups', default: undefined, group: 'identity', modes: 'all', kind: 'list' },
  { name: 'as-uid', default: undefined, group: 'identity', modes: 'all', kind: 'text' },
  { name: 'as-user-extra', default: undefined, group: 'identity', modes: 'all', kind: 'list' },

  { name: 'kubeconfig', default: 'ambient', group: 'cluster', modes: 'all', kind: 'credential' },
  { name: 'context', default: 'current', group: 'cluster', modes: 'all', kind: 'credential' },
  { name: 'server', default: 'none', group: 'cluster', modes: 'all', kind: 'credential' },
  { name: 'certificate-authority', default: 'system', group: 'cluster', modes: 'all', kind: 'credential' },
  { name: 'token', default: 'none', group: 'cluster', modes: 'all', kind: 'credential' },

  { name: 'manifests', default: undefined, group: 'deploy', modes: ['manifests'], kind: 'list' },
  { name: 'kustomize', default: undefined, group: 'deploy', modes: ['kustomize'], kind: 'text' },
  { name: 'chart', default: undefined, group: 'deploy', modes: CHART, kind: 'text' },
  { name: 'run', default: undefined, group: 'deploy', modes: ['run'], kind: 'script' },

  { name: 'namespace', default: 'auto', group: 'place', modes: 'all', kind: 'text' },
  { name: 'working-directory', default: undefined, group: 'place', modes: 'all', kind: 'text' },

  { name: 'field-manager', default: 'deploy-as', group: 'apply', modes: APPLIED, kind: 'text' },
  { name: 'force-conflicts', default: 'false', group: 'apply', modes: APPLIED, kind: 'boolean' },

  { name: 'release', default: undefined, group: 'chart', modes: CHART, kind: 'text' },
  { name: 'chart-version', default: undefined, group: 'chart', modes: CHART, kind: 'text' },
  { name: 'chart-repository', default: undefined, group: 'chart', modes: CHART, kind: 'text' },
  { name: 'chart-username', default: 'none', group: 'chart', modes: CHART, kind: 'credential' },
  { name: 'chart-password', default: 'none', group: 'chart', modes: CHART, kind: 'credential' },
  { name: 'values-files', default: undefined, group: 'chart', modes: CHART, kind: 'list' },
  { name: 'values', default: undefined, group: 'chart', modes: CHART, kind: 'yaml' },
  { name: 'set', default: undefined, group: 'chart', modes: CHART, kind: 'list' },
  { name: 'helm-args', default: undefined, group: 'chart', modes: CHART, kind: 'list' },

  { name: 'wait', default: 'true', group: 'wait', modes: WAITED, kind: 'boolean' },
  { name: 'timeout', default: '10m', group: 'wait', modes: WAITED, kind: 'duration' },

  { name: 'kubectl-version', default: 'auto', group: 'tools', modes: 'all', kind: 'text' },
  { name: 'helm-version', default: 'auto', group: 'tools', modes: 'all', kind: 'text' },
  { name: 'kubectl-download-url', default: 'upstream', group: 'tools', modes: 'all', kind: 'text' },
  { name: 'helm-download-url', default: 'upstream', group: 'tools', modes: 'all', kind: 'text' },
  { name: 'download-token', default: 'none', group: 'tools', modes: 'all', kind: 'credential' },
  { name: 'kubectl-sha256', default: undefined, group: 'tools', modes: 'all', kind: 'text' },
  { name: 'helm-sha256', default: undefined, group: 'tools', modes: 'all', kind: 'text' },

  { name: 'preflight', default: 'enforce', group: 'guard', modes: 'all', kind: 'text' },
  { name: 'token-rights', default: 'warn', group: 'guard', modes: 'all', kind: 'text' },
  { name: 'allow-cluster-admin', default: 'false', group: 'guard', modes: 'all', kind: 'boolean' },
];

/** The outputs that action.yml declares, in its order. */
export const OUTPUTS = [
  'result',
  'kubeconfig',
  'username',
  'groups',
  'changed',
  'changed-count',
  'changes',
  'denied',
  'release-revision',
  'summary-path',
  'report',
] as const;

export type OutputName = (typeof OUTPUTS)[number];
