"use strict";
exports.id = 521;
exports.ids = [521];
exports.modules = {

/***/ 3633:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qc: () => (/* binding */ childEnvironment)
/* harmony export */ });
/* unused harmony exports readRunner, helmOverrides */
/**
 * Reads the runner's variables.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @throws where RUNNER_TEMP is missing: without it there is no private place for a credential.
 */
function readRunner(environment, currentFolder) {
    const temp = environment.RUNNER_TEMP;
    if (temp === undefined || temp === '') {
        throw new Error('RUNNER_TEMP is not set: deploy-as keeps credentials only in the folder that the runner provides for it');
    }
    return {
        workspace: given(environment.GITHUB_WORKSPACE) ?? currentFolder,
        temp,
        home: given(environment.HOME) ?? given(environment.USERPROFILE) ?? temp,
        outputFile: given(environment.GITHUB_OUTPUT),
        environmentFile: given(environment.GITHUB_ENV),
        pathFile: given(environment.GITHUB_PATH),
        stateFile: given(environment.GITHUB_STATE),
        summaryFile: given(environment.GITHUB_STEP_SUMMARY),
        debug: environment.RUNNER_DEBUG === '1',
    };
}
/**
 * The environment for children: everything the job has, but not our own inputs (they hold credentials) and no
 * `HELM_KUBE*` (they override the kubeconfig, impersonation included).
 */
function childEnvironment(environment) {
    const kept = {};
    for (const [name, value] of Object.entries(environment)) {
        if (value === undefined || /^(INPUT_|STATE_|HELM_KUBE)/i.test(name))
            continue;
        kept[name] = value;
    }
    return kept;
}
/** The `HELM_KUBE*` variables that are set and that later steps must not see. */
function helmOverrides(environment) {
    return Object.keys(environment).filter((name) => /^HELM_KUBE/i.test(name) && environment[name] !== '');
}
function given(value) {
    return value === undefined || value === '' ? undefined : value;
}


/***/ }),

/***/ 2694:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gW: () => (/* binding */ CONTROL_CHARACTER),
/* harmony export */   h$: () => (/* binding */ hasLetterOrDigit)
/* harmony export */ });
/* unused harmony export characterClass */
/**
 * Classes of characters that cost nothing until they are needed. A literal such as `/\p{L}/u` asks ICU about every
 * character there is whenever the function around it is parsed, called or not: a tenth of the time that it takes to
 * refuse bad inputs (`npm run bench`). So what is loaded for that has none.
 */
/** One control character (`\p{Cc}`), said by what is none. */
const CONTROL_CHARACTER = /[^ -~\u00a0-\uffff]/;
/** The members of a class, as `\p{L}\p{N}`, become a pattern when they are first asked for. */
function characterClass(members, flags = 'u') {
    let pattern;
    return () => {
        pattern ??= new RegExp(`[${members}]`, flags);
        return pattern;
    };
}
const letterOrDigit = characterClass('\\p{L}\\p{N}');
/** Whether there is a letter or digit of any script in `text`. */
function hasLetterOrDigit(text) {
    return /[A-Za-z0-9]/.test(text) || letterOrDigit().test(text);
}


/***/ }),

/***/ 2507:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ stderrLog)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8007);

/** A command says nothing while it works, but for warnings: what it has to say is its result. */
function stderrLog({ stderr }) {
    return {
        info: () => { },
        script: () => { },
        debug: () => { },
        warn: (problem) => stderr(`Warning: ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .formatProblem */ .Vw)(problem)}\n`),
        group: (_name, work) => work(),
    };
}


/***/ }),

/***/ 3879:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ refusedHelmArguments),
/* harmony export */   Nu: () => (/* binding */ valueOfFlag)
/* harmony export */ });
/* unused harmony export partHelmArguments */
/**
 * Flags of `helm upgrade` that deploy-as sets itself: `name` → what to do instead. `helm-args` may not hold them, since
 * helm would take the last one, and the step would then do something else than its inputs say.
 */
