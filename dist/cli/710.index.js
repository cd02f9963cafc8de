"use strict";
exports.id = 710;
exports.ids = [710];
exports.modules = {

/***/ 5710:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  TOKEN_VARIABLE: () => (/* binding */ TOKEN_VARIABLE),
  checkCommand: () => (/* binding */ checkCommand)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/action/contract.js
const APPLIED = ['manifests', 'kustomize'];
const CHART = ['chart'];
const WAITED = ['manifests', 'kustomize', 'chart'];
/**
 * The inputs that action.yml declares, in its order: the same contract as data, so that nothing reads YAML at run
 * time. A test holds the two together.
 */
const INPUTS = [
    { name: 'as', default: undefined, group: 'identity', modes: 'all', kind: 'text' },
    { name: 'as-groups', default: undefined, group: 'identity', modes: 'all', kind: 'list' },
    { name: 'as-uid', default: undefined, group: 'identity', modes: 'all', kind: 'text' },
    { name: 'as-user-extra', default: undefined, group: 'identity', modes: 'all', kind: 'list' },
    { name: 'kubeconfig', default: 'ambient', group: 'cluster', modes: 'all', kind: 'credential' },
    { name: 'context', default: 'current', group: 'cluster', modes: 'all', kind: 'credential' },
    { name: 'server', default: 'none', group: 'cluster', modes: 'all', kind: 'credential' },
    { name: 'certificate-authority', default: 'system', group: 'cluster', modes: 'all', kind: 'credential' },
    { name: 'token', default: 'none', group: 'cluster', modes: 'all', kind: 'credential' },
    { name: 'manifests', default: undefined, group: 'deploy', modes: ['manifests'], kind: 'list' },
    { name: 'kustomize', default: undefined, group: 'deploy', modes: ['kustomize'], kind: 'text' },
    { name: 'chart', default: undefined, group: 'deploy', modes: CHART, kind: 'text' },
    { name: 'run', default: undefined, group: 'deploy', modes: ['run'], kind: 'script' },
    { name: 'namespace', default: 'auto', group: 'place', modes: 'all', kind: 'text' },
    { name: 'working-directory', default: undefined, group: 'place', modes: 'all', kind: 'text' },
    { name: 'field-manager', default: 'deploy-as', group: 'apply', modes: APPLIED, kind: 'text' },
    { name: 'force-conflicts', default: 'false', group: 'apply', modes: APPLIED, kind: 'boolean' },
    { name: 'release', default: undefined, group: 'chart', modes: CHART, kind: 'text' },
    { name: 'chart-version', default: undefined, group: 'chart', modes: CHART, kind: 'text' },
    { name: 'chart-repository', default: undefined, group: 'chart', modes: CHART, kind: 'text' },
    { name: 'chart-username', default: 'none', group: 'chart', modes: CHART, kind: 'credential' },
    { name: 'chart-password', default: 'none', group: 'chart', modes: CHART, kind: 'credential' },
    { name: 'values-files', default: undefined, group: 'chart', modes: CHART, kind: 'list' },
    { name: 'values', default: undefined, group: 'chart', modes: CHART, kind: 'yaml' },
    { name: 'set', default: undefined, group: 'chart', modes: CHART, kind: 'list' },
    { name: 'helm-args', default: undefined, group: 'chart', modes: CHART, kind: 'list' },
    { name: 'wait', default: 'true', group: 'wait', modes: WAITED, kind: 'boolean' },
    { name: 'timeout', default: '10m', group: 'wait', modes: WAITED, kind: 'duration' },
    { name: 'kubectl-version', default: 'auto', group: 'tools', modes: 'all', kind: 'text' },
    { name: 'helm-version', default: 'auto', group: 'tools', modes: 'all', kind: 'text' },
    { name: 'kubectl-download-url', default: 'upstream', group: 'tools', modes: 'all', kind: 'text' },
    { name: 'helm-download-url', default: 'upstream', group: 'tools', modes: 'all', kind: 'text' },
    { name: 'download-token', default: 'none', group: 'tools', modes: 'all', kind: 'credential' },
    { name: 'kubectl-sha256', default: undefined, group: 'tools', modes: 'all', kind: 'text' },
    { name: 'helm-sha256', default: undefined, group: 'tools', modes: 'all', kind: 'text' },
    { name: 'preflight', default: 'enforce', group: 'guard', modes: 'all', kind: 'text' },
    { name: 'token-rights', default: 'warn', group: 'guard', modes: 'all', kind: 'text' },
    { name: 'allow-cluster-admin', default: 'false', group: 'guard', modes: 'all', kind: 'boolean' },
];
/** The outputs that action.yml declares, in its order. */
const OUTPUTS = (/* unused pure expression or super */ null && ([
    'result',
    'kubeconfig',
    'username',
    'groups',
    'changed',
    'changed-count',
    'changes',
    'denied',
    'release-revision',
    'summary-path',
    'report',
]));

// EXTERNAL MODULE: ./lib/action/nearest.js
var nearest = __webpack_require__(5609);
;// CONCATENATED MODULE: ./lib/action/given.js


const DEPLOY_INPUTS = ['manifests', 'kustomize', 'chart', 'run'];
const EMPTY_CREDENTIAL = 'An expression such as `${{ secrets.NAME }}` is empty where the name is misspelt, on a pull request from a fork, in a reusable workflow called without `secrets: inherit`, and in another `environment:` than the one that holds the secret.';
/**
 * The `INPUT_*` variables. The runner keeps hyphens, turns blanks into `_` and upper-cases the name:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs
 */
function rawInputs(environment) {
    const given = new Map();
    for (const [variable, value] of Object.entries(environment)) {
        if (variable.startsWith('INPUT_') && value !== undefined)
            given.set(variable.slice('INPUT_'.length).toLowerCase(), value);
    }
    const defaults = new Map(INPUTS.map((input) => [input.name, input.default]));
    return {
        given,
        get(input) {
            const text = given.get(input);
            const isEmpty = text === undefined || text === '';
            return isEmpty ? defaults.get(input) : text;
        },
    };
}
/** The one deploy input that is given; `setup` for none; undefined for more than one, which is a problem of its own. */
function chooseMode(raw) {
    const chosen = DEPLOY_INPUTS.filter((input) => (raw.get(input) ?? '').trim() !== '');
    return chosen.length > 1 ? undefined : (chosen[0] ?? 'setup');
}
/** What is wrong with the inputs as a set: unknown names, empty credentials, two modes, inputs of another mode. */
function problemsOfGiven(raw) {
    return [...unknownInputs(raw), ...emptyCredentials(raw), ...modeProblems(raw)];
}
function unknownInputs(raw) {
    const declared = INPUTS.map((input) => input.name);
    return [...raw.given.keys()]
        .filter((name) => !declared.includes(name))
        .map((name) => {
        const close = (0,nearest/* nearest */.p)(name, declared);
        return {
            kind: 'input',
            input: name,
            message: `input \`${name}\`: deploy-as has no such input`,
            fix: close === undefined ? 'Take it out; the README lists all inputs.' : `Did you mean \`${close}\`?`,
        };
    });
}
/** Empty is never "not given" for a credential: going on with another one would deploy to another cluster. */
function emptyCredentials(raw) {
    return INPUTS.filter((input) => input.kind === 'credential' && raw.given.get(input.name)?.trim() === '').map((input) => ({
        kind: 'input',
        input: input.name,
        message: `input \`${input.name}\`: it was given, but it is empty. ${EMPTY_CREDENTIAL}`,
        fix: `Mend the expression, or write \`${input.default}\` (or leave the line out) to go without; a reusable workflow writes \`\${{ inputs.${input.name} || '${input.default}' }}\`.`,
    }));
}
function modeProblems(raw) {
    const chosen = DEPLOY_INPUTS.filter((input) => (raw.get(input) ?? '').trim() !== '');
    const mode = chooseMode(raw);
    if (mode === undefined) {
        return chosen.map((input) => ({
            kind: 'input',
            input,
            message: `input \`${input}\`: one step deploys one thing, but ${quoted(chosen)} are given`,
            fix: 'Keep one of them here and use a second deploy-as step for the other.',
        }));
    }
    return INPUTS.filter((input) => input.modes !== 'all' && !input.modes.includes(mode))
        .filter((input) => isOtherThanDefault(raw, input.name, input.default))
        .map((input) => ({
        kind: 'input',
        input: input.name,
        message: `input \`${input.name}\`: it does nothing ${mode === 'setup' ? 'without a deploy input' : `with \`${mode}\``}`,
        fix: `It goes with ${quoted(input.modes === 'all' ? [] : input.modes)}: take it out, or give that input.`,
    }));
}
function isOtherThanDefault(raw, name, byDefault) {
    const text = (raw.given.get(name) ?? '').trim();
    return text !== '' && text !== (byDefault ?? '');
}
function quoted(names) {
    const words = names.map((name) => `\`${name}\``);
    return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/characters.js
var characters = __webpack_require__(2694);
// EXTERNAL MODULE: ./lib/problem.js
var lib_problem = __webpack_require__(8007);
;// CONCATENATED MODULE: ./lib/connect/classify.js


/** No shorter text is taken for base64: `kube/config` is a path. A kubeconfig's is hundreds of characters long. */
const SHORTEST_BASE64 = 24;
/** The longest file name of the usual file systems, and the longest path. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4096;
const WRITE_INSTEAD = 'Write the path of a kubeconfig, its YAML, base64 of the YAML, or one of the words `ambient` and `in-cluster`.';
/**
 * Tells path, YAML and base64 apart without looking at any file. Text that is plainly none of them is a problem
 * (kind `input`), which does not repeat the text: it may be a secret.
 */
function classifyKubeconfig(text) {
    const trimmed = text.trim();
    if (trimmed === '')
        return (0,lib_problem/* failure */.V2)(refuse('it is empty'));
    if (/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)) {
        return (0,lib_problem/* failure */.V2)(refuse('it is a bearer token', 'Give the token as `token`, beside `server` or a kubeconfig.'));
    }
    const decoded = decodeBase64(trimmed);
    if (decoded !== undefined)
        return (0,lib_problem/* success */.kX)({ kind: 'inline', text: decoded, encoding: 'base64' });
    if (isMarkup(trimmed))
        return (0,lib_problem/* success */.kX)({ kind: 'inline', text, encoding: 'yaml' });
    const longestName = Math.max(...trimmed.split(/[/\\]/).map((name) => Buffer.byteLength(name)));
    if (trimmed.length > LONGEST_PATH || longestName > LONGEST_NAME) {
        return (0,lib_problem/* failure */.V2)(refuse('it is neither YAML nor base64 of text, and too long for a path. Was it cut off on the way?'));
    }
    return (0,lib_problem/* success */.kX)({ kind: 'file', file: trimmed });
}
/** The text that `text` is base64 of (wrapped or not), or undefined where it is not base64 of UTF-8 text. */
function decodeBase64(text) {
    const compact = text.replace(/\s/g, '');
    if (compact.length < SHORTEST_BASE64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact))
        return undefined;
    try {
        const decoded = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compact, 'base64'));
        return characters/* CONTROL_CHARACTER */.gW.test(decoded.replace(/[\t\r\n]/g, '')) ? undefined : decoded;
    }
    catch {
        return undefined;
    }
}
/** Several lines, a mapping or list on one line, or HTML. What exactly is wrong with it, its parser says. */
function isMarkup(trimmed) {
    return /[\r\n]/.test(trimmed) || /^[{[<]/.test(trimmed) || /^[\w-]+:(\s|$)/.test(trimmed) || trimmed.startsWith('- ');
}
function refuse(message, fix = WRITE_INSTEAD) {
    return { kind: 'input', input: 'kubeconfig', message: `input \`kubeconfig\`: ${message}`, fix };
}

// EXTERNAL MODULE: ./lib/identity/name.js
var identity_name = __webpack_require__(3368);
;// CONCATENATED MODULE: ./lib/identity/request.js



const EMPTY_AS = `Whoever \`as\` comes from gave nothing: an expression such as \`\${{ vars.NAME }}\` or \`\${{ secrets.NAME }}\` is empty where the name is misspelt, on a pull request from a fork, in a reusable workflow called without \`secrets: inherit\`, and in another \`environment:\` than the one that holds it.`;
const WRITE_AS = 'Write the user to impersonate, e.g. `as: system:serviceaccount:shop:deployer`.';
const MASTERS = 'system:masters';
const MASTERS_REASON = 'the API server lets members of `system:masters` do everything and asks no authorizer, so that nothing would confine this deploy';
/**
 * The identity that the inputs ask for, or everything that is wrong with them (kind `input`). Refused is what the
 * API server would take for somebody else, what HTTP would change on the way, and what client-go would silently drop.
 * Extra keys come out in lower case (ASCII letters only): the server lower-cases the header before it decodes it.
 */
function requestIdentity(input) {
    const extra = readExtra(input.extra);
    const problems = [
        ...problemsOfUser(input),
        ...input.groups.flatMap(problemsOfGroup),
        ...(input.uid === '' ? [] : problemsOfText('as-uid', 'the uid', input.uid)),
        ...extra.problems,
    ];
    if (problems.length > 0)
        return (0,lib_problem/* failure */.V2)(...problems);
    const request = {
        username: input.as,
        groups: [...input.groups],
        uid: input.uid === '' ? undefined : input.uid,
        extra: extra.values,
    };
    // The one place that makes one: everything above is what `valid` promises.
    return (0,lib_problem/* success */.kX)(request);
}
function problemsOfUser(input) {
    if (input.as.trim() === '')
        return [...withoutUser(input), request_refuse('as', `it is empty. ${EMPTY_AS}`, WRITE_AS)];
    const textual = problemsOfText('as', 'the user name', input.as);
    return textual.length > 0 ? textual : problemsOfUserName(input.as);
}
/** client-go drops groups, uid and extras in silence where there is no user, and runs as the token itself. */
function withoutUser(input) {
    const given = [
        ['as-groups', input.groups.length > 0],
        ['as-uid', input.uid !== ''],
        ['as-user-extra', input.extra.length > 0],
    ];
    return given
        .filter(([, isGiven]) => isGiven)
        .map(([name]) => request_refuse(name, 'it stands without `as`: the API server refuses it, and kubectl would silently run as the token itself', WRITE_AS));
}
function problemsOfUserName(username) {
    if (username === MASTERS) {
        return [request_refuse('as', `\`${MASTERS}\` is a group, and one that is never allowed: ${MASTERS_REASON}.`, WRITE_AS)];
    }
    if (/^system:serviceaccounts(:|$)/i.test(username)) {
        return [request_refuse('as', `${quote(username)} is the name of a group of service accounts, not of a user`, WRITE_AS)];
    }
    if (!/^system:serviceaccount(:|$)/i.test(username) || (0,identity_name/* serviceAccountOf */.gw)(username) !== undefined)
        return [];
    return [
        request_refuse('as', `${quote(username)} looks like a service account, but ${whatIsMalformed(username)}. The API server would take it for a plain user of that name`, 'Write `system:serviceaccount:NAMESPACE:NAME`, as `kubectl get serviceaccounts -n NAMESPACE` shows it.'),
    ];
}
function whatIsMalformed(username) {
    if (!username.startsWith(identity_name/* SERVICE_ACCOUNT_PREFIX */.fL))
        return `does not begin with \`${identity_name/* SERVICE_ACCOUNT_PREFIX */.fL}\``;
    const parts = username.slice(identity_name/* SERVICE_ACCOUNT_PREFIX */.fL.length).split(':');
    const [namespace = '', name = ''] = parts;
    if (parts.length !== 2)
        return 'namespace and name are not exactly two parts with one `:` between them';
    if (namespace === '')
        return 'its namespace is empty';
    if (name === '')
        return 'its name is empty';
    if (!(0,identity_name/* isNamespaceName */.Pi)(namespace))
        return `${quote(namespace)} cannot be the name of a namespace`;
    if (!(0,identity_name/* isServiceAccountName */.oJ)(name))
        return `${quote(name)} cannot be the name of a service account`;
    return 'it is none';
}
function problemsOfGroup(group) {
    if (group.trim() === '')
        return [request_refuse('as-groups', 'it lists an empty name', 'Write one group a line.')];
    const textual = problemsOfText('as-groups', 'a group', group);
    if (textual.length > 0 || group !== MASTERS)
        return textual;
    return [
        request_refuse('as-groups', `\`${MASTERS}\` is never allowed: ${MASTERS_REASON}`, 'Name a group whose rights a (Cluster)RoleBinding gives, and bind just what this deploy needs.'),
    ];
}
function readExtra(lines) {
    const values = new Map();
    const problems = [];
    for (const line of lines) {
        const at = line.indexOf('=');
        const found = at < 0 ? [withoutEqualSign(line)] : problemsOfPair(line.slice(0, at), line.slice(at + 1));
        problems.push(...found);
        if (found.length > 0)
            continue;
        const key = lowerCaseAscii(line.slice(0, at));
        values.set(key, [...(values.get(key) ?? []), line.slice(at + 1)]);
    }
    return { values, problems };
}
function withoutEqualSign(line) {
    return request_refuse('as-user-extra', `the line ${quote(line)} has no \`=\``, 'Write one `key=value` a line.');
}
function problemsOfPair(key, value) {
    if (key.trim() === '') {
        return [
            request_refuse('as-user-extra', `the line ${quote(`${key}=${value}`)} has no key`, 'Write one `key=value` a line.'),
        ];
    }
    if (value === '') {
        return [
            request_refuse('as-user-extra', `${quote(key)} has no value: an expression in it may be empty`, 'Give it a value, or take the line out.'),
        ];
    }
    return [
        ...problemsOfText('as-user-extra', 'the key', key),
        ...problemsOfText('as-user-extra', `the value of ${quote(key)}`, value),
    ];
}
/** What no HTTP header carries unchanged: line breaks (header injection), control characters, blanks at the ends. */
function problemsOfText(input, what, text) {
    if (/[\r\n]/.test(text)) {
        return [
            request_refuse(input, `${what} ${quote(text)} holds a line break, which would begin another HTTP header`, 'Write it on one line; in YAML `>-` and `|-` drop the line break at the end.'),
        ];
    }
    if (characters/* CONTROL_CHARACTER */.gW.test(text)) {
        return [request_refuse(input, `${what} ${quote(text)} holds a control character`, 'Take the character out.')];
    }
    if (!text.isWellFormed()) {
        return [request_refuse(input, `${what} ${quote(text)} is not valid Unicode`, 'Write it in UTF-8.')];
    }
    if (text.trim() !== text) {
        return [
            request_refuse(input, `${what} ${quote(text)} begins or ends with a blank, which HTTP/1.1 cuts off and HTTP/2 keeps`, 'Take the blank out.'),
        ];
    }
    return [];
}
function lowerCaseAscii(text) {
    return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
function quote(text) {
    return JSON.stringify(text.toWellFormed());
}
function request_refuse(input, message, fix) {
    return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}

// EXTERNAL MODULE: ./lib/render/helm-inputs.js
var helm_inputs = __webpack_require__(4891);
;// CONCATENATED MODULE: ./lib/tools/version.js

/** Where the tools come from unless a mirror is named; without trailing slash. */
const UPSTREAM = {
    kubectl: 'https://dl.k8s.io',
    helm: 'https://get.helm.sh',
};
/** Helm majors whose flags we know. */
const HELM_MAJORS = ['3', '4'];
/** As upstream tags its releases; `v1.37.0-rc.0` is one, `v1.36.3+k3s1` is somebody else's. */
const RELEASE = /^v?((\d+)\.(\d+)\.(\d+)(?:-(?:alpha|beta|rc)\.\d+)?)$/;
/** The whole tools group, or everything that is wrong with it (kind `input`). */
function parseToolRequests(inputs) {
    const problems = [];
    const kubectl = keep(problems, parseTool('kubectl', inputs));
    const helm = keep(problems, parseTool('helm', inputs));
    problems.push(...problemsOfMode(inputs.mode, kubectl?.version, helm?.version));
    problems.push(...problemsOfToken(inputs));
    if (problems.length > 0 || kubectl === undefined || helm === undefined)
        return (0,lib_problem/* failure */.V2)(...problems);
    return (0,lib_problem/* success */.kX)({ kubectl, helm, downloadToken: inputs.downloadToken });
}
/** The input `kubectl-version`: `auto`, `stable`, `1.36`, `~1.35`, `v1.36.3`, `none`. */
function parseKubectlVersion(text) {
    const written = text.trim();
    if (written === '' || written === 'auto')
        return (0,lib_problem/* success */.kX)({ kind: 'auto' });
    if (written === 'none')
        return (0,lib_problem/* success */.kX)({ kind: 'none' });
    if (written === 'stable')
        return (0,lib_problem/* success */.kX)({ kind: 'newest' });
    const minor = /^(~?)(1\.\d+)$/.exec(written);
    if (minor?.[2] !== undefined && !isCutMinor(minor[2])) {
        return (0,lib_problem/* success */.kX)({ kind: minor[1] === '~' ? 'own-or-newest-of' : 'newest-of', line: minor[2] });
    }
    const release = RELEASE.exec(written);
    if (release?.[1] !== undefined && release[2] === '1')
        return (0,lib_problem/* success */.kX)({ kind: 'exact', version: release[1] });
    return refuseVersion('kubectl', written, whatToWriteForKubectl(written));
}
/** The input `helm-version`: `auto`, `latest`, `4`, `3`, `v4.3.1`, `none`. */
function parseHelmVersion(text) {
    const written = text.trim();
    if (written === '' || written === 'auto')
        return (0,lib_problem/* success */.kX)({ kind: 'auto' });
    if (written === 'none')
        return (0,lib_problem/* success */.kX)({ kind: 'none' });
    if (written === 'latest')
        return (0,lib_problem/* success */.kX)({ kind: 'newest' });
    if (HELM_MAJORS.includes(written))
        return (0,lib_problem/* success */.kX)({ kind: 'newest-of', line: written });
    const release = RELEASE.exec(written);
    if (release?.[1] !== undefined && HELM_MAJORS.includes(release[2] ?? '')) {
        return (0,lib_problem/* success */.kX)({ kind: 'exact', version: release[1] });
    }
    return refuseVersion('helm', written, whatToWriteForHelm(written));
}
/** `v1.36.3` or `1.36.3` without its `v`; undefined for anything that upstream would not tag. */
function readRelease(text) {
    return RELEASE.exec(text.trim())?.[1];
}
/** `1.36` of `v1.36.3`, `v1.32.4-gke.106` or `v1.30.5+k3s1`; undefined for a build that does not know its version. */
function minorOf(version) {
    const found = /^v?(\d+)\.(\d+)(?=[.+-]|$)/.exec(version.trim());
    return found === null || found[1] === '0' ? undefined : `${found[1]}.${found[2]}`;
}
/** Helm's major, `4` of `v4.3.1`, where it is one whose flags we know. */
function helmMajorOf(version) {
    const major = /^v?(\d+)\./.exec(version.trim())?.[1];
    return major !== undefined && HELM_MAJORS.includes(major) ? major : undefined;
}
/** YAML reads an unquoted `1.30` as the number 1.3, and the runner passes that on. kubectl 1.9 is older than this trap. */
function isCutMinor(minor) {
    return /^1\.\d$/.test(minor);
}
function parseTool(tool, inputs) {
    const problems = [];
    const version = keep(problems, tool === 'kubectl' ? parseKubectlVersion(inputs.kubectlVersion) : parseHelmVersion(inputs.helmVersion));
    const downloadUrl = keep(problems, parseDownloadUrl(tool, tool === 'kubectl' ? inputs.kubectlDownloadUrl : inputs.helmDownloadUrl));
    const sha256 = keep(problems, parseSha256(tool, tool === 'kubectl' ? inputs.kubectlSha256 : inputs.helmSha256, version));
    if (problems.length > 0 || version === undefined || downloadUrl === undefined)
        return (0,lib_problem/* failure */.V2)(...problems);
    return (0,lib_problem/* success */.kX)({ version, downloadUrl, sha256 });
}
function parseDownloadUrl(tool, text) {
    const written = text.trim();
    if (written === '' || written === 'upstream')
        return (0,lib_problem/* success */.kX)(UPSTREAM[tool]);
    const input = `${tool}-download-url`;
    const url = URL.parse(written);
    const example = `Write it as \`${UPSTREAM[tool]}\`: the folder of a mirror below which the paths are those of ${UPSTREAM[tool]}.`;
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        return version_refuse(input, `"${written}" is not the address of a mirror`, example);
    }
    if (url.username !== '' || url.password !== '') {
        return version_refuse(input, 'it holds a user name or a password', 'Leave them out and give `download-token`.');
    }
    if (written.includes('?') || written.includes('#')) {
        return version_refuse(input, `"${written}" has a query or a fragment, and paths come after it`, example);
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
        return version_refuse(input, `"${written}" is not encrypted, so anybody on the way could change tool and checksum`, `Write \`https://${written.slice('http://'.length)}\`; http is for mirrors on this machine only.`);
    }
    return (0,lib_problem/* success */.kX)(url.href.replace(/\/+$/, ''));
}
/** Whether a request to it never leaves the machine; as `URL` spells host names. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
function parseSha256(tool, text, version) {
    const written = text.trim().toLowerCase();
    if (written === '')
        return (0,lib_problem/* success */.kX)(undefined);
    const input = `${tool}-sha256`;
    if (!/^[0-9a-f]{64}$/.test(written)) {
        const what = tool === 'kubectl' ? 'the kubectl binary' : 'the archive that holds helm';
        return version_refuse(input, `"${text.trim()}" is not a SHA-256 digest`, `Write the 64 hexadecimal digits of the digest of ${what}, as \`sha256sum\` prints them, without the file name.`);
    }
    if (version !== undefined && version.kind !== 'exact') {
        const example = tool === 'kubectl' ? 'v1.36.3' : 'v4.3.1';
        return version_refuse(input, 'a digest fits one file, and the version beside it may become another one any day', `Give \`${tool}-version\` as an exact version, such as \`${example}\`, or leave \`${input}\` out.`);
    }
    return (0,lib_problem/* success */.kX)(written);
}
function problemsOfMode(mode, kubectl, helm) {
    const problems = [];
    const missing = (tool, need) => problems.push(inputProblem(`${tool}-version`, `it is \`none\`, but ${need}`, `Leave \`${tool}-version\` out: \`auto\` takes the runner's own where it fits, and downloads one where not.`));
    if (mode === 'kustomize' && kubectl?.kind === 'none')
        missing('kubectl', '`kustomize` is rendered by kubectl');
    if (mode === 'chart' && helm?.kind === 'none')
        missing('helm', '`chart` is installed by helm');
    return problems;
}
function problemsOfToken(inputs) {
    const { downloadToken } = inputs;
    if (downloadToken === undefined)
        return [];
    const problems = [];
    if (/[^\x21-\x7e]/.test(downloadToken.reveal())) {
        problems.push(inputProblem('download-token', 'it holds blanks, line breaks or characters that no bearer token has', 'Write the bare token, without `Bearer`.'));
    }
    const urls = [inputs.kubectlDownloadUrl, inputs.helmDownloadUrl].map((text) => text.trim());
    const hasMirror = urls.some((text) => text !== '' && text !== 'upstream' && !isUpstream(text));
    if (!hasMirror) {
        problems.push(inputProblem('download-token', 'there is no mirror that it could be sent to: upstream never gets it', 'Give `kubectl-download-url` or `helm-download-url` too, or leave `download-token` out.'));
    }
    return problems;
}
/** Whether `url` is at the place where everybody gets the tools; its servers have no use for a token. */
function isUpstream(url) {
    const host = URL.parse(url)?.host;
    return [...Object.values(UPSTREAM), 'https://cdn.dl.k8s.io'].some((upstream) => URL.parse(upstream)?.host === host);
}
function whatToWriteForKubectl(written) {
    const minor = /^[~^>=v]*1\.(\d+)(?:\.[x*])?$/i.exec(written)?.[1];
    if (minor !== undefined && minor.length === 1) {
        return `Write \`"1.${minor}0"\` with quotes if you mean 1.${minor}0: without them YAML reads it as the number 1.${minor}.`;
    }
    if (minor !== undefined) {
        return `Write \`1.${minor}\` for its newest patch, or \`~1.${minor}\` to take the runner's own where it is of that minor.`;
    }
    if (written.toLowerCase() === 'latest')
        return 'Write `stable` for the newest release.';
    const release = /1\.\d+\.\d+/.exec(written)?.[0];
    if (release !== undefined)
        return `Write \`v${release}\` for the upstream release.`;
    return 'Write `auto`, `stable`, a minor such as `1.36` or `~1.35`, an exact version such as `v1.36.3`, or `none`.';
}
function whatToWriteForHelm(written) {
    if (written.toLowerCase() === 'stable')
        return 'Write `latest` for the newest release.';
    const [, major, rest] = /^[~^>=v]*(\d+)((?:\.[\dx*]+)*)$/i.exec(written) ?? [];
    if (major !== undefined && HELM_MAJORS.includes(major)) {
        const example = /^\.\d+\.\d+$/.test(rest ?? '') ? `v${major}${rest}` : `v${major === '4' ? '4.3.1' : '3.22.0'}`;
        return `Write \`${major}\` for the newest Helm ${major}, or an exact version such as \`${example}\`.`;
    }
    if (major !== undefined)
        return 'deploy-as works with Helm 3 and 4: write `4`, `3`, or an exact version of these.';
    return 'Write `auto`, `latest`, `4`, `3`, an exact version such as `v4.3.1`, or `none`.';
}
function refuseVersion(tool, written, fix) {
    return version_refuse(`${tool}-version`, `"${written}" is not a version of ${tool} that can be asked for`, fix);
}
function version_refuse(input, message, fix) {
    return (0,lib_problem/* failure */.V2)(inputProblem(input, message, fix));
}
function inputProblem(input, message, fix) {
    return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}
