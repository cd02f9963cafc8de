import { describe, expect, test } from '@jest/globals';
import { awaitEstablished, definitionState } from '../../src/apply/definition.ts';
import { anObject } from '../manifests/builders.ts';
import { answeringClient, aResource, INSTANT, taken } from './answering-client.ts';

function live(...conditions: { type: string; status: string; message?: string }[]) {
  return { status: { conditions } };
}

const object = anObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.x.io');
const resource = aResource('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions', false);
const options = { credentialName: 'the token', clock: INSTANT };

describe('a CustomResourceDefinition', () => {
  test('is pending until the server says that it is established', () => {
    expect(definitionState({})).toEqual({ state: 'pending' });
    expect(definitionState(live({ type: 'Established', status: 'False' }))).toEqual({ state: 'pending' });
    expect(
      definitionState(live({ type: 'NamesAccepted', status: 'True' }, { type: 'Established', status: 'True' })),
    ).toEqual({ state: 'established' });
  });

  test('is asked for until it is established', async () => {
    const answers = [live(), live({ type: 'Established', status: 'True' })];
    const client = answeringClient(() => taken(answers.shift() ?? null));
    expect(
      await awaitEstablished(client, { object, resource, live: {} }, options, new AbortController().signal),
    ).toEqual([]);
    expect(client.requests.map(({ path }) => path)).toEqual(
      Array(2).fill('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.x.io'),
    );
  });

  test('whose names are taken is a problem at once', async () => {
    const taken = live({ type: 'NamesAccepted', status: 'False', message: '"widgets" is already in use' });
    const client = answeringClient(() => {
      throw new Error('no need to ask');
    });
    expect(
      await awaitEstablished(client, { object, resource, live: taken }, options, new AbortController().signal),
    ).toMatchObject([{ kind: 'apply', message: expect.stringContaining('"widgets" is already in use') }]);
  });

  test('that is never established is a problem, not an endless wait', async () => {
    const client = answeringClient(() => taken({}));
    const problems = await awaitEstablished(
      client,
      { object, resource, live: {} },
      options,
      new AbortController().signal,
    );
    expect(problems).toMatchObject([{ kind: 'apply', message: expect.stringContaining('has not established it') }]);
  });

  test('is no longer waited for once the run is cancelled', async () => {
    const client = answeringClient(() => taken({}));
    expect(await awaitEstablished(client, { object, resource, live: {} }, options, AbortSignal.abort())).toEqual([]);
  });
});
