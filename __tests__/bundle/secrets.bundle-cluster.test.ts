import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { issue } from '../../testbed/certificates.ts';
import { type Job, runMain, runPost, type StepResult, startJob } from '../../testbed/runner.ts';
import { type Story, startStory } from '../../testbed/story.ts';
import { packageChart } from '../stand-ins/chart-package.ts';
import { startChartRepository } from '../stand-ins/chart-repository.ts';
import { startOciRegistry } from '../stand-ins/oci-registry.ts';
import { watchCommandLines } from './child-processes.ts';

const MINUTES = 60_000;
let story: Story;
let job: Job;

beforeAll(async () => {
  story = await startStory('secrets');
}, 2 * MINUTES);
afterAll(() => story?.end());
beforeEach(() => {
  // With debug logging on, which says more than otherwise.
  job = startJob({ RUNNER_DEBUG: '1' });
});
afterEach(() => job?.end());

/** Name → text that nobody may see. */
type Hidden = Readonly<Record<string, string>>;

/** A secret with everything that encodings change. */
function made(name: string): string {
  return `${name}/${randomBytes(9).toString('base64url')}+=ü&"`;
}

interface Watched {
  readonly result: StepResult;
  /** Place → what somebody could read there. */
  readonly places: Readonly<Record<string, string>>;
}

/** Runs main and post, and collects everything that others could read meanwhile or afterwards. */
async function watch(inputs: Record<string, string>): Promise<Watched> {
  const before = { ...job.environment };
  const commands = watchCommandLines(job, { kubectl: story.binaries.kubectl, helm: story.binaries.helm4 });
  const result = await runMain(job, inputs, { onStart: commands.watch });
  const commandLines = commands.end();
  const { report = '', 'summary-path': summaryPath = '' } = result.outputs;
  const files = { report: readFileSync(report, 'utf8'), comment: readFileSync(summaryPath, 'utf8') };
  const post = await runPost(job, result);
  expect(post.exitCode).toBe(0);
  const spoken = result.rawLog.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const environment = Object.entries(job.environment).filter(([name, value]) => before[name] !== value);
  return {
    result,
    places: {
      'shown log': result.log,
      // What we print ourselves is redacted before the runner sees it.
      'log before the runner masks it': spoken.join('\n'),
      'log of the post step': post.rawLog,
      summary: result.summary,
      outputs: JSON.stringify(result.outputs),
      state: JSON.stringify(result.state),
      environment: JSON.stringify(environment),
      'command lines': commandLines,
      ...files,
      workspace: contentOf(job.workspace),
      'tool cache': contentOf(job.toolCache),
      RUNNER_TEMP: contentOf(job.temp),
      HOME: contentOf(job.environment.HOME ?? ''),
    },
  };
}

/** Every file below a folder, with its name. */
function contentOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .map((path) => `${path}\n${statSync(path).isFile() ? readFileSync(path, 'latin1') : ''}`)
    .join('\n');
}

