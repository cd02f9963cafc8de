"use strict";
exports.id = 290;
exports.ids = [290];
exports.modules = {

/***/ 6290:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rbacCommand: () => (/* binding */ rbacCommand)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/action/runner.js
var runner = __webpack_require__(3633);
// EXTERNAL MODULE: ./lib/problem.js
var lib_problem = __webpack_require__(8007);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./lib/rbac/documents.js

/** The document as the API server takes it. */
function objectOf(document) {
    const { apiVersion, kind, metadata, rules, fields } = document;
    return {
        apiVersion,
        kind,
        metadata,
        ...(rules === undefined ? {} : { rules: rules.map(({ rule }) => rule) }),
        ...fields,
    };
}
/** All documents as YAML for `kubectl apply -f -`, with their comments. `heading` stands on top. */
function writeYaml(heading, documents) {
    return `${commentLines(heading)}\n${documents.map((document) => `---\n${writeDocument(document)}`).join('')}`;
}
/** All documents as one `List`, in JSON. */
function writeJsonList(documents) {
    return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: documents.map(objectOf) }, undefined, 2)}\n`;
}
function writeDocument(document) {
    // Words such as `on` are booleans to kubectl.
    const options = { version: '1.2', compat: 'yaml-1.1', aliasDuplicateObjects: false };
    const yaml = new dist/* Document */.yo(objectOf(document), options);
    (0,dist/* visit */.YR)(yaml, {
        Seq(_key, node) {
            if (node.items.every(dist/* isScalar */.jn))
                node.flow = true;
        },
    });
    const rules = (0,dist/* isMap */.jh)(yaml.contents) ? yaml.contents.get('rules') : undefined;
    if ((0,dist/* isSeq */.oP)(rules)) {
        for (const [index, item] of rules.items.entries()) {
            const comment = document.rules?.[index]?.comment;
            if ((0,dist/* isMap */.jh)(item) && comment !== undefined)
                item.commentBefore = ` ${comment}`;
        }
    }
    const text = yaml.toString({ lineWidth: 0, flowCollectionPadding: false });
    return `${document.comment === undefined ? '' : `${commentLines(document.comment)}\n`}${text}`;
}
function commentLines(text) {
    return text
        .split('\n')
        .map((line) => (line === '' ? '#' : `# ${line}`))
        .join('\n');
}

// EXTERNAL MODULE: ./lib/manifests/json.js
var json = __webpack_require__(4443);
// EXTERNAL MODULE: ./lib/render/helm-flags.js
var helm_flags = __webpack_require__(3879);
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
        events: listOf(annotations['helm.sh/hook']),
        deletePolicies: listOf(annotations['helm.sh/hook-delete-policy']),
        logs: annotations['helm.sh/hook-output-log-policy'] !== undefined,
    };
}
function annotationsOf({ value }) {
    return (0,json/* isObject */.Gv)(value.metadata) && (0,json/* isObject */.Gv)(value.metadata.annotations) ? value.metadata.annotations : {};
}
function listOf(value) {
    if (typeof value !== 'string')
        return [];
    return value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
}

// EXTERNAL MODULE: ./lib/rights/needed.js
var rights_needed = __webpack_require__(3825);
// EXTERNAL MODULE: ./lib/rights/needed-grants.js
var needed_grants = __webpack_require__(9649);
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
    const hooks = chart.hooks.filter(({ events }) => events.some((event) => eventsOf(release).includes(event)));
    return (0,rights_needed/* onceEach */.fF)([
        ...neededToRender(release),
        ...storageWrites(release),
        ...(isInstall(release) ? chart.definitions.flatMap((target) => forDefinition(target, release)) : []),
        ...chart.objects.flatMap((target) => forObject(target, release)),
        ...chart.removed.flatMap(forRemoved),
        ...(0,needed_grants/* grantedRights */.T)(chart.objects, chart.roles),
        ...hooks.flatMap((hook) => forHook(hook, release)),
        ...(release.wait ? chart.objects.flatMap((target) => forWait(target, release)) : []),
        ...(release.undoesFailure === true ? chart.objects.flatMap(forUndoing) : []),
    ]);
}
function isInstall({ isInstall: isSaid, revisions }) {
    return isSaid ?? revisions.length === 0;
}
function eventsOf(release) {
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
        right: (0,rights_needed/* rightOn */.O0)(verb, resource, { namespace }),
        ...(revision === undefined
            ? {}
            : { alternatives: [(0,rights_needed/* rightOn */.O0)(verb, resource, { namespace, name: revisionName(release, revision) })] }),
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
        ...(0,rights_needed/* placeOf */.$t)(target),
        right: (0,rights_needed/* rightOn */.O0)(verb, resource, place),
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
    return textAt(value, 'metadata', 'annotations', 'helm.sh/resource-policy') === 'keep';
}
function textAt(value, ...keys) {
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
    const common = { ...(0,rights_needed/* placeOf */.$t)(hook), certainty: 'possible', requested: true };
    return [
        { ...common, right: (0,rights_needed/* rightOn */.O0)('list', pods, place) },
        { ...common, right: { ...(0,rights_needed/* rightOn */.O0)('get', pods, place), subresource: 'log' } },
    ];
}
const PODS = { group: '', resource: 'pods', namespaced: true };
const REPLICA_SETS = { group: 'apps', resource: 'replicasets', namespaced: true };
function forWait(target, release) {
    const below = (resource, certainty = 'needed') => {
        const right = (0,rights_needed/* rightOn */.O0)('list', resource, { namespace: target.ref.namespace });
        return { ...(0,rights_needed/* placeOf */.$t)(target), right, certainty, requested: true };
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

;// CONCATENATED MODULE: ./lib/rbac/needs.js

/**
 * What it takes to apply `objects` again and again: each first install, change and run without a change. Their
 * namespaces are there before, since Roles stand in them.
 */
function needsOfObjects(objects, discovery, isRenamedByContent) {
    const needed = ['absent', 'present'].flatMap((presence) => (0,rights_needed/* neededForApply */.hW)(objects.flatMap((object) => targetOf(object, discovery, presence))));
    const renamed = new Set(objects.filter(isRenamedByContent).map(({ ref }) => ref));
    return deployerNeeds(needed.map((need) => need.object !== undefined && renamed.has(need.object)
        ? { ...need, right: { ...need.right, name: '' }, for: `${need.for} (its name changes with its content)` }
        : need), objects, { usesHelm: false });
}
function targetOf(object, discovery, presence) {
    const { ref, source, value } = object;
    const resource = discovery.find(ref.apiVersion, ref.kind);
    if (resource === undefined)
        return [];
    return [{ ref, source, value, resource, presence: isNamespace(object) ? 'present' : presence }];
}
/** What the deployer itself needs. */
function deployerNeeds(needed, objects, { usesHelm }) {
    return {
        needed: (0,rights_needed/* onceEach */.fF)(needed.filter(({ party }) => party === 'identity')),
        namespaces: objects.filter(isNamespace).map(({ ref }) => ref.name),
        usesHelm,
    };
}
function isNamespace({ ref }) {
    return ref.apiVersion === 'v1' && ref.kind === 'Namespace';
}
/** The alphabet in which kustomize writes hashes: https://github.com/kubernetes-sigs/kustomize/blob/master/api/hasher/hasher.go */
const KUSTOMIZE_HASH = /-[2456789bcdfghkmt]{10}$/;
/** Whether kustomize generated the object under a name that ends with a digest of its content. */
function isHashedByKustomize({ ref }) {
    return ref.apiVersion === 'v1' && /^(ConfigMap|Secret)$/.test(ref.kind) && KUSTOMIZE_HASH.test(ref.name);
}

;// CONCATENATED MODULE: ./lib/rbac/chart-needs.js




/**
 * What helm needs over the whole life of the release: installing it, upgrading it when objects are there or new, when
 * objects leave the chart, and when the history is full.
 */
function needsOfChart(chart, release) {
    const { discovery } = chart;
    const at = (presence, objects) => objects.flatMap((object) => targetOf(object, discovery, presence));
    const hooks = chart.hooks.flatMap((object) => {
        const resource = discovery.find(object.ref.apiVersion, object.ref.kind);
        return resource === undefined ? [] : [hookOf(object, resource)];
    });
    const definitions = at('absent', chart.definitions);
    const removed = at('present', chart.objects.filter(isRemovable));
    const full = Array.from({ length: Math.max(1, release.historyMax) }, (_, index) => index + 1);
    const needed = [
        neededForHelm({ ...release, revisions: [] }, { objects: at('absent', chart.objects), removed: [], hooks, definitions }),
        ...['absent', 'present'].map((presence) => neededForHelm({ ...release, revisions: full }, { objects: at(presence, chart.objects), removed, hooks, definitions })),
    ].flat();
    const hasLogs = hooks.some(({ logs }) => logs === true);
    const wanted = needed.filter((need) => isWanted(need, release, hasLogs));
    return deployerNeeds(wanted, [...chart.objects, ...chart.hooks], { usesHelm: true });
}
/** What only may be needed is granted as well, but for lists that nothing is lost without. */
function isWanted({ certainty, right }, { streamsLists }, hasLogs) {
    if (certainty === 'needed' || right.verb !== 'list' || streamsLists !== true)
        return true;
    return hasLogs && right.apiGroup === '' && right.resource === 'pods';
}
/** https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
function isRemovable({ value }) {
    const annotations = (0,json/* isObject */.Gv)(value.metadata) ? value.metadata.annotations : undefined;
    return !(0,json/* isObject */.Gv)(annotations) || annotations['helm.sh/resource-policy'] !== 'keep';
}