const REFUSED = new Map([
    ['--namespace', 'Use the input `namespace`.'],
    ['--username', 'Use the input `chart-username`.'],
    ['--password', 'Use the input `chart-password`: on the command line every process of the machine could read it.'],
    ['--version', 'Use the input `chart-version`.'],
    ['--repo', 'Use the input `chart-repository`.'],
    ['--values', 'Use the input `values-files`, or `values` for inline YAML.'],
    ['--set', 'Use the input `set`.'],
    ['--wait', 'Use the input `wait`.'],
    ['--timeout', 'Use the input `timeout`.'],
    ['--install', 'Take it out: deploy-as always installs what is not there yet.'],
    ['--dry-run', 'Take it out: deploy-as makes its own dry run first.'],
    [
        '--create-namespace',
        'Create the namespace beforehand, in a deploy-as step with `manifests`, as somebody who may create namespaces.',
    ],
    ['--output', "Take it out: deploy-as reads helm's answer and shows what matters in it."],
    ['--help', 'Take it out: with it helm deploys nothing.'],
]);
/** https://helm.sh/docs/helm/helm_upgrade/: the one-letter flags of `helm upgrade`, and which of them take a value. */
const SHORT_FLAGS = new Map([
    ['n', { name: '--namespace', takesValue: true }],
    ['f', { name: '--values', takesValue: true }],
    ['i', { name: '--install', takesValue: false }],
    ['o', { name: '--output', takesValue: true }],
    ['l', { name: '--labels', takesValue: true }],
    ['h', { name: '--help', takesValue: false }],
]);
/** Where charts come from: these flags belong to the download of a chart, not to the upgrade. */
const DOWNLOAD_FLAGS = new Map([
    ['--ca-file', { takesValue: true }],
    ['--cert-file', { takesValue: true }],
    ['--key-file', { takesValue: true }],
    ['--keyring', { takesValue: true }],
    ['--insecure-skip-tls-verify', { takesValue: false }],
    ['--pass-credentials', { takesValue: false }],
    ['--plain-http', { takesValue: false }],
    ['--verify', { takesValue: false }],
    ['--devel', { takesValue: false }],
]);
/** helm's own files. With a login they are private ones, which these flags would replace. */
const HOME_FLAGS = new Set([
    '--registry-config',
    '--repository-config',
    '--repository-cache',
    '--content-cache',
]);
/**
 * What is wrong with `helm-args` (kind `input`, input `helm-args`): flags that deploy-as or another input sets, in
 * long, short, joined and `=` form, and lines that hold more than one argument. Flags are looked for on every line,
 * also where helm would take the line as the value of the one before.
 */
function refusedHelmArguments(helmArgs, login) {
    return helmArgs.flatMap((line) => {
        if (line === '--') {
            return [refusal('`--` would turn the arguments behind it into names', 'Take it out.')];
        }
        if (!line.startsWith('-'))
            return [];
        const reasons = readFlag(line).names.flatMap((name) => refusedFlag(name, login));
        if (reasons.length > 0)
            return reasons;
        return problemOfBlank(line);
    });
}
function refusedFlag(name, login) {
    if (name.startsWith('--kube')) {
        return [
            refusal(`\`${name}\` would connect to another cluster or as somebody else`, 'Say whom to become with `as`, `as-groups`, `as-uid` and `as-user-extra`, and where with `kubeconfig`, `context` or `server`.'),
        ];
    }
    const instead = REFUSED.get(name);
    if (instead !== undefined)
        return [refusal(`\`${name}\` is set by deploy-as itself`, instead)];
    if (login && HOME_FLAGS.has(name)) {
        return [
            refusal(`\`${name}\` does not go together with \`chart-username\`: helm would not find the login`, 'Take it out: with a login deploy-as gives helm private files, and removes them.'),
        ];
    }
    return [];
}
/** One argument a line, no shell splitting: `--flag value` on one line is a flag of that whole name to helm. */
function problemOfBlank(line) {
    const name = line.split('=', 1)[0] ?? line;
    if (!/\s/.test(name))
        return [];
    const [flag = '', ...value] = line.split(/\s+/);
    return [
        refusal(`"${flag} …" holds more than one argument on a line`, `Write \`${flag}=${value.length === 0 ? 'value' : '…'}\`, or the value on a line of its own; there is no shell, so quotes are not needed.`),
    ];
}
function refusal(what, fix) {
    return { kind: 'input', input: 'helm-args', message: `input \`helm-args\`: ${what}.`, fix };
}
/** Long flags have no abbreviations in pflag; short ones may be joined: `-if values.yaml`, `-nshop`, `-n=shop`. */
function readFlag(line) {
    if (line.startsWith('--')) {
        const [name = '', ...value] = line.split('=');
        return {
            names: [name.split(/\s/, 1)[0] ?? name],
            inlineValue: line.includes('=') ? value.join('=') : undefined,
        };
    }
    const names = [];
    for (const [index, letter] of [...line.slice(1)].entries()) {
        const flag = SHORT_FLAGS.get(letter);
        if (flag === undefined)
            break;
        names.push(flag.name);
        if (flag.takesValue) {
            const rest = line.slice(index + 2);
            return { names, inlineValue: rest === '' ? undefined : rest.replace(/^=/, '') };
        }
    }
    return { names, inlineValue: undefined };
}
/**
 * `helm-args` parted into those that say how a chart is downloaded and the rest; helm's own files and `--debug`
 * go to both. For valid arguments (`refusedHelmArguments` finds nothing).
 */
