import { CONTROL_CHARACTER } from '../characters.ts';
import type { IdentityRequest } from '../inputs.ts';
import { failure, type Outcome, type Problem, success } from '../problem.ts';
import { isNamespaceName, isServiceAccountName, SERVICE_ACCOUNT_PREFIX, serviceAccountOf } from './name.ts';

/** The identity inputs as they were written; blanks included, since a blank at an end is refused and not repaired. */
export interface IdentityInput {
  /** Empty where it is not given. */
  readonly as: string;
  readonly groups: readonly string[];
  /** Empty where it is not given. */
  readonly uid: string;
  /** `key=value` lines. */
  readonly extra: readonly string[];
}

type InputName = 'as' | 'as-groups' | 'as-uid' | 'as-user-extra';

const EMPTY_AS = `Whoever \`as\` comes from gave nothing: an expression such as \`\${{ vars.NAME }}\` or \`\${{ secrets.NAME }}\` is empty where the name is misspelt, on a pull request from a fork, in a reusable workflow called without \`secrets: inherit\`, and in another \`environment:\` than the one that holds it.`;

const WRITE_AS = 'Write the user to impersonate, e.g. `as: system:serviceaccount:shop:deployer`.';

const MASTERS = 'system:masters';

const MASTERS_REASON =
  'the API server lets members of `system:masters` do everything and asks no authorizer, so that nothing would confine this deploy';

/**
 * The identity that the inputs ask for, or everything that is wrong with them (kind `input`). Refused is what the
 * API server would take for somebody else, what HTTP would change on the way, and what client-go would silently drop.
 * Extra keys come out in lower case (ASCII letters only): the server lower-cases the header before it decodes it.
 */
export function requestIdentity(input: IdentityInput): Outcome<IdentityRequest> {
  const extra = readExtra(input.extra);
  const problems = [
    ...problemsOfUser(input),
    ...input.groups.flatMap(problemsOfGroup),
    ...(input.uid === '' ? [] : problemsOfText('as-uid', 'the uid', input.uid)),
    ...extra.problems,
  ];
  if (problems.length > 0) return failure(...problems);
  const request: Omit<IdentityRequest, symbol> = {
    username: input.as,
    groups: [...input.groups],
    uid: input.uid === '' ? undefined : input.uid,
    extra: extra.values,
  };
  // The one place that makes one: everything above is what `valid` promises.
  return success(request as IdentityRequest);
}

function problemsOfUser(input: IdentityInput): Problem[] {
  if (input.as.trim() === '') return [...withoutUser(input), refuse('as', `it is empty. ${EMPTY_AS}`, WRITE_AS)];
  const textual = problemsOfText('as', 'the user name', input.as);
  return textual.length > 0 ? textual : problemsOfUserName(input.as);
}

/** client-go drops groups, uid and extras in silence where there is no user, and runs as the token itself. */
function withoutUser(input: IdentityInput): Problem[] {
  const given: [InputName, boolean][] = [
    ['as-groups', input.groups.length > 0],
    ['as-uid', input.uid !== ''],
    ['as-user-extra', input.extra.length > 0],
  ];
  return given
    .filter(([, isGiven]) => isGiven)
    .map(([name]) =>
      refuse(
        name,
        'it stands without `as`: the API server refuses it, and kubectl would silently run as the token itself',
        WRITE_AS,
      ),
    );
}

function problemsOfUserName(username: string): Problem[] {
  if (username === MASTERS) {
    return [refuse('as', `\`${MASTERS}\` is a group, and one that is never allowed: ${MASTERS_REASON}.`, WRITE_AS)];
  }
  if (/^system:serviceaccounts(:|$)/i.test(username)) {
    return [refuse('as', `${quote(username)} is the name of a group of service accounts, not of a user`, WRITE_AS)];
  }
  if (!/^system:serviceaccount(:|$)/i.test(username) || serviceAccountOf(username) !== undefined) return [];
  return [
    refuse(
      'as',
      `${quote(username)} looks like a service account, but ${whatIsMalformed(username)}. The API server would take it for a plain user of that name`,
      'Write `system:serviceaccount:NAMESPACE:NAME`, as `kubectl get serviceaccounts -n NAMESPACE` shows it.',
    ),
  ];
}

