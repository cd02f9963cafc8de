/** A folder below `testbed/modules`: one Go module each, because their dependencies contradict each other. */
export type ModuleName = 'kubernetes' | 'etcd' | 'kwok' | 'helm4' | 'helm3' | 'act';

export type BinaryName =
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubectl'
  | 'etcd'
  | 'kwok'
  | 'helm4'
  | 'helm3'
  | 'act';

export interface PinnedModule {
  readonly version: string;
  /** The Go package of each binary. */
  readonly packages: Readonly<Partial<Record<BinaryName, string>>>;
  /** Go variables that the upstream release builds stamp, for `-X`. */
  readonly stamps: Readonly<Record<string, string>>;
  /** A cold build on two cores, in minutes: what people who wait are told. */
  readonly minutes: number;
}

/** What the testbed runs. A version is changed here and in the module's go.mod. */
export const pinned: Readonly<Record<ModuleName, PinnedModule>> = {
  kubernetes: {
    version: 'v1.36.3',
    packages: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
      'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
    },
    // Without these the server calls itself v0.0.0-master.
    stamps: {
      'k8s.io/component-base/version.gitVersion': 'v1.36.3',
      'k8s.io/component-base/version.gitMajor': '1',
      'k8s.io/component-base/version.gitMinor': '36',
      'k8s.io/client-go/pkg/version.gitVersion': 'v1.36.3',
    },
    minutes: 5,
  },
  etcd: { version: 'v3.6.16', packages: { etcd: 'go.etcd.io/etcd/server/v3' }, stamps: {}, minutes: 0.5 },
  kwok: { version: 'v0.8.0', packages: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' }, stamps: {}, minutes: 1 },
  helm4: {
    version: 'v4.3.1',
    packages: { helm4: 'helm.sh/helm/v4/cmd/helm' },
    stamps: { 'helm.sh/helm/v4/internal/version.version': 'v4.3.1' },
    minutes: 2,
  },
  helm3: {
    version: 'v3.22.0',
    packages: { helm3: 'helm.sh/helm/v3/cmd/helm' },
    stamps: {
      'helm.sh/helm/v3/internal/version.version': 'v3.22.0',
      // As its release builds do: the minor of the client-go it is built with.
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '37',
      'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': '1',
      'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': '37',
    },
    minutes: 1,
  },
  act: {
    version: 'v0.2.89',
    packages: { act: 'github.com/nektos/act' },
    stamps: { 'main.version': '0.2.89' },
    minutes: 0.5,
  },
};

/** The module that a binary is built from. */
export function moduleOf(binary: BinaryName): ModuleName {
  for (const name of Object.keys(pinned) as ModuleName[]) {
    if (pinned[name].packages[binary] !== undefined) return name;
  }
  throw new Error(`No pinned module builds ${binary}`);
}