function partHelmArguments(helmArgs) {
    const download = [];
    const upgrade = [];
    let targets = [upgrade];
    let isValue = false;
    for (const line of helmArgs) {
        if (isValue || !line.startsWith('-')) {
            for (const target of targets)
                target.push(line);
            isValue = false;
            continue;
        }
        const flag = readFlag(line);
        const name = flag.names[0] ?? '';
        const ofDownload = DOWNLOAD_FLAGS.get(name);
        const ofBoth = HOME_FLAGS.has(name);
        targets = ofDownload !== undefined ? [download] : ofBoth || name === '--debug' ? [download, upgrade] : [upgrade];
        isValue = (ofDownload?.takesValue ?? ofBoth) && flag.inlineValue === undefined;
        for (const target of targets)
            target.push(line);
    }
    return { download, upgrade };
}
/** The value of the last `name` in `helmArgs`, `true` for a flag without one; undefined where it is not given. */
function valueOfFlag(helmArgs, name) {
    const index = helmArgs.findLastIndex((line) => line === name || line.startsWith(`${name}=`));
    const line = helmArgs[index];
    if (line === undefined)
        return undefined;
    if (line !== name)
        return line.slice(name.length + 1);
    return DOWNLOAD_FLAGS.get(name)?.takesValue === true ? helmArgs[index + 1] : 'true';
}


/***/ }),

/***/ 4891:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ chartOrigin),
/* harmony export */   a: () => (/* binding */ checkChartInputs)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2694);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8007);
/* harmony import */ var _helm_flags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3879);



