import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import type { AuditEvent } from './audit-log.ts';

/** What an admin needs to know of a control plane. */
export interface AdminTarget {
  readonly server: string;
  readonly ca: string;
  readonly adminToken: string;
  readonly auditLog: string;
}

export interface AdminRequest {
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Default with a body: application/json. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** In place of the admin's; `null` sends none. */
  readonly token?: string | null;
}

export interface AdminAnswer<T = unknown> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body where it is JSON, else the text. */
  readonly body: T;
  readonly text: string;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** The test's own hands on the cluster. */
export interface Admin {
  /** Any status is an answer; rejects only where there is none. */
  request<T = unknown>(method: string, path: string, options?: AdminRequest): Promise<AdminAnswer<T>>;
  /** The body; any status but 2xx throws. */
  get<T = KubernetesObject>(path: string): Promise<T>;
  /** Server-side apply of every document, by force, as `testbed`; kinds of a new CRD are waited for. */
  apply(yaml: string, options?: { readonly namespace?: string }): Promise<KubernetesObject[]>;
  /** Settles when the object is gone, finalizers and all; one that never was counts as gone. */
  remove(path: string): Promise<void>;
  /** A new namespace whose default service account exists; its name starts with the prefix. */
  createNamespace(prefix: string, labels?: Readonly<Record<string, string>>): Promise<string>;
  createServiceAccount(namespace: string, name: string): Promise<void>;
  /** A new token of it, from the TokenRequest API. */
  serviceAccountToken(namespace: string, name: string, options?: TokenOptions): Promise<string>;
  /** Polls until `probe` gives something; what it threw last is the cause of the failure. */
  waitFor<T>(description: string, probe: () => Promise<T | undefined | false>, options?: WaitOptions): Promise<T>;
  /** Where the audit log ends now: give it to `auditEvents` as `since`. */
  auditMark(): Promise<number>;
  /** Every event of the requests that were answered before this call, oldest first. */
  auditEvents(filter?: (event: AuditEvent) => boolean, options?: { readonly since?: number }): Promise<AuditEvent[]>;
  /** Ends its connections. */
  close(): void;
}

export interface TokenOptions {
  readonly audiences?: readonly string[];
  /** At least 600. */
  readonly expirationSeconds?: number;
}

export interface WaitOptions {
  /** Default: 60000. */
  readonly timeoutMs?: number;
}

/** Connects lazily, and keeps connections until `close`. */
export function connectAdmin(target: AdminTarget): Admin {
  const agent = new Agent({ keepAlive: true, ca: target.ca });
  const resources = new Map<string, Promise<Resource>>();

  const request = async <T>(method: string, path: string, options: AdminRequest = {}): Promise<AdminAnswer<T>> => {
    const answer = await send({ ...target, agent }, method, path, options);
    return { ...answer, body: parsed(answer) as T };
  };

  const succeed = async <T>(method: string, path: string, options: AdminRequest = {}): Promise<T> => {
    const answer = await request<T>(method, path, options);
    if (answer.status < 200 || answer.status > 299) {
      throw new Error(`${method} ${path} was answered with ${answer.status}: ${answer.text}`);
    }
    return answer.body;
  };

  const get = <T>(path: string) => succeed<T>('GET', path);

  const resourceOf = (apiVersion: string, kind: string): Promise<Resource> => {
    const key = `${apiVersion} ${kind}`;
    const known = resources.get(key) ?? waitFor(`kind ${kind} of ${apiVersion}`, () => discover(get, apiVersion, kind));
    resources.set(key, known);
    known.catch(() => resources.delete(key));
    return known;
  };

  const apply = async (yaml: string, { namespace = 'default' } = {}): Promise<KubernetesObject[]> => {
    const applied: KubernetesObject[] = [];
    for (const object of documents(yaml)) {
      const path = objectPath(await resourceOf(object.apiVersion, object.kind), object, namespace);
      const options = { contentType: 'application/apply-patch+yaml', body: object };
      applied.push(await succeed('PATCH', `${path}?fieldManager=testbed&force=true`, options));
    }
    return applied;
  };

  const createServiceAccount = async (namespace: string, name: string): Promise<void> => {
    const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } };
    await succeed('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, { body });
  };

  const createNamespace = async (prefix: string, labels: Readonly<Record<string, string>> = {}): Promise<string> => {
    const name = `${prefix}-${randomUUID().slice(0, 8)}`;
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
    await succeed('POST', '/api/v1/namespaces', { body });
    const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
    // Pods are refused before it is there.
    await waitFor(`the default service account of ${name}`, async () => (await request('GET', account)).status === 200);
    return name;
  };

  const serviceAccountToken = async (namespace: string, name: string, options: TokenOptions = {}): Promise<string> => {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: options };
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    return (await succeed<{ status: { token: string } }>('POST', path, { body })).status.token;
  };

  const remove = async (path: string): Promise<void> => {
    const { status, text } = await request('DELETE', path);
    if (status !== 404 && status > 299) throw new Error(`DELETE ${path} was answered with ${status}: ${text}`);
    await waitFor(`${path} to be gone`, async () => (await request('GET', path)).status === 404);
  };

  const auditEvents: Admin['auditEvents'] = async (filter = () => true, { since = 0 } = {}) => {
    // A request is answered a moment before its event is written: the second event comes after all such moments.
    for (let round = 0; round < 2; round += 1) {
      const sentinel = `testbed-sentinel=${randomUUID()}`;
      await request('GET', `/version?${sentinel}`);
      await waitFor('the audit log', () => endsWith(target.auditLog, sentinel), { timeoutMs: 30_000 });
    }
    const lines = (await readFrom(target.auditLog, since)).split('\n');
    // The last one is empty, or still being written.
    const events = lines.slice(0, -1).map((line) => JSON.parse(line) as AuditEvent);
    return events.filter((event) => !event.requestURI.includes('testbed-sentinel=') && filter(event));
  };

  return {
    request,
    get,
    apply,
    remove,
    createNamespace,
    createServiceAccount,
    serviceAccountToken,
    waitFor,
    auditMark: async () => (await stat(target.auditLog)).size,
    auditEvents,
    close: () => agent.destroy(),
  };
}

