"use strict";
exports.id = 948;
exports.ids = [948];
exports.modules = {

/***/ 3368:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pi: () => (/* binding */ isNamespaceName),
/* harmony export */   QC: () => (/* binding */ displayName),
/* harmony export */   fL: () => (/* binding */ SERVICE_ACCOUNT_PREFIX),
/* harmony export */   gw: () => (/* binding */ serviceAccountOf),
/* harmony export */   oJ: () => (/* binding */ isServiceAccountName)
/* harmony export */ });
/** The user name of a service account begins with this. https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const SERVICE_ACCOUNT_PREFIX = 'system:serviceaccount:';
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const NAMESPACE = new RegExp(`^${LABEL}$`);
const ACCOUNT = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const LONGEST_LABEL = 63;
const LONGEST_SUBDOMAIN = 253;
/**
 * The service account that `username` stands for, or undefined for every other user. Decides as the API server
 * does: the namespace is a DNS label, the name a DNS subdomain; anything else is a plain user to it.
 * https://github.com/kubernetes/apiserver/blob/master/pkg/authentication/serviceaccount/util.go
 */
function serviceAccountOf(username) {
    if (!username.startsWith(SERVICE_ACCOUNT_PREFIX))
        return undefined;
    const [namespace, name, ...rest] = username.slice(SERVICE_ACCOUNT_PREFIX.length).split(':');
    if (namespace === undefined || name === undefined || rest.length > 0)
        return undefined;
    return isNamespaceName(namespace) && isServiceAccountName(name) ? { namespace, name } : undefined;
}
/** `shop/deployer` for a service account, every other user name as it is. For headings and messages. */
function displayName(username) {
    const account = serviceAccountOf(username);
    return account === undefined ? username : `${account.namespace}/${account.name}`;
}
function isNamespaceName(text) {
    return text.length <= LONGEST_LABEL && NAMESPACE.test(text);
}
function isServiceAccountName(text) {
    return text.length <= LONGEST_SUBDOMAIN && ACCOUNT.test(text);
}


/***/ }),

/***/ 4443:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GF: () => (/* binding */ writeJson),
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   Lv: () => (/* binding */ isList),
/* harmony export */   Vk: () => (/* binding */ sameJson),
/* harmony export */   wQ: () => (/* binding */ nameType)
/* harmony export */ });
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


/***/ }),

/***/ 6629:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pu: () => (/* binding */ keyText),
/* harmony export */   Un: () => (/* binding */ isInt64),
/* harmony export */   t2: () => (/* binding */ resolvePlainScalar)
/* harmony export */ });
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


/***/ }),

/***/ 5998:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $9: () => (/* binding */ confirmingRight),
/* harmony export */   UI: () => (/* binding */ reviewNeeds),
/* harmony export */   eE: () => (/* binding */ toolNeeds),
/* harmony export */   s$: () => (/* binding */ constrainedNeeds),
/* harmony export */   xm: () => (/* binding */ constrainedModeOf)
/* harmony export */ });
/* unused harmony exports actingRight, needsOfToken, discoveryRights, constrainedRights */
/* harmony import */ var _identity_name_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3368);
/* harmony import */ var _impersonation_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(162);
/* harmony import */ var _needed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3825);
/* harmony import */ var _right_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8444);




/**
 * The constrained mode in which the server would let somebody become `request`. Service accounts and nodes have one
 * only where nothing but their name is asked for: with groups, a uid or extras the legacy verb alone can. All others
 * have `user-info`, which takes all of them.
 * https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/filters/impersonation/mode.go
 */
