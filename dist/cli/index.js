#!/usr/bin/env node
/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	var __webpack_modules__ = ({

/***/ 5609:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
/* harmony import */ var _connect_nearest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6495);

/** The candidate with the fewest edits to `word`, or undefined where even that is not close. */
function nearest(word, candidates) {
    const closest = (0,_connect_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .nearestFirst */ .F)(word, candidates)[0];
    if (closest === undefined)
        return undefined;
    return (0,_connect_nearest_js__WEBPACK_IMPORTED_MODULE_0__/* .editDistance */ .Y)(word, closest) <= Math.max(2, Math.floor(word.length / 2)) ? closest : undefined;
}


/***/ }),

/***/ 4006:
/***/ ((module, __webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
__nccwpck_require__.r(__webpack_exports__);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1708);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_process__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _cli_main_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(695);
/* harmony import */ var _tools_process_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(7143);



const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
    node_process__WEBPACK_IMPORTED_MODULE_0___default().on(signal, () => cancel.abort(new Error(`cancelled (${signal})`)));
}
try {
    (node_process__WEBPACK_IMPORTED_MODULE_0___default().exitCode) = await (0,_cli_main_js__WEBPACK_IMPORTED_MODULE_1__/* .main */ .i)(node_process__WEBPACK_IMPORTED_MODULE_0___default().argv.slice(2), {
        stdout: (text) => node_process__WEBPACK_IMPORTED_MODULE_0___default().stdout.write(text),
        stderr: (text) => node_process__WEBPACK_IMPORTED_MODULE_0___default().stderr.write(text),
        environment: (node_process__WEBPACK_IMPORTED_MODULE_0___default().env),
        currentFolder: node_process__WEBPACK_IMPORTED_MODULE_0___default().cwd(),
        platform: (node_process__WEBPACK_IMPORTED_MODULE_0___default().platform),
        process: (0,_tools_process_js__WEBPACK_IMPORTED_MODULE_2__/* .processRunner */ .qc)(),
    }, cancel.signal);
}
catch (error) {
    node_process__WEBPACK_IMPORTED_MODULE_0___default().stderr.write(cancel.signal.aborted
        ? 'Cancelled.\n'
        : `deploy-as failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    (node_process__WEBPACK_IMPORTED_MODULE_0___default().exitCode) = 1;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 695:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./lib/problem.js
var problem = __nccwpck_require__(8007);
// EXTERNAL MODULE: ./lib/cli/usage.js
var usage = __nccwpck_require__(2402);
;// CONCATENATED MODULE: ./lib/cli/commands.js

const SOURCE = {
    title: 'What is deployed: one of these three',
    options: [
        { name: 'manifests', kind: 'list', value: 'PATH', help: 'files, folders, globs; may be given again' },
        { name: 'kustomize', kind: 'text', value: 'FOLDER', help: 'a kustomization; rendered by the kubectl on PATH' },
        { name: 'chart', kind: 'text', value: 'CHART', help: 'a chart as in the action; rendered by the helm on PATH' },
    ],
};
const CHART = {
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
const DEPLOYER = {
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
const CI = {
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
const IMPERSONATION = {
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
const PLANNER = {
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
const RBAC = {
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
    groups: [SOURCE, DEPLOYER, CI, IMPERSONATION, PLANNER, CHART, usage/* COMMON */.Sq],
};
const LINT = {
    name: 'rbac lint',
    summary: 'finds rules that give away more than they say, and rules that are not enough',
    about: [
        'Reads Roles, ClusterRoles and their bindings in files and folders. Findings are ranked, the worst first, each with',
        'what it means and what to write instead. Exit code 1 where there are any.',
    ],
    examples: ['deploy-as rbac lint rbac/', 'deploy-as rbac lint rbac.yaml --output json'],
    operands: 'FILE…',
    groups: [usage/* COMMON */.Sq],
};
const CHECK = {
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
        usage/* COMMON */.Sq,
    ],
};
const COMMANDS = [RBAC, LINT, CHECK];

// EXTERNAL MODULE: ./lib/cli/terminal.js
var cli_terminal = __nccwpck_require__(3345);
;// CONCATENATED MODULE: ./lib/cli/main.js




/** Loaded when it is called: help and typos are answered at once. */
const WORK = new Map([
    [RBAC, async () => (await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(948), __nccwpck_require__.e(99), __nccwpck_require__.e(521), __nccwpck_require__.e(290)]).then(__nccwpck_require__.bind(__nccwpck_require__, 6290))).rbacCommand],
    [CHECK, async () => (await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(243), __nccwpck_require__.e(948), __nccwpck_require__.e(521), __nccwpck_require__.e(116), __nccwpck_require__.e(710)]).then(__nccwpck_require__.bind(__nccwpck_require__, 5710))).checkCommand],
    [LINT, async () => (await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(948), __nccwpck_require__.e(99), __nccwpck_require__.e(116), __nccwpck_require__.e(94)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7094))).lintCommand],
]);
/** Runs the command that `args` name (without Node and script) and gives the code to exit with. */
async function main(args, terminal, signal) {
    const [first] = args;
    if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
        const wanted = commandOf(args.slice(1));
        terminal.stdout(wanted === undefined ? overview() : (0,usage/* helpOf */.ZL)(wanted.command));
        return first === undefined ? cli_terminal/* EXIT */.d.usage : cli_terminal/* EXIT */.d.clean;
    }
    const called = commandOf(args);
    if (called === undefined) {
        return refuse([(0,usage/* usageProblem */.FD)('', `deploy-as knows no command "${first}"`, '`deploy-as --help` lists all.')], terminal);
    }
    const { command, rest } = called;
    if (rest.includes('--help') || rest.includes('-h')) {
        terminal.stdout((0,usage/* helpOf */.ZL)(command));
        return cli_terminal/* EXIT */.d.clean;
    }
    const given = (0,usage/* parseCommandLine */.Du)(command, rest);
    if (!given.ok)
        return refuse(given.problems, terminal);
    const output = cli_terminal/* OUTPUTS */.p.find((name) => name === (given.value.text('output') ?? 'text'));
    if (output === undefined) {
        return refuse([(0,usage/* usageProblem */.FD)('output', 'it is none of text, json and yaml', 'Write one of them.')], terminal);
    }
    const work = await WORK.get(command)?.();
    if (work === undefined)
        throw new Error(`${command.name} is declared, but nothing does it`);
    return await work(given.value, output, terminal, signal);
}
/** The command with the longest name that `args` begin with. */
function commandOf(args) {
    const byLength = [...COMMANDS].sort((one, other) => other.name.length - one.name.length);
    for (const command of byLength) {
        const words = command.name.split(' ');
        if (words.every((word, index) => args[index] === word))
            return { command, rest: args.slice(words.length) };
    }
    return undefined;
}
function overview() {
    const width = Math.max(...COMMANDS.map(({ name }) => name.length));
    return [
        'deploy-as: deploy to Kubernetes as somebody narrower',
        '',
        'Commands',
        ...COMMANDS.map(({ name, summary }) => `  deploy-as ${name.padEnd(width)}  ${summary}`),
        '',
        '`deploy-as COMMAND --help` tells more. Exit codes: 0 clean, 1 findings or a failure, 2 a mistake in the command line.',
        '',
    ].join('\n');
}
function refuse(problems, terminal) {
    terminal.stderr(`${problems.map(problem/* formatProblem */.Vw).join('\n')}\n`);
    return cli_terminal/* EXIT */.d.usage;
}


/***/ }),

/***/ 3345:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ EXIT),
/* harmony export */   p: () => (/* binding */ OUTPUTS)
/* harmony export */ });
/** What a command ends with. https://tldp.org/LDP/abs/html/exitcodes.html has 2 for misuse, too. */
const EXIT = { clean: 0, findings: 1, usage: 2 };
const OUTPUTS = ['text', 'json', 'yaml'];


/***/ }),

/***/ 2402:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Du: () => (/* binding */ parseCommandLine),
/* harmony export */   FD: () => (/* binding */ usageProblem),
/* harmony export */   JL: () => (/* binding */ asOptionProblem),
/* harmony export */   Sq: () => (/* binding */ COMMON),
/* harmony export */   ZL: () => (/* binding */ helpOf)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_util__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _action_nearest_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5609);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8007);



/** Every command has them. */
const COMMON = {
    title: 'Result',
    options: [
        {
            name: 'output',
            kind: 'text',
            value: 'text|json|yaml',
            help: 'how the result is written to stdout (default: text)',
        },
        { name: 'help', kind: 'flag', help: 'this text' },
    ],
};
/** The options and operands of `args`, or everything that is wrong with them (kind `input`). */
function parseCommandLine(command, args) {
    const declared = command.groups.flatMap(({ options }) => options);
    const { tokens } = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.parseArgs)({
        args: [...args],
        options: Object.fromEntries(declared.map(({ name, kind }) => [name, { type: kind === 'flag' ? 'boolean' : 'string' }])),
        strict: false,
        allowPositionals: true,
        tokens: true,
    });
    const problems = [];
    const values = new Map();
    const operands = [];
    for (const token of tokens) {
        if (token.kind === 'positional')
            operands.push(token.value);
        if (token.kind !== 'option')
            continue;
        const option = declared.find(({ name }) => name === token.name);
        const problem = option === undefined ? unknownOption(token.rawName, declared, command) : problemOfValue(option, token);
        if (problem !== undefined)
            problems.push(problem);
        const before = values.get(token.name) ?? [];
        if (option !== undefined && option.kind !== 'list' && before.length > 0)
            problems.push(givenTwice(option.name));
        values.set(token.name, [...before, token.value ?? '']);
    }
    // Behind an unknown option stands what was to be its value.
    if (command.operands === undefined && problems.length === 0) {
        for (const operand of operands) {
            problems.push(usageProblem('', `"${operand}" is not expected here`, `See \`deploy-as ${command.name} --help\`.`));
        }
    }
    if (problems.length > 0)
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)(...problems);
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .success */ .kX)({
        has: (name) => values.has(name),
        text: (name) => values.get(name)?.[0],
        list: (name) => (values.get(name) ?? []).flatMap(linesOf),
        operands,
    });
}
/** An option as a problem's `input`; its message begins with it. */
function usageProblem(option, message, fix) {
    return { kind: 'input', input: option, message: option === '' ? message : `--${option}: ${message}`, fix };
}
/** Problems of inputs come from code that the action shares: an input is an option here. */
function asOptionProblem(problem) {
    const asOption = (text) => text.replace(/^input `([a-z0-9-]+)`: /, '--$1: ');
    return { ...problem, message: asOption(problem.message) };
}
/** The text of `--help`. */
function helpOf(command) {
    const options = command.groups.flatMap((group) => group.options);
    const width = Math.max(...options.map((option) => spelled(option).length));
    const lines = [`deploy-as ${command.name}: ${command.summary}`, '', ...command.about, '', 'Examples'];
    for (const example of command.examples)
        lines.push(`  ${example}`);
    for (const group of command.groups) {
        lines.push('', group.title);
        for (const option of group.options) {
            const [first = '', ...more] = wrapped(option.help, Math.max(40, HELP_WIDTH - width - 4));
            lines.push(`  ${spelled(option).padEnd(width)}  ${first}`);
            for (const line of more)
                lines.push(`  ${''.padEnd(width)}  ${line}`);
        }
    }
    return `${lines.join('\n')}\n`;
}
const HELP_WIDTH = 110;
function spelled({ name, value }) {
    return value === undefined ? `--${name}` : `--${name} ${value}`;
}
function wrapped(text, width) {
    const lines = [];
    let line = '';
    for (const word of text.split(' ')) {
        if (line !== '' && line.length + 1 + word.length > width) {
            lines.push(line);
            line = word;
        }
        else
            line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
}
/** As in the action: one entry a line, `#` begins a comment. */
function linesOf(text) {
    return text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
}
function unknownOption(rawName, declared, command) {
    const close = (0,_action_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .nearest */ .p)(rawName.replace(/^-+/, ''), declared.map(({ name }) => name));
    const fix = close === undefined ? `\`deploy-as ${command.name} --help\` lists all options.` : `Did you mean \`--${close}\`?`;
    return usageProblem('', `${rawName}: \`deploy-as ${command.name}\` has no such option`, fix);
}
function problemOfValue(option, token) {
    const { name, kind, value } = option;
    if (kind === 'flag') {
        return token.value === undefined
            ? undefined
            : usageProblem(name, 'it takes no value', `Write \`--${name}\`, or leave it out.`);
    }
    if (token.value === undefined)
        return usageProblem(name, 'its value is missing', `Write \`--${name} ${value ?? 'VALUE'}\`.`);
    if (token.inlineValue !== true && /^-./.test(token.value)) {
        return usageProblem(name, `its value is missing: \`${token.value}\` looks like the next option`, `Write \`--${name}=${token.value}\` if it is the value.`);
    }
    if (token.value.trim() !== '')
        return undefined;
    return usageProblem(name, 'its value is empty, as of a variable that is not set', `Write \`--${name} ${value ?? 'VALUE'}\`, or leave it out.`);
}
function givenTwice(name) {
    return usageProblem(name, 'it is given twice', 'Keep one of the two.');
}


/***/ }),

