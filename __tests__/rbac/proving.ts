import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rawInputs } from '../../src/action/given.ts';
import { readInputs } from '../../src/action/inputs.ts';
import { createPrivateFolder, planPrivateFolder } from '../../src/connect/private-files.ts';
import type { Host } from '../../src/host.ts';
import { formatProblem, type Result } from '../../src/problem.ts';
import { objectOf, type RbacDocument } from '../../src/rbac/documents.ts';
import { type GenerateRequest, generateRbac } from '../../src/rbac/generate.ts';
import type { Report } from '../../src/report/facts.ts';
import { run } from '../../src/run.ts';
import { Secrets } from '../../src/secret.ts';
import { processRunner } from '../../src/tools/process.ts';
import type { Admin } from '../../testbed/admin.ts';
import type { Testbed } from '../../testbed/shared.ts';

/** Path in the workspace → text. */
export type Files = Readonly<Record<string, string>>;

/** One run of the action, and what it promises. */
export interface Deployment {
  readonly name:
    | 'first install'
    | 'change'
    | 'no change'
    | 'removal'
    | 'failed rollout'
    | 'full history'
    | 'failed hook';
  /** In place of the files of the deployment before. */
  readonly files: Files;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly result: Result;
  /** What must be there then; throws where it is not. */
  readonly promise?: (seen: Seen) => Promise<void>;
}

export interface Seen {
  readonly admin: Admin;
  readonly namespace: string;
  readonly report: Report;
  /** Whether an object is there: `/api/v1/namespaces/…`. */
  readonly exists: (path: string) => Promise<boolean>;
}

/** Where an example is deployed: names that are the cluster's own end with `suffix`. */
export interface Scene {
  readonly namespace: string;
  readonly suffix: string;
}

export interface Example {
  readonly name: string;
  readonly mode: 'manifests' | 'kustomize' | 'chart';
  readonly helm?: 3 | 4;
  /** The first one has everything that the RBAC is generated from. */
  readonly deployments: (scene: Scene) => readonly Deployment[];
  /** Cluster-scoped things that it leaves behind. */
  readonly leavings?: (scene: Scene) => readonly string[];
}

/** A deployment did not do what it promises. */
export class BrokenPromise extends Error {
  readonly result: Result;

  constructor(deployment: string, result: Result, words: string) {
    super(`${deployment}: ${result}\n${words}`);
    this.name = 'BrokenPromise';
    this.result = result;
  }
}

/** A right of the generated RBAC: one verb on one resource, and one name where the rule has names. */
export interface Atom {
  readonly document: number;
  readonly words: string;
  readonly rule: Readonly<Record<string, readonly string[]>>;
}

const CLOCK = {
  now: () => Date.now(),
  sleep: (milliseconds: number, signal: AbortSignal) => delay(milliseconds, undefined, { signal }),
};

/** Generates RBAC for examples, deploys them with nothing else, and takes rights away. */
export class Proving {
  readonly #testbed: Testbed;
  readonly #admin: Admin;
  readonly #agent: { readonly namespace: string; readonly name: string; readonly token: string };
  readonly #root = mkdtempSync(join(tmpdir(), 'deploy-as-proof-'));

