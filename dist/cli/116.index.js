"use strict";
exports.id = 116;
exports.ids = [116];
exports.modules = {

/***/ 8116:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  WX: () => (/* binding */ findingsOf),
  $Z: () => (/* binding */ gives),
  Tc: () => (/* binding */ sortFindings),
  b1: () => (/* reexport */ wantedFor)
});

// UNUSED EXPORTS: NOBODY, NOTHING_WANTED

// EXTERNAL MODULE: ./lib/rights/constrained.js
var constrained = __webpack_require__(5998);
// EXTERNAL MODULE: ./lib/rights/impersonation.js
var impersonation = __webpack_require__(162);
;// CONCATENATED MODULE: ./lib/rights/dangerous-impersonation.js


/** Every right to impersonate is one too many. */
const NOTHING_WANTED = { includes: () => false };
/** The extras that a run is stamped with in the audit log. They name nobody, and RBAC gives nothing to them. */
const STAMP = 'userextras/github.com/';
/** The rights that becoming `request` takes, in the legacy form and in the constrained one (https://kep.k8s.io/5284). */
function wantedFor(request) {
    const answer = (0,constrained/* constrainedModeOf */.xm)(request);
    const mode = answer.mode ?? answer.byName;
    const rights = [...(0,impersonation/* impersonationRights */.ye)(request), ...(0,impersonation/* impersonationRights */.ye)(request, mode)].map(({ verb, resource, subresource, namespace, name }) => key({ verb, resource: subresource === '' ? resource : `${resource}/${subresource}`, namespace, name }));
    return {
        includes(right) {
            const { verb, resource } = right;
            if (verb.startsWith(`impersonate-on:${mode}:`))
                return true;
            const isStamp = resource.startsWith(STAMP) && (verb === 'impersonate' || verb === `impersonate:${mode}`);
            return isStamp || rights.includes(key(right));
        },
    };
}
function key({ verb, resource, namespace, name }) {
    return JSON.stringify([verb, resource, namespace, name]);
}
const AUTHENTICATION = 'authentication.k8s.io';
/** Whom the verbs are about, where a rule says `*`. */
const WHOM = [
    { verb: 'impersonate', apiGroup: '', resource: 'serviceaccounts' },
    { verb: 'impersonate', apiGroup: '', resource: 'users' },
    { verb: 'impersonate', apiGroup: '', resource: 'groups' },
    { verb: 'impersonate', apiGroup: AUTHENTICATION, resource: 'uids' },
    { verb: 'impersonate', apiGroup: AUTHENTICATION, resource: 'userextras' },
    { verb: 'impersonate:serviceaccount', apiGroup: AUTHENTICATION, resource: 'serviceaccounts' },
    ...['users', 'groups', 'uids', 'userextras'].map((resource) => ({ verb: 'impersonate:user-info', apiGroup: AUTHENTICATION, resource })),
    { verb: 'impersonate:arbitrary-node', apiGroup: AUTHENTICATION, resource: 'nodes' },
    { verb: 'impersonate:associated-node', apiGroup: AUTHENTICATION, resource: 'nodes' },
];
/** Checked at the cluster scope: void in a Role. */
const CLUSTER_SCOPED = /^(users|groups|uids|nodes|userextras(\/.*)?)$/;
/**
 * What of `rule`, which holds in `namespace` (empty: everywhere), lets its owner be somebody else than is wanted.
 * Every verb counts that begins with `impersonate`, whatever it is about: more of them come with new releases.
 */