// EXTERNAL MODULE: ./lib/manifests/load.js
var load = __webpack_require__(4765);
// EXTERNAL MODULE: ./lib/manifests/draft.js + 3 modules
var manifests_draft = __webpack_require__(4607);
// EXTERNAL MODULE: ./lib/manifests/order.js
var order = __webpack_require__(453);
;// CONCATENATED MODULE: ./lib/manifests/scope.js




/**
 * Gives every object its place: the scope of its kind as the server knows it or a CRD among the objects defines it,
 * and `namespace` where it needs one and names none. The body stays as it is: the path of the request names the
 * namespace. Fails with the draft's problems and its own together.
 */
function settle(draft, settling) {
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
        if (ref.kind !== 'CustomResourceDefinition' || (0,order/* groupOf */.F)(ref.apiVersion) !== 'apiextensions.k8s.io')
            continue;
        const { spec } = value;
        if (!(0,json/* isObject */.Gv)(spec) || !(0,json/* isObject */.Gv)(spec.names) || !(0,json/* isList */.Lv)(spec.versions))
            continue;
        for (const version of spec.versions) {
            if (!(0,json/* isObject */.Gv)(version) || version.served === false)
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
                source: (0,manifests_draft/* sourceOfField */.re)(object, ['metadata', 'namespace']),
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
    const problem = { kind: 'manifest', source: (0,manifests_draft/* sourceOfField */.re)(object, ['kind']), object: object.ref };
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
        const key = JSON.stringify([(0,order/* groupOf */.F)(ref.apiVersion), ref.kind, ref.namespace ?? '', ref.name]);
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

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(1455);
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
    const source = { file: (0,load/* nameFile */.i)(found.value, folders.workspace) };
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
    const draft = (0,manifests_draft/* readObjects */.$I)(result.stdout, { kind: 'made', from: source.file });
    const isEmpty = draft.objects.length === 0 && draft.problems.length === 0;
    if (isEmpty)
        return (0,lib_problem/* failure */.V2)(emptyProblem(folder, source));
    return (0,lib_problem/* success */.kX)({ ...draft, warnings: linesOf(result.stderr).map((line) => warningProblem(line, source)) });
}
async function findKustomization(folder, working) {
    const absolute = (0,external_node_path_.resolve)(working, folder);
    const kind = await kindOf(absolute);
    if (kind === undefined) {
        const message = `The folder ${folder} does not exist, seen from ${working}.`;
        return (0,lib_problem/* failure */.V2)(inputProblem(message, 'Check the path; it is relative to `working-directory`.'));
    }
    if (kind === 'file') {
        const message = `${folder} is a file; a kustomization is a folder that holds a kustomization.yaml.`;
        return (0,lib_problem/* failure */.V2)(inputProblem(message, 'Name the folder.'));
    }
    const there = [];
    for (const name of NAMES)
        if ((await kindOf((0,external_node_path_.join)(absolute, name))) === 'file')
            there.push((0,external_node_path_.join)(absolute, name));
    const [file] = there;
    if (file !== undefined)
        return (0,lib_problem/* success */.kX)(file);
    const message = `The folder ${folder} holds no kustomization.yaml.`;
    const fix = 'Name a folder with a kustomization.yaml, or give plain manifests to the input `manifests`.';
    return (0,lib_problem/* failure */.V2)(inputProblem(message, fix));
}
/** What kustomize itself would clone: https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.7.1/api/internal/git/repospec.go */
function isRemote(folder) {
    return /^(git::|[a-z][a-z0-9+.-]*:\/\/|[\w.-]+@[\w.-]+:|github\.com[/:])/i.test(folder);
}
function remoteProblem(folder) {
    const message = `${withoutCredential(folder)} is a remote kustomization; \`kustomize\` takes a folder of this machine.`;
    const fix = 'Check the repository out in a step before this one and name its folder, or name a local folder whose kustomization lists the address under `resources:`.';
    return inputProblem(message, fix);
}
function withoutCredential(address) {
    return address.replace(/(:\/\/)[^/@]*@/, '$1').replace(/[?#].*$/s, '');
}
async function kindOf(path) {
    try {
        return (await (0,external_node_fs_promises_.stat)(path)).isDirectory() ? 'folder' : 'file';
    }
    catch {
        return undefined;
    }
}
function inputProblem(message, fix) {
    return { kind: 'input', input: 'kustomize', message, fix };
}
function renderProblem(result, folder, source) {
    const end = result.exitCode === undefined ? `signal ${result.signal}` : `exit code ${result.exitCode}`;
    const problem = {
        kind: 'manifest',
        message: `The kustomization ${folder} does not render: kubectl kustomize ended with ${end}.`,
        source,
        details: linesOf(result.stderr),
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
function linesOf(text) {
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

// EXTERNAL MODULE: ./lib/rbac/built-in-kinds.js
var built_in_kinds = __webpack_require__(5411);
;// CONCATENATED MODULE: ./lib/rbac/kinds.js



const BUILT_IN = new Map(built_in_kinds/* BUILT_IN_KINDS */.j.map(([group, kind, resource, namespaced]) => [`${group} ${kind}`, { resource, namespaced }]));
/**
 * What a cluster is taken to serve where none is asked: every built-in kind, in whatever version (plural and scope of a
 * kind never change), and what the CustomResourceDefinitions among `objects` define.
 */
function offlineDiscovery(objects) {
    const defined = definedResources(objects);
    return {
        find(apiVersion, kind) {
            const group = (0,order/* groupOf */.F)(apiVersion);
            const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
            const own = defined.get(`${apiVersion} ${kind}`);
            const known = own
                ? { resource: own.resource, namespaced: own.scope === 'namespaced' }
                : BUILT_IN.get(`${group} ${kind}`);
            return known === undefined ? undefined : { group, version, kind, ...known, verbs: [] };
        },
        stale: [],
    };
}

;// CONCATENATED MODULE: ./lib/rbac/load.js





/** The objects of manifests or a kustomization, each in its place; no cluster is asked. */
async function loadObjects(source, place, host, signal) {
    const draft = await draftOf(source, place, host, signal);
    return draft.ok ? settleOffline(draft.value, place.namespace) : draft;
}
async function draftOf(source, { folders, environment }, host, signal) {
    if (source.kind === 'manifests')
        return (0,lib_problem/* success */.kX)(await (0,load/* loadManifests */.D)(source.paths, folders, signal));
    const { kubectl, folder } = source;
    const rendered = await renderKustomization({ kubectl, folder, environment, folders }, host.process, signal);
    if (rendered.ok)
        for (const warning of rendered.value.warnings)
            host.log.warn(warning);
    return rendered;
}
function settleOffline(draft, namespace) {
    const discovery = offlineDiscovery(draft.objects);
    const known = draft.objects.filter(({ ref }) => discovery.find(ref.apiVersion, ref.kind) !== undefined);
    const unknown = draft.objects.filter((object) => !known.includes(object));
    const settled = settle({ objects: known, problems: [...draft.problems, ...unknown.map(load_unknownKind)] }, {
        namespace,
        scopeOf: (apiVersion, kind) => discovery.find(apiVersion, kind)?.namespaced === false ? 'cluster' : 'namespaced',
    });
    return settled.ok ? (0,lib_problem/* success */.kX)({ objects: settled.value, discovery }) : (0,lib_problem/* failure */.V2)(...settled.problems);
}
/** Without a cluster only built-in kinds are known, and those that the files define. */
function load_unknownKind({ ref, source }) {
    return {
        kind: 'manifest',
        message: `${ref.kind} in ${ref.apiVersion} is no built-in kind, and no CustomResourceDefinition among the files defines it, so that its plural and scope are not known.`,
        fix: `Check apiVersion and kind, or add the file with the CustomResourceDefinition of ${ref.kind} (\`kubectl get crd -o yaml\` of a cluster that has it).`,
        source,
        object: ref,
    };
}

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __webpack_require__(1708);
var external_node_process_default = /*#__PURE__*/__webpack_require__.n(external_node_process_);
;// CONCATENATED MODULE: ./lib/connect/private-files.js



// Refusing bad inputs comes through here, and loading node:crypto and node:fs/promises would be a fifth of its time
// (`npm run bench`): hence no random bytes and no promises.
const PREFIX = 'deploy-as-';
/**
 * The path of a folder that nobody has, below `temp`. Nothing is made yet: its name can be saved for the post
 * step first, so that nothing is left behind however this process ends.
 */
function planPrivateFolder(temp) {
    const moment = external_node_process_default().hrtime.bigint().toString(36);
    const salt = Math.random().toString(36).slice(2);
    return (0,external_node_path_.join)(temp, `${PREFIX}${external_node_process_default().pid.toString(36)}-${moment}-${salt}`);
}
/**
 * Makes the planned folder for this user alone (0700).
 * @throws where anything is there already, a symbolic link included
 */
async function createPrivateFolder(folder) {
    (0,external_node_fs_.mkdirSync)(folder, { mode: 0o700 });
}
/** Plans and makes a private folder below `temp`. */
async function makePrivateFolder(temp) {
    const folder = planPrivateFolder(temp);
    await createPrivateFolder(folder);
    return folder;
}
/**
 * Writes `text` into a new file that only this user can read from its first moment on (0600).
 * @throws where anything is there already, a symbolic link included
 */
async function private_files_writePrivate(file, text) {
    // O_NOFOLLOW is not there on Windows; O_EXCL refuses links as well.
    const flags = external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_CREAT | external_node_fs_.constants.O_EXCL | (external_node_fs_.constants.O_NOFOLLOW ?? 0);
    const descriptor = (0,external_node_fs_.openSync)(file, flags, 0o600);
    try {
        (0,external_node_fs_.writeFileSync)(descriptor, text);
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}
/**
 * Removes a folder that `planPrivateFolder` named below `temp`, with everything in it; what is not there is fine.
 * Links in it are removed, not followed.
 * @throws where the path cannot be one of ours
 */
function removePrivateFolder(folder, temp) {
    const isOurs = (0,external_node_path_.dirname)((0,external_node_path_.resolve)(folder)) === (0,external_node_path_.resolve)(temp) && (0,external_node_path_.basename)(folder).startsWith(PREFIX);
    if (!isOurs)
        throw new Error(`${folder} is not a folder that deploy-as has made in ${temp}`);
    (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true, maxRetries: 3 });
}

// EXTERNAL MODULE: ./lib/tools/process.js + 2 modules
var process = __webpack_require__(7143);
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
    if (!KEEPING_VALUES.some((flag) => (valueOfFlag(step.helmArgs, flag) ?? 'false') !== 'false')) {
        args.push('--reset-values');
    }
    if (options.dryRun)
        args.push('--dry-run=server');
    const { upgrade } = partHelmArguments(step.helmArgs);
    // Of a path nothing is downloaded: what says how to download (`--verify`) says here how to read it.
    args.push(...(chartOrigin(step) === 'path' ? step.helmArgs : upgrade));
    return args;
}
const KEEPING_VALUES = (/* unused pure expression or super */ null && (['--reuse-values', '--reset-then-reuse-values']));
/** The arguments of `helm pull`: the chart of a registry or repository as a package in `destination`. */
function helm_arguments_pullArguments(step, destination) {
    const fromRepository = chartOrigin(step) === 'repository';
    const args = [
        'pull',
        fromRepository && step.login !== undefined ? `${PRIVATE_REPOSITORY}/${step.chart}` : step.chart,
    ];
    if (fromRepository && step.login === undefined && step.repository !== undefined)
        args.push('--repo', step.repository);
    if (step.version !== undefined)
        args.push('--version', step.version);
    args.push('--destination', destination, ...partHelmArguments(step.helmArgs).download);
    return args;
}
/** The name under which a repository with login stands in the private repositories file. */
const PRIVATE_REPOSITORY = 'deploy-as';
/** The arguments that fetch the index of the private repository. helm 3 calls a failure of that a success unless asked. */
function helm_arguments_repositoryUpdateArguments(helmMajor) {
    const args = ['repo', 'update', PRIVATE_REPOSITORY];
    return helmMajor === 3 ? [...args, '--fail-on-repo-update-fail'] : args;
}
/** The arguments that print the manifest of one revision of the release. */
function helm_arguments_manifestArguments(step, namespace, revision) {
    return ['get', 'manifest', step.release, '--namespace', namespace, '--revision', String(revision)];
}
/** The arguments that list the release's revisions with their states. */
function helm_arguments_historyArguments(step, namespace) {
    return ['history', step.release, '--namespace', namespace, '--output', 'json'];
}
/** The arguments that print the CustomResourceDefinitions of a chart's `crds/` folders. */
function helm_arguments_customResourceArguments(chart) {
    return ['show', 'crds', chart];
}
/**
 * Where helm keeps logins, indexes and downloaded charts (https://helm.sh/docs/helm/helm/): all in `folder`, so that
 * nothing of a private source is left behind. Plugins stay where they are.
 */
function helm_arguments_privateHomes(folder) {
    return {
        HELM_CACHE_HOME: join(folder, 'cache'),
        HELM_CONTENT_CACHE: join(folder, 'cache', 'content'),
        HELM_REPOSITORY_CACHE: join(folder, 'cache', 'repository'),
        HELM_REPOSITORY_CONFIG: join(folder, 'repositories.yaml'),
        HELM_REGISTRY_CONFIG: join(folder, 'registry.json'),
    };
}
/**
 * The repositories file that knows the one repository with its login (JSON, which is YAML). helm sends the login to
 * the repository's own scheme, host and port only, unless `--pass-credentials` is given.
 */
function helm_arguments_repositoriesFile(repository, login, helmArgs, workingFolder) {
    const file = (flag) => {
        const value = valueOfFlag(helmArgs, flag);
        return value === undefined ? '' : resolve(workingFolder, value);
    };
    const isOn = (flag) => (valueOfFlag(helmArgs, flag) ?? 'false') !== 'false';
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
function helm_arguments_registryFile(chart, login) {
    const auth = Buffer.from(`${login.username}:${login.password.reveal()}`, 'utf8').toString('base64');
    return JSON.stringify({ auths: { [registryKey(chart)]: { auth } } });
}
/** Docker Hub's logins go by its first API's address: https://github.com/docker/cli/blob/master/cli/registry/client/ */
function registryKey(chart) {
    const host = helm_arguments_registryHost(chart);
    return /^((registry-1|index)\.)?docker\.io$/.test(host) ? 'https://index.docker.io/v1/' : host;
}
/** Host and port of `oci://host:port/path`. */
function helm_arguments_registryHost(chart) {
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
            return { kind: 'apply', message: `helm cannot read the release ${release}.`, details: helm_failure_linesOf(error) };
        case 'render':
            return {
                kind: 'manifest',
                message: `helm cannot render the chart "${context.step.chart}" for this cluster. Nothing was changed.`,
                details: helm_failure_linesOf(error),
            };
        case 'upgrade':
            return {
                kind: 'apply',
                message: `helm could not finish release ${release} in namespace ${context.namespace}.`,
                fix: `What was applied before stays: \`helm history ${release} -n ${context.namespace}\` shows the revisions, \`helm rollback\` goes back to one.`,
                details: helm_failure_linesOf(error),
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
    unauthenticated,
    unreachable,
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
function unauthenticated(error) {
    if (!/asked for the client to provide credentials|: Unauthorized$|getting credentials: exec/m.test(error)) {
        return undefined;
    }
    return {
        kind: 'unauthenticated',
        message: 'The API server does not take the credential from helm (401).',
        fix: 'It has expired since this step began, or its exec plugin does not work in this environment.',
        details: helm_failure_linesOf(error),
    };
}
const NO_CONNECTION = /connection refused|connection reset|no such host|no route to host|network is unreachable|i\/o timeout|TLS handshake|certificate|context deadline exceeded|EOF|proxyconnect|server gave HTTP response/i;
function unreachable(error) {
    const isApiServer = /cluster unreachable|cluster reachability check failed/i.test(error);
    if (!isApiServer || !NO_CONNECTION.test(error))
        return undefined;
    return { kind: 'unreachable', message: 'helm cannot reach the API server.', details: helm_failure_linesOf(error) };
}
function pending(error, { step, namespace }) {
    if (!error.includes('another operation (install/upgrade/rollback) is in progress'))
        return undefined;
    return {
        kind: 'apply',
        message: `Release ${step.release} in namespace ${namespace} is pending: another helm works on it, or one was ended before it was done.`,
        fix: helm_failure_recovery(step.release, namespace),
    };
}
/** How somebody gets a release out of a pending state. */
function helm_failure_recovery(release, namespace) {
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
        details: helm_failure_linesOf(error).slice(1),
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
    const way = helm_failure_linesOf(match.at(-1) ?? '').map((text) => text.trim());
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
        details: helm_failure_linesOf(error),
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
        details: helm_failure_linesOf(error),
    };
}
/** `pre-upgrade` of "pre-upgrade hooks failed", "failed pre-install". */
function nameHook(error) {
    const match = /((?:pre|post)-(?:install|upgrade|rollback)) hooks failed|failed ((?:pre|post)-(?:install|upgrade))/.exec(error);
    return match?.[1] ?? match?.[2];
}
/** Why a chart could not be had from its registry or repository. `output` is what helm wrote, stdout included. */
function helm_failure_problemOfDownload(output, step) {
    const source = sourceName(step);
    const details = helm_failure_linesOf(output);
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
        if (chartOrigin(step) === 'registry' && step.version !== undefined)
            return versionMissing(step, source, details);
        return {
            ...base,
            kind: 'input',
            input: 'chart',
            message: `input \`chart\`: ${source} has no chart "${step.chart}".`,
            fix: chartOrigin(step) === 'registry'
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
    return chartOrigin(step) === 'registry'
        ? `the registry ${registryHost(step.chart)}`
        : `the repository ${step.repository}`;
}
function helm_failure_linesOf(text) {
    return text
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => line !== '');
}
function firstLine(text) {
    return (helm_failure_linesOf(text)[0] ?? '').replace(/[.\s]+$/, '');
}

;// CONCATENATED MODULE: ./lib/render/helm-release.js

/** The revisions in `helm history --output json`, oldest first. Throws for anything else. */
function helm_release_readHistory(stdout) {
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
    const info = fieldOf(release, 'info');
    return {
        revision,
        status: helm_release_textAt(info, 'status'),
        manifest: helm_release_textAt(release, 'manifest'),
        notes: helm_release_textAt(info, 'notes').trimEnd(),
        hooks: hooksOf(fieldOf(release, 'hooks')),
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
    return (0,manifests_draft/* joinDrafts */.Vk)(manifest
        .split(/^---[ \t]*$/m)
        .map((document) => (0,manifests_draft/* readObjects */.$I)(document, { kind: 'made', from: templateOf(document, chartFolder) })));
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
function fieldOf(value, key) {
    return typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined;
}
function helm_release_textAt(value, key) {
    const field = fieldOf(value, key);
    return typeof field === 'string' ? field : '';
}
function numberAt(value, key) {
    const field = fieldOf(value, key);
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
    if (!(cause instanceof process/* CannotStart */.cM))
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
    const destination = join(options.folder, 'chart');
    await mkdir(destination, { mode: 0o700 });
    const privately = step.login === undefined ? runner : await withLogin(step, step.login, runner, options.folder);
    const commands = [];
    if (step.login !== undefined && chartOrigin(step) === 'repository') {
        commands.push(repositoryUpdateArguments(runner.helm.major));
    }
    commands.push(pullArguments(step, destination));
    for (const args of commands) {
        const problem = await tryDownload(step, privately, args, options, signal);
        if (problem !== undefined)
            return failure(problem);
    }
    const [file, ...more] = (await readdir(destination)).filter((name) => name.endsWith('.tgz'));
    if (file === undefined || more.length > 0)
        throw new Error(`helm pull left ${more.length + (file === undefined ? 0 : 1)} packages instead of one`);
    options.log.info(`Downloaded the chart ${file}`);
    return success(join(destination, file));
}
async function withLogin(step, login, runner, folder) {
    const homes = privateHomes(folder);
    const text = chartOrigin(step) === 'registry'
        ? registryFile(step.chart, login)
        : repositoriesFile(step.repository ?? '', login, step.helmArgs, runner.cwd);
    const file = chartOrigin(step) === 'registry' ? homes.HELM_REGISTRY_CONFIG : homes.HELM_REPOSITORY_CONFIG;
    await writePrivate(file, text);
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
                if (!isPassing(problem) || attempt === DOWNLOAD_TRIES)
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
    const folder = planPrivateFolder(folders.temp);
    await createPrivateFolder(folder);
    try {
        const file = (0,external_node_path_.join)(folder, 'values.yaml');
        await private_files_writePrivate(file, step.values.reveal());
        return await renderBoth(request, file, runner, signal);
    }
    finally {
        removePrivateFolder(folder, folders.temp);
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

;// CONCATENATED MODULE: ./lib/rbac/load-chart.js








/** The objects of a chart as helm renders them without a cluster, for a first install and for an upgrade together. */
async function loadChart(source, place, host, signal) {
    const helm = knownHelm(source.helm);
    if (!helm.ok)
        return helm;
    const { folders, environment, namespace } = place;
    const runner = { helm: helm.value, process: host.process, env: environment, cwd: folders.working };
    const rendered = await renderTemplates({ step: source.step, namespace, folders }, runner, signal);
    if (!rendered.ok)
        return rendered;
    return placeChart((0,manifests_draft/* joinDrafts */.Vk)(rendered.value.map((manifest) => objectsOfManifest(manifest, undefined))), namespace);
}
/** As helm does: what names no namespace is in the release's, unless its kind has none. */
function placeChart(draft, namespace) {
    const discovery = offlineDiscovery(draft.objects);
    const unknown = draft.objects.filter(({ ref }) => discovery.find(ref.apiVersion, ref.kind) === undefined);
    const problems = [...draft.problems, ...unknown.map(load_unknownKind)];
    if (problems.length > 0)
        return (0,lib_problem/* failure */.V2)(...problems);
    const placed = new Map();
    for (const object of draft.objects) {
        const { namespace: own, ...bare } = object.ref;
        const isNamespaced = discovery.find(bare.apiVersion, bare.kind)?.namespaced ?? true;
        const ref = isNamespaced ? { ...bare, namespace: own ?? namespace } : bare;
        const key = JSON.stringify([ref, isHook(object)]);
        if (!placed.has(key))
            placed.set(key, { ...object, ref });
    }
    const all = [...placed.values()];
    const definitions = all.filter(({ source }) => isOfDefinitionsFolder(source.file));
    return (0,lib_problem/* success */.kX)({
        definitions,
        hooks: all.filter(isHook),
        objects: all.filter((object) => !isHook(object) && !definitions.includes(object)),
        discovery,
    });
}

;// CONCATENATED MODULE: ./lib/rbac/refusals.js




const RBAC = 'rbac.authorization.k8s.io';
const ESCALATION = 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping';
/**
 * Objects among the files for which no narrow deployer can be written: whoever creates a Role must hold everything
 * that it grants, so that one with `*` takes a deployer that may do everything.
 */
function refuseWidePowers(objects) {
    return objects.filter(({ ref }) => (0,order/* groupOf */.F)(ref.apiVersion) === RBAC).flatMap(problemsOf);
}
function problemsOf(object) {
    switch (object.ref.kind) {
        case 'Role':
        case 'ClusterRole':
            return [...wildcards(object), ...aggregation(object)];
        case 'RoleBinding':
        case 'ClusterRoleBinding':
            return powerfulBinding(object);
        default:
            return [];
    }
}
function wildcards(object) {
    const rules = (0,json/* isList */.Lv)(object.value.rules) ? object.value.rules : [];
    return rules.flatMap((rule, index) => {
        const fields = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'].filter((field) => hasWildcard(rule, field));
        const [field] = fields;
        if (field === undefined)
            return [];
        return [
            {
                kind: 'manifest',
                message: `${(0,lib_problem/* nameObject */.Td)(object.ref)} grants \`*\` (${fields.join(', ')}), so whoever deploys it must hold \`*\` as well: the deployer would be no narrower than an administrator (${ESCALATION}).`,
                fix: 'Write out what the Role grants, or let an administrator apply this object and keep it out of what is deployed.',
                source: (0,manifests_draft/* sourceOfField */.re)(object, ['rules', index, field]),
                object: object.ref,
            },
        ];
    });
}
function hasWildcard(rule, field) {
    const values = (0,json/* isObject */.Gv)(rule) ? rule[field] : undefined;
    // `*/scale` is the scale of everything; a path such as `/metrics/*` is still one.
    return ((0,json/* isList */.Lv)(values) && values.some((value) => value === '*' || (field === 'resources' && /^\*\//.test(String(value)))));
}
function aggregation(object) {
    if (object.ref.kind !== 'ClusterRole' || !(0,json/* isObject */.Gv)(object.value.aggregationRule))
        return [];
    return [
        {
            kind: 'manifest',
            message: `${(0,lib_problem/* nameObject */.Td)(object.ref)} has an aggregationRule: its rules are whatever others label later, so the API server lets only somebody who may do everything create it (${ESCALATION}).`,
            fix: 'Write out its rules, or let an administrator apply this object and keep it out of what is deployed.',
            source: (0,manifests_draft/* sourceOfField */.re)(object, ['aggregationRule']),
            object: object.ref,
        },
    ];
}
function powerfulBinding(object) {
    const { roleRef } = object.value;
    if (!(0,json/* isObject */.Gv)(roleRef) || roleRef.kind !== 'ClusterRole' || roleRef.name !== 'cluster-admin')
        return [];
    return [
        {
            kind: 'manifest',
            message: `${(0,lib_problem/* nameObject */.Td)(object.ref)} binds cluster-admin, which grants \`*\`: a deployer that may bind it can bind it to itself.`,
            fix: 'Bind a Role that lists what is needed, or let an administrator apply this object and keep it out of what is deployed.',
            source: (0,manifests_draft/* sourceOfField */.re)(object, ['roleRef', 'name']),
            object: object.ref,
        },
    ];
}

// EXTERNAL MODULE: ./lib/rights/constrained.js
var constrained = __webpack_require__(5998);
;// CONCATENATED MODULE: ./lib/rbac/impersonator.js

const AUTHENTICATION = 'authentication.k8s.io';
/** The run's facts among the impersonation extras that no rule can pin, as every run has its own. */
const UNPINNED_STAMPS = [
    'run-id',
    'run-attempt',
    'workflow-ref',
    'sha',
    'ref',
    'actor',
    'triggering-actor',
    'job',
    'event',
    'environment',
    'job-workflow-ref',
];
/** The rights that let a token become `target`, a service account, and nobody else. */
function impersonatorRights(request) {
    const { target, mode, stamp, needed, usesHelm } = request;
    const become = (verb, apiGroup) => ({
        for: `to become ${target.namespace}/${target.name}`,
        right: { verb, apiGroup, resource: 'serviceaccounts', subresource: '', ...target },
    });
    if (mode === 'impersonate')
        return [become('impersonate', ''), ...(stamp === undefined ? [] : stampRights(stamp))];
    return [
        become('impersonate:serviceaccount', AUTHENTICATION),
        ...(0,constrained/* reviewNeeds */.UI)('serviceaccount'),
        ...(usesHelm ? (0,constrained/* toolNeeds */.eE)('serviceaccount') : []),
        ...(0,constrained/* constrainedNeeds */.s$)(needed, 'serviceaccount'),
    ];
}
function stampRights({ repository, repositoryId }) {
    const extra = (key, name) => ({
        verb: 'impersonate',
        apiGroup: AUTHENTICATION,
        resource: 'userextras',
        subresource: `github.com/${key}`,
        namespace: '',
        name,
    });
    const pinned = 'the stamp: pinned, so that it is evidence in the audit log';
    const claimed = 'the stamp: what no rule can pin, and so a claim of whoever holds the token';
    return [
        { for: pinned, right: extra('repository', repository) },
        { for: pinned, right: extra('repository-id', repositoryId) },
        ...UNPINNED_STAMPS.map((key) => ({ for: claimed, right: extra(key, '') })),
    ];
}

;// CONCATENATED MODULE: ./lib/rbac/planner.js
const ADMISSION = 'admissionregistration.k8s.io';
/** Kinds that no admission policy sees, so that a policy could not be locked in by another one. */
const UNGUARDED = [
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'mutatingadmissionpolicies',
    'mutatingadmissionpolicybindings',
];
const READING = ['get', 'list', 'watch'];
/**
 * Whether an admission policy cannot hold the planner back from using `right`: what an admission policy is made of is
 * exempt from admission policies.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
function isUnguarded({ right }) {
    return right.apiGroup === ADMISSION && UNGUARDED.includes(right.resource) && !READING.includes(right.verb);
}
/** The policy that refuses `planner` every request that is no dry run, and its binding. */
function plannerPolicy(planner) {
    const name = `deploy-as-${planner.namespace}-${planner.name}`;
    const username = `system:serviceaccount:${planner.namespace}:${planner.name}`;
    const everything = { apiVersions: ['*'], operations: ['*'], resources: ['*/*'] };
    return [
        {
            comment: [
                `Refuses ${planner.namespace}/${planner.name} everything but dry runs: creating, changing, deleting, exec, eviction, tokens.`,
                'Reads pass, as its Role has them. Its own reviews are left out, since a review is no change and has no dry run.',
            ].join('\n'),
            apiVersion: `${ADMISSION}/v1`,
            kind: 'ValidatingAdmissionPolicy',
            metadata: { name },
            fields: {
                spec: {
                    failurePolicy: 'Fail',
                    matchConstraints: {
                        matchPolicy: 'Equivalent',
                        resourceRules: [{ apiGroups: ['*'], ...everything }],
                        excludeResourceRules: [{ apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'], ...everything }],
                    },
                    matchConditions: [{ name: 'is-the-planner', expression: `request.userInfo.username == '${username}'` }],
                    validations: [
                        {
                            expression: 'has(request.dryRun) && request.dryRun == true',
                            message: `${planner.namespace}/${planner.name} may only dry-run.`,
                            reason: 'Forbidden',
                        },
                    ],
                },
            },
        },
        {
            apiVersion: `${ADMISSION}/v1`,
            kind: 'ValidatingAdmissionPolicyBinding',
            metadata: { name },
            fields: { spec: { policyName: name, validationActions: ['Deny'] } },
        },
    ];
}

;// CONCATENATED MODULE: ./lib/rbac/request.js
/** The CI identity in words: `service account ci/agent`, `user github:42`. */
function nameCiIdentity(ci) {
    switch (ci.kind) {
        case 'ServiceAccount':
            return `service account ${ci.namespace}/${ci.name}`;
        case 'User':
            return `user ${ci.name}`;
        case 'Group':
            return `group ${ci.name}`;
    }
}
function isSameCiIdentity(one, other) {
    return nameCiIdentity(one) === nameCiIdentity(other);
}

// EXTERNAL MODULE: ./lib/rights/grant.js
var grant = __webpack_require__(8016);
// EXTERNAL MODULE: ./lib/rights/right.js
var rights_right = __webpack_require__(8444);
;// CONCATENATED MODULE: ./lib/rbac/roles.js


/** More names would say less. */
const MOST_REASONS = 4;
/**
 * The rights by the namespace whose Role gives them, '' for a ClusterRole; in a stable order, the cluster's last. What
 * a wider right gives already is left out.
 */
function byNamespace(rights) {
    const namespaces = new Map();
    for (const named of withoutCovered(rights)) {
        const { namespace } = named.right;
        const before = namespaces.get(namespace);
        if (before === undefined)
            namespaces.set(namespace, [named]);
        else
            before.push(named);
    }
    return new Map([...namespaces].sort(([one], [other]) => compareNamespaces(one, other)));
}
function compareNamespaces(one, other) {
    if (one === '' || other === '')
        return one === '' ? 1 : -1;
    return compareTexts(one, other);
}
/** Without the rights that another one of them includes, and more. */
function withoutCovered(rights) {
    const all = new Set(rights.map(({ right }) => (0,rights_right/* rightKey */.AN)(right)));
    return rights.filter(({ right }) => !widerThan(right).some((wider) => all.has((0,rights_right/* rightKey */.AN)(wider))));
}
function widerThan(right) {
    const own = (0,rights_right/* rightKey */.AN)(right);
    const anyName = { ...right, name: '' };
    return [anyName, { ...right, namespace: '' }, { ...anyName, namespace: '' }].filter((wider) => (0,rights_right/* rightKey */.AN)(wider) !== own);
}
/** The fewest rules that give `rights` and nothing else, each with the names of what needs it; in a stable order. */
function writtenRules(rights) {
    const all = rights.map(({ right }) => right);
    const resources = (0,grant/* rulesFor */.NP)(all).map((rule) => ({ rule, comment: reasonsOf(rights.filter(givenBy(rule))) }));
    const paths = (0,grant/* pathRulesFor */.aM)(all).map((rule) => ({
        rule,
        comment: reasonsOf(rights.filter(({ right }) => rule.nonResourceURLs.some((path) => path === right.nonResourceURL))),
    }));
    return [...resources, ...paths];
}
function givenBy(rule) {
    return ({ right }) => {
        const resource = right.subresource === '' ? right.resource : `${right.resource}/${right.subresource}`;
        return (rule.apiGroups.includes(right.apiGroup) &&
            rule.resources.includes(resource) &&
            rule.verbs.includes(right.verb) &&
            (rule.resourceNames === undefined ? right.name === '' : rule.resourceNames.includes(right.name)));
    };
}
function reasonsOf(rights) {
    const reasons = [...new Set(rights.map((named) => named.for))];
    const shown = reasons.slice(0, MOST_REASONS).join(', ');
    const left = reasons.length - MOST_REASONS;
    return (left > 0 ? `${shown} and ${left} more` : shown).replace(/\s*\n\s*/g, ' ');
}
function compareTexts(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
}

;// CONCATENATED MODULE: ./lib/rbac/write.js




const write_RBAC = 'rbac.authorization.k8s.io';
const API_VERSION = `${write_RBAC}/v1`;
/** A namespace that every cluster has. */
const EVERYWHERE = /^(default|kube-.*)$/;
/**
 * Everything that has to be in the cluster before the first deployment, in the order in which it can be applied: the
 * namespaces, the identities, their Roles and bindings, the right to become them, and the planner's policy.
 */
function writeRbac(request, needs) {
    const { deployer, planner } = request;
    const plannerAccount = planner === undefined ? undefined : { namespace: deployer.namespace, name: planner.name };
    const namespaces = [
        ...new Set([deployer.namespace, ...needs.namespaces, ...needs.needed.map(({ right }) => right.namespace)]),
    ].filter((namespace) => namespace !== '' && !EVERYWHERE.test(namespace));
    return [
        ...namespaces.sort().map(namespaceDocument),
        accountDocument(deployer, []),
        ...(plannerAccount === undefined ? [] : [accountDocument(plannerAccount, plannerNotes(needs))]),
        // Before anything is bound to the planner.
        ...(plannerAccount === undefined ? [] : plannerPolicy(plannerAccount)),
        ...deployerRoles(deployer, plannerAccount, needs),
        ...impersonator(request, deployer, request.ci, needs),
        ...(planner === undefined || plannerAccount === undefined
            ? []
            : withComment(impersonator(request, plannerAccount, planner.ci, needs), plannerWarning(request))),
    ];
}
function plannerWarning({ planner, ci, deployer }) {
    if (planner === undefined || !isSameCiIdentity(planner.ci, ci))
        return undefined;
    return (`${nameCiIdentity(ci)} may become ${deployer.name} as well: whoever edits a workflow of a pull request can deploy.\n` +
        'Give pull requests a CI identity of their own (--planner-ci-service-account, --planner-ci-user, --planner-ci-group).');
}
function withComment(documents, comment) {
    const [first, ...rest] = documents;
    if (first === undefined || comment === undefined)
        return documents;
    return [{ ...first, comment: [first.comment, comment].filter((text) => text !== undefined).join('\n') }, ...rest];
}
function namespaceDocument(name) {
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
function accountDocument({ namespace, name }, notes) {
    return {
        comment: ['Nobody holds a token of it: the workflow becomes it by impersonation.', ...notes].join('\n'),
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace },
        fields: { automountServiceAccountToken: false },
    };
}
function plannerNotes({ needed }) {
    const readsSecrets = needed.some(({ right }) => {
        return right.apiGroup === '' && right.resource === 'secrets' && right.verb === 'list' && right.name === '';
    });
    return readsSecrets
        ? ['Reading is no change: as helm has to, it can read every Secret of the namespace, and so can each pull request.']
        : [];
}
function deployerRoles(deployer, planner, needs) {
    const documents = [];
    for (const [namespace, rights] of byNamespace(needs.needed)) {
        if (namespace === '')
            continue;
        const name = namespace === deployer.namespace ? deployer.name : qualifiedName(deployer);
        documents.push(...roleAndBinding({ namespace, name, rules: writtenRules(rights) }, accountSubjects(deployer, planner)));
    }
    return [...documents, ...clusterRoles(deployer, planner, needs)];
}
/** What is cluster-scoped: one ClusterRole, and one of its own for a planner whom no policy would hold back. */
function clusterRoles(deployer, planner, { needed }) {
    const all = byNamespace(needed).get('') ?? [];
    if (all.length === 0)
        return [];
    const clusterRole = (owner, rights) => ({
        namespace: '',
        name: qualifiedName(owner),
        rules: writtenRules(rights),
    });
    const guarded = all.filter((right) => !isUnguarded(right));
    if (planner === undefined || guarded.length === all.length) {
        return roleAndBinding(clusterRole(deployer, all), accountSubjects(deployer, planner));
    }
    return [
        ...roleAndBinding(clusterRole(deployer, all), accountSubjects(deployer)),
        ...withComment(roleAndBinding(clusterRole(planner, guarded), accountSubjects(planner)), UNGUARDED_LEFT_OUT),
    ];
}
const UNGUARDED_LEFT_OUT = [
    'The same for the planner, but it may not write admission policies: they are exempt from admission policies, so that',
    'nothing would keep the planner to dry runs. It cannot plan these objects.',
].join('\n');
function impersonator({ mode, stamp }, target, ci, { needed, usesHelm }) {
    const scopes = byNamespace(impersonatorRights({ target, mode, stamp, needed, usesHelm }));
    return [...scopes].flatMap(([namespace, rights]) => {
        const name = namespace === target.namespace ? `impersonate-${target.name}` : `impersonate-${qualifiedName(target)}`;
        return roleAndBinding({ namespace, name, rules: writtenRules(rights) }, [ciSubject(ci)]);
    });
}
/** A name that is the account's own in the whole cluster. */
function qualifiedName({ namespace, name }) {
    return `deploy-as-${namespace}-${name}`;
}
function roleAndBinding({ namespace, name, rules, }, subjects) {
    const kind = namespace === '' ? 'ClusterRole' : 'Role';
    const metadata = namespace === '' ? { name } : { name, namespace };
    return [
        { apiVersion: API_VERSION, kind, metadata, rules },
        {
            apiVersion: API_VERSION,
            kind: `${kind}Binding`,
            metadata,
            fields: { roleRef: { apiGroup: write_RBAC, kind, name }, subjects },
        },
    ];
}
function accountSubjects(...accounts) {
    return accounts.flatMap((account) => account === undefined ? [] : [{ kind: 'ServiceAccount', namespace: account.namespace, name: account.name }]);
}
function ciSubject(ci) {
    if (ci.kind === 'ServiceAccount')
        return { kind: ci.kind, namespace: ci.namespace, name: ci.name };
    return { kind: ci.kind, apiGroup: write_RBAC, name: ci.name };
}

;// CONCATENATED MODULE: ./lib/rbac/generate.js








/** The RBAC for one deployer, or everything that stands in the way of a narrow one. Asks no cluster. */
async function generateRbac(request, host, signal) {
    const loaded = await needsOf(request, host, signal);
    if (!loaded.ok)
        return loaded;
    const { objects, needs } = loaded.value;
    const documents = writeRbac(request, needs);
    const problems = [...refuseWidePowers(objects), ...strangers(objects, request), ...collisions(objects, documents)];
    return problems.length === 0 ? (0,lib_problem/* success */.kX)(documents) : (0,lib_problem/* failure */.V2)(...problems);
}
async function needsOf({ source, place }, host, signal) {
    if (source.kind === 'chart') {
        const chart = await loadChart(source, place, host, signal);
        if (!chart.ok)
            return chart;
        const { objects, hooks, definitions } = chart.value;
        const { step, major, serverVersion } = source;
        const { namespace, environment } = place;
        const around = { major, namespace, environment, serverVersion, revisions: [], applyMethod: undefined };
        const needs = needsOfChart(chart.value, helmRelease(step, around));
        return (0,lib_problem/* success */.kX)({ objects: [...objects, ...hooks, ...definitions], needs });
    }
    const loaded = await loadObjects(source, place, host, signal);
    if (!loaded.ok)
        return loaded;
    const { objects, discovery } = loaded.value;
    const isRenamed = source.kind === 'kustomize' ? isHashedByKustomize : () => false;
    return (0,lib_problem/* success */.kX)({ objects, needs: needsOfObjects(objects, discovery, isRenamed) });
}
/** Objects that reach into another environment would tie the two together again. */
function strangers(objects, { foreign, environment }) {
    return objects.flatMap((object) => {
        const { ref, source } = object;
        const namespace = ref.kind === 'Namespace' && ref.apiVersion === 'v1' ? ref.name : ref.namespace;
        const other = namespace === undefined ? undefined : foreign.get(namespace);
        if (other === undefined)
            return [];
        return [
            {
                kind: 'manifest',
                message: `${(0,lib_problem/* nameObject */.Td)(ref)} is in the namespace of the environment ${other}, but would be deployed by ${environment} as well.`,
                fix: 'Leave metadata.namespace out, so that the object goes where the environment is, or give each environment files of its own: `{environment}` in a path is replaced by its name.',
                source,
                object: ref,
            },
        ];
    });
}
/** A deployer that deploys its own Role takes its own rights away, or would have to hold whatever it gives itself. */
function collisions(objects, documents) {
    const own = new Set(documents.map((document) => key(document.kind, document.metadata)));
    return objects
        .filter(({ ref }) => /^(ServiceAccount|(Cluster)?Role(Binding)?)$/.test(ref.kind) && own.has(key(ref.kind, ref)))
        .map(({ ref, source }) => ({
        kind: 'manifest',
        message: `${(0,lib_problem/* nameObject */.Td)(ref)} is among the files, and has the name of an object that gives the deployer its own rights.`,
        fix: 'Keep the rights of the deployer out of what it deploys: rename the object, or let an administrator apply it.',
        source,
        object: ref,
    }));
}
function key(kind, { namespace, name }) {
    return JSON.stringify([kind, namespace ?? '', name]);
}

// EXTERNAL MODULE: ./lib/secret.js
var secret = __webpack_require__(1550);
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
        const version = result.aborted || result.exitCode !== 0 ? undefined : readVersion(tool, result.stdout);
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
function readVersion(tool, stdout) {
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

// EXTERNAL MODULE: ./lib/cli/log.js
var log = __webpack_require__(2507);
// EXTERNAL MODULE: ./lib/identity/name.js
var identity_name = __webpack_require__(3368);
// EXTERNAL MODULE: ./lib/cli/usage.js
var usage = __webpack_require__(2402);
;// CONCATENATED MODULE: ./lib/cli/rbac-options.js


const PLANNER_NAME = 'planner';
const DEPLOYER_NAME = 'deployer';
/** The identities that the options ask for, one scene for each environment; what is wrong goes into `problems`. */
function readScenes(given, problems) {
    const mode = readMode(given, problems);
    const stamp = readStamp(given, mode, problems);
    return readPlaces(given, problems).flatMap(({ environment, namespace }) => {
        const fill = filler(environment, namespace);
        const deployer = readDeployer(given, fill, namespace, problems);
        const ci = readCi(given, fill, problems);
        const planner = ci === undefined ? undefined : readPlanner(given, fill, { ci, deployer }, problems);
        if (deployer === undefined || ci === undefined)
            return [];
        const own = namespace ?? deployer.namespace;
        return [{ deployer, ci, mode, stamp, planner, environment, namespace: own, fill: filler(environment, own) }];
    });
}
function readMode(given, problems) {
    const text = given.text('mode') ?? 'impersonate';
    if (text === 'impersonate' || text === 'constrained')
        return text;
    problems.push((0,usage/* usageProblem */.FD)('mode', `"${text}" is no mode`, 'Write `impersonate` or `constrained`.'));
    return 'impersonate';
}
function readStamp(given, mode, problems) {
    const repository = given.text('github-repository');
    const repositoryId = given.text('github-repository-id') ?? given.text('ci-github-repository-id');
    if (!given.has('stamp')) {
        for (const option of ['github-repository', 'github-repository-id'])
            if (given.has(option))
                problems.push((0,usage/* usageProblem */.FD)(option, 'it does nothing without --stamp', 'Add `--stamp`, or leave it out.'));
        return undefined;
    }
    if (mode === 'constrained') {
        problems.push((0,usage/* usageProblem */.FD)('stamp', 'the stamp is impersonation extras, and constrained impersonation of a service account takes none: the server falls back to the verb `impersonate` for them (https://kep.k8s.io/5284)', 'Leave `--stamp` out, or write `--mode impersonate`.'));
    }
    if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
        problems.push((0,usage/* usageProblem */.FD)('stamp', 'it pins the repository, which is not given', 'Write `--github-repository OWNER/NAME`.'));
        return undefined;
    }
    if (repositoryId === undefined || !/^\d+$/.test(repositoryId)) {
        problems.push((0,usage/* usageProblem */.FD)('stamp', 'it pins the id of the repository, which is not given as a number', 'Write `--github-repository-id ID`; `gh api repos/OWNER/NAME --jq .id` shows it.'));
        return undefined;
    }
    return { repository, repositoryId };
}
function readPlaces(given, problems) {
    const environments = given.list('environment');
    const namespace = given.text('namespace');
    if (namespace !== undefined && !(0,identity_name/* isNamespaceName */.Pi)(namespace))
        problems.push((0,usage/* usageProblem */.FD)('namespace', `"${namespace}" cannot be the name of a namespace`, WRITE_NAMESPACE));
    if (environments.length === 0)
        return [{ environment: undefined, namespace }];
    if (namespace !== undefined)
        problems.push((0,usage/* usageProblem */.FD)('namespace', 'it stands beside --environment', 'Each environment names its namespace.'));
    const places = [];
    for (const text of environments) {
        const [, name, where] = /^([^=]+)=(.+)$/.exec(text) ?? [];
        if (name === undefined || where === undefined || !(0,identity_name/* isNamespaceName */.Pi)(where)) {
            problems.push((0,usage/* usageProblem */.FD)('environment', `"${text}" is not NAME=NAMESPACE`, 'Write e.g. `--environment staging=shop-staging`.'));
            continue;
        }
        if (places.some((place) => place.environment === name || place.namespace === where)) {
            problems.push((0,usage/* usageProblem */.FD)('environment', `"${text}" shares its name or namespace with another one`, 'Separate identities need separate namespaces.'));
        }
        places.push({ environment: name, namespace: where });
    }
    return places;
}
const WRITE_NAMESPACE = 'Write lower-case letters, digits and `-`, at most 63.';
function filler(environment, namespace) {
    return (text) => text
        .replaceAll('{environment}', () => environment ?? '{environment}')
        .replaceAll('{namespace}', () => namespace ?? '{namespace}');
}
function readDeployer(given, fill, namespace, problems) {
    const text = given.text('as');
    if (text === undefined) {
        if (namespace !== undefined)
            return { namespace, name: DEPLOYER_NAME };
        problems.push((0,usage/* usageProblem */.FD)('as', 'who deploys is not given', 'Write `--as system:serviceaccount:NAMESPACE:NAME`, or `--namespace NAMESPACE`.'));
        return undefined;
    }
    const isSeveral = given.list('environment').length > 1;
    if (isSeveral && fill(text) === text) {
        problems.push((0,usage/* usageProblem */.FD)('as', 'it would be the same for all environments', 'Write `system:serviceaccount:{namespace}:deployer`, or leave it out.'));
    }
    const account = (0,identity_name/* serviceAccountOf */.gw)(fill(text));
    if (account === undefined) {
        problems.push((0,usage/* usageProblem */.FD)('as', `"${text}" is no service account: only one can be become by a Role in its own namespace`, 'Write `--as system:serviceaccount:NAMESPACE:NAME`.'));
    }
    return account;
}
const CI_OPTIONS = ['ci-service-account', 'ci-user', 'ci-group', 'ci-github-repository-id'];
const PLANNER_CI_OPTIONS = ['planner-ci-service-account', 'planner-ci-user', 'planner-ci-group'];
function readCi(given, fill, problems) {
    const options = CI_OPTIONS.filter((option) => given.has(option));
    const [option] = options;
    if (option === undefined || options.length > 1) {
        problems.push((0,usage/* usageProblem */.FD)('', options.length === 0
            ? 'who the workflow is to the cluster is not given'
            : `${options.map((name) => `--${name}`).join(' and ')} exclude each other`, `Give exactly one of ${CI_OPTIONS.map((name) => `--${name}`).join(', ')}.`));
        return undefined;
    }
    return readCiOption(option, fill(given.text(option) ?? ''), problems);
}
function readCiOption(option, text, problems) {
    if (option.endsWith('ci-user'))
        return { kind: 'User', name: text };
    if (option.endsWith('ci-group')) {
        if (text === 'system:authenticated' || text === 'system:unauthenticated' || text === 'system:serviceaccounts') {
            problems.push((0,usage/* usageProblem */.FD)(option, `${text} is nearly everybody`, 'Name a group of workflows alone.'));
            return undefined;
        }
        return { kind: 'Group', name: text };
    }
    if (option === 'ci-github-repository-id') {
        if (/^\d+$/.test(text))
            return { kind: 'User', name: `github:${text}` };
        problems.push((0,usage/* usageProblem */.FD)(option, `"${text}" is no repository id`, '`gh api repos/OWNER/NAME --jq .id` shows it: a number.'));
        return undefined;
    }
    const [namespace = '', name = '', ...rest] = text.split('/');
    if (rest.length === 0 && (0,identity_name/* isNamespaceName */.Pi)(namespace) && (0,identity_name/* isServiceAccountName */.oJ)(name))
        return { kind: 'ServiceAccount', namespace, name };
    problems.push((0,usage/* usageProblem */.FD)(option, `"${text}" is no service account`, 'Write `NAMESPACE/NAME`, such as `ci/agent`.'));
    return undefined;
}
function readPlanner(given, fill, { ci, deployer }, problems) {
    const options = PLANNER_CI_OPTIONS.filter((option) => given.has(option));
    const [option] = options;
    if (!given.has('planner')) {
        for (const name of options)
            problems.push((0,usage/* usageProblem */.FD)(name, 'it does nothing without --planner', 'Add `--planner`, or leave it out.'));
        return undefined;
    }
    if (options.length > 1) {
        const message = `${options.map((name) => `--${name}`).join(' and ')} exclude each other`;
        problems.push((0,usage/* usageProblem */.FD)('', message, 'Keep one of them.'));
    }
    if (deployer?.name === PLANNER_NAME) {
        problems.push((0,usage/* usageProblem */.FD)('as', `"${PLANNER_NAME}" is the name of the second identity`, 'Give the deployer another name.'));
    }
    const own = option === undefined ? ci : readCiOption(option, fill(given.text(option) ?? ''), problems);
    return own === undefined ? undefined : { name: PLANNER_NAME, ci: own };
}

// EXTERNAL MODULE: ./lib/cli/terminal.js
var cli_terminal = __webpack_require__(3345);
;// CONCATENATED MODULE: ./lib/cli/rbac.js
















/** `deploy-as rbac`. */
async function rbacCommand(given, output, terminal, signal) {
    const problems = [];
    const scenes = readScenes(given, problems);
    const folders = readFolders(given, terminal, problems);
    const readSource = readSources(given, problems);
    if (problems.length > 0 || readSource === undefined)
        return refuse(problems, terminal, cli_terminal/* EXIT */.d.usage);
    const host = { process: terminal.process, log: (0,log/* stderrLog */.b)(terminal) };
    const tool = await findTool(readSource.tool, folders, terminal, signal);
    if (!tool.ok)
        return refuse(tool.problems, terminal, cli_terminal/* EXIT */.d.findings);
    const generated = [];
    for (const scene of scenes) {
        const source = readSource.sourceFor(scene, tool.value);
        if (!source.ok)
            return refuse(source.problems, terminal, cli_terminal/* EXIT */.d.usage);
        const environment = (0,runner/* childEnvironment */.Qc)(terminal.environment);
        const place = { folders, environment, namespace: scene.namespace };
        const documents = await generateRbac({ ...scene, source: source.value, place, foreign: others(scenes, scene) }, host, signal);
        if (!documents.ok)
            return refuse(documents.problems, terminal, cli_terminal/* EXIT */.d.findings);
        generated.push({ scene, documents: documents.value });
    }
    for (const scene of scenes)
        warnOfPlanner(scene, terminal);
    terminal.stdout(output === 'json'
        ? writeJsonList(generated.flatMap(({ documents }) => documents))
        : generated.map(({ scene, documents }) => writeYaml(heading(scene), documents)).join('---\n'));
    return cli_terminal/* EXIT */.d.clean;
}
function heading({ deployer, environment, ci, mode, namespace }) {
    const who = `${deployer.namespace}/${deployer.name}`;
    return [
        `The rights of ${who}${environment === undefined ? '' : `, which deploys to ${environment}`}: what deploying to namespace ${namespace} takes, and no more.`,
        `${nameCiIdentity(ci)} may become it${mode === 'constrained' ? ', request by request (constrained impersonation, Kubernetes 1.36 or newer)' : ''}.`,
        'Written by `deploy-as rbac`. Somebody who may grant rights applies it: kubectl apply -f FILE.',
    ].join('\n');
}
function warnOfPlanner({ planner, ci, deployer }, terminal) {
    if (planner === undefined || !isSameCiIdentity(planner.ci, ci))
        return;
    terminal.stderr(`Warning: ${nameCiIdentity(ci)} may become ${deployer.namespace}/${deployer.name} as well as the planner, so that whoever edits the workflow of a pull request can deploy. Give pull requests a CI identity of their own: --planner-ci-service-account, --planner-ci-user or --planner-ci-group.\n`);
}
function others(scenes, own) {
    return new Map(scenes.filter((scene) => scene !== own).map((scene) => [scene.namespace, scene.environment ?? scene.namespace]));
}
function readFolders(given, terminal, problems) {
    const { currentFolder } = terminal;
    const working = (0,external_node_path_.resolve)(currentFolder, given.text('working-directory') ?? '.');
    if (!(0,external_node_fs_.existsSync)(working) || !(0,external_node_fs_.statSync)(working).isDirectory())
        problems.push((0,usage/* usageProblem */.FD)('working-directory', `there is no folder ${working}`, 'Write a folder that exists.'));
    return { workspace: currentFolder, working, temp: (0,external_node_os_.tmpdir)() };
}
const SOURCES = ['manifests', 'kustomize', 'chart'];
const CHART_OPTIONS = [
    'release',
    'chart-version',
    'chart-repository',
    'values-files',
    'values',
    'set',
    'helm-args',
    'helm-version',
    'kubernetes-version',
    'wait',
];
function readSources(given, problems) {
    const chosen = SOURCES.filter((option) => given.has(option));
    const [kind] = chosen;
    if (kind === undefined || chosen.length > 1) {
        const message = kind === undefined
            ? 'what is deployed is not given'
            : `${chosen.map((name) => `--${name}`).join(' and ')} exclude each other`;
        problems.push((0,usage/* usageProblem */.FD)('', message, 'Give exactly one of --manifests, --kustomize and --chart.'));
        return undefined;
    }
    if (kind !== 'chart') {
        for (const option of CHART_OPTIONS.filter((name) => given.has(name)))
            problems.push((0,usage/* usageProblem */.FD)(option, 'it does nothing without --chart', 'Leave it out.'));
    }
    switch (kind) {
        case 'manifests':
            return {
                tool: undefined,
                sourceFor: ({ fill }) => (0,lib_problem/* success */.kX)({ kind, paths: given.list('manifests').map(fill) }),
            };
        case 'kustomize':
            return {
                tool: 'kubectl',
                sourceFor: ({ fill }, tool) => (0,lib_problem/* success */.kX)({ kind, folder: fill(given.text('kustomize') ?? ''), kubectl: tool?.path ?? '' }),
            };
        case 'chart': {
            const wait = readBoolean(given, 'wait', true, problems);
            const major = readMajor(given, problems);
            const serverVersion = readServerVersion(given, problems);
            return {
                tool: 'helm',
                sourceFor: (scene, tool) => chartSource(given, scene, { wait, major, tool, serverVersion }),
            };
        }
    }
}
function chartSource(given, { fill }, options) {
    const { wait, tool } = options;
    const text = (name) => fill(given.text(name) ?? '');
    const values = text('values');
    const step = (0,helm_inputs/* checkChartInputs */.a)({
        chart: text('chart'),
        release: text('release'),
        version: text('chart-version'),
        repository: text('chart-repository'),
        username: undefined,
        password: undefined,
        valuesFiles: given.list('values-files').map(fill),
        values: values === '' ? undefined : new secret/* Secrets */.Sb().register(values),
        set: given.list('set').map(fill),
        helmArgs: given.list('helm-args').map(fill),
        wait: { wait, timeoutMilliseconds: 0 },
    });
    if (!step.ok)
        return step;
    const { path = '', version = '' } = tool ?? {};
    const major = options.major ?? (version.startsWith('v3.') ? 3 : 4);
    const { serverVersion } = options;
    return (0,lib_problem/* success */.kX)({ kind: 'chart', step: step.value, helm: { path, version }, major, serverVersion });
}
function readMajor(given, problems) {
    switch (given.text('helm-version')) {
        case undefined:
            return undefined;
        case '3':
            return 3;
        case '4':
            return 4;
        default:
            problems.push((0,usage/* usageProblem */.FD)('helm-version', 'it is neither 3 nor 4', 'Write the major version of the helm that deploys.'));
            return undefined;
    }
}
/** A cluster of today, where nothing else is said. */
const RECENT = 'v1.36';
function readServerVersion(given, problems) {
    const text = given.text('kubernetes-version') ?? RECENT;
    if (!/^v?1\.\d+(\.|$)/.test(text))
        problems.push((0,usage/* usageProblem */.FD)('kubernetes-version', `"${text}" is no version of Kubernetes`, 'Write e.g. `1.33`.'));
    return text;
}
function readBoolean(given, name, byDefault, problems) {
    const text = given.text(name);
    if (text === undefined)
        return byDefault;
    if (text !== 'true' && text !== 'false')
        problems.push((0,usage/* usageProblem */.FD)(name, `"${text}" is neither true nor false`, 'Write `true` or `false`.'));
    return text === 'true';
}
async function findTool(tool, folders, terminal, signal) {
    if (tool === undefined)
        return (0,lib_problem/* success */.kX)(undefined);
    const surroundings = {
        environment: (0,runner/* childEnvironment */.Qc)(terminal.environment),
        cwd: folders.working,
        nodePlatform: terminal.platform,
    };
    const clock = {
        now: () => Date.now(),
        sleep: (milliseconds, inner) => (0,promises_.setTimeout)(milliseconds, undefined, { signal: inner }),
    };
    const found = await findOwn(tool, surroundings, { process: terminal.process, clock }, signal);
    if (found.kind === 'usable')
        return (0,lib_problem/* success */.kX)(found.own);
    const why = found.kind === 'absent' ? 'there is none on PATH' : `${found.path} is of no use: ${found.reason}`;
    return (0,lib_problem/* failure */.V2)({
        kind: 'tool',
        message: `${tool} is needed to render what is deployed, but ${why}.`,
        fix: tool === 'kubectl'
            ? 'Install kubectl (https://kubernetes.io/docs/tasks/tools/), or give the rendered files to --manifests.'
            : 'Install helm (https://helm.sh/docs/intro/install/).',
    });
}
function refuse(problems, terminal, code) {
    terminal.stderr(`${problems.map((problem) => (0,lib_problem/* formatProblem */.Vw)((0,usage/* asOptionProblem */.JL)(problem))).join('\n')}\n`);
    return code;
}


/***/ })

};
;