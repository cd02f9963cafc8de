import type { Json } from '../manifests/object.ts';
import type { Rule } from '../rights/grant.ts';
import type { Right } from '../rights/right.ts';
import type { ApiClient, ApiFailure, ApiResult } from './client.ts';
import { at, jsonObject, listAt, textAt, textsAt } from './json.ts';

/** Who the server says somebody is. Empty where it has nothing to say. */
export interface ReviewedUser {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

/** "Who am I?", asked as whoever `client` is; through an impersonation it is the impersonated user. Served since 1.28. */
export async function selfSubjectReview(client: ApiClient, signal: AbortSignal): Promise<ApiResult<ReviewedUser>> {
  const answer = await review(client, 'authentication.k8s.io', 'SelfSubjectReview', undefined, signal);
  if (!answer.ok) return answer;
  const user = at(answer.value, 'status', 'userInfo');
  if (textAt(user, 'username') === '') return { ok: false, failure: noReview('SelfSubjectReview') };
  const extra = Object.keys(jsonObject(at(user, 'extra')) ?? {}).map((key): [string, readonly string[]] => [
    key,
    textsAt(user, 'extra', key),
  ]);
  return {
    ok: true,
    value: {
      username: textAt(user, 'username'),
      uid: textAt(user, 'uid'),
      groups: textsAt(user, 'groups'),
      extra: new Map(extra),
    },
  };
}

/** "May I do this?", asked as whoever `client` is. */
export async function selfSubjectAccessReview(
  client: ApiClient,
  right: Right,
  signal: AbortSignal,
): Promise<ApiResult<boolean>> {
  const { verb, apiGroup, resource, subresource, namespace, name, nonResourceURL } = right;
  const spec: Json =
    nonResourceURL === undefined
      ? { resourceAttributes: { verb, group: apiGroup, resource, subresource, namespace, name } }
      : { nonResourceAttributes: { verb, path: nonResourceURL } };
  const answer = await review(client, 'authorization.k8s.io', 'SelfSubjectAccessReview', spec, signal);
  if (!answer.ok) return answer;
  const allowed = at(answer.value, 'status', 'allowed');
  if (typeof allowed !== 'boolean') return { ok: false, failure: noReview('SelfSubjectAccessReview') };
  return { ok: true, value: allowed };
}

/** The rules that apply to whoever asked: those of one namespace, and those of the whole cluster. */
export interface ReviewedRules {
  readonly rules: readonly Rule[];
  /** An authorizer beside RBAC (a webhook, often) cannot list its rules: what is not here may be allowed all the same. */
  readonly incomplete: boolean;
}

/**
 * "What may I do in `namespace`?", asked as whoever `client` is. The namespace need not exist: one that does not has
 * the rules of the whole cluster and no others. Rules for paths that are no resources are left out.
 */
export async function selfSubjectRulesReview(
  client: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<ApiResult<ReviewedRules>> {
  const answer = await review(client, 'authorization.k8s.io', 'SelfSubjectRulesReview', { namespace }, signal);
  if (!answer.ok) return answer;
  const status = at(answer.value, 'status');
  if (jsonObject(status) === undefined) return { ok: false, failure: noReview('SelfSubjectRulesReview') };
  return {
    ok: true,
    value: { rules: listAt(status, 'resourceRules').map(readRule), incomplete: at(status, 'incomplete') === true },
  };
}

function readRule(rule: Json): Rule {
  const names = textsAt(rule, 'resourceNames');
  return {
    apiGroups: textsAt(rule, 'apiGroups'),
    resources: textsAt(rule, 'resources'),
    ...(names.length === 0 ? {} : { resourceNames: names }),
    verbs: textsAt(rule, 'verbs'),
  };
}

async function review(
  client: ApiClient,
  group: string,
  kind: string,
  spec: Json | undefined,
  signal: AbortSignal,
): Promise<ApiResult<Json>> {
  const object = { apiVersion: `${group}/v1`, kind, ...(spec === undefined ? {} : { spec }) };
  const answer = await client.request(
    {
      method: 'POST',
      path: `/apis/${group}/v1/${kind.toLowerCase()}s`,
      body: { type: 'application/json', text: JSON.stringify(object) },
    },
    signal,
  );
  return answer.ok ? { ok: true, value: answer.body } : answer;
}

function noReview(kind: string): ApiFailure {
  return { kind: 'unreachable', code: 'NOT_KUBERNETES', message: `answered a ${kind} with something else` };
}