function impersonationOf(rule, namespace, wanted) {
    const given = rule.resourceNames ?? [];
    const found = rule.verbs.flatMap((verb) => rule.resources.flatMap((resource) => meantBy(rule, verb, resource)
        .filter((whom) => namespace === '' || !CLUSTER_SCOPED.test(whom.resource))
        .flatMap((whom) => (given.length === 0 ? [''] : given)
        .map((name) => ({ ...whom, namespace, name }))
        .filter((right) => !wanted.includes(right))
        .map((right) => ({ verb, resource, right })))));
    const [first] = found;
    if (first === undefined)
        return undefined;
    return {
        verbs: distinct(found.map(({ verb }) => verb)),
        resources: distinct(found.map(({ resource }) => resource)),
        names: given.length === 0 ? [] : distinct(found.map(({ right }) => right.name)),
        witness: first.right,
    };
}
/** The rights to impersonate that one verb and one resource of a rule mean. */
function meantBy(rule, verb, resource) {
    const [apiGroup = ''] = rule.apiGroups;
    const plain = apiGroup === '*' ? '' : apiGroup;
    const spelledOut = verb.startsWith('impersonate');
    if (spelledOut && resource !== '*')
        return [{ verb, apiGroup: plain, resource }];
    const known = WHOM.filter((whom) => verb === '*' || whom.verb === verb)
        .filter((whom) => rule.apiGroups.includes('*') || rule.apiGroups.includes(whom.apiGroup))
        .flatMap((whom) => {
        if (resource === '*' || resource === whom.resource)
            return [whom];
        return whom.resource === 'userextras' && resource.startsWith('userextras/') ? [{ ...whom, resource }] : [];
    });
    return known.length === 0 && spelledOut ? [{ verb, apiGroup: plain, resource }] : known;
}
function distinct(texts) {
    return [...new Set(texts)];
}

;// CONCATENATED MODULE: ./lib/rights/dangerous-patterns.js
const dangerous_patterns_AUTHENTICATION = 'authentication.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';
const WRITE = ['create', 'update', 'patch'];
/** Components of the control plane, and nodes: whoever is one of them controls the cluster. */
const POWERFUL_USERS = new Set(['system:kube-controller-manager', 'system:kube-scheduler', 'system:apiserver']);
const POWERFUL_GROUPS = new Set(['system:masters', 'system:nodes']);
/**
 * The forms that a right to impersonate has: the verb of old, and since 1.35 one for each kind of user, which
 * works for the requests that its owner has `impersonate-on:…` rights for (https://kep.k8s.io/5284).
 */
