import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ApiFailure } from '../../src/cluster/client.ts';
import { type Attempt, retryDelay } from '../../src/cluster/retry.ts';

type StatusFailure = ApiFailure & { readonly kind: 'status' };

function failed(status: number, parts: Partial<StatusFailure> = {}): StatusFailure {
  return { kind: 'status', status, reason: 'Some', message: '', causes: [], retryAfterSeconds: undefined, ...parts };
}

function broken(code: string): ApiFailure {
  return { kind: 'unreachable', code, message: code };
}

function attempt(parts: Partial<Attempt> = {}): Attempt {
  return { number: 1, method: 'PATCH', repeatable: true, jitter: 0, ...parts };
}

function triesOf(failure: ApiFailure, parts: Partial<Attempt> = {}): number {
  let number = 1;
  while (retryDelay(failure, attempt({ ...parts, number })) !== undefined) number += 1;
  return number;
}

describe('what is worth another try', () => {
  test.each([429, 502, 503, 504])('%d is, six times in all', (status) => {
    expect(triesOf(failed(status, { reason: '' }))).toBe(6);
  });

  test('a broken connection is', () => {
    expect(triesOf(broken('ECONNRESET'))).toBe(6);
  });

  test('a refused connection and an unknown host are, but soon given up', () => {
    expect(triesOf(broken('ECONNREFUSED'))).toBe(4);
    expect(triesOf(broken('ENOTFOUND'))).toBe(4);
  });

  test('a silent server is asked twice', () => {
    expect(triesOf(broken('ETIMEDOUT'))).toBe(2);
  });

  test('a certificate does not get better', () => {
    expect(triesOf(broken('SELF_SIGNED_CERT_IN_CHAIN'))).toBe(1);
    expect(triesOf(broken('NOT_KUBERNETES'))).toBe(1);
  });

  test('a 500 is only with a reason and a time, or with a webhook that does not answer', () => {
    expect(triesOf(failed(500, { reason: '', retryAfterSeconds: 1 }))).toBe(1);
    expect(triesOf(failed(500, { reason: '', message: 'failed to create typed patch object' }))).toBe(1);
    expect(triesOf(failed(500, { reason: 'InternalError' }))).toBe(1);
    expect(triesOf(failed(500, { reason: 'ServerTimeout', retryAfterSeconds: 1 }))).toBe(6);
    const webhook = 'Internal error occurred: failed calling webhook "a.b.c": connection refused';
    expect(triesOf(failed(500, { reason: 'InternalError', message: webhook }))).toBe(4);
  });

  test('a 409 is where somebody else was faster, but not where a field is somebody else’s', () => {
    expect(triesOf(failed(409, { reason: 'Conflict' }))).toBe(6);
    const causes = [{ reason: 'FieldManagerConflict', message: 'conflict with "ops"', field: '.data.a' }];
    expect(triesOf(failed(409, { reason: 'Conflict', causes }))).toBe(1);
    expect(triesOf(failed(409, { reason: 'AlreadyExists' }))).toBe(1);
    expect(triesOf(failed(409, { reason: 'Conflict' }), { method: 'PUT' })).toBe(1);
  });

  test.each([400, 401, 403, 404, 405, 410, 415, 422])('%d is the answer', (status) => {
    expect(triesOf(failed(status, { retryAfterSeconds: 1 }))).toBe(1);
  });

  test('a cancel and a credential that cannot be had are final', () => {
    expect(triesOf({ kind: 'cancelled' })).toBe(1);
    expect(triesOf({ kind: 'credential', message: 'gone', fix: undefined })).toBe(1);
  });
});

describe('a request that creates something', () => {
  const create = { method: 'POST', repeatable: false } as const;

  test('is not sent twice where the first may have arrived', () => {
    expect(triesOf(broken('ECONNRESET'), create)).toBe(1);
    expect(triesOf(broken('ETIMEDOUT'), create)).toBe(1);
    expect(triesOf(failed(503), create)).toBe(1);
    expect(triesOf(failed(504), create)).toBe(1);
  });

  test('is sent again where it was turned away', () => {
    expect(triesOf(failed(429), create)).toBe(6);
    expect(triesOf(broken('ECONNREFUSED'), create)).toBe(4);
  });
});

describe('how long to wait', () => {
  test('doubles with every try', () => {
    const delays = [1, 2, 3, 4, 5].map((number) => retryDelay(failed(503), attempt({ number, jitter: 0.999999 })));
    expect(delays).toEqual([400, 800, 1600, 3200, 6400]);
  });

  test('is as long as the server says, or a little longer', () => {
    expect(retryDelay(failed(429, { retryAfterSeconds: 7 }), attempt())).toBe(7000);
    expect(retryDelay(failed(429, { retryAfterSeconds: 7 }), attempt({ jitter: 0.8 }))).toBe(8400);
  });

  test('is nothing where the server wants more than a deployment has', () => {
    expect(retryDelay(failed(503, { retryAfterSeconds: 3600 }), attempt())).toBeUndefined();
  });

  test('is never less than the server asks, never none at all, and always bounded', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(429, 502, 503, 504),
        fc.option(fc.nat(100), { nil: undefined }),
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (code, retryAfterSeconds, number, jitter) => {
          const delay = retryDelay(failed(code, { retryAfterSeconds }), attempt({ number, jitter }));
          if (delay === undefined) return;
          expect(delay).toBeGreaterThanOrEqual(Math.max(200, (retryAfterSeconds ?? 0) * 1000));
          expect(delay).toBeLessThanOrEqual(75_000);
          expect(number).toBeLessThan(6);
        },
      ),
    );
  });
});