/***/ 6495:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ nearestFirst),
/* harmony export */   Y: () => (/* binding */ editDistance)
/* harmony export */ });
/** `candidates` with those first that take the fewest edits to become `word`; ties stay in their order. */
function nearestFirst(word, candidates) {
    const distances = new Map(candidates.map((candidate) => [candidate, editDistance(word, candidate)]));
    return [...candidates].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
}
/** How many insertions, deletions and replacements turn `from` into `to`. */
function editDistance(from, to) {
    let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
    for (let row = 1; row <= from.length; row++) {
        const current = [row];
        for (let column = 1; column <= to.length; column++) {
            const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
            current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[to.length] ?? 0;
}


/***/ }),

/***/ 8007:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bz: () => (/* binding */ nameSource),
/* harmony export */   Td: () => (/* binding */ nameObject),
/* harmony export */   V2: () => (/* binding */ failure),
/* harmony export */   Vw: () => (/* binding */ formatProblem),
/* harmony export */   kX: () => (/* binding */ success)
/* harmony export */ });
/* unused harmony exports resultOf, nameRight, rowsOfDenied, namesInWords */
const RESULT_OF = {
    input: 'invalid',
    manifest: 'invalid',
    admission: 'invalid',
    unreachable: 'unreachable',
    unauthenticated: 'unauthenticated',
    tool: 'tool-failed',
    forbidden: 'denied',
    conflict: 'conflict',
    apply: 'apply-failed',
    rollout: 'rollout-failed',
    timeout: 'timed-out',
    script: 'script-failed',
    cancelled: 'cancelled',
    unexpected: 'failed',
};
/** The `result` that `problems` amount to: the first cause wins, but a cancel always does. */
function resultOf(problems) {
    if (problems.some((problem) => problem.kind === 'cancelled'))
        return 'cancelled';
    const first = problems[0];
    return first === undefined ? 'succeeded' : RESULT_OF[first.kind];
}
function success(value) {
    return { ok: true, value };
}
function failure(...problems) {
    return { ok: false, problems };
}
/** `apps/v1 Deployment shop/web` without its group: "Deployment shop/web", "Namespace shop". */
function nameObject(ref) {
    return ref.namespace === undefined || ref.namespace === ''
        ? `${ref.kind} ${ref.name}`
        : `${ref.kind} ${ref.namespace}/${ref.name}`;
}
/** `deploy/web.yaml:12`, or the file alone. */
function nameSource(source) {
    return source.line === undefined ? source.file : `${source.file}:${source.line}`;
}
/** The right in words: `patch deployments.apps "web" in namespace shop`, `get /version`. */
function nameRight(denied) {
    if (denied.nonResourceURL !== undefined)
        return `${denied.verb} ${denied.nonResourceURL}`;
    const qualified = resourceOf(denied);
    const name = denied.name === '' ? '' : ` "${denied.name}"`;
    const scope = denied.namespace === '' ? '' : ` in namespace ${denied.namespace}`;
    return `${denied.verb} ${qualified}${name}${scope}`;
}
/** Missing rights as the rows of a table, in the order in which each row begins. */
function rowsOfDenied(denied) {
    const byVerb = gathered(denied, (one) => [one.who, resourceOf(one), one.namespace, one.name, one.for], (all, first) => ({ ...rowOf(first), verbs: distinct(all.map(({ verb }) => verb)) }));
    return gathered(byVerb, (row) => [row.who, row.resource, row.namespace, row.names.length === 0, row.verbs.toSorted()], (all, first) => ({
        ...first,
        names: distinct(all.flatMap(({ names }) => names)),
        for: severalPurposes(distinct(all.map((row) => row.for))),
    }));
}
function rowOf(denied) {
    const { who, verb, namespace, name } = denied;
    const names = name === '' ? [] : [name];
    return { who, verbs: [verb], resource: resourceOf(denied), namespace, names, for: denied.for };
}
/** `deployments.apps`, `pods/log`, `/version`. */
function resourceOf({ resource, subresource, apiGroup, nonResourceURL }) {
    if (nonResourceURL !== undefined)
        return nonResourceURL;
    const qualified = subresource === '' ? resource : `${resource}/${subresource}`;
    return apiGroup === '' ? qualified : `${qualified}.${apiGroup}`;
}
function severalPurposes(purposes) {
    const [first = ''] = purposes;
    return purposes.length < 2 ? first : `${first} and ${purposes.length - 1} more`;
}
function gathered(items, keyOf, gather) {
    const groups = new Map();
    for (const item of items) {
        const key = JSON.stringify(keyOf(item));
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [item]);
        else
            group.push(item);
    }
    return [...groups.values()].flatMap((group) => group.slice(0, 1).map((first) => gather(group, first)));
}
function distinct(texts) {
    return [...new Set(texts)];
}
/** Beyond so many names in a row, their number says more. */
const MOST_NAMES = 5;
/** The names of a row in words: `web`, `a, b and 98 more`; empty for any name. */
function namesInWords(names) {
    const shown = names.slice(0, MOST_NAMES);
    const rest = names.length - shown.length;
    return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
const COLUMNS = ['who', 'may not', 'resource', 'namespace', 'name', 'needed for'];
/** One right in a sentence, several as one table. */
function deniedLines(denied) {
    if (denied.length < 2)
        return denied.map((one) => `  the ${one.who} may not ${nameRight(one)} (${one.for})`);
    const rows = rowsOfDenied(denied).map((row) => [
        row.who,
        row.verbs.join(', '),
        row.resource,
        row.namespace === '' ? '-' : row.namespace,
        row.names.length === 0 ? '-' : namesInWords(row.names),
        row.for,
    ]);
    const table = [COLUMNS, ...rows];
    const widths = COLUMNS.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
    return table.map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
/** The one way a problem is shown as text: position, what failed, its lines, the fix and the rule to apply. */
function formatProblem(problem) {
    const position = problem.source === undefined ? '' : `${nameSource(problem.source)}: `;
    const lines = [`${position}${problem.message}`, ...(problem.details ?? []).map((line) => `  ${line}`)];
    if (problem.kind === 'conflict') {
        for (const conflict of problem.conflicts)
            lines.push(`  ${conflict.manager} owns ${conflict.fields.join(', ')}`);
    }
    if (problem.kind === 'forbidden')
        lines.push(...deniedLines(problem.denied));
    if (problem.fix !== undefined)
        lines.push(problem.fix);
    if (problem.kind === 'forbidden' && problem.yaml !== undefined)
        lines.push(problem.yaml.trimEnd());
    return lines.join('\n');
}


/***/ }),