/** `oci://…` is in a registry, anything beside a `repository` is a name in that, everything else is a path. */
function chartOrigin(step) {
    if (isRegistryReference(step.chart))
        return 'registry';
    return step.repository === undefined || step.repository === '' ? 'path' : 'repository';
}
function isRegistryReference(text) {
    return /^oci:\/\//i.test(text);
}
/** The chart inputs as a step, or everything that is wrong with them and their combination (kind `input`). */
function checkChartInputs(inputs) {
    const release = inputs.release === '' ? defaultRelease(inputs.chart) : inputs.release;
    const login = inputs.username !== undefined && inputs.password !== undefined
        ? { username: inputs.username, password: inputs.password }
        : undefined;
    const problems = [
        ...problemsOfOrigin(inputs),
        ...problemsOfRelease(inputs, release),
        ...problemsOfLogin(inputs),
        ...problemsOfSet(inputs.set),
        ...(0,_helm_flags_js__WEBPACK_IMPORTED_MODULE_2__/* .refusedHelmArguments */ .$V)(inputs.helmArgs, login !== undefined),
    ];
    if (problems.length > 0)
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)(...problems);
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .success */ .kX)({
        kind: 'chart',
        chart: inputs.chart,
        release,
        version: inputs.version === '' ? undefined : inputs.version,
        repository: inputs.repository === '' ? undefined : inputs.repository,
        login,
        valuesFiles: inputs.valuesFiles,
        values: inputs.values,
        set: inputs.set,
        helmArgs: inputs.helmArgs,
        wait: inputs.wait,
    });
}
function problemsOfOrigin(inputs) {
    const { chart, repository, version } = inputs;
    const origin = chartOrigin(inputs);
    const problems = [];
    if (chart.startsWith('-')) {
        problems.push(problemOf('chart', `"${chart}" would be a flag to helm`, 'Write a path as `./name`.'));
    }
    if (hasUserInfo(chart)) {
        problems.push(problemOf('chart', 'it holds a user name', 'Give the login with `chart-username` and `chart-password`.'));
    }
    if (/^https?:\/\//i.test(chart)) {
        problems.push(problemOf('chart', 'a URL of a packaged chart is not supported', "Write the chart's name here, the repository's URL in `chart-repository` and the version in `chart-version`."));
    }
    if (repository !== '' && origin === 'registry') {
        problems.push(problemOf('chart-repository', 'it does nothing beside a chart from `oci://`', 'Take one of the two out.'));
    }
    if (isRegistryReference(repository)) {
        problems.push(problemOf('chart-repository', 'a registry has no list of charts to look names up in', `Leave it out and write \`chart: ${repository.replace(/\/+$/, '')}/${chart}\`.`));
    }
    else if (repository !== '' && !/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(repository)) {
        problems.push(problemOf('chart-repository', `"${repository}" is not a URL`, "Write the repository's URL, such as `https://charts.example.com/stable`; names of `helm repo add` are not looked up."));
    }
    if (hasUserInfo(repository)) {
        problems.push(problemOf('chart-repository', "it holds a login, which would be readable in the machine's process list", 'Give the login with `chart-username` and `chart-password`.'));
    }
    if (origin === 'repository' && (/^[./~]/.test(chart) || chart.includes('\\'))) {
        problems.push(problemOf('chart', `"${chart}" is a path, but \`chart-repository\` is given too`, 'Write the name that the chart has in the repository, or take `chart-repository` out.'));
    }
    if (version !== '' && origin === 'path' && !/^https?:/i.test(chart)) {
        problems.push(problemOf('chart-version', `the chart "${chart}" is a path, whose version stands in its Chart.yaml`, 'Take it out; or give `chart-repository`, if the chart comes from one.'));
    }
    return problems;
}
function hasUserInfo(url) {
    return /^[a-z][a-z0-9+.-]*:\/\/[^/]*@/i.test(url);
}
/** helm: at most 53 characters, since names of objects are made of it. https://github.com/helm/helm/issues/6006 */
const LONGEST_RELEASE = 53;
const RELEASE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
function problemsOfRelease(inputs, release) {
    if (release.length <= LONGEST_RELEASE && RELEASE_NAME.test(release))
        return [];
    const rule = `Write lower-case letters, digits, \`-\` and \`.\`, at most ${LONGEST_RELEASE}, beginning and ending with a letter or digit.`;
    if (inputs.release !== '')
        return [problemOf('release', `"${release}" cannot be the name of a helm release`, rule)];
    return [problemOf('release', `no name can be taken from the chart "${inputs.chart}"`, `Name the release. ${rule}`)];
}
/** The last part of `chart` without version, tag and digest: what the chart is most likely called. */
function defaultRelease(chart) {
    const last = chart
        .replace(/[\\/]+$/, '')
        .split(/[\\/]/)
        .at(-1) ?? '';
    const bare = isRegistryReference(chart) ? last.replace(/[@:].*$/, '') : last;
    return bare.replace(/-v?\d+\.\d+\.\d+[^/]*\.tgz$/, '').replace(/\.tgz$/, '');
}
function problemsOfLogin(inputs) {
    const problems = [];
    const { username, password } = inputs;
    if (username === undefined && password === undefined)
        return [];
    if (username === undefined) {
        problems.push(problemOf('chart-username', '`chart-password` is given without it', 'Give both, or neither.'));
    }
    else if (username.includes(':') || _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .CONTROL_CHARACTER */ .gW.test(username)) {
        problems.push(problemOf('chart-username', 'it holds a colon or a control character, which no HTTP login can send', 'Mend it.'));
    }
    if (password === undefined) {
        problems.push(problemOf('chart-password', '`chart-username` is given without it', 'Give both, or neither.'));
    }
    if (chartOrigin(inputs) === 'path') {
        problems.push(problemOf('chart-username', `the chart "${inputs.chart}" is a path, where nobody logs in`, 'Take the login out, or say where the chart comes from: `chart-repository`, or `oci://…` in `chart`.'));
    }
    return problems;
}
function problemsOfSet(set) {
    return set
        .filter((line) => !/^[^=]+=/.test(line))
        .map((line) => problemOf('set', `"${line.split(/[\s:]/, 1)[0]} …" sets nothing`, 'Write `key=value`, one a line.'));
}
function problemOf(input, what, fix) {
    return { kind: 'input', input, message: `input \`${input}\`: ${what}.`, fix };
}