const IMPERSONATE = [
    { apiGroup: '', user: 'impersonate', account: 'impersonate' },
    { apiGroup: dangerous_patterns_AUTHENTICATION, user: 'impersonate:user-info', account: 'impersonate:serviceaccount' },
];
/** What makes its owner a cluster-admin by another name. Nothing else stops an identity. */
const ADMIN_PATTERNS = [
    ...IMPERSONATE.flatMap(({ apiGroup, user, account }) => [
        {
            id: 'impersonate-groups',
            rank: 'cluster-admin',
            apiGroup,
            resources: ['groups'],
            verbs: [user],
            clusterScoped: true,
            names: (name) => POWERFUL_GROUPS.has(name),
            meaning: ({ names }) => names.length === 0
                ? 'impersonate every group, `system:masters` among them, whose members may do everything'
                : `impersonate ${named('group', names)}, which controls the cluster`,
        },
        {
            id: 'impersonate-users',
            rank: 'cluster-admin',
            apiGroup,
            resources: ['users'],
            verbs: [user],
            clusterScoped: true,
            names: (name) => POWERFUL_USERS.has(name) || name.startsWith('system:node:'),
            meaning: ({ names }) => names.length === 0
                ? 'impersonate every user, the cluster’s own components and administrators among them'
                : `impersonate ${named('user', names)}, a component that controls the cluster`,
        },
        {
            id: 'impersonate-serviceaccounts',
            rank: 'cluster-admin',
            apiGroup,
            resources: ['serviceaccounts'],
            verbs: [account],
            names: () => false,
            namespaces: ['kube-system'],
            meaning: ({ namespace }) => `impersonate every service account ${within(namespace)}, controllers that may grant any right among them`,
        },
    ]),
    {
        id: 'impersonate-nodes',
        rank: 'cluster-admin',
        apiGroup: dangerous_patterns_AUTHENTICATION,
        resources: ['nodes'],
        verbs: ['impersonate:arbitrary-node'],
        clusterScoped: true,
        meaning: ({ names }) => `impersonate ${names.length === 0 ? 'every node' : named('node', names)}, and so reach the Secrets and service accounts of its pods`,
    },
];
/** What makes pods, by API group. */
const WORKLOADS = {
    '': ['pods', 'replicationcontrollers'],
    apps: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
    batch: ['jobs', 'cronjobs'],
};
/** What leads further than it seems. */
const HIGH_PATTERNS = [
    ...['clusterroles', 'roles'].map((resource) => ({
        id: 'escalate',
        rank: 'write',
        apiGroup: RBAC,
        resources: [resource],
        verbs: ['escalate'],
        ...(resource === 'clusterroles' ? { clusterScoped: true } : {}),
        meaning: ({ namespace, names }) => `write rights into ${rolesIn(namespace, names)} that it does not have itself (\`escalate\`)`,
    })),
    {
        id: 'bind',
        rank: 'write',
        apiGroup: RBAC,
        resources: ['clusterroles', 'roles'],
        verbs: ['bind'],
        meaning: ({ namespace, names }) => `bind ${rolesIn(namespace, names)} to itself without having their rights (\`bind\`)`,
    },
    ...[
        [['certificatesigningrequests/approval'], ['update', 'patch']],
        [['signers'], ['approve', 'sign']],
    ].map(([resources, verbs]) => ({
        id: 'certificates',
        rank: 'write',
        apiGroup: 'certificates.k8s.io',
        resources,
        verbs,
        clusterScoped: true,
        meaning: () => 'approve or sign certificates, and so become whoever a certificate names',
    })),
    {
        id: 'admission',
        rank: 'write',
        apiGroup: 'admissionregistration.k8s.io',
        resources: [
            'mutatingwebhookconfigurations',
            'validatingwebhookconfigurations',
            'mutatingadmissionpolicies',
            'mutatingadmissionpolicybindings',
            'validatingadmissionpolicies',
            'validatingadmissionpolicybindings',
        ],
        verbs: [...WRITE, 'delete', 'deletecollection'],
        clusterScoped: true,
        meaning: () => 'set up webhooks or admission policies, and so read, change or refuse every object that is written',
    },
    {
        id: 'nodes-proxy',
        rank: 'write',
        apiGroup: '',
        resources: ['nodes/proxy'],
        verbs: ['get', 'create', 'update', 'patch', 'delete'],
        clusterScoped: true,
        meaning: () => 'talk to every kubelet (`nodes/proxy`), and so run commands in every pod, unseen by the audit log',
    },
    ...[
        [
            ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy'],
            ['get', 'create', 'update', 'patch', 'delete'],
        ],
        [['pods/ephemeralcontainers'], ['update', 'patch']],
    ].map(([resources, verbs]) => ({
        id: 'exec',
        rank: 'write',
        apiGroup: '',
        resources,
        verbs,
        meaning: ({ namespace }) => `run commands in pods or talk to them ${within(namespace)}, with whatever they may do`,
    })),
    ...['', 'apps', 'batch'].map((apiGroup) => ({
        id: 'workloads',
        rank: 'write',
        apiGroup,
        resources: WORKLOADS[apiGroup] ?? [],
        verbs: WRITE,
        meaning: ({ namespace }) => `run pods ${within(namespace)}, with every Secret and as every service account ${namespace === '' ? 'of the cluster' : 'of it'}`,
    })),
    {
        id: 'read-secrets',
        rank: 'read-secrets',
        apiGroup: '',
        resources: ['secrets'],
        verbs: ['get', 'list', 'watch'],
        meaning: ({ namespace, names }) => names.length === 0
            ? `read every Secret ${within(namespace)}`
            : `read ${named('Secret', names)} ${within(namespace)}`,
    },
    {
        id: 'serviceaccount-tokens',
        rank: 'become-others',
        apiGroup: '',
        resources: ['serviceaccounts/token'],
        verbs: ['create'],
        meaning: ({ namespace, names }) => `make tokens of ${names.length === 0 ? 'every service account' : named('service account', names)} ${within(namespace)}, and keep them`,
    },
];
/** The most dangerous first. */
const PATTERNS = [...ADMIN_PATTERNS, ...HIGH_PATTERNS];
/** What `pattern` finds in `rule`, which holds in `namespace` (empty: everywhere). */
function meet(pattern, rule, namespace) {
    if (namespace !== '' && (pattern.clusterScoped || !(pattern.namespaces?.includes(namespace) ?? true)))
        return;
    if (!rule.apiGroups.some((group) => group === '*' || group === pattern.apiGroup))
        return;
    const resources = rule.resources.filter((resource) => pattern.resources.some((one) => coversResource(resource, one)));
    const verbs = rule.verbs.filter((verb) => verb === '*' || pattern.verbs.includes(verb));
    const given = rule.resourceNames ?? [];
    const names = given.filter(pattern.names ?? (() => true));
    if (given.length > 0 && names.length === 0)
        return undefined;
    return resources.length === 0 || verbs.length === 0 ? undefined : { namespace, resources, verbs, names };
}
/**
 * Whether a rule that says `written` is about `resource` (`pods`, `pods/exec`). `pods/*` is about nothing.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/v1/evaluation_helpers.go
 */