/** A text, each telling line of it, and what these are in base64 (on its own and inside of a longer text) and in a URL. */
function formsOf(secret: string): Map<string, string> {
  const forms = new Map<string, string>();
  const texts = [secret, ...secret.split('\n').map((line) => line.trim())];
  for (const text of texts.filter((each) => each.length >= 4 && !each.startsWith('-----'))) {
    forms.set(`plain ${text}`, text).set(`in a URL ${text}`, encodeURIComponent(text));
    for (const before of ['', 'a', 'ab']) {
      const encoded = Buffer.from(before + text, 'utf8').toString('base64');
      const own = encoded.slice(before === '' ? 0 : 4, Math.floor(encoded.length / 4) * 4 - 4);
      if (own.length < 8) continue;
      forms.set(`base64 of ${text} behind "${before}"`, own);
      forms.set(`base64url of ${text} behind "${before}"`, own.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return forms;
}

/** Nobody saw any of it, and the runner was told of each before anything else was said. */
function expectHidden({ result, places }: Watched, hidden: Hidden): void {
  const found: string[] = [];
  for (const [name, secret] of Object.entries(hidden)) {
    for (const [form, text] of formsOf(secret))
      for (const [place, content] of Object.entries(places))
        if (content.includes(text)) found.push(`${name}, ${form}: in the ${place}: ${excerpt(content, text)}`);
  }
  expect(found).toEqual([]);
  for (const [name, secret] of Object.entries(hidden)) {
    const line = secret.split('\n').find((each) => each.trim().length >= 4 && !each.startsWith('-----')) ?? '';
    expect({ name, masked: result.rawLog.includes(`::add-mask::${line.trim().replaceAll('%', '%25')}`) }).toEqual({
      name,
      masked: true,
    });
  }
}

function excerpt(content: string, text: string): string {
  const at = content.indexOf(text);
  return content.slice(Math.max(0, at - 40), at + text.length + 40);
}

function file(path: string, text: string, mode = 0o644): string {
  const full = join(job.workspace, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  chmodSync(full, mode);
  return full;
}

const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: hidden\nversion: 1.0.0\n',
  'templates/secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: { name: "{{ .Release.Name }}" }\nstringData:\n  password: {{ .Values.database.password | quote }}\n  key: {{ .Values.key | quote }}\n',
  'templates/NOTES.txt':
    'Log in with {{ .Values.database.password }}, that is {{ .Values.database.password | b64enc }}; {{ index .Values.users 0 }}\nThe key is {{ .Values.key }}.\n',
};

function writeChart(folder: string, templates: Record<string, string> = {}): void {
  for (const [path, text] of Object.entries({ ...CHART, ...templates })) file(`${folder}/${path}`, text);
}

/** Values as people write them, with secrets in quotes, in a block and in a list. */
function valuesWith(hidden: { readonly password: string; readonly key: string; readonly user: string }): string {
  return `# of the shop
database:
  host: db.example.com
  password: ${JSON.stringify(hidden.password)}
key: |
${hidden.key
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
users:
  - ${hidden.user}
`;
}

function privateKey(): string {
  const lines = [1, 2, 3].map(() => randomBytes(48).toString('base64'));
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
}

describe('a chart', () => {
  test(
    'of a repository with a login, whose values hold secrets and whose notes show them',
    async () => {
      writeChart('hidden');
      const content = await packageChart(join(job.workspace, 'hidden'), 'hidden');
      const login = { username: 'reader', password: made('repository') };
      const repository = await startChartRepository({ charts: [{ name: 'hidden', version: '1.0.0', content }], login });
      const secrets = {
        password: made('database'),
        key: privateKey(),
        user: randomBytes(24).toString('base64url'),
      };
      const watched = await watch({
        ...story.inputs,
        chart: 'hidden',
        'chart-repository': repository.url,
        'chart-username': login.username,
        'chart-password': login.password,
        values: valuesWith(secrets),
      });
      await repository.close();
      expect({ log: watched.result.log, ...watched.result.outputs }).toMatchObject({ result: 'succeeded' });
      expect(watched.places['command lines']).toContain('upgrade');
      expect(watched.result.log).toContain('Log in with ***, that is ***');
      expectHidden(watched, { token: story.token, 'chart-password': login.password, ...secrets });
    },
    2 * MINUTES,
  );

  test(
    'of a registry with a login',
    async () => {
      writeChart('hidden');
      const content = await packageChart(join(job.workspace, 'hidden'), 'hidden');
      const login = { username: 'reader', password: made('registry') };
      const registry = await startOciRegistry({ login, scheme: 'token' });
      registry.addChart('charts/hidden', { name: 'hidden', version: '1.0.0', content });
      const secrets = {
        password: made('database'),
        key: privateKey(),
        user: randomBytes(24).toString('base64url'),
      };
      const watched = await watch({
        ...story.inputs,
        chart: `oci://${registry.host}/charts/hidden`,
        release: 'from-registry',
        'chart-username': login.username,
        'chart-password': login.password,
        'helm-args': '--plain-http',
        values: valuesWith(secrets),
      });
      await registry.close();
      expect({ log: watched.result.log, ...watched.result.outputs }).toMatchObject({ result: 'succeeded' });
      expectHidden(watched, { token: story.token, 'chart-password': login.password, ...secrets });
    },
    2 * MINUTES,
  );

  test(
    'that fails with a secret in its message',
    async () => {
      writeChart('hidden', {
        'templates/fail.yaml': '{{ fail (printf "no such password: %s" .Values.database.password) }}',
      });
      const secrets = {
        password: made('database'),
        key: privateKey(),
        user: randomBytes(24).toString('base64url'),
      };
      const watched = await watch({ ...story.inputs, chart: './hidden', values: valuesWith(secrets) });
      expect(watched.result.outputs.result).toBe('invalid');
      expect(watched.result.log).toContain('no such password: ***');
      expectHidden(watched, { token: story.token, ...secrets });
    },
    2 * MINUTES,
  );

  test(
    'whose values are no YAML',
    async () => {
      writeChart('hidden');
      const secrets = {
        password: made('database'),
        key: privateKey(),
        user: randomBytes(24).toString('base64url'),
      };
      const values = `${valuesWith(secrets)}\nbroken: [${secrets.user}\n`;
      const watched = await watch({ ...story.inputs, chart: './hidden', values });
      expect(watched.result.outputs.result).toBe('invalid');
      expectHidden(watched, { token: story.token, ...secrets });
    },
    2 * MINUTES,
  );
});

describe('a kubeconfig', () => {
  /** Of somebody with a client certificate, who may become the deployer. */
  async function certificateKubeconfig(): Promise<{ text: string; key: string; password: string }> {
    const person = `person-${story.namespace}`;
    await story.admin.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: impersonate-deployer-by-certificate, namespace: ${story.namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: impersonate-deployer }
subjects: [{ kind: User, apiGroup: rbac.authorization.k8s.io, name: ${person} }]
`);
    const { certificate, key } = issue({ certificate: story.info.ca, key: story.info.caKey }, { commonName: person });
    const password = made('unused');
    const text = `apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: prod
  cluster:
    server: ${story.info.server}
    certificate-authority-data: ${Buffer.from(story.info.ca).toString('base64')}
users:
- name: person
  user:
    client-certificate-data: ${Buffer.from(certificate).toString('base64')}
    client-key-data: ${Buffer.from(key).toString('base64')}
- name: unused
  user:
    username: somebody
    password: ${JSON.stringify(password)}
contexts:
- name: prod
  context: { cluster: prod, user: person }
`;
    return { text, key, password };
  }

  test(
    'in base64 with a client key, which a script prints in every way',
    async () => {
      const { text, key, password } = await certificateKubeconfig();
      const whole = Buffer.from(text).toString('base64');
      const watched = await watch({
        as: story.deployer,
        kubeconfig: whole,
        run: `cat "$KUBECONFIG"
kubectl config view --raw
kubectl config view --raw -o jsonpath='{.users[0].user.client-key-data}' | base64 -d
base64 -w 0 "$KUBECONFIG" | head -c 100 >/dev/null
env | sort`,
      });
      expect({ log: watched.result.log, ...watched.result.outputs }).toMatchObject({ result: 'succeeded' });
      expect(watched.result.log).toContain('client-key-data: ***');
      expect(watched.places['command lines']).toMatch(/bash --noprofile .*script\.sh/);
      expectHidden(watched, { 'client key': key, 'client-key-data': Buffer.from(key).toString('base64'), password });
      expectHidden(watched, { kubeconfig: whole });
    },
    2 * MINUTES,
  );

  test(
    'that is cut off, or no YAML near a secret',
    async () => {
      const { text, key, password } = await certificateKubeconfig();
      const whole = Buffer.from(text).toString('base64');
      for (const kubeconfig of [
        whole.slice(0, -40),
        whole.slice(0, -41),
        text.replace('    username: somebody\n', '   username: somebody\n'),
        text.replace('users:', 'users: ['),
        text.replace('client-key-data: ', 'client-key-data: "'),
        text.replace(/client-key-data: .{20}/, 'client-key-data: !!!'),
      ]) {
        const watched = await watch({ as: story.deployer, kubeconfig });
        expect(watched.result).toMatchObject({ exitCode: 1, outputs: { result: 'invalid' } });
        const found = Object.entries({ key, data: Buffer.from(key).toString('base64').slice(30), password, whole })
          .flatMap(([name, secret]) => [...formsOf(secret)].map(([form, formed]) => ({ name, form, formed })))
          .flatMap(({ name, form, formed }) =>
            Object.entries(watched.places)
              .filter(([, content]) => content.includes(formed))
              .map(([place, content]) => `${name}, ${form}: in the ${place}: ${excerpt(content, formed)}`),
          );
        expect(found).toEqual([]);
      }
    },
    2 * MINUTES,
  );

  /** With a credential plugin that gets a secret in its environment and prints the agent's token. */
  function pluginKubeconfig(secret: string, script: string): string {
    const command = file('plugin', `#!/bin/sh\n${script}\n`, 0o755);
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'prod',
      clusters: [
        {
          name: 'prod',
          cluster: {
            server: story.info.server,
            'certificate-authority-data': Buffer.from(story.info.ca).toString('base64'),
          },
        },
      ],
      users: [
        {
          name: 'plugin',
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              command,
              args: ['--client-secret', `argument-${secret}`],
              env: [{ name: 'CLIENT_SECRET', value: secret }],
              interactiveMode: 'Never',
            },
          },
        },
      ],
      contexts: [{ name: 'prod', context: { cluster: 'prod', user: 'plugin' } }],
    });
  }

  test(
    'with a credential plugin, whose environment and token a script prints',
    async () => {
      const secret = made('plugin');
      // The token comes through a file outside of every place that is searched.
      const tokenFile = join(job.temp, '..', 'token-of-the-plugin');
      writeFileSync(tokenFile, story.token);
      const kubeconfig = pluginKubeconfig(
        secret,
        `printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(cat ${tokenFile})"`,
      );
      const watched = await watch({
        as: story.deployer,
        kubeconfig,
        run: `cat "$KUBECONFIG"; cat ${tokenFile}; echo; kubectl auth whoami`,
      });
      expect({ log: watched.result.log, ...watched.result.outputs }).toMatchObject({ result: 'succeeded' });
      // The plugin's arguments are its user's choice, and `ps` shows them whoever runs it.
      const { 'command lines': _, ...places } = watched.places;
      expectHidden({ ...watched, places }, { secret, token: story.token });
    },
    2 * MINUTES,
  );

  test(
    'with a credential plugin that fails and tells its secrets',
    async () => {
      const secret = made('plugin');
      const kubeconfig = pluginKubeconfig(secret, 'echo "cannot log in with $CLIENT_SECRET" >&2; exit 1');
      const watched = await watch({ as: story.deployer, kubeconfig, manifests: 'plugin' });
      expect(watched.result.outputs.result).toBe('unauthenticated');
      expect(watched.result.log).toContain('cannot log in with ***');
      const { 'command lines': _, ...places } = watched.places;
      expectHidden({ ...watched, places }, { secret });
    },
    2 * MINUTES,
  );
});

