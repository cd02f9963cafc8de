import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Admin, connectAdmin } from '../../testbed/admin.ts';
import { sharedTestbed } from '../../testbed/shared.ts';
import { EXAMPLES } from './examples.ts';
import { type Atom, BrokenPromise, few, Proving } from './proving.ts';

const MINUTES = 60_000;
let admin: Admin;
let proving: Proving;

beforeAll(async () => {
  const testbed = sharedTestbed();
  admin = connectAdmin(testbed.info);
  const namespace = await admin.createNamespace('proof-ci');
  await admin.createServiceAccount(namespace, 'agent');
  const token = await admin.serviceAccountToken(namespace, 'agent', { expirationSeconds: 7200 });
  proving = new Proving(testbed, admin, { namespace, name: 'agent', token });
}, MINUTES);
afterAll(() => {
  proving?.end();
  admin?.close();
});

describe.each(EXAMPLES.map((example) => [example.name, example] as const))('%s', (_name, example) => {
  let atoms: readonly Atom[] = [];

  test(
    'is deployed with the generated RBAC and nothing else, and no rule has *',
    async () => {
      const staged = await proving.stage(example);
      try {
        atoms = staged.atoms;
        expect(atoms.filter(({ rule }) => Object.values(rule).flat().includes('*'))).toEqual([]);
        await staged.deployAll('enforce');
      } finally {
        await staged.end();
      }
    },
    3 * MINUTES,
  );

  test(
    'is deployed by constrained impersonation alone',
    async () => {
      const staged = await proving.stage(example, { request: { mode: 'constrained' } });
      try {
        const granted = staged.documents.flatMap(({ rules = [] }) => rules.flatMap(({ rule }) => rule.verbs));
        expect(granted).not.toContain('impersonate');
        await staged.deployAll('enforce');
      } finally {
        await staged.end();
      }
    },
    3 * MINUTES,
  );

  test(
    'fails or breaks a promise without any one of the rights',
    async () => {
      const idle: string[] = [];
      await few([...atoms.keys()], 3, async (index) => {
        const staged = await proving.stage(example, { without: (all) => all[index] ?? fail(index) });
        try {
          await staged.deployAll('off');
          idle.push(atoms[index]?.words ?? '');
        } catch (error) {
          if (!(error instanceof BrokenPromise)) throw error;
          // helm goes on after some refusals, and says others in its own way.
          if (example.mode !== 'chart') expect(error.result).toBe('denied');
        } finally {
          await staged.end();
        }
      });
      expect(idle).toEqual([]);
    },
    15 * MINUTES,
  );
});

function fail(index: number): never {
  throw new Error(`there is no right number ${index}`);
}