function keep(problems, outcome) {
    if (outcome.ok)
        return outcome.value;
    problems.push(...outcome.problems);
    return undefined;
}

;// CONCATENATED MODULE: ./lib/action/certificate-authority.js


const PEM = /-----BEGIN (TRUSTED )?CERTIFICATE-----/;
/**
 * The PEM text that `certificate-authority` stands for: PEM, its base64 (as a kubeconfig carries it), or the path
 * of a file that holds either.
 */
function readCertificateAuthority(text, working) {
    const direct = pemOf(text);
    if (direct !== undefined)
        return { ok: true, value: direct };
    const file = (0,external_node_path_.resolve)(working, text);
    const found = readIfThere(file);
    if (found === undefined) {
        return certificate_authority_refuse(text.length > 200 || text.includes('\n')
            ? 'it is neither PEM, nor base64 of PEM, nor the path of a file'
            : `it is neither PEM nor base64 of PEM, and there is no file ${file}`);
    }
    const pem = pemOf(found);
    return pem === undefined ? certificate_authority_refuse(`the file ${file} holds no PEM certificate`) : { ok: true, value: pem };
}
function pemOf(text) {
    if (PEM.test(text))
        return `${text.trim()}\n`;
    const compact = text.replace(/\s/g, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact))
        return undefined;
    const decoded = Buffer.from(compact, 'base64').toString('utf8');
    return PEM.test(decoded) ? `${decoded.trim()}\n` : undefined;
}
function readIfThere(file) {
    try {
        return (0,external_node_fs_.readFileSync)(file, 'utf8');
    }
    catch {
        return undefined;
    }
}
function certificate_authority_refuse(message) {
    return {
        ok: false,
        problems: [
            {
                kind: 'input',
                input: 'certificate-authority',
                message: `input \`certificate-authority\`: ${message}`,
                fix: 'Write the PEM text, its base64, a path relative to `working-directory`, or `system` for the public roots.',
            },
        ],
    };
}

;// CONCATENATED MODULE: ./lib/action/duration.js
const UNITS = { h: 3_600_000, m: 60_000, s: 1_000 };
/** The longest that a timer of Node takes, in milliseconds; nearly 25 days. */
const LONGEST_DURATION = 2 ** 31 - 1;
/** Milliseconds of a duration as Go and kubectl spell it (`90s`, `10m`, `1h30m`); undefined where it is none. */
function parseDuration(text) {
    if (!/^(\d+(\.\d+)?[hms])+$/.test(text))
        return undefined;
    let milliseconds = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)) {
        milliseconds += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
    }
    return milliseconds > 0 && Number.isSafeInteger(Math.round(milliseconds)) ? Math.round(milliseconds) : undefined;
}

// EXTERNAL MODULE: ./lib/action/runner.js
var action_runner = __webpack_require__(3633);
;// CONCATENATED MODULE: ./lib/action/inputs.js










/** Where every pod finds its service account. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const LONGEST_FIELD_MANAGER = 128;
/**
 * All inputs as one typed value, or everything that is wrong with them at once (kind `input`). Secrets are
 * registered, and so masked, before anything else looks at them.
 */