function coversResource(written, resource) {
    if (written === '*' || written === resource)
        return true;
    const subresource = resource.split('/').slice(1).join('/');
    return subresource !== '' && written === `*/${subresource}`;
}
/** "in namespace shop", "in every namespace". */
function within(namespace) {
    return namespace === '' ? 'in every namespace' : `in namespace ${namespace}`;
}
/** "the group `a`", "the groups `a` and `b`". */
function named(what, names) {
    const words = names.slice(0, 5).map((name) => `\`${name}\``);
    const more = names.length > words.length ? [`${names.length - words.length} more`] : [];
    const all = [...words, ...more];
    const list = all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
    return `the ${what}${names.length === 1 ? '' : 's'} ${list}`;
}
function rolesIn(namespace, names) {
    if (names.length > 0)
        return named('role', names);
    return namespace === '' ? 'every role of the cluster' : `every role in namespace ${namespace}`;
}

// EXTERNAL MODULE: ./lib/rights/finding.js
var finding = __webpack_require__(4791);
;// CONCATENATED MODULE: ./lib/rights/verdict.js
/**
 * Whether rules that hold where `right` is asked allow it. A review mixes the rules of its namespace with those of the
 * cluster, and does not tell them apart: it says nothing about a right at the cluster scope, but where nothing is bound
 * in its namespace. It lists no paths here.
 */
function verdictOf(right, { rules, incomplete }) {
    if (incomplete || right.nonResourceURL !== undefined)
        return 'unknown';
    return rules.some((rule) => allows(rule, right)) ? 'allowed' : 'denied';
}
/**
 * Whether a rule of RBAC allows `right`, wherever the rule holds.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/rbac/v1/evaluation_helpers.go
 */
function allows(rule, right) {
    return (includes(rule.verbs, right.verb) &&
        includes(rule.apiGroups, right.apiGroup) &&
        rule.resources.some((written) => isResource(written, right)) &&
        // A request without a name (list, create by POST) is none of a rule with names.
        (rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(right.name)));
}
function includes(written, asked) {
    return written.includes('*') || written.includes(asked);
}
function isResource(written, { resource, subresource }) {
    if (written === '*')
        return true;
    if (subresource === '')
        return written === resource;
    return written === `${resource}/${subresource}` || written === `*/${subresource}`;
}

;// CONCATENATED MODULE: ./lib/rights/dangerous.js





