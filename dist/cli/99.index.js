"use strict";
exports.id = 99;
exports.ids = [99];
exports.modules = {

/***/ 4607:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ih: () => (/* binding */ faultProblem),
  Vk: () => (/* binding */ joinDrafts),
  $I: () => (/* binding */ readObjects),
  re: () => (/* binding */ sourceOfField)
});

// EXTERNAL MODULE: ./lib/manifests/json.js
var json = __webpack_require__(4443);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
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

// EXTERNAL MODULE: ./lib/manifests/scalar.js
var scalar = __webpack_require__(6629);
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
        const key = (0,scalar/* keyText */.Pu)(resolved);
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
            if (!(0,json/* isObject */.Gv)(value)) {
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
                if ((0,scalar/* isInt64 */.Un)(resolved.value)) {
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
            return node.style === 'plain' ? (0,scalar/* resolvePlainScalar */.t2)(node.text) : { type: 'string', value: node.text };
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
        const resolved = (0,scalar/* resolvePlainScalar */.t2)(node.text);
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
        if ((0,json/* isList */.Lv)(at))
            at = at[Number(step)];
        else if ((0,json/* isObject */.Gv)(at))
            at = Object.hasOwn(at, String(step)) ? at[String(step)] : undefined;
        else
            return undefined;
    }
    return at;
}

// EXTERNAL MODULE: ./lib/manifests/stream.js
var manifests_stream = __webpack_require__(4157);
;// CONCATENATED MODULE: ./lib/manifests/yaml.js




/**
 * Reads a file's text, YAML or JSON, as kubectl and the API server do, but for what they would read silently wrong:
 * duplicate keys, integers beyond int64, and documents behind a `...` are faults.
 */
function readYaml(text) {
    const stream = (0,manifests_stream/* splitStream */.L)(text);
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
        text: isOwnSendable ? wholeText(chunk.text, root) : (0,json/* writeJson */.GF)(value),
        line: lineAt(root.start),
        value,
        lineAt: (path) => lineAt(find(root, path, reading).offset),
        slice: (path) => {
            const found = find(root, path, reading);
            const part = valueAt(value, path) ?? null;
            const own = found.node === undefined || !isOwnSendable ? undefined : partText(chunk.text, found.node, part);
            return { text: own ?? (0,json/* writeJson */.GF)(part), line: lineAt(found.node?.start ?? found.offset), value: part };
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
    return isSame && (0,json/* sameJson */.Vk)(only.value, value) ? part : undefined;
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
function readObjects(text, origin) {
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
        if (!(0,json/* isObject */.Gv)(value)) {
            const what = path.length === 0 ? 'This document' : `Item ${nameItem(path)} of this list`;
            this.#problem(path, `${what} is ${(0,json/* nameType */.wQ)(value)}, not a Kubernetes object.`, 'An object is a mapping with apiVersion, kind and metadata.');
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
            this.#problem([...path, key], `${key} is ${(0,json/* nameType */.wQ)(value)}, not a string.`, `Write a text ${example}, in quotes if it reads as something else.`);
        }
        return false;
    }
    #readItems(path, value, type) {
        const items = value.items;
        if (isAbsent(items))
            return;
        if (!(0,json/* isList */.Lv)(items)) {
            this.#problem([...path, 'items'], `The items of this ${type.kind} are ${(0,json/* nameType */.wQ)(items)}, not a list.`, 'Write a list of objects.');
            return;
        }
        const itemType = { apiVersion: type.apiVersion, kind: type.kind.slice(0, -'List'.length) };
        for (const [index, item] of items.entries())
            this.readObject([...path, 'items', index], item, itemType);
    }
    #readSingle(path, value, type) {
        const { metadata } = value;
        if (!isAbsent(metadata) && !(0,json/* isObject */.Gv)(metadata)) {
            this.#problem([...path, 'metadata'], `metadata of this ${type.kind} is ${(0,json/* nameType */.wQ)(metadata)}, not a mapping.`);
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
        if (!(0,json/* isObject */.Gv)(body.value))
            return;
        this.objects.push({ ref, source, body: body.text, value: body.value });
    }
    #bodyOf(path, value, type) {
        const own = path.length === 0 ? this.#document : this.#document.slice(path);
        if (!type.inherited)
            return own;
        const whole = { ...value, apiVersion: type.apiVersion, kind: type.kind };
        return { text: (0,json/* writeJson */.GF)(whole), line: own.line, value: whole };
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
            this.#problem(at, `The name of this ${kind} is ${(0,json/* nameType */.wQ)(name)}, not a string.`, 'Put the name in quotes.');
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
            this.#problem(at, `The namespace of this ${kind} is ${(0,json/* nameType */.wQ)(namespace)}, not a string.`, 'Put it in quotes.');
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
        if (!(0,json/* isObject */.Gv)(texts)) {
            this.#problem(at, `metadata.${field} is ${(0,json/* nameType */.wQ)(texts)}, not a mapping.`);
            return false;
        }
        const wrong = Object.entries(texts).filter(([, text]) => !isAbsent(text) && typeof text !== 'string');
        for (const [key, text] of wrong) {
            const message = `The ${field === 'labels' ? 'label' : 'annotation'} ${key} is ${(0,json/* nameType */.wQ)(text)}, not a string.`;
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


/***/ }),