function constrainedModeOf(request) {
    const isAccount = (0,_identity_name_js__WEBPACK_IMPORTED_MODULE_0__/* .serviceAccountOf */ .gw)(request.username) !== undefined;
    if (isAccount || (0,_impersonation_js__WEBPACK_IMPORTED_MODULE_1__/* .nodeOf */ .E7)(request.username) !== undefined) {
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
    return (0,_needed_js__WEBPACK_IMPORTED_MODULE_2__/* .onceEach */ .fF)(needed.filter(isRequest).map((need) => {
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
const REVIEWS = [
    ['authentication.k8s.io', 'selfsubjectreviews'],
    ['authorization.k8s.io', 'selfsubjectaccessreviews'],
    ['authorization.k8s.io', 'selfsubjectrulesreviews'],
];
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
    return DISCOVERY.map((path) => (0,_right_js__WEBPACK_IMPORTED_MODULE_3__/* .pathRight */ .kh)('get', path));
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


/***/ }),

/***/ 162:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E7: () => (/* binding */ nodeOf),
/* harmony export */   h1: () => (/* binding */ isImpersonation),
/* harmony export */   ye: () => (/* binding */ impersonationRights)
/* harmony export */ });
/* unused harmony export nameImpersonation */
/* harmony import */ var _identity_name_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3368);

/** The API group of what impersonation added after users, groups and service accounts. */
const AUTHENTICATION = 'authentication.k8s.io';
/** In words, to follow "by". */
function nameImpersonation(impersonation) {
    const reach = 'reaches everything that the identity may do';
    switch (impersonation.by) {
        case 'legacy':
            return `the verb \`impersonate\`, which ${reach}`;
        case 'constrained':
            return `constrained impersonation alone (\`impersonate:${impersonation.mode}\`): each request takes a right of the token, \`impersonate-on:${impersonation.mode}:VERB\``;
        case 'both':
            return `constrained impersonation (\`impersonate:${impersonation.mode}\`) and the verb \`impersonate\`, which ${reach}: while the token has that one, the constrained rights confine nothing`;
    }
}
/**
 * The rights that the token needs to become `request`: one for each header value, as the API server checks them
 * (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/). In a constrained mode, which must be
 * the one that `constrainedModeOf` says, each request takes a further right. Equal headers make one right.
 */
function impersonationRights(request, mode = 'legacy') {
    const verb = mode === 'legacy' ? 'impersonate' : `impersonate:${mode}`;
    const group = mode === 'legacy' ? '' : AUTHENTICATION;
    const on = (apiGroup, resource, name) => {
        return { verb, apiGroup, resource, subresource: '', namespace: '', name };
    };
    return [
        userRight(request.username, mode, (resource, name) => on(group, resource, name)),
        ...[...new Set(request.groups)].map((name) => on(group, 'groups', name)),
        ...(request.uid === undefined ? [] : [on(AUTHENTICATION, 'uids', request.uid)]),
        ...[...request.extra].flatMap(([key, values]) => [...new Set(values)].map((value) => ({ ...on(AUTHENTICATION, 'userextras', value), subresource: key }))),
    ];
}
/** Whether a right is one to impersonate: `impersonate`, `impersonate:user-info`, `impersonate-on:user-info:get`. */
function isImpersonation(right) {
    return /^impersonate($|:|-on:)/.test(right.verb);
}
/** Service accounts are impersonated in their namespace, all others at the cluster scope. */
function userRight(username, mode, on) {
    const account = (0,_identity_name_js__WEBPACK_IMPORTED_MODULE_0__/* .serviceAccountOf */ .gw)(username);
    if (account !== undefined)
        return { ...on('serviceaccounts', account.name), namespace: account.namespace };
    const node = mode === 'arbitrary-node' ? nodeOf(username) : undefined;
    return node === undefined ? on('users', username) : on('nodes', node);
}
const NODE_PREFIX = 'system:node:';
const LONGEST_NODE_NAME = 253;
/** The node that `username` stands for, or undefined. Decides as the API server does: a node's name is a DNS subdomain. */
function nodeOf(username) {
    if (!username.startsWith(NODE_PREFIX))
        return undefined;
    const name = username.slice(NODE_PREFIX.length);
    const isName = name.length <= LONGEST_NODE_NAME && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
    return isName ? name : undefined;
}


/***/ }),

