import { COMMON, type CommandDeclaration, type OptionGroup } from './usage.ts';

const SOURCE: OptionGroup = {
  title: 'What is deployed: one of these three',
  options: [
    { name: 'manifests', kind: 'list', value: 'PATH', help: 'files, folders, globs; may be given again' },
    { name: 'kustomize', kind: 'text', value: 'FOLDER', help: 'a kustomization; rendered by the kubectl on PATH' },
    { name: 'chart', kind: 'text', value: 'CHART', help: 'a chart as in the action; rendered by the helm on PATH' },
  ],
};

const CHART: OptionGroup = {
  title: 'With --chart, as in the action',
  options: [
    { name: 'release', kind: 'text', value: 'NAME', help: 'of the release; by default of the chart' },
    { name: 'chart-version', kind: 'text', value: 'VERSION', help: 'of a chart in a registry or repository' },
    { name: 'chart-repository', kind: 'text', value: 'URL', help: 'where CHART is a name in a repository' },
    { name: 'values-files', kind: 'list', value: 'FILE', help: 'values that are deployed; may be given again' },
    { name: 'values', kind: 'text', value: 'YAML', help: 'inline values' },
    { name: 'set', kind: 'list', value: 'KEY=VALUE', help: 'a single value; may be given again' },
    { name: 'helm-args', kind: 'list', value: 'FLAG', help: 'as in `--helm-args=--skip-crds`; may be given again' },
    {
      name: 'helm-version',
      kind: 'text',
      value: '3|4',
      help: 'whose requests are allowed (default: that of the helm on PATH)',
    },
    {
      name: 'kubernetes-version',
      kind: 'text',
      value: '1.N',
      help: 'of the cluster, if it is older than 1.34: helm then lists what it waits for before it watches',
    },
    { name: 'wait', kind: 'text', value: 'true|false', help: 'whether the release is waited for (default: true)' },
  ],
};

const DEPLOYER: OptionGroup = {
  title: 'Who deploys, and where',
  options: [
    {
      name: 'as',
      kind: 'text',
      value: 'USER',
      help: 'the service account to become: system:serviceaccount:NAMESPACE:NAME (default: `deployer` in --namespace)',
    },
    {
      name: 'namespace',
      kind: 'text',
      value: 'NAMESPACE',
      help: 'where objects go that name no namespace (default: the namespace of --as)',
    },
    {
      name: 'environment',
      kind: 'list',
      value: 'NAME=NAMESPACE',
      help: 'a deployer of its own for each environment; {environment} and {namespace} are replaced in the other options',
    },
    {
      name: 'working-directory',
      kind: 'text',
      value: 'FOLDER',
      help: 'what paths are relative to (default: the current one)',
    },
  ],
};

const CI: OptionGroup = {
  title: 'Who the workflow is to the cluster: exactly one of these four',
  options: [
    {
      name: 'ci-service-account',
      kind: 'text',
      value: 'NS/NAME',
      help: 'the service account whose token the workflow has',
    },
    { name: 'ci-user', kind: 'text', value: 'NAME', help: 'the user of its certificate or token' },
    { name: 'ci-group', kind: 'text', value: 'NAME', help: 'a group: every member may become the deployer' },
    {
      name: 'ci-github-repository-id',
      kind: 'text',
      value: 'ID',
      help: 'the repository whose OIDC tokens the cluster takes as `github:ID` (gh api repos/OWNER/NAME --jq .id)',
    },
  ],
};

const IMPERSONATION: OptionGroup = {
  title: 'How it becomes the deployer',
  options: [
    {
      name: 'mode',
      kind: 'text',
      value: 'MODE',
      help: '`impersonate`: the one verb, on every server (default). `constrained`: request by request, from Kubernetes 1.36 on',
    },
    {
      name: 'stamp',
      kind: 'flag',
      help: "may write the run's facts into the audit log; repository and repository id are pinned",
    },
    {
      name: 'github-repository',
      kind: 'text',
      value: 'OWNER/NAME',
      help: 'the repository that the stamp is pinned to',
    },
    {
      name: 'github-repository-id',
      kind: 'text',
      value: 'ID',
      help: 'its id (default: that of --ci-github-repository-id)',
    },
  ],
};