describe('a token', () => {
  test(
    'that a failing script tells in its last words, plain and encoded',
    async () => {
      const watched = await watch({
        ...story.inputs,
        run: `token=$(kubectl config view --raw -o jsonpath='{.users[0].user.token}')
echo "plain $token" >&2
printf 'user:%s' "$token" | base64 -w 0 >&2
echo >&2
exit 3`,
      });
      expect(watched.result.outputs.result).toBe('script-failed');
      expect(watched.result.log).toContain('plain ***');
      expectHidden(watched, { token: story.token });
    },
    2 * MINUTES,
  );

  test(
    'that the API server does not know, or that is none',
    async () => {
      for (const [token, result] of [
        [`unknown.${randomBytes(24).toString('base64url')}`, 'unauthenticated'],
        [`two words ${randomBytes(24).toString('base64url')}`, 'invalid'],
      ] as const) {
        const watched = await watch({ ...story.inputs, token, manifests: 'deploy/' });
        expect(watched.result.outputs.result).toBe(result);
        expectHidden(watched, { token });
      }
    },
    2 * MINUTES,
  );

  test(
    'that stands in the place of another input is not repeated',
    async () => {
      const token = story.token;
      for (const [input, result] of [
        ['server', 'invalid'],
        ['certificate-authority', 'invalid'],
        ['kubeconfig', 'invalid'],
      ] as const) {
        const watched = await watch({
          ...story.inputs,
          ...(input === 'kubeconfig' ? { server: 'none' } : {}),
          [input]: token,
        });
        expect(watched.result.outputs.result).toBe(result);
        expectHidden(watched, { token });
      }
    },
    2 * MINUTES,
  );
});