/** A name, a namespace, that nobody has: only a rule that says none is about it. */
const NOBODY = 'deploy-as-asks';
/**
 * What is dangerous in `rules`, which all hold in `namespace` (empty: in the whole cluster, as through a
 * ClusterRoleBinding), the worst first. Rights to impersonate that are `wanted` are no danger; reading anything but
 * Secrets is none either. What RBAC makes void (a cluster-scoped resource in a Role) is left out.
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
function findingsOf(rules, namespace, wanted = NOTHING_WANTED) {
    return sortFindings(rules.flatMap((rule) => findingsOfRule(rule, namespace, wanted)));
}
/** Each once, the worst first, and what holds in the whole cluster before what holds in a namespace. */
function sortFindings(findings) {
    const distinct = new Map(findings.map((finding) => [findingKey(finding), finding]));
    return [...distinct.values()].sort((a, b) => finding/* RANKS */.G2.indexOf(a.rank) - finding/* RANKS */.G2.indexOf(b.rank) ||
        compare(a.namespace, b.namespace) ||
        compare(a.id, b.id) ||
        compare(findingKey(a), findingKey(b)));
}
/** The same danger from the same rule at the same place. */
function findingKey({ id, namespace, takeAway }) {
    return JSON.stringify([
        id,
        namespace,
        takeAway.apiGroups,
        takeAway.resources,
        takeAway.resourceNames,
        takeAway.verbs,
    ]);
}
/** Whether taking the finding's rule away would take this right away, too. */
function gives({ namespace, takeAway }, right) {
    return (namespace === '' || namespace === right.namespace) && allows(takeAway, right);
}
function compare(a, b) {
    return a < b ? -1 : Number(a > b);
}
function findingsOfRule(rule, namespace, wanted) {
    const all = everything(rule, namespace);
    if (all !== undefined)
        return [all];
    const met = PATTERNS.flatMap((pattern) => {
        const found = meet(pattern, rule, namespace);
        return found === undefined ? [] : [findingFrom(pattern, found, rule)];
    });
    const known = byDanger(met.filter((finding) => !isWanted(finding, wanted)));
    const written = writing(rule, namespace, known);
    const found = [
        ...(rule.resources.includes('*') ? written : []),
        ...known,
        ...written,
        ...impersonating(rule, namespace, wanted),
    ].sort((a, b) => finding/* RANKS */.G2.indexOf(a.rank) - finding/* RANKS */.G2.indexOf(b.rank));
    // One finding of each rank for one thing to take away; whoever may be cluster-admin needs no other.
    return found.filter((finding, index) => !found
        .slice(0, index)
        .some((other) => (other.rank === finding.rank || other.rank === 'cluster-admin') &&
        isPartOf(finding.takeAway, other.takeAway)));
}
/** One finding of a rule for each danger, though several resources and verbs of the rule amount to it. */
function byDanger(findings) {
    const dangers = new Map();
    for (const finding of findings) {
        const before = dangers.get(finding.id);
        dangers.set(finding.id, before === undefined ? finding : { ...before, takeAway: union(before.takeAway, finding.takeAway) });
    }
    return [...dangers.values()];
}
/** Of two parts of one rule. */
function union(a, b) {
    const both = (one, other) => [...new Set([...one, ...other])];
    return {
        apiGroups: both(a.apiGroups, b.apiGroups),
        resources: both(a.resources, b.resources),
        ...(a.resourceNames === undefined || b.resourceNames === undefined
            ? {}
            : { resourceNames: both(a.resourceNames, b.resourceNames) }),
        verbs: both(a.verbs, b.verbs),
    };
}
function isPartOf(part, whole) {
    const names = whole.resourceNames ?? [];
    return (part.apiGroups.every((group) => whole.apiGroups.includes(group)) &&
        part.resources.every((resource) => whole.resources.includes(resource)) &&
        part.verbs.every((verb) => whole.verbs.includes(verb)) &&
        (names.length === 0 || (part.resourceNames ?? []).length > 0) &&
        (names.length === 0 || (part.resourceNames ?? []).every((name) => names.includes(name))));
}
/** `*` on `*`: whatever there is, and will be. */
function everything(rule, namespace) {
    const isAll = [rule.apiGroups, rule.resources, rule.verbs].every((part) => part.includes('*'));
    if (!isAll || (rule.resourceNames ?? []).length > 0)
        return undefined;
    const takeAway = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
    const witness = { verb: '*', apiGroup: '*', resource: '*', subresource: '', namespace, name: '' };
    if (namespace === '' || namespace === 'kube-system') {
        const meaning = namespace === ''
            ? 'do everything in the whole cluster (`*` on `*`)'
            : 'do everything in namespace kube-system (`*` on `*`), and so become its controllers, which may grant any right';
        return { id: 'everything', rank: 'cluster-admin', namespace, meaning, takeAway, witness };
    }
    return {
        id: 'everything',
        rank: 'write',
        namespace,
        meaning: `do everything in namespace ${namespace} (\`*\` on \`*\`): read its Secrets, become its service accounts, grant its rights`,
        takeAway,
        witness,
    };
}
function findingFrom(pattern, met, rule) {
    const resource = pattern.resources.find((one) => met.resources.some((written) => coversResource(written, one))) ?? '';
    const verb = pattern.verbs.find((one) => met.verbs.includes(one)) ?? pattern.verbs[0] ?? '';
    return {
        id: pattern.id,
        rank: pattern.rank,
        namespace: met.namespace,
        meaning: pattern.meaning(met),
        takeAway: part(rule, {
            apiGroups: rule.apiGroups.filter((group) => group === '*' || group === pattern.apiGroup),
            ...met,
        }),
        witness: rightOf(verb, pattern.apiGroup, resource, met.namespace, met.names[0]),
    };
}
/** A pattern does not know whom its owner is to become: `impersonate:user-info` on one of the powerful users, say. */
function isWanted({ witness, takeAway }, wanted) {
    const { verb, resource, namespace } = witness;
    const names = takeAway.resourceNames ?? [];
    return names.length > 0 && names.every((name) => wanted.includes({ verb, resource, namespace, name }));
}
const WRITE_VERBS = new Set(['create', 'update', 'patch', 'delete', 'deletecollection', '*']);
/** Asked by creating; nothing is written. (What a token of a service account means is told by its own pattern.) */
const QUESTIONS = new Set([
    'serviceaccounts/token',
    'selfsubjectaccessreviews',
    'selfsubjectrulesreviews',
    'selfsubjectreviews',
    'subjectaccessreviews',
    'localsubjectaccessreviews',
    'tokenreviews',
]);
/** Where a Role gives no right to them. https://kubernetes.io/docs/reference/kubernetes-api/ */
const dangerous_CLUSTER_SCOPED = new Set([
    'nodes',
    'nodes/status',
    'nodes/proxy',
    'persistentvolumes',
    'persistentvolumes/status',
    'clusterroles',
    'clusterrolebindings',
    'customresourcedefinitions',
    'apiservices',
    'certificatesigningrequests',
    'certificatesigningrequests/approval',
    'certificatesigningrequests/status',
    'mutatingwebhookconfigurations',
    'validatingwebhookconfigurations',
    'mutatingadmissionpolicies',
    'mutatingadmissionpolicybindings',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'priorityclasses',
    'runtimeclasses',
    'ingressclasses',
    'storageclasses',
    'csidrivers',
    'csinodes',
    'volumeattachments',
    'flowschemas',
    'prioritylevelconfigurations',
]);
/** Every write that no pattern has told of. */
function writing(rule, namespace, known) {
    const told = (resource, verb) => known.some(({ rank, takeAway }) => rank !== 'read-secrets' && takeAway.resources.includes(resource) && takeAway.verbs.includes(verb));
    const pairs = rule.verbs
        .filter((verb) => WRITE_VERBS.has(verb))
        .flatMap((verb) => rule.resources.map((resource) => ({ verb, resource })))
        .filter(({ resource }) => !QUESTIONS.has(resource) && !(namespace !== '' && dangerous_CLUSTER_SCOPED.has(resource)))
        .filter(({ verb, resource }) => resource === '*' || !told(resource, verb));
    const [first] = pairs;
    const [apiGroup] = rule.apiGroups;
    if (first === undefined || apiGroup === undefined)
        return [];
    const resources = [...new Set(pairs.map(({ resource }) => resource))];
    const verbs = [...new Set(pairs.map(({ verb }) => verb))];
    const names = rule.resourceNames ?? [];
    return [
        {
            id: 'write',
            rank: 'write',
            namespace,
            meaning: `${verbsInWords(verbs)} ${resources.includes('*') ? 'whatever there is' : resources.join(', ')}${names.length === 0 ? '' : ` (${named('name', names)} only)`} ${within(namespace)}`,
            takeAway: part(rule, { apiGroups: rule.apiGroups, resources, verbs, names }),
            witness: rightOf(first.verb === '*' ? 'update' : first.verb, apiGroup === '*' ? '' : apiGroup, first.resource === '*' ? 'configmaps' : first.resource, namespace, names[0]),
        },
    ];
}
function verbsInWords(verbs) {
    return verbs.includes('*') ? 'do anything (`*`) to' : verbs.join(', ');
}
function impersonating(rule, namespace, wanted) {
    const found = impersonationOf(rule, namespace, wanted);
    if (found === undefined)
        return [];
    const { verbs, resources, names, witness } = found;
    return [
        {
            id: 'impersonate-others',
            rank: 'become-others',
            namespace,
            meaning: impersonationInWords(found, namespace),
            takeAway: part(rule, { apiGroups: rule.apiGroups, resources, verbs, names }),
            witness: rightOf(witness.verb, witness.apiGroup, witness.resource, namespace, names[0]),
        },
    ];
}
/** "impersonate the service account `web` in namespace shop (`impersonate`)" */
function impersonationInWords({ verbs, resources, names, witness }, namespace) {
    const by = verbs.map((verb) => (verb === '*' ? '`*` includes it' : `\`${verb}\``)).join(', ');
    if (witness.verb.startsWith('impersonate-on:')) {
        return `send requests about ${resources.join(', ')} as somebody that it impersonates (${by})`;
    }
    if (verbs.every((verb) => verb === 'impersonate:associated-node')) {
        return `impersonate the node that its pod runs on (${by})`;
    }
    const what = resources.includes('*') ? undefined : WHOM_WORDS[witness.resource];
    const many = resources.length > 1 || what === undefined;
    const whom = many ? `${resources.includes('*') ? 'whoever there is' : resources.join(', ')}` : what;
    const place = witness.resource === 'serviceaccounts' ? ` ${within(namespace)}` : '';
    if (names.length === 0)
        return `impersonate ${many ? whom : `every ${whom}`}${place} (${by})`;
    return `impersonate ${many ? `${whom} by ${named('name', names)}` : named(whom ?? '', names)}${place} (${by})`;
}
const WHOM_WORDS = {
    serviceaccounts: 'service account',
    users: 'user',
    groups: 'group',
    uids: 'uid',
    nodes: 'node',
};
function part(rule, of) {
    const narrowed = (rule.resourceNames ?? []).length > 0;
    return {
        apiGroups: of.apiGroups,
        resources: of.resources,
        ...(narrowed ? { resourceNames: of.names } : {}),
        verbs: of.verbs,
    };
}
function rightOf(verb, apiGroup, resource, namespace, name = NOBODY) {
    const [plural = '', ...rest] = resource.split('/');
    return { verb, apiGroup, resource: plural, subresource: rest.join('/'), namespace, name };
}