function whatIsMalformed(username: string): string {
  if (!username.startsWith(SERVICE_ACCOUNT_PREFIX)) return `does not begin with \`${SERVICE_ACCOUNT_PREFIX}\``;
  const parts = username.slice(SERVICE_ACCOUNT_PREFIX.length).split(':');
  const [namespace = '', name = ''] = parts;
  if (parts.length !== 2) return 'namespace and name are not exactly two parts with one `:` between them';
  if (namespace === '') return 'its namespace is empty';
  if (name === '') return 'its name is empty';
  if (!isNamespaceName(namespace)) return `${quote(namespace)} cannot be the name of a namespace`;
  if (!isServiceAccountName(name)) return `${quote(name)} cannot be the name of a service account`;
  return 'it is none';
}

function problemsOfGroup(group: string): Problem[] {
  if (group.trim() === '') return [refuse('as-groups', 'it lists an empty name', 'Write one group a line.')];
  const textual = problemsOfText('as-groups', 'a group', group);
  if (textual.length > 0 || group !== MASTERS) return textual;
  return [
    refuse(
      'as-groups',
      `\`${MASTERS}\` is never allowed: ${MASTERS_REASON}`,
      'Name a group whose rights a (Cluster)RoleBinding gives, and bind just what this deploy needs.',
    ),
  ];
}

interface Extra {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly Problem[];
}

function readExtra(lines: readonly string[]): Extra {
  const values = new Map<string, string[]>();
  const problems: Problem[] = [];
  for (const line of lines) {
    const at = line.indexOf('=');
    const found = at < 0 ? [withoutEqualSign(line)] : problemsOfPair(line.slice(0, at), line.slice(at + 1));
    problems.push(...found);
    if (found.length > 0) continue;
    const key = lowerCaseAscii(line.slice(0, at));
    values.set(key, [...(values.get(key) ?? []), line.slice(at + 1)]);
  }
  return { values, problems };
}

function withoutEqualSign(line: string): Problem {
  return refuse('as-user-extra', `the line ${quote(line)} has no \`=\``, 'Write one `key=value` a line.');
}

function problemsOfPair(key: string, value: string): Problem[] {
  if (key.trim() === '') {
    return [
      refuse('as-user-extra', `the line ${quote(`${key}=${value}`)} has no key`, 'Write one `key=value` a line.'),
    ];
  }
  if (value === '') {
    return [
      refuse(
        'as-user-extra',
        `${quote(key)} has no value: an expression in it may be empty`,
        'Give it a value, or take the line out.',
      ),
    ];
  }
  return [
    ...problemsOfText('as-user-extra', 'the key', key),
    ...problemsOfText('as-user-extra', `the value of ${quote(key)}`, value),
  ];
}

/** What no HTTP header carries unchanged: line breaks (header injection), control characters, blanks at the ends. */
function problemsOfText(input: InputName, what: string, text: string): Problem[] {
  if (/[\r\n]/.test(text)) {
    return [
      refuse(
        input,
        `${what} ${quote(text)} holds a line break, which would begin another HTTP header`,
        'Write it on one line; in YAML `>-` and `|-` drop the line break at the end.',
      ),
    ];
  }
  if (CONTROL_CHARACTER.test(text)) {
    return [refuse(input, `${what} ${quote(text)} holds a control character`, 'Take the character out.')];
  }
  if (!text.isWellFormed()) {
    return [refuse(input, `${what} ${quote(text)} is not valid Unicode`, 'Write it in UTF-8.')];
  }
  if (text.trim() !== text) {
    return [
      refuse(
        input,
        `${what} ${quote(text)} begins or ends with a blank, which HTTP/1.1 cuts off and HTTP/2 keeps`,
        'Take the blank out.',
      ),
    ];
  }
  return [];
}

function lowerCaseAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function quote(text: string): string {
  return JSON.stringify(text.toWellFormed());
}

function refuse(input: InputName, message: string, fix: string): Problem {
  return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}
