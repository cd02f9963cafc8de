import type { Json } from '../manifests/object.ts';
import type { Right } from '../rights/right.ts';
import type { ApiClient, ApiFailure, ApiResult } from './client.ts';
import { at, jsonObject, textAt, textsAt } from './json.ts';

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
  const spec = {
    resourceAttributes: {
      verb: right.verb,
      group: right.apiGroup,
      resource: right.resource,
      subresource: right.subresource,
      namespace: right.namespace,
      name: right.name,
    },
  };
  const answer = await review(client, 'authorization.k8s.io', 'SelfSubjectAccessReview', spec, signal);
  if (!answer.ok) return answer;
  const allowed = at(answer.value, 'status', 'allowed');
  if (typeof allowed !== 'boolean') return { ok: false, failure: noReview('SelfSubjectAccessReview') };
  return { ok: true, value: allowed };
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