/***/ 4765:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ loadManifests),
/* harmony export */   i: () => (/* binding */ nameFile)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8007);
/* harmony import */ var _draft_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4607);
/* harmony import */ var _stream_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4157);





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
            const real = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.realpath)(file).catch(() => file);
            if (!files.has(real))
                files.set(real, file);
        }
    }
    const drafts = [];
    for (const file of files.values()) {
        signal?.throwIfAborted();
        drafts.push(await loadFile(file, nameFile(file, folders.workspace)));
    }
    const draft = (0,_draft_js__WEBPACK_IMPORTED_MODULE_3__/* .joinDrafts */ .Vk)([{ objects: [], problems }, ...drafts]);
    return draft.objects.length > 0 || draft.problems.length > 0 ? draft : { objects: [], problems: [nothingIn(paths)] };
}
/** `file` as messages and annotations name it: relative to the workspace where it is inside, with slashes. */
function nameFile(file, workspace) {
    const inside = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(workspace, file);
    const isOutside = inside === '' || inside === '..' || inside.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}`) || (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(inside);
    return (isOutside ? file : inside).split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep).join('/');
}
async function loadFile(file, name) {
    const misplaced = misplacedFile(name);
    if (misplaced !== undefined)
        return { objects: [], problems: [misplaced] };
    let bytes;
    try {
        // Only of a regular file is it known that reading comes to an end: a named pipe waits for its writer.
        if (!(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file)).isFile())
            return { objects: [], problems: [irregular(name)] };
        bytes = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file);
    }
    catch (error) {
        return { objects: [], problems: [unreadable(name, codeOf(error))] };
    }
    const origin = { kind: 'file', file: name };
    const decoded = (0,_stream_js__WEBPACK_IMPORTED_MODULE_4__/* .decodeText */ .g)(bytes);
    if ('fault' in decoded)
        return { objects: [], problems: [(0,_draft_js__WEBPACK_IMPORTED_MODULE_3__/* .faultProblem */ .ih)(decoded.fault, origin)] };
    const draft = (0,_draft_js__WEBPACK_IMPORTED_MODULE_3__/* .readObjects */ .$I)(decoded.text, origin);
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
        const details = problems.map((problem) => (0,_problem_js__WEBPACK_IMPORTED_MODULE_2__/* .formatProblem */ .Vw)({ ...problem, fix: undefined }));
        return [{ kind: 'manifest', message, fix, source: { file, line: index + 1 }, details }];
    }
    return problems;
}
/** Files that other tools read, and that are no objects for the API server. */
function misplacedFile(name) {
    const source = { file: name };
    if (/^(kustomization\.ya?ml|Kustomization)$/.test((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(name))) {
        const message = 'This is a kustomization, which kubectl renders before anything is applied.';
        const fix = 'Give its folder to the input `kustomize` instead of `manifests`, or name files that leave it out.';
        return { kind: 'manifest', message, fix, source };
    }
    if ((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(name) === 'Chart.yaml') {
        const message = 'This is the head of a Helm chart, which helm renders before anything is applied.';
        const fix = 'Give its folder to the input `chart` instead of `manifests`, or name files that leave it out.';
        return { kind: 'manifest', message, fix, source };
    }
    return undefined;
}
async function findFiles(path, working) {
    const absolute = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(working, path);
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
        return { stats: await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file), code: '' };
    }
    catch (error) {
        return { code: codeOf(error) };
    }
}
function codeOf(error) {
    return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
/** As kubectl: folders by name, links to files followed, links to folders not (they may lead in circles). */
async function walk(folder, name) {
    const files = [];
    const problems = [];
    try {
        const entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder, { withFileTypes: true });
        for (const entry of entries.sort((one, other) => compare(one.name, other.name))) {
            const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, entry.name);
            if (entry.isDirectory()) {
                const below = await walk(path, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(name, entry.name));
                files.push(...below.files);
                problems.push(...below.problems);
            }
            else if (hasExtension(entry.name) && !(await isFolderLink(path, entry.isSymbolicLink()))) {
                files.push(path);
            }
        }
    }
    catch (error) {
        problems.push(unreadable(name, codeOf(error)));
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
    for await (const match of (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.glob)(pattern, { cwd: working })) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(working, match);
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
    return EXTENSIONS.includes((0,node_path__WEBPACK_IMPORTED_MODULE_1__.extname)(path));
}
function compare(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
}
/** Folder by folder, as a walk would meet them. */
function comparePaths(one, other) {
    const others = other.split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep);
    for (const [index, part] of one.split(node_path__WEBPACK_IMPORTED_MODULE_1__.sep).entries()) {
        const against = others[index];
        if (against === undefined)
            return 1;
        if (part !== against)
            return compare(part, against);
    }
    return -1;
}
function missing(path, working) {
    const hint = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(path) ? '' : `, seen from ${working}`;
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


/***/ }),

/***/ 453:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ groupOf)
/* harmony export */ });
/* unused harmony export ranks */
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


/***/ }),

/***/ 4157:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ splitStream),
/* harmony export */   g: () => (/* binding */ decodeText)
/* harmony export */ });
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


/***/ }),

/***/ 5411:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ BUILT_IN_KINDS)
/* harmony export */ });
/** Written by scripts/kinds.ts from what Kubernetes v1.36.3 serves: [group, kind, plural, namespaced]. */
const BUILT_IN_KINDS = [
    ['', 'ConfigMap', 'configmaps', true],
    ['', 'Endpoints', 'endpoints', true],
    ['', 'Event', 'events', true],
    ['', 'LimitRange', 'limitranges', true],
    ['', 'Namespace', 'namespaces', false],
    ['', 'Node', 'nodes', false],
    ['', 'PersistentVolume', 'persistentvolumes', false],
    ['', 'PersistentVolumeClaim', 'persistentvolumeclaims', true],
    ['', 'Pod', 'pods', true],
    ['', 'PodTemplate', 'podtemplates', true],
    ['', 'ReplicationController', 'replicationcontrollers', true],
    ['', 'ResourceQuota', 'resourcequotas', true],
    ['', 'Secret', 'secrets', true],
    ['', 'Service', 'services', true],
    ['', 'ServiceAccount', 'serviceaccounts', true],
    ['admissionregistration.k8s.io', 'MutatingAdmissionPolicy', 'mutatingadmissionpolicies', false],
    ['admissionregistration.k8s.io', 'MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings', false],
    ['admissionregistration.k8s.io', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', false],
    ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies', false],
    ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', false],
    ['admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', false],
    ['apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions', false],
    ['apiregistration.k8s.io', 'APIService', 'apiservices', false],
    ['apps', 'ControllerRevision', 'controllerrevisions', true],
    ['apps', 'DaemonSet', 'daemonsets', true],
    ['apps', 'Deployment', 'deployments', true],
    ['apps', 'ReplicaSet', 'replicasets', true],
    ['apps', 'StatefulSet', 'statefulsets', true],
    ['autoscaling', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', true],
    ['batch', 'CronJob', 'cronjobs', true],
    ['batch', 'Job', 'jobs', true],
    ['certificates.k8s.io', 'CertificateSigningRequest', 'certificatesigningrequests', false],
    ['coordination.k8s.io', 'Lease', 'leases', true],
    ['coordination.k8s.io', 'LeaseCandidate', 'leasecandidates', true],
    ['discovery.k8s.io', 'EndpointSlice', 'endpointslices', true],
    ['events.k8s.io', 'Event', 'events', true],
    ['flowcontrol.apiserver.k8s.io', 'FlowSchema', 'flowschemas', false],
    ['flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration', 'prioritylevelconfigurations', false],
    ['internal.apiserver.k8s.io', 'StorageVersion', 'storageversions', false],
    ['networking.k8s.io', 'IPAddress', 'ipaddresses', false],
    ['networking.k8s.io', 'Ingress', 'ingresses', true],
    ['networking.k8s.io', 'IngressClass', 'ingressclasses', false],
    ['networking.k8s.io', 'NetworkPolicy', 'networkpolicies', true],
    ['networking.k8s.io', 'ServiceCIDR', 'servicecidrs', false],
    ['node.k8s.io', 'RuntimeClass', 'runtimeclasses', false],
    ['policy', 'PodDisruptionBudget', 'poddisruptionbudgets', true],
    ['rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles', false],
    ['rbac.authorization.k8s.io', 'ClusterRoleBinding', 'clusterrolebindings', false],
    ['rbac.authorization.k8s.io', 'Role', 'roles', true],
    ['rbac.authorization.k8s.io', 'RoleBinding', 'rolebindings', true],
    ['resource.k8s.io', 'DeviceClass', 'deviceclasses', false],
    ['resource.k8s.io', 'DeviceTaintRule', 'devicetaintrules', false],
    ['resource.k8s.io', 'ResourceClaim', 'resourceclaims', true],
    ['resource.k8s.io', 'ResourceClaimTemplate', 'resourceclaimtemplates', true],
    ['resource.k8s.io', 'ResourcePoolStatusRequest', 'resourcepoolstatusrequests', false],
    ['resource.k8s.io', 'ResourceSlice', 'resourceslices', false],
    ['scheduling.k8s.io', 'PriorityClass', 'priorityclasses', false],
    ['storage.k8s.io', 'CSIDriver', 'csidrivers', false],
    ['storage.k8s.io', 'CSINode', 'csinodes', false],
    ['storage.k8s.io', 'CSIStorageCapacity', 'csistoragecapacities', true],
    ['storage.k8s.io', 'StorageClass', 'storageclasses', false],
    ['storage.k8s.io', 'VolumeAttachment', 'volumeattachments', false],
    ['storage.k8s.io', 'VolumeAttributesClass', 'volumeattributesclasses', false],
];


/***/ })

};
;