/***/ }),

/***/ 4791:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G2: () => (/* binding */ RANKS),
/* harmony export */   TR: () => (/* binding */ rankInWords),
/* harmony export */   mC: () => (/* binding */ findingLine)
/* harmony export */ });
/* unused harmony exports ranksInWords, ruleLine */
/** How bad it is that somebody has a right, the worst first. */
const RANKS = ['cluster-admin', 'write', 'read-secrets', 'become-others'];
const RANK_WORDS = {
    'cluster-admin': 'can become cluster-admin',
    write: 'can write',
    'read-secrets': 'can read Secrets',
    'become-others': 'can become others',
};
/** "can become cluster-admin", "can write", … */
function rankInWords(rank) {
    return RANK_WORDS[rank];
}
/** "can become cluster-admin, can write": the kinds of findings, the worst first. */
function ranksInWords(findings) {
    const ranks = RANKS.filter((rank) => findings.some((finding) => finding.rank === rank));
    return ranks.map(rankInWords).join(', ');
}
/** The rule as a line of YAML, as it stands in a Role: `{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }`. */
function ruleLine({ apiGroups, resources, resourceNames, verbs }) {
    const parts = Object.entries({ apiGroups, resources, resourceNames, verbs })
        .filter(([, values]) => values !== undefined)
        .map(([key, values]) => `${key}: [${(values ?? []).map((value) => JSON.stringify(value)).join(', ')}]`);
    return `{ ${parts.join(', ')} }`;
}
/** What a finding means and what to take away, in one line. */
function findingLine({ rank, meaning, namespace, takeAway }) {
    const from = namespace === '' ? 'bound in the whole cluster' : `bound in namespace ${namespace}`;
    return `${rankInWords(rank)}: it may ${meaning}. Take away (${from}): ${ruleLine(takeAway)}`;
}


/***/ })

};
;