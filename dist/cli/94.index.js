"use strict";
exports.id = 94;
exports.ids = [94];
exports.modules = {

/***/ 7094:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  lintCommand: () => (/* binding */ lintCommand)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./lib/manifests/draft.js + 3 modules
var manifests_draft = __webpack_require__(4607);
// EXTERNAL MODULE: ./lib/manifests/load.js
var load = __webpack_require__(4765);
// EXTERNAL MODULE: ./lib/problem.js
var lib_problem = __webpack_require__(8007);
// EXTERNAL MODULE: ./lib/manifests/json.js
var json = __webpack_require__(4443);
// EXTERNAL MODULE: ./lib/manifests/order.js
var order = __webpack_require__(453);
// EXTERNAL MODULE: ./lib/rights/dangerous.js + 3 modules
var dangerous = __webpack_require__(8116);
// EXTERNAL MODULE: ./lib/rights/finding.js
var finding = __webpack_require__(4791);
// EXTERNAL MODULE: ./lib/rbac/built-in-kinds.js
var built_in_kinds = __webpack_require__(5411);
;// CONCATENATED MODULE: ./lib/rbac/lint.js







const RBAC = 'rbac.authorization.k8s.io';
const LINT_RANKS = [...finding/* RANKS */.G2, 'not-enough'];
/** What is wrong with the RBAC among `objects`, findings before notes, the worst first. */
function lintRbac(objects) {
    const rbac = objects.filter(({ ref }) => (0,order/* groupOf */.F)(ref.apiVersion) === RBAC);
    const roles = rbac.filter(({ ref }) => ref.kind === 'Role' || ref.kind === 'ClusterRole');
    const bindings = rbac.filter(({ ref }) => ref.kind === 'RoleBinding' || ref.kind === 'ClusterRoleBinding');
    const found = [
        ...bindings.flatMap(bindingFindings),
        ...heldRoles(roles, bindings).flatMap(heldFindings),
        ...roles.flatMap(shortfalls),
        ...roles.filter(({ ref }) => ref.kind === 'Role').flatMap(voidRules),
    ];
    return sorted(found);
}
function sorted(findings) {
    const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
    const weight = ({ level, rank }) => (level === 'finding' ? 0 : LINT_RANKS.length) + LINT_RANKS.indexOf(rank);
    return [...distinct.values()].sort((one, other) => weight(one) - weight(other) ||
        compare(one.source.file, other.source.file) ||
        (one.source.line ?? 0) - (other.source.line ?? 0) ||
        compare(one.id, other.id));
}
function compare(one, other) {
    return one < other ? -1 : Number(one > other);
}
function heldRoles(roles, bindings) {
    return roles.flatMap((role) => {
        const rules = placedRules(role);
        const own = bindings.filter((binding) => isBoundBy(role, binding));
        if (own.length > 0)
            return own.map((binding) => ({ namespace: binding.ref.namespace ?? '', rules, binding }));
        return [{ namespace: role.ref.namespace ?? '', rules, binding: undefined }];
    });
}
function isBoundBy({ ref }, binding) {
    const { roleRef } = binding.value;
    if (!(0,json/* isObject */.Gv)(roleRef) || roleRef.kind !== ref.kind || roleRef.name !== ref.name)
        return false;
    return ref.kind === 'ClusterRole' || (binding.ref.namespace ?? '') === (ref.namespace ?? '');
}
function placedRules(role) {
    const rules = (0,json/* isList */.Lv)(role.value.rules) ? role.value.rules : [];
    return rules.flatMap((rule, index) => {
        if (!(0,json/* isObject */.Gv)(rule) || rule.resources === undefined)
            return [];
        const resourceNames = textsOf(rule.resourceNames);
        const read = {
            apiGroups: textsOf(rule.apiGroups),
            resources: textsOf(rule.resources),
            ...(resourceNames.length === 0 ? {} : { resourceNames }),
            verbs: textsOf(rule.verbs),
        };
        return [{ rule: read, role, index }];
    });
}
function textsOf(value) {
    return (0,json/* isList */.Lv)(value) ? value.filter((item) => typeof item === 'string') : [];
}
function isImpersonating({ rule }) {
    return rule.verbs.some((verb) => verb.startsWith('impersonate'));
}
/** Impersonation that is as narrow as it can be written: by name, and of a service account in its own namespace. */
const NARROW = {
    includes({ verb, resource, namespace, name }) {
        if (!verb.startsWith('impersonate'))
            return false;
        if (verb.startsWith('impersonate-on:') || resource.startsWith('userextras/'))
            return true;
        if (name === '' || name.startsWith('system:'))
            return false;
        return resource !== 'serviceaccounts' || namespace !== '';
    },
};
/** What a deployer is for: these are dangers only for somebody who should do nothing but impersonate. */
const WORK = ['write', 'workloads'];
/** What a deployer may need by name, or in its namespace. */
const NARROW_WORK = ['read-secrets', 'bind', 'admission'];
function heldFindings(held) {
    const isToken = held.rules.some(isImpersonating);
    return held.rules.flatMap((placed) => (0,dangerous/* findingsOf */.WX)([placed.rule], held.namespace, NARROW).flatMap((finding) => {
        if (isToken)
            return [describe(finding, placed, held, 'finding')];
        if (WORK.includes(finding.id) &&
            !finding.takeAway.resources.includes('*') &&
            !finding.takeAway.verbs.includes('*')) {
            return finding.id === 'workloads' ? [describe(finding, placed, held, 'note')] : [];
        }
        return [describe(finding, placed, held, isNarrowWork(finding, held) ? 'note' : 'finding')];
    }));
}
function isNarrowWork({ id, takeAway }, { namespace }) {
    const names = takeAway.resourceNames ?? [];
    if (names.includes('cluster-admin'))
        return false;
    return NARROW_WORK.includes(id) && (names.length > 0 || (id === 'read-secrets' && namespace !== ''));
}
function describe(finding, { role, index }, held, level) {
    const { takeAway, id } = finding;
    const isTextbook = id === 'impersonate-others' && isNamedAccount(takeAway) && held.namespace === '';
    const who = held.binding === undefined ? 'whoever it is bound to' : subjectsInWords(held.binding);
    const through = held.binding === undefined ? '' : ` (${(0,lib_problem/* nameObject */.Td)(held.binding.ref)})`;
    return {
        level,
        rank: finding.rank,
        id: isTextbook ? 'textbook-impersonator' : id,
        message: isTextbook
            ? `${who} may impersonate ${names(takeAway)} in every namespace${through}: resourceNames says the bare name, and a ClusterRoleBinding says no namespace.`
            : `${who} may ${finding.meaning}${through}.`,
        fix: isTextbook
            ? `Put the rule into a Role in the namespace of the service account, and bind it there with a RoleBinding.`
            : `Take away ${ruleInWords(takeAway)}${level === 'note' ? ' if nothing that is deployed needs it' : ''}.`,
        source: (0,manifests_draft/* sourceOfField */.re)(role, ['rules', index]),
        object: (0,lib_problem/* nameObject */.Td)(role.ref),
    };
}
function isNamedAccount({ resources, resourceNames = [] }) {
    return resourceNames.length > 0 && resources.every((resource) => resource === 'serviceaccounts');
}
function names({ resourceNames = [] }) {
    return resourceNames.map((name) => `\`${name}\``).join(', ');
}
function ruleInWords({ apiGroups, resources, resourceNames, verbs }) {
    const groups = apiGroups.filter((group) => group !== '');
    const of = groups.length === 0 ? '' : ` of ${groups.map((group) => `\`${group}\``).join(', ')}`;
    const only = resourceNames === undefined || resourceNames.length === 0
        ? ''
        : ` (${names({ apiGroups, resources, resourceNames, verbs })})`;
    return `${verbs.map((verb) => `\`${verb}\``).join(', ')} on ${resources.map((one) => `\`${one}\``).join(', ')}${of}${only}`;
}
function subjectsInWords(binding) {
    const subjects = (0,json/* isList */.Lv)(binding.value.subjects) ? binding.value.subjects.filter(json/* isObject */.Gv) : [];
    if (subjects.length === 0)
        return 'nobody';
    return subjects
        .map(({ kind, namespace, name }) => kind === 'ServiceAccount'
        ? `service account ${namespace ?? binding.ref.namespace ?? ''}/${name}`
        : `${String(kind).toLowerCase()} ${name}`)
        .join(', ');
}
const EVERYBODY = ['system:authenticated', 'system:unauthenticated', 'system:anonymous', 'system:serviceaccounts'];
/** ClusterRoles that every cluster has, and what binding them gives away. */
function builtInFinding(name, isClusterWide) {
    const where = isClusterWide ? 'in the whole cluster' : 'in its namespace';
    const fix = 'Bind a Role that lists what is needed; `deploy-as rbac` writes it.';
    if (name === 'cluster-admin') {
        const rank = isClusterWide ? 'cluster-admin' : 'write';
        return { id: 'built-in-role', rank, message: `may do everything ${where}`, fix };
    }
    if (name !== 'admin' && name !== 'edit')
        return undefined;
    const rank = isClusterWide ? 'cluster-admin' : 'become-others';
    const message = `holds \`${name}\` ${where}, which includes reading every Secret and impersonating every service account there`;
    return { id: 'built-in-role', rank, message, fix };
}
function bindingFindings(binding) {
    const { roleRef } = binding.value;
    const isClusterWide = binding.ref.kind === 'ClusterRoleBinding';
    const found = [];
    const place = { level: 'finding', object: (0,lib_problem/* nameObject */.Td)(binding.ref) };
    if ((0,json/* isObject */.Gv)(roleRef) && roleRef.kind === 'ClusterRole') {
        const known = builtInFinding(String(roleRef.name), isClusterWide);
        if (known !== undefined) {
            const message = `${subjectsInWords(binding)} ${known.message}.`;
            found.push({ ...place, ...known, message, source: (0,manifests_draft/* sourceOfField */.re)(binding, ['roleRef', 'name']) });
        }
    }
    const subjects = (0,json/* isList */.Lv)(binding.value.subjects) ? binding.value.subjects : [];
    for (const [index, subject] of subjects.entries()) {
        if (!(0,json/* isObject */.Gv)(subject) || !EVERYBODY.includes(String(subject.name)))
            continue;
        found.push({
            ...place,
            id: 'everybody',
            rank: 'become-others',
            message: `${(0,lib_problem/* nameObject */.Td)(binding.ref)} gives its rights to ${subject.name}: to everybody, nearly.`,
            fix: 'Name the service account, user or group of the workflow alone.',
            source: (0,manifests_draft/* sourceOfField */.re)(binding, ['subjects', index]),
        });
    }
    return found;
}
/** What is made and never changed, or that helm writes in its own way. */
const NOT_APPLIED = ['events', 'secrets'];
/** Roles of deployers that pass the first deployment and fail the second. */
function shortfalls(role) {
    const rules = placedRules(role);
    if (rules.some(isImpersonating))
        return [];
    return rules.flatMap((placed) => {
        const { rule, index } = placed;
        const source = (0,manifests_draft/* sourceOfField */.re)(role, ['rules', index]);
        const place = { level: 'finding', rank: 'not-enough', source, object: (0,lib_problem/* nameObject */.Td)(role.ref) };
        const lacking = (verb, having) => rule.resources.filter((resource) => !resource.includes('/') &&
            resource !== '*' &&
            !NOT_APPLIED.includes(resource) &&
            !/reviews$/.test(resource) &&
            rule.verbs.some((one) => having.includes(one)) &&
            !rules.some(({ rule: other }) => gives(other, rule, resource, verb)));
        const unchangeable = lacking('patch', ['create', 'update']);
        const unreadable = lacking('get', ['patch']);
        const found = [];
        if (unchangeable.length > 0) {
            found.push({
                ...place,
                id: 'cannot-change',
                message: `${(0,lib_problem/* nameObject */.Td)(role.ref)} may create ${unchangeable.join(', ')} but not patch them: the first deployment works, and the next one that changes something is refused (\`kubectl apply\` and helm change by \`patch\`, never by \`update\`).`,
                fix: `Add \`patch\`${rule.verbs.includes('watch') ? '' : '; and `watch` where `kubectl rollout status` or `helm --wait` wait as the deployer'}.`,
            });
        }
        if (unreadable.length > 0) {
            found.push({
                ...place,
                id: 'cannot-read',
                message: `${(0,lib_problem/* nameObject */.Td)(role.ref)} may patch ${unreadable.join(', ')} but not get them: every way to apply reads first.`,
                fix: 'Add `get`.',
            });
        }
        return found;
    });
}
/** Whether `other` gives `verb` on `resource` for every name that `rule` is about. */
function gives(other, rule, resource, verb) {
    const has = (values, value) => values.includes(value) || values.includes('*');
    return (rule.apiGroups.every((group) => has(other.apiGroups, group)) &&
        has(other.resources, resource) &&
        has(other.verbs, verb) &&
        (other.resourceNames === undefined ||
            (rule.resourceNames?.every((name) => other.resourceNames?.includes(name)) ?? false)));
}
const CLUSTER_SCOPED = new Set(built_in_kinds/* BUILT_IN_KINDS */.j.filter(([group, kind, , namespaced]) => !namespaced && !(group === '' && kind === 'Namespace')).map(([group, , resource]) => `${group} ${resource}`));
/** Rules about the whole cluster that stand in a Role, where they give nothing. */
function voidRules(role) {
    return placedRules(role).flatMap(({ rule, index }) => {
        const resources = rule.resources.filter((resource) => isVoid(rule, resource));
        if (resources.length === 0)
            return [];
        return [
            {
                level: 'finding',
                rank: 'not-enough',
                id: 'void',
                message: `${(0,lib_problem/* nameObject */.Td)(role.ref)} is about ${resources.join(', ')}, which belong to the whole cluster: a Role gives no right to them.`,
                fix: 'Put this rule into a ClusterRole with a ClusterRoleBinding, if it is meant.',
                source: (0,manifests_draft/* sourceOfField */.re)(role, ['rules', index]),
                object: (0,lib_problem/* nameObject */.Td)(role.ref),
            },
        ];
    });
}
function isVoid({ apiGroups, verbs }, resource) {
    if (verbs.some((verb) => verb === 'bind' || verb === 'escalate'))
        return false;
    if (/^(users|groups|uids|userextras(\/.*)?)$/.test(resource)) {
        return verbs.some((verb) => verb.startsWith('impersonate'));
    }
    return apiGroups.some((group) => CLUSTER_SCOPED.has(`${group} ${resource}`));
}

