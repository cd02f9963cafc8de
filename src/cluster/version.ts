import type { ApiClient, ApiResult } from './client.ts';
import { textAt } from './json.ts';

/** Asks the server's version: `1.36.3`, without `v`; a vendor's ending stays (`1.33.5-gke.1080000`). */
export async function serverVersion(client: ApiClient, signal: AbortSignal): Promise<ApiResult<string>> {
  const answer = await client.request({ method: 'GET', path: '/version' }, signal);
  if (!answer.ok) return answer;
  const version = textAt(answer.body, 'gitVersion').replace(/^v/, '');
  if (version !== '') return { ok: true, value: version };
  return {
    ok: false,
    failure: { kind: 'unreachable', code: 'NOT_KUBERNETES', message: 'answered /version without a version' },
  };
}
