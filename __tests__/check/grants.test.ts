import { expect, test } from '@jest/globals';
import { gatherGrants } from '../../src/check/grants.ts';
import type { Denied, Problem } from '../../src/problem.ts';
import { smallestGrant } from '../../src/rights/grant.ts';

const DEPLOYER = 'system:serviceaccount:shop:deployer';

function lacking(resource: string, who: Denied['who'] = 'identity'): Problem {
  const right = { verb: 'get', apiGroup: '', resource, subresource: '', namespace: 'shop', name: 'x' };
  return {
    kind: 'forbidden',
    message: resource,
    denied: [{ who, ...right, for: 'a test' }],
    fix: 'one of many',
    yaml: smallestGrant([right], DEPLOYER),
  };
}

const yamlOf = (problem: Problem | undefined) => (problem?.kind === 'forbidden' ? problem.yaml : undefined);

test('many missing rights of the identity get one grant, at the first of them', () => {
  const invalid: Problem = { kind: 'manifest', message: 'between' };
  const gathered = gatherGrants([lacking('configmaps'), invalid, lacking('services')], DEPLOYER);
  expect(gathered.map(({ message }) => message)).toEqual(['configmaps', 'between', 'services']);
  expect(yamlOf(gathered[2])).toBeUndefined();
  expect(yamlOf(gathered[0])).toMatch(/configmaps[\s\S]*services/);
  expect(yamlOf(gathered[0])?.match(/^kind: Role$/gm)).toHaveLength(1);
});

test.each([
  ['a single one', [lacking('configmaps')]],
  ["the token's", [lacking('configmaps', 'token'), lacking('services', 'token')]],
  ['none', []],
])('%s stays as it is', (_, problems) => {
  expect(gatherGrants(problems, DEPLOYER)).toEqual(problems);
});