/** Polls until `probe` gives something; what it threw last is the cause of the failure. */
export async function waitFor<T>(
  description: string,
  probe: () => Promise<T | undefined | false>,
  { timeoutMs = 60_000 }: WaitOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${description}`, { cause });
    await delay(25);
  }
}

function send(
  target: AdminTarget & { readonly agent: Agent },
  method: string,
  path: string,
  options: AdminRequest,
): Promise<Omit<AdminAnswer, 'body'>> {
  const { body, contentType = 'application/json', token = target.adminToken } = options;
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers: Record<string, string | string[]> = { accept: 'application/json' };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (payload !== undefined) headers['content-type'] = contentType;
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    headers[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  }
  return new Promise((resolve, reject) => {
    const call = httpsRequest(new URL(path, target.server), { method, agent: target.agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    call.on('error', reject);
    call.end(payload);
  });
}

function parsed({ headers, text }: Pick<AdminAnswer, 'headers' | 'text'>): unknown {
  return headers['content-type']?.includes('json') ? JSON.parse(text) : text;
}

interface Resource {
  readonly base: string;
  readonly name: string;
  readonly namespaced: boolean;
}

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

async function discover(
  get: (path: string) => Promise<ResourceList>,
  apiVersion: string,
  kind: string,
): Promise<Resource | undefined> {
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { resources } = await get(base);
  const found = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
  return found && { base, name: found.name, namespaced: found.namespaced };
}

function objectPath({ base, name, namespaced }: Resource, object: KubernetesObject, namespace: string): string {
  const scope = namespaced ? `/namespaces/${object.metadata.namespace ?? namespace}` : '';
  return `${base}${scope}/${name}/${object.metadata.name}`;
}

function documents(yaml: string): KubernetesObject[] {
  return parseAllDocuments(yaml).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    if (!isKubernetesObject(value)) throw new Error(`Not a Kubernetes object: ${JSON.stringify(value)}`);
    return [value];
  });
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  if (typeof value !== 'object' || value === null) return false;
  return 'apiVersion' in value && 'kind' in value && 'metadata' in value;
}

/** Whether it is in the end of the file: events come in about the order that requests are answered in. */
async function endsWith(file: string, text: string): Promise<boolean> {
  const { size } = await stat(file);
  return (await readFrom(file, Math.max(0, size - 1_000_000))).includes(text);
}

async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of handle.createReadStream({ start, autoClose: false })) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    await handle.close();
  }
}