/***/ }),

/***/ 8016:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IA: () => (/* binding */ smallestGrant),
/* harmony export */   NP: () => (/* binding */ rulesFor),
/* harmony export */   aM: () => (/* binding */ pathRulesFor),
/* harmony export */   w4: () => (/* binding */ APPLY_GRANT)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _identity_name_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3368);
/* harmony import */ var _impersonation_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(162);
/* harmony import */ var _right_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8444);




const RBAC = 'rbac.authorization.k8s.io';
/** What a problem says before the YAML of `smallestGrant`. */
const APPLY_GRANT = 'Somebody who may grant rights can apply this (`kubectl apply -f -`); it grants just what is missing:';
/**
 * RBAC, ready for `kubectl apply -f -`, that gives `username` exactly `rights`: a Role in each namespace, a
 * ClusterRole for what has none, and their bindings. Empty where `rights` is empty.
 *
 * The names tell what they are for and end with a digest of what they grant and to whom: the same grant has the same
 * name again, another one never replaces it.
 */
function smallestGrant(rights, username) {
    const scopes = new Map();
    for (const right of rights) {
        const scope = scopeOf(right);
        scopes.set(scope, [...(scopes.get(scope) ?? []), right]);
    }
    return [...scopes]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([namespace, scoped]) => roleAndBinding(namespace, scoped, username))
        .join('---\n');
}
/**
 * A Namespace is read and written "in" itself, but a Role cannot be there before it is: what concerns namespaces is
 * granted by name at the cluster scope.
 */
