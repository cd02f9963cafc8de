import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type IdentityInput, requestIdentity } from '../../src/identity/request.ts';
import type { IdentityRequest } from '../../src/inputs.ts';

const DEPLOYER = 'system:serviceaccount:shop:deployer';

function input(given: Partial<IdentityInput>): IdentityInput {
  return { as: DEPLOYER, groups: [], uid: '', extra: [], ...given };
}

function accepted(given: Partial<IdentityInput>): IdentityRequest {
  const outcome = requestIdentity(input(given));
  if (!outcome.ok) throw new Error(`refused: ${outcome.problems.map((problem) => problem.message).join('; ')}`);
  return outcome.value;
}

function refusals(given: Partial<IdentityInput>): { input: string; text: string }[] {
  const outcome = requestIdentity(input(given));
  if (outcome.ok) throw new Error('accepted');
  return outcome.problems.map((problem) => {
    if (problem.kind !== 'input') throw new Error(`not an input's problem: ${problem.kind}`);
    return { input: problem.input, text: `${problem.message}\n${problem.fix}` };
  });
}

describe('an identity that is accepted', () => {
  test('keeps user, groups, uid and extras exactly as they were written', () => {
    const request = accepted({
      as: 'jane@example.com',
      groups: ['team a', 'dépôt'],
      uid: '42-x',
      extra: ['github.com/repository=octo/app', 'note=50 %, café = größe', 'note=b'],
    });
    expect(request.username).toBe('jane@example.com');
    expect(request.groups).toEqual(['team a', 'dépôt']);
    expect(request.uid).toBe('42-x');
    expect([...request.extra]).toEqual([
      ['github.com/repository', ['octo/app']],
      ['note', ['50 %, café = größe', 'b']],
    ]);
  });

  test('has no uid where the input is empty', () => {
    expect(accepted({}).uid).toBeUndefined();
  });

  test('has extra keys in lower case as the server makes them, so that two spellings are one key', () => {
    expect([...accepted({ extra: ['Team=a', 'team=b'] }).extra]).toEqual([['team', ['a', 'b']]]);
  });

  test('has other letters of an extra key as they are, since the server sees them percent-encoded', () => {
    expect([...accepted({ extra: ['É=a', 'é=b'] }).extra.keys()]).toEqual(['É', 'é']);
  });

  test('may be a service account whose name holds dots', () => {
    expect(accepted({ as: 'system:serviceaccount:shop:deploy.er' }).username).toBe(
      'system:serviceaccount:shop:deploy.er',
    );
  });
});

describe('an empty `as`', () => {
  test.each(['', ' ', '\n'])('%j is refused with the causes that an empty expression has', (as) => {
    const [refusal, ...others] = refusals({ as });
    expect(others).toEqual([]);
    expect(refusal?.input).toBe('as');
    for (const cause of ['misspelt', 'fork', 'secrets: inherit', 'environment:', 'system:serviceaccount:']) {
      expect(refusal?.text).toContain(cause);
    }
  });

  test('is refused together with each of groups, uid and extras that stands without it', () => {
    const found = refusals({ as: '', groups: ['a'], uid: '1', extra: ['k=v'] });
    expect(found.map((refusal) => refusal.input)).toEqual(['as-groups', 'as-uid', 'as-user-extra', 'as']);
    expect(found[0]?.text).toContain('run as the token itself');
  });
});