const PLANNER: OptionGroup = {
  title: 'A second identity for pull requests, which may only dry-run',
  options: [
    { name: 'planner', kind: 'flag', help: 'writes it, and the policy that refuses it everything but dry runs' },
    {
      name: 'planner-ci-service-account',
      kind: 'text',
      value: 'NS/NAME',
      help: 'who a pull request is to the cluster',
    },
    { name: 'planner-ci-user', kind: 'text', value: 'NAME', help: 'likewise' },
    { name: 'planner-ci-group', kind: 'text', value: 'NAME', help: 'likewise' },
  ],
};

export const RBAC: CommandDeclaration = {
  name: 'rbac',
  summary: 'writes the least RBAC for deploying these files, ready for `kubectl apply -f -`',
  about: [
    'Namespace, deployer, its Roles, and the right of the workflow to become it, from what is deployed: each rule',
    'says what needs it. No cluster is asked. Run it again when objects are added or renamed, and commit the result.',
  ],
  examples: [
    'deploy-as rbac --as system:serviceaccount:shop:deployer --manifests deploy/ --ci-service-account ci/agent',
    'deploy-as rbac --namespace shop --chart charts/web --release web --ci-github-repository-id 123456789',
    'deploy-as rbac --environment staging=shop-staging --environment production=shop \\',
    '  --kustomize overlays/{environment} --ci-service-account ci/{environment}',
    'deploy-as rbac lint rbac/',
  ],
  groups: [SOURCE, DEPLOYER, CI, IMPERSONATION, PLANNER, CHART, COMMON],
};

export const LINT: CommandDeclaration = {
  name: 'rbac lint',
  summary: 'finds rules that give away more than they say, and rules that are not enough',
  about: [
    'Reads Roles, ClusterRoles and their bindings in files and folders. Findings are ranked, the worst first, each with',
    'what it means and what to write instead. Exit code 1 where there are any.',
  ],
  examples: ['deploy-as rbac lint rbac/', 'deploy-as rbac lint rbac.yaml --output json'],
  operands: 'FILE…',
  groups: [COMMON],
};

export const CHECK: CommandDeclaration = {
  name: 'check',
  summary: 'says what a token may do besides becoming the deployer',
  about: [
    'Asks the API server, as the token, everything that makes a token more than an impersonator. The token comes from',
    'the environment variable DEPLOY_AS_TOKEN, or from the kubeconfig. Exit code 1 where there are findings, or where',
    'the token cannot become the deployer: for a scheduled job. Some security products report such questions.',
  ],
  examples: [
    'deploy-as check --as system:serviceaccount:shop:deployer',
    'DEPLOY_AS_TOKEN=… deploy-as check --as system:serviceaccount:shop:deployer \\',
    '  --server https://prod.example.com:6443 --certificate-authority ca.crt --output json',
  ],
  groups: [
    {
      title: 'Whom it is to become',
      options: [
        { name: 'as', kind: 'text', value: 'USER', help: 'such as system:serviceaccount:shop:deployer; required' },
        { name: 'as-groups', kind: 'list', value: 'GROUP', help: 'may be given again' },
        { name: 'as-uid', kind: 'text', value: 'UID', help: 'the uid to impersonate' },
        { name: 'as-user-extra', kind: 'list', value: 'KEY=VALUE', help: 'may be given again' },
        {
          name: 'namespace',
          kind: 'text',
          value: 'NAMESPACE',
          help: 'where it deploys (default: the namespace of --as)',
        },
      ],
    },
    {
      title: 'Which cluster',
      options: [
        {
          name: 'kubeconfig',
          kind: 'text',
          value: 'FILE',
          help: 'default: KUBECONFIG, then ~/.kube/config; `in-cluster`: the service account of this pod',
        },
        { name: 'context', kind: 'text', value: 'NAME', help: 'of the kubeconfig (default: its current one)' },
        { name: 'server', kind: 'text', value: 'URL', help: 'in place of a kubeconfig; with a token' },
        {
          name: 'certificate-authority',
          kind: 'text',
          value: 'FILE',
          help: 'of the server (default: the public roots)',
        },
        { name: 'working-directory', kind: 'text', value: 'FOLDER', help: 'what paths are relative to' },
      ],
    },
    COMMON,
  ],
};

export const COMMANDS: readonly CommandDeclaration[] = [RBAC, LINT, CHECK];