function scopeOf(right) {
    return isNamespaces(right) ? '' : right.namespace;
}
function isNamespaces(right) {
    return right.apiGroup === '' && right.resource === 'namespaces';
}
/** The fewest rules that allow `rights` and nothing else, whatever their namespace; in a stable order. */
function rulesFor(rights) {
    const resources = rights.filter(({ nonResourceURL }) => nonResourceURL === undefined);
    const single = resources.filter((right) => !resources.some((other) => covers(other, right))).map(ruleOf);
    const byVerb = merged(single, 'verbs');
    const byName = merged(byVerb, 'resourceNames');
    return merged(byName, 'resources').sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
/** The fewest rules that allow those of `rights` that are about paths, and nothing else; in a stable order. */
function pathRulesFor(rights) {
    const verbsOf = new Map();
    for (const { nonResourceURL, verb } of rights) {
        if (nonResourceURL === undefined)
            continue;
        verbsOf.set(nonResourceURL, (verbsOf.get(nonResourceURL) ?? new Set()).add(verb));
    }
    const pathsOf = new Map();
    for (const path of [...verbsOf.keys()].sort()) {
        const verbs = [...(verbsOf.get(path) ?? [])].sort();
        const key = JSON.stringify(verbs);
        pathsOf.set(key, { nonResourceURLs: [...(pathsOf.get(key)?.nonResourceURLs ?? []), path], verbs });
    }
    return [...pathsOf.values()];
}
/** Whether `wide`, which has no name, allows `narrow`, which has one. */
function covers(wide, narrow) {
    return (wide.name === '' &&
        narrow.name !== '' &&
        (0,_right_js__WEBPACK_IMPORTED_MODULE_3__/* .rightKey */ .AN)({ ...narrow, name: '', namespace: wide.namespace }) === (0,_right_js__WEBPACK_IMPORTED_MODULE_3__/* .rightKey */ .AN)(wide));
}
function ruleOf(right) {
    return {
        apiGroups: [right.apiGroup],
        resources: [right.subresource === '' ? right.resource : `${right.resource}/${right.subresource}`],
        ...(right.name === '' ? {} : { resourceNames: [right.name] }),
        verbs: [right.verb],
    };
}
/** Puts rules together that differ in `part` alone: only then is every combination one that was asked for. */
function merged(rules, part) {
    const groups = new Map();
    for (const rule of rules) {
        const values = rule[part];
        // A rule without names allows every name; it is none of the rules with names.
        const key = JSON.stringify([values === undefined, { ...rule, [part]: undefined }]);
        const before = groups.get(key)?.[part] ?? [];
        groups.set(key, values === undefined ? rule : { ...rule, [part]: [...new Set([...before, ...values])].sort() });
    }
    return [...groups.values()];
}
function roleAndBinding(namespace, rights, username) {
    const kind = namespace === '' ? 'ClusterRole' : 'Role';
    const rules = rulesFor(rights);
    const pathRules = pathRulesFor(rights);
    const content = pathRules.length === 0 ? rules : [...rules, ...pathRules];
    const name = `${prefixFor(rights)}-${digest([namespace, username, content])}`;
    const metadata = [
        'metadata:',
        `  name: ${scalar(name)}`,
        ...(namespace === '' ? [] : [`  namespace: ${scalar(namespace)}`]),
    ];
    return [
        `apiVersion: ${RBAC}/v1`,
        `kind: ${kind}`,
        ...metadata,
        'rules:',
        ...rules.flatMap(ruleLines),
        ...pathRules.flatMap(pathRuleLines),
        '---',
        `apiVersion: ${RBAC}/v1`,
        `kind: ${kind}Binding`,
        ...metadata,
        'roleRef:',
        `  apiGroup: ${RBAC}`,
        `  kind: ${kind}`,
        `  name: ${scalar(name)}`,
        'subjects:',
        ...subjectLines(username),
        '',
    ].join('\n');
}
function prefixFor(rights) {
    return rights.every(_impersonation_js__WEBPACK_IMPORTED_MODULE_2__/* .isImpersonation */ .h1) ? 'deploy-as-impersonate' : 'deploy-as-rights';
}
function digest(content) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 10);
}
function ruleLines(rule) {
    return [
        `  - apiGroups: ${list(rule.apiGroups)}`,
        `    resources: ${list(rule.resources)}`,
        ...(rule.resourceNames === undefined ? [] : [`    resourceNames: ${list(rule.resourceNames)}`]),
        `    verbs: ${list(rule.verbs)}`,
    ];
}
function pathRuleLines(rule) {
    return [`  - nonResourceURLs: ${list(rule.nonResourceURLs)}`, `    verbs: ${list(rule.verbs)}`];
}
function subjectLines(username) {
    const account = (0,_identity_name_js__WEBPACK_IMPORTED_MODULE_1__/* .serviceAccountOf */ .gw)(username);
    if (account === undefined)
        return ['  - kind: User', `    apiGroup: ${RBAC}`, `    name: ${scalar(username)}`];
    return [
        '  - kind: ServiceAccount',
        `    namespace: ${scalar(account.namespace)}`,
        `    name: ${scalar(account.name)}`,
    ];
}
function list(values) {
    return `[${values.map(quoted).join(', ')}]`;
}
/** Words that a reader of YAML 1.1, such as kubectl, takes for a boolean or null. */
const YAML_WORDS = /^(y|yes|n|no|on|off|true|false|null)$/;
/** Plain where no reader of YAML takes it for anything but a string. */
function scalar(text) {
    const isPlain = /^[a-z][a-z0-9]*([-.:][a-z0-9]+)*$/.test(text) && !YAML_WORDS.test(text);
    return isPlain ? text : quoted(text);
}
/** A double-quoted scalar. JSON's escapes are YAML's; what YAML does not take raw, JSON does not escape. */
function quoted(text) {
    return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}


/***/ }),

/***/ 1550:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Sb: () => (/* binding */ Secrets)
/* harmony export */ });
/* unused harmony exports MASK, Secret, maskedForms */
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2694);

/** What a secret looks like wherever it would otherwise be printed. */
const MASK = '***';
/** Shorter texts are everywhere in a log: masking them would hide the log and protect nothing. */
const SHORTEST_MASKED = 4;
/** https://nodejs.org/api/util.html#utilinspectcustom */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
/**
 * A value that cannot be printed by accident: strings, JSON and `inspect` show `***`.
 * It is made only by `Secrets.register`, which masks it first. `reveal()` belongs where a header, a private
 * file or a child's environment needs the value, and nowhere else.
 */
class Secret {
    #value;
    constructor(value) {
        this.#value = value;
    }
    /** Masks `value` through `registry`, then wraps it. */
    static register(value, registry) {
        registry.mask(value);
        return new Secret(value);
    }
    reveal() {
        return this.#value;
    }
    toString() {
        return MASK;
    }
    toJSON() {
        return MASK;
    }
    [INSPECT]() {
        return MASK;
    }
}
/**
 * The registry of everything that must not be printed. `announce` tells the surroundings of each masked form
 * (the action prints `::add-mask::`; the command line has nobody to tell). The runner masks only what passes
 * through its log, so whatever we write ourselves (report, summary, excerpts) goes through `redact`.
 */