/***/ 7143:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  cM: () => (/* binding */ CannotStart),
  qc: () => (/* binding */ processRunner)
});

// UNUSED EXPORTS: taskkillArguments

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = require("node:child_process");
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: external "node:string_decoder"
const external_node_string_decoder_namespaceObject = require("node:string_decoder");
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(8500);
;// CONCATENATED MODULE: ./lib/tools/process.js




/** A cancelled action has about five seconds for everything. */
const TIMES = { grace: 2_000, killed: 1_000, quiet: 500 };
const POLL_MS = 20;
const QUIET_ROUNDS = 4;
/** What is kept of a stream whose lines somebody reads anyway. */
const KEPT_OF_READ_STREAM = 1024 * 1024;
/** What is kept of a stream that is a result (rendered manifests); more is an error, never a silent cut. */
const KEPT_OF_RESULT = 256 * 1024 * 1024;
/** A text without line end is handed out in pieces of this length. */
const LONGEST_LINE = 1024 * 1024;
/** The child could not be started; `code` is the system's: `ENOENT`, `EACCES`, `E2BIG`. */
class CannotStart extends Error {
    code;
    constructor(spec, cause) {
        const code = errorCode(cause) ?? 'UNKNOWN';
        const why = code === 'ENOENT' && !(0,external_node_fs_.existsSync)(spec.cwd) ? `there is no folder ${spec.cwd} to run it in` : code;
        super(`cannot start ${spec.file}: ${why}`, { cause });
        this.name = 'CannotStart';
        this.code = code;
    }
}
/**
 * Makes the one process runner. Of a stream that has a line callback the result keeps the last MiB, of any other all of it
 * (up to 256 MiB, beyond that the child is ended and the call rejects). A signal that aborted before the start
 * starts nothing. What a child leaves running in the background is not waited for, unless the signal aborts: then
 * the whole group is ended, except for processes that made a session of their own.
 * @throws CannotStart
 */