test(
  'a Secret in manifests is not shown, whether it is applied or refused',
  async () => {
    const [data, stringData] = [randomBytes(18).toString('hex'), made('manifest')];
    const manifest = (name: string, more: string) => `apiVersion: v1
kind: Secret
metadata: { name: ${name} }
data: { a: ${Buffer.from(data).toString('base64')} }
stringData: { b: ${JSON.stringify(stringData)} }
${more}`;
    for (const [text, result] of [
      [manifest('fine', ''), 'succeeded'],
      [
        manifest('fine', '').replace('data: { a: ', 'data: { a: "%').replace(' }\nstringData', '" }\nstringData'),
        'invalid',
      ],
      [manifest('other', 'immutable: maybe'), 'invalid'],
    ] as const) {
      const folder = mkdtempOutside();
      writeFileSync(join(folder, 'secret.yaml'), text);
      const watched = await watch({ ...story.inputs, manifests: join(folder, 'secret.yaml') });
      expect({ log: watched.result.log, ...watched.result.outputs }).toMatchObject({ result });
      const found = [data, stringData]
        .flatMap((secret) => [...formsOf(secret)])
        .flatMap(([form, formed]) =>
          Object.entries(watched.places)
            .filter(([, content]) => content.includes(formed))
            .map(([place, content]) => `${form}: in the ${place}: ${excerpt(content, formed)}`),
        );
      expect(found).toEqual([]);
    }
  },
  2 * MINUTES,
);

/** Beside the job's folders, so that what the test writes itself is not found. */
function mkdtempOutside(): string {
  const folder = join(job.temp, '..', `outside-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder);
  return folder;
}