class Secrets {
    #forms = new Set();
    /** First characters → the forms that begin so, the longest first: one pass over a text finds them all. */
    #byBeginning = new Map();
    #announce;
    constructor(announce = () => { }) {
        this.#announce = announce;
    }
    /** Masks `value` and returns it as a `Secret`. */
    register(value) {
        return Secret.register(value, this);
    }
    /** Masks `value` in every form in which it may turn up. */
    mask(value) {
        for (const form of maskedForms(value)) {
            if (this.#forms.has(form))
                continue;
            this.#keep(form);
            this.#announce(form);
        }
    }
    /** `text` with every registered form replaced by `***`; where forms overlap, all of them is covered by one. */
    redact(text) {
        if (this.#forms.size === 0)
            return text;
        let redacted = '';
        let shownTo = 0;
        let coveredTo = 0;
        for (let at = 0; at + SHORTEST_MASKED <= text.length; at++) {
            const length = this.#longestAt(text, at);
            if (length === 0)
                continue;
            if (at >= coveredTo) {
                redacted += text.slice(shownTo, at) + MASK;
                coveredTo = at;
            }
            coveredTo = Math.max(coveredTo, at + length);
            shownTo = coveredTo;
        }
        return redacted + text.slice(shownTo);
    }
    /** The length of the longest form that begins at `at`; 0 for none. */
    #longestAt(text, at) {
        const forms = this.#byBeginning.get(text.slice(at, at + SHORTEST_MASKED)) ?? [];
        return forms.find((form) => text.startsWith(form, at))?.length ?? 0;
    }
    #keep(form) {
        this.#forms.add(form);
        const beginning = form.slice(0, SHORTEST_MASKED);
        const forms = this.#byBeginning.get(beginning) ?? [];
        forms.push(form);
        this.#byBeginning.set(beginning, forms.sort((a, b) => b.length - a.length));
    }
}
/**
 * The forms in which `value` may appear in a log: itself, each telling line, and of these the base64 (standard
 * and URL alphabet, as a whole and as the part of a longer encoded text), the URL-encoded and the JSON-escaped form.
 * Trivial texts (`{`, `true`, a PEM boundary, a key without value or with a switch as in `enabled: true`) are left out.
 */
function maskedForms(value) {
    const plain = [value, value.trim(), ...value.split(/\r?\n/).map((line) => line.trim())];
    const forms = new Set();
    for (const text of plain.filter(isTelling)) {
        for (const form of [text, encodeURIComponent(toWellFormed(text)), JSON.stringify(text).slice(1, -1)])
            forms.add(form);
        for (const form of base64Forms(text))
            forms.add(form);
    }
    return [...forms].filter((form) => form.length >= SHORTEST_MASKED);
}
/** A word, or a line of YAML or JSON without anything in it: `enabled: true`, `- name:`, `"ports": [`. */
const TRIVIAL = /^(- )?("?[\w./-]+"?:(?= |$))? ?(true|false|null|none|yes|no|on|off|~|\d{1,3}|""|'')?[[\]{},]*$/i;
function isTelling(text) {
    if (text.length < SHORTEST_MASKED)
        return false;
    if (/^-----(BEGIN|END) [A-Z0-9 ]+-----$/.test(text))
        return false;
    if (TRIVIAL.test(text))
        return false;
    return (0,_characters_js__WEBPACK_IMPORTED_MODULE_0__/* .hasLetterOrDigit */ .h$)(text);
}
/** Base64 of `text` on its own, and the part of it that stays the same when other bytes stand before and behind. */
function base64Forms(text) {
    const bytes = Buffer.from(text, 'utf8');
    const whole = bytes.toString('base64');
    const forms = [whole, whole.replace(/=+$/, '')];
    for (const offset of [0, 1, 2]) {
        const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
        const settledFrom = offset === 0 ? 0 : offset + 1;
        const settledTo = Math.floor((shifted.length * 8) / 6);
        const part = shifted.toString('base64').slice(settledFrom, settledTo);
        if (part.length >= 2 * SHORTEST_MASKED)
            forms.push(part);
    }
    return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}
function toWellFormed(text) {
    return text.toWellFormed();
}


/***/ })

};
;