function processRunner(times = TIMES) {
    return (spec, signal) => run(spec, signal, times);
}
async function run(spec, signal, times) {
    if (signal.aborted)
        return { exitCode: undefined, signal: undefined, stdout: '', stderr: '', aborted: true };
    const child = start(spec);
    const failures = [];
    const group = new ProcessGroup(child, times);
    const fail = (cause) => {
        failures.push(cause);
        void group.end();
    };
    const stdout = new OutputReader(child.stdout, 'stdout', spec.onStdout, fail);
    const stderr = new OutputReader(child.stderr, 'stderr', spec.onStderr, fail);
    const closed = new Promise((resolve) => child.once('close', () => resolve()));
    const exited = new Promise((resolve) => {
        child.once('exit', (code, killedBy) => resolve({ exitCode: code ?? undefined, signal: killedBy ?? undefined }));
    });
    await started(child, spec);
    // A child that ends without reading its input breaks the pipe; its exit code tells more.
    child.stdin?.on('error', () => { });
    child.stdin?.end(spec.input);
    let hasExited = false;
    let aborted = false;
    const onAbort = () => {
        aborted = !hasExited;
        void group.end();
    };
    if (signal.aborted)
        onAbort();
    else
        signal.addEventListener('abort', onAbort, { once: true });
    try {
        const exit = await Promise.race([
            exited,
            group.givenUp.then(() => ({ exitCode: undefined, signal: 'SIGKILL' })),
        ]);
        hasExited = true;
        await drained([stdout, stderr], closed, times);
        await group.ending;
        if (failures.length > 0)
            throw failures[0];
        return result(exit, stdout, stderr, aborted);
    }
    finally {
        signal.removeEventListener('abort', onAbort);
        for (const stream of [child.stdin, child.stdout, child.stderr])
            stream?.destroy();
        child.unref();
    }
}
/** How Windows ends a process with all its descendants; it has no groups, and consoles know no polite way. */
function taskkillArguments(pid) {
    return ['/PID', String(pid), '/T', '/F'];
}
function start(spec) {
    const options = {
        cwd: spec.cwd,
        env: { ...spec.env },
        // On Windows it would open a console window and is not needed for taskkill.
        detached: process.platform !== 'win32',
        windowsHide: true,
    };
    try {
        // Node's pipes are sockets, and `bash -c` with a socket as stdin takes itself for a remote shell and reads ~/.bashrc.
        return spec.input === undefined || spec.input === ''
            ? (0,external_node_child_process_namespaceObject.spawn)(spec.file, [...spec.args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
            : (0,external_node_child_process_namespaceObject.spawn)(spec.file, [...spec.args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    }
    catch (cause) {
        throw new CannotStart(spec, cause);
    }
}
function started(child, spec) {
    return new Promise((resolve, reject) => {
        child.once('spawn', resolve);
        child.on('error', (cause) => reject(new CannotStart(spec, cause)));
    });
}
function result(exit, stdout, stderr, aborted) {
    return { ...exit, stdout: stdout.finish(), stderr: stderr.finish(), aborted };
}
/** The child and whatever it started, ended once at most. */
class ProcessGroup {
    #child;
    #times;
    #ending;
    #giveUp = () => { };
    /** Resolves where even KILL did not end the child. */
    givenUp;
    constructor(child, times) {
        this.#child = child;
        this.#times = times;
        this.givenUp = new Promise((resolve) => {
            this.#giveUp = resolve;
        });
    }
    /** Resolves when the end that was begun is over; at once where none was. */
    get ending() {
        return this.#ending ?? Promise.resolve();
    }
    end() {
        this.#ending ??= this.#end();
        return this.#ending;
    }
    async #end() {
        const { pid } = this.#child;
        if (pid === undefined)
            return;
        if (process.platform === 'win32')
            await taskkill(pid);
        else
            await endUnixGroup(pid, this.#times.grace);
        const deadline = Date.now() + this.#times.killed;
        while (this.#isRunning()) {
            if (Date.now() > deadline)
                return this.#giveUp();
            await (0,promises_.setTimeout)(POLL_MS);
        }
    }
    #isRunning() {
        return this.#child.exitCode === null && this.#child.signalCode === null;
    }
}
async function endUnixGroup(pid, grace) {
    signalGroup(pid, 'SIGTERM');
    const deadline = Date.now() + grace;
    while (signalGroup(pid, 0)) {
        if (Date.now() > deadline) {
            signalGroup(pid, 'SIGKILL');
            return;
        }
        await (0,promises_.setTimeout)(POLL_MS);
    }
}
/** False where nobody is left in the group whom we may signal. */
function signalGroup(pid, signal) {
    try {
        return process.kill(-pid, signal);
    }
    catch {
        // ESRCH: nobody is left. EPERM: macOS says so of zombies, and every system of what changed its user.
        return false;
    }
}
function taskkill(pid) {
    return new Promise((resolve) => {
        const child = (0,external_node_child_process_namespaceObject.spawn)('taskkill', taskkillArguments(pid), { stdio: 'ignore', windowsHide: true });
        child.once('error', () => resolve());
        child.once('close', () => resolve());
    });
}
/**
 * Waits for the ends of the pipes. A background process may hold them for ever, so quiet ones are given up; but
 * never before everything was read that was there, however long we were kept from reading.
 */
async function drained(readers, closed, times) {
    const total = () => readers.reduce((sum, reader) => sum + reader.received, 0);
    const isClosed = closed.then(() => true);
    for (let round = 0; round < QUIET_ROUNDS; round += 1) {
        const before = total();
        const timer = new AbortController();
        const quiet = (0,promises_.setTimeout)(times.quiet, false, { signal: timer.signal }).catch(() => false);
        const done = await Promise.race([isClosed, quiet]);
        timer.abort();
        if (done)
            return;
        await (0,promises_.setImmediate)();
        await (0,promises_.setImmediate)();
        if (total() === before)
            return;
    }
}
/** Turns one stream into lines and into the text that the result keeps. */
class OutputReader {
    #decoder = new external_node_string_decoder_namespaceObject.StringDecoder('utf8');
    #onLine;
    #kept = [];
    #keptLength = 0;
    #partial = '';
    /** Bytes so far. */
    received = 0;
    constructor(stream, name, onLine, fail) {
        this.#onLine = onLine;
        let failed = false;
        stream.on('data', (chunk) => {
            this.received += chunk.length;
            if (failed)
                return;
            try {
                this.#take(this.#decoder.write(chunk), name);
            }
            catch (cause) {
                failed = true;
                fail(cause);
            }
        });
        stream.on('error', () => { });
    }
    /** Hands out what stands behind the last line end, and returns what was kept. */
    finish() {
        const rest = this.#decoder.end();
        this.#keep(rest);
        this.#partial += rest;
        if (this.#partial !== '')
            this.#onLine?.(this.#partial);
        this.#partial = '';
        const kept = this.#kept.join('');
        return this.#onLine === undefined ? kept : kept.slice(-KEPT_OF_READ_STREAM);
    }
    #take(text, name) {
        this.#keep(text);
        if (this.#onLine === undefined) {
            if (this.#keptLength > KEPT_OF_RESULT)
                throw new Error(`the child wrote more than 256 MiB on ${name}`);
            return;
        }
        const lines = (this.#partial + text).split('\n');
        this.#partial = lines.pop() ?? '';
        for (const line of lines)
            this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
        while (this.#partial.length > LONGEST_LINE) {
            this.#onLine(this.#partial.slice(0, LONGEST_LINE));
            this.#partial = this.#partial.slice(LONGEST_LINE);
        }
    }
    #keep(text) {
        this.#kept.push(text);
        this.#keptLength += text.length;
        if (this.#onLine === undefined || this.#keptLength <= 2 * KEPT_OF_READ_STREAM)
            return;
        const end = this.#kept.join('').slice(-KEPT_OF_READ_STREAM);
        this.#kept = [end];
        this.#keptLength = end.length;
    }
}
function errorCode(cause) {
    return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
        ? cause.code
        : undefined;
}


/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = require("buffer");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = require("node:crypto");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = require("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = require("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = require("node:http");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = require("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = require("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = require("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = require("node:path");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = require("node:process");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = require("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = require("node:tls");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = require("node:util");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = require("process");

/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/******/ 	// expose the modules object (__webpack_modules__)
/******/ 	__nccwpck_require__.m = __webpack_modules__;
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/async module */
/******/ 	(() => {
/******/ 		var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 		var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 		var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 		var resolveQueue = (queue) => {
/******/ 			if(queue && queue.d < 1) {
/******/ 				queue.d = 1;
/******/ 				queue.forEach((fn) => (fn.r--));
/******/ 				queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 			}
/******/ 		}
/******/ 		var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 			if(dep !== null && typeof dep === "object") {
/******/ 				if(dep[webpackQueues]) return dep;
/******/ 				if(dep.then) {
/******/ 					var queue = [];
/******/ 					queue.d = 0;
/******/ 					dep.then((r) => {
/******/ 						obj[webpackExports] = r;
/******/ 						resolveQueue(queue);
/******/ 					}, (e) => {
/******/ 						obj[webpackError] = e;
/******/ 						resolveQueue(queue);
/******/ 					});
/******/ 					var obj = {};
/******/ 					obj[webpackQueues] = (fn) => (fn(queue));
/******/ 					return obj;
/******/ 				}
/******/ 			}
/******/ 			var ret = {};
/******/ 			ret[webpackQueues] = x => {};
/******/ 			ret[webpackExports] = dep;
/******/ 			return ret;
/******/ 		}));
/******/ 		__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 			var queue;
/******/ 			hasAwait && ((queue = []).d = -1);
/******/ 			var depQueues = new Set();
/******/ 			var exports = module.exports;
/******/ 			var currentDeps;
/******/ 			var outerResolve;
/******/ 			var reject;
/******/ 			var promise = new Promise((resolve, rej) => {
/******/ 				reject = rej;
/******/ 				outerResolve = resolve;
/******/ 			});
/******/ 			promise[webpackExports] = exports;
/******/ 			promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 			module.exports = promise;
/******/ 			body((deps) => {
/******/ 				currentDeps = wrapDeps(deps);
/******/ 				var fn;
/******/ 				var getResult = () => (currentDeps.map((d) => {
/******/ 					if(d[webpackError]) throw d[webpackError];
/******/ 					return d[webpackExports];
/******/ 				}))
/******/ 				var promise = new Promise((resolve) => {
/******/ 					fn = () => (resolve(getResult));
/******/ 					fn.r = 0;
/******/ 					var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 					currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 				});
/******/ 				return fn.r ? promise : getResult();
/******/ 			}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 			queue && queue.d < 0 && (queue.d = 0);
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/ensure chunk */
/******/ 	(() => {
/******/ 		__nccwpck_require__.f = {};
/******/ 		// This file contains only the entry chunk.
/******/ 		// The chunk loading function for additional chunks
/******/ 		__nccwpck_require__.e = (chunkId) => {
/******/ 			return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 				__nccwpck_require__.f[key](chunkId, promises);
/******/ 				return promises;
/******/ 			}, []));
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/get javascript chunk filename */
/******/ 	(() => {
/******/ 		// This function allow to reference async chunks
/******/ 		__nccwpck_require__.u = (chunkId) => {
/******/ 			// return url for filenames based on template
/******/ 			return "" + chunkId + ".index.js";
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/require chunk loading */
/******/ 	(() => {
/******/ 		// no baseURI
/******/ 		
/******/ 		// object to store loaded chunks
/******/ 		// "1" means "loaded", otherwise not loaded yet
/******/ 		var installedChunks = {
/******/ 			792: 1
/******/ 		};
/******/ 		
/******/ 		// no on chunks loaded
/******/ 		
/******/ 		var installChunk = (chunk) => {
/******/ 			var moreModules = chunk.modules, chunkIds = chunk.ids, runtime = chunk.runtime;
/******/ 			for(var moduleId in moreModules) {
/******/ 				if(__nccwpck_require__.o(moreModules, moduleId)) {
/******/ 					__nccwpck_require__.m[moduleId] = moreModules[moduleId];
/******/ 				}
/******/ 			}
/******/ 			if(runtime) runtime(__nccwpck_require__);
/******/ 			for(var i = 0; i < chunkIds.length; i++)
/******/ 				installedChunks[chunkIds[i]] = 1;
/******/ 		
/******/ 		};
/******/ 		
/******/ 		// require() chunk loading for javascript
/******/ 		__nccwpck_require__.f.require = (chunkId, promises) => {
/******/ 			// "1" is the signal for "already loaded"
/******/ 			if(!installedChunks[chunkId]) {
/******/ 				if(true) { // all chunks have JS
/******/ 					installChunk(require("./" + __nccwpck_require__.u(chunkId)));
/******/ 				} else installedChunks[chunkId] = 1;
/******/ 			}
/******/ 		};
/******/ 		
/******/ 		// no external install chunk
/******/ 		
/******/ 		// no HMR
/******/ 		
/******/ 		// no HMR manifest
/******/ 	})();
/******/ 	
/************************************************************************/
/******/ 	
/******/ 	// startup
/******/ 	// Load entry module and return exports
/******/ 	// This entry module used 'module' so it can't be inlined
/******/ 	var __webpack_exports__ = __nccwpck_require__(4006);
/******/ 	module.exports = __webpack_exports__;
/******/ 	
/******/ })()
;