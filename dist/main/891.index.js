"use strict";
exports.id = 891;
exports.ids = [891];
exports.modules = {

/***/ 7272:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  act: () => (/* binding */ act)
});

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __webpack_require__(1708);
var external_node_process_default = /*#__PURE__*/__webpack_require__.n(external_node_process_);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/connect/private-files.js
var private_files = __webpack_require__(3596);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/identity/name.js
var identity_name = __webpack_require__(3368);
// EXTERNAL MODULE: ./lib/rights/impersonation.js
var rights_impersonation = __webpack_require__(162);
// EXTERNAL MODULE: ./lib/problem.js
var lib_problem = __webpack_require__(8007);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/rights/right.js
var rights_right = __webpack_require__(8444);
;// CONCATENATED MODULE: ./lib/rights/needed-grants.js




const RBAC = 'rbac.authorization.k8s.io';
const ANYTHING = { verb: '*', apiGroup: '*', resource: '*', subresource: '', namespace: '', name: '' };
/**
 * What the RBAC objects among `targets` take on top of being written: whoever creates or changes a Role must hold every
 * right in it, or `escalate` on it; whoever creates or changes a binding must hold every right of its role, or `bind`
 * on it. What a role grants that is neither among `targets` nor in `existing` is not known, so that its `bind` is
 * `possible`.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
function grantedRights(targets, existing = []) {
    const ofRbac = targets.filter(({ resource, value }) => resource.group === RBAC && value !== undefined);
    const roles = {
        wanted: new Map(ofRbac.map((target) => [roleKey(target.resource.resource, target.ref), target.value])),
        existing: new Map(existing.map((role) => [roleKey(role.resource, role), role.value])),
    };
    return ofRbac.flatMap((target) => {
        switch (target.resource.resource) {
            case 'roles':
            case 'clusterroles':
                return neededForRole(target);
            case 'rolebindings':
            case 'clusterrolebindings':
                return neededForBinding(target, roles);
            default:
                return [];
        }
    });
}
function neededForRole(target) {
    const { ref, resource } = target;
    const escalate = onRole('escalate', resource.resource, ref.namespace ?? '', ref.name);
    return grantsOf(target.value, ref.namespace ?? '').map((right) => ({
        ...placeOf(target),
        for: `${(0,lib_problem/* nameObject */.Td)(ref)}, which grants it`,
        right,
        certainty: certaintyOf(target, ['rules', 'aggregationRule']),
        requested: false,
        alternatives: [escalate],
    }));
}
function neededForBinding(target, roles) {
    const role = boundRole(target);
    if (role === undefined)
        return [];
    const { resource, name } = role;
    const namespace = target.ref.namespace ?? '';
    // Also a ClusterRole is bound in the namespace of its binding.
    const bind = onRole('bind', resource, namespace, name);
    const certainty = certaintyOf(target, ['subjects', 'roleRef']);
    const common = { ...placeOf(target), for: `${(0,lib_problem/* nameObject */.Td)(target.ref)}, which binds ${name}`, requested: false };
    const key = roleKey(resource, role);
    if (roles.wanted.has(key)) {
        const rights = grantsOf(roles.wanted.get(key), namespace);
        return rights.map((right) => ({ ...common, right, certainty, alternatives: [bind] }));
    }
    if (!roles.existing.has(key))
        return [{ ...common, right: bind, certainty: 'possible' }];
    return [{ ...common, right: bind, certainty, orAll: grantsOf(roles.existing.get(key), namespace) }];
}
/** The roles of new and changed bindings that are none of `targets`: what they grant has to be read. */
function rolesToRead(targets) {
    const wanted = new Set(targets.map(({ resource, ref }) => roleKey(resource.resource, ref)));
    const found = new Map();
    for (const target of targets) {
        const role = boundRole(target);
        if (role === undefined || certaintyOf(target, ['subjects', 'roleRef']) !== 'needed')
            continue;
        const key = roleKey(role.resource, role);
        if (!wanted.has(key))
            found.set(key, role);
    }
    return [...found.values()];
}
/** The role that a binding refers to; undefined for anything else. */
function boundRole({ resource, ref, value }) {
    const isBinding = ['rolebindings', 'clusterrolebindings'].includes(resource.resource) && resource.group === RBAC;
    const roleRef = fieldOf(value, 'roleRef');
    const name = fieldOf(roleRef, 'name');
    if (!isBinding || typeof name !== 'string')
        return undefined;
    if (fieldOf(roleRef, 'kind') !== 'Role')
        return { resource: 'clusterroles', name };
    return { resource: 'roles', name, ...(ref.namespace === undefined ? {} : { namespace: ref.namespace }) };
}
/** Where nothing of `fields` changes, the server asks only if something else of the object does. */
function certaintyOf({ presence, value, live }, fields) {
    if (presence === 'absent')
        return 'needed';
    if (presence === 'unknown')
        return 'possible';
    if (live === undefined)
        return 'needed';
    const isSame = fields.every((field) => (0,external_node_util_.isDeepStrictEqual)(normal(fieldOf(value, field)), normal(fieldOf(live, field))));
    return isSame ? 'possible' : 'needed';
}
/** Without what the server fills in: the API group of a subject, and of a roleRef. */
function normal(value) {
    if (Array.isArray(value))
        return value.map(normal);
    if (typeof value !== 'object' || value === null)
        return value ?? [];
    const { apiGroup, ...rest } = Object.fromEntries(Object.entries(value));
    return apiGroup === '' || apiGroup === RBAC || apiGroup === undefined ? rest : { ...rest, apiGroup };
}
/** Every right that a role's rules grant in `namespace`, which is empty for the whole cluster. */
function grantsOf(role, namespace) {
    if (fieldOf(role, 'aggregationRule') !== undefined)
        return [ANYTHING, (0,rights_right/* pathRight */.kh)('*', '*')];
    return listOf(fieldOf(role, 'rules')).flatMap((rule) => rightsOfRule(rule, namespace));
}
function rightsOfRule(rule, namespace) {
    const texts = (key) => listOf(fieldOf(rule, key)).filter((item) => typeof item === 'string');
    const names = texts('resourceNames');
    const verbs = texts('verbs');
    const resources = texts('apiGroups').flatMap((apiGroup) => texts('resources').flatMap((written) => verbs.flatMap((verb) => (names.length === 0 ? [''] : names).map((name) => {
        const [resource = '', ...subresource] = written.split('/');
        return { verb, apiGroup, resource, subresource: subresource.join('/'), namespace, name };
    }))));
    return [...resources, ...texts('nonResourceURLs').flatMap((path) => verbs.map((verb) => (0,rights_right/* pathRight */.kh)(verb, path)))];
}
function onRole(verb, resource, namespace, name) {
    return { verb, apiGroup: RBAC, resource, subresource: '', namespace, name };
}
function roleKey(resource, ref) {
    return JSON.stringify([resource, ref.namespace ?? '', ref.name]);
}
function fieldOf(value, key) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined;
}
function listOf(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/rights/needed.js



/** A right on one object, or on every object of a resource where `name` is empty. */
function rightOn(verb, resource, place) {
    return {
        verb,
        apiGroup: resource.group,
        resource: resource.resource,
        subresource: '',
        namespace: scopeOfRequest(verb, resource, place),
        name: place.name ?? '',
    };
}
/**
 * The namespace in which the server asks for a right. A Namespace is read, changed and deleted "in" itself, but
 * created, listed and watched (also one alone, by a field selector) at the cluster scope.
 */
function scopeOfRequest(verb, resource, { namespace, name }) {
    if (resource.namespaced)
        return namespace ?? '';
    if (resource.group !== '' || resource.resource !== 'namespaces')
        return '';
    if (['create', 'list', 'watch'].includes(verb))
        return '';
    return name ?? '';
}
/**
 * What the identity needs to read and apply `targets` server-side: `get` and `patch` on each by its name, and `create`
 * where it is absent, which the server asks for with the name
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#rbac-and-permissions). A rollout is awaited by
 * reading the object by name, which takes nothing more. Where nobody could read whether an object is there, `create`
 * is `possible`. Objects of RBAC take what they grant, too; `existing`
 * are the roles that they refer to, as far as they could be read.
 */
function neededForApply(targets, existing = []) {
    return onceEach([...targets.flatMap(neededForOne), ...grantedRights(targets, existing)]);
}
function neededForOne(target) {
    const { ref, resource, presence } = target;
    const need = (verb, certainty = 'needed') => ({
        ...placeOf(target),
        right: rightOn(verb, resource, ref),
        certainty,
        requested: verb !== 'create',
    });
    return [
        // Of a kind that comes in this run nothing is read.
        ...(target.served === false ? [] : [need('get')]),
        need('patch'),
        ...(presence === 'present' ? [] : [need('create', presence === 'unknown' ? 'possible' : 'needed')]),
    ];
}
/** What a need tells of the object that it is for. */
function placeOf({ ref, source, }) {
    return { for: (0,lib_problem/* nameObject */.Td)(ref), party: 'identity', object: ref, ...(source === undefined ? {} : { source }) };
}
/**
 * Each right once a party, the first to need it named; it is needed for certain where one of them needs it for certain.
 * Needs with different alternatives are different.
 */
function onceEach(needs) {
    const found = new Map();
    for (const need of needs) {
        const instead = [need.alternatives, need.orAll].map((rights) => rights?.map(rights_right/* rightKey */.AN));
        const key = JSON.stringify([need.party, (0,rights_right/* rightKey */.AN)(need.right), instead]);
        const before = found.get(key);
        found.set(key, before === undefined ? need : combined(before, need));
    }
    return [...found.values()];
}
function combined(one, other) {
    const leading = one.certainty === 'possible' && other.certainty === 'needed' ? other : one;
    return { ...leading, requested: one.requested || other.requested };
}

;// CONCATENATED MODULE: ./lib/rights/constrained.js




/**
 * The constrained mode in which the server would let somebody become `request`. Service accounts and nodes have one
 * only where nothing but their name is asked for: with groups, a uid or extras the legacy verb alone can. All others
 * have `user-info`, which takes all of them.
 * https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/filters/impersonation/mode.go
 */
function constrainedModeOf(request) {
    const isAccount = (0,identity_name/* serviceAccountOf */.gw)(request.username) !== undefined;
    if (isAccount || (0,rights_impersonation/* nodeOf */.E7)(request.username) !== undefined) {
        const beside = besideName(request);
        const byName = isAccount ? 'serviceaccount' : 'arbitrary-node';
        if (beside.length === 0)
            return { mode: byName };
        const who = isAccount ? 'a service account' : 'a node';
        return {
            mode: undefined,
            byName,
            because: `constrained impersonation takes ${who} by its name alone, without ${inWords(beside)}`,
        };
    }
    const key = [...request.extra.keys()].find((name) => !isDomainPrefixed(name));
    if (key === undefined)
        return { mode: 'user-info' };
    return {
        mode: undefined,
        byName: 'user-info',
        because: `constrained impersonation takes only extras whose key begins with a domain (example.com/key), and ${JSON.stringify(key)} does not`,
    };
}
function besideName({ groups, uid, extra }) {
    return [
        ...(groups.length === 0 ? [] : ['groups']),
        ...(uid === undefined ? [] : ['a uid']),
        ...(extra.size === 0 ? [] : ['extras']),
    ];
}
function inWords(parts) {
    return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
/** https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/validation.go (IsDomainPrefixedPath) */
function isDomainPrefixed(key) {
    const at = key.indexOf('/');
    const [host, path] = [key.slice(0, at), key.slice(at + 1)];
    const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
    return (at > 0 &&
        new RegExp(`^${label}(\\.${label})*$`).test(host) &&
        host.length <= 253 &&
        /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(path));
}
/** The verbs that a request can have; others (`bind`, `escalate`, `use`) the server asks on its own. */
const REQUEST_VERBS = new Set(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']);
/** https://kubernetes.io/docs/reference/access-authn-authz/authorization/#request-verb-non-resource */
const PATH_VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
/** The token's right to send, as the identity, the request that takes `right` of the identity. */
function actingRight(right, mode) {
    return { ...right, verb: `impersonate-on:${mode}:${right.verb}` };
}
/**
 * What the token needs so that the identity can use its rights `needed`: the right to each *request*, on the same
 * resource, namespace and name. What the server asks on top of a request counts for the identity alone: an apply is a
 * `patch` also where it creates.
 */
function constrainedNeeds(needed, mode) {
    return onceEach(needed.filter(isRequest).map((need) => {
        const { alternatives, ...rest } = need;
        const others = alternatives?.map((right) => actingRight(right, mode)) ?? [];
        const right = actingRight(need.right, mode);
        return { ...rest, party: 'token', right, ...(others.length === 0 ? {} : { alternatives: others }) };
    }));
}
function isRequest({ party, requested, right }) {
    const verbs = right.nonResourceURL === undefined ? REQUEST_VERBS : PATH_VERBS;
    return party === 'identity' && requested && verbs.has(right.verb);
}
/** `constrainedNeeds` where the token has no other way than the constrained one; else nothing. */
function needsOfToken(needed, impersonation) {
    return impersonation?.by === 'constrained' ? constrainedNeeds(needed, impersonation.mode) : [];
}
const REVIEWS = (/* unused pure expression or super */ null && ([
    ['authentication.k8s.io', 'selfsubjectreviews'],
    ['authorization.k8s.io', 'selfsubjectaccessreviews'],
    ['authorization.k8s.io', 'selfsubjectrulesreviews'],
]));
/** The token's right to ask, as the identity, who it is: without it nothing is deployed. */
function confirmingRight(mode) {
    return actingRight(createReview('authentication.k8s.io', 'selfsubjectreviews'), mode);
}
/** What the token needs to ask, as the identity, who it is and what it may do. */
function reviewNeeds(mode) {
    return REVIEWS.map(([group, resource]) => ({
        right: actingRight(createReview(group, resource), mode),
        for: 'to ask, as the identity, who it is and what it may do',
        party: 'token',
        certainty: 'needed',
        requested: true,
    }));
}
function createReview(apiGroup, resource) {
    return { verb: 'create', apiGroup, resource, subresource: '', namespace: '', name: '' };
}
/** What the ClusterRole `system:discovery` gives every user, as far as kubectl and helm ask for it. */
const DISCOVERY = ['/version', '/api', '/api/*', '/apis', '/apis/*', '/openapi/*'];
/** What the identity needs so that kubectl and helm can find out what the server serves. */
function discoveryRights() {
    return DISCOVERY.map((path) => (0,rights_right/* pathRight */.kh)('get', path));
}
/**
 * What the token needs so that kubectl and helm, which ask everything as the identity, can find out which kinds the
 * server serves. deploy-as itself asks that as the token, which takes nothing.
 */
function toolNeeds(mode) {
    return discoveryRights().map((right) => ({
        right: actingRight(right, mode),
        for: 'kubectl and helm, to learn what the server serves',
        party: 'token',
        certainty: 'needed',
        requested: true,
    }));
}
/**
 * Every right of a token that deploys by constrained impersonation alone: to become `request`, to ask who that is and
 * what it may do, and to send what `needed` of the identity says. `tools`: whether kubectl or helm run as it.
 */
function constrainedRights(request, mode, needed, { tools }) {
    const rights = [
        ...impersonationRights(request, mode),
        ...[...reviewNeeds(mode), ...(tools ? toolNeeds(mode) : []), ...constrainedNeeds(needed, mode)].map(({ right }) => right),
    ];
    return [...new Map(rights.map((right) => [rightKey(right), right])).values()];
}

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
function quoted(name) {
    return QUOTED.replace('(', `(?<${name}>`);
}
const FORBIDDEN = new RegExp(`(?: ${quoted('name')} is forbidden: )?User ${quoted('user')} cannot (?<verb>\\S+) ` +
    `(?:path ${quoted('path')}|resource ${quoted('resource')} ` +
    `in API group ${quoted('group')} (?:at the cluster scope|in the namespace ${quoted('namespace')}))`, 'g');
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

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/rights/grant.js




const grant_RBAC = 'rbac.authorization.k8s.io';
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
        (0,rights_right/* rightKey */.AN)({ ...narrow, name: '', namespace: wide.namespace }) === (0,rights_right/* rightKey */.AN)(wide));
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
        `apiVersion: ${grant_RBAC}/v1`,
        `kind: ${kind}`,
        ...metadata,
        'rules:',
        ...rules.flatMap(ruleLines),
        ...pathRules.flatMap(pathRuleLines),
        '---',
        `apiVersion: ${grant_RBAC}/v1`,
        `kind: ${kind}Binding`,
        ...metadata,
        'roleRef:',
        `  apiGroup: ${grant_RBAC}`,
        `  kind: ${kind}`,
        `  name: ${scalar(name)}`,
        'subjects:',
        ...subjectLines(username),
        '',
    ].join('\n');
}
function prefixFor(rights) {
    return rights.every(rights_impersonation/* isImpersonation */.h1) ? 'deploy-as-impersonate' : 'deploy-as-rights';
}
function digest(content) {
    return (0,external_node_crypto_.createHash)('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 10);
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
    const account = (0,identity_name/* serviceAccountOf */.gw)(username);
    if (account === undefined)
        return ['  - kind: User', `    apiGroup: ${grant_RBAC}`, `    name: ${scalar(username)}`];
    return [
        '  - kind: ServiceAccount',
        `    namespace: ${scalar(account.namespace)}`,
        `    name: ${scalar(account.name)}`,
    ];
}
function list(values) {
    return `[${values.map(grant_quoted).join(', ')}]`;
}
/** Words that a reader of YAML 1.1, such as kubectl, takes for a boolean or null. */
const YAML_WORDS = /^(y|yes|n|no|on|off|true|false|null)$/;
/** Plain where no reader of YAML takes it for anything but a string. */
function scalar(text) {
    const isPlain = /^[a-z][a-z0-9]*([-.:][a-z0-9]+)*$/.test(text) && !YAML_WORDS.test(text);
    return isPlain ? text : grant_quoted(text);
}
/** A double-quoted scalar. JSON's escapes are YAML's; what YAML does not take raw, JSON does not escape. */
function grant_quoted(text) {
    return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

;// CONCATENATED MODULE: ./lib/check/forbidden.js





/**
 * A 403 in the middle of a run, from its words alone: which rights the identity lacks, with the smallest RBAC that
 * gives them. Where the token has lost the impersonation itself, the token's. A 403 that is about no right at all (a
 * quota, PodSecurity, an escalation) is told in the server's words, with nothing in `denied`.
 */
function forbiddenProblem(refusal) {
    const { identity } = refusal;
    const read = readForbiddens(refusal.text);
    const own = read.filter(({ user }) => user === identity.username).map(({ right }) => right);
    const token = read.filter(({ user, right }) => user !== identity.username && (0,rights_impersonation/* isImpersonation */.h1)(right));
    const lacking = own.length > 0 || token.length > 0 || refusal.right === undefined ? own : [refusal.right];
    if (lacking.length === 0 && token.length === 0)
        return withoutRight(refusal);
    const denied = [
        ...lacking.map((right) => (0,rights_right/* deniedOf */.tJ)('identity', right, refusal.for)),
        ...token.map(({ right }) => (0,rights_right/* deniedOf */.tJ)('token', right, `to impersonate ${(0,identity_name/* displayName */.QC)(identity.username)}`)),
    ];
    const tokens = [...new Set(token.map(({ user }) => user))];
    return {
        kind: 'forbidden',
        message: lacking.length > 0
            ? `${identity.username} may not do what ${refusal.for} takes: it lacks ${lacking.length === 1 ? 'a right' : `${lacking.length} rights`}.`
            : `The token may no longer impersonate ${identity.username} for ${refusal.for}.`,
        denied,
        fix: APPLY_GRANT,
        yaml: [
            ...(lacking.length === 0 ? [] : [smallestGrant(lacking, identity.username)]),
            ...tokens.map((user) => smallestGrant((0,rights_impersonation/* impersonationRights */.ye)(identity), user)),
        ].join('---\n'),
        ...forbidden_placeOf(refusal),
    };
}
/** Where it was, as a problem has it. */
function forbidden_placeOf({ object, source }) {
    return { ...(object === undefined ? {} : { object }), ...(source === undefined ? {} : { source }) };
}
/** A 403 in the server's own words, about no right that anybody can read from them. */
function withoutRight(refusal) {
    return {
        kind: 'forbidden',
        message: `The API server refused ${refusal.for}: ${lastLines(refusal.text)}`,
        denied: [],
        fix: NO_SINGLE_RIGHT,
        ...forbidden_placeOf(refusal),
    };
}
const QUOTED_LINES = 10;
/** The end of a whole stderr; a server's message is a line. */
function lastLines(text) {
    return text.trim().split('\n').slice(-QUOTED_LINES).join('\n');
}

;// CONCATENATED MODULE: ./lib/manifests/json.js
function isObject(value) {
    return typeof value === 'object' && value !== null && !isList(value);
}
/** `Array.isArray` does not narrow a readonly array out of a union. */
function isList(value) {
    return Array.isArray(value);
}
/** "a number", "a list", … : what a value is, for messages. */
function nameType(value) {
    if (value === undefined)
        return 'nothing';
    if (value === null)
        return 'null';
    if (isList(value))
        return 'a list';
    switch (typeof value) {
        case 'object':
            return 'a mapping';
        case 'boolean':
            return `the boolean ${value}`;
        case 'string':
            return 'a string';
        default:
            return `the number ${value}`;
    }
}
/**
 * `value` as JSON that a YAML reader reads alike: characters that YAML takes for line breaks or refuses are escaped,
 * integers beyond 2^53 keep their digits, and floats beyond int64 keep their exponent (without, they would be
 * integers that the server does not take).
 */
function writeJson(value) {
    if (value === null)
        return 'null';
    switch (typeof value) {
        case 'boolean':
        case 'bigint':
            return String(value);
        case 'number':
            return writeNumber(value);
        case 'string':
            return writeString(value);
    }
    if (isList(value))
        return `[${value.map(writeJson).join(',')}]`;
    const entries = Object.entries(value).filter((entry) => entry[1] !== undefined);
    return `{${entries.map(([key, item]) => `${writeString(key)}:${writeJson(item)}`).join(',')}}`;
}
function writeNumber(value) {
    return Number.isInteger(value) && Math.abs(value) < 2 ** 63
        ? BigInt(value).toString()
        : JSON.stringify(value).replace(/^-?\d{19,}$/, () => value.toExponential());
}
function writeString(text) {
    return JSON.stringify(text.toWellFormed()).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
/** Whether two values are the same to the API server: the order of keys does not count, an absent key is no null. */
function sameJson(one, other) {
    if (one === other)
        return true;
    if (isList(one)) {
        return isList(other) && one.length === other.length && one.every((item, index) => sameJson(item, other[index]));
    }
    if (isObject(one)) {
        if (!isObject(other))
            return false;
        const keys = keysOf(one);
        return keys.length === keysOf(other).length && keys.every((key) => sameJson(one[key], other[key]));
    }
    return sameNumber(one, other) || sameNumber(other, one);
}
function keysOf(value) {
    return Object.keys(value).filter((key) => value[key] !== undefined);
}
/** An integer beyond 2^53 is a bigint here and may be a number elsewhere. */
function sameNumber(one, other) {
    return typeof one === 'bigint' && typeof other === 'number' && Number.isInteger(other) && BigInt(other) === one;
}

;// CONCATENATED MODULE: ./lib/cluster/json.js

/** `value` where it is a JSON object. */
function jsonObject(value) {
    return isObject(value) ? value : undefined;
}
/** The value at `keys`, each a key of the object before it; undefined as soon as one is missing. */
function at(value, ...keys) {
    let current = value;
    for (const key of keys) {
        if (!isObject(current) || !Object.hasOwn(current, key))
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
    return isList(found) ? found : [];
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

;// CONCATENATED MODULE: ./lib/check/impersonation.js



/**
 * Asks, as the token, every right that becoming `request` takes: by the legacy verb and, where `constrainedToo` and
 * the identity has such a mode, by constrained impersonation, for which asking who one is takes a right of its own.
 */
async function askStanding(cluster, request, { constrainedToo }, signal) {
    const { mode } = constrainedModeOf(request);
    const legacy = (0,rights_impersonation/* impersonationRights */.ye)(request);
    const constrained = mode === undefined || !constrainedToo ? [] : [...(0,rights_impersonation/* impersonationRights */.ye)(request, mode), confirmingRight(mode)];
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
    const denied = [(0,rights_right/* deniedOf */.tJ)((0,rights_impersonation/* isImpersonation */.h1)(right) ? 'token' : (context.party ?? 'identity'), right, context.doing)];
    // The constrained form names the check that failed first, and granting that may not be what is missing.
    if ((0,rights_impersonation/* isImpersonation */.h1)(right) && right.verb !== 'impersonate') {
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
        fix: APPLY_GRANT,
        yaml: smallestGrant([right], user),
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

;// CONCATENATED MODULE: ./lib/check/confirmation.js

/** Its members may do everything, asked or not; nothing would confine such a deploy. */
const MASTERS = 'system:masters';
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
        ...(user.groups.includes(MASTERS) && !request.groups.includes(MASTERS) ? [difference('group', '', MASTERS)] : []),
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
    const answer = constrainedModeOf(request);
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
        return mayNotAsk(refused, (0,rights_impersonation/* impersonationRights */.ye)(request));
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
    return verb !== 'impersonate' && (0,rights_impersonation/* isImpersonation */.h1)({ verb });
}
/** Whether the token would become the identity by a constrained right if nothing but its name were asked for. */
async function maysByNameAlone({ cluster, request }, mode, signal) {
    const missing = await missingRights(cluster.asToken, (0,rights_impersonation/* impersonationRights */.ye)(request, mode).slice(0, 1), signal);
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
        ...grantFor(refused, missing, APPLY_GRANT),
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
        ...grantFor(refused, missing, APPLY_GRANT),
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
            yaml: smallestGrant([read.right], request.username),
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
        return { fix: words, yaml: smallestGrant(rights, refused.username) };
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

;// CONCATENATED MODULE: ./lib/check/explain-forbidden.js








/** `explainForbidden` for one run. */
function forbiddenExplainer(asking, signal) {
    return (refusal) => explainForbidden(refusal, asking, signal);
}
/**
 * What the 403s in a text are about, kubectl's and helm's "unknown" included: the identity's rights as
 * `forbiddenProblem` has them, the token's asked again as the token, since the server names only the check that failed
 * first. Empty where the text tells of none.
 */
async function explainForbidden(said, asking, signal) {
    const refusal = { ...said, identity: asking.identity };
    const read = readForbiddens(refusal.text);
    const token = read.filter(({ user, right }) => user !== refusal.identity.username && (0,rights_impersonation/* isImpersonation */.h1)(right));
    const others = read.length > token.length ? [forbiddenProblem({ ...refusal, text: withoutToken(refusal) })] : [];
    const nameless = namelessIn(refusal.text);
    if (token.length === 0 && nameless === 'no')
        return others;
    const named = token.map(({ right }) => right);
    return [...others, ...(await explainToken({ ...refusal, named, nameless }, asking, signal))];
}
function namelessIn(text) {
    if (isForbiddenWithoutReason(text))
        return 'yes';
    return isFailureWithoutReason(text) ? 'perhaps' : 'no';
}
/** The lines that are not about the token's impersonation. */
function withoutToken({ text, identity }) {
    const isAboutToken = (line) => readForbiddens(line).some(({ user, right }) => user !== identity.username && (0,rights_impersonation/* isImpersonation */.h1)(right));
    return text
        .split('\n')
        .filter((line) => !isAboutToken(line))
        .join('\n');
}
async function explainToken(refusal, asking, signal) {
    const way = await wayOfToken(asking, signal);
    const isSure = refusal.named.length > 0 || refusal.nameless === 'yes';
    switch (way.kind) {
        case 'unknown':
            return isSure ? [withoutRight(refusal)] : [];
        case 'lost':
            return [await lostImpersonation(refusal, asking, signal)];
        case 'legacy':
            return refusal.named.length > 0 ? [grantedByNow(refusal)] : withoutDiscovery(refusal, asking, signal);
        case 'constrained': {
            const gaps = await gapsOf(refusal, asking, way.mode, signal);
            if (gaps !== undefined)
                return [gaps];
            return refusal.named.length > 0 ? [grantedByNow(refusal)] : withoutDiscovery(refusal, asking, signal);
        }
    }
}
/** The rights to act as the identity that the server named, and those to learn what it serves. */
async function gapsOf(refusal, asking, mode, signal) {
    const acting = refusal.named.filter(({ verb }) => verb.startsWith(`impersonate-on:${mode}:`));
    const discovery = refusal.nameless === 'no' ? [] : await lackedDiscovery(asking, mode, signal);
    const denied = [
        ...acting.map((right) => (0,rights_right/* deniedOf */.tJ)('token', right, refusal.for)),
        ...discovery.map((need) => (0,rights_right/* deniedOf */.tJ)('token', need.right, need.for)),
    ];
    if (denied.length === 0)
        return undefined;
    return {
        kind: 'forbidden',
        message: lacksActing(asking, refusal.for, denied.length),
        ...(discovery.length === 0 ? {} : { details: [UNKNOWN] }),
        denied,
        ...grantTo(asking, denied),
        ...forbidden_placeOf(refusal),
    };
}
const UNKNOWN = 'kubectl and helm say no more than "unknown" where they are not allowed to ask what the server serves; they ask it as the identity.';
function lacksActing({ identity, tokenUser }, purpose, count) {
    const token = tokenUser === undefined ? 'The token' : `The token (user ${tokenUser})`;
    const lacking = count === 1 ? 'one' : `${count}`;
    return `${token} may impersonate ${identity.username}, but only for the requests that constrained impersonation allows it, and it lacks ${lacking} that ${purpose} takes.`;
}
function grantTo({ tokenUser }, rights) {
    if (tokenUser !== undefined)
        return { fix: APPLY_GRANT, yaml: smallestGrant(rights, tokenUser) };
    return { fix: "Nobody here knows the name of the token's user: bind these rights to it." };
}
/** How the token becomes the identity now, if it still may. */
async function wayOfToken({ cluster, identity }, signal) {
    const standing = await askStanding(cluster, identity, { constrainedToo: true }, signal);
    if (!standing.ok)
        return { kind: 'unknown' };
    const { legacy, constrained } = standing.value;
    if (legacy.missing.length === 0)
        return { kind: 'legacy' };
    // A right to ask as the identity who it is says nothing about becoming it.
    const cannotBecome = constrained?.missing.some(({ verb }) => !verb.startsWith('impersonate-on:')) ?? true;
    return constrained === undefined || cannotBecome ? { kind: 'lost' } : { kind: 'constrained', mode: constrained.mode };
}
/**
 * What kubectl and helm will stumble over where a token becomes the identity by constrained impersonation in `mode`
 * alone: a warning, since nobody knows whether they are used. `where`: "in the script", "in later steps".
 */
async function toolWarning(where, mode, asking, signal) {
    const lacked = await lackedDiscovery(asking, mode, signal);
    if (lacked.length === 0)
        return undefined;
    const denied = lacked.map((need) => (0,rights_right/* deniedOf */.tJ)('token', need.right, need.for));
    return {
        kind: 'forbidden',
        message: `kubectl and helm ${where} will fail and say no more than "unknown": they ask as the identity what the server serves, and the token lacks ${denied.length === 1 ? 'a right' : `${denied.length} rights`} that constrained impersonation takes for that.`,
        denied,
        ...grantTo(asking, denied),
    };
}
async function lackedDiscovery({ cluster }, mode, signal) {
    const needs = toolNeeds(mode);
    const missing = await missingRights(cluster.asToken, needs.map(({ right }) => right), signal);
    return missing.ok ? needs.filter(({ right }) => missing.value.includes(right)) : needs;
}
async function lostImpersonation(refusal, { cluster, identity, credentialName }, signal) {
    const problem = await impersonationProblem(cluster, identity, refusal.text.trim(), { credentialName }, signal);
    return problem.kind === 'forbidden' ? { ...problem, ...forbidden_placeOf(refusal) } : withoutRight(refusal);
}
/** The token is not in the way: may the identity itself ask what the server serves? Every user may, unless somebody took it. */
async function withoutDiscovery(refusal, { cluster, identity }, signal) {
    const missing = await missingRights(cluster.asIdentity, discoveryRights(), signal);
    if (!missing.ok || missing.value.length === 0)
        return refusal.nameless === 'yes' ? [withoutRight(refusal)] : [];
    return [
        {
            kind: 'forbidden',
            message: `${identity.username} may not ask what the server serves, as ${refusal.for} has to. Every user may, as long as the cluster has the ClusterRole system:discovery.`,
            details: [UNKNOWN],
            denied: missing.value.map((right) => (0,rights_right/* deniedOf */.tJ)('identity', right, refusal.for)),
            fix: APPLY_GRANT,
            yaml: smallestGrant(missing.value, identity.username),
            ...forbidden_placeOf(refusal),
        },
    ];
}
function grantedByNow(refusal) {
    return {
        kind: 'forbidden',
        message: `The API server refused to let the token impersonate ${refusal.identity.username} for ${refusal.for}, although it says now that no right is missing. It said: ${lastLines(refusal.text)}`,
        denied: [],
        fix: 'Rights that were granted a moment ago may take a second: run it again.',
        ...forbidden_placeOf(refusal),
    };
}
/**
 * `problems` of our own requests, with those explained in which the server refused the token the impersonation: by
 * rights that are asked again, and with one grant for all of them. The others stay as they are.
 */
async function explainImpersonation(problems, asking, signal) {
    const refused = problems.filter(isUnexplained);
    const last = refused.at(-1);
    if (last === undefined)
        return [...problems];
    const way = await wayOfToken(asking, signal);
    if (way.kind !== 'constrained') {
        const { cluster, identity, credentialName } = asking;
        const lost = await impersonationProblem(cluster, identity, last.message, { credentialName }, signal);
        return problems.map((problem) => (problem === last ? lost : problem));
    }
    const denied = refused.flatMap((problem) => problem.denied);
    return problems.map((problem) => {
        if (!isUnexplained(problem))
            return problem;
        const purpose = problem.denied[0]?.for ?? '';
        const explained = { ...problem, message: lacksActing(asking, purpose, problem.denied.length) };
        return problem === last ? { ...explained, ...grantTo(asking, denied) } : explained;
    });
}
function isUnexplained(problem) {
    return (problem.kind === 'forbidden' &&
        problem.yaml === undefined &&
        problem.denied.length > 0 &&
        problem.denied.every((denied) => denied.who === 'token' && (0,rights_impersonation/* isImpersonation */.h1)(denied)));
}

;// CONCATENATED MODULE: ./lib/check/grants.js

/**
 * Where several problems are missing rights of the identity, one grant for all of them in place of one each: it
 * stands with the first of them, which the closing annotation shows. `username` is the identity's. Anything else
 * stays as it is.
 */
function gatherGrants(problems, username) {
    const scattered = problems.filter(isGrantOfIdentity);
    const first = scattered[0];
    if (first === undefined || scattered.length < 2)
        return [...problems];
    const rights = scattered.flatMap((problem) => problem.denied);
    return problems.map((problem) => {
        if (!isGrantOfIdentity(problem))
            return problem;
        const { fix: _fix, yaml: _yaml, ...bare } = problem;
        return problem === first ? { ...bare, fix: APPLY_GRANT, yaml: smallestGrant(rights, username) } : bare;
    });
}
function isGrantOfIdentity(problem) {
    return (problem.kind === 'forbidden' &&
        problem.yaml !== undefined &&
        problem.denied.length > 0 &&
        problem.denied.every(({ who }) => who === 'identity'));
}

;// CONCATENATED MODULE: ./lib/rights/dangerous-impersonation.js


/** Every right to impersonate is one too many. */
const NOTHING_WANTED = { includes: () => false };
/** The extras that a run is stamped with in the audit log. They name nobody, and RBAC gives nothing to them. */
const STAMP = 'userextras/github.com/';
/** The rights that becoming `request` takes, in the legacy form and in the constrained one (https://kep.k8s.io/5284). */
function wantedFor(request) {
    const answer = constrainedModeOf(request);
    const mode = answer.mode ?? answer.byName;
    const rights = [...(0,rights_impersonation/* impersonationRights */.ye)(request), ...(0,rights_impersonation/* impersonationRights */.ye)(request, mode)].map(({ verb, resource, subresource, namespace, name }) => key({ verb, resource: subresource === '' ? resource : `${resource}/${subresource}`, namespace, name }));
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
function dangerous_impersonation_impersonationOf(rule, namespace, wanted) {
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
const dangerous_patterns_RBAC = 'rbac.authorization.k8s.io';
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
        apiGroup: dangerous_patterns_RBAC,
        resources: [resource],
        verbs: ['escalate'],
        ...(resource === 'clusterroles' ? { clusterScoped: true } : {}),
        meaning: ({ namespace, names }) => `write rights into ${rolesIn(namespace, names)} that it does not have itself (\`escalate\`)`,
    })),
    {
        id: 'bind',
        rank: 'write',
        apiGroup: dangerous_patterns_RBAC,
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
    const found = dangerous_impersonation_impersonationOf(rule, namespace, wanted);
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

;// CONCATENATED MODULE: ./lib/rights/canaries.js


const canaries_AUTHENTICATION = 'authentication.k8s.io';
/** Rights that make their owner a cluster-admin by another name, the constrained verbs of https://kep.k8s.io/5284 included. */
function adminCanaries() {
    return [
        canary({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, ''),
        canary({ apiGroups: [''], resources: ['groups'], verbs: ['impersonate'], resourceNames: ['system:masters'] }, ''),
        canary({ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }, ''),
        ...['', 'kube-system'].flatMap((namespace) => [
            canary({ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] }, namespace),
            canary({ apiGroups: [canaries_AUTHENTICATION], resources: ['serviceaccounts'], verbs: ['impersonate:serviceaccount'] }, namespace),
        ]),
        ...['users', 'groups'].map((resource) => canary({ apiGroups: [canaries_AUTHENTICATION], resources: [resource], verbs: ['impersonate:user-info'] }, '')),
        canary({ apiGroups: [canaries_AUTHENTICATION], resources: ['nodes'], verbs: ['impersonate:arbitrary-node'] }, ''),
    ];
}
/** Everything that is asked of a token that is to become `request` and nothing else. `namespace` is where it deploys. */
function tokenCanaries(request, namespace, madeUp) {
    const extras = [...request.extra.keys()].map((key) => `userextras/${key}`);
    return [
        ...adminCanaries(),
        ...accountCanaries(request, madeUp),
        ...['uids', 'userextras/deploy-as-asks', ...extras].flatMap((resource) => ['impersonate', 'impersonate:user-info'].map((verb) => canary({ apiGroups: [canaries_AUTHENTICATION], resources: [resource], verbs: [verb] }, ''))),
        canary({
            apiGroups: [canaries_AUTHENTICATION],
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
        [canaries_AUTHENTICATION, 'impersonate:serviceaccount'],
    ];
    return forms.map(([apiGroup, verb]) => {
        const asked = canary({ apiGroups: [apiGroup], resources: ['serviceaccounts'], resourceNames: [account.name], verbs: [verb] }, '');
        return { ...asked, right: { ...asked.right, namespace: madeUp } };
    });
}
/** The rule as a question: a name that nobody has where it says none. */
function canary(rule, namespace) {
    const [finding] = findingsOf([rule], namespace);
    if (finding === undefined)
        throw new Error(`there is no danger in ${JSON.stringify(rule)}`);
    return { finding, right: finding.witness };
}

;// CONCATENATED MODULE: ./lib/check/guard.js







/** Its members may do everything, whatever RBAC says: the authorizer does not even look. */
const guard_MASTERS = 'system:masters';
/**
 * Refuses an identity that may do everything: a member of `system:masters` always, another only unless the inputs
 * allow it. Such an identity would make the impersonation a formality.
 *
 * Two rules reviews are read; access reviews, some of which security products report, are asked only for what those
 * show, or where they are incomplete.
 */
async function guard(cluster, identity, question, signal) {
    if ([...identity.groups, ...identity.confirmed.groups].includes(guard_MASTERS))
        return (0,lib_problem/* failure */.V2)(isMaster(identity));
    if (question.allowClusterAdmin)
        return (0,lib_problem/* success */.kX)(undefined);
    const powers = await powersOf(cluster, question, signal);
    if (!powers.ok)
        return (0,lib_problem/* failure */.V2)(notAnswered(powers.failure, cluster, question));
    return powers.value.length === 0 ? (0,lib_problem/* success */.kX)(undefined) : (0,lib_problem/* failure */.V2)(isAdmin(identity, powers.value));
}
/** What makes the identity a cluster-admin, as the server itself says when it is asked. */
async function powersOf({ asIdentity }, { namespace = 'default' }, signal) {
    const places = [...new Set([namespace, 'kube-system'])];
    const reviews = await Promise.all(places.map((place) => selfSubjectRulesReview(asIdentity, place, signal)));
    const suspected = [];
    for (const [index, review] of reviews.entries()) {
        if (!review.ok)
            return review;
        // A review does not say whether a rule holds in the namespace alone.
        for (const scope of new Set(['', ...places.filter((place, at) => at === index && place === 'kube-system')])) {
            suspected.push(...findingsOf(review.value.rules, scope).map(suspicion));
        }
        if (review.value.incomplete)
            suspected.push(...adminCanaries());
    }
    const admin = suspected.filter(({ finding }) => finding.rank === 'cluster-admin');
    const questions = [...new Map(admin.map((one) => [(0,rights_right/* rightKey */.AN)(one.right), one])).values()];
    const answers = await Promise.all(questions.map(({ right }) => selfSubjectAccessReview(asIdentity, right, signal)));
    const confirmed = [];
    for (const [index, answer] of answers.entries()) {
        if (!answer.ok)
            return answer;
        const finding = questions[index]?.finding;
        if (answer.value && finding !== undefined)
            confirmed.push(finding);
    }
    return { ok: true, value: sortFindings(confirmed) };
}
function suspicion(finding) {
    return { finding, right: finding.witness };
}
function isMaster(identity) {
    return {
        kind: 'forbidden',
        message: `${(0,identity_name/* displayName */.QC)(identity.username)} is a member of ${guard_MASTERS}, which may do everything: the API server asks no rule about it, and no rule can take anything from it. deploy-as never deploys as one.`,
        fix: `Take \`${guard_MASTERS}\` out of \`as-groups\` (or out of what gives the user this group), and bind a Role with just the rights that this deployment needs to ${identity.username}.`,
        denied: [],
    };
}
const MOST_REASONS = 5;
function isAdmin(identity, powers) {
    return {
        kind: 'forbidden',
        message: `${(0,identity_name/* displayName */.QC)(identity.username)} is as good as a cluster-admin: it may ${powers
            .slice(0, MOST_REASONS)
            .map(({ meaning }) => meaning)
            .join('; it may ')}. Nothing would confine a deployment as this identity.`,
        fix: 'Deploy as an identity that has just the rights that this deployment needs, or write `allow-cluster-admin: true` where it must be this one.',
        denied: [],
    };
}
function notAnswered(answer, { asIdentity }, question) {
    return problemOf(answer, {
        server: asIdentity.server,
        credentialName: question.credentialName,
        doing: 'asking whether the identity may do everything',
        party: 'identity',
    });
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

;// CONCATENATED MODULE: ./lib/check/preflight.js









/** As many as pay at a time. */
const PARALLEL_REVIEWS = 16;
const NO_NAME = '';
/**
 * Asks for every right in `needed`, each as the party that needs it: one rules review for each namespace, from which
 * names are judged as well; an access review only for what no namespace has, and where the rules are incomplete. Fails
 * only where the server does not let them ask.
 */
function preflight(cluster, needed, question, signal) {
    return askAll(partiesOf(cluster, signal), needed, question);
}
function partiesOf(cluster, signal) {
    return [new Asking(cluster.asIdentity, signal), new Asking(cluster.asToken, signal)];
}
async function askAll(parties, needed, question) {
    const needs = onceEach(needed);
    const answers = await Promise.all(parties.map((asking) => {
        if (asking.party === 'identity')
            asking.learn(question.proven ?? []);
        return missingOf(asking, needs.filter(({ party }) => party === asking.party));
    }));
    const missing = [];
    for (const [index, answer] of answers.entries()) {
        const asking = parties[index];
        if (answer.ok)
            missing.push(...answer.value);
        else if (asking !== undefined)
            return (0,lib_problem/* failure */.V2)(cannotAsk(answer.failure, asking.client, question));
    }
    return (0,lib_problem/* success */.kX)({
        missing: missing.filter(({ certainty }) => certainty === 'needed'),
        possible: missing.filter(({ certainty }) => certainty === 'possible'),
        checked: needs.length,
        reviews: parties.reduce((sum, { reviews }) => sum + reviews, 0),
    });
}
async function missingOf(asking, needs) {
    const first = await asking.ask(needs.map(({ right }) => right));
    if (!first.ok)
        return first;
    const refused = needs.filter(({ right }) => !asking.isAllowed(right));
    const second = await asking.ask(refused.flatMap(({ alternatives = [], orAll = [] }) => [...alternatives, ...orAll]));
    if (!second.ok)
        return second;
    const hasInstead = ({ alternatives = [], orAll }) => alternatives.some((right) => asking.isAllowed(right)) || orAll?.every((right) => asking.isAllowed(right)) === true;
    return { ok: true, value: refused.filter((need) => !hasInstead(need)) };
}
/** One party, and what it was told. */
class Asking {
    client;
    #signal;
    #slot = slots(PARALLEL_REVIEWS);
    #answers = new Map();
    #rules = new Map();
    #reviews = 0;
    constructor(client, signal) {
        this.client = client;
        this.#signal = signal;
    }
    learn(allowed) {
        for (const right of allowed)
            this.#answers.set((0,rights_right/* rightKey */.AN)(right), true);
    }
    get party() {
        return this.client.party;
    }
    get reviews() {
        return this.#reviews;
    }
    /** For a right that was asked. */
    isAllowed(right) {
        return this.#answers.get((0,rights_right/* rightKey */.AN)(right)) === true;
    }
    async ask(rights) {
        const open = [...new Map(rights.map((right) => [(0,rights_right/* rightKey */.AN)(right), right])).values()].filter((right) => !this.#answers.has((0,rights_right/* rightKey */.AN)(right)));
        const unknown = [];
        for (const judged of await Promise.all(open.map((right) => this.#judge(right)))) {
            if (!judged.ok)
                return judged;
            if (judged.value !== undefined)
                unknown.push(judged.value);
        }
        const answers = await Promise.all(sameButForName(unknown).map((group) => this.#askGroup(group)));
        return answers.find((answer) => !answer.ok) ?? { ok: true, value: undefined };
    }
    /** The right itself where the rules of its namespace do not tell. */
    async #judge(right) {
        if (right.namespace === '' || right.nonResourceURL !== undefined)
            return { ok: true, value: right };
        const rules = await this.#rulesOf(right.namespace);
        if (!rules.ok)
            return isRefusal(rules.failure) ? { ok: true, value: right } : rules;
        const verdict = verdictOf(right, rules.value);
        if (verdict === 'unknown')
            return { ok: true, value: right };
        this.#answers.set((0,rights_right/* rightKey */.AN)(right), verdict === 'allowed');
        return { ok: true, value: undefined };
    }
    #rulesOf(namespace) {
        const known = this.#rules.get(namespace);
        if (known !== undefined)
            return known;
        this.#reviews += 1;
        const rules = this.#slot(() => selfSubjectRulesReview(this.client, namespace, this.#signal));
        this.#rules.set(namespace, rules);
        return rules;
    }
    /** Rights that differ in their name alone: whoever has them without a name has all of them. */
    async #askGroup(group) {
        const [first] = group;
        if (first === undefined)
            return { ok: true, value: undefined };
        if (group.length > 1) {
            const every = { ...first, name: NO_NAME };
            const answer = await this.#askOne(every);
            if (!answer.ok)
                return answer;
            if (answer.value) {
                for (const right of group)
                    this.#answers.set((0,rights_right/* rightKey */.AN)(right), true);
                return { ok: true, value: undefined };
            }
        }
        const answers = await Promise.all(group.map((right) => this.#askOne(right)));
        return answers.find((answer) => !answer.ok) ?? { ok: true, value: undefined };
    }
    async #askOne(right) {
        const known = this.#answers.get((0,rights_right/* rightKey */.AN)(right));
        if (known !== undefined)
            return { ok: true, value: known };
        this.#reviews += 1;
        const answer = await this.#slot(() => selfSubjectAccessReview(this.client, right, this.#signal));
        if (answer.ok)
            this.#answers.set((0,rights_right/* rightKey */.AN)(right), answer.value);
        return answer;
    }
}
function sameButForName(rights) {
    const groups = new Map();
    for (const right of rights) {
        const key = (0,rights_right/* rightKey */.AN)({ ...right, name: NO_NAME });
        groups.set(key, [...(groups.get(key) ?? []), right]);
    }
    return [...groups.values()];
}
function isRefusal(answer) {
    return answer.kind === 'status' && answer.status === 403;
}
function cannotAsk(answer, client, { credentialName }) {
    return problemOf(answer, {
        server: client.server,
        credentialName,
        doing: `asking what the ${client.party} may do`,
        party: client.party,
    });
}
/** `StepRights` that asks nothing twice. */
function stepRights(check, signal) {
    const { strictness, impersonation, credentialName } = check;
    const parties = partiesOf(check.cluster, signal);
    const withToken = ({ needed, tools = false }) => [
        ...needed,
        ...needsOfToken(needed, impersonation),
        ...(tools && impersonation?.by === 'constrained' ? toolNeeds(impersonation.mode) : []),
    ];
    return {
        looks: strictness !== 'off',
        async check(needs) {
            if (strictness === 'off')
                return (0,lib_problem/* success */.kX)(undefined);
            const found = await askAll(parties, withToken(needs), { credentialName, proven: needs.proven ?? [] });
            return found.ok ? judged(found.value, check) : unanswered(found.problems, check);
        },
        async lacks(needed) {
            if (strictness === 'off')
                return false;
            const found = await askAll(parties, withToken({ needed }), { credentialName });
            return found.ok && found.value.missing.length > 0;
        },
    };
}
function judged(found, check) {
    check.found(found);
    check.log.info(preflight_inWords(found));
    const problem = preflightProblem(found, check);
    if (problem !== undefined && check.strictness === 'enforce')
        return (0,lib_problem/* failure */.V2)(problem);
    if (problem !== undefined)
        check.log.warn(problem);
    else
        for (const line of possibleLines(found.possible))
            check.log.info(line);
    return (0,lib_problem/* success */.kX)(undefined);
}
/** Whoever may not ask is told so; the step itself then shows what is missing. */
function unanswered(problems, { strictness, log }) {
    if (strictness === 'enforce' || problems.some(({ kind }) => kind !== 'forbidden'))
        return (0,lib_problem/* failure */.V2)(...problems);
    for (const problem of problems)
        log.warn(problem);
    return (0,lib_problem/* success */.kX)(undefined);
}
function preflight_inWords({ missing, checked, reviews }) {
    const missed = deniedOnce(missing).length;
    const how = `with ${reviews} ${reviews === 1 ? 'review' : 'reviews'}`;
    return `${checked} ${checked === 1 ? 'right' : 'rights'} checked ${how}: ${missed === 0 ? 'none' : missed} missing.`;
}
/** All gaps as one problem with the one grant that fills exactly them; undefined where there is none. */
function preflightProblem(found, parties) {
    const { missing, possible, checked } = found;
    if (missing.length === 0)
        return undefined;
    const denied = deniedOnce(missing);
    const grant = grantOf(denied, parties);
    return {
        kind: 'forbidden',
        message: `${lackingParties(denied, parties)} ${denied.length === 1 ? 'a right' : `${denied.length} rights`} that this step takes, of ${checked} that were checked before anything is changed.`,
        denied,
        ...(possible.length === 0 ? {} : { details: possibleLines(possible) }),
        ...grant,
    };
}
const MOST_POSSIBLE = 40;
function possibleLines(possible) {
    const lines = deniedOnce(possible).map((denied) => `the ${denied.who} may not ${(0,lib_problem/* nameRight */.qM)(denied)}, which is possibly needed (${denied.for})`);
    const shown = lines.slice(0, MOST_POSSIBLE);
    return lines.length === shown.length ? shown : [...shown, `… and ${lines.length - shown.length} more`];
}
function lackingParties(denied, { username, tokenUser }) {
    const identity = denied.some(({ who }) => who === 'identity');
    const token = denied.some(({ who }) => who === 'token');
    const tokenWords = tokenUser === undefined ? 'the token' : `the token (user ${tokenUser})`;
    if (!token)
        return `${username} lacks`;
    return identity ? `${username} and ${tokenWords} lack` : `T${tokenWords.slice(1)} lacks`;
}
/** Each right once a party, with what needs it first. */
function deniedOnce(needs) {
    const found = new Map();
    for (const need of needs) {
        const key = `${need.party} ${(0,rights_right/* rightKey */.AN)(need.right)}`;
        const before = found.get(key);
        if (before === undefined)
            found.set(key, { need, purposes: new Set([need.for]) });
        else
            before.purposes.add(need.for);
    }
    return [...found.values()].map(({ need, purposes }) => {
        const more = purposes.size === 1 ? '' : ` and ${purposes.size - 1} more`;
        return (0,rights_right/* deniedOf */.tJ)(need.party, need.right, `${need.for}${more}`);
    });
}
function grantOf(denied, { username, tokenUser }) {
    const grantable = denied.filter((right) => !isUnlimited(right));
    const own = grantable.filter(({ who }) => who === 'identity');
    const token = grantable.filter(({ who }) => who === 'token');
    const grants = [
        ...(own.length === 0 ? [] : [smallestGrant(own, username)]),
        ...(token.length === 0 || tokenUser === undefined ? [] : [smallestGrant(token, tokenUser)]),
    ];
    const unlimited = grantable.length === denied.length
        ? ''
        : 'A Role among the objects grants `*`, so that whoever applies it must be able to do everything: let an administrator apply it, or write out what it grants. ';
    const unnamed = token.length > 0 && tokenUser === undefined
        ? "Nobody here knows the name of the token's user: bind its rights to it. "
        : '';
    if (grants.length === 0)
        return { fix: `${unlimited}${unnamed}`.trim() };
    return { fix: `${unlimited}${unnamed}${APPLY_GRANT}`, yaml: grants.join('---\n') };
}
/** Never to be proposed: it would make the identity an administrator. */
function isUnlimited({ verb, apiGroup, resource, nonResourceURL }) {
    return [verb, apiGroup, resource, nonResourceURL].includes('*');
}

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
        return (0,lib_problem/* failure */.V2)(token_rights_notAnswered(broken.failure, cluster, question));
    if (!everywhere.ok)
        throw new Error('a failure was told above');
    const wanted = wantedFor(question.identity);
    const local = reviews.flatMap((review, index) => review.ok ? [{ namespace: places[index] ?? '', review: review.value }] : []);
    const fromRules = [
        ...findingsOf(everywhere.value.rules, '', wanted),
        ...local.flatMap((one) => findingsOf(ofNamespace(one.review, everywhere.value), one.namespace, wanted)),
    ];
    const allowed = canaries.filter((_, index) => {
        const answer = answers[index];
        return answer?.ok === true && answer.value;
    });
    return (0,lib_problem/* success */.kX)({
        depth: question.depth,
        findings: sortFindings([...fromRules, ...untold(allowed, fromRules, wanted)]),
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
        .filter(({ right }) => !told.some((finding) => gives(finding, right)))
        .filter(({ right: { verb, resource, subresource, namespace, name } }) => {
        const combined = subresource === '' ? resource : `${resource}/${subresource}`;
        return !wanted.includes({ verb, resource: combined, namespace, name });
    })
        .map(({ finding }) => finding);
}
function token_rights_notAnswered(answer, { asToken }, question) {
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
        message: `${opening(question)} It ${(0,finding/* rankInWords */.TR)(worst.rank)}: it may ${worst.meaning}${more}. The summary and \`deploy-as check\` say which rules to take away; \`token-rights: enforce\` stops here.`,
        denied: [],
    };
}
/** What stops a run: every finding, with the rule to take away. */
function tokenProblem({ findings }, question) {
    if (findings.length === 0)
        return undefined;
    return {
        kind: 'forbidden',
        message: `${opening(question)} It ${(0,finding/* ranksInWords */._K)(findings)}.`,
        details: findings.map(finding/* findingLine */.mC),
        fix: 'Take these rules out of the roles that are bound to the token’s user and its groups, so that all it may do is impersonate; `token-rights: warn` goes on all the same.',
        denied: [],
    };
}
function opening({ identity, credentialName }) {
    return `The token (from ${credentialName}) may do more than become ${(0,identity_name/* displayName */.QC)(identity.username)}.`;
}

;// CONCATENATED MODULE: ./lib/cluster/discovery.js

/** GA since 1.30, v2beta1 since 1.27: everything in two requests. Older servers answer as if it were not there. */
const AGGREGATED = ['v2', 'v2beta1']
    .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
    .concat('application/json')
    .join(',');
/**
 * Asks what the server serves. `client` is the token: under constrained impersonation discovery is refused to the
 * identity (https://kep.k8s.io/5284). Fails only where the server says nothing at all.
 */
async function discover(client, signal) {
    const roots = await Promise.all([readRoot(client, '/api', signal), readRoot(client, '/apis', signal)]);
    const resources = [];
    const stale = [];
    for (const root of roots) {
        if (!root.ok)
            return root;
        resources.push(...root.value.resources);
        stale.push(...root.value.stale);
    }
    return { ok: true, value: discoveryOf(resources, stale) };
}
/** A `Discovery` of just these resources. */
function discoveryOf(resources, stale = []) {
    const byKind = new Map();
    for (const resource of resources) {
        const key = `${groupVersion(resource)} ${resource.kind}`;
        if (!byKind.has(key))
            byKind.set(key, resource);
    }
    return { find: (apiVersion, kind) => byKind.get(`${apiVersion} ${kind}`), stale };
}
async function readRoot(client, path, signal) {
    const answer = await client.request({ method: 'GET', path, accept: AGGREGATED }, signal);
    if (!answer.ok)
        return answer;
    if (textAt(answer.body, 'kind') === 'APIGroupDiscoveryList')
        return { ok: true, value: aggregated(answer.body) };
    return readVersions(client, path, versionsOf(answer.body), signal);
}
/** `v1` of an `APIVersions`, the groups' versions of an `APIGroupList`. */
function versionsOf(body) {
    if (textAt(body, 'kind') === 'APIVersions')
        return textsAt(body, 'versions');
    return listAt(body, 'groups').flatMap((group) => listAt(group, 'versions').map((version) => textAt(version, 'groupVersion')));
}
async function readVersions(client, path, versions, signal) {
    const parts = await Promise.all(versions.map((version) => readVersion(client, path, version, signal)));
    const resources = [];
    const stale = [];
    for (const part of parts) {
        if (!part.ok)
            return part;
        resources.push(...part.value.resources);
        stale.push(...part.value.stale);
    }
    return { ok: true, value: { resources, stale } };
}
async function readVersion(client, path, version, signal) {
    const answer = await client.request({ method: 'GET', path: `${path}/${version}`, once: true }, signal);
    if (!answer.ok) {
        return staysAway(answer.failure) ? { ok: true, value: { resources: [], stale: [version] } } : answer;
    }
    const [group, number] = version.includes('/') ? version.split('/') : ['', version];
    const resources = listAt(answer.body, 'resources').map((item) => ({
        group: textAt(item, 'group') || (group ?? ''),
        version: textAt(item, 'version') || (number ?? ''),
        kind: textAt(item, 'kind'),
        resource: textAt(item, 'name'),
        namespaced: isTrue(item, 'namespaced'),
        verbs: textsAt(item, 'verbs'),
    }));
    // `deployments/scale` and the like: subresources, each listed beside its resource.
    return { ok: true, value: { resources: resources.filter(({ resource }) => !resource.includes('/')), stale: [] } };
}
/** One group's server is away, or the group itself has just gone; the others are none the worse. */
function staysAway(failure) {
    return failure.kind === 'status' && failure.status !== 401;
}
function aggregated(body) {
    const resources = [];
    const stale = [];
    for (const item of listAt(body, 'items')) {
        const group = textAt(item, 'metadata', 'name');
        for (const served of listAt(item, 'versions')) {
            const version = textAt(served, 'version');
            if (textAt(served, 'freshness') === 'Stale')
                stale.push(groupVersion({ group, version }));
            for (const resource of listAt(served, 'resources')) {
                resources.push({
                    group,
                    version,
                    kind: textAt(resource, 'responseKind', 'kind'),
                    resource: textAt(resource, 'resource'),
                    namespaced: textAt(resource, 'scope') === 'Namespaced',
                    verbs: textsAt(resource, 'verbs'),
                });
            }
        }
    }
    return { resources, stale };
}
function groupVersion(of) {
    return of.group === '' ? of.version : `${of.group}/${of.version}`;
}
function isTrue(value, key) {
    return typeof value === 'object' && value !== null && key in value && Reflect.get(value, key) === true;
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
        wire.log?.debug(`${request.method} ${request.path} as the ${wire.party}: ${open_inWords(failure)}, once more in ${delay} ms`);
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
    const cause = open_inWords(failure);
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
function open_inWords(failure) {
    switch (failure.kind) {
        case 'status':
            return `${failure.status} ${failure.reason}`.trim();
        case 'unreachable':
            return failure.code;
        default:
            return failure.kind;
    }
}

;// CONCATENATED MODULE: ./lib/cluster/version.js

/** Asks the server's version: `1.36.3`, without `v`; a vendor's ending stays (`1.33.5-gke.1080000`). */
async function serverVersion(client, signal) {
    const answer = await client.request({ method: 'GET', path: '/version' }, signal);
    if (!answer.ok)
        return answer;
    const version = textAt(answer.body, 'gitVersion').replace(/^v/, '');
    if (version !== '')
        return { ok: true, value: version };
    return {
        ok: false,
        failure: { kind: 'unreachable', code: 'NOT_KUBERNETES', message: 'answered /version without a version' },
    };
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
    if (host === 'localhost' || isLoopback(host))
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
function isLoopback(host) {
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
function refuse(input, message, fix) {
    return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}
/** The same for an entry of a kubeconfig, or of what stands in for one. */
function refuseEntry(place, what, fix) {
    return refuse(place.input, `${place.name}: ${what}`, fix);
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
// EXTERNAL MODULE: ./lib/connect/classify.js
var classify = __webpack_require__(8751);
;// CONCATENATED MODULE: ./lib/manifests/scalar.js
const WORDS = new Map([
    ...words({ type: 'boolean', value: true }, 'y Y yes Yes YES true True TRUE on On ON'),
    ...words({ type: 'boolean', value: false }, 'n N no No NO false False FALSE off Off OFF'),
    ...words({ type: 'null' }, '~ null Null NULL'),
    ...words({ type: 'float', value: Number.NaN }, '.nan .NaN .NAN'),
    ...words({ type: 'float', value: Number.POSITIVE_INFINITY }, '.inf .Inf .INF +.inf +.Inf +.INF'),
    ...words({ type: 'float', value: Number.NEGATIVE_INFINITY }, '-.inf -.Inf -.INF'),
    ['', { type: 'null' }],
]);
function words(meaning, list) {
    return list.split(' ').map((word) => [word, meaning]);
}
/** The meaning of `source`, a scalar written without quotes and without tag. */
function resolvePlainScalar(source) {
    const word = WORDS.get(source);
    if (word !== undefined)
        return word;
    if (source.startsWith('.'))
        return resolveBareFraction(source) ?? string(source);
    if (!/^[-+0-9]/.test(source))
        return string(source);
    const plain = source.replaceAll('_', '');
    return resolveInteger(plain) ?? resolveFloat(plain) ?? string(source);
}
function string(value) {
    return { type: 'string', value };
}
/**
 * Every base that Go's `ParseInt(text, 0, 64)` knows; a bare leading zero is octal. Undefined where Go falls through
 * to the next reading. Decimal numbers come whole, however long: their range is the reader's to judge.
 */
function resolveInteger(text) {
    const parts = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(text);
    if (parts === null)
        return undefined;
    const [, sign, hexadecimal, binary, octal, decimal] = parts;
    const magnitude = hexadecimal !== undefined
        ? BigInt(`0x${hexadecimal}`)
        : binary !== undefined
            ? BigInt(`0b${binary}`)
            : octal !== undefined
                ? BigInt(`0o${octal}`)
                : BigInt(decimal ?? '0');
    const value = sign === '-' ? -magnitude : magnitude;
    const isDecimal = decimal !== undefined || /^[-+]?[0-9]+$/.test(text);
    if (!isDecimal && !fitsGo(value))
        return undefined;
    return { type: 'integer', value };
}
/** Beyond both int64 and uint64, Go no longer reads `0x…`, `0b…` and `0o…` as numbers at all. */
function fitsGo(value) {
    return value >= -(2n ** 63n) && value < 2n ** 64n;
}
/** Here go-yaml leaves the underscores to Go's `ParseFloat`, which takes them between digits only. */
function resolveBareFraction(text) {
    return /(?<![0-9])_|_(?![0-9])/.test(text) ? undefined : resolveFloat(text.replaceAll('_', ''));
}
function resolveFloat(text) {
    if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text))
        return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? { type: 'float', value } : undefined;
}
/**
 * A key of a mapping as text, since JSON has no others: `0644:` is "420", `on:` is "true", `1.10:` is "1.1".
 * Undefined where kubectl refuses the key.
 */
function keyText(key) {
    switch (key.type) {
        case 'string':
            return key.value;
        case 'boolean':
            return String(key.value);
        case 'integer':
            return isInt64(key.value) ? String(key.value) : undefined;
        case 'float':
            return floatKeyText(key.value);
        case 'null':
            return undefined;
    }
}
function isInt64(value) {
    return BigInt.asIntN(64, value) === value;
}
/** Go's `FormatFloat(value, 'g', -1, 32)`: the fewest digits that tell the float32 apart. */
function floatKeyText(value) {
    if (Number.isNaN(value))
        return '.nan';
    const single = Math.fround(value);
    if (!Number.isFinite(single))
        return single > 0 ? '.inf' : '-.inf';
    if (single === 0)
        return Object.is(single, -0) ? '-0' : '0';
    const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((count) => Math.fround(Number(single.toPrecision(count))) === single);
    const [mantissa = '', exponentText = '0'] = single.toExponential((digits ?? 9) - 1).split('e');
    const exponent = Number(exponentText);
    if (exponent >= -4 && exponent < 6)
        return String(Number(`${mantissa}e${exponent}`));
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

;// CONCATENATED MODULE: ./lib/connect/kubeconfig-yaml.js


/** A scalar type of kubectl's YAML, which is neither 1.1 nor 1.2: `y` is true, `0644` octal, `12:30` a text. */
function scalarTag(name, ...types) {
    return (0,js_yaml/* defineScalarTag */.Gf)(`tag:yaml.org,2002:${name}`, {
        implicit: true,
        resolve: (source, isExplicit) => {
            const scalar = resolvePlainScalar(source);
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
    if (isText && isNumberLike && layout.style === js_yaml/* SCALAR_STYLE */.jK.PLAIN)
        layout.style = js_yaml/* SCALAR_STYLE */.jK.SINGLE_QUOTED;
};
/** `value` as YAML in which every text is one to each reader, keys included. */
function writeKubeconfigYaml(value) {
    const scalarStyleRules = [quoteNumberLike, ...Object.values(js_yaml/* DEFAULT_SCALAR_STYLE_RULES */.Z)];
    return (0,js_yaml/* dump */.Bh)(value, { noRefs: true, lineWidth: -1, scalarStyleRules });
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
function isMapping(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** The text of a key, or undefined where it is absent, empty or null: client-go does not tell these apart. */
function textOf(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function readDocument(text, origin) {
    const no = (what, fix = WRITE_KUBECONFIG) => (0,lib_problem/* failure */.V2)(refuse('kubeconfig', `${origin.name} ${what}`, fix));
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
    if (typeof document === 'string' && (0,classify/* decodeBase64 */.y)(document) !== undefined) {
        return no('is base64 of something', 'Decode it once: `base64 -d` before it is written, or encode it only once.');
    }
    if (!isMapping(document))
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
    const no = (what) => problems.push(refuse('kubeconfig', `${origin.name}: ${what}`, WRITE_KUBECONFIG));
    if (!Array.isArray(list)) {
        no(`\`${key}\` is not a list`);
        return entries;
    }
    for (const [index, item] of list.entries()) {
        const name = isMapping(item) ? textOf(item.name) : undefined;
        const value = isMapping(item) ? (item[inner] ?? {}) : undefined;
        if (isMapping(item) && isOtherThanText(item.name)) {
            problems.push(notText(origin, `the name of \`${key}[${index}]\` is ${typeInWords(item.name)}`));
        }
        else if (name === undefined)
            no(`\`${key}[${index}]\` has no name`);
        else if (!isMapping(value))
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
            isMapping(extension) ? extension.name : undefined,
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
    return refuse('kubeconfig', `${origin.name}: ${what}`, 'Put it in quotes, as kubectl wants it too: `"123"`, `"y"`.');
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
    const problem = whyNoAuthority(pemOf(embedded.value['certificate-authority-data']));
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
    const problem = whyNoPair(pemOf(embedded.value['client-certificate-data']), pemOf(embedded.value['client-key-data']));
    if (problem !== undefined)
        return (0,lib_problem/* failure */.V2)(unusable(place, `the client certificate and its key ${problem}`));
    const provider = await embedProvider(embedded.value, place, working);
    if (!provider.ok)
        return provider;
    return (0,lib_problem/* success */.kX)(withAbsolutePaths(provider.value, origin.directory));
}
/** The PEM text of a `…-data` key; undefined where there is none. */
function pemOf(data) {
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
    if (!isMapping(provider) || !isMapping(provider.config))
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
        ...(isMapping(exec) ? { exec: { ...exec, command: absoluteCommand(textOf(exec.command) ?? '', directory) } } : {}),
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
    const own = variables.flatMap((item) => isMapping(item) ? [[textOf(item.name) ?? '', textOf(item.value) ?? '']] : []);
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
        .filter(isMapping)
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
        return no(how, exec_plugin_lastLines(options.secrets.redact(result.stderr)));
    }
    const read = exec_plugin_readAnswer(result.stdout, exec, options.secrets);
    return read.ok ? (0,lib_problem/* success */.kX)(read.issued) : no(read.why);
}
/** Never repeats what the plugin printed: a credential in a form that we do not know is a credential. */
function exec_plugin_readAnswer(stdout, exec, secrets) {
    const answer = exec_plugin_parseJson(stdout);
    const status = isMapping(answer) ? answer.status : undefined;
    if (!isMapping(answer) || answer.kind !== 'ExecCredential')
        return { ok: false, why: 'printed no ExecCredential' };
    if (answer.apiVersion !== exec.apiVersion) {
        return {
            ok: false,
            why: `answered in another apiVersion than ${textOf(exec.apiVersion)}, which its entry asks for`,
        };
    }
    if (!isMapping(status))
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
function exec_plugin_lastLines(text) {
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
        return isMapping(value) ? value : {};
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
    return refuse('certificate-authority', `the public roots are extended by ${file} (NODE_EXTRA_CA_CERTS or SSL_CERT_FILE), which ${what}`, 'Correct the variable or unset it, or give the authority of this API server as `certificate-authority`.');
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
    if (isMapping(user.exec)) {
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
    if (isMapping(user['auth-provider'])) {
        const renewed = await oidcCredential(user, user['auth-provider'], context, signal);
        return renewed.ok ? choose('OIDC provider', renewed.value.credential, renewed.value.user) : renewed;
    }
    return choose(choose_credential_CERTIFICATE, fixedCredential({ headers: {} }));
}
const choose_credential_CERTIFICATE = 'client certificate';
/** Renewed before the kubeconfig is written: a refresh token may be good for one use only. */
async function oidcCredential(user, provider, context, signal) {
    const given = isMapping(provider.config) ? provider.config : {};
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
    const authority = pemOf(config['idp-certificate-authority-data']);
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
    return extensionsOf(context).some((extension) => isMapping(extension) && extension.name === EXTENSION);
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
        refuse('as', `${where} impersonates already, and otherwise than the inputs ask for: ${found}`, 'Give a kubeconfig without `as` fields, or one whose fields are those of `as`, `as-groups`, `as-uid` and `as-user-extra`.'),
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
    if (!isMapping(value))
        return value;
    return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

// EXTERNAL MODULE: ./lib/characters.js
var characters = __webpack_require__(2694);
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
function problemsOfUser(user, place) {
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
    if (!isMapping(exec))
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
    const isVariable = (item) => isMapping(item) && textOf(item.name) !== undefined && typeof (item.value ?? '') === 'string';
    if (!Array.isArray(env) || !env.every(isVariable)) {
        problems.push('`env` of `exec` is not a list of `name` and `value` texts: put numbers and booleans in quotes');
    }
    if (exec.interactiveMode === 'Always')
        problems.push('`interactiveMode` of `exec` is `Always`, and a job has no terminal');
    return problems;
}
/** kubectl has dropped all providers but `oidc`: https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.26.md */
function problemsOfProvider(provider) {
    const name = isMapping(provider) ? textOf(provider.name) : undefined;
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
    if (isMapping(provider))
        secrets.push(...settings(provider.config));
    if (isMapping(user.exec))
        secrets.push(...execSecrets(user.exec));
    return secrets.filter((secret) => secret !== '');
}
function settings(config) {
    if (!isMapping(config))
        return [];
    return Object.entries(config).flatMap(([name, value]) => typeof value === 'string' && isSecretSetting(name, value) ? [value] : []);
}
function execSecrets(exec) {
    const env = Array.isArray(exec.env) ? exec.env : [];
    const variables = env.flatMap((item) => {
        const name = isMapping(item) ? textOf(item.name) : undefined;
        const value = isMapping(item) ? textOf(item.value) : undefined;
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
var nearest = __webpack_require__(6495);
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
        return (0,lib_problem/* failure */.V2)(refuse('context', `${kubeconfig.name} has no \`current-context\``, `Write \`context\`. ${choice(names)}`));
    }
    const context = kubeconfig.contexts.get(name);
    if (context !== undefined)
        return (0,lib_problem/* success */.kX)(context);
    const which = wanted === undefined ? 'its `current-context`' : 'the context';
    return (0,lib_problem/* failure */.V2)(refuse('context', `${kubeconfig.name} has no entry for ${which} ${JSON.stringify(name)}`, choice((0,nearest/* nearestFirst */.F)(name, names))));
}
function findEntry(entries, context, kind, of) {
    const name = textOf(context.value[kind]);
    const entry = name === undefined ? undefined : entries.get(name);
    if (entry !== undefined)
        return (0,lib_problem/* success */.kX)(entry);
    const what = name === undefined ? `names no ${kind}` : `names the ${kind} ${JSON.stringify(name)}, which is missing`;
    const others = (0,nearest/* nearestFirst */.F)(name ?? '', [...entries.keys()]);
    const there = others.length === 0 ? `There is no ${kind} at all.` : `There is ${listNames(others)}.`;
    const instead = kind === 'user' ? ' Or give `token`, which takes the place of the user.' : '';
    return (0,lib_problem/* failure */.V2)(refuse('kubeconfig', `${of} ${what}`, `Correct \`${kind}\` of the context. ${there}${instead}`));
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
            return readInCluster(source);
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
    return (0,lib_problem/* failure */.V2)(refuse('kubeconfig', `the file ${file} cannot be read: ${text.why}`, fix));
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
            problems.push(refuse('kubeconfig', `the file ${file} cannot be read: ${text.why}`, 'Correct KUBECONFIG.'));
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
    return refuse('kubeconfig', `\`ambient\` means the files of KUBECONFIG, else ~/.kube/config, and there is ${where}`, 'Give `kubeconfig` (path, YAML or base64), or `server` with `token`; or let an earlier step write a kubeconfig.');
}
/** What every pod is given: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
async function readInCluster(source) {
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
        return (0,lib_problem/* failure */.V2)(refuse('kubeconfig', `\`in-cluster\` reads the service account of the runner's pod, and cannot read ${missing.join(' and ')}`, 'Give the pod a service account with `automountServiceAccountToken: true`, or another `kubeconfig`.'));
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
        return (0,lib_problem/* failure */.V2)(refuse('server', 'no credential comes with it', 'Give `token` beside `server`.'));
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
        ...problemsOfUser(ownUser, user.place),
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
    const authority = pemOf(cluster['certificate-authority-data']);
    const ca = isPublic ? roots.value : authority === undefined ? undefined : [authority];
    const isExtended = isPublic && roots.value !== undefined && network.extraRoots.length > 0;
    return (0,lib_problem/* success */.kX)({
        transport: {
            ca,
            cert: pemOf(user['client-certificate-data']),
            key: pemOf(user['client-key-data']),
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

;// CONCATENATED MODULE: ./lib/connect/write.js






/**
 * The kubeconfig in which every client-go tool acts as the identity: one cluster, one user, one context, which is
 * the current one. Every key of the base entry is there, but for its namespace and its own `as*` fields.
 * `namespace` undefined: the context names none.
 */
function kubeconfigText(base, identity, namespace) {
    const { namespace: _, ...own } = base.context;
    const context = {
        ...own,
        cluster: base.clusterName,
        user: base.userName,
        ...(namespace === undefined ? {} : { namespace }),
    };
    const kubeconfig = {
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': base.contextName,
        clusters: [{ name: base.clusterName, cluster: base.cluster }],
        users: [{ name: base.userName, user: withImpersonation(base.user, identity) }],
        contexts: [{ name: base.contextName, context: marked(context, { identity: (0,identity_name/* displayName */.QC)(identity.username) }) }],
    };
    return writeKubeconfigYaml(kubeconfig);
}
/**
 * Writes that kubeconfig into a private folder of ours and returns its path.
 * @throws where a file of its name is there already
 */
async function writeKubeconfig(folder, base, identity, namespace) {
    const file = (0,external_node_path_.join)(folder, 'kubeconfig');
    await (0,private_files/* writePrivate */.pb)(file, kubeconfigText(base, identity, namespace));
    return file;
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/render/helm-values.js


/** Shorter texts are everywhere in a log. */
const SHORTEST = 6;
const PASSWORD = /(passw(or)?d|passphrase|pwd|token)s?$/i;
/** Also charts' names for what is no secret: `imagePullSecrets`, `topologyKey`, `existingSecret`. */
const PERHAPS = /(secret|key|credential|auth|cookie|dsn|salt)s?$/i;
const REFERENCE = /^(existing|external)|(name|ref|path|file)s?$/i;
const NAME_OF_SOMETHING = /^[a-z]([a-z0-9./-]*[a-z0-9])?$/;
/**
 * Masks the secrets in the values of a chart one by one: a template can print a single one of them, where masking the
 * text as a whole, or its lines, is of no use. What the values hold beside secrets (images, hosts, names of other
 * objects) stays readable.
 */
function maskValues(values, secrets) {
    // Never an error here: helm says itself what is wrong with values, and what can be read is masked all the same.
    const document = (0,dist/* parseDocument */.Tp)(values.reveal(), { strict: false, uniqueKeys: false, logLevel: 'silent' });
    (0,dist/* visit */.YR)(document, {
        Scalar(key, node, ancestors) {
            if (key === 'key')
                return;
            const pair = ancestors.findLast(dist/* isPair */.tO);
            const name = (0,dist/* isScalar */.jn)(pair?.key) ? String(pair.key.value) : '';
            const text = typeof node.value === 'string' ? node.value.trim() : (node.source ?? '');
            if (isSecret(name, text))
                secrets.mask(text);
            maskUrlPassword(text, secrets);
        },
    });
}
function isSecret(name, text) {
    if (text.length < SHORTEST || isPlainSetting(text) || REFERENCE.test(name))
        return false;
    if (PASSWORD.test(name) || text.startsWith('-----BEGIN '))
        return true;
    return (PERHAPS.test(name) && !NAME_OF_SOMETHING.test(text)) || helm_values_looksRandom(text);
}
/** A bearer token, or base64 of something. Hexadecimal is not enough: image tags are commits. */
function helm_values_looksRandom(text) {
    if (/^eyJ[\w-]+\.[\w.-]+$/.test(text))
        return true;
    return /^[A-Za-z0-9+/_=-]{20,}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

// EXTERNAL MODULE: ./lib/report/counts.js
var counts = __webpack_require__(6083);
// EXTERNAL MODULE: ./lib/report/facts.js
var report_facts = __webpack_require__(7236);
// EXTERNAL MODULE: ./lib/rollout/elapsed.js
var elapsed = __webpack_require__(8034);
;// CONCATENATED MODULE: ./lib/rollout/problems.js

/**
 * What the user must act on, in the order in which it was known: reads that failed, rollouts that failed, and with
 * `timedOut` those that are still pending. Without it a pending rollout is no problem: the wait was ended by a
 * failure or a cancel, which is one itself.
 */
function rolloutProblems(rollouts, timedOut) {
    const unseen = new Set(rollouts.unseen);
    const late = timedOut ? rollouts.pending.filter(({ ref }) => !unseen.has(ref)) : [];
    return [...rollouts.problems, ...rollouts.failed.map(failedProblem), ...late.map(lateProblem)];
}
function failedProblem({ ref, source, reason, fix }) {
    return {
        kind: 'rollout',
        message: `${(0,lib_problem/* nameObject */.Td)(ref)} ${ref.kind === 'Job' ? 'failed' : 'did not roll out'}. ${reason}`,
        object: ref,
        ...(fix === undefined ? {} : { fix }),
        ...(source === undefined ? {} : { source }),
    };
}
function lateProblem({ ref, source, missing, fix }) {
    const longer = 'Raise the input `timeout` if it only needs longer.';
    return {
        kind: 'timeout',
        message: `${(0,lib_problem/* nameObject */.Td)(ref)} was not ${ref.kind === 'Job' ? 'done' : 'ready'} in time: ${missing}.`,
        object: ref,
        fix: fix === undefined ? longer : `${fix} ${longer}`,
        ...(source === undefined ? {} : { source }),
    };
}

;// CONCATENATED MODULE: ./lib/cluster/paths.js
/**
 * The path of a resource's collection: `/apis/apps/v1/namespaces/shop/deployments`. `namespace` is ignored for what
 * is cluster-scoped; undefined means all namespaces.
 */
function collectionPath(resource, namespace) {
    const root = resource.group === ''
        ? `/api/${segment(resource.version)}`
        : `/apis/${segment(resource.group)}/${segment(resource.version)}`;
    const scope = resource.namespaced && namespace !== undefined && namespace !== '' ? `/namespaces/${segment(namespace)}` : '';
    return `${root}${scope}/${segment(resource.resource)}`;
}
/** The path of one object: `/apis/apps/v1/namespaces/shop/deployments/web`. */
function objectPath(resource, namespace, name) {
    return `${collectionPath(resource, namespace)}/${segment(name)}`;
}
/** `path` with `parameters` as its query. */
function withQuery(path, parameters) {
    const query = new URLSearchParams(parameters).toString();
    if (query === '')
        return path;
    return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}
/** A path segment that stays one: `..` as a name must not become the path of something else. */
function segment(text) {
    if (text === '.' || text === '..')
        return text.replaceAll('.', '%2E');
    return encodeURIComponent(text);
}

;// CONCATENATED MODULE: ./lib/apply/read.js





/** As many requests at a time as pay on one connection to an API server; more only queue there. */
const PARALLEL_REQUESTS = 16;
/**
 * The live object of each target, in their order; undefined where there is none. Fails with every refusal, and with
 * what stopped the others (no connection, a cancel) once.
 */
async function readObjects(client, targets, credentialName, signal) {
    const slot = slots(PARALLEL_REQUESTS);
    const read = await Promise.all(targets.map((target) => slot(() => readOne(client, target, credentialName, signal))));
    const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
    if (problems.length > 0)
        return (0,lib_problem/* failure */.V2)(...read_onceEach(problems));
    return (0,lib_problem/* success */.kX)(read.map((one) => (one.ok ? one.value : undefined)));
}
/** As `readObjects`, but a refusal is an answer like another. */
async function readWhatMayBeRead(client, targets, credentialName, signal) {
    const slot = slots(PARALLEL_REQUESTS);
    const read = await Promise.all(targets.map((target) => slot(() => readOne(client, target, credentialName, signal))));
    const reads = [];
    const problems = [];
    for (const one of read) {
        if (one.ok)
            reads.push(one.value === undefined ? { kind: 'absent' } : { kind: 'present', live: one.value });
        else if (one.problems.every(({ kind }) => kind === 'forbidden'))
            reads.push(...one.problems.map((problem) => ({ kind: 'refused', problem })));
        else
            problems.push(...one.problems);
    }
    return problems.length > 0 ? (0,lib_problem/* failure */.V2)(...read_onceEach(problems)) : (0,lib_problem/* success */.kX)(reads);
}
async function readOne(client, target, credentialName, signal) {
    const { ref, resource, source } = target;
    if (resource === undefined)
        return (0,lib_problem/* success */.kX)(undefined);
    const doing = `reading ${(0,lib_problem/* nameObject */.Td)(ref)}`;
    if (signal.aborted)
        return (0,lib_problem/* failure */.V2)(problemOf({ kind: 'cancelled' }, { server: client.server, credentialName, doing }));
    const path = objectPath(resource, ref.namespace, ref.name);
    const answer = await client.request({ method: 'GET', path }, signal);
    if (answer.ok)
        return (0,lib_problem/* success */.kX)(isObject(answer.body) ? answer.body : undefined);
    if (answer.failure.kind === 'status' && answer.failure.status === 404)
        return (0,lib_problem/* success */.kX)(undefined);
    const place = source === undefined ? { object: ref } : { object: ref, source };
    return (0,lib_problem/* failure */.V2)(problemOf(answer.failure, { server: client.server, credentialName, doing, ...place }));
}
/** Of what concerns no single object, one is enough. */
function read_onceEach(problems) {
    const common = ['cancelled', 'timeout', 'unreachable', 'unauthenticated'];
    const seen = new Set();
    return problems.filter((problem) => {
        if (!common.includes(problem.kind))
            return true;
        if (seen.has(problem.kind))
            return false;
        seen.add(problem.kind);
        return true;
    });
}

;// CONCATENATED MODULE: ./lib/manifests/node.js

/** Parses one document. Lines are 1-based in `text`. Throws a RangeError where it is nested too deeply. */
function parseNodes(text) {
    const lines = new dist/* LineCounter */.HN();
    const lineAt = (offset) => lines.linePos(offset).line;
    const parsed = (0,dist/* parseDocument */.Tp)(text, {
        schema: 'failsafe',
        uniqueKeys: false,
        prettyErrors: false,
        logLevel: 'error',
        lineCounter: lines,
    });
    const error = parsed.errors[0];
    if (error !== undefined) {
        return { ok: false, code: error.code, message: error.message, line: lineAt(error.pos[0]) };
    }
    const root = parsed.contents;
    return { ok: true, root: root === null ? undefined : toNode(root, 0), lineAt };
}
function toNode(node, offset) {
    if ((0,dist/* isScalar */.jn)(node)) {
        const plain = node.type === 'PLAIN';
        const style = plain ? 'plain' : node.type === 'QUOTE_DOUBLE' ? 'double-quoted' : 'other';
        return { kind: 'scalar', ...baseOf(node, offset), text: String(node.value ?? ''), style };
    }
    if ((0,dist/* isAlias */.Vj)(node))
        return { kind: 'alias', ...baseOf(node, offset), name: node.source };
    if ((0,dist/* isSeq */.oP)(node)) {
        const base = baseOf(node, offset);
        return { kind: 'list', ...base, items: node.items.map((item) => toNode(item, base.start)) };
    }
    if ((0,dist/* isMap */.jh)(node)) {
        const base = baseOf(node, offset);
        const pairs = node.items.map((pair) => {
            const key = toNode(pair.key, base.start);
            return { key, value: toNode(pair.value, key.end) };
        });
        return { kind: 'map', ...base, pairs };
    }
    // A key of a flow mapping without colon has no value node.
    return { kind: 'scalar', start: offset, end: offset, anchor: undefined, tag: undefined, text: '', style: 'plain' };
}
function baseOf(node, offset) {
    return {
        start: node.range?.[0] ?? offset,
        end: node.range?.[2] ?? offset,
        anchor: node.anchor,
        tag: node.tag,
    };
}

;// CONCATENATED MODULE: ./lib/manifests/reading.js


/** The types that a standard tag may stand for; go-yaml reads a scalar of any other tag as text. */
const TYPE_OF_TAG = new Map([
    ['str', 'string'],
    ['bool', 'boolean'],
    ['int', 'integer'],
    ['float', 'float'],
    ['null', 'null'],
    ['timestamp', 'string'],
]);
/** Gives one document its meaning, as kubectl and the API server do, and notes what neither may read silently. */
class Reading {
    faults = [];
    /** The server's strict reading takes a key that overrides a merged one for a duplicate: such text cannot be sent. */
    hasMerge = false;
    /** An escape that JSON knows and the server's YAML reader refuses: such text cannot be sent either. */
    hasJsonEscape = false;
    /** The keys as read; a pair whose key is at fault, or a merge, has none. */
    keys = new Map();
    #text;
    #format;
    #lineAt;
    #anchors = new Map();
    #size = 0;
    #aliasedSize = 0;
    /** `lineAt` gives the file's line for an offset in `text`. */
    constructor(text, format, lineAt) {
        this.#text = text;
        this.#format = format;
        this.#lineAt = lineAt;
    }
    readDocument(root) {
        const value = this.#read(root);
        if (this.#isAliasBomb()) {
            const message = 'Through aliases this document is far larger than its text, which kubectl and the API server refuse.';
            this.#fault(root.start, message, 'Write out what it repeats.');
        }
        return value;
    }
    #read(node) {
        this.#size++;
        if (node.kind === 'alias')
            return this.#readAlias(node);
        const sizeBefore = this.#size;
        this.#checkAnchor(node);
        const anchor = { value: null, size: 1, open: true };
        if (node.anchor !== undefined)
            this.#anchors.set(node.anchor, anchor);
        anchor.value = this.#readValue(node);
        anchor.size = this.#size - sizeBefore + 1;
        anchor.open = false;
        return anchor.value;
    }
    #readValue(node) {
        switch (node.kind) {
            case 'map':
                return this.#readMap(node);
            case 'list':
                return node.items.map((item) => this.#readItem(item));
            case 'scalar':
                return this.#readScalar(node);
        }
    }
    /** `- &name:` is a slip that go-yaml reads as a mapping with an empty key. */
    #checkAnchor(node) {
        if (node.anchor === undefined || /^[\w-]+$/.test(node.anchor))
            return;
        const message = `kubectl and the API server take letters, digits, _ and - in the name of an anchor, not &${node.anchor}.`;
        this.#fault(node.start, message, 'Rename the anchor, or put a text that begins with & in quotes.');
    }
    #readAlias(node) {
        const anchor = this.#anchors.get(node.name);
        if (anchor === undefined) {
            this.#fault(node.start, `The alias *${node.name} has no anchor &${node.name} before it in its document.`);
            return null;
        }
        if (anchor.open) {
            this.#fault(node.start, `What the anchor &${node.name} names contains itself.`);
            return null;
        }
        this.#size += anchor.size;
        this.#aliasedSize += anchor.size;
        return anchor.value;
    }
    /** The bounds of go-yaml's own check: https://github.com/yaml/go-yaml/blob/v2.4.3/decode.go */
    #isAliasBomb() {
        if (this.#aliasedSize <= 100 || this.#size <= 1000)
            return false;
        const allowed = 0.99 - 0.89 * Math.min(1, Math.max(0, (this.#size - 400_000) / 3_600_000));
        return this.#aliasedSize / this.#size > allowed;
    }
    #readMap(node) {
        const object = {};
        const firstOffsets = new Map();
        for (const pair of node.pairs) {
            if (this.#isMerge(pair.key)) {
                this.#merge(object, pair.value);
                continue;
            }
            const key = this.#readKey(pair.key);
            const value = this.#read(pair.value);
            if (key === undefined)
                continue;
            this.keys.set(pair.key, key);
            const first = firstOffsets.get(key);
            if (first === undefined) {
                firstOffsets.set(key, pair.key.start);
                setKey(object, key, value);
            }
            else {
                const message = `The key "${key}" is in this mapping already, on line ${this.#lineAt(first)}.`;
                this.#fault(pair.key.start, message, 'Keep one of the two.');
            }
        }
        return object;
    }
    #readKey(node) {
        this.#size++;
        if (node.kind === 'alias') {
            const value = this.#readAlias(node);
            if (typeof value === 'string')
                return value;
            this.#fault(node.start, 'A key must be a string.');
            return undefined;
        }
        if (node.kind !== 'scalar') {
            this.#fault(node.start, 'A key must be a string, not a mapping or a list.', 'Put a text that begins with { or [ in quotes.');
            return undefined;
        }
        const resolved = this.#resolve(node);
        if (node.anchor !== undefined) {
            const value = resolved.type === 'string' ? resolved.value : null;
            this.#anchors.set(node.anchor, { value, size: 1, open: false });
        }
        const key = keyText(resolved);
        if (key === undefined) {
            const message = resolved.type === 'null'
                ? 'A key must not be empty or null.'
                : `The key ${node.text} is a number beyond 64 bits.`;
            this.#fault(node.start, message, 'Put the key in quotes.');
        }
        return key;
    }
    #isMerge(key) {
        if (this.#format === 'json' || key.kind !== 'scalar' || key.text !== '<<')
            return false;
        return key.tag === 'tag:yaml.org,2002:merge' || (key.tag === undefined && key.style === 'plain');
    }
    /** As go-yaml v2: a merge overrides what stands before it, and of a list of merges the first wins. */
    #merge(object, node) {
        this.hasMerge = true;
        const values = node.kind === 'list' ? node.items.map((item) => this.#read(item)) : [this.#read(node)];
        for (const value of values.reverse()) {
            if (!isObject(value)) {
                this.#fault(node.start, 'What `<<` merges must be a mapping or a list of mappings.');
                return;
            }
            for (const [key, item] of Object.entries(value))
                setKey(object, key, item ?? null);
        }
    }
    #readScalar(node) {
        const resolved = this.#resolve(node);
        switch (resolved.type) {
            case 'null':
                return null;
            case 'boolean':
            case 'string':
                return resolved.value;
            case 'float':
                if (Number.isFinite(resolved.value))
                    return resolved.value === 0 ? 0 : resolved.value;
                this.#fault(node.start, `Kubernetes has no number ${node.text}.`, 'Put it in quotes if it is a text.');
                return null;
            case 'integer':
                if (isInt64(resolved.value)) {
                    const number = Number(resolved.value);
                    return Number.isSafeInteger(number) ? number : resolved.value;
                }
                this.#fault(node.start, `The integer ${node.text} does not fit into 64 bits: the API server would store another number without a word.`, 'Put it in quotes if it is a text.');
                return null;
        }
    }
    #resolve(node) {
        this.#checkEscapes(node);
        if (this.#format === 'json')
            return resolveJsonScalar(node);
        if (node.tag === undefined) {
            return node.style === 'plain' ? resolvePlainScalar(node.text) : { type: 'string', value: node.text };
        }
        const tag = /^tag:yaml\.org,2002:(.*)$/.exec(node.tag)?.[1];
        if (tag === 'binary') {
            const message = 'Kubernetes has no binary values: the bytes that !!binary stands for do not survive as a string.';
            this.#fault(node.start, message, 'Remove the tag, so that the value stays base64.');
            return { type: 'null' };
        }
        const type = tag === undefined ? undefined : TYPE_OF_TAG.get(tag);
        if (tag === undefined || type === undefined || tag === 'str')
            return { type: 'string', value: node.text };
        const resolved = resolvePlainScalar(node.text);
        if (tag === 'timestamp' ? /^\d{4}-\d/.test(node.text) : resolved.type === type)
            return resolved;
        if (type === 'float' && resolved.type === 'integer')
            return { type, value: Number(resolved.value) };
        this.#fault(node.start, `"${node.text}" is no !!${tag}.`, 'Remove the tag, or write a value of that type.');
        return { type: 'null' };
    }
    /** JSON's `\\/` and surrogate pairs are unknown to the server's YAML reader; kubectl takes them in JSON only. */
    #checkEscapes(node) {
        if (node.style !== 'double-quoted')
            return;
        const source = this.#text.slice(node.start, node.end);
        const refused = /(?<!\\)(?:\\\\)*(\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\\/)/.exec(source)?.[1];
        if (refused === undefined)
            return;
        if (this.#format === 'json') {
            this.hasJsonEscape = true;
        }
        else {
            const message = `kubectl and the API server do not take the escape ${refused} in YAML.`;
            this.#fault(node.start, message, 'Write the character itself.');
        }
    }
    /** go-yaml takes no tab between the dash of a list and what follows it. */
    #readItem(node) {
        const before = /([-?][ \t]*)$/.exec(this.#text.slice(Math.max(0, node.start - 40), node.start))?.[1];
        if (this.#format === 'yaml' && before?.includes('\t')) {
            this.#fault(node.start, 'kubectl and the API server take no tab behind the dash of a list.', 'Use blanks.');
        }
        return this.#read(node);
    }
    #fault(offset, message, fix) {
        this.faults.push(fix === undefined ? { offset, message } : { offset, message, fix });
    }
}
function resolveJsonScalar(node) {
    if (node.style !== 'plain')
        return { type: 'string', value: node.text.toWellFormed() };
    if (node.text === 'null')
        return { type: 'null' };
    if (node.text === 'true' || node.text === 'false')
        return { type: 'boolean', value: node.text === 'true' };
    if (/^-?\d+$/.test(node.text))
        return { type: 'integer', value: BigInt(node.text) };
    return { type: 'float', value: Number(node.text) };
}
/** `__proto__` is a key like any other, but not to an assignment. */
function setKey(object, key, value) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
/** The value at `path`; undefined where there is none. */
function valueAt(value, path) {
    let at = value;
    for (const step of path) {
        if (isList(at))
            at = at[Number(step)];
        else if (isObject(at))
            at = Object.hasOwn(at, String(step)) ? at[String(step)] : undefined;
        else
            return undefined;
    }
    return at;
}

;// CONCATENATED MODULE: ./lib/manifests/stream.js
/**
 * Splits a file as kubectl does: JSON objects in a row as long as they are that, then YAML documents between lines
 * that start with `---`, wherever such a line stands.
 * https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/yaml/decoder.go
 */
function splitStream(text) {
    if (!/^\s*\{/.test(text))
        return splitYaml(text, 1);
    const chunks = [];
    let position = 0;
    for (;;) {
        position += /^\s*/.exec(text.slice(position))?.[0].length ?? 0;
        const line = lineAt(text, position);
        if (position === text.length)
            return { chunks, faults: [] };
        const end = endOfJsonObject(text, position);
        const object = end === undefined ? undefined : text.slice(position, end);
        if (end !== undefined && object !== undefined && isJson(object)) {
            chunks.push({ format: 'json', text: object, line });
            position = end;
        }
        else if (chunks.length > 1) {
            // After two JSON objects kubectl no longer tries YAML, not even for `---`.
            const message = 'After several JSON objects in a row kubectl reads nothing but JSON, and this is not a JSON object.';
            return { chunks, faults: [{ line, message, fix: 'Remove it, or put a line `---` between all objects.' }] };
        }
        else {
            const rest = splitYaml(text.slice(position), line);
            return { chunks: [...chunks, ...rest.chunks], faults: rest.faults };
        }
    }
}
function lineAt(text, position) {
    let line = 1;
    for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', at + 1))
        line++;
    return line;
}
/** Where the object that starts at `start` ends; undefined where it does not. */
function endOfJsonObject(text, start) {
    if (text[start] !== '{')
        return undefined;
    const token = /["{}]/g;
    let depth = 0;
    for (token.lastIndex = start;;) {
        const found = token.exec(text);
        if (found === null)
            return undefined;
        if (found[0] === '{')
            depth++;
        else if (found[0] === '}') {
            if (--depth === 0)
                return token.lastIndex;
        }
        else {
            const string = /"(?:[^"\\]|\\[\s\S])*"/y;
            string.lastIndex = found.index;
            if (!string.test(text))
                return undefined;
            token.lastIndex = string.lastIndex;
        }
    }
}
function isJson(text) {
    try {
        JSON.parse(text);
        return true;
    }
    catch {
        return false;
    }
}
function splitYaml(text, firstLine) {
    const chunks = [];
    const faults = [];
    let start = 0;
    let startLine = firstLine;
    const close = (end) => {
        if (text.slice(start, end).trim() !== '') {
            chunks.push({ format: 'yaml', text: text.slice(start, end), line: startLine });
        }
    };
    let line = firstLine;
    for (let position = 0; position < text.length; line++) {
        const lineEnd = text.indexOf('\n', position);
        const next = lineEnd === -1 ? text.length : lineEnd + 1;
        if (text.startsWith('---', position)) {
            const behind = text.slice(position + 3, next).trim();
            if (behind !== '' && !behind.startsWith('#')) {
                faults.push({
                    line,
                    message: `kubectl takes a line that begins with \`---\` for the start of a document, and nothing but a comment may follow it there: "${behind}".`,
                    fix: 'Put what follows on a line of its own; inside a text, indent the line.',
                });
            }
            close(position);
            start = next;
            startLine = line + 1;
        }
        position = next;
    }
    close(text.length);
    return { chunks, faults };
}
/**
 * The text of a file's bytes. As kubectl: UTF-8, or UTF-16 where a byte order mark says so. Unlike kubectl, which
 * replaces what it cannot read, broken UTF-8 is a fault.
 */
function decodeText(bytes) {
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
    try {
        return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
    }
    catch {
        const message = `This is not ${encoding.toUpperCase()} text.`;
        return { fault: { line: firstBrokenLine(bytes, encoding), message, fix: 'Save the file as UTF-8.' } };
    }
}
function firstBrokenLine(bytes, encoding) {
    const text = new TextDecoder(encoding).decode(bytes);
    const decoder = new TextDecoder(encoding, { fatal: true });
    if (encoding !== 'utf-8')
        return lineAt(text, text.indexOf('\ufffd'));
    let line = 1;
    for (let start = 0; start < bytes.length; line++) {
        const lineEnd = bytes.indexOf(0x0a, start);
        const next = lineEnd === -1 ? bytes.length : lineEnd + 1;
        try {
            decoder.decode(bytes.subarray(start, next));
        }
        catch {
            return line;
        }
        start = next;
    }
    return line;
}

;// CONCATENATED MODULE: ./lib/manifests/yaml.js




/**
 * Reads a file's text, YAML or JSON, as kubectl and the API server do, but for what they would read silently wrong:
 * duplicate keys, integers beyond int64, and documents behind a `...` are faults.
 */
function readYaml(text) {
    const stream = splitStream(text);
    const documents = [];
    const faults = [...stream.faults];
    for (const chunk of stream.chunks) {
        const read = readChunk(chunk);
        faults.push(...read.faults);
        if (read.document !== undefined)
            documents.push(read.document);
    }
    return { documents, faults: faults.sort((one, other) => one.line - other.line) };
}
function readChunk(chunk) {
    const foreign = chunk.format === 'yaml' ? foreignCharacter(chunk) : undefined;
    if (foreign !== undefined)
        return { faults: [foreign] };
    try {
        return readParsed(chunk);
    }
    catch (error) {
        // The stack ends where collections are nested some thousand levels deep.
        if (!(error instanceof Error) || error.name !== 'RangeError')
            throw error;
        return { faults: [tooDeep(chunk)] };
    }
}
function readParsed(chunk) {
    const parsed = parseNodes(chunk.text);
    if (!parsed.ok)
        return { faults: [syntaxFault(chunk, parsed)] };
    if (parsed.root === undefined)
        return { faults: [] };
    const lineAt = (offset) => parsed.lineAt(offset) + chunk.line - 1;
    const reading = new Reading(chunk.text, chunk.format, lineAt);
    const value = reading.readDocument(parsed.root);
    if (reading.faults.length > 0) {
        return { faults: reading.faults.map(({ offset, ...fault }) => ({ ...fault, line: lineAt(offset) })) };
    }
    return value === null
        ? { faults: [] }
        : { document: toDocument(chunk, parsed.root, value, reading, lineAt), faults: [] };
}
/** Characters that the server's reader refuses, or takes for line breaks where this one does not. */
function foreignCharacter(chunk) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
    const found = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\x85\u2028\u2029]|\r(?!\n)/.exec(chunk.text);
    if (found === null)
        return undefined;
    const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
    const isBreak = /[\r\x85\u2028\u2029]/.test(found[0]);
    return {
        line: chunk.line + chunk.text.slice(0, found.index).split('\n').length - 1,
        message: isBreak
            ? `The character U+${code.toUpperCase()} is a line break to the API server, which most editors do not show as one.`
            : `The control character U+${code.toUpperCase()} is not allowed in YAML.`,
        fix: `Remove it, or write it as "\\u${code}" in double quotes.`,
    };
}
function tooDeep(chunk) {
    return { line: chunk.line, message: 'The document that begins here is nested too deeply to be read.' };
}
function syntaxFault(chunk, error) {
    const line = error.line + chunk.line - 1;
    if (error.code === 'MULTIPLE_DOCS') {
        const message = 'A second document begins after `...` without a line `---`; kubectl would leave it out without a word.';
        return { line, message, fix: 'Write a line `---` between the two.' };
    }
    const directive = chunk.text.split('\n').findIndex((text) => text.startsWith('%'));
    if (directive !== -1 && /directive/i.test(error.message)) {
        const message = 'kubectl and the API server take no YAML directives (lines that begin with `%`).';
        return { line: chunk.line + directive, message, fix: 'Remove the line.' };
    }
    if (/call stack/i.test(error.message))
        return tooDeep(chunk);
    const fault = { line, message: `This is not valid YAML: ${error.message.replace(/[.\s]+$/, '')}.` };
    return /^Missing closing/.test(error.message)
        ? { ...fault, fix: 'Close it, and indent every line of the text further than its key.' }
        : fault;
}
function toDocument(chunk, root, value, reading, lineAt) {
    const isOwnSendable = !reading.hasMerge && !reading.hasJsonEscape && !hasEscapableOnly(chunk);
    return {
        text: isOwnSendable ? wholeText(chunk.text, root) : writeJson(value),
        line: lineAt(root.start),
        value,
        lineAt: (path) => lineAt(find(root, path, reading).offset),
        slice: (path) => {
            const found = find(root, path, reading);
            const part = valueAt(value, path) ?? null;
            const own = found.node === undefined || !isOwnSendable ? undefined : partText(chunk.text, found.node, part);
            return { text: own ?? writeJson(part), line: lineAt(found.node?.start ?? found.offset), value: part };
        },
    };
}
/** JSON takes characters as they are that YAML takes only escaped. */
function hasEscapableOnly(chunk) {
    return chunk.format === 'json' && foreignCharacter(chunk) !== undefined;
}
/** From the line of its first key: comments before are not sent, nor a `...` at the end. */
function wholeText(text, root) {
    const own = text.slice(text.lastIndexOf('\n', root.start - 1) + 1);
    const end = /^\.\.\.(?=\s|$)/m.exec(own);
    return withLastLineEnded(end === null ? own : own.slice(0, end.index));
}
/** kubectl ends the last line of a file where the file does not; in a block of text that makes a difference. */
function withLastLineEnded(text) {
    return text.endsWith('\n') ? text : `${text}\n`;
}
/** The text of `node` with its indentation, where it means the same alone as it does in its place. */
function partText(text, node, value) {
    const column = node.start - (text.lastIndexOf('\n', node.start - 1) + 1);
    const part = withLastLineEnded(' '.repeat(column) + text.slice(node.start, node.end));
    const read = readYaml(part);
    const only = read.documents[0];
    const isSame = only !== undefined && read.documents.length === 1 && read.faults.length === 0;
    return isSame && sameJson(only.value, value) ? part : undefined;
}
/** The node at `path`, with the offset of its key; without a node, the nearest around it. */
function find(root, path, reading) {
    let node = root;
    let offset = root.start;
    for (const step of path) {
        if (node.kind === 'map') {
            const pair = node.pairs.find(({ key }) => reading.keys.get(key) === String(step));
            if (pair === undefined)
                return { offset };
            offset = pair.key.start;
            node = pair.value;
        }
        else if (node.kind === 'list') {
            const item = node.items[Number(step)];
            if (item === undefined)
                return { offset };
            offset = item.start;
            node = item;
        }
        else {
            return { offset };
        }
    }
    return { node, offset };
}

;// CONCATENATED MODULE: ./lib/manifests/draft.js


/** The objects in the text of a file, lists expanded, each with its source; problems in the order of the text. */
function draft_readObjects(text, origin) {
    const read = readYaml(text);
    const problems = read.faults.map((fault) => faultProblem(fault, origin));
    const objects = [];
    for (const document of read.documents) {
        const reader = new ObjectReader(document, origin);
        reader.readObject([], document.value);
        objects.push(...reader.objects);
        problems.push(...reader.problems);
    }
    return { objects, problems: problems.sort((one, other) => (one.source?.line ?? 0) - (other.source?.line ?? 0)) };
}
/** Several drafts as one, in their order. */
function joinDrafts(drafts) {
    return {
        objects: drafts.flatMap((draft) => draft.objects),
        problems: drafts.flatMap((draft) => draft.problems),
    };
}
/** A fault of a text as a problem. */
function faultProblem(fault, origin) {
    const problem = { kind: 'manifest', message: fault.message, source: sourceOf(origin, fault.line) };
    return fault.fix === undefined ? problem : { ...problem, fix: fault.fix };
}
/** Where the field at `path` of an object was written, as near as it can be told. */
function sourceOfField(object, path) {
    if (object.source.line === undefined)
        return object.source;
    const [document] = readYaml(object.body).documents;
    const lineInBody = document === undefined ? 1 : document.lineAt(path) - document.line;
    return { file: object.source.file, line: object.source.line + Math.max(0, lineInBody) };
}
function sourceOf(origin, line) {
    return origin.kind === 'file' ? { file: origin.file, line } : { file: origin.from };
}
class ObjectReader {
    objects = [];
    problems = [];
    #document;
    #origin;
    constructor(document, origin) {
        this.#document = document;
        this.#origin = origin;
    }
    readObject(path, value, itemType) {
        if (!isObject(value)) {
            const what = path.length === 0 ? 'This document' : `Item ${nameItem(path)} of this list`;
            this.#problem(path, `${what} is ${nameType(value)}, not a Kubernetes object.`, 'An object is a mapping with apiVersion, kind and metadata.');
            return;
        }
        const type = this.#readType(path, value, itemType);
        if (type === undefined)
            return;
        if (type.kind.endsWith('List') && 'items' in value)
            this.#readItems(path, value, type);
        else
            this.#readSingle(path, value, type);
    }
    #readType(path, value, itemType) {
        const { apiVersion, kind } = value;
        if (isAbsent(apiVersion) && isAbsent(kind) && itemType !== undefined && itemType.kind !== '') {
            return { ...itemType, inherited: true };
        }
        const isSound = [
            this.#checkText(path, 'apiVersion', apiVersion, 'such as apps/v1'),
            this.#checkText(path, 'kind', kind, 'such as Deployment'),
        ].every(Boolean);
        if (!isSound || typeof apiVersion !== 'string' || typeof kind !== 'string')
            return undefined;
        if (!/^[^/\s]+(\/[^/\s]+)?$/.test(apiVersion)) {
            this.#problem([...path, 'apiVersion'], `"${apiVersion}" is not an apiVersion.`, 'Write `version` for the core group, else `group/version`.');
            return undefined;
        }
        return { apiVersion, kind, inherited: false };
    }
    #checkText(path, key, value, example) {
        if (typeof value === 'string' && value !== '')
            return true;
        if (isAbsent(value)) {
            const what = path.length === 0 ? 'This document' : `Item ${nameItem(path)} of this list`;
            this.#problem(path, `${what} has no ${key}, so it is not a Kubernetes object.`, `Write \`${key}:\` (${example}), or leave the file out.`);
        }
        else {
            this.#problem([...path, key], `${key} is ${nameType(value)}, not a string.`, `Write a text ${example}, in quotes if it reads as something else.`);
        }
        return false;
    }
    #readItems(path, value, type) {
        const items = value.items;
        if (isAbsent(items))
            return;
        if (!isList(items)) {
            this.#problem([...path, 'items'], `The items of this ${type.kind} are ${nameType(items)}, not a list.`, 'Write a list of objects.');
            return;
        }
        const itemType = { apiVersion: type.apiVersion, kind: type.kind.slice(0, -'List'.length) };
        for (const [index, item] of items.entries())
            this.readObject([...path, 'items', index], item, itemType);
    }
    #readSingle(path, value, type) {
        const { metadata } = value;
        if (!isAbsent(metadata) && !isObject(metadata)) {
            this.#problem([...path, 'metadata'], `metadata of this ${type.kind} is ${nameType(metadata)}, not a mapping.`);
            return;
        }
        const fields = metadata ?? {};
        const name = this.#readName(path, fields, type.kind);
        const namespace = this.#readNamespace(path, fields, type.kind);
        const areTextsSound = this.#checkTexts(path, fields, 'labels') && this.#checkTexts(path, fields, 'annotations');
        if (name === undefined || namespace === undefined || !areTextsSound)
            return;
        const body = this.#bodyOf(path, value, type);
        const ref = { apiVersion: type.apiVersion, kind: type.kind, name, ...(namespace === '' ? {} : { namespace }) };
        const source = sourceOf(this.#origin, body.line);
        if (!isObject(body.value))
            return;
        this.objects.push({ ref, source, body: body.text, value: body.value });
    }
    #bodyOf(path, value, type) {
        const own = path.length === 0 ? this.#document : this.#document.slice(path);
        if (!type.inherited)
            return own;
        const whole = { ...value, apiVersion: type.apiVersion, kind: type.kind };
        return { text: writeJson(whole), line: own.line, value: whole };
    }
    #readName(path, metadata, kind) {
        const { name, generateName } = metadata;
        const at = [...path, 'metadata', 'name'];
        if (isAbsent(name) || name === '') {
            if (!isAbsent(generateName)) {
                const message = `This ${kind} has generateName: every run would create another one, and none could be found again.`;
                this.#problem([...path, 'metadata', 'generateName'], message, 'Write a fixed metadata.name; for a Job put what changes, such as the version, into the name.');
            }
            else {
                this.#problem(at, `This ${kind} has no metadata.name.`, 'Write `metadata.name`.');
            }
            return undefined;
        }
        if (typeof name !== 'string') {
            this.#problem(at, `The name of this ${kind} is ${nameType(name)}, not a string.`, 'Put the name in quotes.');
            return undefined;
        }
        // What no API server takes as a piece of a path, so that no name leads to another object's path.
        if (name === '.' || name === '..' || /[/%]/.test(name)) {
            this.#problem(at, `"${name}" cannot be the name of an object: it may not be . or .. nor contain / or %.`);
            return undefined;
        }
        return name;
    }
    /** Empty where none is written. */
    #readNamespace(path, metadata, kind) {
        const { namespace } = metadata;
        const at = [...path, 'metadata', 'namespace'];
        if (isAbsent(namespace))
            return '';
        if (typeof namespace !== 'string') {
            this.#problem(at, `The namespace of this ${kind} is ${nameType(namespace)}, not a string.`, 'Put it in quotes.');
            return undefined;
        }
        if (namespace !== '' && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
            const message = `"${namespace}" cannot be a namespace.`;
            this.#problem(at, message, 'It has at most 63 lower-case letters, digits and dashes, no dash at either end.');
            return undefined;
        }
        return namespace;
    }
    /** The server's own answer to `enabled: true` among annotations quotes Go types and no line. */
    #checkTexts(path, metadata, field) {
        const texts = metadata[field];
        if (isAbsent(texts))
            return true;
        const at = [...path, 'metadata', field];
        if (!isObject(texts)) {
            this.#problem(at, `metadata.${field} is ${nameType(texts)}, not a mapping.`);
            return false;
        }
        const wrong = Object.entries(texts).filter(([, text]) => !isAbsent(text) && typeof text !== 'string');
        for (const [key, text] of wrong) {
            const message = `The ${field === 'labels' ? 'label' : 'annotation'} ${key} is ${nameType(text)}, not a string.`;
            this.#problem([...at, key], message, 'Put the value in quotes.');
        }
        return wrong.length === 0;
    }
    #problem(path, message, fix) {
        const problem = { kind: 'manifest', message, source: sourceOf(this.#origin, this.#document.lineAt(path)) };
        this.problems.push(fix === undefined ? problem : { ...problem, fix });
    }
}
function isAbsent(value) {
    return value === undefined || value === null;
}
/** 1-based, as people count; of a list in a list: `2.1`. */
function nameItem(path) {
    return path
        .filter((step) => typeof step === 'number')
        .map((index) => index + 1)
        .join('.');
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(6193);
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
    const child = process_start(spec);
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
function process_start(spec) {
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
            ? (0,external_node_child_process_.spawn)(spec.file, [...spec.args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
            : (0,external_node_child_process_.spawn)(spec.file, [...spec.args], { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
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
        const child = (0,external_node_child_process_.spawn)('taskkill', taskkillArguments(pid), { stdio: 'ignore', windowsHide: true });
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
    #decoder = new external_node_string_decoder_.StringDecoder('utf8');
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

// EXTERNAL MODULE: ./lib/render/helm-flags.js
var helm_flags = __webpack_require__(3879);
// EXTERNAL MODULE: ./lib/render/helm-inputs.js
var helm_inputs = __webpack_require__(4891);
;// CONCATENATED MODULE: ./lib/render/helm-arguments.js



/**
 * The arguments of `helm upgrade --install` without the command's own name. The answer comes as JSON, so that one call
 * gives revision, manifest and notes. helm 4's `--wait` takes a strategy; without one it waits for hooks alone.
 *
 * An upgrade without any values would take those of the revision before (https://helm.sh/docs/helm/helm_upgrade/), so
 * that the last value taken out of a workflow stayed deployed: they are reset, unless `helm-args` asks to keep them.
 */
function upgradeArguments(step, options) {
    const args = ['upgrade', step.release, options.chart, '--install', '--namespace', options.namespace];
    args.push('--output', 'json', '--timeout', goDuration(step.wait.timeoutMilliseconds));
    if (step.wait.wait)
        args.push(options.helmMajor === 4 ? '--wait=watcher' : '--wait');
    for (const file of step.valuesFiles)
        args.push('--values', csvField(file));
    if (options.inlineValuesFile !== undefined)
        args.push('--values', csvField(options.inlineValuesFile));
    for (const assignment of step.set)
        args.push('--set', assignment);
    if (!KEEPING_VALUES.some((flag) => ((0,helm_flags/* valueOfFlag */.Nu)(step.helmArgs, flag) ?? 'false') !== 'false')) {
        args.push('--reset-values');
    }
    if (options.dryRun)
        args.push('--dry-run=server');
    const { upgrade } = (0,helm_flags/* partHelmArguments */.YV)(step.helmArgs);
    // Of a path nothing is downloaded: what says how to download (`--verify`) says here how to read it.
    args.push(...((0,helm_inputs/* chartOrigin */.N)(step) === 'path' ? step.helmArgs : upgrade));
    return args;
}
const KEEPING_VALUES = ['--reuse-values', '--reset-then-reuse-values'];
/** The arguments of `helm pull`: the chart of a registry or repository as a package in `destination`. */
function pullArguments(step, destination) {
    const fromRepository = (0,helm_inputs/* chartOrigin */.N)(step) === 'repository';
    const args = [
        'pull',
        fromRepository && step.login !== undefined ? `${PRIVATE_REPOSITORY}/${step.chart}` : step.chart,
    ];
    if (fromRepository && step.login === undefined && step.repository !== undefined)
        args.push('--repo', step.repository);
    if (step.version !== undefined)
        args.push('--version', step.version);
    args.push('--destination', destination, ...(0,helm_flags/* partHelmArguments */.YV)(step.helmArgs).download);
    return args;
}
/** The name under which a repository with login stands in the private repositories file. */
const PRIVATE_REPOSITORY = 'deploy-as';
/** The arguments that fetch the index of the private repository. helm 3 calls a failure of that a success unless asked. */
function repositoryUpdateArguments(helmMajor) {
    const args = ['repo', 'update', PRIVATE_REPOSITORY];
    return helmMajor === 3 ? [...args, '--fail-on-repo-update-fail'] : args;
}
/** The arguments that print the manifest of one revision of the release. */
function manifestArguments(step, namespace, revision) {
    return ['get', 'manifest', step.release, '--namespace', namespace, '--revision', String(revision)];
}
/** The arguments that list the release's revisions with their states. */
function historyArguments(step, namespace) {
    return ['history', step.release, '--namespace', namespace, '--output', 'json'];
}
/** The arguments that print the CustomResourceDefinitions of a chart's `crds/` folders. */
function customResourceArguments(chart) {
    return ['show', 'crds', chart];
}
/**
 * Where helm keeps logins, indexes and downloaded charts (https://helm.sh/docs/helm/helm/): all in `folder`, so that
 * nothing of a private source is left behind. Plugins stay where they are.
 */
function privateHomes(folder) {
    return {
        HELM_CACHE_HOME: (0,external_node_path_.join)(folder, 'cache'),
        HELM_CONTENT_CACHE: (0,external_node_path_.join)(folder, 'cache', 'content'),
        HELM_REPOSITORY_CACHE: (0,external_node_path_.join)(folder, 'cache', 'repository'),
        HELM_REPOSITORY_CONFIG: (0,external_node_path_.join)(folder, 'repositories.yaml'),
        HELM_REGISTRY_CONFIG: (0,external_node_path_.join)(folder, 'registry.json'),
    };
}
/**
 * The repositories file that knows the one repository with its login (JSON, which is YAML). helm sends the login to
 * the repository's own scheme, host and port only, unless `--pass-credentials` is given.
 */
function repositoriesFile(repository, login, helmArgs, workingFolder) {
    const file = (flag) => {
        const value = (0,helm_flags/* valueOfFlag */.Nu)(helmArgs, flag);
        return value === undefined ? '' : (0,external_node_path_.resolve)(workingFolder, value);
    };
    const isOn = (flag) => ((0,helm_flags/* valueOfFlag */.Nu)(helmArgs, flag) ?? 'false') !== 'false';
    return JSON.stringify({
        apiVersion: '',
        repositories: [
            {
                name: PRIVATE_REPOSITORY,
                url: repository,
                username: login.username,
                password: login.password.reveal(),
                certFile: file('--cert-file'),
                keyFile: file('--key-file'),
                caFile: file('--ca-file'),
                insecure_skip_tls_verify: isOn('--insecure-skip-tls-verify'),
                pass_credentials_all: isOn('--pass-credentials'),
            },
        ],
    });
}
/**
 * The registry file that knows the login of `chart`'s host, in Docker's format. Written by us instead of by
 * `helm registry login`, which would leave the login in the machine's own keychain where there is one.
 */
function registryFile(chart, login) {
    const auth = Buffer.from(`${login.username}:${login.password.reveal()}`, 'utf8').toString('base64');
    return JSON.stringify({ auths: { [registryKey(chart)]: { auth } } });
}
/** Docker Hub's logins go by its first API's address: https://github.com/docker/cli/blob/master/cli/registry/client/ */
function registryKey(chart) {
    const host = registryHost(chart);
    return /^((registry-1|index)\.)?docker\.io$/.test(host) ? 'https://index.docker.io/v1/' : host;
}
/** Host and port of `oci://host:port/path`. */
function registryHost(chart) {
    return chart.slice('oci://'.length).split('/', 1)[0] ?? '';
}
/** Milliseconds as Go writes durations. */
function goDuration(milliseconds) {
    return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
/** helm reads each `--values` as a line of CSV: a comma in a file's name would part it. */
function csvField(file) {
    return /[,"\n]/.test(file) ? `"${file.replaceAll('"', '""')}"` : file;
}

;// CONCATENATED MODULE: ./lib/render/helm-failure.js


/** The error that helm ended with: what stands behind its last `Error: `, or else the last lines it wrote. */
function lastHelmError(stderr) {
    const lines = stderr.trimEnd().split('\n');
    const start = lines.findLastIndex((line) => line.startsWith('Error: '));
    if (start === -1)
        return lines.slice(-5).join('\n').trim();
    return lines.slice(start).join('\n').slice('Error: '.length).trim();
}
/**
 * Why helm failed, read from `error` (see `lastHelmError`), as what the user must act on; for everything but a 403.
 */
function problemOfHelm(error, context) {
    for (const explain of EXPLANATIONS) {
        const problem = explain(error, context);
        if (problem !== undefined)
            return problem;
    }
    const { release } = context.step;
    switch (context.phase) {
        case 'read':
            return { kind: 'apply', message: `helm cannot read the release ${release}.`, details: linesOf(error) };
        case 'render':
            return {
                kind: 'manifest',
                message: `helm cannot render the chart "${context.step.chart}" for this cluster. Nothing was changed.`,
                details: linesOf(error),
            };
        case 'upgrade':
            return {
                kind: 'apply',
                message: `helm could not finish release ${release} in namespace ${context.namespace}.`,
                fix: `What was applied before stays: \`helm history ${release} -n ${context.namespace}\` shows the revisions, \`helm rollback\` goes back to one.`,
                details: linesOf(error),
            };
    }
}
/**
 * `line` without the values of a Secret that a server quotes where one has the wrong type:
 * `Kind=Secret): .stringData.pw: expected string, got &value.valueUnstructured{Value:1234}`.
 */
function withoutSecretValues(line) {
    return /Kind=Secret\b/.test(line) ? line.replace(/(valueUnstructured\{Value:).*/, '$1***}') : line;
}
/** In the order in which they are asked: the first that knows the error tells it. */
const EXPLANATIONS = [
    helm_failure_unauthenticated,
    helm_failure_unreachable,
    pending,
    conflict,
    badArguments,
    badSet,
    badValues,
    schema,
    template,
    foreignObject,
    missingDependencies,
    unknownKinds,
    noChart,
    failedRollout,
    timedOut,
];
function helm_failure_unauthenticated(error) {
    if (!/asked for the client to provide credentials|: Unauthorized$|getting credentials: exec/m.test(error)) {
        return undefined;
    }
    return {
        kind: 'unauthenticated',
        message: 'The API server does not take the credential from helm (401).',
        fix: 'It has expired since this step began, or its exec plugin does not work in this environment.',
        details: linesOf(error),
    };
}
const NO_CONNECTION = /connection refused|connection reset|no such host|no route to host|network is unreachable|i\/o timeout|TLS handshake|certificate|context deadline exceeded|EOF|proxyconnect|server gave HTTP response/i;
function helm_failure_unreachable(error) {
    const isApiServer = /cluster unreachable|cluster reachability check failed/i.test(error);
    if (!isApiServer || !NO_CONNECTION.test(error))
        return undefined;
    return { kind: 'unreachable', message: 'helm cannot reach the API server.', details: linesOf(error) };
}
function pending(error, { step, namespace }) {
    if (!error.includes('another operation (install/upgrade/rollback) is in progress'))
        return undefined;
    return {
        kind: 'apply',
        message: `Release ${step.release} in namespace ${namespace} is pending: another helm works on it, or one was ended before it was done.`,
        fix: recovery(step.release, namespace),
    };
}
/** How somebody gets a release out of a pending state. */
function recovery(release, namespace) {
    return `If no other job deploys it now: \`helm history ${release} -n ${namespace}\` shows its revisions; \`helm rollback ${release} -n ${namespace}\` goes back to the last good one; if there is none, \`helm uninstall ${release} -n ${namespace}\` clears the way for a first install.`;
}
function conflict(error, { step }) {
    const conflicts = readConflicts(error);
    if (conflicts.length === 0)
        return undefined;
    const [, namespace = '', name = '', kind = ''] = /conflict occurred while applying object ([^/\s]*)\/(\S+) \S*, Kind=(\w+)/.exec(error) ?? [];
    const object = kind === '' ? `an object of release ${step.release}` : `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
    return {
        kind: 'conflict',
        message: `Others own fields of ${object} that the chart sets to another value.`,
        fix: 'Take these fields out of the chart or its values; or, where the release is to own them, write `--force-conflicts` into `helm-args`.',
        conflicts,
    };
}
/** The managers and fields of the API server's refusal of a server-side apply. */
function readConflicts(error) {
    if (!/Apply failed with \d+ conflicts?/.test(error))
        return [];
    const found = [];
    for (const line of error.split('\n')) {
        for (const match of line.matchAll(/conflicts? with "([^"]+)"[^:]*:((?: \.\S+)?)/g)) {
            const field = (match[2] ?? '').trim();
            found.push({ manager: match[1] ?? '', fields: field === '' ? [] : [field] });
        }
        const [, field] = /^- (\..+)$/.exec(line.trim()) ?? [];
        if (field !== undefined)
            found.at(-1)?.fields.push(field);
    }
    return found;
}
function badArguments(error) {
    const isOfArguments = /^(unknown (shorthand )?flag|flag needs an argument|invalid argument|bad flag syntax|"helm upgrade" requires|if any flags in the group)/.test(error);
    if (!isOfArguments)
        return undefined;
    return {
        kind: 'input',
        input: 'helm-args',
        message: `input \`helm-args\`: helm does not take them: ${firstLine(error)}.`,
        fix: '`helm upgrade --help` of the same version lists the flags; one argument a line, no quotes.',
    };
}
function badSet(error) {
    const match = /failed parsing (--set[a-z-]*) data: (.*)/.exec(error);
    if (match === null)
        return undefined;
    const input = match[1] === '--set' ? 'set' : 'helm-args';
    return {
        kind: 'input',
        input,
        message: `input \`${input}\`: helm does not understand it: ${match[2]}.`,
        fix: 'Write `key=value`; a comma or dot that belongs to the text is written `\\,` or `\\.`: https://helm.sh/docs/intro/using_helm/#the-format-and-limitations-of---set',
    };
}
function badValues(error, context) {
    const match = /^failed to parse ([^\n]*?): ([\s\S]*)/.exec(error) ?? /^open ([^\n]*?): ([\s\S]*)/.exec(error);
    if (match === null)
        return undefined;
    const [, file = '', reason = ''] = match;
    const line = Number(/\bline (\d+)\b/.exec(reason)?.[1]);
    const position = Number.isNaN(line) ? {} : { line };
    if (file === context.inlineValuesFile) {
        // helm quotes what it could not read, which may be a secret.
        const where = Number.isNaN(line) ? '' : ` (line ${line})`;
        return {
            kind: 'input',
            input: 'values',
            message: `input \`values\`: it is not a YAML mapping${where}.`,
            fix: "Write it as the content of a values file: `key: value`, one a line, indented as in the chart's values.yaml.",
        };
    }
    if (!context.step.valuesFiles.includes(file))
        return undefined;
    return {
        kind: 'manifest',
        message: `The values file cannot be read: ${firstLine(reason)}.`,
        source: { file: context.displayPath(file), ...position },
    };
}
function schema(error, { step }) {
    if (!/values don't meet the specifications of the schema/.test(error))
        return undefined;
    return {
        kind: 'manifest',
        message: `The values do not fit the schema of the chart "${step.chart}". Nothing was changed.`,
        fix: "Mend `values`, `values-files` or `set`; the chart's values.schema.json says what it takes.",
        details: linesOf(error).slice(1),
    };
}
/** helm's texts on templates: `(web/templates/a.yaml:8:15): …`, `parse error at (web/…:8): …`, `YAML parse error on web/…: …` */
function template(error, context) {
    const match = /(?:execution error|parse error) (?:at|in) \(([^():\s]+)(?::(\d+))?(?::\d+)?\): ([\s\S]*)/.exec(error) ??
        /YAML parse error on ([^:\s]+)()(): ([\s\S]*)/.exec(error) ??
        /^template: ([^:\s]+):(\d+)(?::\d+)?: ([\s\S]*)/m.exec(error) ??
        // helm 4: the file alone, then the template's own trace.
        /^(\S+\/templates\/[^:\s]+):(\d+):\d+\n([\s\S]*)/m.exec(error);
    if (match === null)
        return undefined;
    const [, path = '', line = ''] = match;
    // helm 4 tells the way into the template first, a line each, and the reason last.
    const way = linesOf(match.at(-1) ?? '').map((text) => text.trim());
    const isYaml = /YAML parse error/.test(error);
    const reason = (isYaml ? way[0] : way.at(-1)) ?? '';
    const source = templateSource(path, isYaml ? undefined : Number(line), context.chartFolder);
    return {
        kind: 'manifest',
        message: isYaml
            ? `The template ${path} of the chart does not render to YAML objects: ${reason}`
            : `The template ${path}${line === '' ? '' : `:${line}`} of the chart fails: ${reason}`,
        fix: 'Mend the template, or the values that lead it there (`values`, `values-files`, `set`).',
        ...(way.length > 1 ? { details: way } : {}),
        ...(source === undefined ? {} : { source }),
    };
}
/** helm names templates with the chart's name in front, whatever its folder is called. */
function templateSource(path, line, chartFolder) {
    if (chartFolder === undefined)
        return undefined;
    const inside = path.split('/').slice(1).join('/');
    if (inside === '')
        return undefined;
    const file = chartFolder === '' ? inside : `${chartFolder}/${inside}`;
    return line === undefined || line === 0 || Number.isNaN(line) ? { file } : { file, line };
}
function foreignObject(error, { step }) {
    const match = /(\S+ "[^"]+" in namespace "[^"]*") exists and cannot be imported into the current release/.exec(error);
    if (match === null)
        return undefined;
    return {
        kind: 'manifest',
        message: `${match[1]} exists already, and release ${step.release} did not make it. Nothing was changed.`,
        fix: 'Name the object or the release otherwise, delete the object first, or write `--take-ownership` into `helm-args` if the release is to take it over.',
    };
}
function missingDependencies(error, { step }) {
    const match = /found in Chart\.yaml, but missing in charts\/ directory: (.*)/.exec(error);
    if (match === null)
        return undefined;
    return {
        kind: 'manifest',
        message: `The chart "${step.chart}" needs other charts that are not in its charts/ folder: ${match[1]}.`,
        fix: 'Run `helm dependency build` on it in an earlier step, or write `--dependency-update` into `helm-args`.',
    };
}
/** Kinds that the server does not know. A dry run of a chart with a `crds/` folder says so before its first install. */
function isUnknownKind(error) {
    return /no matches for kind "|ensure CRDs are installed first/.test(error);
}
function unknownKinds(error, { step }) {
    if (!isUnknownKind(error))
        return undefined;
    const kinds = [...error.matchAll(/no matches for kind "([^"]+)" in version "([^"]+)"/g)].map(([, kind, version]) => `${kind} (${version})`);
    return {
        kind: 'manifest',
        message: `The chart "${step.chart}" holds objects of kinds that the cluster does not know: ${[...new Set(kinds)].join(', ')}.`,
        fix: 'Install the CustomResourceDefinitions in an earlier step, or take a chart version that is made for this cluster.',
    };
}
function noChart(error, { step }) {
    if (!/Chart\.yaml|Chart\.ya?ml file is missing|unable to detect chart|does not appear to be a gzipped archive|cannot load/i.test(error)) {
        return undefined;
    }
    return {
        kind: 'input',
        input: 'chart',
        message: `input \`chart\`: helm cannot read "${step.chart}" as a chart: ${firstLine(error)}.`,
        fix: 'Write the folder that holds Chart.yaml, or a package made by `helm package`.',
    };
}
/** A workload or hook that will not become ready by waiting longer; helm 4 says `status: Failed`, helm 3 `job … failed`. */
function failedRollout(error, { step, namespace, phase }) {
    if (phase !== 'upgrade')
        return undefined;
    if (!/status: Failed\b|\bjob \S+ failed\b|\bjob is failed\b|\bpod \S+ failed\b|BackoffLimitExceeded/.test(error)) {
        return undefined;
    }
    const hook = nameHook(error);
    return {
        kind: 'rollout',
        message: `Release ${namespace}/${step.release} was applied, but ${hook === undefined ? 'a workload of it' : `its ${hook} hook`} failed.`,
        fix: `\`kubectl describe\` and \`kubectl logs\` in namespace ${namespace} tell more.`,
        details: linesOf(error),
    };
}
function timedOut(error, { step, namespace, phase }) {
    if (phase !== 'upgrade')
        return undefined;
    if (!/context deadline exceeded|timed out waiting for the condition/.test(error))
        return undefined;
    const hook = nameHook(error);
    const seconds = step.wait.timeoutMilliseconds / 1000;
    return {
        kind: 'timeout',
        message: `Release ${namespace}/${step.release}: ${hook === undefined ? 'not everything was ready' : `its ${hook} hook was not done`} after ${seconds} s (the input \`timeout\`).`,
        fix: `\`kubectl get\` and \`kubectl describe\` in namespace ${namespace} show what is pending. Raise \`timeout\` where it needs longer.`,
        details: linesOf(error),
    };
}
/** `pre-upgrade` of "pre-upgrade hooks failed", "failed pre-install". */
function nameHook(error) {
    const match = /((?:pre|post)-(?:install|upgrade|rollback)) hooks failed|failed ((?:pre|post)-(?:install|upgrade))/.exec(error);
    return match?.[1] ?? match?.[2];
}
/** Why a chart could not be had from its registry or repository. `output` is what helm wrote, stdout included. */
function problemOfDownload(output, step) {
    const source = sourceName(step);
    const details = linesOf(output);
    const base = { details };
    const status = /\b(?:status code|index\.yaml :|\.tgz :|: )\s*(4\d\d|5\d\d)\b/.exec(output)?.[1];
    if (status === '401' || status === '403' || /basic credential not found|unauthorized|denied: /i.test(output)) {
        const given = step.login === undefined
            ? 'no login was given'
            : `it does not take the login of \`chart-username\` (${step.login.username}) and \`chart-password\`, or that one may not read this chart`;
        return {
            ...base,
            kind: 'unauthenticated',
            message: `${capitalized(source)} refuses the chart "${step.chart}" (${status ?? 'unauthorized'}): ${given}.`,
            fix: 'Give both `chart-username` and `chart-password`. Some registries answer so for a chart that does not exist: check its name too.',
        };
    }
    if (/chart reference and version mismatch/.test(output)) {
        return {
            ...base,
            kind: 'input',
            input: 'chart-version',
            message: 'input `chart-version`: the reference in `chart` names another version.',
            fix: 'Say the version in one of the two places.',
        };
    }
    if (/matching \S+ not found|version "[^"]*" not found|no chart version found|could not locate a version|unable to locate any tags/i.test(output)) {
        return versionMissing(step, source, details);
    }
    if (isNoRepository(output, status)) {
        return {
            ...base,
            kind: 'input',
            input: 'chart-repository',
            message: `input \`chart-repository\`: ${step.repository} is no chart repository: it has no index.yaml that helm can read.`,
            fix: "Write the URL below which the repository's index.yaml lies; a chart in a registry is written as `oci://…` in `chart`.",
        };
    }
    if (status === '404' || /chart "[^"]*" (matching {2})?not found|no chart name found|: not found$/im.test(output)) {
        // A registry answers alike for a missing version and a missing chart.
        if ((0,helm_inputs/* chartOrigin */.N)(step) === 'registry' && step.version !== undefined)
            return versionMissing(step, source, details);
        return {
            ...base,
            kind: 'input',
            input: 'chart',
            message: `input \`chart\`: ${source} has no chart "${step.chart}".`,
            fix: (0,helm_inputs/* chartOrigin */.N)(step) === 'registry'
                ? 'Check the reference for a typo.'
                : "Check the name, and `chart-repository`: the repository's index.yaml lists its charts.",
        };
    }
    if (/server gave HTTP response to HTTPS client/.test(output)) {
        return {
            ...base,
            kind: 'unreachable',
            message: `${capitalized(source)} speaks plain HTTP, not HTTPS.`,
            fix: 'If it is meant to, write `--plain-http` into `helm-args`.',
        };
    }
    if (isDown(status) || NO_CONNECTION.test(output)) {
        return {
            ...base,
            kind: 'unreachable',
            message: `The chart "${step.chart}" cannot be had: ${source} ${status === undefined ? 'cannot be reached' : `answers ${status}`}.`,
            fix: 'Check the address; behind a private authority, write `--ca-file` into `helm-args`.',
        };
    }
    return {
        ...base,
        kind: 'input',
        input: 'chart',
        message: `input \`chart\`: helm cannot get "${step.chart}" from ${source}.`,
    };
}
function isNoRepository(output, status) {
    if (status === '404')
        return /index\.yaml : 404/.test(output);
    return /is not a valid chart repository/.test(output) && !isDown(status) && !NO_CONNECTION.test(output);
}
function isDown(status) {
    return status !== undefined && (status.startsWith('5') || status === '429');
}
/** Whether trying again may help: no connection, 429 or 5xx, but not another protocol or authority. */
function helm_failure_isPassing(problem) {
    const text = (problem.details ?? []).join('\n');
    return problem.kind === 'unreachable' && !/server gave HTTP response|certificate/.test(text);
}
function versionMissing(step, source, details) {
    return {
        kind: 'input',
        input: 'chart-version',
        message: `input \`chart-version\`: ${source} has no version ${step.version === undefined ? '' : `"${step.version}" `}of the chart "${step.chart}", or no such chart.`,
        fix: step.version === undefined
            ? 'Without a version only stable ones are looked for: name a pre-release in `chart-version`.'
            : 'Write a version or range (`^1.2`) that it has; a `v` in front belongs to it where the chart has one.',
        details,
    };
}
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
function sourceName(step) {
    return (0,helm_inputs/* chartOrigin */.N)(step) === 'registry'
        ? `the registry ${registryHost(step.chart)}`
        : `the repository ${step.repository}`;
}
function linesOf(text) {
    return text
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => line !== '');
}
function firstLine(text) {
    return (linesOf(text)[0] ?? '').replace(/[.\s]+$/, '');
}

;// CONCATENATED MODULE: ./lib/render/helm-release.js

/** The revisions in `helm history --output json`, oldest first. Throws for anything else. */
function readHistory(stdout) {
    const list = JSON.parse(stdout);
    if (!Array.isArray(list))
        throw new Error('helm history did not answer with a list');
    return list.map((item) => {
        const revision = numberAt(item, 'revision');
        if (revision === undefined)
            throw new Error('helm history answered with an item without revision');
        return { revision, status: helm_release_textAt(item, 'status') };
    });
}
/**
 * The revisions whose objects may be in the cluster: the last one, whatever became of it, and the last that was
 * deployed, which helm takes for the state to change from.
 */
function revisionsAlive(history) {
    const last = history.at(-1);
    if (last === undefined || last.status === 'uninstalled')
        return [];
    const deployed = history.findLast(({ status }) => status === 'deployed');
    return [...new Set([deployed ?? last, last].map(({ revision }) => revision))];
}
/**
 * The release in `helm upgrade --output json`. What a chart or a plugin prints before it is skipped. Throws where no
 * release is there.
 */
function readRelease(stdout) {
    const start = stdout.search(/^\{/m);
    const release = JSON.parse(stdout.slice(Math.max(start, 0)));
    const revision = numberAt(release, 'version');
    if (revision === undefined)
        throw new Error('helm upgrade answered without a revision');
    const info = helm_release_fieldOf(release, 'info');
    return {
        revision,
        status: helm_release_textAt(info, 'status'),
        manifest: helm_release_textAt(release, 'manifest'),
        notes: helm_release_textAt(info, 'notes').trimEnd(),
        hooks: hooksOf(helm_release_fieldOf(release, 'hooks')),
        applyMethod: helm_release_textAt(release, 'apply_method') || undefined,
    };
}
function hooksOf(hooks) {
    const list = Array.isArray(hooks) ? hooks : [];
    return list.map((hook) => `---\n# Source: ${helm_release_textAt(hook, 'path')}\n${helm_release_textAt(hook, 'manifest')}\n`).join('');
}
/**
 * The objects of a release's manifest, each with the template that it comes from as its source (`web/templates/a.yaml`;
 * of a chart in a folder the file itself). Hooks are not in a manifest.
 */
function objectsOfManifest(manifest, chartFolder) {
    return joinDrafts(manifest
        .split(/^---[ \t]*$/m)
        .map((document) => draft_readObjects(document, { kind: 'made', from: templateOf(document, chartFolder) })));
}
function templateOf(document, chartFolder) {
    const template = /^# Source: (.+)$/m.exec(document)?.[1]?.trim();
    if (template === undefined)
        return "the release's manifest";
    if (chartFolder === undefined)
        return template;
    const inside = template.split('/').slice(1).join('/');
    return chartFolder === '' ? inside : `${chartFolder}/${inside}`;
}
function helm_release_fieldOf(value, key) {
    return typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined;
}
function helm_release_textAt(value, key) {
    const field = helm_release_fieldOf(value, key);
    return typeof field === 'string' ? field : '';
}
function numberAt(value, key) {
    const field = helm_release_fieldOf(value, key);
    return typeof field === 'number' ? field : undefined;
}

;// CONCATENATED MODULE: ./lib/render/helm.js









/** helm 3.13 brought `--dry-run=server`: https://github.com/helm/helm/releases/tag/v3.13.0 */
const OLDEST_MINOR_OF_3 = 13;
/** A helm by the version that it calls itself, or why it is too old (kind `tool`). */
function knownHelm(tool) {
    const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(tool.version) ?? [];
    const isOld = Number(major) < 3 || (Number(major) === 3 && Number(minor) < OLDEST_MINOR_OF_3);
    if (major === undefined || isOld) {
        return (0,lib_problem/* failure */.V2)({
            kind: 'tool',
            message: `helm ${tool.version} (${tool.path}) is too old: charts need helm 3.${OLDEST_MINOR_OF_3} or newer, or helm 4.`,
            fix: 'Write `helm-version: latest`, or `3` for the newest helm 3.',
        });
    }
    return (0,lib_problem/* success */.kX)({ ...tool, major: Number(major) === 3 ? 3 : 4 });
}
/** Runs helm with `args`; each line of stderr goes to `onStderr` as it comes. */
async function runHelm(runner, args, signal, onStderr) {
    const { helm, env, cwd } = runner;
    let result;
    try {
        result = await runner.process({
            file: helm.path,
            args,
            env,
            cwd,
            ...(onStderr === undefined ? {} : { onStderr: (line) => onStderr(withoutSecretValues(line)) }),
        }, signal);
    }
    catch (cause) {
        return { kind: 'not-started', problem: cannotStart(helm, cause) };
    }
    if (result.aborted)
        return { kind: 'aborted' };
    if (result.exitCode === 0)
        return { kind: 'done', stdout: result.stdout, stderr: result.stderr };
    const error = lastHelmError(result.stderr).split('\n').map(withoutSecretValues).join('\n');
    const end = result.signal === undefined ? `exit code ${result.exitCode}` : `ended by ${result.signal}`;
    return {
        kind: 'failed',
        error: error === '' || result.signal !== undefined ? `${error}\n(${end})`.trim() : error,
        stdout: result.stdout,
    };
}
function cannotStart(helm, cause) {
    if (!(cause instanceof CannotStart))
        throw cause;
    const { code } = cause;
    return {
        kind: 'tool',
        message: `helm ${helm.version} (${helm.path}) cannot be started: ${code}.`,
        fix: code === 'E2BIG'
            ? 'The arguments are longer than the system takes: give long values with `values` or `values-files`, not with `set`.'
            : 'Say with `helm-version` which helm to download, such as `latest`.',
    };
}
/** A cancelled helm before anything was written. */
function cancelledBefore(what) {
    return { kind: 'cancelled', message: `Cancelled while ${what}; nothing was changed.` };
}
/** A cancelled `helm upgrade`. */
function cancelledUpgrade(release, namespace) {
    return {
        kind: 'cancelled',
        message: `Cancelled while helm was deploying release ${release} in namespace ${namespace}: some of it may be applied, and the release may be left pending.`,
        fix: `The next deployment says so if it is. ${recovery(release, namespace)}`,
    };
}
const DOWNLOAD_TRIES = 3;
const FIRST_PAUSE_MS = 1000;
/**
 * Downloads the chart of a registry or repository and returns the package's path. One download, so that what is
 * rendered first and what is deployed then are the same. The login goes to helm by private files, never by arguments.
 */
async function downloadChart(step, runner, options, signal) {
    const destination = (0,external_node_path_.join)(options.folder, 'chart');
    await (0,external_node_fs_promises_.mkdir)(destination, { mode: 0o700 });
    const privately = step.login === undefined ? runner : await withLogin(step, step.login, runner, options.folder);
    const commands = [];
    if (step.login !== undefined && (0,helm_inputs/* chartOrigin */.N)(step) === 'repository') {
        commands.push(repositoryUpdateArguments(runner.helm.major));
    }
    commands.push(pullArguments(step, destination));
    for (const args of commands) {
        const problem = await tryDownload(step, privately, args, options, signal);
        if (problem !== undefined)
            return (0,lib_problem/* failure */.V2)(problem);
    }
    const [file, ...more] = (await (0,external_node_fs_promises_.readdir)(destination)).filter((name) => name.endsWith('.tgz'));
    if (file === undefined || more.length > 0)
        throw new Error(`helm pull left ${more.length + (file === undefined ? 0 : 1)} packages instead of one`);
    options.log.info(`Downloaded the chart ${file}`);
    return (0,lib_problem/* success */.kX)((0,external_node_path_.join)(destination, file));
}
async function withLogin(step, login, runner, folder) {
    const homes = privateHomes(folder);
    const text = (0,helm_inputs/* chartOrigin */.N)(step) === 'registry'
        ? registryFile(step.chart, login)
        : repositoriesFile(step.repository ?? '', login, step.helmArgs, runner.cwd);
    const file = (0,helm_inputs/* chartOrigin */.N)(step) === 'registry' ? homes.HELM_REGISTRY_CONFIG : homes.HELM_REPOSITORY_CONFIG;
    await (0,private_files/* writePrivate */.pb)(file, text);
    return { ...runner, env: { ...runner.env, ...homes } };
}
/** The problem, or undefined after success. Tries again what may be passing. */
async function tryDownload(step, runner, args, { clock, log }, signal) {
    for (let attempt = 1;; attempt++) {
        const run = await runHelm(runner, args, signal);
        switch (run.kind) {
            case 'done':
                return undefined;
            case 'aborted':
                return cancelledBefore(`downloading the chart "${step.chart}"`);
            case 'not-started':
                return run.problem;
            case 'failed': {
                const problem = problemOfDownload(downloadOutput(run), step);
                if (!helm_failure_isPassing(problem) || attempt === DOWNLOAD_TRIES)
                    return problem;
                const pause = FIRST_PAUSE_MS * 3 ** (attempt - 1);
                log.info(`${problem.message} Trying again in ${pause / 1000} s.`);
                try {
                    await clock.sleep(pause, signal);
                }
                catch {
                    return cancelledBefore(`downloading the chart "${step.chart}"`);
                }
            }
        }
    }
}
/** `helm repo update` tells the reason on stdout, and in the error only that there was one. */
function downloadOutput(run) {
    const reasons = run.stdout.split('\n').filter((line) => line.startsWith('\t'));
    return [...reasons.map((line) => line.trim()), run.error].join('\n');
}
/** The revisions of the release, oldest first; none where there is no such release. */
async function releaseHistory(step, namespace, runner, signal) {
    const run = await runHelm(runner, historyArguments(step, namespace), signal);
    if (run.kind === 'done')
        return { kind: 'history', revisions: readHistory(run.stdout) };
    if (run.kind === 'failed' && /^release: not found$/m.test(run.error))
        return { kind: 'history', revisions: [] };
    return run;
}
/** The manifests of these revisions. */
async function releaseManifests(step, namespace, revisions, runner, signal) {
    const manifests = [];
    for (const revision of revisions) {
        const run = await runHelm(runner, manifestArguments(step, namespace, revision), signal);
        if (run.kind !== 'done')
            return run;
        manifests.push(run.stdout);
    }
    return { kind: 'manifests', manifests };
}
/** The CustomResourceDefinitions that the chart installs from its `crds/` folders, which a dry run does not have. */
async function customResources(chart, runner, signal) {
    const run = await runHelm(runner, customResourceArguments(chart), signal);
    return run.kind === 'done' ? run.stdout : '';
}
/** Whether there are any in what `customResources` gave. */
function hasCustomResources(manifest) {
    return /^kind:\s*["']?CustomResourceDefinition/m.test(manifest);
}

;// CONCATENATED MODULE: ./lib/render/helm-rights.js


/** https://helm.sh/docs/helm/helm_upgrade/ */
const DEFAULT_HISTORY_MAX = 10;
/** Streaming lists are on by default for good: https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists */
const STREAMING_LISTS_SINCE = 34;
/** How helm is asked to deploy `step`, as far as its requests depend on it. */
function helmRelease(step, around) {
    const { major, namespace, environment, revisions, applyMethod, serverVersion } = around;
    const { helmArgs } = step;
    const isOn = (...flags) => flags.some((flag) => ((0,helm_flags/* valueOfFlag */.Nu)(helmArgs, flag) ?? 'false') !== 'false');
    const historyMax = Number(argumentOf(helmArgs, '--history-max') ?? environment.HELM_MAX_HISTORY ?? '');
    const isGiven = argumentOf(helmArgs, '--history-max') !== undefined || (environment.HELM_MAX_HISTORY ?? '') !== '';
    return {
        name: step.release,
        namespace,
        major,
        storage: storageOf(environment.HELM_DRIVER),
        revisions,
        historyMax: isGiven && Number.isInteger(historyMax) && historyMax >= 0 ? historyMax : DEFAULT_HISTORY_MAX,
        serverSide: major === 4 &&
            (applyMethod === undefined ? argumentOf(helmArgs, '--server-side') !== 'false' : applyMethod === 'ssa'),
        wait: step.wait.wait,
        streamsLists: minorOf(serverVersion) >= STREAMING_LISTS_SINCE,
        force: isOn('--force', '--force-replace'),
        undoesFailure: isOn('--atomic', '--rollback-on-failure', '--cleanup-on-fail'),
    };
}
function minorOf(version) {
    return Number(/^v?1\.(\d+)/.exec(version ?? '')?.[1] ?? 0);
}
/** https://helm.sh/docs/topics/advanced/#storage-backends */
function storageOf(driver) {
    switch ((driver ?? '').toLowerCase()) {
        case '':
        case 'secret':
        case 'secrets':
            return 'secrets';
        case 'configmap':
        case 'configmaps':
            return 'configmaps';
        default:
            return undefined;
    }
}
/** The value of a flag, on its own line or behind `=`. */
function argumentOf(helmArgs, flag) {
    const index = helmArgs.findLastIndex((line) => line === flag || line.startsWith(`${flag}=`));
    const line = helmArgs[index];
    return line === flag ? helmArgs[index + 1] : line?.slice(flag.length + 1);
}
/** Whether helm runs the object as a hook instead of installing it. https://helm.sh/docs/topics/charts_hooks/ */
function isHook(object) {
    return annotationsOf(object)['helm.sh/hook'] !== undefined;
}
/** `web/crds/widgets.yaml`, `web/charts/db/crds/…`: what helm installs once and never changes. */
function isOfDefinitionsFolder(file) {
    return /(^|\/)crds\//.test(file) && !file.includes('/templates/');
}
/** A hook with what its annotations say of it. */
function hookOf({ ref, source, value }, resource) {
    const annotations = annotationsOf({ value });
    return {
        ref,
        source,
        resource,
        events: helm_rights_listOf(annotations['helm.sh/hook']),
        deletePolicies: helm_rights_listOf(annotations['helm.sh/hook-delete-policy']),
        logs: annotations['helm.sh/hook-output-log-policy'] !== undefined,
    };
}
function annotationsOf({ value }) {
    return isObject(value.metadata) && isObject(value.metadata.annotations) ? value.metadata.annotations : {};
}
function helm_rights_listOf(value) {
    if (typeof value !== 'string')
        return [];
    return value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
}

;// CONCATENATED MODULE: ./lib/render/helm-template.js







/**
 * The manifests that the chart renders without a cluster, hooks and CustomResourceDefinitions included: those of a
 * first install and those of an upgrade. What a template makes of a cluster's own objects or versions (`lookup`,
 * `.Capabilities`) is helm's guess.
 */
async function renderTemplates(request, runner, signal) {
    const { step, folders } = request;
    if (step.values === undefined)
        return renderBoth(request, undefined, runner, signal);
    const folder = (0,private_files/* planPrivateFolder */.Jy)(folders.temp);
    await (0,private_files/* createPrivateFolder */.Aj)(folder);
    try {
        const file = (0,external_node_path_.join)(folder, 'values.yaml');
        await (0,private_files/* writePrivate */.pb)(file, step.values.reveal());
        return await renderBoth(request, file, runner, signal);
    }
    finally {
        (0,private_files/* removePrivateFolder */.Yv)(folder, folders.temp);
    }
}
async function renderBoth(request, inlineValuesFile, runner, signal) {
    const manifests = [];
    for (const isUpgrade of [false, true]) {
        const run = await runHelm(runner, templateArguments(request, { inlineValuesFile, isUpgrade }), signal);
        switch (run.kind) {
            case 'done':
                manifests.push(run.stdout);
                break;
            case 'failed':
                return (0,lib_problem/* failure */.V2)(explain(run.error, request, inlineValuesFile));
            case 'not-started':
                return (0,lib_problem/* failure */.V2)(run.problem);
            case 'aborted':
                return (0,lib_problem/* failure */.V2)({ kind: 'cancelled', message: 'Cancelled while rendering the chart.' });
        }
    }
    return (0,lib_problem/* success */.kX)(manifests);
}
function explain(error, { step, namespace, folders }, inlineValuesFile) {
    return problemOfHelm(error, {
        step,
        phase: 'render',
        namespace,
        chartFolder: (0,helm_inputs/* chartOrigin */.N)(step) === 'path' ? step.chart : undefined,
        displayPath: (path) => (0,external_node_path_.resolve)(folders.working, path),
        inlineValuesFile,
    });
}
/** The arguments of `helm template`. https://helm.sh/docs/helm/helm_template/ */
function templateArguments({ step, namespace, folders }, options) {
    const origin = (0,helm_inputs/* chartOrigin */.N)(step);
    const chart = origin === 'path' ? (0,external_node_path_.resolve)(folders.working, step.chart) : step.chart;
    const args = ['template', step.release, chart, '--namespace', namespace];
    if (origin === 'repository' && step.repository !== undefined)
        args.push('--repo', step.repository);
    if (step.version !== undefined)
        args.push('--version', step.version);
    if (!step.helmArgs.includes('--skip-crds'))
        args.push('--include-crds');
    if (options.isUpgrade)
        args.push('--is-upgrade');
    for (const file of step.valuesFiles)
        args.push('--values', csvField(file));
    if (options.inlineValuesFile !== undefined)
        args.push('--values', csvField(options.inlineValuesFile));
    for (const assignment of step.set)
        args.push('--set', assignment);
    return [...args, ...withoutUpgradeFlags(step.helmArgs)];
}
/** Flags of `helm upgrade` that `helm template` does not know or that mean nothing to it; whether they take a value. */
const UPGRADE_ALONE = new Map([
    ['--atomic', false],
    ['--cleanup-on-fail', false],
    ['--force', false],
    ['--force-conflicts', false],
    ['--force-replace', false],
    ['--hide-notes', false],
    ['--hide-secret', false],
    ['--history-max', true],
    ['--render-subchart-notes', false],
    ['--reset-then-reuse-values', false],
    ['--reset-values', false],
    ['--reuse-values', false],
    ['--rollback-on-failure', false],
    ['--server-side', true],
    ['--take-ownership', false],
]);
function withoutUpgradeFlags(helmArgs) {
    const kept = [];
    let isValue = false;
    for (const line of helmArgs) {
        const takesValue = UPGRADE_ALONE.get(line.split('=', 1)[0] ?? '');
        if (takesValue === undefined && !isValue)
            kept.push(line);
        isValue = takesValue === true && !line.includes('=');
    }
    return kept;
}

;// CONCATENATED MODULE: ./lib/rights/needed-helm.js


/**
 * What reading and rendering a release takes before helm changes anything: its storage. Each revision is an object,
 * found by its labels, which no rule can narrow: https://helm.sh/docs/topics/advanced/#storage-backends
 */
function neededToRender(release) {
    return storageNeeds(release, [
        ['list', undefined, 'needed'],
        ['get', undefined, release.revisions.length === 0 ? 'possible' : 'needed'],
    ]);
}
/**
 * Everything that `helm upgrade --install` takes of the identity: storage, objects, hooks of an install or an upgrade
 * as far as this is one, and with `wait` what it reads while it waits. From helm's requests, which
 * `__tests__/steps/helm-rights.cluster.test.ts` holds against this.
 */
function neededForHelm(release, chart) {
    const hooks = chart.hooks.filter(({ events }) => events.some((event) => needed_helm_eventsOf(release).includes(event)));
    return onceEach([
        ...neededToRender(release),
        ...storageWrites(release),
        ...(isInstall(release) ? chart.definitions.flatMap((target) => forDefinition(target, release)) : []),
        ...chart.objects.flatMap((target) => forObject(target, release)),
        ...chart.removed.flatMap(forRemoved),
        ...grantedRights(chart.objects, chart.roles),
        ...hooks.flatMap((hook) => forHook(hook, release)),
        ...(release.wait ? chart.objects.flatMap((target) => forWait(target, release)) : []),
        ...(release.undoesFailure === true ? chart.objects.flatMap(forUndoing) : []),
    ]);
}
function isInstall({ isInstall: isSaid, revisions }) {
    return isSaid ?? revisions.length === 0;
}
function needed_helm_eventsOf(release) {
    const undoing = release.undoesFailure === true ? ['pre-rollback', 'post-rollback', 'pre-delete', 'post-delete'] : [];
    return [...(isInstall(release) ? ['pre-install', 'post-install'] : ['pre-upgrade', 'post-upgrade']), ...undoing];
}
/** `name`: that of the one object it is about; the rule that lasts is about all of them, since each revision has a new one. */
function storageNeeds(release, verbs) {
    const { storage, namespace, name } = release;
    if (storage === undefined)
        return [];
    const resource = { group: '', resource: storage, namespaced: true };
    return verbs.map(([verb, revision, certainty]) => ({
        right: rightOn(verb, resource, { namespace }),
        ...(revision === undefined
            ? {}
            : { alternatives: [rightOn(verb, resource, { namespace, name: revisionName(release, revision) })] }),
        for: `helm's own record of release ${namespace}/${name}`,
        party: 'identity',
        certainty,
        requested: true,
    }));
}
function revisionName({ name }, revision) {
    return `sh.helm.release.v1.${name}.v${revision}`;
}
function storageWrites(release) {
    const last = release.revisions.at(-1);
    const next = (last ?? 0) + 1;
    const isFull = release.historyMax > 0 && release.revisions.length >= release.historyMax;
    return storageNeeds(release, [
        ['create', undefined, 'needed'],
        ['update', next, 'needed'],
        ...(last === undefined ? [] : [['update', last, 'needed']]),
        ...(isFull ? [['delete', release.revisions[0], 'needed']] : []),
    ]);
}
function need(target, verb, { certainty = 'needed', named = true } = {}) {
    const { ref, resource } = target;
    const place = named ? ref : { namespace: ref.namespace };
    return {
        ...placeOf(target),
        right: rightOn(verb, resource, place),
        certainty,
        // Server-side, `create` is asked for on top of a `patch`.
        requested: !(verb === 'create' && named),
    };
}
/** A POST carries no name, so that no rule with names allows it. */
function creating(target, release, certainty = 'needed') {
    if (!release.serverSide)
        return [need(target, 'create', { certainty, named: false })];
    return [need(target, 'patch', { certainty }), need(target, 'create', { certainty })];
}
function forObject(target, release) {
    const isThere = target.presence === 'present';
    // Client-side, helm patches only what changes: in the chart, or by somebody else's hand.
    const isChanged = release.serverSide || target.unchanged !== true;
    const patch = need(target, 'patch', { certainty: isThere && isChanged ? 'needed' : 'possible' });
    return [
        need(target, 'get'),
        ...(target.presence === 'absent' ? [] : [patch]),
        ...(isThere ? [] : creating(target, release, target.presence === 'absent' ? 'needed' : 'possible')),
        ...(release.force === true && target.presence !== 'absent'
            ? [need(target, 'update', { certainty: 'possible' })]
            : []),
    ];
}
function forRemoved(target) {
    // helm looks at it first, and goes on where it may not.
    if (isKept(target))
        return [need(target, 'get', { certainty: 'possible' })];
    if (target.presence === 'absent')
        return [need(target, 'get')];
    const certainty = target.presence === 'present' ? 'needed' : 'possible';
    return [need(target, 'get'), need(target, 'delete', { certainty })];
}
/** https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
function isKept({ value }) {
    return needed_helm_textAt(value, 'metadata', 'annotations', 'helm.sh/resource-policy') === 'keep';
}
function needed_helm_textAt(value, ...keys) {
    let current = value;
    for (const key of keys)
        current = typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined;
    return current;
}
function forUndoing(target) {
    return [need(target, 'delete', { certainty: 'possible' }), need(target, 'patch', { certainty: 'possible' })];
}
function forDefinition(target, release) {
    if (release.major === 3)
        return [need(target, 'create', { named: false }), need(target, 'get')];
    return [...creating(target, { ...release, serverSide: true }), ...watching(target, release)];
}
/**
 * helm 4 watches every kind that it waits for, and lists it first where the server is older than streaming lists:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists
 */
function watching(target, release) {
    return [need(target, 'watch', { named: false }), ...listing(target, release, { named: false })];
}
function listing(target, release, { named }) {
    return release.streamsLists === true ? [] : [need(target, 'list', { named, certainty: 'possible' })];
}
function forHook(hook, release) {
    const policies = hook.deletePolicies.length === 0 ? ['before-hook-creation'] : hook.deletePolicies;
    const before = policies.includes('before-hook-creation');
    const after = policies.includes('hook-succeeded');
    const isNew = before || after || isInstall(release);
    return [
        ...(before || after ? [need(hook, 'delete')] : []),
        ...(!before && !after && policies.includes('hook-failed') ? [need(hook, 'delete', { certainty: 'possible' })] : []),
        ...(release.serverSide ? [need(hook, 'patch')] : []),
        ...(release.serverSide
            ? [need(hook, 'create', { certainty: isNew ? 'needed' : 'possible' })]
            : [need(hook, 'create', { named: false })]),
        ...awaitingHook(hook, release, before || after),
        ...(hook.logs === true ? hookLogs(hook) : []),
    ];
}
function awaitingHook(hook, release, isDeleted) {
    if (release.major === 4)
        return watching(hook, release);
    const runs = ['Job', 'Pod'].includes(hook.ref.kind);
    return [
        ...(isDeleted ? [need(hook, 'get')] : []),
        ...(runs ? [need(hook, 'watch'), ...listing(hook, release, { named: true })] : []),
    ];
}
function hookLogs(hook) {
    const pods = { group: '', resource: 'pods', namespaced: true };
    const place = { namespace: hook.ref.namespace };
    const common = { ...placeOf(hook), certainty: 'possible', requested: true };
    return [
        { ...common, right: rightOn('list', pods, place) },
        { ...common, right: { ...rightOn('get', pods, place), subresource: 'log' } },
    ];
}
const PODS = { group: '', resource: 'pods', namespaced: true };
const REPLICA_SETS = { group: 'apps', resource: 'replicasets', namespaced: true };
function forWait(target, release) {
    const below = (resource, certainty = 'needed') => {
        const right = rightOn('list', resource, { namespace: target.ref.namespace });
        return { ...placeOf(target), right, certainty, requested: true };
    };
    const { kind } = target.ref;
    if (release.major === 4) {
        return [
            ...watching(target, release),
            ...(kind === 'Deployment' ? [below(REPLICA_SETS)] : []),
            // Through the ReplicaSets of a Deployment helm asks for pods too, and goes on where it is refused.
            ...(kind === 'Deployment' ? [below(PODS, 'possible')] : []),
            ...(['StatefulSet', 'ReplicaSet'].includes(kind) ? [below(PODS)] : []),
        ];
    }
    return [
        ...(kind === 'Deployment' ? [below(REPLICA_SETS)] : []),
        ...(['ReplicaSet', 'ReplicationController'].includes(kind) ? [below(PODS)] : []),
    ];
}

;// CONCATENATED MODULE: ./lib/steps/bound-roles.js




const bound_roles_RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };
/** The roles in the cluster that new or changed bindings among `targets` refer to, as far as the identity may read them. */
async function readBoundRoles(client, targets, signal) {
    const slot = slots(PARALLEL_REQUESTS);
    const roles = rolesToRead(targets).map((role) => slot(async () => {
        const resource = { ...bound_roles_RBAC, resource: role.resource, namespaced: role.namespace !== undefined };
        const path = objectPath(resource, role.namespace, role.name);
        const answer = await client.request({ method: 'GET', path }, signal);
        return answer.ok ? [{ ...role, value: answer.body }] : [];
    }));
    return (await Promise.all(roles)).flat();
}

;// CONCATENATED MODULE: ./lib/steps/child-environment.js

/**
 * The environment of a child that is to be the identity: `environment` with the written kubeconfig, and with the
 * folders of the tools first on the path. Windows spells `PATH` as it likes, and a second spelling would win or lose
 * by chance.
 */
function childEnvironment(environment, kubeconfig, toolFolders) {
    const isPath = (name) => (process.platform === 'win32' ? /^path$/i.test(name) : name === 'PATH');
    const names = Object.keys(environment);
    const pathName = names.find(isPath) ?? 'PATH';
    const inherited = environment[pathName];
    const folders = [...new Set(toolFolders), ...(inherited === undefined || inherited === '' ? [] : [inherited])];
    const rest = Object.fromEntries(Object.entries(environment).filter(([name]) => !isPath(name)));
    return { ...rest, ...(folders.length === 0 ? {} : { [pathName]: folders.join(external_node_path_.delimiter) }), KUBECONFIG: kubeconfig };
}

;// CONCATENATED MODULE: ./lib/apply/changed.js

/** Whether anything but managedFields, resourceVersion, generation and status differs. Undefined: not there. */
function hasChanged(before, after) {
    return !sameJson(before && withoutBookkeeping(before), after && withoutBookkeeping(after));
}
function withoutBookkeeping(live) {
    const { status: _status, ...rest } = live;
    if (!isObject(rest.metadata))
        return rest;
    const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...metadata } = rest.metadata;
    return { ...rest, metadata };
}

;// CONCATENATED MODULE: ./lib/steps/helm-changes.js




/** The objects of a release, each once: what names no namespace is in the release's, unless its kind has none. */
function placeObjects(objects, discovery, namespace) {
    const placed = new Map();
    for (const { ref, source, value } of objects) {
        const { namespace: own, ...bare } = ref;
        const isNamespaced = discovery.find(ref.apiVersion, ref.kind)?.namespaced ?? true;
        const object = { ref: isNamespaced ? { ...bare, namespace: own ?? namespace } : bare, source, value };
        if (!placed.has(objectKey(object.ref)))
            placed.set(objectKey(object.ref), object);
    }
    return [...placed.values()];
}
/** The same object whatever the version of its API: a chart may move from `apps/v1beta1` to `apps/v1`. */
function objectKey(ref) {
    const group = ref.apiVersion.includes('/') ? ref.apiVersion.split('/', 1)[0] : '';
    return JSON.stringify([group, ref.kind, ref.namespace ?? '', ref.name]);
}
/** Reads every object as the identity. What may not be read hides nothing else. */
async function seeObjects(objects, client, discovery, credentialName, signal) {
    const seen = await Promise.all(objects.map(async ({ ref, source }) => {
        const target = { ref, source, resource: discovery.find(ref.apiVersion, ref.kind) };
        const read = await readObjects(client, [target], credentialName, signal);
        if (!read.ok) {
            const problem = read.problems[0];
            if (problem === undefined)
                throw new Error(`reading ${(0,lib_problem/* nameObject */.Td)(ref)} failed without a problem`);
            return [objectKey(ref), { kind: 'unreadable', problem }];
        }
        const live = read.value[0];
        return [objectKey(ref), live === undefined ? { kind: 'absent' } : { kind: 'present', live }];
    }));
    return new Map(seen);
}
/**
 * What became of each object, from the objects read before and after; in the order of the chart, what left it at the
 * end. An object of a kind that was not there before could not be read and is new.
 */
function changesOf(change) {
    const wantedKeys = new Set(change.wanted.map(({ ref }) => objectKey(ref)));
    const left = change.old.filter(({ ref }) => !wantedKeys.has(objectKey(ref)));
    return [...change.wanted, ...left].flatMap(({ ref, source }) => {
        const key = objectKey(ref);
        const action = actionOf(change.before.get(key), change.after.get(key), wantedKeys.has(key), change.succeeded);
        return action === undefined ? [] : [{ ref, action, source }];
    });
}
function actionOf(before, after, isWanted, succeeded) {
    if (before?.kind === 'unreadable' || after?.kind === 'unreadable')
        return 'unknown';
    const was = before?.kind === 'present' ? before.live : undefined;
    const is = after?.kind === 'present' ? after.live : undefined;
    if (!isWanted && was !== undefined && (is === undefined || isBeingDeleted(is)))
        return 'pruned';
    if (was === undefined && is === undefined) {
        // Of a kind that came with this release, discovery knows nothing yet: helm's word has to do.
        return isWanted && succeeded ? 'created' : undefined;
    }
    if (was === undefined)
        return isWanted ? 'created' : undefined;
    if (is === undefined)
        return 'unknown';
    return hasChanged(was, is) ? 'configured' : 'unchanged';
}
function isBeingDeleted(live) {
    return isObject(live.metadata) && live.metadata.deletionTimestamp !== undefined;
}
/** Objects that may have been changed by a helm whose end nobody saw. */
function unseenChanges(objects) {
    return objects.map(({ ref, source }) => ({ ref, action: 'unknown', source }));
}
/** One warning for everything that could not be read, so that `changed` is not known for it. */
function unreadableWarning(sights, release) {
    const problems = new Map();
    for (const sight of sights) {
        for (const [key, seen] of sight)
            if (seen.kind === 'unreadable')
                problems.set(key, seen.problem);
    }
    const first = [...problems.values()][0];
    if (first === undefined)
        return [];
    const count = problems.size === 1 ? 'an object' : `${problems.size} objects`;
    return [
        {
            kind: first.kind === 'unreachable' ? 'unreachable' : 'apply',
            message: `Whether ${count} of release ${release} changed is not known, since reading failed.`,
            fix: 'The identity needs `get` on what it deploys; helm reads it too.',
            details: [...problems.values()].slice(0, 5).map(({ message }) => message),
        },
    ];
}

;// CONCATENATED MODULE: ./lib/manifests/order.js
/**
 * The order of kinds: namespaces and CRDs first, then as Helm installs
 * (https://github.com/helm/helm/blob/v4.3.1/pkg/release/v1/util/kind_sorter.go), then kinds that nobody knows here,
 * which are mostly custom resources; what can refuse or reroute the others' requests last, each policy before its
 * binding, so that a failed apply leaves nothing enforced that is not whole.
 */
const FIRST = [
    'Namespace',
    'CustomResourceDefinition.apiextensions.k8s.io',
    'PriorityClass.scheduling.k8s.io',
    'NetworkPolicy.networking.k8s.io',
    'ResourceQuota',
    'LimitRange',
    'PodDisruptionBudget.policy',
    'ServiceAccount',
    'Secret',
    'ConfigMap',
    'StorageClass.storage.k8s.io',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'ClusterRole.rbac.authorization.k8s.io',
    'ClusterRoleBinding.rbac.authorization.k8s.io',
    'Role.rbac.authorization.k8s.io',
    'RoleBinding.rbac.authorization.k8s.io',
    'Service',
    'DaemonSet.apps',
    'Pod',
    'ReplicationController',
    'ReplicaSet.apps',
    'Deployment.apps',
    'HorizontalPodAutoscaler.autoscaling',
    'StatefulSet.apps',
    'Job.batch',
    'CronJob.batch',
    'IngressClass.networking.k8s.io',
    'Ingress.networking.k8s.io',
];
const LAST = [
    'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
    'MutatingAdmissionPolicy.admissionregistration.k8s.io',
    'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
    'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
    'MutatingWebhookConfiguration.admissionregistration.k8s.io',
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
    'APIService.apiregistration.k8s.io',
];
const POSITIONS = new Map([
    ...FIRST.map((kind, index) => [kind, index]),
    ...LAST.map((kind, index) => [kind, FIRST.length + 1 + index]),
]);
/**
 * Objects by the rank in which they are applied: what is in one rank may be applied at the same time. Inside a rank
 * the order is that of `objects`.
 */
function ranks(objects) {
    const byPosition = new Map();
    for (const object of objects) {
        const position = POSITIONS.get(qualifiedKind(object)) ?? FIRST.length;
        const rank = byPosition.get(position) ?? [];
        rank.push(object);
        byPosition.set(position, rank);
    }
    return [...byPosition].sort(([one], [other]) => one - other).map(([, rank]) => rank);
}
/** The kind with its group, since a Service of serving.knative.dev is none of the core group's. */
function qualifiedKind({ ref }) {
    const group = groupOf(ref.apiVersion);
    return group === '' ? ref.kind : `${ref.kind}.${group}`;
}
/** The group of an apiVersion; empty for the core group. */
function groupOf(apiVersion) {
    const slash = apiVersion.indexOf('/');
    return slash === -1 ? '' : apiVersion.slice(0, slash);
}

;// CONCATENATED MODULE: ./lib/manifests/scope.js




/**
 * Gives every object its place: the scope of its kind as the server knows it or a CRD among the objects defines it,
 * and `namespace` where it needs one and names none. The body stays as it is: the path of the request names the
 * namespace. Fails with the draft's problems and its own together.
 */
function scope_settle(draft, settling) {
    const defined = definedScopes(draft.objects);
    const problems = [];
    const objects = [];
    for (const object of draft.objects) {
        const { apiVersion, kind } = object.ref;
        const scope = settling.scopeOf(apiVersion, kind) ?? defined.get(`${apiVersion} ${kind}`);
        const settled = place(object, scope, settling);
        if ('problem' in settled)
            problems.push(settled.problem);
        else
            objects.push(settled.object);
    }
    problems.push(...duplicates(objects));
    const all = inOrderOfSource([...draft.problems, ...problems]);
    return all.length === 0 ? (0,lib_problem/* success */.kX)(objects) : (0,lib_problem/* failure */.V2)(...all);
}
/** The scopes of the kinds that CRDs among `objects` define, by `apiVersion kind`. */
function definedScopes(objects) {
    return new Map([...definedResources(objects)].map(([kind, { scope }]) => [kind, scope]));
}
/** The resources of the kinds that CRDs among `objects` define, by `apiVersion kind`. */
function definedResources(objects) {
    const resources = new Map();
    for (const { ref, value } of objects) {
        if (ref.kind !== 'CustomResourceDefinition' || groupOf(ref.apiVersion) !== 'apiextensions.k8s.io')
            continue;
        const { spec } = value;
        if (!isObject(spec) || !isObject(spec.names) || !isList(spec.versions))
            continue;
        for (const version of spec.versions) {
            if (!isObject(version) || version.served === false)
                continue;
            resources.set(`${spec.group}/${version.name} ${spec.names.kind}`, {
                group: String(spec.group),
                resource: String(spec.names.plural),
                scope: spec.scope === 'Cluster' ? 'cluster' : 'namespaced',
            });
        }
    }
    return resources;
}
function place(object, scope, settling) {
    const { ref } = object;
    if (scope === undefined)
        return { problem: unknownKind(object, settling.stale ?? []) };
    if (scope === 'cluster') {
        if (ref.namespace === undefined)
            return { object };
        return {
            problem: {
                kind: 'manifest',
                message: `${ref.kind} ${ref.name} belongs to the whole cluster, not to a namespace, but names the namespace ${ref.namespace}.`,
                fix: 'Remove metadata.namespace.',
                source: sourceOfField(object, ['metadata', 'namespace']),
                object: ref,
            },
        };
    }
    if (ref.namespace !== undefined)
        return { object };
    if (settling.namespace !== undefined)
        return { object: { ...object, ref: { ...ref, namespace: settling.namespace } } };
    return {
        problem: {
            kind: 'manifest',
            message: `${ref.kind} ${ref.name} needs a namespace, and nothing names one.`,
            fix: 'Set the input `namespace`, or write metadata.namespace.',
            source: object.source,
            object: ref,
        },
    };
}
function unknownKind(object, stale) {
    const { apiVersion, kind } = object.ref;
    const problem = { kind: 'manifest', source: sourceOfField(object, ['kind']), object: object.ref };
    if (stale.includes(apiVersion)) {
        return {
            ...problem,
            message: `The API server does not answer for ${apiVersion} now (its aggregated API is down), so ${kind} ${object.ref.name} cannot be applied.`,
            fix: `See \`kubectl get apiservice\` for ${apiVersion}.`,
        };
    }
    return {
        ...problem,
        message: `The API server knows no ${kind} in ${apiVersion}, and no CustomResourceDefinition among the objects defines it.`,
        fix: `Check apiVersion and kind (\`kubectl api-resources\`), or add the CustomResourceDefinition that defines ${kind}.`,
    };
}
function duplicates(objects) {
    const firsts = new Map();
    const problems = [];
    for (const object of objects) {
        const { ref } = object;
        const key = JSON.stringify([groupOf(ref.apiVersion), ref.kind, ref.namespace ?? '', ref.name]);
        const first = firsts.get(key);
        if (first === undefined) {
            firsts.set(key, object);
            continue;
        }
        problems.push({
            kind: 'manifest',
            message: `${(0,lib_problem/* nameObject */.Td)(ref)} is there twice: the first is at ${(0,lib_problem/* nameSource */.Bz)(first.source)}.`,
            fix: 'Keep one of the two.',
            source: object.source,
            object: ref,
        });
    }
    return problems;
}
/** What concerns no file first, then file by file and line by line. */
function inOrderOfSource(problems) {
    return [...problems].sort((one, other) => {
        const [file, otherFile] = [one.source?.file ?? '', other.source?.file ?? ''];
        if (file !== otherFile)
            return file < otherFile ? -1 : 1;
        return (one.source?.line ?? 0) - (other.source?.line ?? 0);
    });
}

;// CONCATENATED MODULE: ./lib/steps/helm-rights.js







/** The rights that releasing `chart` takes, from what reading its objects told, and those that the reading has proven. */
async function rightsOfChart(chart, sight, discovery, release, rolesOf) {
    const defined = definedResources([...chart.definitions, ...chart.wanted]);
    const resourceOf = ({ ref }) => {
        const own = defined.get(`${ref.apiVersion} ${ref.kind}`);
        const fromCrd = own && { group: own.group, resource: own.resource, namespaced: own.scope === 'namespaced' };
        return discovery.find(ref.apiVersion, ref.kind) ?? fromCrd;
    };
    const targetsOf = (objects) => objects.flatMap((object) => {
        const resource = resourceOf(object);
        if (resource === undefined)
            return [];
        const seen = sight.get(objectKey(object.ref));
        const live = seen?.kind === 'present' ? { live: seen.live } : {};
        return [{ ...object, resource, presence: presenceOf(seen), ...live }];
    });
    const oldValues = new Map(chart.old.map(({ ref, value }) => [objectKey(ref), value]));
    const wanted = targetsOf(chart.wanted).map((target) => {
        const old = oldValues.get(objectKey(target.ref));
        return { ...target, unchanged: old === undefined || (0,external_node_util_.isDeepStrictEqual)(old, target.value) };
    });
    const wantedKeys = new Set(chart.wanted.map(({ ref }) => objectKey(ref)));
    const left = chart.old.filter((object) => !wantedKeys.has(objectKey(object.ref)));
    const removed = targetsOf(left);
    return {
        needed: neededForHelm(release, {
            objects: wanted,
            removed,
            hooks: chart.hooks.flatMap((hook) => {
                const resource = resourceOf(hook);
                return resource === undefined ? [] : [hookOf(hook, resource)];
            }),
            definitions: targetsOf(chart.definitions),
            roles: await rolesOf(wanted),
        }),
        proven: [...wanted, ...removed]
            .filter(({ ref, presence }) => presence !== 'unknown' && discovery.find(ref.apiVersion, ref.kind) !== undefined)
            .map(({ ref, resource }) => rightOn('get', resource, ref)),
    };
}
/** `needed`, and what may come on top of it where the release turns out to be there already, as `possible`. */
function perhapsAlso(needed, also) {
    const known = new Set(needed.filter(({ certainty }) => certainty === 'needed').map(({ right }) => (0,rights_right/* rightKey */.AN)(right)));
    const more = also.filter(({ right }) => !known.has((0,rights_right/* rightKey */.AN)(right)));
    return [...needed, ...more.map((need) => ({ ...need, certainty: 'possible' }))];
}
function presenceOf(seen) {
    return seen === undefined || seen.kind === 'unreadable' ? 'unknown' : seen.kind;
}

;// CONCATENATED MODULE: ./lib/steps/helm.js



















/**
 * Deploys a chart with helm as the identity. In this order: the chart is downloaded once, rendered against the cluster
 * (nothing is written while that fails), its objects are read, helm upgrades or installs, its objects are read again.
 * helm's own output goes to the log; only the upgrade writes, and only what stands there can be left half done.
 */
async function deployChart(step, surroundings, host, signal) {
    const helm = knownHelm(surroundings.helm);
    const problems = [...(helm.ok ? [] : helm.problems), ...(await problemsOfFiles(step, surroundings.folders))];
    if (!helm.ok || problems.length > 0)
        return failed(problems);
    const folder = (0,external_node_path_.join)(surroundings.privateFolder, 'helm');
    await (0,private_files/* createPrivateFolder */.Aj)(folder);
    try {
        const { environment, kubeconfig, toolFolders, folders } = surroundings;
        const env = childEnvironment(environment, kubeconfig, toolFolders);
        const runner = { helm: helm.value, process: host.process, env, cwd: folders.working };
        return await new Deployment(step, surroundings, host, runner, folder, signal).run();
    }
    finally {
        await (0,external_node_fs_promises_.rm)(folder, { recursive: true, force: true, maxRetries: 3 });
    }
}
const NO_OBJECTS = { objects: [], removed: [], hooks: [], definitions: [] };
/** The objects of which `is` holds, and the others. */
function parted(objects, is) {
    return [objects.filter(is), objects.filter((object) => !is(object))];
}
class Deployment {
    #step;
    #around;
    #host;
    #runner;
    #folder;
    #signal;
    #chartFolder;
    constructor(step, around, host, runner, folder, signal) {
        this.#step = step;
        this.#around = around;
        this.#host = host;
        this.#runner = runner;
        this.#folder = folder;
        this.#signal = signal;
        const isFolder = (0,helm_inputs/* chartOrigin */.N)(step) === 'path' && !step.chart.endsWith('.tgz');
        this.#chartFolder = isFolder ? displayPath(step.chart, around.folders) : undefined;
    }
    async run() {
        const prepared = await this.#prepare();
        if (!prepared.ok)
            return failed(prepared.problems);
        const { old, wanted, beside, release } = prepared.value;
        const before = await this.#see([...old, ...(wanted ?? [])]);
        if (this.#signal.aborted)
            return failed([cancelledBefore('reading the objects of the release')]);
        const allowed = wanted === undefined
            ? await this.#checkByTemplate(prepared.value.chart, old, release)
            : await this.#check({ old, wanted, ...beside }, before, release);
        if (!allowed.ok)
            return failed(allowed.problems);
        return this.#upgrade(prepared.value, before);
    }
    /** The chart, the release and the rendered objects, or everything that stands in the way. Writes nothing. */
    async #prepare() {
        const [chart, early] = await Promise.all([this.#locate(), this.#readHistoryIfAllowed()]);
        if (early === undefined && chart.ok) {
            const allowed = await this.#checkByTemplate(chart.value, [], this.#release([]), this.#release([1]));
            if (!allowed.ok)
                return allowed;
        }
        const history = early ?? (await this.#readHistory());
        if (!chart.ok || !history.ok) {
            return (0,lib_problem/* failure */.V2)(...read_onceEach([...(history.ok ? [] : history.problems), ...(chart.ok ? [] : chart.problems)]));
        }
        const inlineValuesFile = await this.#writeValues();
        const alive = revisionsAlive(history.value);
        const [read, rendered, definitions] = await Promise.all([
            this.#readOld(alive),
            this.#render(chart.value, inlineValuesFile, alive.length === 0),
            alive.length === 0 ? this.#definitions(chart.value) : [],
        ]);
        const revisions = history.value.map(({ revision }) => revision);
        const isInstall = alive.length === 0;
        if (!rendered.ok)
            return this.#explainRights(rendered, chart.value, { ...this.#release(revisions), isInstall });
        if (!read.ok)
            return read;
        const hooks = rendered.value === undefined || this.#skips('--no-hooks') ? [] : this.#place(rendered.value.hooks);
        return (0,lib_problem/* success */.kX)({
            chart: chart.value,
            inlineValuesFile,
            lastRevision: revisions.at(-1) ?? 0,
            old: this.#place(read.value),
            wanted: rendered.value && this.#place(rendered.value.objects),
            beside: { hooks, definitions },
            release: { ...this.#release(revisions, rendered.value?.applyMethod), isInstall },
        });
    }
    #release(revisions, applyMethod) {
        const { namespace, environment, serverVersion } = this.#around;
        const { major } = this.#runner.helm;
        return helmRelease(this.#step, { major, namespace, environment, revisions, applyMethod, serverVersion });
    }
    /** Undefined where the identity is known to lack a right for it. */
    async #readHistoryIfAllowed() {
        const lacks = await this.#around.rights.lacks(neededToRender(this.#release([])));
        return lacks ? undefined : this.#readHistory();
    }
    async #definitions(chart) {
        if (this.#skips('--skip-crds'))
            return [];
        const manifest = await customResources(chart, this.#runner, this.#signal);
        return hasCustomResources(manifest) ? this.#place(objectsOfManifest(manifest, this.#chartFolder)) : [];
    }
    #skips(flag) {
        return ((0,helm_flags/* valueOfFlag */.Nu)(this.#step.helmArgs, flag) ?? 'false') !== 'false';
    }
    /** `perhaps`: what the release may turn out to be where nobody could read which revisions there are. */
    async #check(chart, sight, release, perhaps) {
        const { rights, discovery, client } = this.#around;
        if (!rights.looks)
            return (0,lib_problem/* success */.kX)(undefined);
        const rolesOf = (targets) => readBoundRoles(client, targets, this.#signal);
        const { needed, proven } = await rightsOfChart(chart, sight, discovery, release, rolesOf);
        if (perhaps === undefined)
            return rights.check({ needed, proven, tools: true });
        const also = await rightsOfChart(chart, sight, discovery, perhaps, async () => []);
        return rights.check({ needed: perhapsAlso(needed, also.needed), proven, tools: true });
    }
    /**
     * The check where helm cannot, or may not, render against the cluster: what `helm template` makes of the chart stands
     * in for the objects, for this question alone.
     */
    async #checkByTemplate(chart, old, release, perhaps) {
        const { namespace, folders, rights } = this.#around;
        if (!rights.looks)
            return (0,lib_problem/* success */.kX)(undefined);
        const { repository: _repository, ...rest } = this.#step;
        const step = { ...rest, chart, repository: undefined, version: undefined, login: undefined };
        const rendered = await renderTemplates({ step, namespace, folders }, this.#runner, this.#signal);
        if (!rendered.ok)
            return rights.check({ needed: neededForHelm(release, NO_OBJECTS), tools: true });
        const draft = joinDrafts(rendered.value.map((manifest) => objectsOfManifest(manifest, this.#chartFolder)));
        const [hooks, objects] = parted(this.#place(draft), isHook);
        const [definitions, wanted] = parted(objects, ({ source }) => isOfDefinitionsFolder(source.file));
        const all = { old, wanted, hooks: this.#skips('--no-hooks') ? [] : hooks, definitions };
        return this.#check(all, await this.#see([...old, ...wanted]), release, perhaps);
    }
    /** A dry run that was refused for want of a right stops at the first; all of them are told instead. */
    async #explainRights(refused, chart, release) {
        if (!refused.problems.some(({ kind }) => kind === 'forbidden'))
            return refused;
        const allowed = await this.#checkByTemplate(chart, [], release);
        return allowed.ok ? refused : allowed;
    }
    async #locate() {
        if ((0,helm_inputs/* chartOrigin */.N)(this.#step) === 'path')
            return (0,lib_problem/* success */.kX)((0,external_node_path_.resolve)(this.#around.folders.working, this.#step.chart));
        const options = { folder: this.#folder, clock: this.#host.clock, log: this.#host.log };
        return downloadChart(this.#step, this.#runner, options, this.#signal);
    }
    async #readHistory() {
        const read = await releaseHistory(this.#step, this.#around.namespace, this.#runner, this.#signal);
        return read.kind === 'history' ? (0,lib_problem/* success */.kX)(read.revisions) : this.#refuse(read, 'read');
    }
    async #readOld(revisions) {
        const read = await releaseManifests(this.#step, this.#around.namespace, revisions, this.#runner, this.#signal);
        if (read.kind !== 'manifests')
            return this.#refuse(read, 'read');
        return (0,lib_problem/* success */.kX)(joinDrafts(read.manifests.map((manifest) => objectsOfManifest(manifest, this.#chartFolder))));
    }
    async #writeValues() {
        if (this.#step.values === undefined)
            return undefined;
        const file = (0,external_node_path_.join)(this.#folder, 'values.yaml');
        await (0,private_files/* writePrivate */.pb)(file, this.#step.values.reveal());
        return file;
    }
    async #render(chart, inlineValuesFile, isFirst) {
        const args = this.#arguments(chart, inlineValuesFile, true);
        const run = await runHelm(this.#runner, args, this.#signal, (line) => this.#host.log.debug(line));
        if (run.kind === 'done') {
            const { manifest, hooks, applyMethod } = readRelease(run.stdout);
            const draftOf = (text) => objectsOfManifest(text, this.#chartFolder);
            return (0,lib_problem/* success */.kX)({ objects: draftOf(manifest), hooks: draftOf(hooks), applyMethod });
        }
        if (run.kind === 'failed' && isFirst && isUnknownKind(run.error)) {
            if (hasCustomResources(await customResources(chart, this.#runner, this.#signal))) {
                this.#host.log.info('The chart brings CustomResourceDefinitions with it, so what it makes of them cannot be checked beforehand.');
                return (0,lib_problem/* success */.kX)(undefined);
            }
        }
        return this.#refuse(run, 'render', inlineValuesFile);
    }
    async #upgrade(prepared, before) {
        const { release } = this.#step;
        const { namespace } = this.#around;
        const { log } = this.#host;
        const doing = prepared.lastRevision === 0 ? 'installing' : 'upgrading';
        log.info(`helm ${this.#runner.helm.version}: ${doing} release ${release} in namespace ${namespace}`);
        const args = this.#arguments(prepared.chart, prepared.inlineValuesFile, false);
        const run = await runHelm(this.#runner, args, this.#signal, (line) => log.info(line));
        switch (run.kind) {
            case 'not-started':
                return failed([run.problem]);
            case 'aborted':
                return {
                    changes: unseenChanges(prepared.wanted ?? prepared.old),
                    problems: [cancelledUpgrade(release, namespace)],
                    warnings: [],
                };
            case 'failed': {
                const problems = await this.#explain(run.error, 'upgrade', prepared.inlineValuesFile);
                const revision = await this.#revisionAfter(prepared.lastRevision);
                return this.#conclude(prepared, before, { objects: prepared.wanted ?? [], revision, problems });
            }
            case 'done': {
                const answer = readRelease(run.stdout);
                logRelease(answer, this.#step, log);
                const draft = objectsOfManifest(answer.manifest, this.#chartFolder);
                const concluded = await this.#conclude(prepared, before, {
                    objects: this.#place(draft),
                    revision: answer.revision,
                    problems: [],
                });
                return { ...concluded, warnings: [...unreadObjectsWarning(draft, release), ...concluded.warnings] };
            }
        }
    }
    /** The revision that a failed upgrade made; undefined where it came to none. */
    async #revisionAfter(lastRevision) {
        const history = await releaseHistory(this.#step, this.#around.namespace, this.#runner, this.#signal);
        const last = history.kind === 'history' ? history.revisions.at(-1)?.revision : undefined;
        return last !== undefined && last > lastRevision ? last : undefined;
    }
    async #conclude(prepared, before, end) {
        const after = await this.#see([...prepared.old, ...end.objects]);
        const { release } = this.#step;
        const succeeded = end.problems.length === 0;
        const isCancelled = this.#signal.aborted;
        return {
            ...(end.revision === undefined ? {} : { release: { name: release, revision: String(end.revision) } }),
            changes: changesOf({ old: prepared.old, wanted: end.objects, before, after, succeeded }),
            problems: isCancelled ? [...end.problems, cancelledAfter(release)] : end.problems,
            warnings: isCancelled ? [] : unreadableWarning([before, after], release),
        };
    }
    #arguments(chart, inlineValuesFile, dryRun) {
        return upgradeArguments(this.#step, {
            helmMajor: this.#runner.helm.major,
            namespace: this.#around.namespace,
            chart,
            dryRun,
            ...(inlineValuesFile === undefined ? {} : { inlineValuesFile }),
        });
    }
    #place(draft) {
        return placeObjects(draft.objects, this.#around.discovery, this.#around.namespace);
    }
    #see(objects) {
        const { client, discovery, credentialName } = this.#around;
        return seeObjects(objects, client, discovery, credentialName, this.#signal);
    }
    /** A run of helm that was to read or render, and did not. */
    async #refuse(run, phase, inlineValuesFile) {
        switch (run.kind) {
            case 'failed':
                return (0,lib_problem/* failure */.V2)(...(await this.#explain(run.error, phase, inlineValuesFile)));
            case 'not-started':
                return (0,lib_problem/* failure */.V2)(run.problem);
            case 'aborted':
            case 'done':
                return (0,lib_problem/* failure */.V2)(cancelledBefore('preparing the chart'));
        }
    }
    async #explain(error, phase, inlineValuesFile) {
        const { explainForbidden, namespace, folders } = this.#around;
        const forbidden = await explainForbidden({ text: error, for: `release ${namespace}/${this.#step.release}` });
        if (forbidden.length > 0) {
            return forbidden.map((problem) => {
                const hints = phase === 'upgrade' ? [] : problem.denied.flatMap(hintOf);
                const details = [...(problem.details ?? []), ...new Set(hints)];
                return details.length === 0 ? problem : { ...problem, details };
            });
        }
        return [
            problemOfHelm(error, {
                step: this.#step,
                phase,
                namespace,
                chartFolder: this.#chartFolder,
                displayPath: (path) => displayPath(path, folders),
                inlineValuesFile,
            }),
        ];
    }
}
/** Why helm wants a right that no object of the chart seems to take. */
function hintOf({ apiGroup, resource }) {
    if (apiGroup === '' && resource === 'secrets') {
        return [
            'helm keeps each revision of a release in a Secret and lists them by label, which takes `list` on all Secrets of the namespace; with HELM_DRIVER=configmap in the environment it keeps them in ConfigMaps.',
        ];
    }
    if (apiGroup === 'apiextensions.k8s.io' && resource === 'customresourcedefinitions') {
        return [
            'helm asks for CustomResourceDefinitions where the chart holds an object of a kind that the cluster does not know: check apiVersion and kind of its objects first.',
        ];
    }
    return [];
}
/** helm's answer is JSON for us; what it would have shown to people is said here. */
function logRelease(release, step, log) {
    log.info(`Release ${step.release} is ${release.status}, revision ${release.revision}.`);
    if (release.notes === '' || step.helmArgs.includes('--hide-notes'))
        return;
    log.info('NOTES:');
    for (const line of release.notes.split('\n'))
        log.info(line);
}
/** helm takes some documents for objects that the API server would not read as it does: they are not compared. */
function unreadObjectsWarning(draft, release) {
    if (draft.problems.length === 0)
        return [];
    return [
        {
            kind: 'manifest',
            message: `Whether some objects of release ${release} changed is not known, since what their templates render cannot be read reliably.`,
            details: draft.problems.slice(0, 5).map(({ message, source }) => `${source?.file ?? ''}: ${message}`),
        },
    ];
}
function cancelledAfter(release) {
    return {
        kind: 'cancelled',
        message: `Cancelled when helm was done with release ${release}, before all of its objects were looked at.`,
    };
}
function failed(problems) {
    return { changes: [], problems, warnings: [] };
}
/** Files that are not there, all at once. */
async function problemsOfFiles(step, folders) {
    const problems = [];
    if ((0,helm_inputs/* chartOrigin */.N)(step) === 'path')
        problems.push(...(await problemsOfPath(step, folders)));
    for (const file of step.valuesFiles) {
        // helm takes URLs as well, and schemes that plugins know.
        if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file))
            continue;
        const kind = await kindOf((0,external_node_path_.resolve)(folders.working, file));
        if (kind === 'file')
            continue;
        problems.push({
            kind: 'input',
            input: 'values-files',
            message: `input \`values-files\`: ${kind === 'folder' ? `${file} is a folder` : `there is no file ${file} in ${folders.working}`}.`,
            fix: 'Write paths relative to `working-directory`, one a line; a workflow needs a step with actions/checkout first.',
        });
    }
    return problems;
}
async function problemsOfPath(step, folders) {
    const path = (0,external_node_path_.resolve)(folders.working, step.chart);
    const kind = await kindOf(path);
    if (kind === 'file')
        return [];
    const problem = { kind: 'input', input: 'chart' };
    if (kind === undefined) {
        return [
            {
                ...problem,
                message: `input \`chart\`: there is no chart ${step.chart} in ${folders.working}.`,
                fix: 'Write a path relative to `working-directory` (a workflow needs a step with actions/checkout first), `oci://…`, or the name of a chart beside `chart-repository`.',
            },
        ];
    }
    if ((await kindOf((0,external_node_path_.join)(path, 'Chart.yaml'))) === 'file')
        return [];
    return [
        {
            ...problem,
            message: `input \`chart\`: the folder ${step.chart} is no chart: it has no Chart.yaml.`,
            fix: 'Write the folder that holds Chart.yaml. Plain manifests go to the input `manifests`.',
        },
    ];
}
async function kindOf(path) {
    try {
        return (await (0,external_node_fs_promises_.stat)(path)).isDirectory() ? 'folder' : 'file';
    }
    catch (error) {
        if (helm_isAbsent(error))
            return undefined;
        throw error;
    }
}
function helm_isAbsent(error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR';
}
/** A path as the user knows it: relative to the workspace where it is inside, with `/`. Empty for the workspace itself. */
function displayPath(path, folders) {
    const absolute = (0,external_node_path_.resolve)(folders.working, path);
    const inside = (0,external_node_path_.relative)(folders.workspace, absolute);
    const isInside = inside !== '..' && !inside.startsWith('../') && !inside.startsWith('..\\') && !(0,external_node_path_.isAbsolute)(inside);
    return (isInside ? inside : absolute).replaceAll('\\', '/');
}

;// CONCATENATED MODULE: ./lib/apply/definition.js





function isDefinition({ ref }) {
    return ref.kind === 'CustomResourceDefinition' && groupOf(ref.apiVersion) === 'apiextensions.k8s.io';
}
/** Whether objects of the kind that a live CustomResourceDefinition defines may be sent. */
function definitionState(live) {
    const conditions = isObject(live.status) && isList(live.status.conditions) ? live.status.conditions : [];
    for (const condition of conditions) {
        if (!isObject(condition))
            continue;
        if (condition.type === 'NamesAccepted' && condition.status === 'False') {
            return { state: 'refused', reason: String(condition.message ?? condition.reason ?? '') };
        }
    }
    const isEstablished = conditions.some((condition) => isObject(condition) && condition.type === 'Established' && condition.status === 'True');
    return { state: isEstablished ? 'established' : 'pending' };
}
/** About a minute; it takes a healthy server less than a second. */
const POLLS = 60;
/**
 * Waits until the server serves what the CRD defines; gives the problems that stand in its way, none where `signal`
 * aborts. Polls instead of watching: the identity may read the CRD, which says nothing about watching it.
 */
async function awaitEstablished(client, definition, options, signal) {
    const { object, resource } = definition;
    let { live } = definition;
    let pauseMilliseconds = 25;
    for (let poll = 0; poll < POLLS; poll++) {
        const now = definitionState(live);
        if (now.state === 'refused')
            return [namesRefused(object, now.reason)];
        if (now.state === 'established' || resource === undefined)
            return [];
        try {
            await options.clock.sleep(pauseMilliseconds, signal);
            pauseMilliseconds = Math.min(1_000, pauseMilliseconds * 2);
        }
        catch (error) {
            if (signal.aborted)
                return [];
            throw error;
        }
        const path = objectPath(resource, undefined, object.ref.name);
        const answer = await client.request({ method: 'GET', path }, signal);
        if (!answer.ok) {
            if (answer.failure.kind === 'cancelled')
                return [];
            const { server } = client;
            const { credentialName } = options;
            const doing = `waiting for ${(0,lib_problem/* nameObject */.Td)(object.ref)}`;
            return [problemOf(answer.failure, { server, credentialName, doing, source: object.source, object: object.ref })];
        }
        live = isObject(answer.body) ? answer.body : {};
    }
    return [neverEstablished(object)];
}
function neverEstablished(object) {
    return {
        kind: 'apply',
        message: `The cluster took ${(0,lib_problem/* nameObject */.Td)(object.ref)}, but has not established it for a minute.`,
        fix: `\`kubectl describe crd ${object.ref.name}\` shows its conditions.`,
        source: object.source,
        object: object.ref,
    };
}
function namesRefused(object, reason) {
    return {
        kind: 'apply',
        message: `The cluster does not accept the names of ${(0,lib_problem/* nameObject */.Td)(object.ref)}: ${reason.replace(/[.\s]+$/, '')}.`,
        fix: 'Another CustomResourceDefinition has taken them: remove that one, or choose other names.',
        source: object.source,
        object: object.ref,
    };
}

;// CONCATENATED MODULE: ./lib/apply/field-path.js

/**
 * The path in `value` that a server's text means: `.spec.containers[name="web"].image` as server-side apply writes
 * it, `spec.containers[0].image` and `metadata.labels[a/b]` as validation does. Keys may hold dots, so that the
 * longest key that is there wins. Ends at the last step that can be followed, and with the field that is named last
 * where just that is not there.
 */
function fieldPath(text, value) {
    const path = [];
    let at = value;
    let rest = text;
    while (rest !== '') {
        const step = takeStep(rest, at);
        if (step === undefined)
            break;
        path.push(step.key);
        rest = step.rest;
        at = isList(at) ? at[Number(step.key)] : isObject(at) ? at[String(step.key)] : undefined;
    }
    return path;
}
function takeStep(rest, at) {
    const bracket = /^\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]/.exec(rest);
    if (bracket !== null) {
        const key = keyInBrackets(bracket[1] ?? '', at);
        return key === undefined ? undefined : { key, rest: rest.slice(bracket[0].length) };
    }
    const name = rest.replace(/^\./, '');
    if (name === '')
        return undefined;
    const keys = isObject(at) ? Object.keys(at) : [];
    const known = keys
        .filter((key) => name.startsWith(key) && /^($|[.[])/.test(name.slice(key.length)))
        .sort((one, other) => other.length - one.length)[0];
    const key = known ?? /^[^.[]+/.exec(name)?.[0];
    return key === undefined ? undefined : { key, rest: name.slice(key.length) };
}
/** `0`, `name="web"`, `containerPort=80,protocol="TCP"`, `="a"`, or the key of a mapping. */
function keyInBrackets(inside, at) {
    if (isObject(at))
        return inside.replace(/^"(.*)"$/, '$1');
    if (!isList(at))
        return undefined;
    if (/^\d+$/.test(inside))
        return Number(inside);
    const wanted = [...inside.matchAll(/([\w-]*)=("(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/g)].map(([, name = '', text = '']) => [name, jsonOf(text)]);
    if (wanted.length === 0)
        return undefined;
    const index = at.findIndex((item) => wanted.every(([name, wants]) => {
        const has = name === '' ? item : isObject(item) ? item[name] : undefined;
        // The server fills in defaults before it names the item: a port's protocol, an empty name.
        return has === undefined ? wants === '' || name === 'protocol' : sameJson(has, wants);
    }));
    return index === -1 ? undefined : index;
}
function jsonOf(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : text;
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./lib/apply/long-values.js
/** As much of a value as still tells which one it is. */
const LONGEST = 80;
/**
 * `text`, in which the server quotes values as `Invalid value: …: reason`, with long ones cut: an immutable pod
 * template is quoted as a dump of some 4 kB, and the reason comes after it.
 */
function withoutLongValues(text) {
    const parts = text.split(/((?:Invalid|Unsupported|Duplicate|Too many) values?: )/);
    return parts.map((part, index) => (index > 0 && index % 2 === 0 ? cutValue(part) : part)).join('');
}
function cutValue(text) {
    const end = endOfValue(text);
    return end <= LONGEST ? text : `${text.slice(0, LONGEST - 20)}…${text.slice(end)}`;
}
/** Behind the brackets and texts that a Go or JSON dump begins with; else before the last `: `, where a reason begins. */
function endOfValue(text) {
    const token = /"(?:[^"\\]|\\.)*"|[{[(]|[}\])]|: /g;
    let depth = 0;
    for (let found = token.exec(text); found !== null; found = token.exec(text)) {
        if (found[0] === ': ' && depth === 0)
            return found.index;
        if (/^[{[(]$/.test(found[0]))
            depth++;
        else if (/^[}\])]$/.test(found[0]))
            depth--;
    }
    return Math.max(0, text.lastIndexOf(': '));
}

// EXTERNAL MODULE: ./lib/secret.js
var secret = __webpack_require__(1550);
;// CONCATENATED MODULE: ./lib/apply/secret-values.js


/**
 * `text`, something that the server said about `object`, without the values of a Secret: the server quotes what it
 * could not read. Other objects' texts come back as they are.
 */
function secret_values_withoutSecretValues(text, object) {
    if (object.ref.kind !== 'Secret' || object.ref.apiVersion !== 'v1')
        return text;
    const values = [object.value.data, object.value.stringData].flatMap(leaves);
    let clean = text.replaceAll(/valueUnstructured\{Value:.*?\}(?=$|[\s,;\]])/gs, `valueUnstructured{Value:${secret/* MASK */.v5}}`);
    for (const value of values.sort((one, other) => other.length - one.length))
        clean = replaceValue(clean, value);
    return clean;
}
function leaves(value) {
    if (value === undefined || value === null)
        return [];
    if (isList(value))
        return value.flatMap(leaves);
    if (isObject(value))
        return Object.values(value).flatMap(leaves);
    const text = String(value);
    const quoted = JSON.stringify(text).slice(1, -1);
    return [...new Set([text, text.trim(), quoted, ...decoded(text)])].filter((form) => form !== '');
}
/** `data` holds base64; a complaint may quote what it stands for. */
function decoded(text) {
    if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text))
        return [];
    const bytes = Buffer.from(text, 'base64').toString('utf8');
    return bytes.includes('\ufffd') || bytes.length < 4 ? [] : [bytes, bytes.trim()];
}
/** A short value is replaced only where it stands alone, or the text would be unreadable. */
function replaceValue(text, value) {
    if (value.length >= 4)
        return text.replaceAll(value, secret/* MASK */.v5);
    const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return text.replaceAll(new RegExp(`(?<![\\w.-])${escaped}(?![\\w.-])`, 'g'), secret/* MASK */.v5);
}

;// CONCATENATED MODULE: ./lib/apply/refusal.js








/**
 * Why an object was not applied, each field at its own line. Conflicts name manager and fields; what the server says
 * about a field becomes a sentence; Secrets' values are left out.
 */
function refusal_explainRefusal(failure, object, context) {
    if (failure.kind !== 'status')
        return [general(failure, object, context)];
    const cleaned = (text) => withoutLongValues(secret_values_withoutSecretValues(text, object));
    const clean = {
        ...failure,
        message: cleaned(failure.message),
        causes: failure.causes.map((cause) => ({ ...cause, message: cleaned(cause.message) })),
    };
    const conflicts = conflictsOf(clean);
    if (conflicts.length > 0)
        return [conflictProblem(object, conflicts)];
    const fields = refusedFields(clean, object);
    if (fields.length > 0) {
        return byLine(fields).map((field) => ({ kind: context.kind, object: object.ref, ...field }));
    }
    return [isContent(clean) ? refusedWhole(clean, object, context) : general(clean, object, context)];
}
function general(failure, object, context) {
    return problemOf(failure, {
        server: context.server,
        credentialName: context.credentialName,
        doing: `applying ${(0,lib_problem/* nameObject */.Td)(object.ref)}`,
        source: object.source,
        object: object.ref,
    });
}
/** Whether it is the object that the server dislikes, and not who asks or the state that the server is in. */
function isContent(failure) {
    if (failure.status === 500)
        return failure.reason === '';
    return failure.status >= 400 && failure.status < 500 && ![401, 403, 429].includes(failure.status);
}
function conflictsOf(failure) {
    const fields = new Map();
    for (const cause of failure.causes) {
        if (cause.reason !== 'FieldManagerConflict')
            continue;
        const manager = /^conflict with "((?:[^"\\]|\\.)*)"/.exec(cause.message)?.[1] ?? cause.message;
        const name = /with subresource "([^"]+)"/.exec(cause.message)?.[1];
        const owner = name === undefined ? manager : `${manager} (${name})`;
        fields.set(owner, [...(fields.get(owner) ?? []), cause.field]);
    }
    return [...fields].map(([manager, owned]) => ({ manager, fields: owned }));
}
function conflictProblem(object, conflicts) {
    const first = conflicts[0]?.fields[0] ?? '';
    return {
        kind: 'conflict',
        message: `${(0,lib_problem/* nameObject */.Td)(object.ref)} was not applied: others own fields that it sets to another value.`,
        fix: 'Take the fields out of the file, so that their owner keeps them, or set `force-conflicts: true` to take them over.',
        source: sourceOfField(object, fieldPath(first, object.value)),
        object: object.ref,
        conflicts,
    };
}
/** In the order of the file; the server may name one fault twice. */
function byLine(fields) {
    const unique = new Map(fields.map((field) => [JSON.stringify([field.source, field.message]), field]));
    return [...unique.values()].sort((one, other) => (one.source.line ?? 0) - (other.source.line ?? 0));
}
function refusedFields(failure, object) {
    if (failure.message.includes('illegal base64 data'))
        return brokenBase64(object);
    const typed = /failed to create typed patch object \(.*?\): ([\s\S]*)$/.exec(failure.message)?.[1];
    if (typed !== undefined)
        return typedPatchFields(typed, object);
    const unknown = [...failure.message.matchAll(/unknown field "([^"]+)"/g)].map(([, field = '']) => field);
    if (unknown.length > 0)
        return unknown.map((field) => unknownField(field, object));
    if (failure.status !== 422)
        return [];
    return failure.causes
        .filter((cause) => cause.field !== '' && cause.field !== '<nil>')
        .map((cause) => {
        const fix = fixOf(cause.message, object);
        return {
            message: `${(0,lib_problem/* nameObject */.Td)(object.ref)}: ${cause.field}: ${cause.message.replace(/[.\s]+$/, '')}.`,
            ...(fix === undefined ? {} : { fix }),
            source: sourceOfField(object, fieldPath(cause.field, object.value)),
        };
    });
}
/** The server does not say which of the values it could not decode. */
function brokenBase64(object) {
    const data = valueAt(object.value, ['data']);
    if (object.ref.kind !== 'Secret' || !isObject(data))
        return [];
    return Object.entries(data)
        .filter(([, value]) => typeof value === 'string' && !isBase64(value))
        .map(([key]) => ({
        message: `${(0,lib_problem/* nameObject */.Td)(object.ref)}: the value of data.${key} is not base64.`,
        fix: 'Encode the value, or write it as it is under `stringData`.',
        source: sourceOfField(object, ['data', key]),
    }));
}
/** As Go's `base64.StdEncoding` decodes. */
function isBase64(text) {
    const packed = text.replace(/[\r\n]/g, '');
    return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
}
/** One fault, or `errors:` and one to a line. */
function typedPatchFields(text, object) {
    const lines = text.startsWith('errors:') ? text.split('\n').slice(1) : [text];
    return lines
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => typedPatchField(line, object));
}
function typedPatchField(line, object) {
    const undeclared = /^(\S.*): field not declared in schema$/.exec(line)?.[1];
    if (undeclared !== undefined)
        return unknownField(undeclared, object);
    const [, field, expected] = /^(\.\S*?): expected ([\w ()]+), got /.exec(line) ?? [];
    if (field !== undefined && expected !== undefined) {
        const path = fieldPath(field, object.value);
        const isSecret = object.ref.kind === 'Secret';
        const value = valueAt(object.value, path);
        const got = isSecret ? nameType(value).replace(/^the (\w+) .*$/, 'a $1') : nameType(value);
        return {
            message: `${(0,lib_problem/* nameObject */.Td)(object.ref)}: ${field} must be ${nameExpected(expected)}, and is ${got}.`,
            ...(expected === 'string' ? { fix: 'Put the value in quotes.' } : {}),
            source: sourceOfField(object, path),
        };
    }
    const named = /^(\.\S+): /.exec(line)?.[1];
    return {
        message: `${(0,lib_problem/* nameObject */.Td)(object.ref)} was refused: ${line.replace(/[.\s]+$/, '')}.`,
        source: named === undefined ? object.source : sourceOfField(object, fieldPath(named, object.value)),
    };
}
function nameExpected(expected) {
    if (expected.startsWith('numeric'))
        return 'a number';
    const names = {
        map: 'a mapping',
        list: 'a list',
        string: 'a string',
        boolean: 'true or false',
    };
    return names[expected] ?? expected;
}
function unknownField(field, object) {
    const { kind, apiVersion } = object.ref;
    const parent = field
        .replace(/^\./, '')
        .replace(/\[[^\]]*\]/g, '')
        .replace(/\.?[^.]*$/, '');
    const explained = [kind.toLowerCase(), parent].filter((part) => part !== '').join('.');
    return {
        message: `${(0,lib_problem/* nameObject */.Td)(object.ref)}: ${kind} (${apiVersion}) has no field ${field}.`,
        fix: `Check its spelling and indentation; \`kubectl explain ${explained}\` lists the fields.`,
        source: sourceOfField(object, fieldPath(field, object.value)),
    };
}
function refusedWhole(failure, object, context) {
    const said = failure.message
        .trim()
        .replace(/[.\s]+$/, '')
        .replace(/^failed to convert new object .*?: unable to convert unstructured object to .*?: /, '');
    const problem = {
        kind: context.kind,
        message: `The API server refused ${(0,lib_problem/* nameObject */.Td)(object.ref)} (${failure.status}): ${said}.`,
        source: sourceOfLine(failure.message, object),
        object: object.ref,
    };
    const fix = missingNamespaceFix(failure) ?? fixOf(failure.message, object);
    return fix === undefined ? problem : { ...problem, fix };
}
/** The server counts the lines of the body, which begins where the object begins. */
function sourceOfLine(message, object) {
    const line = /converting YAML to JSON: yaml: line (\d+): /.exec(message)?.[1];
    if (line === undefined || object.source.line === undefined)
        return object.source;
    return { file: object.source.file, line: object.source.line + Number(line) - 1 };
}
const FIXES = [
    {
        when: /field is immutable/,
        fix: ({ ref }) => {
            const there = ref.namespace === undefined ? '' : ` -n ${ref.namespace}`;
            const command = `kubectl delete ${ref.kind.toLowerCase()} ${ref.name}${there}`;
            return `This field of a live ${ref.kind} cannot be changed: give the new one another name, or delete the old one first (\`${command}\`).`;
        },
    },
    {
        when: /metadata\.managedFields must be nil/,
        fix: () => 'Remove metadata.managedFields: the server keeps it itself (`kubectl get -o yaml` without `--show-managed-fields` leaves it out).',
    },
    {
        when: /the object has been modified/,
        fix: ({ value }) => valueAt(value, ['metadata', 'resourceVersion']) === undefined
            ? 'Somebody else changes this object at the same time: run the deployment again.'
            : 'Remove metadata.resourceVersion: it lets the object be applied to that one version only.',
    },
];
function missingNamespaceFix(failure) {
    const namespace = /namespaces "([^"]+)" not found/.exec(failure.message)?.[1];
    if (failure.status !== 404 || namespace === undefined)
        return undefined;
    return `Namespace ${namespace} does not exist, and nothing creates it unasked: add it to the manifests, or correct the namespace.`;
}
function fixOf(said, object) {
    return FIXES.find(({ when }) => when.test(said))?.fix(object);
}

;// CONCATENATED MODULE: ./lib/apply/apply.js












/**
 * Applies server-side, rank by rank and in parallel inside a rank. A rank with a failure is the last; CRDs are
 * awaited before anything of their kind is sent. When `signal` aborts no further request starts; what is on its way has
 * a moment to be answered, and is `unknown` where it is not. Never rejects for anything that the server says.
 */
async function applyObjects(client, items, settings, signal) {
    const { late, end } = withGrace(signal, settings.clock);
    const run = new ApplyRun(client, items, settings, { signal, late });
    try {
        for (const rank of ranks(items.map((item) => item.object))) {
            if (!(await run.applyRank(rank)))
                break;
        }
    }
    finally {
        end();
    }
    return run.result();
}
/** Milliseconds from a cancel to the end of what is on its way: a runner kills a job some seconds after its cancel. */
const GRACE = 1_500;
/** A signal that aborts a moment after `signal` does, with its reason. `end` when nothing is on its way any more. */
function withGrace(signal, clock) {
    const ended = new AbortController();
    const late = new AbortController();
    const wait = async () => {
        // An ended wait aborts too: there is nobody left who listens.
        await clock.sleep(GRACE, ended.signal).catch(() => undefined);
        late.abort(signal.reason);
    };
    if (signal.aborted)
        late.abort(signal.reason);
    else
        signal.addEventListener('abort', () => void wait(), { once: true, signal: ended.signal });
    return { late: late.signal, end: () => ended.abort() };
}
/** Codes of failures in which nothing can have reached the server. */
const NOTHING_SENT = [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'PLAIN_HTTP',
];
class ApplyRun {
    #client;
    #settings;
    #signal;
    #late;
    #before;
    /** Kinds whose CRD this run has created or changed, with the time until which the server may still be learning. */
    #learning = new Map();
    #slot = slots(PARALLEL_REQUESTS);
    #sent = [];
    #problems = [];
    #waiting;
    #discovery;
    constructor(client, items, settings, signals) {
        this.#client = client;
        this.#settings = settings;
        this.#signal = signals.signal;
        this.#late = signals.late;
        this.#discovery = settings.discovery;
        this.#before = new Map(items.map(({ object, before }) => [object, before]));
        this.#waiting = new Set(items.map(({ object }) => object));
    }
    /** True where the next rank may follow. */
    async applyRank(rank) {
        if (this.#signal.aborted)
            return false;
        const sent = await Promise.all(rank.map((object) => this.#slot(() => this.#applyOne(object))));
        let isWhole = true;
        for (const one of sent) {
            if (one.state !== 'applied')
                isWhole = false;
            if (one.state !== 'not-sent')
                this.#sent.push(one);
        }
        return isWhole && (await this.#awaitDefinitions(rank));
    }
    result() {
        const changes = this.#sent.map((one) => (one.state === 'applied' ? one.applied.change : one.change));
        const kind = changes.some((change) => isWrite(change.action)) ? 'apply' : 'admission';
        const context = { server: this.#client.server, credentialName: this.#settings.credentialName, kind };
        const problems = this.#sent.flatMap((one) => {
            if (one.state === 'refused')
                return refusal_explainRefusal(one.failure, one.object, context);
            return one.state === 'problem' ? [one.problem] : [];
        });
        const own = problems.filter((problem) => problem.kind !== 'cancelled');
        return {
            applied: this.#sent.flatMap((one) => (one.state === 'applied' ? [one.applied] : [])),
            changes,
            notSent: [...this.#waiting],
            problems: read_onceEach([...this.#stopped(changes), ...own, ...this.#problems]),
            warnings: this.#sent.flatMap((one) => (one.state === 'applied' ? one.warnings : [])),
        };
    }
    /** One problem for a cancel or a deadline, whatever number of requests it cut off. */
    #stopped(changes) {
        const unknown = changes.filter((change) => change.action === 'unknown').length;
        const isWhole = this.#waiting.size === 0 && unknown === 0;
        if (!this.#signal.aborted || isWhole)
            return [];
        const isTimeout = isTimeoutError(this.#signal.reason);
        const done = changes.length - unknown;
        const message = `${isTimeout ? 'The time was up' : 'Cancelled'} while applying: the server answered for ${done} of ` +
            `${this.#before.size} objects, ${unknown} were sent without an answer, ${this.#waiting.size} were not sent.`;
        return [{ kind: isTimeout ? 'timeout' : 'cancelled', message }];
    }
    async #applyOne(object) {
        if (this.#signal.aborted)
            return { state: 'not-sent', object };
        this.#waiting.delete(object);
        const sent = await this.#send(object);
        if (sent.state !== 'not-sent') {
            this.#settings.progress?.(sent.state === 'applied' ? sent.applied.change : sent.change);
        }
        return sent;
    }
    async #send(object) {
        const resource = this.#discovery.find(object.ref.apiVersion, object.ref.kind);
        if (resource === undefined) {
            return { state: 'problem', change: changeOf(object, 'failed'), problem: notServed(object) };
        }
        const answer = await this.#patch(object, resource);
        if (!answer.ok) {
            return {
                state: 'refused',
                change: changeOf(object, failedAction(answer.failure)),
                object,
                failure: answer.failure,
            };
        }
        const live = isObject(answer.body) ? answer.body : {};
        const change = changeOf(object, this.#actionOf(object, answer.status, live));
        return {
            state: 'applied',
            applied: { object, change, live },
            warnings: answer.warnings.map((text) => warningOf(object, text)),
        };
    }
    /**
     * An established kind is not yet served by every part of the server: for some moments its router may not know it,
     * or its schema be the one before.
     */
    async #patch(object, resource) {
        const { fieldManager, forceConflicts, clock } = this.#settings;
        const path = withQuery(objectPath(resource, object.ref.namespace, object.ref.name), {
            fieldManager,
            force: String(forceConflicts),
            fieldValidation: 'Strict',
        });
        const body = { type: 'application/apply-patch+yaml', text: object.body };
        for (let attempt = 1;; attempt++) {
            const answer = await this.#client.request({ method: 'PATCH', path, body }, this.#late);
            if (answer.ok || attempt === ATTEMPTS || !this.#isLearning(object, answer.failure))
                return answer;
            if (!(await pause(attempt, clock, this.#signal)))
                return answer;
        }
    }
    #isLearning({ ref }, failure) {
        const until = this.#learning.get(`${ref.apiVersion} ${ref.kind}`);
        if (until === undefined)
            return false;
        return isUnrouted(failure) || (isOfSchema(failure) && this.#settings.clock.now() < until);
    }
    #actionOf(object, status, live) {
        if (status === 201)
            return 'created';
        const before = this.#before.get(object);
        return before === undefined || hasChanged(before, live) ? 'configured' : 'unchanged';
    }
    /** Waits for the CRDs of `rank`, then until discovery knows every kind that is still to come. */
    async #awaitDefinitions(rank) {
        const definitions = rank.filter(isDefinition);
        if (definitions.length === 0)
            return true;
        const waited = await Promise.all(definitions.map((object) => this.#slot(() => {
            const resource = this.#discovery.find(object.ref.apiVersion, object.ref.kind);
            const live = this.#liveOf(object);
            return awaitEstablished(this.#client, { object, resource, live }, this.#settings, this.#signal);
        })));
        const problems = waited.flat();
        this.#problems.push(...problems);
        this.#expectLearning(definitions);
        return problems.length === 0 && !this.#signal.aborted && (await this.#learnKinds());
    }
    #expectLearning(definitions) {
        const changed = definitions.filter((object) => this.#sent.some((one) => one.state === 'applied' && one.applied.object === object && isWrite(one.applied.change.action)));
        const until = this.#settings.clock.now() + LEARNING;
        for (const kind of definedScopes(changed).keys())
            this.#learning.set(kind, until);
    }
    #liveOf(object) {
        for (const one of this.#sent)
            if (one.state === 'applied' && one.applied.object === object)
                return one.applied.live;
        return {};
    }
    async #learnKinds() {
        const isMissing = ({ ref }) => this.#discovery.find(ref.apiVersion, ref.kind) === undefined;
        for (let attempt = 1; [...this.#waiting].some(isMissing) && attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1 && !(await pause(attempt, this.#settings.clock, this.#signal)))
                return false;
            const discovered = await this.#settings.rediscover(this.#signal);
            if (!discovered.ok) {
                const { server } = this.#client;
                const { credentialName } = this.#settings;
                const doing = 'asking which kinds the cluster serves now';
                if (discovered.failure.kind !== 'cancelled') {
                    this.#problems.push(problemOf(discovered.failure, { server, credentialName, doing }));
                }
                return false;
            }
            this.#discovery = discovered.value;
        }
        return true;
    }
}
/** The reason of `AbortSignal.timeout`. */
function isTimeoutError(reason) {
    return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}
/** About half a minute, with the pauses below. */
const ATTEMPTS = 40;
/**
 * Milliseconds for which a schema may be the old one after its CRD is established; a healthy server takes less than
 * one second. One deadline for all objects, so that a thousand with a real fault do not each wait for it.
 */
const LEARNING = 10_000;
/** False where `signal` aborted meanwhile. */
async function pause(attempt, clock, signal) {
    try {
        await clock.sleep(Math.min(1_000, 25 * 2 ** attempt), signal);
        return true;
    }
    catch (error) {
        if (signal.aborted)
            return false;
        throw error;
    }
}
/** The router's own 404, and no "namespaces … not found". */
function isUnrouted(failure) {
    return failure.kind === 'status' && failure.status === 404 && !/" not found/.test(failure.message);
}
/** A refusal of fields or values, which another schema might take. */
function isOfSchema(failure) {
    if (failure.kind !== 'status')
        return false;
    return (failure.status === 422 ||
        (failure.status === 500 && failure.reason === '' && failure.message.includes('failed to create typed patch')) ||
        (failure.status === 400 && failure.message.includes('unknown field "')));
}
function failedAction(failure) {
    if (failure.kind === 'cancelled')
        return 'unknown';
    return failure.kind === 'unreachable' && !NOTHING_SENT.includes(failure.code) ? 'unknown' : 'failed';
}
function isWrite(action) {
    return action === 'created' || action === 'configured' || action === 'unknown';
}
function changeOf(object, action) {
    return { ref: object.ref, action, source: object.source };
}
function warningOf(object, text) {
    const message = `The API server warns about ${(0,lib_problem/* nameObject */.Td)(object.ref)}: ${secret_values_withoutSecretValues(text, object).replace(/[.\s]+$/, '')}.`;
    return { kind: 'admission', message, source: object.source, object: object.ref };
}
function notServed(object) {
    const { apiVersion, kind } = object.ref;
    return {
        kind: 'apply',
        message: `The API server does not serve ${kind} in ${apiVersion}, though it took the CustomResourceDefinition.`,
        fix: `Check that the CustomResourceDefinition serves this version (\`served: true\`) and kind.`,
        source: object.source,
        object: object.ref,
    };
}

;// CONCATENATED MODULE: ./lib/manifests/load.js





/** What `kubectl apply -R -f FOLDER` reads. */
const EXTENSIONS = ['.yaml', '.yml', '.json'];
/**
 * Reads every file that `paths` (files, folders with all below them, globs) name: in the order of `paths`, inside one
 * of them by name, each file once. Everything that is wrong with paths, files and objects comes in the draft's
 * problems. Rejects only where `signal` aborts.
 */
async function loadManifests(paths, folders, signal) {
    const problems = [];
    const files = new Map();
    for (const path of paths) {
        const found = await findFiles(path, folders.working);
        problems.push(...found.problems);
        for (const file of found.files) {
            const real = await (0,external_node_fs_promises_.realpath)(file).catch(() => file);
            if (!files.has(real))
                files.set(real, file);
        }
    }
    const drafts = [];
    for (const file of files.values()) {
        signal?.throwIfAborted();
        drafts.push(await loadFile(file, nameFile(file, folders.workspace)));
    }
    const draft = joinDrafts([{ objects: [], problems }, ...drafts]);
    return draft.objects.length > 0 || draft.problems.length > 0 ? draft : { objects: [], problems: [nothingIn(paths)] };
}
/** `file` as messages and annotations name it: relative to the workspace where it is inside, with slashes. */
function nameFile(file, workspace) {
    const inside = (0,external_node_path_.relative)(workspace, file);
    const isOutside = inside === '' || inside === '..' || inside.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(inside);
    return (isOutside ? file : inside).split(external_node_path_.sep).join('/');
}
async function loadFile(file, name) {
    const misplaced = misplacedFile(name);
    if (misplaced !== undefined)
        return { objects: [], problems: [misplaced] };
    let bytes;
    try {
        // Only of a regular file is it known that reading comes to an end: a named pipe waits for its writer.
        if (!(await (0,external_node_fs_promises_.stat)(file)).isFile())
            return { objects: [], problems: [irregular(name)] };
        bytes = await (0,external_node_fs_promises_.readFile)(file);
    }
    catch (error) {
        return { objects: [], problems: [unreadable(name, load_codeOf(error))] };
    }
    const origin = { kind: 'file', file: name };
    const decoded = decodeText(bytes);
    if ('fault' in decoded)
        return { objects: [], problems: [faultProblem(decoded.fault, origin)] };
    const draft = draft_readObjects(decoded.text, origin);
    return { ...draft, problems: asTemplate(draft.problems, decoded.text, name) };
}
/** What stands in Helm's templates and in hardly anything else, on a line that is no comment. */
const HELM_ACTION = /^(?!\s*#).*?(\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Template|Files)\b|(?:if|range|with|define|include|template|end|toYaml|tpl)\b|\/\*).*?(?:\}\}|$))/;
/** Faults in the text of a chart's template have one cause; a file without faults may hold `{{` in its texts. */
function asTemplate(problems, text, file) {
    if (problems.length === 0)
        return problems;
    for (const [index, line] of text.split('\n').entries()) {
        const action = HELM_ACTION.exec(line)?.[1];
        if (action === undefined)
            continue;
        const message = `This seems to be the template of a Helm chart: \`${action.trim()}\` is for helm to fill in, and means nothing to the API server.`;
        const fix = "Give the chart's folder to the input `chart` instead of `manifests`. If it is no template, put what holds `{{` in quotes.";
        const details = problems.map((problem) => (0,lib_problem/* formatProblem */.Vw)({ ...problem, fix: undefined }));
        return [{ kind: 'manifest', message, fix, source: { file, line: index + 1 }, details }];
    }
    return problems;
}
/** Files that other tools read, and that are no objects for the API server. */
function misplacedFile(name) {
    const source = { file: name };
    if (/^(kustomization\.ya?ml|Kustomization)$/.test((0,external_node_path_.basename)(name))) {
        const message = 'This is a kustomization, which kubectl renders before anything is applied.';
        const fix = 'Give its folder to the input `kustomize` instead of `manifests`, or name files that leave it out.';
        return { kind: 'manifest', message, fix, source };
    }
    if ((0,external_node_path_.basename)(name) === 'Chart.yaml') {
        const message = 'This is the head of a Helm chart, which helm renders before anything is applied.';
        const fix = 'Give its folder to the input `chart` instead of `manifests`, or name files that leave it out.';
        return { kind: 'manifest', message, fix, source };
    }
    return undefined;
}
async function findFiles(path, working) {
    const absolute = (0,external_node_path_.resolve)(working, path);
    const { stats, code } = await statOf(absolute);
    if (stats === undefined) {
        const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
        // On Windows a path with a star is invalid, not missing.
        if (isGlob(path))
            return findByGlob(path, working);
        return isMissing ? missing(path, working) : { files: [], problems: [unreadable(path, code)] };
    }
    if (!stats.isDirectory())
        return { files: [absolute], problems: [] };
    const found = await walk(absolute, path);
    if (found.files.length > 0 || found.problems.length > 0)
        return found;
    const message = `The folder ${path} holds no file that ends in .yaml, .yml or .json.`;
    return {
        files: [],
        problems: [inputProblem(message, 'Name the folder that holds the manifests, or the files themselves.')],
    };
}
/** Undefined with Node's code (`ENOENT`, …) where there is nothing to stat. */
async function statOf(file) {
    try {
        return { stats: await (0,external_node_fs_promises_.stat)(file), code: '' };
    }
    catch (error) {
        return { code: load_codeOf(error) };
    }
}
function load_codeOf(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
/** As kubectl: folders by name, links to files followed, links to folders not (they may lead in circles). */
async function walk(folder, name) {
    const files = [];
    const problems = [];
    try {
        const entries = await (0,external_node_fs_promises_.readdir)(folder, { withFileTypes: true });
        for (const entry of entries.sort((one, other) => load_compare(one.name, other.name))) {
            const path = (0,external_node_path_.join)(folder, entry.name);
            if (entry.isDirectory()) {
                const below = await walk(path, (0,external_node_path_.join)(name, entry.name));
                files.push(...below.files);
                problems.push(...below.problems);
            }
            else if (hasExtension(entry.name) && !(await isFolderLink(path, entry.isSymbolicLink()))) {
                files.push(path);
            }
        }
    }
    catch (error) {
        problems.push(unreadable(name, load_codeOf(error)));
    }
    return { files, problems };
}
async function isFolderLink(path, isLink) {
    if (!isLink)
        return false;
    return (await statOf(path)).stats?.isDirectory() ?? false;
}
async function findByGlob(pattern, working) {
    const files = [];
    const others = [];
    for await (const match of (0,external_node_fs_promises_.glob)(pattern, { cwd: working })) {
        const path = (0,external_node_path_.resolve)(working, match);
        const { stats } = await statOf(path);
        const isManifest = !stats?.isDirectory() && hasExtension(path);
        (isManifest ? files : others).push(path);
    }
    if (files.length > 0)
        return { files: files.sort(comparePaths), problems: [] };
    if (others.length > 0) {
        const example = nameFile(others.sort(comparePaths)[0] ?? '', working);
        const message = `The glob ${pattern} matches no file that ends in .yaml, .yml or .json, only others such as ${example}.`;
        const fix = `A glob takes files: for all below the folders that it matches write \`${pattern.replace(/[\\/]+$/, '')}/**\`.`;
        return { files: [], problems: [inputProblem(message, fix)] };
    }
    const message = `The glob ${pattern} matches nothing in ${working}.`;
    return {
        files: [],
        problems: [inputProblem(message, 'Check the path; `*` stays inside one folder, `**` goes through all below.')],
    };
}
function isGlob(path) {
    return /[*?[{]|[!+@]\(/.test(path);
}
function hasExtension(path) {
    return EXTENSIONS.includes((0,external_node_path_.extname)(path));
}
function load_compare(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
}
/** Folder by folder, as a walk would meet them. */
function comparePaths(one, other) {
    const others = other.split(external_node_path_.sep);
    for (const [index, part] of one.split(external_node_path_.sep).entries()) {
        const against = others[index];
        if (against === undefined)
            return 1;
        if (part !== against)
            return load_compare(part, against);
    }
    return -1;
}
function missing(path, working) {
    const hint = (0,external_node_path_.isAbsolute)(path) ? '' : `, seen from ${working}`;
    const message = `${path} does not exist${hint}.`;
    const fix = 'Check the path (it is relative to `working-directory`), and that a step before this one checks out or makes the files.';
    return { files: [], problems: [inputProblem(message, fix)] };
}
function unreadable(name, code) {
    const message = `${name} cannot be read (${code}).`;
    return {
        kind: 'manifest',
        message,
        fix: 'Check its permissions, and where it leads if it is a link.',
        source: { file: name },
    };
}
function irregular(name) {
    const message = `${name} is not a regular file, but a named pipe, a socket or a device.`;
    const fix = 'Write the manifests into a file, or name the files that are to be read.';
    return { kind: 'manifest', message, fix, source: { file: name } };
}
function nothingIn(paths) {
    const message = `There is no object in ${paths.join(', ')}: the files are empty or hold comments only.`;
    return inputProblem(message, 'Name files that hold manifests.');
}
function inputProblem(message, fix) {
    return { kind: 'input', input: 'manifests', message, fix };
}

;// CONCATENATED MODULE: ./lib/render/kustomize.js





/** https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.7.1/api/konfig/general.go */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
/**
 * The objects that `kubectl kustomize` makes of a folder, all with the kustomization file as their source: which of
 * its files an object comes from only kustomize knows.
 */
async function renderKustomization(request, run, signal) {
    const { folder, folders } = request;
    if (isRemote(folder))
        return (0,lib_problem/* failure */.V2)(remoteProblem(folder));
    const found = await findKustomization(folder, folders.working);
    if (!found.ok)
        return found;
    const source = { file: nameFile(found.value, folders.workspace) };
    let result;
    try {
        const args = ['kustomize', '--', folder];
        result = await run({ file: request.kubectl, args, env: request.environment, cwd: folders.working }, signal);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const message = `kubectl, which renders the kustomization, cannot be started: ${reason}.`;
        return (0,lib_problem/* failure */.V2)({ kind: 'tool', message, fix: 'Check `kubectl-version` and the file that it names.' });
    }
    if (result.aborted)
        return (0,lib_problem/* failure */.V2)({ kind: 'cancelled', message: `Cancelled while rendering ${folder}.`, source });
    if (result.exitCode !== 0)
        return (0,lib_problem/* failure */.V2)(renderProblem(result, folder, source));
    const draft = draft_readObjects(result.stdout, { kind: 'made', from: source.file });
    const isEmpty = draft.objects.length === 0 && draft.problems.length === 0;
    if (isEmpty)
        return (0,lib_problem/* failure */.V2)(emptyProblem(folder, source));
    return (0,lib_problem/* success */.kX)({ ...draft, warnings: kustomize_linesOf(result.stderr).map((line) => warningProblem(line, source)) });
}
async function findKustomization(folder, working) {
    const absolute = (0,external_node_path_.resolve)(working, folder);
    const kind = await kustomize_kindOf(absolute);
    if (kind === undefined) {
        const message = `The folder ${folder} does not exist, seen from ${working}.`;
        return (0,lib_problem/* failure */.V2)(kustomize_inputProblem(message, 'Check the path; it is relative to `working-directory`.'));
    }
    if (kind === 'file') {
        const message = `${folder} is a file; a kustomization is a folder that holds a kustomization.yaml.`;
        return (0,lib_problem/* failure */.V2)(kustomize_inputProblem(message, 'Name the folder.'));
    }
    const there = [];
    for (const name of NAMES)
        if ((await kustomize_kindOf((0,external_node_path_.join)(absolute, name))) === 'file')
            there.push((0,external_node_path_.join)(absolute, name));
    const [file] = there;
    if (file !== undefined)
        return (0,lib_problem/* success */.kX)(file);
    const message = `The folder ${folder} holds no kustomization.yaml.`;
    const fix = 'Name a folder with a kustomization.yaml, or give plain manifests to the input `manifests`.';
    return (0,lib_problem/* failure */.V2)(kustomize_inputProblem(message, fix));
}
/** What kustomize itself would clone: https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.7.1/api/internal/git/repospec.go */
function isRemote(folder) {
    return /^(git::|[a-z][a-z0-9+.-]*:\/\/|[\w.-]+@[\w.-]+:|github\.com[/:])/i.test(folder);
}
function remoteProblem(folder) {
    const message = `${withoutCredential(folder)} is a remote kustomization; \`kustomize\` takes a folder of this machine.`;
    const fix = 'Check the repository out in a step before this one and name its folder, or name a local folder whose kustomization lists the address under `resources:`.';
    return kustomize_inputProblem(message, fix);
}
function withoutCredential(address) {
    return address.replace(/(:\/\/)[^/@]*@/, '$1').replace(/[?#].*$/s, '');
}
async function kustomize_kindOf(path) {
    try {
        return (await (0,external_node_fs_promises_.stat)(path)).isDirectory() ? 'folder' : 'file';
    }
    catch {
        return undefined;
    }
}
function kustomize_inputProblem(message, fix) {
    return { kind: 'input', input: 'kustomize', message, fix };
}
function renderProblem(result, folder, source) {
    const end = result.exitCode === undefined ? `signal ${result.signal}` : `exit code ${result.exitCode}`;
    const problem = {
        kind: 'manifest',
        message: `The kustomization ${folder} does not render: kubectl kustomize ended with ${end}.`,
        source,
        details: kustomize_linesOf(result.stderr),
    };
    const fix = /is not in or below/.test(result.stderr)
        ? 'kustomize reads files only in or below the kustomization: move the file there, or make its folder a base (`resources:`).'
        : undefined;
    return fix === undefined ? problem : { ...problem, fix };
}
function emptyProblem(folder, source) {
    const message = `The kustomization ${folder} renders no object.`;
    return { kind: 'manifest', message, fix: 'List something under `resources:` or a generator.', source };
}
function warningProblem(line, source) {
    return { kind: 'manifest', message: line.replace(/^#?\s*Warning:\s*/i, ''), source };
}
function kustomize_linesOf(text) {
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

;// CONCATENATED MODULE: ./lib/rollout/status/fields.js

/** The number at `keys`; undefined where there is none. Counts and generations are far below 2^53. */
function fields_numberAt(object, ...keys) {
    const value = at(object, ...keys);
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}
/** The number at `keys`; 0 where there is none, as the API leaves zeros out. */
function countAt(object, ...keys) {
    return fields_numberAt(object, ...keys) ?? 0;
}
/** The condition of that type, only where its status is `True`. */
function trueCondition(object, type) {
    const found = conditionOf(object, type);
    return found?.status === 'True' ? found : undefined;
}
/** The condition of that type, whatever its status. */
function conditionOf(object, type) {
    const found = listAt(object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === type);
    if (found === undefined)
        return undefined;
    return { status: textAt(found, 'status'), reason: textAt(found, 'reason'), message: textAt(found, 'message') };
}
/** Whether the controller has seen the newest spec; until then the rest of the status is about an older one. */
function isObserved(object) {
    return countAt(object, 'metadata', 'generation') <= countAt(object, 'status', 'observedGeneration');
}
/** The labels of `spec.selector` as `-l` takes them; undefined where it has expressions too, or nothing. */
function selectorLabels(object) {
    const selector = jsonObject(at(object, 'spec', 'selector'));
    const labels = jsonObject(selector?.matchLabels);
    if (labels === undefined || selector?.matchExpressions !== undefined || Object.keys(labels).length === 0)
        return undefined;
    return Object.keys(labels)
        .map((key) => `${key}=${textAt(labels, key)}`)
        .join(',');
}

;// CONCATENATED MODULE: ./lib/rollout/status/look.js


/** For a spec that no controller has looked at. */
const UNOBSERVED_FIX = 'If it stays so, kube-controller-manager is not working: ask whoever runs the cluster.';
/**
 * The commands that show why pods of `object` do not become ready, as a sentence. `resource` is kubectl's short
 * form (`deployment`). A selector of labels alone can be given to kubectl; for others the object itself is named.
 */
function lookAtPods(object, resource) {
    const kubectl = kubectlIn(object);
    const name = `${resource}/${textAt(object, 'metadata', 'name')}`;
    const labels = selectorLabels(object);
    const pods = labels === undefined ? `describe ${name}` : `describe pods -l ${labels}`;
    return `Look at its pods: \`${kubectl} ${pods}\` and \`${kubectl} logs ${name} --all-containers\`.`;
}
/** `kubectl -n shop`, for commands about `object`. */
function kubectlIn(object) {
    const namespace = textAt(object, 'metadata', 'namespace');
    return namespace === '' ? 'kubectl' : `kubectl -n ${namespace}`;
}

;// CONCATENATED MODULE: ./lib/rollout/status/status.js
const READY = { state: 'ready' };
function status_pending(missing, fix) {
    return { state: 'pending', missing, fix };
}
function status_failed(reason, fix) {
    return { state: 'failed', reason, fix };
}

;// CONCATENATED MODULE: ./lib/rollout/status/daemon-set.js




/**
 * A DaemonSet by `kubectl rollout status`'s rules. For `OnDelete`, which kubectl refuses to judge: an update is
 * nothing to wait for, since only people delete its pods; the first rollout is.
 * https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
function daemonSetStatus(object) {
    if (!isObserved(object))
        return status_pending('the controller has not seen the new spec yet', UNOBSERVED_FIX);
    const desired = countAt(object, 'status', 'desiredNumberScheduled');
    const current = countAt(object, 'status', 'currentNumberScheduled');
    const updated = countAt(object, 'status', 'updatedNumberScheduled');
    const available = countAt(object, 'status', 'numberAvailable');
    const look = lookAtPods(object, 'daemonset');
    if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete' && updated < desired) {
        return current < desired ? status_pending(`${current} of ${desired} nodes have its pod`, look) : READY;
    }
    if (updated < desired)
        return status_pending(`${updated} of ${desired} pods are updated`, look);
    if (available < desired)
        return status_pending(`${available} of ${desired} updated pods are available`, look);
    return READY;
}

;// CONCATENATED MODULE: ./lib/rollout/status/deployment.js




/**
 * A Deployment by `kubectl rollout status`'s rules.
 * https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
function deploymentStatus(object) {
    if (!isObserved(object))
        return status_pending('the controller has not seen the new spec yet', UNOBSERVED_FIX);
    const missing = missingReplicas(object);
    if (conditionOf(object, 'Progressing')?.reason === 'ProgressDeadlineExceeded') {
        return status_failed(deadlineReason(object, missing), lookAtPods(object, 'deployment'));
    }
    if (missing === undefined)
        return READY;
    if (at(object, 'spec', 'paused') === true) {
        return status_pending(`${missing}; the Deployment is paused`, 'Remove `spec.paused`, or run `kubectl rollout resume`.');
    }
    return status_pending(`${missing}${refusedPods(object)}`, lookAtPods(object, 'deployment'));
}
function missingReplicas(object) {
    const wanted = fields_numberAt(object, 'spec', 'replicas') ?? 1;
    const all = countAt(object, 'status', 'replicas');
    const updated = countAt(object, 'status', 'updatedReplicas');
    const available = countAt(object, 'status', 'availableReplicas');
    if (updated < wanted)
        return `${updated} of ${wanted} replicas are updated`;
    if (all > updated)
        return `${all - updated} old ${all - updated === 1 ? 'replica is' : 'replicas are'} still ending`;
    if (available < updated)
        return `${available} of ${updated} updated replicas are available`;
    return undefined;
}
function deadlineReason(object, missing) {
    const seconds = fields_numberAt(object, 'spec', 'progressDeadlineSeconds');
    const deadline = seconds === undefined ? 'its progress deadline' : `its progress deadline of ${seconds} s`;
    const state = missing === undefined ? '' : `: ${missing}`;
    return `It made no progress within ${deadline}${state}${refusedPods(object)}.`;
}
/** What the API server said when the pods were to be made (quota, PodSecurity, a missing service account). */
function refusedPods(object) {
    const refusal = trueCondition(object, 'ReplicaFailure');
    return refusal === undefined ? '' : `; its pods are refused: ${refusal.message.replace(/\.$/, '')}`;
}

;// CONCATENATED MODULE: ./lib/rollout/status/job.js




/** Applying a Job that is there changes nothing in its template, which is immutable. */
const RUN_AGAIN = 'A Job does not run again when it is applied again: delete it, or give it a new name.';
/**
 * A Job by its conditions. `SuccessCriteriaMet` and `FailureTarget` come before `Complete` and `Failed`, while pods
 * still end; the second is final (it cannot be taken back), so nobody has to wait for `Failed`.
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions
 */
function jobStatus(object) {
    if (trueCondition(object, 'Complete') !== undefined)
        return READY;
    const failure = trueCondition(object, 'Failed') ?? trueCondition(object, 'FailureTarget');
    if (failure !== undefined)
        return status_failed(failureReason(object, failure), `${lookAtLogs(object)} ${RUN_AGAIN}`);
    if (trueCondition(object, 'SuccessCriteriaMet') !== undefined) {
        return status_pending('it has succeeded, and its last pods are still ending', lookAtLogs(object));
    }
    if (at(object, 'spec', 'suspend') === true) {
        return status_pending('it is suspended', 'Remove `spec.suspend`, or write `wait: false` where somebody else resumes it later.');
    }
    return status_pending(missingPods(object), lookAtLogs(object));
}
function missingPods(object) {
    const succeeded = countAt(object, 'status', 'succeeded');
    const active = countAt(object, 'status', 'active');
    const failedPods = countAt(object, 'status', 'failed');
    const completions = fields_numberAt(object, 'spec', 'completions');
    const progress = completions === undefined
        ? `${succeeded} ${succeeded === 1 ? 'pod has' : 'pods have'} succeeded`
        : `${succeeded} of ${completions} completions`;
    const failures = failedPods === 0 ? '' : `, ${failedPods} failed`;
    return `${progress}, ${active} running${failures}`;
}
/** The reasons are batch/v1's JobReason constants; an unknown one is told as the server tells it. */
function failureReason(object, { reason, message }) {
    const said = message === '' ? '' : ` The server says: ${message.replace(/\.?$/, '.')}`;
    switch (reason) {
        case 'BackoffLimitExceeded':
            return `Its pods failed more often than \`backoffLimit\` (${fields_numberAt(object, 'spec', 'backoffLimit') ?? 6}) allows.`;
        case 'DeadlineExceeded':
            return `It was not done within \`activeDeadlineSeconds\` (${fields_numberAt(object, 'spec', 'activeDeadlineSeconds') ?? 'unknown'}).`;
        case 'PodFailurePolicy':
            return `A pod failed in a way for which \`podFailurePolicy\` fails the whole Job.${said}`;
        default:
            return reason === '' ? `It failed.${said}` : `It failed with ${reason}.${said}`;
    }
}
function lookAtLogs(object) {
    const kubectl = kubectlIn(object);
    const name = textAt(object, 'metadata', 'name');
    return `Look at \`${kubectl} logs job/${name} --all-containers\` and \`${kubectl} describe job/${name}\`.`;
}

;// CONCATENATED MODULE: ./lib/rollout/status/stateful-set.js




/**
 * A StatefulSet by `kubectl rollout status`'s rules, partition included. For `OnDelete`, which kubectl refuses to
 * judge: an update is nothing to wait for, since only people delete its pods; the first rollout is.
 * https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
function statefulSetStatus(object) {
    if (countAt(object, 'status', 'observedGeneration') === 0 || !isObserved(object)) {
        return status_pending('the controller has not seen the new spec yet', UNOBSERVED_FIX);
    }
    const wanted = fields_numberAt(object, 'spec', 'replicas') ?? 1;
    const ready = countAt(object, 'status', 'readyReplicas');
    const updated = countAt(object, 'status', 'updatedReplicas');
    const onDelete = textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
    if (onDelete && isUpdating(object))
        return READY;
    const look = lookAtPods(object, 'statefulset');
    if (ready < wanted)
        return status_pending(`${ready} of ${wanted} replicas are ready`, look);
    if (onDelete)
        return READY;
    const partition = fields_numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
    if (partition !== undefined) {
        const due = wanted - partition;
        if (updated >= due)
            return READY;
        return status_pending(`${updated} of ${due} replicas are updated${partition === 0 ? '' : ` (partition ${partition})`}`, look);
    }
    return isUpdating(object) ? status_pending(`${updated} of ${wanted} replicas are updated`, look) : READY;
}
function isUpdating(object) {
    return textAt(object, 'status', 'updateRevision') !== textAt(object, 'status', 'currentRevision');
}

;// CONCATENATED MODULE: ./lib/rollout/status/kinds.js




const KINDS = new Map([
    ['apps Deployment', deploymentStatus],
    ['apps StatefulSet', statefulSetStatus],
    ['apps DaemonSet', daemonSetStatus],
    ['batch Job', jobStatus],
]);
/** How to read the rollout of objects of this kind, in any version; undefined where there is nothing to wait for. */
function statusOf({ apiVersion, kind }) {
    return KINDS.get(`${kinds_groupOf(apiVersion)} ${kind}`);
}
function kinds_groupOf(apiVersion) {
    const slash = apiVersion.indexOf('/');
    return slash === -1 ? '' : apiVersion.slice(0, slash);
}

;// CONCATENATED MODULE: ./lib/rollout/unseen.js

/** Whether reading again may help: the server was busy, restarting or out of reach. */
function isTransient(failure) {
    return (failure.kind === 'unreachable' || (failure.kind === 'status' && (failure.status === 429 || failure.status >= 500)));
}
/** The failure as a clause: "the API server answers 503 (…)". */
function nameFailure(failure) {
    switch (failure.kind) {
        case 'status':
            return failure.message === ''
                ? `the API server answers ${failure.status}`
                : `the API server answers ${failure.status}: ${failure.message}`;
        case 'unreachable':
            return `the API server cannot be reached: ${failure.message}`;
        case 'credential':
            return failure.message;
        case 'cancelled':
            return 'the wait was ended';
    }
}
/** One problem for each cause: objects of one failure share a problem where it is not about the object. */
function unseenProblems(unseen, party, server) {
    const problems = new Map();
    for (const one of unseen) {
        const problem = unseenProblem(one, party, server);
        const key = problem.object === undefined ? `${problem.kind} ${problem.message}` : (0,lib_problem/* nameObject */.Td)(problem.object);
        if (!problems.has(key))
            problems.set(key, problem);
    }
    return [...problems.values()];
}
function unseenProblem(unseen, party, server) {
    const { failure, ref, source } = unseen;
    if (failure.kind === 'cancelled')
        return { kind: 'cancelled', message: 'The run was cancelled during the wait.' };
    if (failure.kind === 'credential') {
        return {
            kind: 'unauthenticated',
            message: failure.message,
            ...(failure.fix === undefined ? {} : { fix: failure.fix }),
            ...(failure.details === undefined ? {} : { details: failure.details }),
        };
    }
    if (isTransient(failure)) {
        return {
            kind: 'unreachable',
            message: `The rollouts could not be followed to their end: ${nameFailure(failure)}.`,
            fix: `Run again when ${server} answers: applying the same objects twice is safe.`,
        };
    }
    if (failure.kind === 'status' && failure.status === 401) {
        return {
            kind: 'unauthenticated',
            message: `The API server stopped accepting the credential during the wait: ${nameFailure(failure)}.`,
            fix: 'The credential must live longer than the deployment: raise its lifetime, or use one that is renewed.',
        };
    }
    const about = { object: ref, ...(source === undefined ? {} : { source }) };
    if (failure.kind === 'status' && failure.status === 403) {
        return {
            kind: 'forbidden',
            message: `The ${party} may not read ${(0,lib_problem/* nameObject */.Td)(ref)}, so its rollout cannot be followed: ${failure.message}`,
            fix: 'Grant the right, or write `wait: false`.',
            denied: [deniedRead(unseen, party)],
            ...about,
        };
    }
    return {
        kind: 'unexpected',
        message: `The rollout of ${(0,lib_problem/* nameObject */.Td)(ref)} cannot be followed: ${nameFailure(failure)}.`,
        ...about,
    };
}
function deniedRead({ ref, path }, who) {
    const segments = path
        .split('?', 1)[0]
        ?.split('/')
        .filter((segment) => segment !== '') ?? [];
    const slash = ref.apiVersion.indexOf('/');
    return {
        who,
        verb: 'get',
        apiGroup: slash === -1 ? '' : ref.apiVersion.slice(0, slash),
        resource: segments.at(-2) ?? '',
        subresource: '',
        namespace: ref.namespace ?? '',
        name: ref.name,
        for: `to wait for ${(0,lib_problem/* nameObject */.Td)(ref)}`,
    };
}

;// CONCATENATED MODULE: ./lib/rollout/verdict.js



/** Judges the answer to a GET of `awaited`: its status, or that what was applied is gone. Pure. */
function verdict_verdictOf(awaited, statusOf, answer) {
    if (!answer.ok) {
        const { failure } = answer;
        return failure.kind === 'status' && failure.status === 404 ? goneStatus(awaited) : { state: 'unseen', failure };
    }
    const object = jsonObject(answer.body);
    return object === undefined
        ? { state: 'unseen', failure: notAnObject(answer.body) }
        : liveStatus(awaited, statusOf, object);
}
function liveStatus(awaited, statusOf, object) {
    const uid = textAt(awaited.live, 'metadata', 'uid');
    if (uid !== '' && textAt(object, 'metadata', 'uid') !== uid) {
        return status_failed('What was applied has been deleted during the wait, and somebody else has created another under its name.', 'Find out from the audit log who did; another deployment of the same object may be running.');
    }
    const status = statusOf(object);
    // A finished Job that its TTL removes is done; a workload that goes away will never be ready.
    if (status.state === 'pending' && textAt(object, 'metadata', 'deletionTimestamp') !== '')
        return deleted();
    return status;
}
function goneStatus({ ref, live }) {
    const ttl = fields_numberAt(live, 'spec', 'ttlSecondsAfterFinished');
    if (ref.kind === 'Job' && ttl !== undefined) {
        return status_failed(`Its success cannot be proven, which counts as a failure: its \`ttlSecondsAfterFinished\` (${ttl}) removed it before its end was seen.`, 'Set `ttlSecondsAfterFinished` to 60 or more, so that its end can be seen.');
    }
    return deleted();
}
function deleted() {
    return status_failed('It was deleted during the wait.', 'Find out from the audit log who deleted it; another deployment or a clean-up may be running.');
}
function notAnObject(body) {
    return { kind: 'unreachable', code: 'EBADANSWER', message: `the answer is no object but ${typeof body}` };
}

;// CONCATENATED MODULE: ./lib/rollout/await.js





/** Reads at the same time: a thousand rollouts must not be a thousand connections. */
const PARALLEL_READS = 8;
/** The pause between looks, in milliseconds: short at first, since most rollouts are, and then ever longer. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 3000;
const GROWTH = 1.5;
/** Beyond so many news in one look, a count tells more than the lines. */
const MOST_LINES = 10;
/**
 * Waits for the rollouts of all `targets` at once; kinds without a rollout are left out of the answer. It ends when
 * every one is ready or failed, when one is known to have failed (after one last look at the others), when reading
 * is refused to all that are left, or when `signal` aborts (then `pending` says what was missing last). It never
 * rejects for what the server says: what it could not read is in `problems`.
 */
async function awaitRollouts(client, targets, ports, signal) {
    const start = ports.clock.now();
    const rollouts = targets.flatMap((target) => {
        const readStatus = statusOf(target.ref);
        return readStatus === undefined ? [] : [rolloutOf(target, readStatus)];
    });
    tell(rollouts, ports.log);
    let pause = FIRST_PAUSE;
    let lastLook = false;
    while (!lastLook && !signal.aborted && rollouts.some(isOpen)) {
        lastLook = rollouts.some(({ verdict }) => verdict.state === 'failed');
        if (!lastLook && !(await slept(pause, ports.clock, signal)))
            break;
        pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
        await look(client, rollouts.filter(isOpen), ports.clock, start, signal);
        tell(rollouts, ports.log);
    }
    return outcome(rollouts, client);
}
function rolloutOf(target, readStatus) {
    // What the apply answered may already say it: an object that has not changed is ready without a request.
    const verdict = readStatus(target.live);
    return {
        target,
        readStatus,
        verdict,
        missing: verdict.state === 'pending' ? verdict : undefined,
        readyAfter: 0,
        told: '',
    };
}
function isOpen({ verdict }) {
    return verdict.state === 'pending' || (verdict.state === 'unseen' && isTransient(verdict.failure));
}
async function look(client, open, clock, start, signal) {
    const queue = [...open];
    const reader = async () => {
        for (let rollout = queue.shift(); rollout !== undefined && !signal.aborted; rollout = queue.shift()) {
            const answer = await client.request({ method: 'GET', path: rollout.target.path }, signal);
            if (!answer.ok && (answer.failure.kind === 'cancelled' || signal.aborted))
                return;
            rollout.verdict = verdict_verdictOf(rollout.target, rollout.readStatus, answer);
            if (rollout.verdict.state === 'pending')
                rollout.missing = rollout.verdict;
            rollout.readyAfter = clock.now() - start;
        }
    };
    await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
}
/** False where `signal` ended the sleep. */
async function slept(milliseconds, clock, signal) {
    try {
        await clock.sleep(milliseconds, signal);
        return true;
    }
    catch (error) {
        if (signal.aborted)
            return false;
        throw error;
    }
}
/** Logs what has changed since it was told last. */
function tell(rollouts, log) {
    const news = [];
    for (const rollout of rollouts) {
        const line = await_sentence(rollout);
        if (line === rollout.told)
            continue;
        rollout.told = line;
        news.push(line);
    }
    for (const line of news.slice(0, MOST_LINES))
        log.info(line);
    if (news.length > MOST_LINES) {
        const open = rollouts.filter(isOpen).length;
        log.info(`… and news of ${news.length - MOST_LINES} more; ${rollouts.length - open} of ${rollouts.length} rollouts are settled`);
    }
}
function await_sentence({ target, verdict, readyAfter }) {
    const name = (0,lib_problem/* nameObject */.Td)(target.ref);
    switch (verdict.state) {
        case 'ready':
            return `${name} is ${target.ref.kind === 'Job' ? 'complete' : 'ready'} after ${(0,elapsed/* elapsed */.v)(readyAfter)}`;
        case 'failed':
            return `${name} has failed: ${verdict.reason}`;
        case 'pending':
            return `waiting for ${name}: ${verdict.missing}`;
        case 'unseen':
            return `${isTransient(verdict.failure) ? 'waiting for' : 'cannot follow'} ${name}: ${nameFailure(verdict.failure)}`;
    }
}
function outcome(rollouts, client) {
    const ready = [];
    const failed = [];
    const pending = [];
    const unseen = [];
    for (const { target, verdict, missing, readyAfter } of rollouts) {
        const { ref, source, path } = target;
        const about = source === undefined ? { ref } : { ref, source };
        if (verdict.state === 'ready')
            ready.push({ ref, milliseconds: readyAfter });
        else if (verdict.state === 'failed')
            failed.push({ ...about, reason: verdict.reason, fix: verdict.fix });
        else if (verdict.state === 'pending')
            pending.push({ ...about, missing: verdict.missing, fix: verdict.fix });
        else {
            unseen.push({ ref, source, path, failure: verdict.failure });
            pending.push({ ...about, missing: unseenMissing(verdict.failure, missing?.missing) });
        }
    }
    const problems = unseenProblems(unseen, client.party, client.server);
    return { ready, failed, pending, problems, unseen: unseen.map(({ ref }) => ref) };
}
function unseenMissing(failure, last) {
    const now = nameFailure(failure);
    return last === undefined ? now : `${last} when last seen; since then ${now}`;
}

;// CONCATENATED MODULE: ./lib/steps/manifests.js











/**
 * Story step 5 for manifests and kustomizations: one list of objects that know their source and their place. Every
 * problem of every file comes in one answer.
 */
async function loadObjects(step, surroundings, host, signal) {
    const draft = await draftOf(step, surroundings, host, signal);
    if (!draft.ok)
        return draft;
    const { discovery, namespace } = surroundings;
    const scopeOf = (apiVersion, kind) => {
        const resource = discovery.find(apiVersion, kind);
        if (resource === undefined)
            return undefined;
        return resource.namespaced ? 'namespaced' : 'cluster';
    };
    return scope_settle(draft.value, { namespace, scopeOf, stale: discovery.stale });
}
async function draftOf(step, { folders, environment, kubectl }, host, signal) {
    if (step.kind === 'manifests')
        return (0,lib_problem/* success */.kX)(await loadManifests(step.paths, folders, signal));
    if (kubectl === undefined)
        throw new Error('a kustomization is rendered by kubectl, but none was provided');
    const rendered = await renderKustomization({ kubectl, folder: step.folder, environment, folders }, host.process, signal);
    if (rendered.ok)
        for (const warning of rendered.value.warnings)
            host.log.warn(warning);
    return rendered;
}
/** Story step 6: what is there of `objects`, as the identity sees it, and what it takes to apply them. */
async function readBefore(objects, { cluster, discovery, credentialName }, signal) {
    const targets = objects.map(({ ref, source }) => ({
        ref,
        source,
        resource: discovery.find(ref.apiVersion, ref.kind),
    }));
    const reads = await readWhatMayBeRead(cluster.asIdentity, targets, credentialName, signal);
    if (!reads.ok)
        return reads;
    const items = objects.map((object, index) => {
        const read = reads.value[index];
        return { object, before: read?.kind === 'present' ? read.live : undefined };
    });
    const wanted = applyTargets(objects, reads.value, discovery);
    const roles = await readBoundRoles(cluster.asIdentity, wanted, signal);
    return (0,lib_problem/* success */.kX)({
        items,
        refused: reads.value.flatMap((read) => (read.kind === 'refused' ? [read.problem] : [])),
        needed: neededForApply(wanted, roles),
        proven: wanted
            .filter(({ presence, served }) => presence !== 'unknown' && served !== false)
            .map(({ ref, resource }) => rightOn('get', resource, ref)),
    });
}
/** `objects` with what `reads` told of each. A kind that a CRD among them defines is known by that CRD. */
function applyTargets(objects, reads, discovery) {
    const defined = definedResources(objects);
    return objects.flatMap((object, index) => {
        const { ref, source, value } = object;
        const known = discovery.find(ref.apiVersion, ref.kind);
        const own = defined.get(`${ref.apiVersion} ${ref.kind}`);
        const fromCrd = own && { group: own.group, resource: own.resource, namespaced: own.scope === 'namespaced' };
        const resource = known ?? fromCrd;
        if (resource === undefined)
            return [];
        const read = reads[index];
        const presence = read?.kind === 'refused' || read === undefined ? 'unknown' : read.kind;
        const live = read?.kind === 'present' ? { live: read.live } : {};
        return [{ ref, source, resource, presence, served: known !== undefined, value, ...live }];
    });
}
/** Story step 9: sends them, rank by rank, as the identity. Discovery runs as the token, which needs no right for it. */
async function applyAsIdentity(items, options, surroundings, host, signal) {
    const { cluster, discovery, credentialName } = surroundings;
    return await applyObjects(cluster.asIdentity, items, {
        ...options,
        credentialName,
        discovery,
        rediscover: (inner) => discover(cluster.asToken, inner),
        clock: host.clock,
        progress: host.progress,
    }, signal);
}
/** Story step 10: waits for everything that rolls out. */
async function awaitApplied(applied, { cluster, discovery }, host, signal) {
    const targets = applied.flatMap(({ object, live }) => {
        const { ref, source } = object;
        // Kinds that were new in this run have no rollout that we know of.
        const resource = discovery.find(ref.apiVersion, ref.kind);
        return resource === undefined ? [] : [{ ref, source, path: objectPath(resource, ref.namespace, ref.name), live }];
    });
    return await awaitRollouts(cluster.asIdentity, targets, host, signal);
}

;// CONCATENATED MODULE: ./lib/tools/real-pipes.js
/**
 * The command with real pipes as stdout and stderr. Node's own are sockets, which cannot be opened by name: a script
 * that writes to `/dev/stderr`, as many do, fails with "No such device or address" where it works in a shell.
 * The command itself becomes the group's leader (exit code and signals are its own); two `cat` carry its
 * output and outlive a TERM, so that its last words are read. Needs bash.
 */
function withRealPipes(command) {
    const carry = "trap '' TERM INT HUP; exec cat";
    return {
        file: 'bash',
        args: ['--norc', '-c', `exec "$@" > >(${carry}) 2> >(${carry} >&2)`, 'deploy-as', ...command],
    };
}

;// CONCATENATED MODULE: ./lib/steps/script.js







/** The runner's own `shell: bash`. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const BASH = ['--noprofile', '--norc', '-eo', 'pipefail'];
const SHOWN_LINES = 10;
/** Where a script that retries for minutes is refused again and again, the last refusals say it. */
const KEPT_STDERR = 256 * 1024;
function commandOf(file, env) {
    if (process.platform !== 'win32')
        return withRealPipes(['bash', ...BASH, file]);
    return { file: gitBash(pathOf(env)) ?? 'bash', args: [...BASH, file.replaceAll('\\', '/')] };
}
/**
 * Runs the script as the identity, its output line by line in the log. A script that fails is a problem (kind
 * `script`); rights that a server refused on its stderr are a second one (kind `forbidden`).
 */
async function runScript(step, surroundings, host, signal) {
    const { folders, environment, kubeconfig, toolFolders } = surroundings;
    const env = childEnvironment(environment, kubeconfig, toolFolders);
    const file = (0,external_node_path_.join)(surroundings.privateFolder, 'script.sh');
    let result;
    try {
        await (0,private_files/* writePrivate */.pb)(file, withLineEnds(step.script));
        result = await host.process({
            ...commandOf(file, env),
            env,
            cwd: folders.working,
            onStdout: (line) => host.log.script(line),
            onStderr: (line) => host.log.script(line),
        }, signal);
    }
    catch (cause) {
        return { problems: [script_cannotStart(cause, folders)] };
    }
    finally {
        await (0,external_node_fs_promises_.rm)(file, { force: true });
    }
    if (result.aborted) {
        return {
            problems: [
                {
                    kind: 'cancelled',
                    message: 'Cancelled while the script ran: it and its children were ended, and what it did until then stays.',
                },
            ],
        };
    }
    if (result.exitCode === 0)
        return { exitCode: 0, problems: [] };
    return {
        ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
        problems: [scriptProblem(result), ...(await refusedRights(result, surroundings))],
    };
}
/** On Windows the first bash of the path may be the one of WSL, another machine in effect. */
function gitBash(folders, isFile = external_node_fs_.existsSync) {
    return folders
        .filter((folder) => folder !== '' && !/\\(system32|sysnative|windowsapps)\\?$/i.test(folder))
        .map((folder) => external_node_path_.win32.join(folder, 'bash.exe'))
        .find(isFile);
}
function pathOf(env) {
    const name = Object.keys(env).find((key) => /^path$/i.test(key)) ?? 'PATH';
    return (env[name] ?? '').split(external_node_path_.delimiter);
}
/** bash takes a carriage return for a part of the word. */
function withLineEnds(script) {
    const text = script.replaceAll('\r\n', '\n');
    return text.endsWith('\n') ? text : `${text}\n`;
}
function scriptProblem(result) {
    const details = script_lastLines(result.stderr);
    const base = { kind: 'script', ...(details.length === 0 ? {} : { details }) };
    const { exitCode } = result;
    if (exitCode === undefined) {
        return {
            ...base,
            message: `The script was ended by the signal ${result.signal ?? 'unknown'}.`,
            fix: 'SIGKILL often means that the machine was out of memory.',
        };
    }
    const meaning = script_meaningOf(exitCode);
    return {
        ...base,
        message: `The script ended with exit code ${exitCode}${meaning === undefined ? '' : `: ${meaning}`}.`,
        fix: 'It stops at the first command that fails (`bash -eo pipefail`); its last lines tell which.',
    };
}
/** https://tldp.org/LDP/abs/html/exitcodes.html */
function script_meaningOf(exitCode) {
    if (exitCode === 126)
        return 'a command was found, but may not be executed';
    if (exitCode === 127)
        return 'a command was not found; `kubectl-version` and `helm-version` put these tools on the path';
    if (exitCode > 128 && exitCode < 160)
        return `a command was ended by signal ${exitCode - 128}`;
    return undefined;
}
function script_lastLines(stderr) {
    const lines = stderr
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => line !== '');
    return lines.slice(-SHOWN_LINES);
}
function refusedRights(result, { explainForbidden }) {
    return explainForbidden({ text: result.stderr.slice(-KEPT_STDERR), for: 'the script' });
}
function script_cannotStart(cause, folders) {
    if (!(cause instanceof CannotStart))
        throw cause;
    const { code } = cause;
    return {
        kind: 'tool',
        message: `bash cannot be started in ${folders.working} to run the script: ${code}.`,
        fix: process.platform === 'win32'
            ? "Git for Windows brings a bash: put its bin folder on PATH. GitHub's own runners have it."
            : 'Install bash on the runner, and check that `working-directory` is a folder.',
    };
}

;// CONCATENATED MODULE: ./lib/tools/both.js
/**
 * Both results. Unlike `Promise.all` it lets the other one end first where one rejects, so that nothing is still
 * writing to a folder when the caller hears of it.
 */
async function both(one, other) {
    await Promise.allSettled([one, other]);
    return [await one, await other];
}

// EXTERNAL MODULE: ./lib/tools/version.js
var tools_version = __webpack_require__(3052);
;// CONCATENATED MODULE: ./lib/tools/helm.js

function modeNeedsHelm(mode) {
    return mode === 'chart' || mode === 'run' || mode === 'setup';
}
/** Which helm this run uses. */
function decideHelm(question) {
    const { version, mode, own } = question;
    switch (version.kind) {
        case 'none':
            return { kind: 'none' };
        case 'auto':
            return modeNeedsHelm(mode) ? automatic(own) : { kind: 'none' };
        case 'exact':
            return { kind: 'exact', version: version.version, because: 'as `helm-version` says' };
        case 'newest':
            return { kind: 'newest', line: undefined, because: 'the newest, as `helm-version` says' };
        case 'newest-of':
            return {
                kind: 'newest',
                line: version.line,
                because: `the newest Helm ${version.line}, as \`helm-version\` says`,
            };
        case 'own-or-newest-of':
            return own !== undefined && (0,tools_version/* helmMajorOf */.Rt)(own.version) === version.line
                ? { kind: 'own', own, because: "the runner's own" }
                : { kind: 'newest', line: version.line, because: `the newest Helm ${version.line}` };
    }
}
function automatic(own) {
    if (own === undefined)
        return { kind: 'newest', line: undefined, because: 'the newest, since the runner has none' };
    if ((0,tools_version/* helmMajorOf */.Rt)(own.version) !== undefined)
        return { kind: 'own', own, because: "the runner's own" };
    return {
        kind: 'newest',
        line: undefined,
        because: `the newest, since the runner's own ${own.version} is neither Helm 3 nor 4`,
    };
}

;// CONCATENATED MODULE: ./lib/tools/kubectl.js

/** Whether kubectl has anything to do in this mode: manifests are applied without it, charts installed by helm. */
function modeNeedsKubectl(mode) {
    return mode === 'kustomize' || mode === 'run' || mode === 'setup';
}
/** Which kubectl this run uses. */
function decideKubectl(question) {
    const { version, mode, own } = question;
    switch (version.kind) {
        case 'none':
            return { kind: 'none' };
        case 'auto':
            return modeNeedsKubectl(mode) ? kubectl_automatic(question.clusterVersion, own) : { kind: 'none' };
        case 'exact':
            return { kind: 'exact', version: version.version, because: 'as `kubectl-version` says' };
        case 'newest':
            return { kind: 'newest', line: undefined, because: 'the newest, as `kubectl-version` says' };
        case 'newest-of':
            return { kind: 'newest', line: version.line, because: `the newest ${version.line}, as \`kubectl-version\` says` };
        case 'own-or-newest-of':
            return ownOfLine(version.line, own);
    }
}
/** kubectl works with API servers one minor older or newer. https://kubernetes.io/releases/version-skew-policy/#kubectl */
function kubectl_automatic(clusterVersion, own) {
    const line = (0,tools_version/* minorOf */.Hs)(clusterVersion ?? '');
    if (line === undefined)
        return unknownCluster(clusterVersion);
    if (own === undefined)
        return { kind: 'newest', line, because: `the cluster is ${line}, and the runner has none` };
    const ownLine = (0,tools_version/* minorOf */.Hs)(own.version);
    if (ownLine !== undefined && skew(ownLine, line) <= 1) {
        return { kind: 'own', own, because: `the runner's own; the cluster is ${line}` };
    }
    return {
        kind: 'newest',
        line,
        because: `the cluster is ${line}, and the runner's own ${own.version} is further than one minor from that`,
    };
}
function ownOfLine(line, own) {
    if (own !== undefined && (0,tools_version/* minorOf */.Hs)(own.version) === line) {
        return { kind: 'own', own, because: `the runner's own, as \`kubectl-version: ~${line}\` says` };
    }
    const found = own === undefined ? 'the runner has none' : `the runner's own is ${own.version}`;
    return { kind: 'newest', line, because: `the newest ${line}, since ${found}` };
}
function skew(one, other) {
    const [oneMajor, oneMinor] = one.split('.').map(Number);
    const [otherMajor, otherMinor] = other.split('.').map(Number);
    if (oneMajor !== otherMajor || oneMinor === undefined || otherMinor === undefined)
        return Number.POSITIVE_INFINITY;
    return Math.abs(oneMinor - otherMinor);
}
function unknownCluster(clusterVersion) {
    const says = clusterVersion === undefined ? 'does not tell its version' : `calls itself "${clusterVersion}"`;
    return {
        kind: 'problem',
        problem: {
            kind: 'tool',
            message: `The API server ${says}, so nobody can tell which kubectl fits it.`,
            fix: 'Write `kubectl-version` as a minor, such as `1.36`, or as an exact version.',
        },
    };
}

;// CONCATENATED MODULE: ./lib/tools/own.js


/** A wrapper that waits for something else never answers. */
const ANSWER_WITHIN_MS = 20_000;
/** The runner's own tool, asked for its version without touching a cluster. Rejects only where `signal` aborts. */
async function findOwn(tool, surroundings, ports, signal) {
    const path = findOnPath(tool, surroundings);
    if (path === undefined)
        return { kind: 'absent' };
    const spec = { file: path, args: versionArguments(tool), env: surroundings.environment, cwd: surroundings.cwd };
    const answered = new AbortController();
    const tooLong = new AbortController();
    const timer = ports.clock
        .sleep(ANSWER_WITHIN_MS, AbortSignal.any([signal, answered.signal]))
        .then(() => tooLong.abort())
        .catch(() => { });
    try {
        const result = await ports.process(spec, AbortSignal.any([signal, tooLong.signal]));
        signal.throwIfAborted();
        const version = result.aborted || result.exitCode !== 0 ? undefined : own_readVersion(tool, result.stdout);
        if (version !== undefined)
            return { kind: 'usable', own: { path, version } };
        return { kind: 'unusable', path, reason: whyUnusable(tool, result) };
    }
    catch (cause) {
        signal.throwIfAborted();
        return { kind: 'unusable', path, reason: cause instanceof Error ? cause.message : String(cause) };
    }
    finally {
        answered.abort();
        await timer;
    }
}
/** How a tool is asked for its version alone. */
function versionArguments(tool) {
    return tool === 'kubectl' ? ['version', '--client', '-o', 'json'] : ['version', '--template', '{{.Version}}'];
}
/**
 * The version, with `v`, in what the tool printed; wrappers and plugins print more around it. Undefined where there
 * is none, or only the placeholder of a build that does not know its own
 * (https://github.com/GoogleCloudPlatform/cloud-sdk-docker/issues/657).
 */
function own_readVersion(tool, stdout) {
    const found = tool === 'kubectl'
        ? /"gitVersion"\s*:\s*"(v\d+\.\d+[^"\s]*)"/.exec(stdout)?.[1]
        : /^(v\d+\.\d+\.\d+\S*)$/m.exec(stdout.replaceAll('\r', ''))?.[1];
    return found === undefined || /^v0\.0\./.test(found) ? undefined : found;
}
function whyUnusable(tool, result) {
    if (result.aborted)
        return `it did not tell its version within ${ANSWER_WITHIN_MS / 1000} s`;
    if (result.exitCode === 0)
        return 'it does not tell a version';
    const lastWords = result.stderr.trim().split('\n').at(-1) ?? '';
    const how = result.exitCode === undefined ? `was ended by ${result.signal}` : `ended with ${result.exitCode}`;
    return `\`${tool} version\` ${how}${lastWords === '' ? '' : ` (${lastWords})`}`;
}
/** The first executable of that name on PATH; relative entries would name another file in every folder. */
function findOnPath(tool, { environment, nodePlatform }) {
    const isWindows = nodePlatform === 'win32';
    const key = Object.keys(environment).find((name) => (isWindows ? name.toUpperCase() : name) === 'PATH') ?? 'PATH';
    const name = isWindows ? `${tool}.exe` : tool;
    return (environment[key] ?? '')
        .split(external_node_path_.delimiter)
        .filter(external_node_path_.isAbsolute)
        .map((folder) => (0,external_node_path_.join)(folder, name))
        .find(isExecutable);
}
function isExecutable(file) {
    try {
        (0,external_node_fs_.accessSync)(file, external_node_fs_.constants.X_OK);
        return (0,external_node_fs_.statSync)(file).isFile();
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/tools/platform.js

const SYSTEMS = new Map([
    ['linux', 'linux'],
    ['darwin', 'darwin'],
    ['win32', 'windows'],
]);
const ARCHITECTURES = new Map([
    ['x64', 'amd64'],
    ['arm64', 'arm64'],
]);
/** From Node's words (`process.platform`, `process.arch`). What else there is, we do not download for. */
function platformOf(nodePlatform, nodeArch) {
    const os = SYSTEMS.get(nodePlatform);
    const arch = ARCHITECTURES.get(nodeArch);
    if (os !== undefined && arch !== undefined)
        return (0,lib_problem/* success */.kX)({ os, arch });
    return (0,lib_problem/* failure */.V2)({
        kind: 'tool',
        message: `There is no kubectl or helm to download for ${nodePlatform} on ${nodeArch}: deploy-as knows Linux, macOS and Windows on amd64 and arm64.`,
        fix: "Install the tools on the runner, and leave `kubectl-version` and `helm-version` out so that the runner's own are used.",
    });
}
/** `kubectl`, `helm.exe`: how the tool is called on PATH. */
function executableName(tool, platform) {
    return platform.os === 'windows' ? `${tool}.exe` : tool;
}
/**
 * Names the files of release `version` (without `v`).
 * https://kubernetes.io/releases/download/#binaries and https://github.com/helm/helm/releases
 */
function releaseFiles(tool, version, platform) {
    const { os, arch } = platform;
    const executable = executableName(tool, platform);
    if (tool === 'kubectl') {
        const file = `release/v${version}/bin/${os}/${arch}/${executable}`;
        return { file, checksum: `${file}.sha256`, inArchive: undefined };
    }
    const file = `helm-v${version}-${os}-${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;
    return { file, checksum: `${file}.sha256sum`, inArchive: [`${os}-${arch}`, executable] };
}
/**
 * The file that names the newest release, of all or of one line (`1.36`, `4`).
 * dl.k8s.io has `stable.txt` and `stable-1.36.txt`, get.helm.sh `helm-latest-version` and `helm4-latest-version`.
 */
function newestFile(tool, line) {
    if (tool === 'kubectl')
        return line === undefined ? 'release/stable.txt' : `release/stable-${line}.txt`;
    return line === undefined ? 'helm-latest-version' : `helm${line}-latest-version`;
}

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
;// CONCATENATED MODULE: ./lib/tools/checksum.js




/**
 * The digest in a published checksum file: bare (`kubectl.sha256`), or before the file's name as `sha256sum` writes
 * it (`helm-….tar.gz.sha256sum`). Undefined for everything else, a checksum of another file included.
 */
function readChecksum(text, file) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const [, digest, name] = /^\s*([0-9a-f]{64})(?:\s+\*?(\S+))?\s*$/i.exec(lines[0] ?? '') ?? [];
    if (digest === undefined || lines.length !== 1)
        return undefined;
    const isOfFile = name === undefined || external_node_path_.posix.basename(name) === external_node_path_.posix.basename(file);
    return isOfFile ? digest.toLowerCase() : undefined;
}
/** The SHA-256 of a file as lower-case hex. */
async function sha256Of(file) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(file), hash);
    return hash.digest('hex');
}

;// CONCATENATED MODULE: ./lib/tools/refusals.js


/** `what` could not be downloaded for another reason than that it does not exist. */
function cannotDownload({ tool, request }, answer, what) {
    return {
        kind: 'tool',
        message: `Cannot download ${what}: ${answer.url}: ${answer.reason}.`,
        fix: reachInstead(tool, request, answer.status),
    };
}
/** The release, without `v`, was asked for in so many words. */
function noRelease(wanted, version, answer) {
    const { tool, request } = wanted;
    if (answer.status !== 404)
        return cannotDownload(wanted, answer, `${tool} v${version}`);
    const layout = `The mirror in \`${tool}-download-url\` needs the layout of ${tools_version/* UPSTREAM */.YD[tool]}.`;
    return {
        kind: 'tool',
        message: `${tool} v${version} does not exist: ${answer.url} answered 404.`,
        fix: request.downloadUrl === tools_version/* UPSTREAM */.YD[tool] ? exactInstead(tool) : `${exactInstead(tool)} ${layout}`,
    };
}
/** There is no file that names the newest release of `line`, or of all. */
function noNewest(wanted, line, answer) {
    const what = nameNewest(wanted.tool, line);
    if (answer.status !== 404)
        return cannotDownload(wanted, answer, what);
    return {
        kind: 'tool',
        message: `There is no release that is ${what}: ${answer.url} answered 404.`,
        fix: line === undefined ? exactInstead(wanted.tool) : lineInstead(wanted.tool, line),
    };
}
/** The file that should name the newest release says something else. */
function unreadableNewest({ tool }, line, url, text) {
    return {
        kind: 'tool',
        message: `${url} should name ${nameNewest(tool, line)}, but it says "${excerpt(text)}".`,
        fix: `Check \`${tool}-download-url\`: it needs the layout of ${tools_version/* UPSTREAM */.YD[tool]}. ${exactInstead(tool)}`,
    };
}
/** A Helm of the future; `version` without `v`. */
function unknownHelm(version) {
    return {
        kind: 'tool',
        message: `The newest helm is v${version}, and deploy-as knows Helm 3 and 4.`,
        fix: 'Write `helm-version: 4`.',
    };
}
/** The published checksum is not there. */
function noChecksum(wanted, answer) {
    if (answer.status !== 404)
        return cannotDownload(wanted, answer, `the checksum of ${wanted.tool}`);
    return {
        kind: 'tool',
        message: `${answer.url} answered 404: there is no checksum for this ${wanted.tool}, and without one it is not used.`,
        fix: checksumInstead(wanted.tool),
    };
}
/** The published checksum is none, or that of another file. */
function unreadableChecksum({ tool }, url, files, text) {
    return {
        kind: 'tool',
        message: `${url} should hold the SHA-256 of ${external_node_path_.posix.basename(files.file)}, but it says "${excerpt(text)}".`,
        fix: checksumInstead(tool),
    };
}
/** The file is another one than the pinned or published digest says. */
function wrongDigest({ tool, request }, version, url, digests) {
    const isPinned = request.sha256 !== undefined;
    const says = isPinned ? `\`${tool}-sha256\` pins` : 'its published checksum says';
    return {
        kind: 'tool',
        message: `${tool} v${version} from ${url} is not what ${says}; it was thrown away unopened.`,
        details: [`expected ${digests.expected}`, `found    ${digests.found}`],
        fix: isPinned
            ? `Write the digest of exactly this version for this runner's system and architecture in \`${tool}-sha256\`, from a source that you trust.`
            : 'Run the job again; if it stays so, the mirror is broken or somebody changed the file: do not pin what was found here.',
    };
}
/** The archive is the right one, and still does not yield the tool. */
function cannotUnpack({ tool }, files, reason) {
    const archive = external_node_path_.posix.basename(files.file);
    return {
        kind: 'tool',
        message: `${archive} was downloaded and verified, but cannot be unpacked: ${reason}`,
        fix: `The runner needs \`${archive.endsWith('.zip') ? 'PowerShell' : 'tar'}\`; or install ${tool} on it.`,
    };
}
function nameNewest(tool, line) {
    return line === undefined ? `the newest ${tool}` : `the newest ${tool} ${line}`;
}
function reachInstead(tool, request, status) {
    const isMirror = request.downloadUrl !== tools_version/* UPSTREAM */.YD[tool];
    if (isMirror && (status === 401 || status === 403)) {
        return `Give \`download-token\` a token that may read the mirror, and check \`${tool}-download-url\`; some mirrors also answer so for a version that they do not have.`;
    }
    return isMirror
        ? `Check \`${tool}-download-url\` and that the runner reaches it, or install ${tool} on the runner.`
        : `Let the runner reach ${tools_version/* UPSTREAM */.YD[tool]} (HTTPS_PROXY and NO_PROXY apply), name a mirror in \`${tool}-download-url\`, or install ${tool} on the runner.`;
}
function exactInstead(tool) {
    return tool === 'kubectl'
        ? 'Write `kubectl-version` as `stable`, as a minor such as `1.36`, or as an exact version that https://kubernetes.io/releases/ lists.'
        : 'Write `helm-version` as `latest`, `4`, `3`, or as an exact version that https://github.com/helm/helm/releases lists.';
}
function lineInstead(tool, line) {
    return tool === 'kubectl'
        ? `Kubernetes ${line} is not released there. Write \`kubectl-version: stable\`, or a minor that https://kubernetes.io/releases/ lists.`
        : 'Write `helm-version` as `latest` or as an exact version that https://github.com/helm/helm/releases lists.';
}
function checksumInstead(tool) {
    return `Have the mirror serve the checksum that ${tools_version/* UPSTREAM */.YD[tool]} publishes, or pin an exact \`${tool}-version\` with \`${tool}-sha256\`.`;
}
/** The first line, short, and without what a terminal or a runner would act on. */
function excerpt(text) {
    const line = (text.trim().split('\n')[0] ?? '').replace(/[^\x20-\x7e]/g, '?');
    return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

;// CONCATENATED MODULE: ./lib/tools/release.js









/** The newest release of `line`, or of all; without `v`. Problems are of kind `tool`. */
async function newestRelease(release, line, download, signal) {
    const { tool, request, token } = release;
    const url = `${request.downloadUrl}/${newestFile(tool, line)}`;
    const answer = await download.text(withToken(url, token), signal);
    if (!answer.ok)
        return (0,lib_problem/* failure */.V2)(noNewest(release, line, answer));
    const version = (0,tools_version/* readRelease */.iJ)(answer.value);
    if (version !== undefined && isOfLine(tool, version, line))
        return (0,lib_problem/* success */.kX)(version);
    if (tool === 'helm' && line === undefined && version !== undefined)
        return (0,lib_problem/* failure */.V2)(unknownHelm(version));
    return (0,lib_problem/* failure */.V2)(unreadableNewest(release, line, url, answer.value));
}
/** Release `version` (without `v`) in the private folder: from the tool cache, or downloaded. Problems are of kind `tool`. */
async function provideRelease(release, version, ports, signal) {
    const { tool, folder } = release;
    const files = releaseFiles(tool, version, release.platform);
    const verified = (0,external_node_path_.join)(folder, external_node_path_.posix.basename(files.file));
    await (0,external_node_fs_promises_.rm)(verified, { force: true });
    const isCached = await takeFromStore(release, version, verified, ports);
    if (!isCached) {
        const digest = await downloadVerified(release, version, verified, ports, signal);
        if (!digest.ok)
            return digest;
        await keepInStore(release, version, verified, digest.value, ports);
    }
    const placed = await release_place(release, files, verified, ports.store);
    if (!placed.ok)
        return placed;
    return (0,lib_problem/* success */.kX)({ name: tool, version: `v${version}`, origin: isCached ? 'cache' : 'download', path: placed.value });
}
/**
 * The verified download, kept under its digest. Each run takes a private copy and verifies that again, so neither
 * a broken cache nor another pin than the one it was kept for is believed.
 */
async function takeFromStore(release, version, target, { store, log }) {
    const { tool, request } = release;
    const kept = await store.find(storeName(tool, request.downloadUrl), version);
    if (kept === undefined)
        return false;
    const names = await (0,external_node_fs_promises_.readdir)(kept).catch(() => []);
    const name = names.find((entry) => entry.endsWith(`-${storedFile(release, version)}`));
    const digest = /^[0-9a-f]{64}(?=-)/.exec(name ?? '')?.[0];
    if (name === undefined || digest === undefined)
        return false;
    if (request.sha256 !== undefined && request.sha256 !== digest) {
        log.info(`The ${tool} v${version} in the tool cache is not the one that \`${tool}-sha256\` pins; it is left alone.`);
        return false;
    }
    const isWhole = await (0,external_node_fs_promises_.copyFile)((0,external_node_path_.join)(kept, name), target).then(async () => (await sha256Of(target)) === digest, () => false);
    if (isWhole)
        return true;
    log.info(`The ${tool} v${version} in the tool cache is damaged; it is downloaded again.`);
    await (0,external_node_fs_promises_.rm)(target, { force: true });
    return false;
}
async function keepInStore(release, version, file, digest, { store, log }) {
    const { tool, request } = release;
    const name = `${digest}-${storedFile(release, version)}`;
    try {
        await store.keep(file, name, storeName(tool, request.downloadUrl), version);
    }
    catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        log.info(`${tool} v${version} cannot be kept in the tool cache, and the next run downloads it again: ${reason}`);
    }
}
/** What a mirror calls v1.36.3 is not what upstream does: each has its own entry. */
function storeName(tool, downloadUrl) {
    if (downloadUrl === tools_version/* UPSTREAM */.YD[tool])
        return `deploy-as-${tool}`;
    return `deploy-as-${tool}-${(0,external_node_crypto_.createHash)('sha256').update(downloadUrl).digest('hex').slice(0, 12)}`;
}
function storedFile({ tool, platform }, version) {
    const file = external_node_path_.posix.basename(releaseFiles(tool, version, platform).file);
    return tool === 'kubectl' ? `${platform.os}-${platform.arch}-${file}` : file;
}
/** Downloads into `target` and returns the digest, which is the pinned or the published one. */
async function downloadVerified(release, version, target, { download, log }, signal) {
    const { tool, request, token, platform } = release;
    const files = releaseFiles(tool, version, platform);
    const url = `${request.downloadUrl}/${files.file}`;
    log.info(`Downloading ${tool} v${version} from ${url}`);
    const [body, expected] = await both(download.file(withToken(url, token), target, signal), expectedDigest(release, files, download, signal));
    // Where the release cannot be had, its checksum mostly cannot either: one problem is enough.
    if (!body.ok)
        return (0,lib_problem/* failure */.V2)(noRelease(release, version, body));
    if (expected.ok && body.value.sha256 === expected.value)
        return expected;
    await (0,external_node_fs_promises_.rm)(target, { force: true });
    if (!expected.ok)
        return expected;
    return (0,lib_problem/* failure */.V2)(wrongDigest(release, version, url, { found: body.value.sha256, expected: expected.value }));
}
/** The pinned one, else the published one. */
async function expectedDigest(release, files, download, signal) {
    const { sha256 } = release.request;
    return sha256 === undefined ? publishedChecksum(release, files, download, signal) : (0,lib_problem/* success */.kX)(sha256);
}
async function publishedChecksum(release, files, download, signal) {
    const url = `${release.request.downloadUrl}/${files.checksum}`;
    const answer = await download.text(withToken(url, release.token), signal);
    if (!answer.ok)
        return (0,lib_problem/* failure */.V2)(noChecksum(release, answer));
    const digest = readChecksum(answer.value, files.file);
    return digest === undefined ? (0,lib_problem/* failure */.V2)(unreadableChecksum(release, url, files, answer.value)) : (0,lib_problem/* success */.kX)(digest);
}
/** Unpacks what is an archive, and makes the tool executable: not before it was verified. */
async function release_place(release, files, verified, store) {
    const bin = (0,external_node_path_.join)(release.folder, 'bin');
    const path = (0,external_node_path_.join)(bin, executableName(release.tool, release.platform));
    await (0,external_node_fs_promises_.mkdir)(bin, { recursive: true, mode: 0o755 });
    if (files.inArchive === undefined) {
        await (0,external_node_fs_promises_.rename)(verified, path);
    }
    else {
        const problem = await takeFromArchive(verified, files.inArchive, path, store);
        await (0,external_node_fs_promises_.rm)(verified, { force: true });
        if (problem !== undefined)
            return (0,lib_problem/* failure */.V2)(cannotUnpack(release, files, problem));
    }
    await (0,external_node_fs_promises_.chmod)(path, 0o755);
    return (0,lib_problem/* success */.kX)(path);
}
/** Copies one file of the archive; the reason where that cannot be done. */
async function takeFromArchive(archive, inside, target, store) {
    let unpacked;
    try {
        unpacked = await store.unpack(archive);
    }
    catch (cause) {
        return cause instanceof Error ? cause.message : String(cause);
    }
    try {
        const file = (0,external_node_path_.join)(unpacked, ...inside);
        const isFile = await (0,external_node_fs_promises_.lstat)(file).then((found) => found.isFile(), () => false);
        if (!isFile)
            return `there is no file ${inside.join('/')} in it`;
        await (0,external_node_fs_promises_.copyFile)(file, target);
        return undefined;
    }
    finally {
        await (0,external_node_fs_promises_.rm)(unpacked, { recursive: true, force: true });
    }
}
/** The token is a mirror's: what is asked of upstream never carries it. */
function withToken(url, token) {
    return token === undefined || (0,tools_version/* isUpstream */.sL)(url) ? { url } : { url, token };
}
function isOfLine(tool, version, line) {
    if (tool === 'kubectl')
        return (0,tools_version/* minorOf */.Hs)(version) !== undefined && (line === undefined || (0,tools_version/* minorOf */.Hs)(version) === line);
    const major = (0,tools_version/* helmMajorOf */.Rt)(version);
    return major !== undefined && (line === undefined || major === line);
}

;// CONCATENATED MODULE: ./lib/tools/provide.js







/**
 * kubectl and helm as the contract picks them, both at once. Problems are of kind `tool`, those of both tools
 * together. Rejects with the signal's reason when that aborts.
 */
async function provideTools(question, ports, signal) {
    const [kubectl, helm] = await both(provideTool('kubectl', question, ports, signal), provideTool('helm', question, ports, signal));
    if (kubectl.ok && helm.ok)
        return (0,lib_problem/* success */.kX)({ kubectl: kubectl.value, helm: helm.value });
    return (0,lib_problem/* failure */.V2)(...(kubectl.ok ? [] : kubectl.problems), ...(helm.ok ? [] : helm.problems));
}
async function provideTool(tool, question, ports, signal) {
    const request = question.tools[tool];
    const own = mayUseOwn(tool, request, question.mode) ? await ownTool(tool, question, ports, signal) : undefined;
    signal.throwIfAborted();
    const decision = tool === 'kubectl'
        ? decideKubectl({ version: request.version, mode: question.mode, clusterVersion: question.clusterVersion, own })
        : decideHelm({ version: request.version, mode: question.mode, own });
    const provided = await carryOut(tool, decision, own, question, ports, signal);
    if (provided.ok && provided.value !== undefined && 'because' in decision) {
        const { version, origin, path } = provided.value;
        ports.log.info(`${tool} ${version} (${decision.because}): ${WHERE[origin]} ${path}`);
    }
    return provided;
}
const WHERE = {
    runner: 'already at',
    cache: 'from the tool cache, at',
    download: 'downloaded and verified, at',
};
/** A pin says of an archive or a download what the runner's own cannot prove. */
function mayUseOwn(tool, request, mode) {
    if (request.version.kind === 'none' || request.sha256 !== undefined)
        return false;
    return request.version.kind !== 'auto' || (tool === 'kubectl' ? modeNeedsKubectl(mode) : modeNeedsHelm(mode));
}
async function ownTool(tool, question, ports, signal) {
    const found = await findOwn(tool, question, ports, signal);
    if (found.kind === 'usable')
        return found.own;
    if (found.kind === 'unusable') {
        ports.log.info(`The runner's own ${tool} at ${found.path} is of no use: ${found.reason}`);
    }
    return undefined;
}
async function carryOut(tool, decision, own, question, ports, signal) {
    if (decision.kind === 'none')
        return (0,lib_problem/* success */.kX)(undefined);
    if (decision.kind === 'problem')
        return (0,lib_problem/* failure */.V2)(decision.problem);
    if (decision.kind === 'own')
        return (0,lib_problem/* success */.kX)(asUsed(tool, decision.own));
    if (decision.kind === 'exact' && own?.version === `v${decision.version}`)
        return (0,lib_problem/* success */.kX)(asUsed(tool, own));
    const platform = platformOf(question.nodePlatform, question.nodeArch);
    if (!platform.ok)
        return platform;
    const release = {
        tool,
        request: question.tools[tool],
        token: question.tools.downloadToken,
        platform: platform.value,
        folder: question.folder,
    };
    const version = decision.kind === 'exact'
        ? (0,lib_problem/* success */.kX)(decision.version)
        : await newestRelease(release, decision.line, ports.download, signal);
    if (!version.ok)
        return version;
    if (own?.version === `v${version.value}`)
        return (0,lib_problem/* success */.kX)(asUsed(tool, own));
    return provideRelease(release, version.value, ports, signal);
}
function asUsed(tool, own) {
    return { name: tool, version: own.version, origin: 'runner', path: own.path };
}

;// CONCATENATED MODULE: ./lib/run.js


























/**
 * The whole story, from credential to rollout. Always returns a report: what went wrong is in it, whether a user can
 * mend it or nobody foresaw it.
 */
async function run_run(inputs, host, place, signal) {
    const startedAt = host.clock.now();
    const facts = (0,report_facts/* newFacts */.E)({ identity: inputs.identity, mode: inputs.step.kind });
    const teller = new Teller(facts, host, signal);
    try {
        await story({ inputs, host: teller.host, place, facts, stage: teller.stage, signal });
    }
    catch (error) {
        facts.problems.push(signal.aborted ? cancelled('while it worked') : unexpected(error));
    }
    return (0,report_facts/* reportOf */.l)(facts, startedAt, host.clock.now());
}
async function story(telling) {
    const { inputs, host, stage } = telling;
    const connection = await stage('connect', `Connect as ${inputs.identity.username}`, () => connectAndWrite(telling));
    if (!connection.ok)
        return;
    const cluster = openCluster({
        connection: connection.value,
        identity: inputs.identity,
        clock: host.clock,
        log: host.log,
    });
    try {
        const identity = await stage('identify', 'Ask the API server who we are', () => identify(telling, cluster, connection.value));
        if (!identity.ok)
            return;
        const explaining = explainingIn(telling, cluster, connection.value);
        const explained = explainedStage(stage, explaining, telling.signal);
        const guarded = await explained('guard', 'Check what identity and token may do', () => guardRun(telling, cluster, connection.value));
        if (!guarded.ok)
            return;
        const tools = await stage('tools', 'Bring the tools', () => bringTools(telling));
        if (!tools.ok)
            return;
        const ready = {
            telling: { ...telling, stage: explained },
            cluster,
            connection: connection.value,
            explaining,
            tools: tools.value,
        };
        switch (inputs.step.kind) {
            case 'manifests':
            case 'kustomize':
                return await deployObjects(inputs.step, ready);
            case 'chart':
                return await deployRelease(inputs.step, ready);
            case 'run':
                return await deployByScript(inputs.step, ready);
            case 'setup':
                sayUnchecked(telling, 'later steps take');
                await warnOfTools(ready, 'in later steps');
                return host.log.info(`Later steps of this job are ${inputs.identity.username}.`);
        }
    }
    finally {
        cluster.close();
    }
}
function explainingIn({ inputs, facts }, cluster, connection) {
    const { identity } = inputs;
    return { cluster, identity, credentialName: connection.credentialName, tokenUser: facts.tokenUser };
}
/** `stage`, with what the server refused the token in its work asked again and explained. */
function explainedStage(stage, explaining, signal) {
    return (name, title, work) => stage(name, title, async () => {
        const outcome = await work();
        if (outcome.ok)
            return outcome;
        return (0,lib_problem/* failure */.V2)(...(await explainImpersonation(outcome.problems, explaining, signal)));
    });
}
async function connectAndWrite({ inputs, host, place, facts, signal }) {
    const { identity, credential, folders } = inputs;
    const options = {
        identity,
        secrets: place.secrets,
        workingDirectory: folders.working,
        process: host.process,
        clock: host.clock,
    };
    const connection = await connect(credential, options, signal);
    if (!connection.ok)
        return connection;
    facts.server = connection.value.server;
    facts.credentialName = connection.value.credentialName;
    facts.namespace = inputs.namespace ?? (0,identity_name/* serviceAccountOf */.gw)(identity.username)?.namespace ?? connection.value.namespace;
    facts.kubeconfig = await writeKubeconfig(place.folder, connection.value.base, identity, facts.namespace);
    host.log.info(`${facts.server} with ${facts.credentialName}; namespace ${facts.namespace ?? 'not given'}.`);
    return connection;
}
async function identify({ inputs, host, facts, signal }, cluster, connection) {
    const [identity, token, version] = await Promise.all([
        whoami(cluster, inputs.identity, { credentialName: connection.credentialName }, signal),
        tokenUser(cluster, signal),
        serverVersion(cluster.asToken, signal),
    ]);
    if (token !== undefined)
        facts.tokenUser = token;
    if (version.ok)
        facts.serverVersion = version.value;
    if (!identity.ok)
        return identity;
    facts.identity = identity.value;
    const { username, groups } = identity.value.confirmed;
    host.log.info(`${token ?? 'The token'} is now ${username}, in the groups ${groups.join(', ')}.`);
    const impersonation = await impersonationOf(cluster, inputs.identity, facts.serverVersion, signal);
    if (impersonation !== undefined) {
        facts.impersonation = impersonation;
        host.log.info(`It came to be so by ${(0,rights_impersonation/* nameImpersonation */.q3)(impersonation)}.`);
    }
    return (0,lib_problem/* success */.kX)(undefined);
}
/** Whether the identity may do everything, and what else the token may do: who could do more than this deployment needs. */
async function guardRun(telling, cluster, { credentialName }) {
    const { inputs, facts, signal } = telling;
    const { identity, namespace } = facts;
    if (identity === undefined)
        throw new Error('an identity comes before its guard');
    const { allowClusterAdmin } = inputs.guard;
    const [guarded, token] = await Promise.all([
        guard(cluster, identity, { namespace, allowClusterAdmin, credentialName }, signal),
        checkTokenRights(telling, cluster, credentialName),
    ]);
    const problems = [guarded, token].flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
    return problems.length > 0 ? (0,lib_problem/* failure */.V2)(...problems) : (0,lib_problem/* success */.kX)(undefined);
}
async function checkTokenRights({ inputs, host, facts, signal }, cluster, credentialName) {
    const { tokenRights: strictness } = inputs.guard;
    if (strictness === 'off')
        return (0,lib_problem/* success */.kX)(undefined);
    const depth = strictness === 'enforce' ? 'full' : 'quiet';
    const question = { identity: inputs.identity, namespace: facts.namespace, depth, credentialName };
    const rights = await checkToken(cluster, question, signal);
    if (!rights.ok) {
        const [problem] = rights.problems;
        if (strictness === 'enforce' || problem?.kind !== 'forbidden')
            return rights;
        host.log.warn(problem);
        return (0,lib_problem/* success */.kX)(undefined);
    }
    facts.tokenRights = rights.value;
    const problem = tokenProblem(rights.value, question);
    if (problem !== undefined && strictness === 'enforce')
        return (0,lib_problem/* failure */.V2)(problem);
    const warning = tokenWarning(rights.value, question);
    if (warning !== undefined)
        host.log.warn(warning);
    return (0,lib_problem/* success */.kX)(undefined);
}
async function bringTools({ inputs, host, place, facts, signal }) {
    const question = {
        tools: inputs.tools,
        mode: inputs.step.kind,
        clusterVersion: facts.serverVersion,
        nodePlatform: place.platform,
        nodeArch: place.arch,
        environment: inputs.environment,
        cwd: inputs.folders.working,
        folder: place.folder,
    };
    const tools = await provideTools(question, host, signal);
    if (!tools.ok)
        return tools;
    facts.tools = [tools.value.kubectl, tools.value.helm].filter((tool) => tool !== undefined);
    if (facts.tools.length === 0)
        host.log.info('None is needed: deploy-as applies manifests itself.');
    return tools;
}
/** Which kinds the server serves; asked as the token, since the identity may be refused even that (https://kep.k8s.io/5284). */
async function discoverKinds({ telling, cluster, connection }) {
    const discovery = await discover(cluster.asToken, telling.signal);
    if (discovery.ok)
        return discovery;
    const { server, credentialName } = connection;
    return (0,lib_problem/* failure */.V2)(problemOf(discovery.failure, { server, credentialName, doing: 'reading which kinds it serves' }));
}
function rightsOf({ telling, cluster, connection }) {
    const { inputs, host, facts, signal } = telling;
    const check = {
        strictness: inputs.guard.preflight,
        cluster,
        username: inputs.identity.username,
        tokenUser: facts.tokenUser,
        impersonation: facts.impersonation,
        credentialName: connection.credentialName,
        log: host.log,
        found: (preflight) => {
            facts.preflight = preflight;
        },
    };
    return stepRights(check, signal);
}
/** Said once, where somebody may count on the check. */
function sayUnchecked({ inputs, host }, what) {
    if (inputs.guard.preflight === 'off')
        return;
    host.log.info(`Nobody can know beforehand which rights ${what}, so they are not checked: a missing one shows as a 403.`);
}
/** kubectl and helm ask as the identity, which constrained impersonation allows a token only where a rule says so. */
async function warnOfTools({ telling, explaining }, where) {
    const { inputs, host, facts, signal } = telling;
    if (inputs.guard.preflight === 'off' || facts.impersonation?.by !== 'constrained')
        return;
    const warning = await toolWarning(where, facts.impersonation.mode, explaining, signal);
    if (warning !== undefined)
        host.log.warn(warning);
}
async function deployObjects(step, ready) {
    const { telling, cluster, connection, tools } = ready;
    const { inputs, host, facts, stage, signal } = telling;
    const { folders, environment } = inputs;
    const loaded = await stage('load', 'Load', async () => {
        const discovery = await discoverKinds(ready);
        if (!discovery.ok)
            return discovery;
        const surroundings = {
            folders,
            environment,
            kubectl: tools.kubectl?.path,
            namespace: facts.namespace,
            discovery: discovery.value,
        };
        const objects = await loadObjects(step, surroundings, host, signal);
        if (!objects.ok)
            return objects;
        const files = new Set(objects.value.map(({ source }) => source.file));
        host.log.info(`${(0,counts/* plural */.LS)(objects.value.length, 'object')} from ${(0,counts/* plural */.LS)(files.size, 'file')}.`);
        return (0,lib_problem/* success */.kX)({ objects: objects.value, discovery: discovery.value });
    });
    if (!loaded.ok)
        return;
    const surroundings = {
        cluster,
        discovery: loaded.value.discovery,
        credentialName: connection.credentialName,
    };
    const before = await stage('read', `Read ${(0,counts/* plural */.LS)(loaded.value.objects.length, 'object')}`, () => readBefore(loaded.value.objects, surroundings, signal));
    if (!before.ok)
        return;
    const { items, needed, proven, refused } = before.value;
    const allowed = await stage('preflight', 'Check the rights that this takes', async () => {
        const checked = await rightsOf(ready).check({ needed, proven });
        return checked.ok && refused.length > 0 ? (0,lib_problem/* failure */.V2)(...refused) : checked;
    });
    if (!allowed.ok)
        return;
    const applied = await stage('apply', `Apply ${(0,counts/* plural */.LS)(items.length, 'object')}`, async () => {
        const progress = everySoOften(items.length, host);
        const applying = await applyAsIdentity(items, step.apply, surroundings, { clock: host.clock, progress }, signal);
        facts.changes.push(...applying.changes);
        for (const warning of applying.warnings)
            host.log.warn(warning);
        return applying.problems.length > 0 ? (0,lib_problem/* failure */.V2)(...applying.problems) : (0,lib_problem/* success */.kX)(applying.applied);
    });
    if (!applied.ok || !step.wait.wait)
        return;
    await stage('wait', 'Wait for the rollouts', async () => {
        const deadline = AbortSignal.timeout(step.wait.timeoutMilliseconds);
        const rollouts = await awaitApplied(applied.value, surroundings, host, AbortSignal.any([signal, deadline]));
        facts.rollouts = rollouts;
        if (signal.aborted)
            return (0,lib_problem/* failure */.V2)(cancelled('while it waited for the rollouts'));
        const problems = rolloutProblems(rollouts, deadline.aborted);
        return problems.length > 0 ? (0,lib_problem/* failure */.V2)(...problems) : (0,lib_problem/* success */.kX)(rollouts);
    });
}
async function deployRelease(step, ready) {
    const { telling, cluster, connection, explaining, tools } = ready;
    const { inputs, host, place, facts, stage, signal } = telling;
    const { namespace, kubeconfig } = facts;
    if (step.values !== undefined)
        maskValues(step.values, place.secrets);
    await stage('helm', `Release ${step.release}`, async () => {
        if (tools.helm === undefined || kubeconfig === undefined)
            throw new Error('helm and a kubeconfig come before a release');
        if (namespace === undefined)
            return (0,lib_problem/* failure */.V2)(noNamespace());
        const discovery = await discoverKinds(ready);
        if (!discovery.ok)
            return discovery;
        const surroundings = {
            helm: tools.helm,
            toolFolders: toolFolders(tools),
            kubeconfig,
            explainForbidden: forbiddenExplainer(explaining, signal),
            rights: rightsOf(ready),
            namespace,
            environment: inputs.environment,
            folders: inputs.folders,
            privateFolder: place.folder,
            client: cluster.asIdentity,
            discovery: discovery.value,
            serverVersion: facts.serverVersion,
            credentialName: connection.credentialName,
        };
        const deployment = await deployChart(step, surroundings, host, signal);
        facts.changes.push(...deployment.changes);
        if (deployment.release !== undefined)
            facts.release = deployment.release;
        for (const warning of deployment.warnings)
            host.log.warn(warning);
        return deployment.problems.length > 0 ? (0,lib_problem/* failure */.V2)(...deployment.problems) : (0,lib_problem/* success */.kX)(undefined);
    });
}
async function deployByScript(step, ready) {
    const { telling, explaining, tools } = ready;
    const { inputs, host, place, facts, stage, signal } = telling;
    const { kubeconfig } = facts;
    await stage('script', 'Script', async () => {
        if (kubeconfig === undefined)
            throw new Error('a kubeconfig comes before a script');
        sayUnchecked(telling, 'a script takes');
        await warnOfTools(ready, 'in the script');
        const surroundings = {
            kubeconfig,
            explainForbidden: forbiddenExplainer(explaining, signal),
            toolFolders: toolFolders(tools),
            environment: inputs.environment,
            folders: inputs.folders,
            privateFolder: place.folder,
        };
        const ran = await runScript(step, surroundings, host, signal);
        if (ran.exitCode !== undefined)
            facts.exitCode = ran.exitCode;
        return ran.problems.length > 0 ? (0,lib_problem/* failure */.V2)(...ran.problems) : (0,lib_problem/* success */.kX)(undefined);
    });
}
/** Adds each stage's time and problems to the facts, and what is warned of on the way. */
class Teller {
    host;
    stage;
    constructor(facts, host, signal) {
        const warn = (problem) => {
            facts.warnings.push(problem);
            host.log.warn(problem);
        };
        this.host = { ...host, log: { ...host.log, warn } };
        this.stage = async (name, title, work) => {
            const start = host.clock.now();
            try {
                const timed = async () => {
                    const outcome = await work();
                    host.log.info(`${outcome.ok ? 'Done' : 'Failed'} after ${(0,elapsed/* elapsed */.v)(host.clock.now() - start)}.`);
                    return outcome;
                };
                const outcome = signal.aborted ? (0,lib_problem/* failure */.V2)(cancelled(`before "${title}"`)) : await host.log.group(title, timed);
                if (!outcome.ok)
                    facts.problems.push(...gatherGrants(outcome.problems, facts.wanted?.username ?? ''));
                return outcome;
            }
            finally {
                facts.stages.push({ name, milliseconds: host.clock.now() - start });
            }
        };
    }
}
/** A line now and then while many objects are sent: not one for each. */
function everySoOften(total, host) {
    const PAUSE_MILLISECONDS = 5_000;
    let done = 0;
    let said = host.clock.now();
    return () => {
        done += 1;
        if (host.clock.now() - said < PAUSE_MILLISECONDS || done === total)
            return;
        said = host.clock.now();
        host.log.info(`${done} of ${total} objects …`);
    };
}
/** The runner's own tools are on PATH already. */
function toolFolders(tools) {
    return [tools.kubectl, tools.helm]
        .filter((tool) => tool !== undefined && tool.origin !== 'runner')
        .map((tool) => (0,external_node_path_.dirname)(tool?.path ?? ''));
}
function noNamespace() {
    return {
        kind: 'input',
        input: 'namespace',
        message: 'input `namespace`: nothing says which namespace the release belongs to: `as` is no service account, and the context names none',
        fix: 'Write `namespace: …`.',
    };
}
function cancelled(when) {
    return {
        kind: 'cancelled',
        message: `The job was cancelled ${when}. What was applied before stays applied.`,
        fix: 'Run the job again: applying the same a second time is safe.',
    };
}
function unexpected(error) {
    return {
        kind: 'unexpected',
        message: `deploy-as failed in a way that nobody foresaw: ${error instanceof Error ? error.message : String(error)}`,
        ...(error instanceof Error && error.stack !== undefined ? { details: error.stack.split('\n').slice(1) } : {}),
        fix: 'Please report it with these lines; running again is safe.',
    };
}

;// CONCATENATED MODULE: ./lib/tools/download.js










const download_ATTEMPTS = 5;
const download_FIRST_PAUSE_MS = 1_000;
/** A server that asks for a longer pause is a failure: whoever waits for the deployment should know now. */
const LONGEST_PAUSE_MS = 60_000;
const REDIRECTS = 5;
/** Version and checksum files have some dozen bytes; a page that stands in their place has more. */
const LONGEST_TEXT = 64 * 1024;
/** After that long without a byte a transfer counts as broken. */
const STALL_MS = 30_000;
const RETRIED_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);
const RETRIED_CODE = new Set([
    'ECONNRESET',
    'ECONNREFUSED',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'ERR_STREAM_PREMATURE_CLOSE',
]);
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME/;
/**
 * Downloads over https, and over http from this machine only. 408, 429 and 5xx, broken connections and cut bodies
 * are tried five times in all, with growing pauses or the one that Retry-After names. Redirects are followed, but
 * never from https to http, and the token goes no further than the origin it was given for.
 * Answers name addresses without their query, which may hold a signature.
 * Rejects with the signal's reason when that aborts; any other failure is an answer.
 */
function createDownload(options) {
    const downloader = new Downloader(options);
    return {
        text: (request, signal) => downloader.get(request, download_readText, signal),
        file: (request, file, signal) => downloader.get(request, (body) => writeFile(body, file), signal),
    };
}
class Downloader {
    #options;
    #stallMilliseconds;
    #roots;
    constructor(options) {
        this.#options = options;
        this.#stallMilliseconds = options.stallMilliseconds ?? STALL_MS;
    }
    async get(request, sink, signal) {
        const random = this.#options.random ?? Math.random;
        for (let attempt = 1;; attempt += 1) {
            signal.throwIfAborted();
            try {
                return { ok: true, value: await this.#attempt(request, sink, signal) };
            }
            catch (cause) {
                signal.throwIfAborted();
                if (!(cause instanceof Failed))
                    throw cause;
                const pause = cause.pause ?? download_FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.75 + 0.5 * random());
                const isLast = attempt === download_ATTEMPTS || pause > LONGEST_PAUSE_MS;
                if (!cause.isRetried || isLast)
                    return download_failed(cause, attempt, pause);
                await this.#options.clock.sleep(pause, signal);
            }
        }
    }
    /** One request with its redirects. */
    async #attempt(request, sink, signal) {
        let asked = { url: new URL(request.url), token: request.token, signal };
        checkScheme(asked.url, asked.url);
        for (let redirects = 0; redirects <= REDIRECTS; redirects += 1) {
            const agent = await this.#agentFor(asked.url);
            try {
                const response = await this.#ask(asked, agent);
                const next = redirectTarget(asked.url, response);
                if (next === undefined)
                    return await this.#receive(asked, response, sink);
                // Dropped for good: a way back to the origin is not what the token was given for.
                asked = { url: next, token: next.origin === asked.url.origin ? asked.token : undefined, signal };
            }
            finally {
                agent?.destroy();
            }
        }
        throw new Failed(asked.url, `it redirects more than ${REDIRECTS} times`);
    }
    /** Undefined for http, which is loopback, where no proxy is asked. */
    async #agentFor(url) {
        if (url.protocol === 'http:')
            return undefined;
        const proxy = chooseProxy(url, undefined, this.#options.network);
        this.#roots ??= publicRoots(this.#options.network.extraRoots);
        const roots = await this.#roots;
        if (!proxy.ok)
            throw new Failed(url, wordsOf(proxy.problems));
        if (!roots.ok)
            throw new Failed(url, wordsOf(roots.problems));
        const ca = roots.value;
        return createAgent({
            ca,
            cert: undefined,
            key: undefined,
            serverName: undefined,
            verify: true,
            proxy: proxy.value,
            proxyCa: ca,
        });
    }
    async #ask({ url, token, signal }, agent) {
        const options = {
            host: hostOf(url),
            port: url.port,
            path: `${url.pathname}${url.search}`,
            headers: {
                Accept: '*/*',
                'Accept-Encoding': 'identity',
                'User-Agent': 'deploy-as',
                ...(token === undefined ? {} : { Authorization: `Bearer ${token.reveal()}` }),
            },
            signal,
        };
        const request = agent === undefined ? (0,external_node_http_.request)({ ...options, agent: false }) : (0,external_node_https_.request)({ ...options, agent });
        const silence = setTimeout(() => request.destroy(this.#stalled(url)), this.#stallMilliseconds);
        try {
            return await download_answerTo(request);
        }
        catch (cause) {
            throw cause instanceof Failed ? cause : connectionFailure(url, cause);
        }
        finally {
            clearTimeout(silence);
        }
    }
    async #receive({ url, signal }, response, sink) {
        const status = response.statusCode ?? 0;
        if (status !== 200) {
            response.destroy();
            const isRetried = RETRIED_STATUS.has(status);
            const now = this.#options.clock.now();
            const pause = isRetried ? retryAfter(response.headers['retry-after'], now) : undefined;
            throw new Failed(url, answered(response), { status, isRetried, pause });
        }
        response.setTimeout(this.#stallMilliseconds, () => response.destroy(this.#stalled(url)));
        const onAbort = () => response.destroy();
        signal.addEventListener('abort', onAbort, { once: true });
        try {
            return await sink(response);
        }
        catch (cause) {
            if (cause instanceof Failed)
                throw cause;
            if (cause instanceof NotRetried)
                throw new Failed(url, cause.message, { status, cause });
            const isRetried = RETRIED_CODE.has(download_errorCode(cause) ?? '');
            const reason = isRetried ? 'its answer broke off' : `its answer broke off (${describe(cause)})`;
            throw new Failed(url, reason, { status, isRetried, cause });
        }
        finally {
            response.destroy();
            signal.removeEventListener('abort', onAbort);
        }
    }
    #stalled(url) {
        return new Failed(url, `it sent nothing for ${this.#stallMilliseconds / 1000} s`, { isRetried: true });
    }
}
/** Why an attempt failed, and whether another may do better. */
class Failed extends Error {
    url;
    status;
    isRetried;
    pause;
    constructor(url, reason, more = {}) {
        super(reason, { cause: more.cause });
        this.name = 'Failed';
        this.url = nameUrl(url);
        this.status = more.status;
        this.isRetried = more.isRetried ?? false;
        this.pause = more.pause;
    }
}
function download_failed(cause, attempts, pause) {
    const tries = attempts > 1 ? ` (tried ${attempts} times)` : '';
    const wait = cause.isRetried && pause > LONGEST_PAUSE_MS ? `, and wants to be asked again in ${Math.round(pause / 1000)} s` : '';
    return { ok: false, url: cause.url, status: cause.status, reason: `${cause.message}${wait}${tries}` };
}
function redirectTarget(url, response) {
    const status = response.statusCode ?? 0;
    if (!REDIRECT_STATUS.has(status))
        return undefined;
    response.destroy();
    const { location } = response.headers;
    const next = location === undefined ? null : URL.parse(location, url.href);
    if (next === null)
        throw new Failed(url, `it answered ${status} without saying where to go`, { status });
    checkScheme(next, url);
    return next;
}
function checkScheme(next, from) {
    if (next.protocol === 'https:')
        return;
    const isAllowed = next.protocol === 'http:' && (0,tools_version/* isLoopback */.U9)(next.hostname) && from.protocol === 'http:';
    if (!isAllowed)
        throw new Failed(from, `it leads to ${nameUrl(next)}, which is not encrypted`);
}
function download_answerTo(request) {
    return new Promise((resolve, reject) => {
        request.once('response', (response) => {
            // Between answer and body nobody else listens, and an unheard error would end the process.
            response.on('error', () => { });
            resolve(response);
        });
        request.on('error', reject);
        request.end();
    });
}
function answered(response) {
    return `it answered ${response.statusCode} ${response.statusMessage ?? ''}`.trim();
}
async function download_readText(body) {
    const chunks = [];
    let length = 0;
    for await (const chunk of download_chunksOf(body)) {
        chunks.push(chunk);
        length += chunk.length;
        if (length > LONGEST_TEXT)
            throw new NotRetried('it sent a long page where a line of text should be');
    }
    return Buffer.concat(chunks).toString('utf8');
}
async function writeFile(body, file) {
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = external_node_fs_.constants;
    // Windows knows no O_NOFOLLOW, and O_EXCL refuses links on every system.
    const handle = await (0,external_node_fs_promises_.open)(file, O_CREAT | O_EXCL | O_WRONLY | (O_NOFOLLOW ?? 0), 0o600).catch(cannotWrite(file));
    try {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        let bytes = 0;
        for await (const chunk of download_chunksOf(body)) {
            hash.update(chunk);
            bytes += chunk.length;
            await handle.writeFile(chunk).catch(cannotWrite(file));
        }
        await handle.close();
        return { sha256: hash.digest('hex'), bytes };
    }
    catch (cause) {
        await handle.close();
        await (0,external_node_fs_promises_.rm)(file, { force: true });
        throw cause;
    }
}
async function* download_chunksOf(body) {
    for await (const chunk of body) {
        if (!Buffer.isBuffer(chunk))
            throw new TypeError('a body without encoding comes in buffers');
        yield chunk;
    }
    if (!body.complete)
        throw Object.assign(new Error('the body broke off'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}
function cannotWrite(file) {
    return (cause) => {
        throw new NotRetried(`${file} cannot be written (${describe(cause)})`, { cause });
    };
}
/** Another attempt would end the same way. */
class NotRetried extends Error {
}
function connectionFailure(url, cause) {
    if (cause instanceof ProxyError) {
        return new Failed(url, cause.message, { isRetried: RETRIED_CODE.has(download_errorCode(cause.cause) ?? ''), cause });
    }
    const code = download_errorCode(cause) ?? '';
    if (UNTRUSTED.test(code)) {
        const reason = `its certificate is not trusted (${code}); a private authority's PEM file belongs in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE`;
        return new Failed(url, reason, { cause });
    }
    return new Failed(url, describe(cause), { isRetried: RETRIED_CODE.has(code), cause });
}
function wordsOf(problems) {
    return problems.map((problem) => problem.message).join('; ');
}
/** In milliseconds from `now`. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfter(header, now) {
    if (header === undefined)
        return undefined;
    if (/^\d+$/.test(header.trim()))
        return Number(header) * 1000;
    const date = Date.parse(header);
    // To V8 even "1.5" is a date.
    return Number.isNaN(date) || !header.endsWith('GMT') ? undefined : Math.max(0, date - now);
}
/** The address without credentials, query and fragment. */
function nameUrl(url) {
    return `${url.origin}${url.pathname}`;
}
function describe(cause) {
    const code = download_errorCode(cause);
    // Of several addresses that all failed Node tells an error without words.
    const message = cause instanceof Error || hasMessage(cause) ? cause.message : String(cause);
    if (message === '')
        return code ?? 'it cannot be reached';
    return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}
function hasMessage(cause) {
    return typeof cause === 'object' && cause !== null && 'message' in cause && typeof cause.message === 'string';
}
function download_errorCode(cause) {
    return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
        ? cause.code
        : undefined;
}

// EXTERNAL MODULE: ./lib/action/log.js
var action_log = __webpack_require__(9113);
// EXTERNAL MODULE: ./lib/action/publish.js + 9 modules
var publish = __webpack_require__(4532);
// EXTERNAL MODULE: ./lib/action/runner.js
var action_runner = __webpack_require__(3633);
// EXTERNAL MODULE: ./lib/action/state.js
var state = __webpack_require__(3066);
;// CONCATENATED MODULE: ./lib/action/tool-store.js


/**
 * The runner's tool cache. `@actions/tool-cache` is loaded only where a tool is looked for; it finds the
 * cache by the variable itself, and keys each entry by the machine's architecture too.
 */
function createToolStore(folders) {
    return {
        async find(tool, version) {
            if (isMissing(folders.toolCache))
                return undefined;
            const found = (await __webpack_require__.e(/* import() */ 991).then(__webpack_require__.bind(__webpack_require__, 5991))).find(tool, version);
            return found === '' ? undefined : found;
        },
        async keep(file, name, tool, version) {
            if (isMissing(folders.toolCache))
                throw new Error('RUNNER_TOOL_CACHE is not set');
            return (await __webpack_require__.e(/* import() */ 991).then(__webpack_require__.bind(__webpack_require__, 5991))).cacheFile(file, name, tool, version);
        },
        async unpack(archive) {
            const cache = await __webpack_require__.e(/* import() */ 991).then(__webpack_require__.bind(__webpack_require__, 5991));
            const folder = await (0,external_node_fs_promises_.mkdtemp)((0,external_node_path_.join)(folders.temp, 'deploy-as-tool-'));
            try {
                return await (archive.endsWith('.zip') ? cache.extractZip(archive, folder) : cache.extractTar(archive, folder));
            }
            catch (cause) {
                await (0,external_node_fs_promises_.rm)(folder, { recursive: true, force: true });
                throw cause;
            }
        },
    };
}
function isMissing(folder) {
    return folder === undefined || folder === '';
}

;// CONCATENATED MODULE: ./lib/action/act.js











const clock = {
    now: () => Date.now(),
    sleep: (milliseconds, signal) => (0,promises_.setTimeout)(milliseconds, undefined, { signal }),
};
/** Runs the story as a step of a workflow: with the runner's files around it, and a report whatever happens. */
async function act(inputs, acting, signal) {
    const { runner, secrets, write } = acting;
    const folder = (0,private_files/* planPrivateFolder */.Jy)(runner.temp);
    (0,state/* saveState */.L)(runner.stateFile, folder);
    await (0,private_files/* createPrivateFolder */.Aj)(folder);
    const log = (0,action_log/* runnerLog */.t)(write, secrets, { debug: runner.debug });
    const report = await run_run(inputs, act_hostOf(inputs, { log, folder, environment: acting.environment }), { folder, secrets, platform: (external_node_process_default()).platform, arch: (external_node_process_default()).arch }, signal);
    const publication = { runner, secrets, folder, log, write, cleared: (0,action_runner/* helmOverrides */.uz)(acting.environment) };
    (0,publish/* equipLaterSteps */.Q)(report, publication);
    await (0,publish/* publish */.m)(report, publication);
    return report.result;
}
function act_hostOf(inputs, { log, folder, environment }) {
    return {
        log,
        clock,
        process: processRunner(),
        download: createDownload({ clock, network: inputs.credential.network }),
        store: createToolStore({ toolCache: environment.RUNNER_TOOL_CACHE, temp: folder }),
    };
}


/***/ })

};
;