/***/ 9649:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ grantedRights)
/* harmony export */ });
/* unused harmony export rolesToRead */
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_util__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8007);
/* harmony import */ var _needed_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3825);
/* harmony import */ var _right_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8444);




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
        ...(0,_needed_js__WEBPACK_IMPORTED_MODULE_2__/* .placeOf */ .$t)(target),
        for: `${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .nameObject */ .Td)(ref)}, which grants it`,
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
    const common = { ...(0,_needed_js__WEBPACK_IMPORTED_MODULE_2__/* .placeOf */ .$t)(target), for: `${(0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .nameObject */ .Td)(target.ref)}, which binds ${name}`, requested: false };
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
    const isSame = fields.every((field) => (0,node_util__WEBPACK_IMPORTED_MODULE_0__.isDeepStrictEqual)(normal(fieldOf(value, field)), normal(fieldOf(live, field))));
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
        return [ANYTHING, (0,_right_js__WEBPACK_IMPORTED_MODULE_3__/* .pathRight */ .kh)('*', '*')];
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
    return [...resources, ...texts('nonResourceURLs').flatMap((path) => verbs.map((verb) => (0,_right_js__WEBPACK_IMPORTED_MODULE_3__/* .pathRight */ .kh)(verb, path)))];
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


/***/ }),

/***/ 3825:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   O0: () => (/* binding */ rightOn),
/* harmony export */   fF: () => (/* binding */ onceEach),
/* harmony export */   hW: () => (/* binding */ neededForApply)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8007);
/* harmony import */ var _needed_grants_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9649);
/* harmony import */ var _right_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8444);



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
    return onceEach([...targets.flatMap(neededForOne), ...(0,_needed_grants_js__WEBPACK_IMPORTED_MODULE_1__/* .grantedRights */ .T)(targets, existing)]);
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
    return { for: (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .nameObject */ .Td)(ref), party: 'identity', object: ref, ...(source === undefined ? {} : { source }) };
}
/**
 * Each right once a party, the first to need it named; it is needed for certain where one of them needs it for certain.
 * Needs with different alternatives are different.
 */
function onceEach(needs) {
    const found = new Map();
    for (const need of needs) {
        const instead = [need.alternatives, need.orAll].map((rights) => rights?.map(_right_js__WEBPACK_IMPORTED_MODULE_2__/* .rightKey */ .AN));
        const key = JSON.stringify([need.party, (0,_right_js__WEBPACK_IMPORTED_MODULE_2__/* .rightKey */ .AN)(need.right), instead]);
        const before = found.get(key);
        found.set(key, before === undefined ? need : combined(before, need));
    }
    return [...found.values()];
}
function combined(one, other) {
    const leading = one.certainty === 'possible' && other.certainty === 'needed' ? other : one;
    return { ...leading, requested: one.requested || other.requested };
}


/***/ }),

/***/ 8444:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AN: () => (/* binding */ rightKey),
/* harmony export */   kh: () => (/* binding */ pathRight),
/* harmony export */   tJ: () => (/* binding */ deniedOf)
/* harmony export */ });
/** The right that somebody lacks, and what for. */
function deniedOf(who, right, purpose) {
    return {
        who,
        verb: right.verb,
        apiGroup: right.apiGroup,
        resource: right.resource,
        subresource: right.subresource,
        namespace: right.namespace,
        name: right.name,
        ...(right.nonResourceURL === undefined ? {} : { nonResourceURL: right.nonResourceURL }),
        for: purpose,
    };
}
/** One text for one right: equal rights have equal keys. */
function rightKey(right) {
    const { verb, apiGroup, resource, subresource, namespace, name, nonResourceURL } = right;
    const path = nonResourceURL === undefined ? [] : [nonResourceURL];
    return JSON.stringify([verb, apiGroup, resource, subresource, namespace, name, ...path]);
}
/** The right to send requests with `verb` (`get`, `post`) to a path that is no resource; `/apis/*` is every path below. */
function pathRight(verb, nonResourceURL) {
    return { verb, apiGroup: '', resource: '', subresource: '', namespace: '', name: '', nonResourceURL };
}


/***/ })

};
;