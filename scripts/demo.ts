// `npm run demo`: the quick start of the README, played on the embedded control plane with the committed bundle.
import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Admin, connectAdmin } from '../testbed/admin.ts';
import { type AuditEvent, writes } from '../testbed/audit-log.ts';
import { ensureBinaries } from '../testbed/binaries.ts';
import type { ControlPlaneInfo } from '../testbed/control-plane.ts';
import { type Job, runMain, runPost, type StepResult, startJob } from '../testbed/runner.ts';
import { startSupervised } from '../testbed/supervised.ts';
import { renderMarkdown } from './markdown-in-terminal.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quickStart = join('examples', 'quick-start');
const deployer = 'system:serviceaccount:my-namespace:deployer';
const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
const execute = promisify(execFile);
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => ending.abort(new Error(`ended by ${signal}`)));

await demo();

async function demo(): Promise<void> {
  chapter('A cluster');
  tell(
    'A real Kubernetes control plane on this machine: etcd, API server, controllers, scheduler; kwok plays the kubelet.',
  );
  tell(
    'The first time its binaries are built from source, which takes about ten minutes; after that it starts in seconds.',
  );
  const { kubectl } = await ensureBinaries(['kubectl', 'helm4'], note, ending.signal);
  const cluster = await startSupervised({ log: note, signal: ending.signal });
  const job = startJob();
  const admin = connectAdmin(cluster.info);
  try {
    note(`Kubernetes ${cluster.info.version} answers at ${cluster.info.server}.`);
    await play({ info: cluster.info, admin, job, kubectl });
  } finally {
    admin.close();
    job.end();
    await cluster.stop();
  }
  chapter('The end');
  tell('The control plane has stopped and its files are gone. Next: the README, or `npm test`.');
}

interface Stage {
  readonly info: ControlPlaneInfo;
  readonly admin: Admin;
  readonly job: Job;
  readonly kubectl: string;
}

async function play(stage: Stage): Promise<void> {
  chapter('The platform team gives two identities their rights');
  tell(
    `${quickStart}/rbac.yaml: my-namespace/deployer may do its job; kube-system/cicd-agent may become it, and nothing else.`,
  );
  await asAdmin(stage, ['apply', '-f', `${quickStart}/rbac.yaml`]);
  const token = await tokenOfAgent(stage);

  chapter('What the token can do on its own');
  await asToken(stage, token, ['create', 'configmap', 'stolen', '-n', 'my-namespace']);
  await asToken(stage, token, ['get', 'pods', '-A']);
  tell('Nothing. Whoever steals it must know whom to become, and becomes no more than that.');

  chapter('The workflow deploys');
  cpSync(join(root, quickStart, 'deploy'), join(stage.job.workspace, 'deploy'), { recursive: true });
  const mark = await stage.admin.auditMark();
  const first = await deploy(stage, token);
  await showOutcome(stage, first, mark);

  chapter('The same workflow again');
  const second = await deploy(stage, token, { quiet: true });
  tell(`Nothing is different, so nothing changes: result=${second.outputs.result}, changed=${second.outputs.changed}.`);
}

async function deploy(stage: Stage, token: string, options: { quiet?: boolean } = {}): Promise<StepResult> {
  if (options.quiet !== true) {
    tell('The committed bundle runs as a runner would start it, with these inputs:');
    for (const line of [
      'server: https://…',
      'certificate-authority: …',
      'token: ***',
      `as: ${deployer}`,
      'manifests: deploy/',
    ])
      note(line);
    tell('Its log:');
  }
  const inputs = {
    server: stage.info.server,
    'certificate-authority': stage.info.ca,
    token,
    as: deployer,
    manifests: 'deploy/',
  };
  const main = await runMain(stage.job, inputs, {
    signal: ending.signal,
    ...(options.quiet === true ? {} : { onLine: (line) => showLogLine(line) }),
  });
  const during = await privateFiles(stage.job);
  const post = await runPost(stage.job, main);
  if (main.exitCode !== 0) throw new Error(`the action failed:\n${main.log}`);
  if (options.quiet !== true) {
    tell(
      `While the job runs, RUNNER_TEMP holds ${during.length} private files; after the post step ${(await privateFiles(stage.job)).length}.`,
    );
    if (post.exitCode !== 0) throw new Error(`the post step failed:\n${post.log}`);
  }
  return main;
}

async function showOutcome(stage: Stage, step: StepResult, mark: number): Promise<void> {
  chapter('The job summary');
  console.log(indent(renderMarkdown(step.summary, { colour })));
  chapter('The pods');
  await asAdmin(stage, ['get', 'pods', '-n', 'my-namespace']);
  chapter('The audit log names both');
  const events = await stage.admin.auditEvents((event) => event.user.username.endsWith(':cicd-agent'), { since: mark });
  for (const event of writes(events)) note(auditLine(event));
  tell('`user` is who held the token, `impersonatedUser` is whose rights were used.');
}

function auditLine(event: AuditEvent): string {
  const target = event.objectRef;
  const where = [target?.namespace, target?.name].filter(Boolean).join('/');
  return `${event.verb.padEnd(6)} ${target?.resource ?? ''} ${where}   user=${event.user.username}   impersonatedUser=${event.impersonatedUser?.username ?? '(nobody)'}`;
}

async function tokenOfAgent(stage: Stage): Promise<string> {
  const command = ['create', 'token', 'cicd-agent', '-n', 'kube-system', '--duration=720h'];
  prompt(`kubectl ${command.join(' ')}`);
  const { stdout } = await execute(stage.kubectl, [`--kubeconfig=${stage.info.adminKubeconfig}`, ...command], {
    cwd: root,
  });
  note('*** (goes into the secret that the workflow reads)');
  return stdout.trim();
}

async function asAdmin(stage: Stage, args: string[]): Promise<void> {
  prompt(`kubectl ${args.join(' ')}`);
  const { stdout } = await execute(stage.kubectl, [`--kubeconfig=${stage.info.adminKubeconfig}`, ...args], {
    cwd: root,
  });
  console.log(indent(stdout.trimEnd()));
}

/** Shows a refusal; that the token were allowed to do it would end the demo. */
async function asToken(stage: Stage, token: string, args: string[]): Promise<void> {
  prompt(`kubectl --token=*** ${args.join(' ')}`);
  const connection = [
    `--server=${stage.info.server}`,
    `--certificate-authority=${stage.info.caFile}`,
    `--token=${token}`,
    '--kubeconfig=/dev/null',
  ];
  const refusal = await execute(stage.kubectl, [...connection, ...args]).then(
    () => undefined,
    (error: unknown) => (error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)),
  );
  if (refusal === undefined) throw new Error('the token was allowed to do that: the RBAC of the quick start is wrong');
  console.log(indent(refusal.trim().split('\n').at(-1) ?? ''));
}

async function privateFiles(job: Job): Promise<string[]> {
  const entries = await readdir(job.temp, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function showLogLine(line: string): void {
  const group = /^::group::(.*)$/.exec(line)?.[1];
  if (line === '::endgroup::') return;
  console.log(group === undefined ? `  │ ${line}` : `  ▾ ${group}`);
}

function chapter(title: string): void {
  console.log(colour ? `\n\u001b[1m── ${title}\u001b[0m` : `\n── ${title}`);
}

function tell(text: string): void {
  console.log(text);
}

function note(text: string): void {
  console.log(indent(text));
}

function prompt(command: string): void {
  console.log(colour ? `\u001b[36m$ ${command}\u001b[0m` : `$ ${command}`);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