  constructor(testbed: Testbed, admin: Admin, agent: Proving['agent']) {
    this.#testbed = testbed;
    this.#admin = admin;
    this.#agent = agent;
    for (const helm of ['helm3', 'helm4'] as const) {
      const folder = join(this.#root, helm);
      mkdirSync(folder);
      symlinkSync(testbed.binaries[helm], join(folder, 'helm'));
      symlinkSync(testbed.binaries.kubectl, join(folder, 'kubectl'));
    }
  }

  get agent(): { readonly namespace: string; readonly name: string; readonly token: string } {
    return this.#agent;
  }

  end(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** A namespace with nothing but the generated RBAC, less `without`. */
  async stage(
    example: Example,
    options: { readonly without?: (atoms: readonly Atom[]) => Atom; readonly request?: Partial<GenerateRequest> } = {},
  ): Promise<Staged> {
    const namespace = await this.#admin.createNamespace('proof');
    const scene = { namespace, suffix: namespace.slice(-8) };
    const folder = mkdtempSync(join(this.#root, 'workspace-'));
    const deployments = example.deployments(scene);
    const staged = new Staged({ example, scene, folder, deployments }, this.#testbed, this.#admin, this);
    const documents = await staged.generate(options.request ?? {});
    const atoms = atomsOf(documents);
    const missing = options.without?.(atoms);
    await staged.apply(missing === undefined ? documents : without(documents, missing), atoms, missing);
    return staged;
  }

  environment(helm: 3 | 4): Record<string, string> {
    return { PATH: `${join(this.#root, `helm${helm}`)}:${process.env.PATH ?? ''}`, HOME: this.#root };
  }
}

interface Staging {
  readonly example: Example;
  readonly scene: Scene;
  readonly folder: string;
  readonly deployments: readonly Deployment[];
}

/** An example that is ready to be deployed. */
export class Staged {
  readonly #staging: Staging;
  readonly #testbed: Testbed;
  readonly #admin: Admin;
  readonly #proving: Proving;
  atoms: readonly Atom[] = [];
  documents: readonly RbacDocument[] = [];

  constructor(staging: Staging, testbed: Testbed, admin: Admin, proving: Proving) {
    this.#staging = staging;
    this.#testbed = testbed;
    this.#admin = admin;
    this.#proving = proving;
  }

  get deployments(): readonly Deployment[] {
    return this.#staging.deployments;
  }

  get scene(): Scene {
    return this.#staging.scene;
  }

  /** The workspace, with the files of the last deployment, or of the first one to be. */
  get folder(): string {
    return this.#staging.folder;
  }

  async generate(overrides: Partial<GenerateRequest>): Promise<readonly RbacDocument[]> {
    const { example, scene, folder, deployments } = this.#staging;
    const { agent } = this.#proving;
    const [first] = deployments;
    if (first === undefined) throw new Error('an example deploys something');
    this.#write(first.files);
    const inputs = this.#read(first, example.helm ?? 4, 'enforce');
    const environment = this.#proving.environment(example.helm ?? 4);
    const { step } = inputs;
    const binaries = this.#testbed.binaries;
    const source: GenerateRequest['source'] | undefined =
      step.kind === 'manifests'
        ? { kind: 'manifests', paths: step.paths }
        : step.kind === 'kustomize'
          ? { kind: 'kustomize', folder: step.folder, kubectl: binaries.kubectl }
          : step.kind === 'chart'
            ? chartSource(step, example.helm ?? 4, binaries)
            : undefined;
    if (source === undefined) throw new Error(`${step.kind} has no objects`);
    const request: GenerateRequest = {
      deployer: { namespace: scene.namespace, name: 'deployer' },
      ci: { kind: 'ServiceAccount', namespace: agent.namespace, name: agent.name },
      mode: 'impersonate',
      stamp: undefined,
      planner: undefined,
      environment: undefined,
      source,
      place: { folders: { workspace: folder, working: folder, temp: folder }, environment, namespace: scene.namespace },
      foreign: new Map(),
      ...overrides,
    };
    const generated = await generateRbac(request, hostOf(environment), new AbortController().signal);
    if (!generated.ok) throw new Error(generated.problems.map(formatProblem).join('\n'));
    return generated.value;
  }

  /** Applies it as somebody who may grant rights, and waits until the authorizer knows. */
  async apply(documents: readonly RbacDocument[], atoms: readonly Atom[], missing: Atom | undefined): Promise<void> {
    this.atoms = atoms;
    this.documents = documents;
    for (const document of documents) await this.#admin.apply(JSON.stringify(objectOf(document)));
    const kept = atoms.filter((atom) => atom !== missing);
    await Promise.all(
      kept.map((atom) => this.#admin.waitFor(`${atom.words} to be granted`, () => this.#isAllowed(atom))),
    );
  }

  /** Deploys one after the other; throws what the first one did not keep. */
  async deployAll(preflight: 'enforce' | 'off'): Promise<void> {
    for (const deployment of this.#staging.deployments) await this.deploy(deployment, preflight);
  }

  async deploy(deployment: Deployment, preflight: 'enforce' | 'off'): Promise<Report> {
    const { example, scene, folder } = this.#staging;
    this.#write(deployment.files);
    const helm = example.helm ?? 4;
    const inputs = this.#read(deployment, helm, preflight);
    const temp = planPrivateFolder(folder);
    await createPrivateFolder(temp);
    const place = { folder: temp, secrets: new Secrets(), platform: process.platform, arch: process.arch };
    const report = await run(inputs, hostOf(this.#proving.environment(helm)), place, AbortSignal.timeout(120_000));
    const words = report.facts.problems.map(formatProblem).join('\n');
    const broken = (reason: string) => new BrokenPromise(`${example.name}, ${deployment.name}`, report.result, reason);
    if (report.result !== deployment.result) throw broken(`in place of ${deployment.result}\n${words}`);
    const lost = report.facts.warnings.filter(({ message }) => /is not known|cannot be followed/.test(message));
    if (lost.length > 0) throw broken(lost.map(formatProblem).join('\n'));
    const exists = async (path: string) => (await this.#admin.request('GET', path)).status === 200;
    try {
      await deployment.promise?.({ admin: this.#admin, namespace: scene.namespace, report, exists });
    } catch (error) {
      throw broken(error instanceof Error ? error.message : String(error));
    }
    return report;
  }

  async end(): Promise<void> {
    const { example, scene, folder } = this.#staging;
    const qualified = this.documents.filter(({ metadata }) => metadata.namespace === undefined);
    const paths = [
      ...(example.leavings?.(scene) ?? []),
      ...qualified.flatMap(({ kind, metadata }) =>
        kind === 'Namespace'
          ? [`/api/v1/namespaces/${metadata.name}`]
          : /^ClusterRole/.test(kind)
            ? [`/apis/rbac.authorization.k8s.io/v1/${kind.toLowerCase()}s/${metadata.name}`]
            : kind === 'ValidatingAdmissionPolicyBinding'
              ? [`/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/${metadata.name}`]
              : kind === 'ValidatingAdmissionPolicy'
                ? [`/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${metadata.name}`]
                : [],
      ),
    ];
    for (const path of paths) await this.#admin.request('DELETE', path);
    rmSync(folder, { recursive: true, force: true });
  }

  async #isAllowed(atom: Atom): Promise<boolean> {
    const document = this.documents[atom.document];
    const binding = this.documents[atom.document + 1];
    const subjects = binding?.fields?.subjects;
    const [subject] = Array.isArray(subjects) ? subjects : [];
    const user = `system:serviceaccount:${subject?.namespace}:${subject?.name}`;
    const namespace = document?.metadata.namespace ?? '';
    const one = (field: string) => atom.rule[field]?.[0] ?? '';
    const [resource, ...subresource] = one('resources').split('/');
    const attributes =
      atom.rule.nonResourceURLs === undefined
        ? {
            resourceAttributes: {
              verb: one('verbs'),
              group: one('apiGroups'),
              resource,
              subresource: subresource.join('/'),
              namespace,
              name: one('resourceNames'),
            },
          }
        : { nonResourceAttributes: { verb: one('verbs'), path: one('nonResourceURLs').replace('*', 'x') } };
    const answer = await this.#admin.request<{ status?: { allowed?: boolean } }>(
      'POST',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SubjectAccessReview',
          spec: { user, ...attributes },
        },
      },
    );
    return answer.body.status?.allowed === true;
  }

  #write(files: Files): void {
    const { folder } = this.#staging;
    for (const name of ['deploy', 'overlay', 'chart']) rmSync(join(folder, name), { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  #read(deployment: Deployment, helm: 3 | 4, preflight: 'enforce' | 'off') {
    const { example, scene, folder } = this.#staging;
    const { info } = this.#testbed;
    const what = { manifests: 'deploy', kustomize: 'overlay', chart: './chart' }[example.mode];
    const given: Record<string, string> = {
      server: info.server,
      'certificate-authority': info.ca,
      token: this.#proving.agent.token,
      as: `system:serviceaccount:${scene.namespace}:deployer`,
      [example.mode]: what,
      ...(example.mode === 'chart' ? { release: 'web' } : {}),
      timeout: '20s',
      preflight,
      ...deployment.inputs,
    };
    const environment = {
      ...this.#proving.environment(helm),
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    };
    const runner = {
      workspace: folder,
      temp: folder,
      home: folder,
      outputFile: undefined,
      environmentFile: undefined,
      pathFile: undefined,
      stateFile: undefined,
      summaryFile: undefined,
      debug: false,
    };
    const inputs = readInputs(rawInputs(environment), environment, runner, new Secrets());
    if (!inputs.ok) throw new Error(inputs.problems.map(formatProblem).join('\n'));
    return inputs.value;
  }
}

function chartSource(
  step: Extract<GenerateRequest['source'], { kind: 'chart' }>['step'],
  major: 3 | 4,
  binaries: Testbed['binaries'],
): GenerateRequest['source'] {
  const helm = { path: binaries[major === 3 ? 'helm3' : 'helm4'], version: `v${major}.99.0` };
  return { kind: 'chart', step, helm, major, serverVersion: 'v1.36.3' };
}

function hostOf(environment: Record<string, string>): Host {
  const unplanned = () => {
    throw new Error('nothing is downloaded here');
  };
  const runProcess = processRunner();
  return {
    log: { info: () => {}, script: () => {}, warn: () => {}, debug: () => {}, group: (_name, work) => work() },
    process: (spec, signal) => runProcess({ ...spec, env: { ...environment, ...spec.env } }, signal),
    download: { text: unplanned, file: unplanned },
    clock: CLOCK,
    store: { find: async () => undefined, keep: unplanned, unpack: unplanned },
  };
}

/** Every right of the Roles, each on its own. */
export function atomsOf(documents: readonly RbacDocument[]): Atom[] {
  return documents.flatMap((document, index) =>
    (document.rules ?? []).flatMap(({ rule }) =>
      product(rule).map((single) => ({
        document: index,
        rule: single,
        words: `${document.kind} ${document.metadata.name}: ${Object.values(single).flat().join(' ')}`,
      })),
    ),
  );
}

/** The combinations of what a rule lists. */
function product(rule: object): Record<string, readonly string[]>[] {
  let all: Record<string, readonly string[]>[] = [{}];
  for (const [field, values] of Object.entries(rule)) {
    if (!Array.isArray(values)) continue;
    all = all.flatMap((one) => values.map((value: string) => ({ ...one, [field]: [value] })));
  }
  return all;
}

function without(documents: readonly RbacDocument[], missing: Atom): RbacDocument[] {
  return documents.map((document, index) => {
    if (index !== missing.document || document.rules === undefined) return document;
    const key = JSON.stringify(missing.rule);
    const rules = document.rules.flatMap(({ rule, comment }) =>
      product(rule)
        .filter((single) => JSON.stringify(single) !== key)
        .map((single) => ({ comment, rule: { verbs: [], ...single } })),
    );
    return { ...document, rules };
  });
}

/** Runs `work` for all items, a few at a time. */
export async function few<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