function readInputs(raw, environment, runner, secrets) {
    const problems = [...problemsOfGiven(raw)];
    const reader = new InputReader(raw, problems, secrets);
    const mode = chooseMode(raw);
    const folders = readFolders(reader, runner);
    const identity = readIdentity(raw, problems);
    const credential = readCredential(reader, environment, runner, folders);
    const namespace = readNamespace(reader);
    const step = readStep(reader, mode);
    const tools = readTools(reader, mode);
    const guard = readGuard(reader);
    if (problems.length > 0 || identity === undefined || step === undefined || tools === undefined) {
        return { ok: false, problems };
    }
    return {
        ok: true,
        value: { identity, credential, namespace, step, guard, tools, folders, environment: (0,action_runner/* childEnvironment */.Qc)(environment) },
    };
}
/** Reads single inputs by their kind and keeps what is wrong with them. */
class InputReader {
    #raw;
    #problems;
    #secrets;
    constructor(raw, problems, secrets) {
        this.#raw = raw;
        this.#problems = problems;
        this.#secrets = secrets;
    }
    refuse(input, message, fix) {
        this.#problems.push({ kind: 'input', input, message: `input \`${input}\`: ${message}`, fix });
        return undefined;
    }
    keep(outcome) {
        if (outcome.ok)
            return outcome.value;
        this.#problems.push(...outcome.problems);
        return undefined;
    }
    text(input) {
        return (this.#raw.get(input) ?? '').trim();
    }
    /** The text, or undefined where it is the word that stands for "none". */
    unless(input, word) {
        const text = this.text(input);
        return text === '' || text === word ? undefined : text;
    }
    /** For a credential that is a problem of its own, and no cause for others. */
    isGivenEmpty(input) {
        return this.#raw.given.get(input)?.trim() === '';
    }
    /** As it was written: for scripts and YAML, where blanks mean something. */
    verbatim(input) {
        return this.#raw.get(input) ?? '';
    }
    secret(input) {
        const text = this.unless(input, 'none');
        return text === undefined ? undefined : this.#secrets.register(text);
    }
    secretText(input) {
        const text = this.verbatim(input);
        return text.trim() === '' ? undefined : this.#secrets.register(text);
    }
    list(input) {
        return readList(this.verbatim(input));
    }
    boolean(input) {
        const text = this.text(input).toLowerCase();
        if (text !== 'true' && text !== 'false')
            this.refuse(input, `"${this.text(input)}" is neither true nor false`, 'Write `true` or `false`.');
        return text === 'true';
    }
    strictness(input) {
        const text = this.text(input).toLowerCase();
        if (text === 'enforce' || text === 'warn' || text === 'off')
            return text;
        this.refuse(input, `"${this.text(input)}" is none of enforce, warn and off`, 'Write `enforce`, `warn` or `off`.');
        return 'enforce';
    }
    duration(input) {
        const milliseconds = parseDuration(this.text(input));
        if (milliseconds !== undefined && milliseconds <= LONGEST_DURATION)
            return milliseconds;
        if (milliseconds !== undefined) {
            this.refuse(input, `"${this.text(input)}" is longer than any job may run`, 'Write at most `596h`.');
            return 0;
        }
        this.refuse(input, `"${this.text(input)}" is not a duration`, 'Write hours, minutes and seconds as in `10m`, `90s` or `1h30m`.');
        return 0;
    }
}
/** One entry a line; blank lines and lines that start with `#` are skipped. */
function readList(text) {
    return text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
}
function readFolders(reader, runner) {
    const working = (0,external_node_path_.resolve)(runner.workspace, reader.text('working-directory'));
    if (!isFolder(working)) {
        reader.refuse('working-directory', `there is no folder ${working}`, 'Write a folder of the workspace; check out the repository before this step.');
    }
    return { workspace: runner.workspace, working, temp: runner.temp };
}
/** Blanks are kept as they are written: an identity with a blank at its end is refused, not repaired. */
function readIdentity(raw, problems) {
    const lines = (input) => (raw.get(input) ?? '').split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
    const outcome = requestIdentity({
        as: raw.get('as') ?? '',
        groups: lines('as-groups'),
        uid: raw.get('as-uid') ?? '',
        extra: lines('as-user-extra'),
    });
    if (outcome.ok)
        return outcome.value;
    problems.push(...outcome.problems);
    return undefined;
}
function readCredential(reader, environment, runner, folders) {
    const token = reader.secret('token');
    if (token !== undefined && /\s|[^\x21-\x7e]/.test(token.reveal())) {
        reader.refuse('token', 'it holds blanks, line breaks or characters that no bearer token has', 'Write the bare token; a kubeconfig goes into `kubeconfig`.');
    }
    const context = reader.unless('context', 'current');
    return {
        kubeconfig: readKubeconfigSource(reader, environment, runner, folders, { token, context }),
        context,
        token,
        network: {
            httpsProxy: variable(environment, 'HTTPS_PROXY'),
            httpProxy: variable(environment, 'HTTP_PROXY'),
            noProxy: variable(environment, 'NO_PROXY'),
            extraRoots: ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']
                .map((name) => environment[name] ?? '')
                .filter((file) => file !== ''),
            pluginEnvironment: (0,action_runner/* childEnvironment */.Qc)(environment),
        },
    };
}
function readKubeconfigSource(reader, environment, runner, folders, given) {
    const server = reader.unless('server', 'none');
    const kubeconfig = reader.unless('kubeconfig', 'ambient');
    const authority = reader.unless('certificate-authority', 'system');
    if (server !== undefined) {
        if (kubeconfig !== undefined)
            reader.refuse('server', 'it stands beside `kubeconfig`', 'Give one of them: `server` is for a cluster that no kubeconfig names.');
        if (given.context !== undefined)
            reader.refuse('context', 'it stands beside `server`', 'Leave `context` out: only a kubeconfig has contexts.');
        if (given.token === undefined && !reader.isGivenEmpty('token'))
            reader.refuse('server', 'no credential comes with it', 'Give `token` beside `server`.');
        const ca = authority === undefined ? undefined : reader.keep(readCertificateAuthority(authority, folders.working));
        return { kind: 'server', server: readServer(reader, server), ca };
    }
    if (authority !== undefined) {
        reader.refuse('certificate-authority', 'there is no `server` beside it', 'Give `server` too, or leave it out: a kubeconfig names its own certificate authority.');
    }
    if (kubeconfig === undefined)
        return { kind: 'ambient', files: ambientFiles(environment, runner) };
    if (kubeconfig === 'in-cluster')
        return readInCluster(reader, environment, given.context);
    const classified = reader.keep(classifyKubeconfig(kubeconfig));
    if (classified === undefined)
        return { kind: 'ambient', files: [] };
    if (classified.kind === 'file')
        return { kind: 'file', file: (0,external_node_path_.resolve)(folders.working, classified.file) };
    return { ...classified, directory: folders.working };
}
function readServer(reader, server) {
    const url = URL.parse(server);
    if (url === null || url.protocol !== 'https:' || url.search !== '' || url.hash !== '' || url.username !== '') {
        reader.refuse('server', `"${server}" is not the address of an API server`, 'Write it as `https://prod.example.com:6443`, as `kubectl cluster-info` shows it.');
        return server;
    }
    return server.replace(/\/+$/, '');
}
function readInCluster(reader, environment, context) {
    const host = environment.KUBERNETES_SERVICE_HOST ?? '';
    const port = environment.KUBERNETES_SERVICE_PORT ?? '';
    if (context !== undefined)
        reader.refuse('context', 'it stands beside `kubeconfig: in-cluster`', 'Leave `context` out: a pod knows one cluster.');
    if (host === '' || port === '') {
        reader.refuse('kubeconfig', '`in-cluster` was asked for, but KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this runner is not in a pod', 'Use `in-cluster` only on a runner that is a pod of the cluster, with automountServiceAccountToken on.');
    }
    return { kind: 'in-cluster', host, port, directory: SERVICE_ACCOUNT_FOLDER };
}
/** As client-go finds them: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
function ambientFiles(environment, runner) {
    const listed = (environment.KUBECONFIG ?? '').split(external_node_path_.delimiter).filter((file) => file !== '');
    if (listed.length > 0)
        return listed.map((file) => ((0,external_node_path_.isAbsolute)(file) ? file : (0,external_node_path_.resolve)(runner.workspace, file)));
    return [(0,external_node_path_.join)(runner.home, '.kube', 'config')];
}
function readNamespace(reader) {
    const namespace = reader.unless('namespace', 'auto');
    if (namespace !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) {
        reader.refuse('namespace', `"${namespace}" cannot be the name of a namespace`, 'Write lower-case letters, digits and `-`, at most 63, as `kubectl get namespaces` shows it.');
    }
    return namespace;
}
function readStep(reader, mode) {
    switch (mode) {
        case undefined:
            return undefined;
        case 'manifests':
            return { kind: 'manifests', paths: readManifestPaths(reader), apply: readApply(reader), wait: readWait(reader) };
        case 'kustomize':
            return { kind: 'kustomize', folder: reader.text('kustomize'), apply: readApply(reader), wait: readWait(reader) };
        case 'chart':
            return readChart(reader);
        case 'run':
            return { kind: 'run', script: reader.verbatim('run') };
        case 'setup':
            return { kind: 'setup' };
    }
}
function readManifestPaths(reader) {
    const paths = reader.list('manifests');
    if (paths.length === 0)
        reader.refuse('manifests', 'it lists nothing but comments', 'Write files, folders or globs, one a line.');
    return paths;
}
function readApply(reader) {
    const fieldManager = reader.unless('field-manager', '') ?? 'deploy-as';
    if (fieldManager.length > LONGEST_FIELD_MANAGER || !/^[\x21-\x7e]+$/.test(fieldManager)) {
        reader.refuse('field-manager', 'it is longer than 128 characters or holds blanks', 'Write a short name such as `deploy-as`.');
    }
    return { fieldManager, forceConflicts: reader.boolean('force-conflicts') };
}
function readWait(reader) {
    return { wait: reader.boolean('wait'), timeoutMilliseconds: reader.duration('timeout') };
}
function readChart(reader) {
    return reader.keep((0,helm_inputs/* checkChartInputs */.a)({
        chart: reader.text('chart'),
        release: reader.text('release'),
        version: reader.text('chart-version'),
        repository: reader.text('chart-repository'),
        username: reader.unless('chart-username', 'none'),
        password: reader.secret('chart-password'),
        valuesFiles: reader.list('values-files'),
        values: reader.secretText('values'),
        set: reader.list('set'),
        helmArgs: reader.list('helm-args'),
        wait: readWait(reader),
    }));
}
function readTools(reader, mode) {
    return reader.keep(parseToolRequests({
        kubectlVersion: reader.text('kubectl-version'),
        helmVersion: reader.text('helm-version'),
        kubectlDownloadUrl: reader.text('kubectl-download-url'),
        helmDownloadUrl: reader.text('helm-download-url'),
        kubectlSha256: reader.text('kubectl-sha256'),
        helmSha256: reader.text('helm-sha256'),
        downloadToken: reader.secret('download-token'),
        mode,
    }));
}
function readGuard(reader) {
    return {
        preflight: reader.strictness('preflight'),
        tokenRights: reader.strictness('token-rights'),
        allowClusterAdmin: reader.boolean('allow-cluster-admin'),
    };
}
function variable(environment, name) {
    // An empty one counts as not set, as for Go, which kubectl is written in.
    return environment[name] || environment[name.toLowerCase()] || undefined;
}
function isFolder(path) {
    return (0,external_node_fs_.existsSync)(path) && (0,external_node_fs_.statSync)(path).isDirectory();
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/rights/right.js
var rights_right = __webpack_require__(8444);
;// CONCATENATED MODULE: ./lib/rights/forbidden.js

/** The fix for a 403 that names no right. */
const NO_SINGLE_RIGHT = 'This is about no single right: an admission rule (a quota, PodSecurity, a policy) or an escalation refuses it. Change the object, or ask whoever owns the rule.';
/**
 * Reads the refusal of an authorizer out of a server's 403, or out of a line in which kubectl, helm or another client
 * quotes it. The server's text is `<resource> "<name>" is forbidden: User "<user>" cannot <verb> resource "<resource>"
 * in API group "<group>" in the namespace "<namespace>"` (or `at the cluster scope`), or `cannot <verb> path "<path>"`;
 * texts in it are quoted as Go quotes them. A constrained impersonation is refused in the same words with a verb such
 * as `impersonate-on:user-info:create`.
 *
 * Undefined for every other 403: of admission (a quota, PodSecurity), of an escalation. The verb is the one that the
 * server names; with an impersonation it is the first that failed of several.
 * https://github.com/kubernetes/apiserver/blob/master/pkg/endpoints/handlers/responsewriters/errors.go
 */
function readForbidden(message) {
    return readForbiddens(message)[0];
}
/** Every refusal in `text`, each once, in their order: the stderr of a whole script, say. */
function readForbiddens(text) {
    const found = new Map();
    for (const line of text.split('\n')) {
        const plain = readLine(line);
        for (const forbidden of plain.length > 0 ? plain : readLine(unescapedOnce(line))) {
            const key = JSON.stringify(forbidden);
            if (!found.has(key))
                found.set(key, forbidden);
        }
    }
    return [...found.values()];
}
/**
 * Whether `text` quotes a 403 of which client-go dropped the reason, so that "unknown" is all that is left. That is what
 * kubectl and helm make of a refusal on /version, /api, /apis or /openapi: "Error from server (Forbidden): unknown",
 * "failed to download openapi: unknown".
 */
function isForbiddenWithoutReason(text) {
    return /\(Forbidden\): unknown\b|(cluster unreachable|download openapi|server version from Kubernetes|apiVersions from Kubernetes): (.*\bunknown$|unknown;)/im.test(text);
}
/**
 * Whether `text` holds an error that ends in client-go's "unknown", as in "couldn't get current server API group list:
 * unknown": that may be a 403 too, or anything else.
 */
function isFailureWithoutReason(text) {
    return /: unknown(?=$|["';])/m.test(text);
}
function readLine(line) {
    return [...line.matchAll(FORBIDDEN)].flatMap((match) => fromMatch(match.groups ?? {}) ?? []);
}
/** A text as Go's `%q` writes it. */
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';
function forbidden_quoted(name) {
    return QUOTED.replace('(', `(?<${name}>`);
}
const FORBIDDEN = new RegExp(`(?: ${forbidden_quoted('name')} is forbidden: )?User ${forbidden_quoted('user')} cannot (?<verb>\\S+) ` +
    `(?:path ${forbidden_quoted('path')}|resource ${forbidden_quoted('resource')} ` +
    `in API group ${forbidden_quoted('group')} (?:at the cluster scope|in the namespace ${forbidden_quoted('namespace')}))`, 'g');
function fromMatch(groups) {
    const { user, verb, path, resource, group } = groups;
    if (user === undefined || verb === undefined)
        return undefined;
    if (path !== undefined) {
        const right = (0,rights_right/* pathRight */.kh)(withoutEntities(verb), unquote(withoutEntities(path)));
        return { user: unquote(withoutEntities(user)), right };
    }
    if (resource === undefined || group === undefined)
        return undefined;
    const [plural = '', ...rest] = unquote(withoutEntities(resource)).split('/');
    return {
        user: unquote(withoutEntities(user)),
        right: {
            verb: withoutEntities(verb),
            apiGroup: unquote(withoutEntities(group)),
            resource: plural,
            subresource: rest.join('/'),
            namespace: unquote(withoutEntities(groups.namespace ?? '')),
            // The name stands before the part that the server makes safe for browsers.
            name: unquote(groups.name ?? ''),
        },
    };
}
/** The server writes `&`, `<` and `>` as HTML entities, whatever the answer's type. */
function withoutEntities(text) {
    return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
/** A structured log quotes the whole message, so that the quotes in it are escaped: `error="… User \"ci\" cannot …"`. */
function unescapedOnce(text) {
    return text.replace(/\\(["\\])/g, '$1');
}
const ESCAPES = {
    a: '\u0007',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
    '\\': '\\',
    '"': '"',
};
/** The text that Go's `strconv.Quote` wrote. https://pkg.go.dev/strconv#Quote */
function unquote(text) {
    const parts = text.matchAll(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\(.)|([^\\]+)/gs);
    const bytes = [];
    for (const [, byte, short, long, letter, plain] of parts) {
        const hex = short ?? long;
        if (byte !== undefined)
            bytes.push(Buffer.from(byte, 'hex'));
        else if (hex !== undefined)
            bytes.push(Buffer.from(character(Number.parseInt(hex, 16))));
        else if (letter !== undefined)
            bytes.push(Buffer.from(ESCAPES[letter] ?? letter));
        else
            bytes.push(Buffer.from(plain ?? ''));
    }
    return Buffer.concat(bytes).toString('utf8');
}
function character(codePoint) {
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd';
}

// EXTERNAL MODULE: ./lib/rights/grant.js
var grant = __webpack_require__(8016);
// EXTERNAL MODULE: ./lib/rights/impersonation.js
var impersonation = __webpack_require__(162);
;// CONCATENATED MODULE: ./lib/cluster/failures.js




/**
 * A failure that is none of the caller's business (a refused field, a conflict) as a problem: no connection, TLS, a
 * login page, 5xx after all tries are `unreachable`; a 401 and a credential that cannot be had `unauthenticated`; a 403
 * `forbidden`, naming the right that the server's text names and granting it; the rest, which callers usually know better, `unexpected`.
 */
function problemOf(failure, context) {
    const place = {
        ...(context.source === undefined ? {} : { source: context.source }),
        ...(context.object === undefined ? {} : { object: context.object }),
    };
    switch (failure.kind) {
        case 'cancelled':
            return { kind: 'cancelled', message: `Cancelled while ${context.doing}.`, ...place };
        case 'credential':
            return {
                kind: 'unauthenticated',
                message: `There is no credential for ${context.server}: ${sentence(failure.message)}`,
                ...(failure.fix === undefined ? {} : { fix: failure.fix }),
                ...(failure.details === undefined ? {} : { details: failure.details }),
                ...place,
            };
        case 'unreachable': {
            const { what, fix } = unreachable(failure, context);
            return { kind: 'unreachable', message: `${what} (While ${context.doing}; ${failure.code}.)`, fix, ...place };
        }
        case 'status':
            return { ...statusProblem(failure, context), ...place };
    }
}
function statusProblem(failure, context) {
    const said = quoteOf(failure);
    if (failure.status === 401)
        return unauthenticated(failure, context);
    if (failure.status === 403)
        return forbidden(failure, context);
    if (failure.status === 429) {
        return {
            kind: 'unreachable',
            message: `${context.server} is too busy: it answered 429 to every try of ${context.doing}.${said}`,
            fix: 'Try again later, or let fewer jobs deploy at the same time.',
        };
    }
    if (failure.status === 500 && failure.message.includes('failed calling webhook')) {
        return {
            kind: 'unreachable',
            message: `An admission webhook of ${context.server} does not answer, so that ${context.doing} failed.${said}`,
            fix: 'Repair the webhook that is named here (its Service, its pods, its certificate); the cluster needs it for every such write.',
        };
    }
    if (failure.status >= 502 && failure.status <= 504) {
        return {
            kind: 'unreachable',
            message: `${context.server} cannot answer now: ${failure.status} to every try of ${context.doing}.${said}`,
            fix: 'The API server, or a load balancer before it, is down or restarting. Try again when it is back.',
        };
    }
    return {
        kind: 'unexpected',
        message: `${context.server} answered ${`${failure.status} ${failure.reason}`.trim()} to ${context.doing}.${said}`,
    };
}
function forbidden(failure, context) {
    const read = readForbidden(failure.message);
    if (read === undefined) {
        return {
            kind: 'forbidden',
            message: `${context.server} refused ${context.doing} (403).${quoteOf(failure)}`,
            denied: [],
            fix: NO_SINGLE_RIGHT,
        };
    }
    const { user, right } = read;
    const denied = [(0,rights_right/* deniedOf */.tJ)((0,impersonation/* isImpersonation */.h1)(right) ? 'token' : (context.party ?? 'identity'), right, context.doing)];
    // The constrained form names the check that failed first, and granting that may not be what is missing.
    if ((0,impersonation/* isImpersonation */.h1)(right) && right.verb !== 'impersonate') {
        return {
            kind: 'forbidden',
            message: `${context.server} does not let the token impersonate for ${context.doing} (403).${quoteOf(failure)}`,
            denied,
        };
    }
    return {
        kind: 'forbidden',
        message: `${user} lacks a right for ${context.doing} (403 of ${context.server}).`,
        denied,
        fix: grant/* APPLY_GRANT */.w4,
        yaml: (0,grant/* smallestGrant */.IA)([right], user),
    };
}
function quoteOf(failure) {
    return failure.message === '' ? '' : ` It said: ${sentence(failure.message)}`;
}
function unauthenticated(failure, context) {
    const said = failure.message === '' || failure.message === 'Unauthorized' ? '' : ` It said: ${sentence(failure.message)}`;
    return {
        kind: 'unauthenticated',
        message: `${context.server} does not know the credential: ${context.credentialName} (401 to ${context.doing}).${said}`,
        fix: "It has expired or was revoked, it belongs to another cluster, or it was issued for another audience. A service account's token also ends with its service account, its Secret or the pod it is bound to. `kubectl create token NAME -n NAMESPACE` makes a new one.",
    };
}
const UNKNOWN_CA = new Set([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_UNTRUSTED',
    'CERT_SIGNATURE_FAILURE',
    'INVALID_CA',
]);
function unreachable(failure, context) {
    const { server } = context;
    const host = new URL(server).hostname;
    const { code } = failure;
    if (UNKNOWN_CA.has(code)) {
        return {
            what: `The certificate of ${server} is signed by an authority that nobody here knows: ${sentence(failure.message)}`,
            fix: "Give the cluster's CA: the input `certificate-authority` beside `server`, or `certificate-authority-data` (or `certificate-authority`) of the cluster in the kubeconfig. If it is there, it is the CA of another cluster, or a proxy on the way opens the connection.",
        };
    }
    switch (code) {
        case 'ECONNREFUSED':
            return {
                what: `${server} refuses connections.`,
                fix: 'Nothing listens there: check host and port, and that the API server runs and may be reached from this runner.',
            };
        case 'ENOTFOUND':
        case 'EAI_AGAIN':
            return {
                what: `The host name ${host} does not resolve.`,
                fix: "Check it for a typo. A private cluster's name may resolve only inside its network: use a runner there, or a proxy (HTTPS_PROXY, `proxy-url`).",
            };
        case 'EHOSTUNREACH':
        case 'EHOSTDOWN':
        case 'ENETUNREACH':
        case 'ENETDOWN':
            return {
                what: `There is no route to ${server}.`,
                fix: 'A private cluster is reached from its own network only: use a runner there, or a proxy (HTTPS_PROXY, `proxy-url`).',
            };
        case 'ETIMEDOUT':
            return {
                what: `${server} does not answer: ${sentence(failure.message)}`,
                fix: "A firewall that drops packets looks like this: check that this runner's address is allowed to reach the API server.",
            };
        case 'ECONNRESET':
        case 'ECONNABORTED':
        case 'EPIPE':
            return {
                what: `${server} broke the connection at every try: ${sentence(failure.message)}`,
                fix: 'A firewall, a proxy or a load balancer that does not know this host does that, and an API server that restarts.',
            };
        case 'ERR_TLS_CERT_ALTNAME_INVALID':
            return {
                what: `The certificate of ${server} is for other names: ${sentence(failure.message)}`,
                fix: `Connect by a name that is in it, or set \`tls-server-name\` of the cluster in the kubeconfig to such a name.`,
            };
        case 'CERT_HAS_EXPIRED':
            return {
                what: `The certificate of ${server}, or of its authority, has expired.`,
                fix: "Renew it (kubeadm: `kubeadm certs renew`), and check this machine's clock.",
            };
        case 'CERT_NOT_YET_VALID':
            return {
                what: `The certificate of ${server} is not valid yet.`,
                fix: 'Check the clock of this machine and of the one that issued the certificate.',
            };
        case 'ERR_PROXY':
            return {
                what: `${server} cannot be reached: ${sentence(failure.message)}`,
                fix: 'The proxy comes from `proxy-url` of the cluster in the kubeconfig, or from HTTPS_PROXY; NO_PROXY names the hosts that are reached without one.',
            };
        case 'PLAIN_HTTP':
            return {
                what: `${server} is an unencrypted address, over which the token would go in the clear.`,
                fix: 'Write `https://`.',
            };
        case 'EPROTO':
            return protocolWords(failure.message, server);
        case 'REDIRECT':
        case 'NOT_KUBERNETES':
            return {
                what: `What answers at ${server} is not a Kubernetes API server: it ${sentence(failure.message)}`,
                fix: 'A login page or a proxy stands before it, or this is the address of something else (a dashboard, a console). Take the address that `kubectl cluster-info` shows.',
            };
        default:
            if (code.startsWith('ERR_SSL_'))
                return protocolWords(failure.message, server);
            return {
                what: `${server} cannot be reached: ${sentence(failure.message)}`,
                fix: 'Check the address, the network between this runner and it, and proxies (HTTPS_PROXY, `proxy-url`).',
            };
    }
}
/** OpenSSL's own words: what the other side said when it hung up. */
function protocolWords(message, server) {
    if (/wrong version number|packet length too long|http request/i.test(message)) {
        return {
            what: `What listens at ${server} does not speak TLS.`,
            fix: "Check the port: the API server's is mostly 6443 or 443.",
        };
    }
    if (/alert (bad certificate|certificate required|unknown ca|certificate unknown|certificate expired)/i.test(message)) {
        return {
            what: `${server} refused the client certificate: ${sentence(message)}`,
            fix: 'Check `client-certificate-data` of the user in the kubeconfig: it may have expired or belong to another cluster.',
        };
    }
    return {
        what: `${server} and this Node agree on no TLS connection: ${sentence(message)}`,
        fix: "Check that the address is an API server's, and which TLS versions a proxy on the way allows.",
    };
}
function sentence(text) {
    const trimmed = text.trim();
    return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

// EXTERNAL MODULE: ./lib/manifests/json.js
var json = __webpack_require__(4443);
;// CONCATENATED MODULE: ./lib/cluster/json.js

/** `value` where it is a JSON object. */
function jsonObject(value) {
    return (0,json/* isObject */.Gv)(value) ? value : undefined;
}
/** The value at `keys`, each a key of the object before it; undefined as soon as one is missing. */
function at(value, ...keys) {
    let current = value;
    for (const key of keys) {
        if (!(0,json/* isObject */.Gv)(current) || !Object.hasOwn(current, key))
            return undefined;
        current = current[key];
    }
    return current;
}
/** The text at `keys`, or an empty one. */
function textAt(value, ...keys) {
    const found = at(value, ...keys);
    return typeof found === 'string' ? found : '';
}
/** The list at `keys`, or an empty one. */
function listAt(value, ...keys) {
    const found = at(value, ...keys);
    return (0,json/* isList */.Lv)(found) ? found : [];
}
/** The texts of the list at `keys`; what is no text is left out. */
function textsAt(value, ...keys) {
    return listAt(value, ...keys).filter((item) => typeof item === 'string');
}
/**
 * JSON as the API server writes it. Integers that a double cannot hold become bigints: they are told by their
 * source text (https://github.com/tc39/proposal-json-parse-with-source). Throws SyntaxError.
 */
function parseJson(text) {
    if (!MAY_HOLD_BIG_INTEGER.test(text))
        return JSON.parse(text);
    return JSON.parse(text, exactIntegers);
}
const MAY_HOLD_BIG_INTEGER = /\d{16}/;
function exactIntegers(_key, value, context) {
    const source = context?.source;
    if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined)
        return value;
    return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

;// CONCATENATED MODULE: ./lib/cluster/reviews.js

/** "Who am I?", asked as whoever `client` is; through an impersonation it is the impersonated user. Served since 1.28. */
async function selfSubjectReview(client, signal) {
    const answer = await review(client, 'authentication.k8s.io', 'SelfSubjectReview', undefined, signal);
    if (!answer.ok)
        return answer;
    const user = at(answer.value, 'status', 'userInfo');
    if (textAt(user, 'username') === '')
        return { ok: false, failure: noReview('SelfSubjectReview') };
    const extra = Object.keys(jsonObject(at(user, 'extra')) ?? {}).map((key) => [
        key,
        textsAt(user, 'extra', key),
    ]);
    return {
        ok: true,
        value: {
            username: textAt(user, 'username'),
            uid: textAt(user, 'uid'),
            groups: textsAt(user, 'groups'),
            extra: new Map(extra),
        },
    };
}
/** "May I do this?", asked as whoever `client` is. */
async function selfSubjectAccessReview(client, right, signal) {
    const { verb, apiGroup, resource, subresource, namespace, name, nonResourceURL } = right;
    const spec = nonResourceURL === undefined
        ? { resourceAttributes: { verb, group: apiGroup, resource, subresource, namespace, name } }
        : { nonResourceAttributes: { verb, path: nonResourceURL } };
    const answer = await review(client, 'authorization.k8s.io', 'SelfSubjectAccessReview', spec, signal);
    if (!answer.ok)
        return answer;
    const allowed = at(answer.value, 'status', 'allowed');
    if (typeof allowed !== 'boolean')
        return { ok: false, failure: noReview('SelfSubjectAccessReview') };
    return { ok: true, value: allowed };
}
/**
 * "What may I do in `namespace`?", asked as whoever `client` is. The namespace need not exist: one that does not has
 * the rules of the whole cluster and no others. Rules for paths that are no resources are left out.
 */
async function selfSubjectRulesReview(client, namespace, signal) {
    const answer = await review(client, 'authorization.k8s.io', 'SelfSubjectRulesReview', { namespace }, signal);
    if (!answer.ok)
        return answer;
    const status = at(answer.value, 'status');
    if (jsonObject(status) === undefined)
        return { ok: false, failure: noReview('SelfSubjectRulesReview') };
    return {
        ok: true,
        value: { rules: listAt(status, 'resourceRules').map(readRule), incomplete: at(status, 'incomplete') === true },
    };
}
function readRule(rule) {
    const names = textsAt(rule, 'resourceNames');
    return {
        apiGroups: textsAt(rule, 'apiGroups'),
        resources: textsAt(rule, 'resources'),
        ...(names.length === 0 ? {} : { resourceNames: names }),
        verbs: textsAt(rule, 'verbs'),
    };
}
async function review(client, group, kind, spec, signal) {
    const object = { apiVersion: `${group}/v1`, kind, ...(spec === undefined ? {} : { spec }) };
    const answer = await client.request({
        method: 'POST',
        path: `/apis/${group}/v1/${kind.toLowerCase()}s`,
        body: { type: 'application/json', text: JSON.stringify(object) },
    }, signal);
    return answer.ok ? { ok: true, value: answer.body } : answer;
}
function noReview(kind) {
    return { kind: 'unreachable', code: 'NOT_KUBERNETES', message: `answered a ${kind} with something else` };
}

// EXTERNAL MODULE: ./lib/rights/dangerous.js + 3 modules
var dangerous = __webpack_require__(8116);
;// CONCATENATED MODULE: ./lib/rights/canaries.js


const AUTHENTICATION = 'authentication.k8s.io';
/** Rights that make their owner a cluster-admin by another name, the constrained verbs of https://kep.k8s.io/5284 included. */
function adminCanaries() {
    return [
        canary({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, ''),
        canary({ apiGroups: [''], resources: ['groups'], verbs: ['impersonate'], resourceNames: ['system:masters'] }, ''),
        canary({ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }, ''),
        ...['', 'kube-system'].flatMap((namespace) => [
            canary({ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] }, namespace),
            canary({ apiGroups: [AUTHENTICATION], resources: ['serviceaccounts'], verbs: ['impersonate:serviceaccount'] }, namespace),
        ]),
        ...['users', 'groups'].map((resource) => canary({ apiGroups: [AUTHENTICATION], resources: [resource], verbs: ['impersonate:user-info'] }, '')),
        canary({ apiGroups: [AUTHENTICATION], resources: ['nodes'], verbs: ['impersonate:arbitrary-node'] }, ''),
    ];
}
/** Everything that is asked of a token that is to become `request` and nothing else. `namespace` is where it deploys. */
function tokenCanaries(request, namespace, madeUp) {
    const extras = [...request.extra.keys()].map((key) => `userextras/${key}`);
    return [
        ...adminCanaries(),
        ...accountCanaries(request, madeUp),
        ...['uids', 'userextras/deploy-as-asks', ...extras].flatMap((resource) => ['impersonate', 'impersonate:user-info'].map((verb) => canary({ apiGroups: [AUTHENTICATION], resources: [resource], verbs: [verb] }, ''))),
        canary({
            apiGroups: [AUTHENTICATION],
            resources: ['nodes'],
            resourceNames: ['*'],
            verbs: ['impersonate:associated-node'],
        }, ''),
        canary({ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['escalate'] }, ''),
        ...['', namespace].flatMap((where) => HARMFUL.map(([apiGroup, resource, verb]) => canary({ apiGroups: [apiGroup], resources: [resource], verbs: [verb] }, where))),
    ];
}
const HARMFUL = [
    ['', 'secrets', 'get'],
    ['apps', 'deployments', 'patch'],
    ['', 'pods', 'create'],
    ['', 'serviceaccounts/token', 'create'],
];
/**
 * Whether the service account of this name may be impersonated in a namespace that nobody has: then the right to it
 * was given in the whole cluster, not in its namespace. None for other users, whose rights have no namespace.
 */
function accountCanaries(request, madeUp) {
    const account = (0,identity_name/* serviceAccountOf */.gw)(request.username);
    if (account === undefined)
        return [];
    const forms = [
        ['', 'impersonate'],
        [AUTHENTICATION, 'impersonate:serviceaccount'],
    ];
    return forms.map(([apiGroup, verb]) => {
        const asked = canary({ apiGroups: [apiGroup], resources: ['serviceaccounts'], resourceNames: [account.name], verbs: [verb] }, '');
        return { ...asked, right: { ...asked.right, namespace: madeUp } };
    });
}
/** The rule as a question: a name that nobody has where it says none. */
function canary(rule, namespace) {
    const [finding] = (0,dangerous/* findingsOf */.WX)([rule], namespace);
    if (finding === undefined)
        throw new Error(`there is no danger in ${JSON.stringify(rule)}`);
    return { finding, right: finding.witness };
}

// EXTERNAL MODULE: ./lib/rights/finding.js
var finding = __webpack_require__(4791);
;// CONCATENATED MODULE: ./lib/check/token-rights.js








/**
 * Asks the server, as the token, what the token may do besides becoming `question.identity`. Reading anything but
 * Secrets is no finding. Fails where the server does not answer, or the token may not even ask (`forbidden`).
 */
async function checkToken(cluster, question, signal) {
    const { asToken } = cluster;
    const full = question.depth === 'full';
    const madeUp = `deploy-as-${(0,external_node_crypto_.randomUUID)()}`;
    const places = placesOf(question);
    const canaries = full
        ? tokenCanaries(question.identity, places[0] ?? 'default', madeUp)
        : accountCanaries(question.identity, madeUp).slice(0, 1);
    const [everywhere, answers, ...reviews] = await Promise.all([
        selfSubjectRulesReview(asToken, madeUp, signal),
        Promise.all(canaries.map(({ right }) => selfSubjectAccessReview(asToken, right, signal))),
        ...places.map((place) => selfSubjectRulesReview(asToken, place, signal)),
    ]);
    const broken = [everywhere, ...reviews, ...answers].find((answer) => !answer.ok);
    if (broken !== undefined && !broken.ok)
        return (0,lib_problem/* failure */.V2)(notAnswered(broken.failure, cluster, question));
    if (!everywhere.ok)
        throw new Error('a failure was told above');
    const wanted = (0,dangerous/* wantedFor */.b1)(question.identity);
    const local = reviews.flatMap((review, index) => review.ok ? [{ namespace: places[index] ?? '', review: review.value }] : []);
    const fromRules = [
        ...(0,dangerous/* findingsOf */.WX)(everywhere.value.rules, '', wanted),
        ...local.flatMap((one) => (0,dangerous/* findingsOf */.WX)(ofNamespace(one.review, everywhere.value), one.namespace, wanted)),
    ];
    const allowed = canaries.filter((_, index) => {
        const answer = answers[index];
        return answer?.ok === true && answer.value;
    });
    return (0,lib_problem/* success */.kX)({
        depth: question.depth,
        findings: (0,dangerous/* sortFindings */.Tc)([...fromRules, ...untold(allowed, fromRules, wanted)]),
        complete: ![everywhere.value, ...local.map(({ review }) => review)].some(({ incomplete }) => incomplete),
    });
}
/** The namespaces whose rules are asked for: where the identity deploys, and where the right to become it lives. */
function placesOf({ identity, namespace, depth }) {
    const own = (0,identity_name/* serviceAccountOf */.gw)(identity.username)?.namespace;
    const target = namespace ?? own ?? 'default';
    return [
        ...new Set([target, ...(own === undefined ? [] : [own]), ...(depth === 'full' ? ['default', 'kube-system'] : [])]),
    ];
}
/** The rules of a namespace alone: a review of it tells those of the whole cluster, too. */
function ofNamespace({ rules }, everywhere) {
    const known = new Set(everywhere.rules.map((rule) => JSON.stringify(rule)));
    return rules.filter((rule) => !known.has(JSON.stringify(rule)));
}
/** What the server allows and no rule has told of: the rule is kept by some other authorizer. */
function untold(allowed, told, wanted) {
    return allowed
        .filter(({ right }) => !told.some((finding) => (0,dangerous/* gives */.$Z)(finding, right)))
        .filter(({ right: { verb, resource, subresource, namespace, name } }) => {
        const combined = subresource === '' ? resource : `${resource}/${subresource}`;
        return !wanted.includes({ verb, resource: combined, namespace, name });
    })
        .map(({ finding }) => finding);
}
function notAnswered(answer, { asToken }, question) {
    return problemOf(answer, {
        server: asToken.server,
        credentialName: question.credentialName,
        doing: 'asking what the token may do besides',
        party: 'token',
    });
}
/** One line for a run that goes on: the worst, and how much more there is. */
function tokenWarning({ findings }, question) {
    const [worst] = findings;
    if (worst === undefined)
        return undefined;
    const more = findings.length === 1 ? '' : ` (and ${findings.length - 1} more)`;
    return {
        kind: 'forbidden',
        message: `${opening(question)} It ${rankInWords(worst.rank)}: it may ${worst.meaning}${more}. The summary and \`deploy-as check\` say which rules to take away; \`token-rights: enforce\` stops here.`,
        denied: [],
    };
}
/** What stops a run: every finding, with the rule to take away. */
function tokenProblem({ findings }, question) {
    if (findings.length === 0)
        return undefined;
    return {
        kind: 'forbidden',
        message: `${opening(question)} It ${ranksInWords(findings)}.`,
        details: findings.map(findingLine),
        fix: 'Take these rules out of the roles that are bound to the token’s user and its groups, so that all it may do is impersonate; `token-rights: warn` goes on all the same.',
        denied: [],
    };
}
function opening({ identity, credentialName }) {
    return `The token (from ${credentialName}) may do more than become ${displayName(identity.username)}.`;
}

// EXTERNAL MODULE: ./lib/rights/constrained.js
var rights_constrained = __webpack_require__(5998);
;// CONCATENATED MODULE: ./lib/check/confirmation.js

/** Its members may do everything, asked or not; nothing would confine such a deploy. */
const confirmation_MASTERS = 'system:masters';
/**
 * In what `user`, as whom the API server sees us, is not whom `request` asks for. What the server adds by itself
 * (`system:authenticated`, further extras) is no difference.
 */
function differencesOf(request, user) {
    return [
        ...(user.username === request.username ? [] : [difference('user name', request.username, user.username)]),
        ...(request.uid === undefined || user.uid === request.uid ? [] : [difference('uid', request.uid, user.uid)]),
        ...groupDifferences(request, user),
        ...[...request.extra].flatMap(([key, values]) => extraDifferences(key, values, user.extra.get(key) ?? [])),
    ];
}
function groupDifferences(request, user) {
    const missing = expectedGroups(request).filter((group) => !user.groups.includes(group));
    return [
        ...missing.map((group) => difference('group', group, '')),
        ...(user.groups.includes(confirmation_MASTERS) && !request.groups.includes(confirmation_MASTERS) ? [difference('group', '', confirmation_MASTERS)] : []),
    ];
}
/** Without groups of its own a service account has the two of all service accounts. */
function expectedGroups(request) {
    const account = (0,identity_name/* serviceAccountOf */.gw)(request.username);
    if (account === undefined || request.groups.length > 0)
        return request.groups;
    return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
}
function extraDifferences(key, asked, got) {
    if (asked.length === got.length && asked.every((value, index) => value === got[index]))
        return [];
    return [difference(`extra "${key}"`, confirmation_quoted(asked), confirmation_quoted(got))];
}
/** Quoted, since a value may hold what separates them. */
function confirmation_quoted(values) {
    return values.map((value) => JSON.stringify(value)).join(', ');
}
function difference(what, asked, got) {
    return { what, asked: asked === '' ? 'none' : asked, got: got === '' ? 'none' : got };
}

;// CONCATENATED MODULE: ./lib/check/impersonation.js



/**
 * Asks, as the token, every right that becoming `request` takes: by the legacy verb and, where `constrainedToo` and
 * the identity has such a mode, by constrained impersonation, for which asking who one is takes a right of its own.
 */
async function askStanding(cluster, request, { constrainedToo }, signal) {
    const { mode } = (0,rights_constrained/* constrainedModeOf */.xm)(request);
    const legacy = (0,impersonation/* impersonationRights */.ye)(request);
    const constrained = mode === undefined || !constrainedToo ? [] : [...(0,impersonation/* impersonationRights */.ye)(request, mode), (0,rights_constrained/* confirmingRight */.$9)(mode)];
    const missing = await missingRights(cluster.asToken, [...legacy, ...constrained], signal);
    if (!missing.ok)
        return missing;
    const wayOf = (needed) => ({
        needed,
        missing: needed.filter((right) => missing.value.includes(right)),
    });
    return {
        ok: true,
        value: {
            legacy: wayOf(legacy),
            constrained: mode === undefined || !constrainedToo ? undefined : { ...wayOf(constrained), mode },
        },
    };
}
/** Those of `rights` that whoever `client` is does not have, the same values in their order; a review for each. */
async function missingRights(client, rights, signal) {
    const answers = await Promise.all(rights.map((right) => selfSubjectAccessReview(client, right, signal)));
    const missing = [];
    let refused;
    for (const [index, answer] of answers.entries()) {
        const right = rights[index];
        if (answer.ok) {
            if (!answer.value && right !== undefined)
                missing.push(right);
            continue;
        }
        // What stands in the way of asking at all is told before a refusal to ask.
        if (answer.failure.kind !== 'status' || answer.failure.status !== 403)
            return answer;
        refused ??= answer;
    }
    return refused === undefined || refused.ok ? { ok: true, value: missing } : refused;
}
/** The first minor of Kubernetes 1 in which constrained impersonation can be switched on; since 1.36 it is. */
const FIRST_MINOR = 35;
/**
 * By which rights the token becomes `request`, which it may: asked as the token, where the server is new enough to
 * have more than one way. Undefined where the reviews do not tell (an authorizer that they do not know).
 */
async function impersonationOf(cluster, request, serverVersion, signal) {
    if (!mayConstrain(serverVersion) || constrainedModeOf(request).mode === undefined)
        return { by: 'legacy' };
    const standing = await askStanding(cluster, request, { constrainedToo: true }, signal);
    if (!standing.ok)
        return undefined;
    const { legacy, constrained } = standing.value;
    const byLegacy = legacy.missing.length === 0;
    if (constrained === undefined || constrained.missing.length > 0)
        return byLegacy ? { by: 'legacy' } : undefined;
    return { by: byLegacy ? 'both' : 'constrained', mode: constrained.mode };
}
/** `1.36.3`, `1.33.5-gke.1080000`; a version that nobody knows may be any. */
function mayConstrain(serverVersion) {
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(serverVersion ?? '') ?? [];
    return major === undefined || Number(major) > 1 || Number(minor) >= FIRST_MINOR;
}

;// CONCATENATED MODULE: ./lib/check/whoami.js











/**
 * Asks the API server through the impersonation who we are, and holds the answer against what was asked for. A refusal
 * is explained: each right that becoming `request` takes is asked as the token, and the missing ones come with the RBAC
 * that grants them. Problems: `forbidden` (also where the server sees somebody else), `unauthenticated`, `unreachable`,
 * `cancelled`; `unexpected` where the server is older than 1.28.
 */
async function whoami(cluster, request, context, signal) {
    const review = await selfSubjectReview(cluster.asIdentity, signal);
    const asking = { cluster, request, credentialName: context.credentialName };
    if (!review.ok)
        return (0,lib_problem/* failure */.V2)(await problemOfReview(asking, review.failure, signal));
    const differences = differencesOf(request, review.value);
    if (differences.length > 0)
        return (0,lib_problem/* failure */.V2)(somebodyElse(asking, differences));
    return (0,lib_problem/* success */.kX)(confirmedBy(request, review.value));
}
/**
 * Why the server refused an impersonation with the words `said`: each right that becoming `request` takes is asked as
 * the token. For a 403 in the middle of a run, too: rights may be taken away.
 */
function impersonationProblem(cluster, request, said, context, signal) {
    return explainRefusal({ cluster, request, credentialName: context.credentialName }, said, signal);
}
/** The token's own user name; undefined where the server does not tell it. */
async function tokenUser(cluster, signal) {
    const review = await selfSubjectReview(cluster.asToken, signal);
    return review.ok ? review.value.username : undefined;
}
function confirmedBy(request, user) {
    const uid = user.uid === '' ? undefined : user.uid;
    return { ...request, confirmed: { username: user.username, uid, groups: user.groups, extra: user.extra } };
}
function somebodyElse(asking, differences) {
    return {
        kind: 'forbidden',
        message: `${asking.cluster.asIdentity.server} takes us for somebody else than ${asking.request.username}.`,
        details: differences.map(({ what, asked, got }) => `${what}: asked for ${asked}, got ${got}`),
        fix: 'Something between this runner and the API server (a proxy, a gateway) changes or drops the Impersonate-* headers. Let it pass them on as they are, or connect to the API server itself.',
        denied: [],
    };
}
async function problemOfReview(asking, refusal, signal) {
    if (refusal.kind !== 'status')
        return plainProblem(asking, refusal);
    if (refusal.status === 404)
        return serverTooOld(asking);
    if (refusal.status !== 403)
        return plainProblem(asking, refusal);
    return explainRefusal(asking, refusal.message, signal);
}
/** Never from the message alone: since 1.36 it names the check that failed first, which may be another. */
async function explainRefusal(asking, said, signal) {
    const { cluster, request } = asking;
    const answer = (0,rights_constrained/* constrainedModeOf */.xm)(request);
    const constrainedToo = speaksOfConstrained(said);
    const [token, standing, byName, held] = await Promise.all([
        selfSubjectReview(cluster.asToken, signal),
        askStanding(cluster, request, { constrainedToo }, signal),
        answer.mode === undefined ? maysByNameAlone(asking, answer.byName, signal) : false,
        constrainedToo && answer.mode !== undefined ? holdsConstrained(asking, answer.mode, signal) : false,
    ]);
    const broken = [token, standing].find((asked) => !asked.ok && !isForbidden(asked.failure));
    if (broken !== undefined && !broken.ok)
        return plainProblem(asking, broken.failure);
    const refused = { ...asking, said, username: usernameOf(token, said, request) };
    if (refused.username === ANONYMOUS)
        return isNobody(asking);
    if (!standing.ok)
        return mayNotAsk(refused, (0,impersonation/* impersonationRights */.ye)(request));
    const { legacy, constrained } = standing.value;
    if (legacy.missing.length === 0 || constrained?.missing.length === 0)
        return refusedAllTheSame(refused);
    if (constrained !== undefined && isNearer(constrained, legacy, held))
        return lacksConstrained(refused, constrained);
    const hints = answer.mode === undefined
        ? byName
            ? [doesNotCarry(answer.byName, answer.because)]
            : []
        : constrained === undefined
            ? []
            : [alternativeTo(constrained.mode)];
    return lacks(refused, legacy, hints);
}
/** A server that knows constrained impersonation tries it first, and says so. */
function speaksOfConstrained(said) {
    const { verb } = readForbidden(said)?.right ?? { verb: '' };
    return verb !== 'impersonate' && (0,impersonation/* isImpersonation */.h1)({ verb });
}
/** Whether the token would become the identity by a constrained right if nothing but its name were asked for. */
async function maysByNameAlone({ cluster, request }, mode, signal) {
    const missing = await missingRights(cluster.asToken, (0,impersonation/* impersonationRights */.ye)(request, mode).slice(0, 1), signal);
    return missing.ok && missing.value.length === 0;
}
/** Whether somebody gave the token any constrained right of `mode`, which tells what was meant. */
async function holdsConstrained({ cluster, request }, mode, signal) {
    const namespace = (0,identity_name/* serviceAccountOf */.gw)(request.username)?.namespace ?? 'default';
    const reviewed = await selfSubjectRulesReview(cluster.asToken, namespace, signal);
    const verbs = reviewed.ok ? reviewed.value.rules.flatMap((rule) => rule.verbs) : [];
    return verbs.some((verb) => verb === `impersonate:${mode}` || verb.startsWith(`impersonate-on:${mode}:`));
}
/** Which way the token was meant to go: the one of which it has more. */
function isNearer(constrained, legacy, holds) {
    const isBegun = holds || constrained.missing.length < constrained.needed.length;
    const hasNoLegacy = legacy.missing.length === legacy.needed.length;
    return isBegun && (hasNoLegacy || constrained.missing.length <= legacy.missing.length);
}
/** The token's own review, or else the user that the refusal speaks of, which is the one who impersonates. */
function usernameOf(token, said, request) {
    if (token.ok)
        return token.value.username;
    const user = readForbidden(said)?.user ?? '';
    return user === request.username ? '' : user;
}
/** Whom the server sees where no credential came, or one that it knows nothing of and lets pass. */
const ANONYMOUS = 'system:anonymous';
/** No RBAC is printed: rights for the anonymous user would be everybody's. */
function isNobody({ cluster, credentialName, request }) {
    const { server } = cluster.asToken;
    return {
        kind: 'forbidden',
        message: `${server} did not accept the credential as anybody's: ${credentialName} is ${ANONYMOUS} to it, who may not impersonate ${request.username}.`,
        denied: [],
        fix: 'Check that the credential is whole and for this cluster, and that nothing on the way (a proxy, a gateway) drops it. Never grant rights to the anonymous user: everybody who reaches the server would have them.',
    };
}
function lacks(refused, { missing, needed }, details) {
    const { request } = refused;
    const count = needed.length === 1 ? 'the right' : `${missing.length} of the ${needed.length} rights`;
    return {
        kind: 'forbidden',
        message: `${tokenInWords(refused)} may not impersonate ${request.username} at ${refused.cluster.asToken.server}: it lacks ${count} that this takes.`,
        ...(details.length === 0 ? {} : { details }),
        denied: missing.map((right) => (0,rights_right/* deniedOf */.tJ)('token', right, purposeOf(request))),
        ...grantFor(refused, missing, grant/* APPLY_GRANT */.w4),
    };
}
function lacksConstrained(refused, { missing, needed, mode }) {
    const { request } = refused;
    return {
        kind: 'forbidden',
        message: `${tokenInWords(refused)} may not impersonate ${request.username} at ${refused.cluster.asToken.server}: it lacks ${missing.length} of the ${needed.length} rights that constrained impersonation takes to become it and to ask who it is.`,
        details: [
            `Every further request as ${(0,identity_name/* displayName */.QC)(request.username)} takes a right of the token, too: impersonate-on:${mode}:VERB on the same resource.`,
        ],
        denied: missing.map((right) => (0,rights_right/* deniedOf */.tJ)('token', right, purposeOf(request))),
        ...grantFor(refused, missing, grant/* APPLY_GRANT */.w4),
    };
}
function doesNotCarry(mode, because) {
    return `The token may become it by name alone (impersonate:${mode}), but ${because}: the server falls back to the verb impersonate. Leave them out, or grant that.`;
}
function alternativeTo(mode) {
    return `The verb impersonate reaches everything that the identity may do. This server also knows constrained impersonation (https://kep.k8s.io/5284), where the token needs impersonate:${mode} on the identity and impersonate-on:${mode}:VERB on whatever it does as it.`;
}
function mayNotAsk(refused, rights) {
    const reviews = {
        verb: 'create',
        apiGroup: 'authorization.k8s.io',
        resource: 'selfsubjectaccessreviews',
        subresource: '',
        namespace: '',
        name: '',
    };
    return {
        kind: 'forbidden',
        message: `${tokenInWords(refused)} may not impersonate ${refused.request.username} at ${refused.cluster.asToken.server}, and may not ask which right it lacks either: the cluster took the ClusterRole system:basic-user from it. The server said: ${refused.said}`,
        denied: [(0,rights_right/* deniedOf */.tJ)('token', reviews, 'to ask which right it lacks')],
        ...grantFor(refused, rights, 'A cluster admin can apply this, which grants all that the impersonation takes:'),
    };
}
function refusedAllTheSame(refused) {
    const { request, said } = refused;
    const read = readForbidden(said);
    if (read !== undefined && read.user === ANONYMOUS && request.username === ANONYMOUS) {
        return {
            kind: 'forbidden',
            message: `${refused.cluster.asToken.server} lets the token impersonate ${ANONYMOUS}, but that is who sends no credential at all, and so nobody who may ask who it is.`,
            denied: [],
            fix: 'Write the name of a user or service account in `as`: rights of the anonymous user would be those of everybody who reaches the server.',
        };
    }
    if (read !== undefined && read.user === request.username) {
        return {
            kind: 'forbidden',
            message: `${refused.cluster.asToken.server} lets the token impersonate ${request.username}, but does not let that identity ask who it is. Every authenticated user may, as long as the cluster has the ClusterRole system:basic-user.`,
            denied: [(0,rights_right/* deniedOf */.tJ)('identity', read.right, 'to confirm who it is')],
            fix: 'A cluster admin can apply this, which lets the identity ask:',
            yaml: (0,grant/* smallestGrant */.IA)([read.right], request.username),
        };
    }
    return {
        kind: 'forbidden',
        message: `${refused.cluster.asToken.server} refused to let ${tokenInWords(refused, 'the token')} impersonate ${request.username}, although it says itself that no right is missing. It said: ${said}`,
        denied: [],
        fix: 'The refusal comes from something beside the rights: an authorization webhook, a proxy before the API server. Rights that were granted this very moment may also take a second: run it again.',
    };
}
function grantFor(refused, rights, words) {
    if (refused.username !== '')
        return { fix: words, yaml: (0,grant/* smallestGrant */.IA)(rights, refused.username) };
    return { fix: "Nobody here knows the name of the token's user: bind these rights to it. " };
}
function tokenInWords(refused, start = 'The token') {
    const user = refused.username === '' ? '' : `user ${refused.username}, `;
    return `${start} (${user}from ${refused.credentialName})`;
}
function purposeOf(request) {
    return `to impersonate ${(0,identity_name/* displayName */.QC)(request.username)}`;
}
function isForbidden(answer) {
    return answer.kind === 'status' && answer.status === 403;
}
function plainProblem(asking, answer) {
    return problemOf(answer, {
        server: asking.cluster.asToken.server,
        credentialName: asking.credentialName,
        doing: `asking who we are as ${asking.request.username}`,
    });
}
function serverTooOld(asking) {
    return {
        kind: 'unexpected',
        message: `${asking.cluster.asToken.server} has no SelfSubjectReview (authentication.k8s.io/v1), so that nobody can prove as whom we would deploy.`,
        fix: 'Kubernetes has it since 1.28: upgrade the cluster. If it is newer, something before it answers in its place.',
    };
}

;// CONCATENATED MODULE: ./lib/identity/headers.js
/** The bytes of an HTTP token but `%`, as client-go leaves them: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const LEGAL = /[!#$&'*+\-.0-9A-Z^_`a-z|~]/;
/**
 * The headers that make a request the identity's. Array values are sent as one header line each, which the server
 * reads as one value each. Texts are UTF-8 bytes in latin1 characters, as Node writes header values byte for byte
 * (only with a Buffer, not a string, as request body).
 */
function impersonationHeaders(request) {
    const headers = { 'Impersonate-User': asBytes(request.username) };
    if (request.uid !== undefined)
        headers['Impersonate-Uid'] = asBytes(request.uid);
    if (request.groups.length > 0)
        headers['Impersonate-Group'] = request.groups.map(asBytes);
    for (const [key, values] of request.extra) {
        headers[`Impersonate-Extra-${escapeExtraKey(key)}`] = values.map(asBytes);
    }
    return headers;
}
/**
 * An extra's key as the part of a header's name, percent-encoded as client-go does it (`github.com%2Frepository`);
 * the server decodes it. Values are never encoded.
 * https://github.com/kubernetes/client-go/blob/master/transport/round_trippers.go
 */
function escapeExtraKey(key) {
    let escaped = '';
    for (const byte of Buffer.from(key, 'utf8')) {
        const character = String.fromCharCode(byte);
        escaped += LEGAL.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    }
    return escaped;
}
function asBytes(text) {
    return Buffer.from(text, 'utf8').toString('latin1');
}

;// CONCATENATED MODULE: ./lib/cluster/warnings.js
/**
 * The texts of `Warning` headers, which the API server sends for deprecations, unknown fields and PodSecurity:
 * `299 - "text"`, several in one header separated by commas (RFC 7234 §5.5). `headers` are as Node gives them, in
 * latin1, while the server writes UTF-8. What does not read as a warning is left out.
 */
function readWarnings(headers) {
    return headers.flatMap((header) => warningsOf(Buffer.from(header, 'latin1').toString('utf8')));
}
/** warn-code SP warn-agent SP quoted warn-text [SP quoted warn-date]. */
const WARNING = /\s*(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"(?: "[^"]*")?\s*(?:,|$)/sy;
function warningsOf(header) {
    const texts = [];
    WARNING.lastIndex = 0;
    for (let match = WARNING.exec(header); match !== null; match = WARNING.exec(header)) {
        texts.push((match[3] ?? '').replace(/\\(.)/gs, '$1'));
        if (WARNING.lastIndex >= header.length)
            break;
    }
    return texts;
}

;// CONCATENATED MODULE: ./lib/cluster/answer.js


/**
 * Reads an HTTP answer as one of Kubernetes: JSON, its failures `Status` objects. `now` (milliseconds since the epoch)
 * is for a Retry-After that names a time. `plainText`: the request asked for text.
 */
function readAnswer(answer, now, plainText) {
    if (answer.status >= 300 && answer.status < 400)
        return notKubernetes('REDIRECT', redirect(answer));
    const body = bodyOf(answer, plainText);
    if (answer.status >= 400) {
        return { ok: false, failure: readFailure(answer, body, now) };
    }
    if (body === undefined) {
        return notKubernetes('NOT_KUBERNETES', `answered ${answer.status} with ${describeText(answer)} instead of JSON`);
    }
    return { ok: true, status: answer.status, body, warnings: readWarnings(answer.warnings) };
}
/** A `Status` object, as in a failed answer or in an ERROR event of a watch, as a failure. */
function readStatus(body, httpStatus) {
    const code = at(body, 'code');
    const retryAfter = at(body, 'details', 'retryAfterSeconds');
    return {
        kind: 'status',
        status: typeof code === 'number' ? code : httpStatus,
        reason: textAt(body, 'reason'),
        message: textAt(body, 'message'),
        causes: listAt(body, 'details', 'causes').map((cause) => ({
            reason: textAt(cause, 'reason'),
            message: textAt(cause, 'message'),
            field: textAt(cause, 'field'),
        })),
        retryAfterSeconds: typeof retryAfter === 'number' && retryAfter > 0 ? retryAfter : undefined,
    };
}
/** Seconds from a `Retry-After` header, which is a number or a date; undefined where it is neither. */
function readRetryAfter(header, now) {
    if (header === undefined)
        return undefined;
    if (/^\s*\d{1,9}\s*$/.test(header))
        return Number(header);
    const time = Date.parse(header);
    return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1_000));
}
/** What a status says about a server that is there, but cannot answer now; whoever stands before it may say so too. */
const PASSING = new Set([429, 500, 502, 503, 504]);
function readFailure(answer, body, now) {
    const retryAfterSeconds = readRetryAfter(answer.headers['retry-after'], now);
    if (textAt(body, 'kind') === 'Status') {
        const failure = readStatus(body, answer.status);
        return failure.kind === 'status' && failure.retryAfterSeconds === undefined
            ? { ...failure, retryAfterSeconds }
            : failure;
    }
    if (isHtml(answer) && !PASSING.has(answer.status)) {
        return {
            kind: 'unreachable',
            code: 'NOT_KUBERNETES',
            message: `answered ${answer.status} with ${describeText(answer)}`,
        };
    }
    return {
        kind: 'status',
        status: answer.status,
        reason: '',
        message: isHtml(answer) ? describeText(answer) : clip(answer.text.trim()),
        causes: [],
        retryAfterSeconds,
    };
}
function bodyOf(answer, plainText) {
    const isText = (answer.headers['content-type'] ?? '').startsWith('text/plain');
    if (plainText && isText && answer.status < 300)
        return answer.text;
    try {
        return parseJson(answer.text);
    }
    catch {
        return undefined;
    }
}
function redirect(answer) {
    const location = answer.headers.location;
    return `answered ${answer.status}, a redirect${location === undefined ? '' : ` to ${withoutQuery(location)}`}`;
}
/** A login page's address carries one-time secrets in its query. */
function withoutQuery(location) {
    return clip(location.replace(/[?#].*$/s, ''));
}
function isHtml(answer) {
    return (answer.headers['content-type'] ?? '').includes('text/html') || /^\s*<(!doctype|html)/i.test(answer.text);
}
function describeText(answer) {
    if (answer.text.trim() === '')
        return 'an empty body';
    if (!isHtml(answer))
        return `"${clip(answer.text.trim(), 80)}"`;
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(answer.text)?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
    return title === '' ? 'an HTML page' : `an HTML page ("${clip(title, 80)}")`;
}
function clip(text, length = 1_000) {
    return text.length <= length ? text : `${text.slice(0, length)}…`;
}
function notKubernetes(code, message) {
    return { ok: false, failure: { kind: 'unreachable', code, message } };
}

// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
;// CONCATENATED MODULE: ./lib/cluster/http.js

/** Time to the end of the TLS handshake, through a proxy or not. client-go's dialer has the same. */
const CONNECT_MILLISECONDS = 30_000;
/**
 * Silence on an open connection. The API server gives up a request after 60 s (`--request-timeout`), so that whatever
 * is silent for longer is gone. It is a limit of the connection; how long the work may take is the caller's signal.
 */
const SILENCE_MILLISECONDS = 90_000;
const PATIENCE = { connect: CONNECT_MILLISECONDS, silence: SILENCE_MILLISECONDS };
/** What the network did to a request, as opposed to a request that we made wrongly. */
class ConnectionError extends Error {
    /** Node's (`ECONNRESET`, …); `UNKNOWN` where there is none, as with some proxies. */
    code;
    constructor(message, code, cause) {
        super(message, { cause });
        this.code = code;
    }
    static of(error) {
        if (error instanceof ConnectionError)
            return error;
        const { code = 'UNKNOWN', message = String(error) } = partsOf(error);
        return new ConnectionError(message === '' ? code : message, code, error);
    }
}
/**
 * Sends one request and resolves as soon as the answer's head is there. Redirects are not followed. Rejects with
 * a `ConnectionError`, also when `signal` aborts.
 */
function send(options, body, patience, signal) {
    return new Promise((resolve, reject) => {
        const sent = (0,external_node_https_.request)({ ...options, signal });
        const connecting = setTimeout(() => {
            sent.destroy(timeout(`no connection within ${patience.connect / 1_000} s`));
        }, patience.connect);
        const connected = () => clearTimeout(connecting);
        sent.once('socket', (socket) => {
            if (sent.reusedSocket)
                connected();
            else
                socket.once('secureConnect', connected);
        });
        sent.once('finish', connected);
        let silent = sent;
        sent.setTimeout(patience.silence, () => {
            silent.destroy(timeout(`no answer for ${patience.silence / 1_000} s`));
        });
        sent.once('close', connected);
        sent.once('response', (response) => {
            // From here on the response has the reader: the request would tell it no more than "aborted".
            silent = response;
            resolve(response);
        });
        sent.on('error', (error) => reject(ConnectionError.of(error)));
        // A Buffer, or nothing: with a string Node writes the headers as UTF-8 and mangles the impersonation extras.
        sent.end(body);
    });
}
/** The whole body as text. Rejects with a `ConnectionError` where it breaks off. */
async function readText(response) {
    const chunks = [];
    for await (const chunk of chunksOf(response))
        chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
}
/**
 * Lines as they come, without their ends; the last one also where the body ends without a line end. Throws a
 * `ConnectionError` where the body breaks off.
 */
async function* readLines(response) {
    let pending = [];
    for await (const chunk of chunksOf(response)) {
        let rest = chunk;
        for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
            yield Buffer.concat([...pending, rest.subarray(0, end)]).toString('utf8');
            pending = [];
            rest = rest.subarray(end + 1);
        }
        if (rest.length > 0)
            pending.push(rest);
    }
    if (pending.length > 0)
        yield Buffer.concat(pending).toString('utf8');
}
const LINE_FEED = 10;
async function* chunksOf(response) {
    const chunks = response[Symbol.asyncIterator]();
    try {
        for (;;) {
            const next = await chunks.next().catch((error) => {
                throw ConnectionError.of(error);
            });
            if (next.done === true)
                return;
            yield Buffer.from(next.value);
        }
    }
    finally {
        response.destroy();
    }
}
function partsOf(error) {
    if (typeof error !== 'object' || error === null)
        return {};
    const { code, message } = error;
    return {
        ...(typeof code === 'string' ? { code } : {}),
        ...(typeof message === 'string' ? { message } : {}),
    };
}
function timeout(message) {
    return new ConnectionError(message, 'ETIMEDOUT');
}

;// CONCATENATED MODULE: ./lib/cluster/retry.js
const FIRST_DELAY = 400;
const LONGEST_DELAY = 8_000;
/** A server that asks for more than this is not coming back within a deployment. */
const LONGEST_RETRY_AFTER = 60_000;
/** With the delays above: an API server that restarts behind its load balancer is waited for, 10 to 16 s. */
const TRIES = 6;
/** Something that is not there is most often a wrong address: 1 to 3 s. */
const TRIES_TO_CONNECT = 4;
/** Each of these has already taken the whole limit of a request. */
const TRIES_AFTER_TIMEOUT = 2;
/** A webhook may take 30 s to be given up. It stands before the write: nothing has been created yet. */
const TRIES_WITH_DEAD_WEBHOOK = 4;
/** No byte of the request has reached the server. */
const NOT_CONNECTED = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'EHOSTDOWN',
    'ENETUNREACH',
    'ENETDOWN',
    'ERR_PROXY',
]);
/** The connection broke; nobody knows what the server did. */
const BROKEN = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ENOTCONN']);
/**
 * Whether to try again, and after how many milliseconds; undefined: this failure is the answer. Which failures are
 * worth it was tried on a real server: resets, 429, 502, 503, 504, a 500 that says when to come back or that a webhook did
 * not answer, a 409 that is not about fields. A 500 without a reason is how server-side apply says "no such field".
 */
function retryDelay(failure, attempt) {
    const tries = triesOf(failure, attempt);
    if (attempt.number >= tries)
        return undefined;
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt.number - 1));
    const backoff = longest * (0.5 + attempt.jitter / 2);
    const wanted = failure.kind === 'status' ? (failure.retryAfterSeconds ?? 0) * 1_000 : 0;
    if (wanted > LONGEST_RETRY_AFTER)
        return undefined;
    return Math.round(wanted === 0 ? backoff : Math.max(wanted * (1 + attempt.jitter / 4), backoff));
}
/** How often a request that fails like this is sent in all, the first time included. */
function triesOf(failure, attempt) {
    switch (failure.kind) {
        case 'cancelled':
        case 'credential':
            return 1;
        case 'unreachable':
            if (NOT_CONNECTED.has(failure.code))
                return TRIES_TO_CONNECT;
            if (!attempt.repeatable)
                return 1;
            if (BROKEN.has(failure.code))
                return TRIES;
            return failure.code === 'ETIMEDOUT' ? TRIES_AFTER_TIMEOUT : 1;
        case 'status':
            if (isDeadWebhook(failure))
                return TRIES_WITH_DEAD_WEBHOOK;
            return isPassing(failure, attempt) ? TRIES : 1;
    }
}
function isDeadWebhook(failure) {
    return failure.status === 500 && failure.reason !== '' && failure.message.includes('failed calling webhook');
}
function isPassing(failure, attempt) {
    switch (failure.status) {
        case 429:
            return true;
        case 502:
        case 503:
        case 504:
            return attempt.repeatable;
        case 500:
            return failure.reason !== '' && attempt.repeatable && failure.retryAfterSeconds !== undefined;
        case 409:
            // A PUT carries the resourceVersion that has just become too old, and always will.
            return (failure.reason === 'Conflict' &&
                attempt.method !== 'PUT' &&
                !failure.causes.some((cause) => cause.reason === 'FieldManagerConflict'));
        default:
            return false;
    }
}

;// CONCATENATED MODULE: ./lib/cluster/slots.js
/**
 * Runs at most `count` pieces of work at a time, in the order in which they come. Requests queue here and not in the
 * agent, so that the time to connect can be told from the time to be served.
 */
function slots(count) {
    let free = count;
    const waiting = [];
    return async (work) => {
        if (free > 0)
            free -= 1;
        else
            await new Promise((resolve) => waiting.push(resolve));
        try {
            return await work();
        }
        finally {
            const next = waiting.shift();
            if (next === undefined)
                free += 1;
            else
                next();
        }
    };
}

;// CONCATENATED MODULE: ./lib/cluster/open.js






/** Measured: more connections made a thousand objects no faster, and one flow of the server's queues takes no more. */
const REQUESTS_AT_A_TIME = 16;
/** Within the silence that a connection is allowed. */
const WATCH_SECONDS = 60;
/**
 * The two parties of a connection: the token, and the identity, which is the same connection with the impersonation
 * headers. Nothing is sent yet. `close()` ends the pool of connections.
 */
function openCluster(spec) {
    const inSlot = slots(REQUESTS_AT_A_TIME);
    const told = new Set();
    const party = (name, headers) => {
        const wire = { ...spec, patience: spec.patience ?? PATIENCE, party: name, headers, inSlot, told };
        return {
            party: name,
            server: spec.connection.server,
            request: (request, signal) => answerTo(wire, request, signal),
            watch: (path, signal) => eventsOf(wire, path, signal),
        };
    };
    return {
        asToken: party('token', {}),
        asIdentity: party('identity', impersonationHeaders(spec.identity)),
        close: () => spec.connection.agent.destroy(),
    };
}
async function answerTo(wire, request, signal) {
    const plainText = request.accept?.startsWith('text/plain') ?? false;
    const tried = await retried(wire, request, signal, (fresh) => wire.inSlot(async () => {
        const started = await start(wire, request, fresh, signal);
        if (!started.ok)
            return started;
        return settle(await toAnswer(started.value, wire, plainText));
    }));
    return tried.ok ? tried.value : tried;
}
function settle(answer) {
    return answer.ok ? { ok: true, value: answer } : answer;
}
/**
 * Tries until it succeeds or the failure is the answer. A 401 is asked once more with a fresh credential: it may have
 * run out since it was read.
 */
async function retried(wire, request, signal, ask) {
    let fresh = false;
    for (let number = 1;;) {
        const tried = await attemptOnce(ask, fresh, signal);
        if (tried.ok)
            return tried;
        const { failure } = tried;
        if (failure.kind === 'status' && failure.status === 401 && !fresh) {
            fresh = true;
            continue;
        }
        const attempt = { number, method: request.method, repeatable: isRepeatable(request), jitter: Math.random() };
        const delay = request.once === true ? undefined : retryDelay(failure, attempt);
        if (delay === undefined)
            return { ok: false, failure: withTries(failure, number) };
        wire.log?.debug(`${request.method} ${request.path} as the ${wire.party}: ${inWords(failure)}, once more in ${delay} ms`);
        tellWaiting(wire, failure, `try ${number + 1} of ${triesOf(failure, attempt)} in ${Math.ceil(delay / 1_000)} s`);
        try {
            await wire.clock.sleep(delay, signal);
        }
        catch (error) {
            if (signal.aborted)
                return { ok: false, failure: { kind: 'cancelled' } };
            throw error;
        }
        number += 1;
    }
}
/** A timeout's message names the time of one try. */
function withTries(failure, number) {
    if (failure.kind !== 'unreachable' || failure.code !== 'ETIMEDOUT' || number === 1)
        return failure;
    return { ...failure, message: `${failure.message}, tried ${number} times` };
}
/** A conflict passes within moments; of everything else a reader of the log wonders what the run is waiting for. */
function tellWaiting(wire, failure, next) {
    const cause = inWords(failure);
    if (wire.told.has(cause) || (failure.kind === 'status' && failure.status === 409))
        return;
    wire.told.add(cause);
    const said = failure.kind === 'unreachable' ? `${failure.message}; ` : '';
    wire.log?.info(`Waiting for ${wire.connection.server}: ${said}${cause}; ${next}.`);
}
async function attemptOnce(attempt, fresh, signal) {
    if (signal.aborted)
        return { ok: false, failure: { kind: 'cancelled' } };
    try {
        return await attempt(fresh);
    }
    catch (error) {
        return { ok: false, failure: failureOf(error, signal) };
    }
}
/** Reviews answer a question and leave nothing behind; a dry run neither. */
function isRepeatable(request) {
    if (request.method !== 'POST')
        return true;
    return (/^\/apis\/(authentication|authorization)\.k8s\.io\/[^/]+\/(namespaces\/[^/]+\/)?[a-z]+reviews(\?|$)/.test(request.path) || /[?&]dryRun=All(&|$)/.test(request.path));
}
async function start(wire, request, fresh, signal) {
    const url = new URL(wire.connection.server);
    if (url.protocol !== 'https:') {
        return {
            ok: false,
            failure: { kind: 'unreachable', code: 'PLAIN_HTTP', message: `${url.protocol}// is not encrypted` },
        };
    }
    const options = await wire.connection.requestOptions(signal, { fresh });
    if (!options.ok) {
        const problem = options.problems[0];
        const cancelled = signal.aborted || problem?.kind === 'cancelled';
        if (cancelled)
            return { ok: false, failure: { kind: 'cancelled' } };
        const { message = 'there is no credential', fix, details } = problem ?? {};
        return {
            ok: false,
            failure: { kind: 'credential', message, fix, ...(details === undefined ? {} : { details }) },
        };
    }
    const body = request.body === undefined ? undefined : Buffer.from(request.body.text, 'utf8');
    const response = await send({
        ...options.value,
        ...address(url, request.path),
        agent: wire.connection.agent,
        method: request.method,
        headers: {
            ...credentialHeaders(options.value),
            ...wire.headers,
            accept: request.accept ?? 'application/json',
            'user-agent': 'deploy-as',
            ...(request.body === undefined ? {} : { 'content-type': request.body.type }),
        },
    }, body, wire.patience, signal);
    return { ok: true, value: response };
}
/**
 * Where to send. The path is put together as text, for `new URL` would resolve `..` in it, and a server may live
 * below a path of its own (`https://rancher.example.com/k8s/clusters/c-1`).
 */
function address(url, path) {
    const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = url.port === '' ? 443 : Number(url.port);
    return { protocol: url.protocol, host: hostname, hostname, port, path: `${url.pathname.replace(/\/+$/, '')}${path}` };
}
/** The headers of the base credential. An impersonation among them would make the token somebody else unseen. */
function credentialHeaders(options) {
    const headers = {};
    for (const [name, value] of Object.entries(options.headers ?? {})) {
        if (name.toLowerCase().startsWith('impersonate-'))
            throw new Error(`the connection itself sends ${name}`);
        headers[name] = value;
    }
    return headers;
}
async function toAnswer(response, wire, plainText) {
    const text = await readText(response);
    return readAnswer({
        status: response.statusCode ?? 0,
        headers: response.headers,
        warnings: response.headersDistinct.warning ?? [],
        text,
    }, wire.clock.now(), plainText);
}
async function* eventsOf(wire, path, signal) {
    const request = { method: 'GET', path: watchPath(path) };
    const started = await retried(wire, request, signal, async (fresh) => {
        const answered = await start(wire, request, fresh, signal);
        if (!answered.ok || (answered.value.statusCode ?? 0) === 200)
            return answered;
        const answer = await toAnswer(answered.value, wire, false);
        return answer.ok ? { ok: false, failure: notAWatch(answer.status) } : answer;
    });
    if (!started.ok) {
        yield { type: 'FAILURE', failure: started.failure };
        return;
    }
    const response = started.value;
    try {
        for await (const line of readLines(response)) {
            if (line.trim() === '')
                continue;
            const event = watchEvent(line);
            yield event;
            if (event.type === 'FAILURE')
                return;
        }
    }
    catch (error) {
        yield { type: 'FAILURE', failure: failureOf(error, signal) };
    }
    finally {
        response.destroy();
    }
}
function watchPath(path) {
    const query = new URLSearchParams(path.split('?')[1] ?? '');
    const added = [
        ...(query.has('watch') ? [] : ['watch=true']),
        ...(query.has('timeoutSeconds') ? [] : [`timeoutSeconds=${WATCH_SECONDS}`]),
    ].join('&');
    if (added === '')
        return path;
    return `${path}${path.includes('?') ? '&' : '?'}${added}`;
}
function watchEvent(line) {
    let event;
    try {
        event = parseJson(line);
    }
    catch {
        return { type: 'FAILURE', failure: { kind: 'unreachable', code: 'NOT_KUBERNETES', message: 'a watch broke off' } };
    }
    const type = textAt(event, 'type');
    const object = at(event, 'object') ?? null;
    switch (type) {
        case 'ADDED':
        case 'MODIFIED':
        case 'DELETED':
        case 'BOOKMARK':
            return { type, object };
        case 'ERROR':
            return { type: 'FAILURE', failure: readStatus(object, 500) };
        default:
            return { type: 'FAILURE', failure: notAWatch(200) };
    }
}
function notAWatch(status) {
    return { kind: 'unreachable', code: 'NOT_KUBERNETES', message: `answered ${status}, but not with a watch` };
}
/** A failure of the network as data; anything else is nobody's answer and goes on as it is. */
function failureOf(error, signal) {
    if (signal.aborted)
        return { kind: 'cancelled' };
    if (!(error instanceof ConnectionError))
        throw error;
    return { kind: 'unreachable', code: error.code, message: error.message };
}
function inWords(failure) {
    switch (failure.kind) {
        case 'status':
            return `${failure.status} ${failure.reason}`.trim();
        case 'unreachable':
            return failure.code;
        default:
            return failure.kind;
    }
}

;// CONCATENATED MODULE: ./lib/identity/kubeconfig-fields.js
/** The keys of a kubeconfig's user entry that mean impersonation. */
const IMPERSONATION_FIELDS = ['as', 'as-uid', 'as-groups', 'as-user-extra'];
function impersonationFields(request) {
    return {
        as: request.username,
        ...(request.uid === undefined ? {} : { 'as-uid': request.uid }),
        ...(request.groups.length === 0 ? {} : { 'as-groups': [...request.groups] }),
        ...(request.extra.size === 0 ? {} : { 'as-user-extra': extraObject(request.extra) }),
    };
}
/** `user` as it is but for the four fields: they are the identity's alone, whatever stood there before. */
function withImpersonation(user, request) {
    return { ...withoutImpersonation(user), ...impersonationFields(request) };
}
/** `user` without the four fields. */
function withoutImpersonation(user) {
    const fields = IMPERSONATION_FIELDS;
    return Object.fromEntries(Object.entries(user).filter(([key]) => !fields.includes(key)));
}
/** `Object.fromEntries` and not assignment: a key may be `__proto__`. */
function extraObject(extra) {
    return Object.fromEntries([...extra].map(([key, values]) => [key, [...values]]));
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
;// CONCATENATED MODULE: ./lib/connect/proxy.js


const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:'];
/** The port of a URL that names none. */
const DEFAULT_PORTS = {
    'http:': 80,
    'https:': 443,
    'socks5:': 1080,
    'socks5h:': 1080,
};
/**
 * The proxy for `url` as kubectl chooses it: a kubeconfig's `proxy-url` always, else the proxy variables, which
 * never concern `localhost` and loopback addresses. Undefined: none. Where a proxy is no URL that can be one, the
 * failure says why, without the password that it may hold.
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
function chooseProxy(url, proxyUrl, variables) {
    if (proxyUrl !== undefined)
        return readProxy(URL.parse(proxyUrl), '`proxy-url` of the kubeconfig');
    const name = url.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY';
    const text = name === 'HTTP_PROXY' ? variables.httpProxy : variables.httpsProxy;
    if (text === undefined || !usesProxy(url, variables.noProxy ?? ''))
        return (0,lib_problem/* success */.kX)(undefined);
    return readProxy(parseVariable(text), `the variable ${name}`);
}
/** The port that `url` means. */
function portOf(url) {
    return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 443) : Number(url.port);
}
/** The host without the brackets of an IPv6 address. */
function hostOf(url) {
    return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
/** Whether the proxy variables concern `url`, by the rules of Go's httpproxy for NO_PROXY. */
function usesProxy(url, noProxy) {
    const host = hostOf(url).toLowerCase();
    if (host === 'localhost' || proxy_isLoopback(host))
        return false;
    const target = { host, port: portOf(url) };
    return !noProxy.split(',').some((entry) => excludes(entry.trim().toLowerCase(), target));
}
/** `*`, an address, a CIDR range, `domain` (with its subdomains), `.domain` and `*.domain` (subdomains only); each but CIDR with `:port` or without. */
function excludes(entry, target) {
    if (entry === '')
        return false;
    if (entry === '*')
        return true;
    if (isRange(entry))
        return inRange(entry, target.host);
    const { host, port } = splitPort(entry);
    if (host === '' || (port !== undefined && port !== String(target.port)))
        return false;
    if ((0,external_node_net_.isIP)(host) !== 0)
        return (0,external_node_net_.isIP)(target.host) !== 0 && sameAddress(host, target.host);
    const domain = host.startsWith('*.') ? host.slice(1) : host;
    if (domain.startsWith('.'))
        return target.host.endsWith(domain);
    return target.host === domain || target.host.endsWith(`.${domain}`);
}
function splitPort(entry) {
    const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::([^:]*))?$/.exec(entry) ?? [];
    const host = bracketed ?? plain;
    // More than one colon without brackets: an IPv6 address.
    return host === undefined ? { host: entry, port: undefined } : { host, port: port === '' ? undefined : port };
}
function isRange(entry) {
    const [address = '', bits = '', ...rest] = entry.split('/');
    return (rest.length === 0 && (0,external_node_net_.isIP)(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= ((0,external_node_net_.isIPv6)(address) ? 128 : 32));
}
function inRange(entry, host) {
    if ((0,external_node_net_.isIP)(host) === 0)
        return false;
    const [address = '', bits = ''] = entry.split('/');
    const list = new external_node_net_.BlockList();
    list.addSubnet(address, Number(bits), familyOf(address));
    return list.check(host, familyOf(host));
}
function sameAddress(a, b) {
    const list = new external_node_net_.BlockList();
    list.addAddress(a, familyOf(a));
    return list.check(b, familyOf(b));
}
function proxy_isLoopback(host) {
    return (0,external_node_net_.isIP)(host) !== 0 && (inRange('127.0.0.0/8', host) || inRange('::1/128', host));
}
function familyOf(address) {
    return (0,external_node_net_.isIPv6)(address) ? 'ipv6' : 'ipv4';
}
/** `proxy:3128` is `http://proxy:3128`. */
function parseVariable(text) {
    const trimmed = text.trim();
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? URL.parse(trimmed) : URL.parse(`http://${trimmed}`);
}
function readProxy(url, where) {
    if (url !== null && SCHEMES.includes(url.protocol) && url.hostname !== '')
        return (0,lib_problem/* success */.kX)(url);
    const what = url === null || url.hostname === '' ? 'is no URL' : `has the scheme \`${url.protocol}\``;
    return (0,lib_problem/* failure */.V2)({
        kind: 'input',
        input: 'kubeconfig',
        message: `${where} ${what}`,
        fix: 'Write it as `http://proxy.example.com:3128`; `https` and `socks5` are the other schemes that kubectl knows.',
    });
}

;// CONCATENATED MODULE: ./lib/connect/refusal.js
/** A problem of one of our inputs, worded alike everywhere. */
function refusal_refuse(input, message, fix) {
    return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}
/** The same for an entry of a kubeconfig, or of what stands in for one. */
function refuseEntry(place, what, fix) {
    return refusal_refuse(place.input, `${place.name}: ${what}`, fix);
}
/** `"a", "b" and 3 more`, for lists in messages. */
function listNames(names, most = 10) {
    const shown = names.slice(0, most).map((name) => JSON.stringify(name));
    const rest = names.length - shown.length;
    return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
/** Why a file cannot be read, in words where we have some: never more than a line, never its content. */
function reasonOf(error) {
    const code = codeOf(error);
    return FILE_ERRORS[code ?? ''] ?? code ?? messageOf(error);
}
/** The code of a Node error: `ENOENT`. */
function codeOf(error) {
    const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
    return typeof code === 'string' ? code : undefined;
}
/** The message of an error; its code where that is all there is, as with several failed addresses at once. */
function messageOf(error) {
    const message = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : error;
    return typeof message === 'string' && message !== '' ? message : (codeOf(error) ?? String(error));
}
const FILE_ERRORS = {
    ENOENT: 'there is no such file',
    EACCES: 'this process may not read it',
    EPERM: 'this process may not read it',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is not a folder',
    ELOOP: 'its symbolic links go round in a circle',
};

;// CONCATENATED MODULE: ./lib/connect/tunnel.js





/** A proxy that would not let us through. Its message never holds the proxy's password. */
class ProxyError extends Error {
    name = 'ProxyError';
    code = 'ERR_PROXY';
}
/**
 * Opens a way to `target` through `proxy` (http, https: CONNECT; socks5). The host's name is resolved by the
 * proxy, never here. `ca` are the authorities that an https proxy's certificate may come from, PEM.
 */
function openTunnel(proxy, target, ca) {
    return proxy.protocol.startsWith('socks5') ? openSocks(proxy, target) : openConnect(proxy, target, ca);
}
function openConnect(proxy, target, ca) {
    const authority = `${(0,external_node_net_.isIP)(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`;
    const host = hostOf(proxy);
    const options = {
        method: 'CONNECT',
        host,
        port: portOf(proxy),
        path: authority,
        headers: { Host: authority, ...authorization(proxy) },
        agent: false,
    };
    // Without a server name of its own Node checks the proxy's certificate for the host in the Host header.
    const tls = { servername: (0,external_node_net_.isIP)(host) === 0 ? host : '', ...(ca === undefined ? {} : { ca: [...ca] }) };
    const request = proxy.protocol === 'https:' ? (0,external_node_https_.request)({ ...options, ...tls }) : (0,external_node_http_.request)(options);
    return { socket: settleConnect(request, proxy, authority), cancel: () => request.destroy(new Error('cancelled')) };
}
function settleConnect(request, proxy, authority) {
    return new Promise((resolve, reject) => {
        request.on('connect', (answer, socket, head) => {
            if (answer.statusCode === 200) {
                if (head.length > 0)
                    socket.unshift(head);
                resolve(socket);
                return;
            }
            socket.destroy();
            reject(refused(proxy, `answered ${answer.statusCode} ${answer.statusMessage ?? ''}`.trimEnd(), authority));
        });
        request.on('response', (answer) => {
            answer.destroy();
            reject(refused(proxy, `answered ${answer.statusCode} without opening a tunnel`, authority));
        });
        request.on('error', (error) => reject(tunnel_unreachable(proxy, error)));
        request.end();
    });
}
function authorization(proxy) {
    if (proxy.username === '' && proxy.password === '')
        return {};
    const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    return { 'Proxy-Authorization': `Basic ${Buffer.from(login, 'utf8').toString('base64')}` };
}
/** SOCKS 5: https://www.rfc-editor.org/rfc/rfc1928, user name and password: https://www.rfc-editor.org/rfc/rfc1929 */
function openSocks(proxy, target) {
    const socket = (0,external_node_net_.connect)({ host: hostOf(proxy), port: portOf(proxy) });
    const negotiated = negotiateSocks(socket, proxy, target).catch((error) => {
        socket.destroy();
        throw error instanceof ProxyError ? error : tunnel_unreachable(proxy, error);
    });
    return { socket: negotiated, cancel: () => socket.destroy(new Error('cancelled')) };
}
const NO_LOGIN = 0;
const WITH_PASSWORD = 2;
async function negotiateSocks(socket, proxy, target) {
    const reader = new ExactReader(socket);
    const hasLogin = proxy.username !== '';
    const name = `${target.host}:${target.port}`;
    socket.write(Buffer.of(5, 1, hasLogin ? WITH_PASSWORD : NO_LOGIN));
    const [version, method] = await reader.read(2);
    if (version !== 5)
        throw refused(proxy, 'does not speak SOCKS 5', name);
    if (method === WITH_PASSWORD && hasLogin)
        await logIn(socket, reader, proxy, name);
    else if (method !== NO_LOGIN)
        throw refused(proxy, hasLogin ? 'takes no user name and password' : 'asks for a user name and password', name);
    socket.write(Buffer.concat([Buffer.of(5, 1, 0), encodeTarget(target)]));
    const [, reply = 1, , kind = 0] = await reader.read(4);
    if (reply !== 0)
        throw refused(proxy, `answered: ${SOCKS_REPLIES[reply] ?? `error ${reply}`}`, name);
    const addressLength = kind === 1 ? 4 : kind === 4 ? 16 : ((await reader.read(1))[0] ?? 0);
    await reader.read(addressLength + 2);
    reader.release();
    return socket;
}
async function logIn(socket, reader, proxy, name) {
    const user = Buffer.from(decodeURIComponent(proxy.username), 'utf8');
    const password = Buffer.from(decodeURIComponent(proxy.password), 'utf8');
    if (user.length > 255 || password.length > 255)
        throw refused(proxy, 'takes no login of more than 255 bytes', name);
    socket.write(Buffer.concat([Buffer.of(1, user.length), user, Buffer.of(password.length), password]));
    const [, status] = await reader.read(2);
    if (status !== 0)
        throw refused(proxy, 'refused the user name and password', name);
}
function encodeTarget(target) {
    const port = Buffer.of(target.port >> 8, target.port & 0xff);
    if ((0,external_node_net_.isIPv4)(target.host))
        return Buffer.concat([Buffer.of(1), Buffer.from(target.host.split('.').map(Number)), port]);
    const name = Buffer.from(target.host, 'ascii');
    return Buffer.concat([Buffer.of(3, name.length), name, port]);
}
const SOCKS_REPLIES = {
    1: 'general failure',
    2: 'its rules do not allow the connection',
    3: 'the network cannot be reached',
    4: 'the host cannot be reached',
    5: 'the connection was refused',
    6: 'the connection took too long',
    7: 'it cannot connect',
    8: 'it does not know this kind of address',
};
/** Reads exactly as many bytes as are asked for and leaves the others in the socket. */
class ExactReader {
    #socket;
    #wake = () => { };
    #error;
    constructor(socket) {
        this.#socket = socket;
        socket.on('readable', this.#onReadable).on('error', this.#onError).on('close', this.#onClose);
    }
    async read(bytes) {
        if (bytes === 0)
            return Buffer.alloc(0);
        for (;;) {
            const chunk = this.#socket.read(bytes);
            if (Buffer.isBuffer(chunk) && chunk.length === bytes)
                return chunk;
            if (this.#error !== undefined)
                throw this.#error;
            await new Promise((wake) => {
                this.#wake = wake;
            });
        }
    }
    release() {
        this.#socket.off('readable', this.#onReadable).off('error', this.#onError).off('close', this.#onClose);
    }
    #onReadable = () => this.#wake();
    #onError = (error) => {
        this.#error ??= error;
        this.#wake();
    };
    #onClose = () => this.#onError(new Error('the connection was closed'));
}
function refused(proxy, what, target) {
    return new ProxyError(`the proxy ${nameProxy(proxy)} ${what} when asked for ${target}`);
}
function tunnel_unreachable(proxy, cause) {
    return new ProxyError(`the proxy ${nameProxy(proxy)} cannot be reached: ${messageOf(cause)}`, { cause });
}
/** The proxy without user name and password. */
function nameProxy(proxy) {
    return `${proxy.protocol}//${proxy.host}`;
}

;// CONCATENATED MODULE: ./lib/connect/agent.js




/** A watch holds its connection, so few sockets would be a deadlock; unused ones are few. */
const MOST_SOCKETS = 256;
const MOST_FREE_SOCKETS = 32;
/**
 * A keep-alive agent for https through an optional proxy. A request may bring a client certificate of its own
 * (`cert`, `key`) where the transport has none.
 */
function createAgent(transport) {
    return new TransportAgent(transport);
}
class TransportAgent extends external_node_https_.Agent {
    #transport;
    #contexts = new Map();
    #digging = new Set();
    constructor(transport) {
        super({
            keepAlive: true,
            maxSockets: MOST_SOCKETS,
            maxFreeSockets: MOST_FREE_SOCKETS,
            rejectUnauthorized: transport.verify,
            ...(transport.cert === undefined ? {} : { cert: transport.cert, key: transport.key }),
            ...serverNameOptions(transport.serverName),
        });
        this.#transport = transport;
    }
    createConnection(options, callback) {
        const { proxy, proxyCa } = this.#transport;
        const secured = { ...options, secureContext: this.#contextFor(options) };
        if (proxy === undefined)
            return super.createConnection(secured, callback);
        const target = { host: options.host ?? '', port: Number(options.port ?? 443) };
        const digging = openTunnel(proxy, target, proxyCa);
        this.#digging.add(digging);
        digging.socket
            .finally(() => this.#digging.delete(digging))
            // With a socket at hand it makes the TLS connection at once and returns it.
            .then((socket) => super.createConnection({ ...secured, socket }))
            .then((stream) => callback?.(null, stream), 
        // Node's own agents call back with the error alone.
        (error) => callback?.(error));
        return undefined;
    }
    destroy() {
        for (const digging of this.#digging)
            digging.cancel();
        super.destroy();
    }
    /** Made once for each client certificate: reading all roots again for every connection takes milliseconds. */
    #contextFor(options) {
        const { ca } = this.#transport;
        const id = JSON.stringify([String(options.cert ?? ''), String(options.key ?? '')]);
        const known = this.#contexts.get(id);
        if (known !== undefined)
            return known;
        const context = (0,external_node_tls_.createSecureContext)({
            ...(ca === undefined ? {} : { ca: [...ca] }),
            ...(options.cert === undefined ? {} : { cert: options.cert, key: options.key }),
            // As Go does, which kubectl is written in: an intermediate certificate may be the trust anchor.
            allowPartialTrustChain: true,
        });
        this.#contexts.set(id, context);
        return context;
    }
}
/** An address cannot be sent as a server name (RFC 6066), only checked. */
function serverNameOptions(serverName) {
    if (serverName === undefined)
        return {};
    if ((0,external_node_net_.isIP)(serverName) === 0)
        return { servername: serverName };
    return { servername: '', checkServerIdentity: (_, certificate) => (0,external_node_tls_.checkServerIdentity)(serverName, certificate) };
}

;// CONCATENATED MODULE: ./lib/connect/credential.js
/** A credential that stays as it is. */
function fixedCredential(options) {
    return { get: async () => ({ ok: true, value: options }) };
}
function bearer(token) {
    return { headers: { Authorization: `Bearer ${token}` } };
}
function basic(username, password) {
    const login = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    return { headers: { Authorization: `Basic ${login}` } };
}

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./node_modules/js-yaml/dist/js-yaml.mjs
var js_yaml = __webpack_require__(3243);
// EXTERNAL MODULE: ./lib/manifests/scalar.js
var manifests_scalar = __webpack_require__(6629);
;// CONCATENATED MODULE: ./lib/connect/kubeconfig-yaml.js


/** A scalar type of kubectl's YAML, which is neither 1.1 nor 1.2: `y` is true, `0644` octal, `12:30` a text. */
function scalarTag(name, ...types) {
    return (0,js_yaml/* defineScalarTag */.Gf)(`tag:yaml.org,2002:${name}`, {
        implicit: true,
        resolve: (source, isExplicit) => {
            const scalar = (0,manifests_scalar/* resolvePlainScalar */.t2)(source);
            const isMeant = isExplicit ? types.includes(scalar.type) : scalar.type === types[0];
            return isMeant ? meaningOf(scalar) : js_yaml/* NOT_RESOLVED */.Hg;
        },
        identify: () => false,
    });
}
function meaningOf(scalar) {
    if (scalar.type === 'null')
        return null;
    return scalar.type === 'integer' ? Number(scalar.value) : scalar.value;
}
const SCHEMA = js_yaml/* FAILSAFE_SCHEMA */.uH.withTags(scalarTag('null', 'null'), scalarTag('bool', 'boolean'), scalarTag('int', 'integer'), scalarTag('float', 'float', 'integer'), js_yaml/* mergeTag */.LJ);
/**
 * The value of a YAML text as kubectl reads it, merge keys merged.
 * @throws js-yaml's `YAMLException`
 */
function readKubeconfigYaml(text) {
    return (0,js_yaml/* load */.Hh)(text, { schema: SCHEMA });
}
/** js-yaml quotes what it reads as another type itself; others take `0X1F` or a single `.` for numbers. */
const quoteNumberLike = (layout) => {
    const isText = layout.node.tag === 'tag:yaml.org,2002:str';
    // Some control characters are only allowed in double quotes, which the rules after this one see to.
    const isNumberLike = /^[-+.0-9][!-~]*$/.test(layout.node.value);
    if (isText && isNumberLike && layout.style === SCALAR_STYLE.PLAIN)
        layout.style = SCALAR_STYLE.SINGLE_QUOTED;
};
/** `value` as YAML in which every text is one to each reader, keys included. */
function writeKubeconfigYaml(value) {
    const scalarStyleRules = [quoteNumberLike, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];
    return dump(value, { noRefs: true, lineWidth: -1, scalarStyleRules });
}

;// CONCATENATED MODULE: ./lib/connect/kubeconfig.js





const WRITE_KUBECONFIG = 'Give a kubeconfig as `kubectl config view --raw --flatten` prints it.';
/**
 * Reads one kubeconfig (YAML or JSON). Everything that is no kubeconfig is a problem that says what it is instead
 * and never repeats its text, which may hold credentials.
 */
function parseKubeconfig(text, origin) {
    const document = readDocument(text, origin);
    if (!document.ok)
        return document;
    const problems = [];
    const current = document.value['current-context'];
    if (isOtherThanText(current))
        problems.push(notText(origin, `\`current-context\` is ${typeInWords(current)}`));
    const section = (key, inner) => readSection(document.value, key, inner, origin, problems);
    const kubeconfig = {
        name: origin.name,
        currentContext: textOf(current),
        clusters: section('clusters', 'cluster'),
        users: section('users', 'user'),
        contexts: section('contexts', 'context'),
    };
    return problems.length > 0 ? (0,lib_problem/* failure */.V2)(...problems) : (0,lib_problem/* success */.kX)(kubeconfig);
}
/**
 * Several kubeconfigs as one, as client-go merges the files of KUBECONFIG: the first to set a name or the current
 * context wins, and entries of one name are not mixed.
 * https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
function mergeKubeconfigs(kubeconfigs, name) {
    const firstOf = (pick) => new Map([...kubeconfigs].reverse().flatMap((kubeconfig) => [...pick(kubeconfig)]));
    return {
        name,
        currentContext: kubeconfigs.find((kubeconfig) => kubeconfig.currentContext !== undefined)?.currentContext,
        clusters: firstOf((kubeconfig) => kubeconfig.clusters),
        users: firstOf((kubeconfig) => kubeconfig.users),
        contexts: firstOf((kubeconfig) => kubeconfig.contexts),
    };
}
/** A YAML or JSON object, as opposed to lists and scalars. */
function kubeconfig_isMapping(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** The text of a key, or undefined where it is absent, empty or null: client-go does not tell these apart. */
function textOf(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function readDocument(text, origin) {
    const no = (what, fix = WRITE_KUBECONFIG) => (0,lib_problem/* failure */.V2)(refusal_refuse('kubeconfig', `${origin.name} ${what}`, fix));
    if (text.includes('\0'))
        return no('is not UTF-8 text', 'Write it in UTF-8; PowerShell’s `>` writes UTF-16.');
    if (text.trim() === '')
        return no('is empty');
    if (/^\s*</.test(text))
        return no('is HTML or XML, not a kubeconfig: perhaps the page of a login or an error');
    let document;
    try {
        document = readKubeconfigYaml(text.replace(/^\uFEFF/, ''));
    }
    catch (error) {
        if (!(error instanceof js_yaml/* YAMLException */.tB))
            throw error;
        const line = error.mark === undefined ? '' : ` in line ${error.mark.line + 1}`;
        return no(`is not valid YAML: ${error.reason}${line}`);
    }
    if (Array.isArray(document))
        return no('is a list, not a kubeconfig');
    if (typeof document === 'string' && decodeBase64(document) !== undefined) {
        return no('is base64 of something', 'Decode it once: `base64 -d` before it is written, or encode it only once.');
    }
    if (!kubeconfig_isMapping(document))
        return no(`is ${document === null ? 'empty' : 'plain text'}, not a kubeconfig`);
    return isKubeconfig(document) ? (0,lib_problem/* success */.kX)(document) : no(whatItIsInstead(document));
}
/** Kind and version may be absent, as client-go has it; then at least one key of a kubeconfig must be there. */
function isKubeconfig(document) {
    const { apiVersion = 'v1', kind = 'Config' } = document;
    const keys = ['clusters', 'users', 'contexts', 'current-context'];
    return apiVersion === 'v1' && kind === 'Config' && ('kind' in document || keys.some((key) => key in document));
}
function whatItIsInstead(document) {
    const { apiVersion, kind } = document;
    if (typeof kind === 'string' && kind !== 'Config')
        return `is a ${JSON.stringify(kind)}, not a kubeconfig`;
    if (apiVersion !== undefined && apiVersion !== 'v1')
        return 'has an apiVersion other than `v1`';
    return 'is not a kubeconfig: it has no clusters, users or contexts';
}
function readSection(document, key, inner, origin, problems) {
    const entries = new Map();
    const list = document[key] ?? [];
    const no = (what) => problems.push(refusal_refuse('kubeconfig', `${origin.name}: ${what}`, WRITE_KUBECONFIG));
    if (!Array.isArray(list)) {
        no(`\`${key}\` is not a list`);
        return entries;
    }
    for (const [index, item] of list.entries()) {
        const name = kubeconfig_isMapping(item) ? textOf(item.name) : undefined;
        const value = kubeconfig_isMapping(item) ? (item[inner] ?? {}) : undefined;
        if (kubeconfig_isMapping(item) && isOtherThanText(item.name)) {
            problems.push(notText(origin, `the name of \`${key}[${index}]\` is ${typeInWords(item.name)}`));
        }
        else if (name === undefined)
            no(`\`${key}[${index}]\` has no name`);
        else if (!kubeconfig_isMapping(value))
            no(`\`${inner}\` of ${JSON.stringify(name)} in \`${key}\` is not a mapping`);
        else if (entries.has(name))
            no(`\`${key}\` has two entries named ${JSON.stringify(name)}`);
        else {
            const others = namesOtherThanText(inner, value).map(([field, of]) => `\`${field}\` of ${JSON.stringify(name)} in \`${key}\` is ${of}`);
            problems.push(...others.map((what) => notText(origin, what)));
            entries.set(name, { name, value, origin });
        }
    }
    return entries;
}
/** Fields of an entry that name something and are no text, with what they are: kubectl refuses the whole file for one. */
function namesOtherThanText(kind, entry) {
    const extensions = Array.isArray(entry.extensions) ? entry.extensions : [];
    const names = [
        ...(kind === 'context' ? ['cluster', 'user', 'namespace'] : []).map((field) => [
            field,
            entry[field],
        ]),
        ...extensions.map((extension, index) => [
            `extensions[${index}].name`,
            kubeconfig_isMapping(extension) ? extension.name : undefined,
        ]),
    ];
    return names.flatMap(([field, value]) => (isOtherThanText(value) ? [[field, typeInWords(value)]] : []));
}
function isOtherThanText(value) {
    return value !== undefined && value !== null && typeof value !== 'string';
}
/** Without the value: what was written as 0644 is 420 by now. */
function typeInWords(value) {
    if (typeof value === 'number')
        return 'a number to YAML, not a text';
    if (typeof value === 'boolean')
        return 'true or false to YAML (as `y`, `no` and `on` are), not a text';
    return 'not a text';
}
function notText(origin, what) {
    return refusal_refuse('kubeconfig', `${origin.name}: ${what}`, 'Put it in quotes, as kubectl wants it too: `"123"`, `"y"`.');
}

;// CONCATENATED MODULE: ./lib/connect/embed.js







/** Key of a path → key of the same content in base64. */
const EMBEDDED_OF_CLUSTER = { 'certificate-authority': 'certificate-authority-data' };
const EMBEDDED_OF_USER = {
    'client-certificate': 'client-certificate-data',
    'client-key': 'client-key-data',
};
const EMBEDDED_OF_PROVIDER = { 'idp-certificate-authority': 'idp-certificate-authority-data' };
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
/**
 * A cluster entry that needs no other file: the authority's certificate is embedded. As in client-go, data wins
 * over a path that stands beside it.
 */
async function embedCluster(cluster, origin, place) {
    const embedded = await embed_embed(cluster, EMBEDDED_OF_CLUSTER, origin.directory, place);
    if (!embedded.ok)
        return embedded;
    const problem = whyNoAuthority(embed_pemOf(embedded.value['certificate-authority-data']));
    return problem === undefined ? embedded : (0,lib_problem/* failure */.V2)(unusable(place, `the certificate authority ${problem}`));
}
/**
 * A user entry that needs no other file but those that must stay files: certificate and key are embedded, a token
 * file (which rotates) and a plugin given by a relative path get absolute paths. The certificate authority of an
 * OIDC provider is relative to the working directory, as in client-go.
 */
async function embedUser(user, origin, place, working) {
    const embedded = await embed_embed(user, EMBEDDED_OF_USER, origin.directory, place);
    if (!embedded.ok)
        return embedded;
    const problem = whyNoPair(embed_pemOf(embedded.value['client-certificate-data']), embed_pemOf(embedded.value['client-key-data']));
    if (problem !== undefined)
        return (0,lib_problem/* failure */.V2)(unusable(place, `the client certificate and its key ${problem}`));
    const provider = await embedProvider(embedded.value, place, working);
    if (!provider.ok)
        return provider;
    return (0,lib_problem/* success */.kX)(withAbsolutePaths(provider.value, origin.directory));
}
/** The PEM text of a `…-data` key; undefined where there is none. */
function embed_pemOf(data) {
    const text = textOf(data);
    return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
}
async function embed_embed(entry, keys, directory, place) {
    const result = { ...entry };
    const problems = [];
    for (const [pathKey, dataKey] of Object.entries(keys)) {
        const path = textOf(entry[pathKey]);
        const data = textOf(entry[dataKey]);
        delete result[pathKey];
        if (data === undefined && dataKey in result)
            delete result[dataKey];
        if (data === undefined && path === undefined)
            continue;
        const pem = data === undefined
            ? await readPem((0,external_node_path_.resolve)(directory, path ?? ''), pathKey, place)
            : checkData(data, dataKey, place);
        if (pem.ok)
            result[dataKey] = pem.value;
        else
            problems.push(...pem.problems);
    }
    return problems.length > 0 ? (0,lib_problem/* failure */.V2)(...problems) : (0,lib_problem/* success */.kX)(result);
}
async function readPem(file, key, place) {
    try {
        const content = await (0,external_node_fs_promises_.readFile)(file);
        if (content.includes('-----BEGIN '))
            return (0,lib_problem/* success */.kX)(content.toString('base64'));
        return (0,lib_problem/* failure */.V2)(unusable(place, `the file of \`${key}\`, ${file}, holds no PEM`));
    }
    catch (error) {
        return (0,lib_problem/* failure */.V2)(refuseEntry(place, `the file of \`${key}\`, ${file}, cannot be read: ${reasonOf(error)}`, 'Correct the path (it is relative to the kubeconfig), or embed the file: `kubectl config view --raw --flatten`.'));
    }
}
function checkData(data, key, place) {
    const compact = data.replace(/\s/g, '');
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
        return (0,lib_problem/* failure */.V2)(unusable(place, `\`${key}\` is not base64`));
    if (!Buffer.from(compact, 'base64').includes('-----BEGIN ')) {
        return (0,lib_problem/* failure */.V2)(unusable(place, `\`${key}\` is not base64 of PEM`));
    }
    return (0,lib_problem/* success */.kX)(compact);
}
/** OpenSSL passes over what it cannot read, and a connection would fail for another reason. */
function whyNoAuthority(pem) {
    if (pem === undefined)
        return undefined;
    const certificates = pem.match(CERTIFICATE) ?? [];
    if (certificates.length === 0)
        return 'holds no certificate';
    try {
        for (const certificate of certificates)
            new external_node_crypto_.X509Certificate(certificate);
        return undefined;
    }
    catch (error) {
        return `cannot be used: ${messageOf(error)}`;
    }
}
/** Why a client certificate (PEM) and its key cannot be used together; undefined where they can, or are not both there. */
function whyNoPair(cert, key) {
    if (cert === undefined || key === undefined)
        return undefined;
    try {
        (0,external_node_tls_.createSecureContext)({ cert, key });
        return undefined;
    }
    catch (error) {
        // OpenSSL's words, such as "key values mismatch": they hold nothing of the key.
        return `cannot be used: ${messageOf(error)}`;
    }
}
function unusable(place, what) {
    const flat = '`kubectl config view --raw --flatten` prints a kubeconfig with everything embedded.';
    return refuseEntry(place, what, place.input === 'kubeconfig' ? `Correct it; ${flat}` : 'Correct it, as PEM or base64.');
}
async function embedProvider(user, place, working) {
    const provider = user['auth-provider'];
    if (!kubeconfig_isMapping(provider) || !kubeconfig_isMapping(provider.config))
        return (0,lib_problem/* success */.kX)(user);
    const config = await embed_embed(provider.config, EMBEDDED_OF_PROVIDER, working, place);
    return config.ok ? (0,lib_problem/* success */.kX)({ ...user, 'auth-provider': { ...provider, config: config.value } }) : config;
}
function withAbsolutePaths(user, directory) {
    const tokenFile = textOf(user.tokenFile);
    const exec = user.exec;
    return {
        ...user,
        ...(tokenFile === undefined ? {} : { tokenFile: (0,external_node_path_.resolve)(directory, tokenFile) }),
        ...(kubeconfig_isMapping(exec) ? { exec: { ...exec, command: absoluteCommand(textOf(exec.command) ?? '', directory) } } : {}),
    };
}
/** A bare name is looked up in PATH; a relative path is relative to its kubeconfig. */
function absoluteCommand(command, directory) {
    const isPath = command.includes('/') || (process.platform === 'win32' && command.includes('\\'));
    return isPath && !(0,external_node_path_.isAbsolute)(command) ? (0,external_node_path_.resolve)(directory, command) : command;
}

;// CONCATENATED MODULE: ./lib/connect/exec-plugin.js




/** Where a cluster keeps what is meant for its plugin. https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
const CLUSTER_CONFIG_EXTENSION = 'client.authentication.k8s.io/exec';
/** The keys of a cluster entry that a plugin is told with `provideClusterInfo`. */
const CLUSTER_INFO = [
    'server',
    'tls-server-name',
    'insecure-skip-tls-verify',
    'certificate-authority-data',
    'proxy-url',
    'disable-compression',
];
/** A credential is renewed a little before it expires, so that it is good when it arrives. */
const RENEW_BEFORE_MS = 10_000;
const LAST_LINES = 10;
/**
 * The credential of an exec plugin, kept until shortly before it expires and run again where a fresh one is
 * wanted. Requests that ask at the same time share one run.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
function execCredential(options) {
    let issued;
    let running;
    const isGood = (known) => known.expires === undefined || options.clock.now() < known.expires - RENEW_BEFORE_MS;
    return {
        async get(signal, fresh) {
            if (issued !== undefined && !fresh && isGood(issued))
                return (0,lib_problem/* success */.kX)(issued.options);
            for (;;) {
                const isMine = running === undefined;
                running ??= runPlugin(options, signal).finally(() => {
                    running = undefined;
                });
                const outcome = await running;
                if (outcome.ok) {
                    issued = outcome.value;
                    return (0,lib_problem/* success */.kX)(outcome.value.options);
                }
                // Somebody else's run was cancelled, which is no reason to fail here.
                const isCancelled = outcome.problems.some((problem) => problem.kind === 'cancelled');
                if (!isCancelled || isMine || signal.aborted)
                    return outcome;
            }
        },
    };
}
/** The variables of the plugin's entry and the request for it, as JSON in KUBERNETES_EXEC_INFO. */
function execEnvironment(exec, cluster) {
    const variables = Array.isArray(exec.env) ? exec.env : [];
    const own = variables.flatMap((item) => kubeconfig_isMapping(item) ? [[textOf(item.name) ?? '', textOf(item.value) ?? '']] : []);
    const info = {
        kind: 'ExecCredential',
        apiVersion: exec.apiVersion,
        spec: { ...(exec.provideClusterInfo === true ? { cluster: clusterInfo(cluster) } : {}), interactive: false },
    };
    return { ...Object.fromEntries(own), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}
function clusterInfo(cluster) {
    const given = CLUSTER_INFO.filter((key) => cluster[key] !== undefined && cluster[key] !== null && cluster[key] !== '');
    const extensions = Array.isArray(cluster.extensions) ? cluster.extensions : [];
    const config = extensions
        .filter(kubeconfig_isMapping)
        .find((extension) => extension.name === CLUSTER_CONFIG_EXTENSION)?.extension;
    return {
        ...Object.fromEntries(given.map((key) => [key, cluster[key]])),
        ...(config === undefined ? {} : { config }),
    };
}
async function runPlugin(options, signal) {
    const { exec } = options;
    const command = textOf(exec.command) ?? '';
    const no = (what, details) => (0,lib_problem/* failure */.V2)(pluginProblem(exec, what, details));
    let result;
    try {
        result = await options.process({
            file: command,
            args: Array.isArray(exec.args) ? exec.args.filter((arg) => typeof arg === 'string') : [],
            env: { ...options.environment, ...execEnvironment(exec, options.cluster) },
            cwd: options.directory,
        }, signal);
    }
    catch (error) {
        return no(`cannot be started: ${messageOf(error)}`);
    }
    if (result.aborted)
        return (0,lib_problem/* failure */.V2)({ kind: 'cancelled', message: `the credential plugin ${command} was cancelled` });
    if (result.exitCode !== 0) {
        const how = result.exitCode === undefined ? `was ended by ${result.signal}` : `ended with exit code ${result.exitCode}`;
        return no(how, lastLines(options.secrets.redact(result.stderr)));
    }
    const read = exec_plugin_readAnswer(result.stdout, exec, options.secrets);
    return read.ok ? (0,lib_problem/* success */.kX)(read.issued) : no(read.why);
}
/** Never repeats what the plugin printed: a credential in a form that we do not know is a credential. */
function exec_plugin_readAnswer(stdout, exec, secrets) {
    const answer = exec_plugin_parseJson(stdout);
    const status = kubeconfig_isMapping(answer) ? answer.status : undefined;
    if (!kubeconfig_isMapping(answer) || answer.kind !== 'ExecCredential')
        return { ok: false, why: 'printed no ExecCredential' };
    if (answer.apiVersion !== exec.apiVersion) {
        return {
            ok: false,
            why: `answered in another apiVersion than ${textOf(exec.apiVersion)}, which its entry asks for`,
        };
    }
    if (!kubeconfig_isMapping(status))
        return { ok: false, why: 'printed an ExecCredential without `status`' };
    const token = textOf(status.token);
    const cert = textOf(status.clientCertificateData);
    const key = textOf(status.clientKeyData);
    for (const secret of [token, key])
        if (secret !== undefined)
            secrets.mask(secret);
    if ((cert === undefined) !== (key === undefined))
        return { ok: false, why: 'gave a client certificate or a key alone' };
    if (token === undefined && cert === undefined)
        return { ok: false, why: 'gave neither a token nor a client certificate' };
    const unusable = whyNoPair(cert, key);
    if (unusable !== undefined)
        return { ok: false, why: `gave a client certificate and a key, which ${unusable}` };
    if (token !== undefined && /[^\x21-\x7e]/.test(token)) {
        return { ok: false, why: 'gave a token with blanks, line breaks or other than ASCII characters' };
    }
    const expires = textOf(status.expirationTimestamp);
    const at = expires === undefined ? undefined : Date.parse(expires);
    if (at !== undefined && Number.isNaN(at))
        return { ok: false, why: 'gave an expirationTimestamp that is no time' };
    const options = {
        headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
        ...(cert === undefined || key === undefined ? {} : { cert, key }),
    };
    return { ok: true, issued: { options, expires: at } };
}
function exec_plugin_parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function lastLines(text) {
    return text
        .trimEnd()
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
        .slice(-LAST_LINES);
}
function pluginProblem(exec, what, details = []) {
    const hint = textOf(exec.installHint);
    return {
        kind: 'unauthenticated',
        message: `the credential plugin ${textOf(exec.command)} of the kubeconfig ${what}`,
        fix: hint?.trim() ?? 'Install it and log it in before this step, or give `token`, which takes the place of the user.',
        ...(details.length === 0 ? {} : { details }),
    };
}

;// CONCATENATED MODULE: ./lib/connect/oidc-provider.js




/** As client-go: a token that expires within these is renewed. */
const oidc_provider_RENEW_BEFORE_MS = 10_000;
const LARGEST_ANSWER = 1024 * 1024;
/**
 * The settings of kubectl's `oidc` auth provider with an `id-token` that is good for now: as they are, or renewed
 * with the refresh token (which the identity provider may replace too). `force` renews where that is possible.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-kubectl
 */
async function freshOidcConfig(config, options, signal, force = false) {
    const token = textOf(config['id-token']);
    const isGood = token !== undefined && expiryOf(token) - oidc_provider_RENEW_BEFORE_MS > options.clock.now();
    const canRenew = textOf(config['refresh-token']) !== undefined;
    if (isGood && !(force && canRenew))
        return (0,lib_problem/* success */.kX)(config);
    if (!canRenew) {
        return (0,lib_problem/* failure */.V2)(oidcProblem(token === undefined ? 'has no `id-token`' : 'has an `id-token` that has expired, and no `refresh-token`'));
    }
    try {
        return await renew(config, options, signal);
    }
    catch (error) {
        if (signal.aborted)
            return (0,lib_problem/* failure */.V2)({ kind: 'cancelled', message: 'renewing the OIDC token was cancelled' });
        return (0,lib_problem/* failure */.V2)(oidcProblem(`cannot renew its token: ${options.secrets.redact(messageOf(error))}`));
    }
}
async function renew(config, options, signal) {
    const issuer = textOf(config['idp-issuer-url'])?.replace(/\/+$/, '');
    const clientId = textOf(config['client-id']);
    if (issuer === undefined || clientId === undefined) {
        return (0,lib_problem/* failure */.V2)(oidcProblem('lacks `idp-issuer-url` or `client-id`'));
    }
    const discovery = await ask({ url: `${issuer}/.well-known/openid-configuration` }, options, signal);
    const endpoint = textOf(discovery.body.token_endpoint);
    if (endpoint === undefined)
        return (0,lib_problem/* failure */.V2)(oidcProblem(`gets no \`token_endpoint\` from ${issuer} (${discovery.status})`));
    const form = { grant_type: 'refresh_token', refresh_token: textOf(config['refresh-token']) ?? '' };
    const answer = await askWithClient(endpoint, form, { id: clientId, secret: textOf(config['client-secret']) }, options, signal);
    const idToken = textOf(answer.body.id_token);
    if (idToken === undefined) {
        const error = textOf(answer.body.error);
        return (0,lib_problem/* failure */.V2)(oidcProblem(`gets no new id-token from ${endpoint}: ${error ?? 'no error named'} (${answer.status})`));
    }
    const refreshToken = textOf(answer.body.refresh_token);
    for (const secret of [idToken, refreshToken])
        if (secret !== undefined)
            options.secrets.mask(secret);
    return (0,lib_problem/* success */.kX)({
        ...config,
        'id-token': idToken,
        ...(refreshToken === undefined ? {} : { 'refresh-token': refreshToken }),
    });
}
/** The client's secret in the header first, then in the form: providers take one or the other, as oauth2 in Go finds out too. */
async function askWithClient(url, form, client, options, signal) {
    if (client.secret !== undefined) {
        const login = `${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`;
        const authorization = `Basic ${Buffer.from(login, 'utf8').toString('base64')}`;
        const answer = await ask({ url, form, authorization }, options, signal);
        if (answer.status < 400)
            return answer;
    }
    const secret = client.secret === undefined ? {} : { client_secret: client.secret };
    return ask({ url, form: { ...form, client_id: client.id, ...secret } }, options, signal);
}
async function ask(question, options, signal) {
    const body = question.form === undefined ? undefined : new URLSearchParams(question.form).toString();
    const headers = {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
        ...(question.authorization === undefined ? {} : { Authorization: question.authorization }),
    };
    const { promise, resolve, reject } = Promise.withResolvers();
    const sent = (0,external_node_https_.request)(question.url, { method: body === undefined ? 'GET' : 'POST', headers, agent: options.agent, signal }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => {
            chunks.push(chunk);
            if (chunks.reduce((sum, each) => sum + each.length, 0) > LARGEST_ANSWER)
                answer.destroy(new Error('the answer is too large'));
        });
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: parseObject(Buffer.concat(chunks).toString('utf8')) }));
    });
    sent.on('error', reject);
    sent.end(body);
    return promise;
}
function parseObject(text) {
    try {
        const value = JSON.parse(text);
        return kubeconfig_isMapping(value) ? value : {};
    }
    catch {
        return {};
    }
}
/** Milliseconds since the epoch; 0 where the token does not say. */
function expiryOf(token) {
    const claims = parseObject(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims.exp === 'number' ? claims.exp * 1000 : 0;
}
function oidcProblem(what) {
    return {
        kind: 'unauthenticated',
        message: `the \`auth-provider\` oidc of the kubeconfig ${what}`,
        fix: 'Log in anew where the kubeconfig comes from, or give `token`, which takes the place of the user.',
    };
}

;// CONCATENATED MODULE: ./lib/connect/roots.js




const roots_CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;
/**
 * The public roots as PEM, each once: Node's own, the system's (which kubectl and helm trust) and those of the
 * `extra` files. A file that cannot be read is a problem: without it a connection would fail for another reason.
 */
async function publicRoots(extra) {
    const roots = new Set([...(0,external_node_tls_.getCACertificates)('bundled'), ...(0,external_node_tls_.getCACertificates)('system')].map(normalize));
    for (const file of extra) {
        const found = await readRoots(file);
        if (!found.ok)
            return found;
        for (const certificate of found.value)
            roots.add(normalize(certificate));
    }
    return (0,lib_problem/* success */.kX)([...roots]);
}
async function readRoots(file) {
    let content;
    try {
        content = await (0,external_node_fs_promises_.readFile)(file, 'utf8');
    }
    catch (error) {
        return (0,lib_problem/* failure */.V2)(problemWith(file, `cannot be read: ${reasonOf(error)}`));
    }
    const certificates = content.match(roots_CERTIFICATE) ?? [];
    return certificates.length === 0 ? (0,lib_problem/* failure */.V2)(problemWith(file, 'holds no PEM certificate')) : (0,lib_problem/* success */.kX)(certificates);
}
function problemWith(file, what) {
    return refusal_refuse('certificate-authority', `the public roots are extended by ${file} (NODE_EXTRA_CA_CERTS or SSL_CERT_FILE), which ${what}`, 'Correct the variable or unset it, or give the authority of this API server as `certificate-authority`.');
}
function normalize(certificate) {
    return `${certificate.replace(/\r/g, '').trim()}\n`;
}

;// CONCATENATED MODULE: ./lib/connect/token-file.js




/** As client-go: https://github.com/kubernetes/client-go/blob/master/transport/token_source.go */
const REREAD_AFTER_MS = 60_000;
/**
 * A bearer token in a file that somebody else renews (a projected service account token, say). It is read again
 * when the last reading is a minute old, and at once where a fresh one is wanted.
 */
function tokenFileCredential(file, secrets, clock) {
    let last;
    return {
        async get(_signal, fresh) {
            if (last !== undefined && !fresh && clock.now() - last.readAt < REREAD_AFTER_MS)
                return (0,lib_problem/* success */.kX)(bearer(last.token));
            const token = await readTokenFile(file, secrets);
            if (!token.ok)
                return (0,lib_problem/* failure */.V2)({ kind: 'unauthenticated', ...token.why });
            last = { token: token.value, readAt: clock.now() };
            return (0,lib_problem/* success */.kX)(bearer(token.value));
        },
    };
}
/** The token in `file` without the blanks around it, masked. */
async function readTokenFile(file, secrets) {
    const no = (what) => ({
        ok: false,
        why: { message: `the token file ${file} ${what}`, fix: 'It must hold one bearer token while the job runs.' },
    });
    let token;
    try {
        token = (await (0,external_node_fs_promises_.readFile)(file, 'utf8')).trim();
    }
    catch (error) {
        return no(`cannot be read: ${reasonOf(error)}`);
    }
    if (token === '')
        return no('is empty');
    secrets.mask(token);
    // What would break the header, or begin another one.
    if (/[^\x21-\x7e]/.test(token))
        return no('holds more than a token: blanks, line breaks or other than ASCII characters');
    return { ok: true, value: token };
}
/** The same as an `Outcome`, where the file is an input of ours. */
async function checkTokenFile(file, place, secrets) {
    const token = await readTokenFile(file, secrets);
    return token.ok ? (0,lib_problem/* success */.kX)(token.value) : (0,lib_problem/* failure */.V2)(refuseEntry(place, token.why.message, token.why.fix));
}

;// CONCATENATED MODULE: ./lib/connect/choose-credential.js










/**
 * The credential that client-go would use: a token file before a token, then user name and password, an exec
 * plugin, the OIDC provider; a client certificate stands beside any of them (it is the agent's). `userName` is the
 * user in words; undefined: the input `token`.
 */
async function chooseCredential(base, userName, context, signal) {
    const { user } = base;
    const choose = (kind, credential, kept = user) => {
        const withCertificate = user['client-certificate-data'] !== undefined && kind !== choose_credential_CERTIFICATE;
        const kinds = withCertificate ? `${kind} and ${choose_credential_CERTIFICATE}` : kind;
        return (0,lib_problem/* success */.kX)({
            name: userName === undefined ? 'the input `token`' : `${userName} (${kinds})`,
            credential,
            user: kept,
        });
    };
    const tokenFile = textOf(user.tokenFile);
    if (tokenFile !== undefined) {
        const checked = await checkTokenFile(tokenFile, { input: 'kubeconfig', name: userName ?? '' }, context.secrets);
        if (!checked.ok)
            return checked;
        return choose(`token file ${tokenFile}`, tokenFileCredential(tokenFile, context.secrets, context.clock));
    }
    const token = textOf(user.token);
    if (token !== undefined)
        return choose('token', fixedCredential(bearer(token)));
    const name = textOf(user.username);
    if (name !== undefined) {
        return choose('user name and password', fixedCredential(basic(name, textOf(user.password) ?? '')));
    }
    if (kubeconfig_isMapping(user.exec)) {
        const plugin = execCredential({
            exec: user.exec,
            cluster: base.cluster,
            environment: context.network.pluginEnvironment,
            directory: context.workingDirectory,
            process: context.process,
            clock: context.clock,
            secrets: context.secrets,
        });
        return choose(`credential plugin ${textOf(user.exec.command)}`, plugin);
    }
    if (kubeconfig_isMapping(user['auth-provider'])) {
        const renewed = await oidcCredential(user, user['auth-provider'], context, signal);
        return renewed.ok ? choose('OIDC provider', renewed.value.credential, renewed.value.user) : renewed;
    }
    return choose(choose_credential_CERTIFICATE, fixedCredential({ headers: {} }));
}
const choose_credential_CERTIFICATE = 'client certificate';
/** Renewed before the kubeconfig is written: a refresh token may be good for one use only. */
async function oidcCredential(user, provider, context, signal) {
    const given = kubeconfig_isMapping(provider.config) ? provider.config : {};
    const ready = await oidcOptions(given, context);
    if (!ready.ok)
        return ready;
    const first = await freshOidcConfig(given, ready.value, signal);
    if (!first.ok)
        return first;
    let config = first.value;
    const credential = {
        async get(ownSignal, fresh) {
            const renewed = await freshOidcConfig(config, ready.value, ownSignal, fresh);
            if (!renewed.ok)
                return renewed;
            config = renewed.value;
            return (0,lib_problem/* success */.kX)(bearer(textOf(config['id-token']) ?? ''));
        },
    };
    return (0,lib_problem/* success */.kX)({ credential, user: { ...user, 'auth-provider': { ...provider, config } } });
}
async function oidcOptions(config, context) {
    const authority = embed_pemOf(config['idp-certificate-authority-data']);
    const roots = authority === undefined ? await publicRoots(context.network.extraRoots) : (0,lib_problem/* success */.kX)([authority]);
    if (!roots.ok)
        return roots;
    const issuer = URL.parse(textOf(config['idp-issuer-url']) ?? '');
    const proxy = issuer === null ? (0,lib_problem/* success */.kX)(undefined) : chooseProxy(issuer, undefined, context.network);
    if (!proxy.ok)
        return proxy;
    const agent = createAgent({
        ca: roots.value,
        cert: undefined,
        key: undefined,
        serverName: undefined,
        verify: true,
        proxy: proxy.value,
        proxyCa: roots.value,
    });
    return (0,lib_problem/* success */.kX)({ agent, clock: context.clock, secrets: context.secrets });
}

;// CONCATENATED MODULE: ./lib/connect/earlier.js



/** The name of the extension that marks a context that deploy-as has written. */
const EXTENSION = 'deploy-as';
/** Whether an earlier deploy-as step wrote this context. */
function isOurs(context) {
    return extensionsOf(context).some((extension) => kubeconfig_isMapping(extension) && extension.name === EXTENSION);
}
/** `context` marked as ours; other extensions stay. */
function marked(context, note) {
    const others = extensionsOf(context).filter((extension) => !isMapping(extension) || extension.name !== EXTENSION);
    return { ...context, extensions: [...others, { name: EXTENSION, extension: note }] };
}
/**
 * What a base user's own `as*` fields have against the identity. Somebody wrote them on purpose: replacing another
 * identity in silence would deploy as somebody that this kubeconfig is not meant for.
 */
function problemsOfOtherIdentity(user, where, identity) {
    const wanted = { ...impersonationFields(identity) };
    const others = IMPERSONATION_FIELDS.filter((field) => !isNothing(user[field]) && !same(user[field], wanted[field]));
    if (others.length === 0)
        return [];
    const found = others.map((field) => `\`${field}: ${JSON.stringify(user[field])}\``).join(', ');
    return [
        refusal_refuse('as', `${where} impersonates already, and otherwise than the inputs ask for: ${found}`, 'Give a kubeconfig without `as` fields, or one whose fields are those of `as`, `as-groups`, `as-uid` and `as-user-extra`.'),
    ];
}
function extensionsOf(context) {
    return Array.isArray(context.extensions) ? context.extensions : [];
}
function isNothing(value) {
    if (value === undefined || value === null || value === '')
        return true;
    return typeof value === 'object' && Object.keys(value).length === 0;
}
/** Equal as JSON, whatever the order of keys. */
function same(a, b) {
    return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}
function sorted(value) {
    if (!kubeconfig_isMapping(value))
        return value;
    return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

;// CONCATENATED MODULE: ./lib/connect/fields.js



const CLUSTER_TEXTS = [
    'server',
    'tls-server-name',
    'certificate-authority',
    'certificate-authority-data',
    'proxy-url',
];
const USER_TEXTS = [
    'client-certificate',
    'client-certificate-data',
    'client-key',
    'client-key-data',
    'token',
    'tokenFile',
    'username',
    'password',
];
const EXEC_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
const FLATTEN = 'Correct it in the kubeconfig; `kubectl config view --raw --flatten` prints one that works.';
/**
 * What is wrong with a cluster entry: keys of another type than client-go reads, an address that is none, and what
 * would send the credential to anybody who listens.
 */
function problemsOfCluster(cluster, place) {
    const no = (what, fix = FLATTEN) => refuseEntry(place, what, fix);
    const problems = fields_notText(cluster, CLUSTER_TEXTS).map((what) => no(what));
    for (const key of ['insecure-skip-tls-verify', 'disable-compression']) {
        const value = cluster[key] ?? false;
        if (typeof value !== 'boolean')
            problems.push(no(`\`${key}\` is neither true nor false`));
    }
    const server = textOf(cluster.server);
    if (server === undefined)
        problems.push(no('it has no `server`'));
    else
        problems.push(...problemsOfServer(server).map((what) => no(what, 'Write it as `https://prod.example.com:6443`.')));
    const hasAuthority = authorityKeys(cluster).length > 0;
    if (cluster['insecure-skip-tls-verify'] === true && hasAuthority) {
        problems.push(no('`insecure-skip-tls-verify` stands beside a certificate authority, which kubectl refuses', 'Take `insecure-skip-tls-verify` out.'));
    }
    return problems;
}
/** The keys of `cluster` that give it an authority of its own; none: the public roots. */
function authorityKeys(cluster) {
    return ['certificate-authority', 'certificate-authority-data'].filter((key) => textOf(cluster[key]) !== undefined);
}
function problemsOfServer(server) {
    const url = URL.parse(server);
    const shown = url === null || url.password === '' ? JSON.stringify(server) : 'the address';
    if (url === null || !/^https?:\/\//i.test(server) || url.hostname === '')
        return [`\`server\` ${shown} is no https address`];
    const problems = [];
    if (url.protocol === 'http:')
        problems.push(`\`server\` ${shown} is not https: the credential would go over the network in clear`);
    if (url.username !== '' || url.password !== '')
        problems.push('`server` holds a user name or password');
    if (url.search !== '' || url.hash !== '')
        problems.push(`\`server\` ${shown} holds a query or fragment`);
    return problems;
}
/** What is wrong with a user entry: wrong types, two credentials of which only one could be sent, half of one, or none. */
function fields_problemsOfUser(user, place) {
    const no = (what, fix = FLATTEN) => refuseEntry(place, what, fix);
    const problems = fields_notText(user, USER_TEXTS).map((what) => no(what));
    const has = (...keys) => keys.some((key) => textOf(user[key]) !== undefined);
    const withToken = has('token', 'tokenFile');
    const withPassword = has('username', 'password');
    if (Object.values(user).every((value) => value === undefined || value === null || value === '')) {
        problems.push(no('it holds no credential', 'Give `token`, which takes the place of the user.'));
    }
    if (withToken && withPassword)
        problems.push(no('it has both a token and a user name with password', 'Keep one of them.'));
    if (withPassword && !has('username'))
        problems.push(no('it has a password and no user name'));
    if (has('username') && /:/.test(textOf(user.username) ?? ''))
        problems.push(no('its user name holds a `:`'));
    const hasCertificate = has('client-certificate', 'client-certificate-data');
    if (hasCertificate !== has('client-key', 'client-key-data')) {
        problems.push(no(hasCertificate ? 'it has a client certificate and no key for it' : 'it has a client key and no certificate'));
    }
    for (const key of ['token', 'username', 'password']) {
        if (characters/* CONTROL_CHARACTER */.gW.test(textOf(user[key]) ?? ''))
            problems.push(no(`\`${key}\` holds a line break or control character`));
    }
    if (present(user.exec) && present(user['auth-provider']))
        problems.push(no('it has both `exec` and `auth-provider`'));
    if (present(user.exec))
        problems.push(...problemsOfExec(user.exec).map((what) => no(what)));
    if (present(user['auth-provider']))
        problems.push(...problemsOfProvider(user['auth-provider']).map(([what, fix]) => no(what, fix)));
    return problems;
}
function problemsOfExec(exec) {
    if (!kubeconfig_isMapping(exec))
        return ['`exec` is not a mapping'];
    const problems = [];
    if (textOf(exec.command) === undefined)
        problems.push('`exec` has no `command`');
    if (!EXEC_VERSIONS.includes(textOf(exec.apiVersion) ?? '')) {
        problems.push(`\`apiVersion\` of \`exec\` is not one of ${EXEC_VERSIONS.join(', ')}`);
    }
    const args = exec.args ?? [];
    if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) {
        problems.push('`args` of `exec` is not a list of texts: put numbers and booleans in quotes');
    }
    const env = exec.env ?? [];
    const isVariable = (item) => kubeconfig_isMapping(item) && textOf(item.name) !== undefined && typeof (item.value ?? '') === 'string';
    if (!Array.isArray(env) || !env.every(isVariable)) {
        problems.push('`env` of `exec` is not a list of `name` and `value` texts: put numbers and booleans in quotes');
    }
    if (exec.interactiveMode === 'Always')
        problems.push('`interactiveMode` of `exec` is `Always`, and a job has no terminal');
    return problems;
}
/** kubectl has dropped all providers but `oidc`: https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.26.md */
function problemsOfProvider(provider) {
    const name = kubeconfig_isMapping(provider) ? textOf(provider.name) : undefined;
    if (name === 'oidc')
        return [];
    const plugin = name === 'gcp' ? '`gke-gcloud-auth-plugin`' : name === 'azure' ? '`kubelogin`' : 'a credential plugin';
    return [
        [
            `its \`auth-provider\` ${name === undefined ? 'has no name' : JSON.stringify(name)} is one that kubectl no longer has`,
            `Use ${plugin} as \`exec\`, or give \`token\`.`,
        ],
    ];
}
function fields_notText(fields, keys) {
    return keys
        .filter((key) => present(fields[key]) && typeof fields[key] !== 'string')
        .map((key) => `\`${key}\` is not text: put it in quotes`);
}
function present(value) {
    return value !== undefined && value !== null;
}

;// CONCATENATED MODULE: ./lib/connect/mask.js

/** base64 is printed in lines of these lengths by `base64` and by PEM. */
const WRAPPED_AT = [76, 64];
/** Names of settings whose values are secret whatever they look like. */
const SECRET_NAME = /(token|secret|passw(or)?d|passphrase|pwd|pat|auth|authorization|cookie|credentials?|key|secret[-_]?id)$/i;
/** Masks every secret part of every user and cluster: also the unused ones stand in the text that we were given. */
function maskKubeconfig(kubeconfig, secrets) {
    for (const { value } of kubeconfig.users.values())
        maskUser(value, secrets);
    for (const { value } of kubeconfig.clusters.values())
        maskUrlPassword(textOf(value['proxy-url']), secrets);
}
/** Masks the secret parts of one user entry. */
function maskUser(user, secrets) {
    for (const secret of secretsOf(user))
        secrets.mask(secret);
}
/** Masks the whole of a base64 kubeconfig, also as it is wrapped into lines. */
function maskBase64(text, secrets) {
    const whole = Buffer.from(text, 'utf8').toString('base64');
    secrets.mask(whole);
    for (const width of WRAPPED_AT)
        secrets.mask((whole.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n'));
}
/** Masks the password in a URL, as it stands there and decoded. */
function maskUrlPassword(url, secrets) {
    const password = URL.parse(url ?? '')?.password ?? '';
    if (password === '')
        return;
    secrets.mask(password);
    secrets.mask(decodeUrl(password));
}
/** The secret parts of a user entry, decoded where they are base64. Names, addresses and switches are none. */
function secretsOf(user) {
    const secrets = [user.token, user.password, user['client-key-data']].flatMap((value) => textOf(value) ?? []);
    const key = textOf(user['client-key-data']);
    if (key !== undefined)
        secrets.push(Buffer.from(key, 'base64').toString('utf8'));
    const provider = user['auth-provider'];
    if (kubeconfig_isMapping(provider))
        secrets.push(...settings(provider.config));
    if (kubeconfig_isMapping(user.exec))
        secrets.push(...execSecrets(user.exec));
    return secrets.filter((secret) => secret !== '');
}
function settings(config) {
    if (!kubeconfig_isMapping(config))
        return [];
    return Object.entries(config).flatMap(([name, value]) => typeof value === 'string' && isSecretSetting(name, value) ? [value] : []);
}
function execSecrets(exec) {
    const env = Array.isArray(exec.env) ? exec.env : [];
    const variables = env.flatMap((item) => {
        const name = kubeconfig_isMapping(item) ? textOf(item.name) : undefined;
        const value = kubeconfig_isMapping(item) ? textOf(item.value) : undefined;
        return name !== undefined && value !== undefined && isSecretSetting(name, value) ? [value] : [];
    });
    const args = (Array.isArray(exec.args) ? exec.args : []).filter((arg) => typeof arg === 'string');
    return [...variables, ...args.flatMap((arg, index) => argumentSecret(args[index - 1] ?? '', arg))];
}
/** `--client-secret=x` and `--client-secret x`. */
function argumentSecret(before, arg) {
    const [, name, value] = /^--?([\w-]+)=(.*)$/s.exec(arg) ?? [];
    if (name !== undefined && value !== undefined)
        return SECRET_NAME.test(name) && !isPlainSetting(value) ? [value] : [];
    return /^--?[\w-]+$/.test(before) && SECRET_NAME.test(before) && !/^-/.test(arg) && !isPlainSetting(arg) ? [arg] : [];
}
/**
 * Whether a named setting's value must not be shown. A value is not secret by default only where it plainly is
 * something else: masking `prod` or `eu-west-1` would black out the whole log and protect nothing.
 */
function isSecretSetting(name, value) {
    if (isPlainSetting(value))
        return false;
    return SECRET_NAME.test(name) || looksRandom(value);
}
/** Switches, numbers, words such as `default`, paths, and addresses without a password. */
function isPlainSetting(value) {
    if (/^(true|false|yes|no|on|off|none|\d{1,6})$/i.test(value))
        return true;
    if (/^(~|\.{1,2})?\/[\w./@ -]*$/.test(value) || /^[A-Za-z]:\\/.test(value))
        return true;
    return URL.canParse(value) && /^https?:/.test(value) && (URL.parse(value)?.password ?? '') === '';
}
function looksRandom(value) {
    return (value.length >= 16 &&
        /\d/.test(value) &&
        /[A-Za-z]/.test(value) &&
        !/\s/.test(value) &&
        !/^[a-z]+(-[a-z0-9]+)*$/.test(value));
}
function decodeUrl(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

// EXTERNAL MODULE: ./lib/connect/nearest.js
var connect_nearest = __webpack_require__(6495);
;// CONCATENATED MODULE: ./lib/connect/select.js




/**
 * The wanted context, or the current one, with what it names. `needsUser` is false where a token replaces the
 * user, so that a kubeconfig without credentials works.
 */
function selectContext(kubeconfig, wanted, needsUser) {
    const context = findContext(kubeconfig, wanted);
    if (!context.ok)
        return context;
    const of = `context ${JSON.stringify(context.value.name)} of ${kubeconfig.name}`;
    const cluster = findEntry(kubeconfig.clusters, context.value, 'cluster', of);
    const user = findEntry(kubeconfig.users, context.value, 'user', of);
    const problems = [];
    if (!cluster.ok)
        problems.push(...cluster.problems);
    if (!user.ok && needsUser)
        problems.push(...user.problems);
    if (!cluster.ok || problems.length > 0)
        return (0,lib_problem/* failure */.V2)(...problems);
    return (0,lib_problem/* success */.kX)({
        context: context.value,
        cluster: cluster.value,
        user: user.ok ? user.value : undefined,
        userName: textOf(context.value.value.user),
    });
}
function findContext(kubeconfig, wanted) {
    const name = wanted ?? kubeconfig.currentContext;
    const names = [...kubeconfig.contexts.keys()];
    if (name === undefined) {
        return (0,lib_problem/* failure */.V2)(refusal_refuse('context', `${kubeconfig.name} has no \`current-context\``, `Write \`context\`. ${choice(names)}`));
    }
    const context = kubeconfig.contexts.get(name);
    if (context !== undefined)
        return (0,lib_problem/* success */.kX)(context);
    const which = wanted === undefined ? 'its `current-context`' : 'the context';
    return (0,lib_problem/* failure */.V2)(refusal_refuse('context', `${kubeconfig.name} has no entry for ${which} ${JSON.stringify(name)}`, choice((0,connect_nearest/* nearestFirst */.F)(name, names))));
}
function findEntry(entries, context, kind, of) {
    const name = textOf(context.value[kind]);
    const entry = name === undefined ? undefined : entries.get(name);
    if (entry !== undefined)
        return (0,lib_problem/* success */.kX)(entry);
    const what = name === undefined ? `names no ${kind}` : `names the ${kind} ${JSON.stringify(name)}, which is missing`;
    const others = (0,connect_nearest/* nearestFirst */.F)(name ?? '', [...entries.keys()]);
    const there = others.length === 0 ? `There is no ${kind} at all.` : `There is ${listNames(others)}.`;
    const instead = kind === 'user' ? ' Or give `token`, which takes the place of the user.' : '';
    return (0,lib_problem/* failure */.V2)(refusal_refuse('kubeconfig', `${of} ${what}`, `Correct \`${kind}\` of the context. ${there}${instead}`));
}
function choice(names) {
    return names.length === 0 ? 'It has no contexts at all.' : `It has ${listNames(names)}.`;
}

;// CONCATENATED MODULE: ./lib/connect/sources.js







const INLINE_NAME = 'the text given as `kubeconfig`';
/** The kubeconfig that a source stands for, whole; paths in it are still as they were written. */
async function readSource(source, secrets) {
    switch (source.kind) {
        case 'file':
            return readOneFile(source.file);
        case 'ambient':
            return readAmbient(source.files);
        case 'inline':
            if (source.encoding === 'base64')
                maskBase64(source.text, secrets);
            return parseKubeconfig(source.text, { name: INLINE_NAME, directory: source.directory });
        case 'in-cluster':
            return sources_readInCluster(source);
        case 'server':
            return (0,lib_problem/* success */.kX)(serverKubeconfig(source.server, source.ca));
    }
}
async function readOneFile(file) {
    const text = await sources_readText(file);
    if (text.ok)
        return parseKubeconfig(text.value, originOf(file));
    const fix = file.includes('~')
        ? 'Write the path without `~`, which only a shell replaces; it is relative to `working-directory`.'
        : 'Correct the path (it is relative to `working-directory`), and let the step that writes it run before this one.';
    return (0,lib_problem/* failure */.V2)(refusal_refuse('kubeconfig', `the file ${file} cannot be read: ${text.why}`, fix));
}
/** Files that do not exist are skipped and empty ones are no error, as in client-go; but something must be there. */
async function readAmbient(files) {
    const found = [];
    const problems = [];
    for (const file of files) {
        const text = await sources_readText(file);
        if (!text.ok && text.code === 'ENOENT')
            continue;
        if (!text.ok) {
            problems.push(refusal_refuse('kubeconfig', `the file ${file} cannot be read: ${text.why}`, 'Correct KUBECONFIG.'));
        }
        else if (text.value.trim() !== '' || files.length === 1) {
            const parsed = parseKubeconfig(text.value, originOf(file));
            if (parsed.ok)
                found.push(parsed.value);
            else
                problems.push(...parsed.problems);
        }
    }
    if (problems.length > 0)
        return (0,lib_problem/* failure */.V2)(...problems);
    const [first, ...others] = found;
    if (first === undefined)
        return (0,lib_problem/* failure */.V2)(nothingAmbient(files));
    return (0,lib_problem/* success */.kX)(others.length === 0 ? first : mergeKubeconfigs(found, `the kubeconfigs ${files.join(', ')}`));
}
function nothingAmbient(files) {
    const where = files.length === 0 ? 'no file' : files.length === 1 ? `no file ${files[0]}` : `none of ${files.join(', ')}`;
    return refusal_refuse('kubeconfig', `\`ambient\` means the files of KUBECONFIG, else ~/.kube/config, and there is ${where}`, 'Give `kubeconfig` (path, YAML or base64), or `server` with `token`; or let an earlier step write a kubeconfig.');
}
/** What every pod is given: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
async function sources_readInCluster(source) {
    const files = { token: (0,external_node_path_.join)(source.directory, 'token'), ca: (0,external_node_path_.join)(source.directory, 'ca.crt') };
    const [token, ca, namespace] = await Promise.all([
        sources_readText(files.token),
        sources_readText(files.ca),
        sources_readText((0,external_node_path_.join)(source.directory, 'namespace')),
    ]);
    const missing = [
        ...(token.ok ? [] : [`${files.token} (${token.why})`]),
        ...(ca.ok ? [] : [`${files.ca} (${ca.why})`]),
    ];
    if (missing.length > 0) {
        return (0,lib_problem/* failure */.V2)(refusal_refuse('kubeconfig', `\`in-cluster\` reads the service account of the runner's pod, and cannot read ${missing.join(' and ')}`, 'Give the pod a service account with `automountServiceAccountToken: true`, or another `kubeconfig`.'));
    }
    const host = (0,external_node_net_.isIPv6)(source.host) ? `[${source.host}]` : source.host;
    const cluster = { server: `https://${host}:${source.port}`, 'certificate-authority': files.ca };
    const own = namespace.ok && namespace.value.trim() !== '' ? { namespace: namespace.value.trim() } : {};
    const origin = { name: "the runner's pod", directory: source.directory };
    return (0,lib_problem/* success */.kX)(single('in-cluster', { cluster, user: { tokenFile: files.token }, context: own }, 'service-account', origin));
}
function serverKubeconfig(server, ca) {
    const cluster = {
        server,
        ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca, 'utf8').toString('base64') }),
    };
    const name = URL.parse(server)?.hostname ?? 'cluster';
    return single(name, { cluster, user: undefined, context: {} }, 'token', {
        name: 'the input `server`',
        directory: '/',
    });
}
function single(name, entry, userName, origin) {
    const context = { ...entry.context, cluster: name, user: userName };
    const users = entry.user === undefined ? [] : [[userName, { name: userName, value: entry.user, origin }]];
    return {
        name: origin.name,
        currentContext: name,
        clusters: new Map([[name, { name, value: entry.cluster, origin }]]),
        users: new Map(users),
        contexts: new Map([[name, { name, value: context, origin }]]),
    };
}
function originOf(file) {
    return { name: `kubeconfig ${file}`, directory: (0,external_node_path_.dirname)(file) };
}
async function sources_readText(file) {
    try {
        return { ok: true, value: await (0,external_node_fs_promises_.readFile)(file, 'utf8') };
    }
    catch (error) {
        return { ok: false, code: codeOf(error) ?? '', why: reasonOf(error) };
    }
}

;// CONCATENATED MODULE: ./lib/connect/connect.js














/**
 * Reads the base credential and the way to the API server from their source; the server itself is not asked yet.
 * Every secret in them is masked before anything else looks at it. What is wrong with them is returned as problems
 * (kind `input`; `unauthenticated` where a credential has to be renewed first and cannot be).
 */
async function connect(source, options, signal) {
    for (const proxy of [source.network.httpsProxy, source.network.httpProxy])
        maskUrlPassword(proxy, options.secrets);
    if (source.kubeconfig.kind === 'server' && source.token === undefined) {
        return (0,lib_problem/* failure */.V2)(refusal_refuse('server', 'no credential comes with it', 'Give `token` beside `server`.'));
    }
    const kubeconfig = await readSource(source.kubeconfig, options.secrets);
    if (!kubeconfig.ok)
        return kubeconfig;
    maskKubeconfig(kubeconfig.value, options.secrets);
    const selected = selectContext(kubeconfig.value, source.context, source.token === undefined);
    if (!selected.ok)
        return selected;
    const entry = await standAlone(selected.value, source, options);
    if (!entry.ok)
        return entry;
    const transport = await findTransport(entry.value, source);
    if (!transport.ok)
        return transport;
    const base = { ...entry.value, cluster: transport.value.cluster };
    const credential = await chooseCredential(base, describeUser(selected.value, source), { ...options, network: source.network }, signal);
    if (!credential.ok)
        return credential;
    return (0,lib_problem/* success */.kX)(makeConnection(base, transport.value.transport, credential.value));
}
/** The three entries with a token in the user's place where one is given, checked and in need of no other file. */
async function standAlone(selected, source, options) {
    const { cluster, context } = selected;
    const clusterName = `cluster ${JSON.stringify(cluster.name)} of ${cluster.origin.name}`;
    const isServer = source.kubeconfig.kind === 'server';
    const user = baseUser(selected, source);
    const ownUser = withoutImpersonation(user.value);
    const problems = [
        ...problemsOfCluster(cluster.value, { input: isServer ? 'server' : 'kubeconfig', name: clusterName }),
        ...fields_problemsOfUser(ownUser, user.place),
    ];
    if (!isOurs(context.value))
        problems.push(...problemsOfOtherIdentity(user.value, user.place.name, options.identity));
    if (problems.length > 0)
        return (0,lib_problem/* failure */.V2)(...problems);
    const embeddedCluster = await embedCluster(cluster.value, cluster.origin, {
        input: isServer ? 'certificate-authority' : 'kubeconfig',
        name: clusterName,
    });
    const embeddedUser = await embedUser(ownUser, user.origin, user.place, options.workingDirectory);
    if (!embeddedCluster.ok || !embeddedUser.ok) {
        return (0,lib_problem/* failure */.V2)(...problemsIn(embeddedCluster), ...problemsIn(embeddedUser));
    }
    maskUser(embeddedUser.value, options.secrets);
    return (0,lib_problem/* success */.kX)({
        contextName: context.name,
        clusterName: cluster.name,
        userName: selected.userName ?? 'token',
        cluster: embeddedCluster.value,
        user: embeddedUser.value,
        context: context.value,
    });
}
/** The user entry, or one of the given token alone in its place. */
function baseUser(selected, source) {
    const { user, context } = selected;
    if (source.token !== undefined) {
        const place = { input: 'token', name: 'the given token' };
        return { value: { token: source.token.reveal() }, place, origin: context.origin };
    }
    const origin = user?.origin ?? context.origin;
    const name = `user ${JSON.stringify(user?.name ?? '')} of ${origin.name}`;
    return { value: user?.value ?? {}, place: { input: 'kubeconfig', name }, origin };
}
/** How the base user is called in messages, up to the kind of its credential. */
function describeUser(selected, source) {
    if (source.token !== undefined || selected.user === undefined)
        return undefined;
    if (source.kubeconfig.kind === 'in-cluster')
        return "the service account of the runner's pod";
    const by = isOurs(selected.context.value) ? ', written by an earlier deploy-as step' : '';
    return `user ${JSON.stringify(selected.user.name)} of ${selected.user.origin.name}${by}`;
}
/**
 * How the server is reached and recognised. Where the public roots are extended, the cluster entry gets them all:
 * kubectl and helm, which read the environment differently, then agree with us.
 */
async function findTransport(entry, source) {
    const { cluster, user } = entry;
    const { network } = source;
    const url = new URL(textOf(cluster.server) ?? '');
    const proxy = chooseProxy(url, textOf(cluster['proxy-url']), network);
    const verify = cluster['insecure-skip-tls-verify'] !== true;
    const isPublic = verify && authorityKeys(cluster).length === 0;
    const needsRoots = isPublic || (proxy.ok && proxy.value?.protocol === 'https:');
    const roots = needsRoots ? await publicRoots(network.extraRoots) : (0,lib_problem/* success */.kX)(undefined);
    if (!proxy.ok || !roots.ok)
        return (0,lib_problem/* failure */.V2)(...problemsIn(proxy), ...problemsIn(roots));
    const authority = embed_pemOf(cluster['certificate-authority-data']);
    const ca = isPublic ? roots.value : authority === undefined ? undefined : [authority];
    const isExtended = isPublic && roots.value !== undefined && network.extraRoots.length > 0;
    return (0,lib_problem/* success */.kX)({
        transport: {
            ca,
            cert: embed_pemOf(user['client-certificate-data']),
            key: embed_pemOf(user['client-key-data']),
            serverName: textOf(cluster['tls-server-name']),
            verify,
            proxy: proxy.value,
            proxyCa: roots.value === undefined ? undefined : [...roots.value, ...(authority === undefined ? [] : [authority])],
        },
        cluster: isExtended
            ? { ...cluster, 'certificate-authority-data': Buffer.from(roots.value.join('')).toString('base64') }
            : cluster,
    });
}
function makeConnection(base, transport, chosen) {
    return {
        server: (textOf(base.cluster.server) ?? '').replace(/\/+$/, ''),
        namespace: textOf(base.context.namespace),
        base: { ...base, user: chosen.user },
        credentialName: chosen.name,
        agent: createAgent(transport),
        async requestOptions(signal, { fresh = false } = {}) {
            const got = await chosen.credential.get(signal, fresh);
            return got.ok ? (0,lib_problem/* success */.kX)({ ...got.value, headers: { ...got.value.headers } }) : got;
        },
    };
}
function problemsIn(outcome) {
    return outcome.ok ? [] : outcome.problems;
}

// EXTERNAL MODULE: ./lib/secret.js
var secret = __webpack_require__(1550);
// EXTERNAL MODULE: ./lib/cli/log.js
var log = __webpack_require__(2507);
// EXTERNAL MODULE: ./lib/cli/terminal.js
var cli_terminal = __webpack_require__(3345);
// EXTERNAL MODULE: ./lib/cli/usage.js
var usage = __webpack_require__(2402);
;// CONCATENATED MODULE: ./lib/cli/check.js















/** Where the token comes from, since everybody on the machine can read a command line. */
const TOKEN_VARIABLE = 'DEPLOY_AS_TOKEN';
/** The options that are inputs of the action, and read as these. */
const check_INPUTS = [
    'as',
    'as-groups',
    'as-uid',
    'as-user-extra',
    'kubeconfig',
    'context',
    'server',
    'certificate-authority',
    'namespace',
    'working-directory',
];
const CLOCK = {
    now: () => Date.now(),
    sleep: (milliseconds, signal) => (0,promises_.setTimeout)(milliseconds, undefined, { signal }),
};
/** `deploy-as check` */
async function checkCommand(given, output, terminal, signal) {
    const secrets = new secret/* Secrets */.Sb();
    const inputs = inputsOf(given, terminal, secrets);
    const tell = (problems) => {
        for (const problem of problems)
            terminal.stderr(`${secrets.redact((0,lib_problem/* formatProblem */.Vw)((0,usage/* asOptionProblem */.JL)(problem)))}\n`);
    };
    if (!inputs.ok) {
        tell(inputs.problems);
        return cli_terminal/* EXIT */.d.usage;
    }
    const { identity, credential, folders } = inputs.value;
    const options = {
        identity,
        secrets,
        workingDirectory: folders.working,
        process: terminal.process,
        clock: CLOCK,
    };
    const connection = await connect(credential, options, signal);
    if (!connection.ok) {
        tell(connection.problems);
        return cli_terminal/* EXIT */.d.findings;
    }
    const checked = await check_ask(inputs.value, connection.value, terminal, signal);
    tell(checked.problems);
    if (checked.rights !== undefined)
        terminal.stdout(secrets.redact(written(checked, checked.rights, output)));
    return checked.problems.length === 0 && checked.rights?.findings.length === 0 ? cli_terminal/* EXIT */.d.clean : cli_terminal/* EXIT */.d.findings;
}
function inputsOf(given, terminal, secrets) {
    const environment = { ...withoutInputs(terminal.environment) };
    for (const name of check_INPUTS) {
        if (given.has(name))
            environment[`INPUT_${name.toUpperCase()}`] = given.list(name).join('\n');
    }
    const token = terminal.environment[TOKEN_VARIABLE];
    if (token !== undefined)
        environment.INPUT_TOKEN = token;
    return readInputs(rawInputs(environment), withoutToken(terminal.environment), runnerOf(terminal), secrets);
}
/** What is left of a job's step around us is no option of ours. */
function withoutInputs(environment) {
    return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^INPUT_/i.test(name)));
}
/** Credential plugins are no readers of our token. */
function withoutToken(environment) {
    const { [TOKEN_VARIABLE]: _token, ...rest } = environment;
    return rest;
}
function runnerOf({ currentFolder, environment }) {
    return {
        workspace: currentFolder,
        temp: currentFolder,
        home: environment.HOME ?? environment.USERPROFILE ?? currentFolder,
        outputFile: undefined,
        environmentFile: undefined,
        pathFile: undefined,
        stateFile: undefined,
        summaryFile: undefined,
        debug: false,
    };
}
/** Whether the token can become the identity, and what else it may do: both, whatever the other says. */
async function check_ask({ identity, namespace }, connection, terminal, signal) {
    const { credentialName, server } = connection;
    const cluster = openCluster({ connection, identity, clock: CLOCK, log: (0,log/* stderrLog */.b)(terminal) });
    try {
        const place = namespace ?? (0,identity_name/* serviceAccountOf */.gw)(identity.username)?.namespace ?? connection.namespace;
        const question = { identity, namespace: place, depth: 'full', credentialName };
        const [become, token, rights] = await Promise.all([
            whoami(cluster, identity, { credentialName }, signal),
            tokenUser(cluster, signal),
            checkToken(cluster, question, signal),
        ]);
        const problems = [become, rights].flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
        return { server, as: identity.username, token, problems, rights: rights.ok ? rights.value : undefined };
    }
    finally {
        cluster.close();
    }
}
function written({ server, as, token }, { findings, complete }, output) {
    if (output === 'text') {
        const who = token ?? 'The token';
        const lines = [
            ...findings.map(finding/* findingLine */.mC),
            findings.length === 0
                ? `${who} may become ${as} at ${server}, and nothing else was found.`
                : `${who} may do more than become ${as} at ${server}: ${findings.length} finding${findings.length === 1 ? '' : 's'}.`,
            ...(complete ? [] : ['An authorizer beside RBAC does not list its rules: it may allow what nobody asked about.']),
        ];
        return `${lines.join('\n')}\n`;
    }
    const result = { server, token: token ?? null, as, complete, findings };
    return output === 'json' ? `${JSON.stringify(result, undefined, 2)}\n` : (0,dist/* stringify */.As)(result, { lineWidth: 0 });
}


/***/ })

};
;