// EXTERNAL MODULE: ./lib/cli/terminal.js
var cli_terminal = __webpack_require__(3345);
// EXTERNAL MODULE: ./lib/cli/usage.js
var usage = __webpack_require__(2402);
;// CONCATENATED MODULE: ./lib/cli/lint.js








/** `deploy-as rbac lint FILE…` */
async function lintCommand(given, output, terminal, signal) {
    if (given.operands.length === 0) {
        const problem = (0,usage/* usageProblem */.FD)('', 'no file is given', 'Write `deploy-as rbac lint FILE…`: files, folders or globs.');
        terminal.stderr(`${(0,lib_problem/* formatProblem */.Vw)(problem)}\n`);
        return cli_terminal/* EXIT */.d.usage;
    }
    const { currentFolder } = terminal;
    const folders = { working: currentFolder, workspace: currentFolder };
    const draft = (0,manifests_draft/* joinDrafts */.Vk)([await (0,load/* loadManifests */.D)(given.operands, folders, signal)]);
    for (const problem of draft.problems)
        terminal.stderr(`${(0,lib_problem/* formatProblem */.Vw)((0,usage/* asOptionProblem */.JL)(problem))}\n`);
    const findings = lintRbac(draft.objects);
    const isRbac = draft.objects.some(({ ref }) => ref.apiVersion.startsWith('rbac.authorization.k8s.io/'));
    if (!isRbac && draft.problems.length === 0)
        terminal.stderr('There is no RBAC in these files.\n');
    terminal.stdout(written(findings, output));
    const isClean = draft.problems.length === 0 && findings.every(({ level }) => level === 'note');
    return isClean ? cli_terminal/* EXIT */.d.clean : cli_terminal/* EXIT */.d.findings;
}
function written(findings, output) {
    const result = { findings };
    if (output === 'json')
        return `${JSON.stringify(result, undefined, 2)}\n`;
    if (output === 'yaml')
        return (0,dist/* stringify */.As)(result, { lineWidth: 0 });
    if (findings.length === 0)
        return 'No findings.\n';
    const count = findings.filter(({ level }) => level === 'finding').length;
    const total = `${count} finding${count === 1 ? '' : 's'}, ${findings.length - count} note${findings.length - count === 1 ? '' : 's'}.`;
    return `${findings.map(inWords).join('\n')}\n${total}\n`;
}
function inWords({ level, rank, id, message, fix, source, object }) {
    const kind = level === 'note' ? `note, ${rankWords(rank)}` : rankWords(rank);
    return `${(0,lib_problem/* nameSource */.Bz)(source)}: ${object}: ${kind} [${id}]\n  ${message}\n  ${fix}`;
}
function rankWords(rank) {
    return rank === 'not-enough' ? 'is not enough' : (0,finding/* rankInWords */.TR)(rank);
}


/***/ })

};
;