describe('what is refused', () => {
  test('is named all at once', () => {
    const found = refusals({ as: 'system:serviceaccount:shop', groups: ['a\nb', 'c'], uid: ' 1', extra: ['x', '=v'] });
    expect(found.map((refusal) => refusal.input)).toEqual([
      'as',
      'as-groups',
      'as-uid',
      'as-user-extra',
      'as-user-extra',
    ]);
  });

  test('includes system:masters, as group and as user, with the reason', () => {
    for (const given of [{ groups: ['a', 'system:masters'] }, { as: 'system:masters' }]) {
      expect(refusals(given)[0]?.text).toMatch(/asks no authorizer/);
    }
  });

  test.each([
    ['system:serviceaccount', /does not begin with/],
    ['system:serviceaccount:shop', /not exactly two parts/],
    ['system:serviceaccount:shop:deployer:x', /not exactly two parts/],
    ['system:serviceaccount::deployer', /namespace is empty/],
    ['system:serviceaccount:shop:', /name is empty/],
    ['system:serviceaccount:Shop:deployer', /"Shop" cannot be the name of a namespace/],
    ['system:serviceaccount:shop.x:deployer', /"shop.x" cannot be the name of a namespace/],
    [`system:serviceaccount:${'a'.repeat(64)}:deployer`, /cannot be the name of a namespace/],
    ['system:serviceaccount:shop:-deployer', /"-deployer" cannot be the name of a service account/],
    ['system:serviceaccount:shop:de ployer', /cannot be the name of a service account/],
    ['System:ServiceAccount:shop:deployer', /does not begin with/],
    ['system:serviceaccounts:shop', /group of service accounts/],
  ])('includes the malformed service account %j', (as, reason) => {
    expect(refusals({ as })[0]?.text).toMatch(reason);
  });

  test.each(['a\rb', 'a\nImpersonate-Group: system:masters', 'a\r\nb'])('includes the line break in %j', (text) => {
    for (const given of [{ as: text }, { groups: [text] }, { uid: text }, { extra: [`k=${text}`] }]) {
      expect(refusals(given)[0]?.text).toContain('another HTTP header');
    }
    expect(refusals({ extra: [`${text}=v`] })[0]?.input).toBe('as-user-extra');
  });

  test.each(['a\tb', 'a\u0000', '\u007f', 'a\u0085b', '\u001b[31m'])('includes the control character in %j', (text) => {
    expect(refusals({ groups: [text] })[0]?.text).toContain('control character');
  });

  test.each([' a', 'a ', '\u00a0a'])('includes the blank at an end of %j', (text) => {
    for (const given of [{ as: text }, { groups: [text] }, { uid: text }, { extra: [`k=${text}`] }]) {
      expect(refusals(given)[0]?.text).toContain('begins or ends with a blank');
    }
  });

  test('includes a lone surrogate, which UTF-8 cannot carry', () => {
    expect(refusals({ groups: ['\ud800'] })[0]?.text).toContain('not valid Unicode');
  });

  test('includes an empty group', () => {
    expect(refusals({ groups: ['a', ''] }).map((refusal) => refusal.input)).toEqual(['as-groups']);
  });

  test.each([
    ['key', /no `=`/],
    ['=value', /no key/],
    [' =value', /no key/],
    ['key=', /no value/],
    ['key =value', /the key "key " begins or ends with a blank/],
  ])('includes the extra line %j', (line, reason) => {
    expect(refusals({ extra: [line] })[0]?.text).toMatch(reason);
  });
});

test('whatever is accepted holds no control character and no blank at an end, and nothing is changed or lost', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 20 });
  const text = fc.oneof(anything, fc.stringMatching(/^[A-Za-zé%/.,]{1,5}=?[a-zß日 ]{0,5}[a-z]$/));
  fc.assert(
    fc.property(text, fc.array(text), text, fc.array(text), (as, groups, uid, extra) => {
      const outcome = requestIdentity({ as, groups, uid, extra });
      if (!outcome.ok) {
        expect(outcome.problems.every((problem) => problem.kind === 'input')).toBe(true);
        return;
      }
      const { value } = outcome;
      expect(value.username).toBe(as);
      expect(value.groups).toEqual(groups);
      const pairs = [...value.extra].flatMap(([key, values]) => values.map((each) => `${key}=${each}`)).sort();
      const written = extra.map((line) => {
        const at = line.indexOf('=');
        return line.slice(0, at).replace(/[A-Z]/g, (letter) => letter.toLowerCase()) + line.slice(at);
      });
      expect(pairs).toEqual(written.sort());
      for (const each of [value.username, ...value.groups, value.uid ?? 'x', ...pairs]) {
        expect(each).toBe(each.trim());
        expect(each).not.toMatch(/\p{Cc}/u);
        expect(each).not.toBe('');
      }
    }),
  );
});
