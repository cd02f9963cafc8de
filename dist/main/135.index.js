export const id = 135;
export const ids = [135];
export const modules = {

/***/ 2988:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ runnerLog)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7748);
/* harmony import */ var _workflow_commands_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4988);


/**
 * The run's voice in a workflow's log. Every line is redacted here too: the runner masks what it was told to, but
 * the log may also be read where no runner stands behind it. A line that looks like a workflow command is not one:
 * it is written with a bar in front, since a tool or a cluster must not speak to the runner.
 */
function runnerLog(write, secrets, options) {
    const info = (text) => {
        for (const line of text.split(/\r?\n/))
            write(`${harmless(secrets.redact(line))}\n`);
    };
    return {
        info,
        warn: (problem) => info(`Warning: ${(0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .formatProblem */ .Vw)(problem)}`),
        debug(text) {
            if (options.debug)
                info(text);
        },
        async group(name, work) {
            write(`${(0,_workflow_commands_js__WEBPACK_IMPORTED_MODULE_1__/* .workflowCommand */ .NA)('group', {}, secrets.redact(name))}\n`);
            try {
                return await work();
            }
            finally {
                write(`${(0,_workflow_commands_js__WEBPACK_IMPORTED_MODULE_1__/* .workflowCommand */ .NA)('endgroup')}\n`);
            }
        },
    };
}
function harmless(line) {
    return /^\s*(::|##\[)/.test(line) ? `| ${line}` : line;
}


/***/ }),

/***/ 4270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ equipLaterSteps),
  m: () => (/* binding */ publish)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/connect/private-files.js
var private_files = __webpack_require__(155);
// EXTERNAL MODULE: ./lib/problem.js
var lib_problem = __webpack_require__(7748);
;// CONCATENATED MODULE: ./lib/report/counts.js
/** In the order in which a reader wants them: what needs attention first. */
const ACTIONS = [
    'failed',
    'unknown',
    'created',
    'configured',
    'pruned',
    'rolled-back',
    'unchanged',
];
/** `2 created, 1 configured, 12 unchanged`; empty where there is nothing to count. */
function countChanges(changes) {
    return ACTIONS.map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
        .filter(({ count }) => count > 0)
        .map(({ action, count }) => `${count} ${action}`)
        .join(', ');
}
/** The changes that a list shows, failed ones first, otherwise in their order; unchanged ones are only counted. */
function listedChanges(changes) {
    return ACTIONS.filter((action) => action !== 'unchanged').flatMap((action) => changes.filter((change) => change.action === action));
}
/**
 * Whether the cluster holds something else than before because of `change`. `unknown` counts: the request was sent,
 * and whoever acts on a change must not miss one.
 */
function hasChanged({ action }) {
    return action !== 'unchanged' && action !== 'failed';
}
/** `1 object`, `3 objects`. */
function plural(count, one, many = `${one}s`) {
    return `${count} ${count === 1 ? one : many}`;
}

// EXTERNAL MODULE: ./lib/identity/name.js
var identity_name = __webpack_require__(8419);
;// CONCATENATED MODULE: ./lib/report/headline.js


/** The result in plain words, with what it means for the cluster. */
function headlineOf(report) {
    return report.result === 'succeeded'
        ? successHeadline(report.facts)
        : { title: FAILURES[report.result](report.facts), text: stateOfCluster(report) };
}
/** The problem that `result` names: the first cause, but for a cancel. */
function firstCause(report) {
    const { problems } = report.facts;
    return problems.find(({ kind }) => report.result === 'cancelled' && kind === 'cancelled') ?? problems[0];
}
const FAILURES = {
    invalid: ({ problems }) => `Invalid: ${plural(problems.length, 'problem')} in what was given`,
    unreachable: () => 'The API server could not be reached',
    unauthenticated: () => 'The API server does not accept the credential',
    'tool-failed': () => 'A tool could not be had',
    denied: () => 'Denied: a right is missing',
    conflict: () => 'Conflict: somebody else owns fields that this deployment sets',
    'apply-failed': ({ mode }) => (mode === 'chart' ? 'Helm failed' : 'Applying failed'),
    'rollout-failed': () => 'Applied, but a rollout failed',
    'timed-out': () => 'Applied, but not ready in time',
    'script-failed': ({ exitCode }) => exitCode === undefined ? 'The script failed' : `The script failed with exit code ${exitCode}`,
    cancelled: () => 'Cancelled',
    failed: () => 'Failed for a reason that nobody foresaw',
};
function successHeadline(facts) {
    const identity = facts.wanted === undefined ? 'the identity' : `\`${(0,identity_name/* displayName */.QC)(facts.wanted.username)}\``;
    switch (facts.mode) {
        case 'run':
            return { title: 'The script succeeded', text: `It ran as ${identity}.` };
        case 'setup':
        case undefined:
            return { title: 'Ready', text: `kubectl, helm and every client-go tool of later steps act as ${identity}.` };
        default:
            return deployedHeadline(facts);
    }
}
function deployedHeadline({ changes, release, rollouts }) {
    const counts = countChanges(changes);
    const revision = release === undefined ? '' : `Release \`${release.name}\` is at revision ${release.revision}. `;
    const ready = rollouts?.ready.length ?? 0;
    const waited = ready === 0 ? '' : ` ${plural(ready, 'rollout is', 'rollouts are')} ready.`;
    const objects = counts === '' ? '' : `${plural(changes.length, 'object')}: ${counts}.`;
    return {
        title: changes.some(hasChanged) ? 'Deployed' : 'Nothing to change',
        text: `${revision}${objects}${waited}`.trim(),
    };
}
/** After a failure the first question is what the cluster holds now. */
function stateOfCluster({ result, facts }) {
    if (facts.mode === 'run')
        return result === 'script-failed' ? 'What it did before that stays.' : '';
    if (!facts.tellsChanges)
        return '';
    const changed = facts.changes.filter(hasChanged).length;
    if (changed === 0)
        return 'Nothing in the cluster was changed.';
    const counts = countChanges(facts.changes);
    return `${plural(facts.changes.length, 'object')}: ${counts}. What was applied stays; running again is safe.`;
}

;// CONCATENATED MODULE: ./lib/report/markdown.js
/**
 * Text as GitHub-flavored Markdown, so that it shows as it is: names and messages come from files, servers and
 * tools, and a summary may end in a comment, where a `@name` in a server's message would call somebody.
 * https://github.github.com/gfm/
 */
/** Backslash, backtick and pipe have a meaning inside a code span of a table; the others would not be seen. */
const NEEDS_ELEMENT = /[\\`|]/;
/**
 * What has no width or turns the writing direction, and could show another name than there is; and the rest that
 * is no text: lone surrogates, noncharacters.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{FFFE}\u{FFFF}]/gu;
/** `text` as inline code, in tables too. Line breaks become blanks, what cannot be seen is written as `\u{…}`. */
function code(text) {
    const line = visible(oneLine(text));
    if (line === '')
        return '*(empty)*';
    if (!NEEDS_ELEMENT.test(line))
        return `\`${/^ .* $/.test(line) && line.trim() !== '' ? ` ${line} ` : line}\``;
    // Colons and full stops too: GitHub would make links of addresses here.
    return `<code>${line.replace(/[^\p{L}\p{N} ,/-]/gu, entity)}</code>`;
}
/**
 * `text` as running text in one line, in tables too. What it has in single backticks stays code, plain addresses
 * become links.
 */
function prose(text) {
    return oneLine(text)
        .trim()
        .split(/(`[^`]+`|(?:(?:https?|ftp):\/\/|www\.)[^\s`<>"']+)/i)
        .map((part, index) => {
        if (index % 2 === 0)
            return escaped(visible(part), index === 0);
        return part.startsWith('`') ? code(part.slice(1, -1)) : markdown_link(part);
    })
        .reduce(joined, '');
}
/** Two code spans side by side would be one. */
function joined(left, right) {
    return left.endsWith('`') && right.startsWith('`') ? `${left}<!-- -->${right}` : left + right;
}
/** Autolinks take no escapes, so only addresses that need none become one. A full stop behind it is not of it. */
function markdown_link(address) {
    const [, url = '', rest = ''] = /^(.*?)([.,;:!?)]*)$/.exec(address) ?? [];
    return (/^https?:[\w.:/?#&=%~+@;,-]+$/i.test(url) ? `<${url}>` : code(url)) + escaped(rest, false);
}
/** A fenced block that its content cannot end. Always whole lines; ends without a line break. */
function fence(content, language = '') {
    const lines = content.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n').map(visible);
    const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
    const bar = '`'.repeat(longest + 1);
    return [`${bar}${language}`, ...lines, bar].join('\n');
}
/** A row of a table from cells that are Markdown already. */
function row(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** The two lines that a table begins with. */
function tableHead(titles) {
    return `${row(titles)}\n|${titles.map(() => '---').join('|')}|`;
}
/** A foldable block. `summary` is plain text, `body` Markdown. */
function foldable(summary, body) {
    return `<details><summary>${summary.replace(/[&<>]/g, entity)}</summary>\n\n${body}\n\n</details>`;
}
/** At most `most` characters of `text`, and then how many were left out. Never half of a character. */
function shortened(text, most) {
    if (text.length <= most)
        return text;
    const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
    return `${kept}… (${text.length - kept.length} more characters)`;
}
function oneLine(text) {
    return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
function visible(text) {
    return text.replace(/\t/g, '  ').replace(INVISIBLE, (character) => `\\u{${codePoint(character).toString(16)}}`);
}
/** Everything that Markdown, HTML or GitHub (mentions, references, formulas) would read into plain text. */
function escaped(text, atStart) {
    const inner = text.replace(/[&<>|$]|[\\`*_~[\]]|(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}])|#(?=\d)/gu, harmless);
    // A heading, a list or an underline begins only where a line does.
    return atStart ? inner.replace(/^(\d*)([-+=#.)])/, '$1\\$2') : inner;
}
function harmless(character) {
    if (character === '@' || character === '#')
        return `${character}<!-- -->`;
    return /[&<>|$]/.test(character) ? entity(character) : `\\${character}`;
}
function entity(character) {
    return `&#${codePoint(character)};`;
}
function codePoint(character) {
    return character.codePointAt(0) ?? 0;
}

;// CONCATENATED MODULE: ./lib/report/annotations.js




/** GitHub shows ten of each level a step. https://docs.github.com/en/actions/reference/limits */
const MOST_ANNOTATIONS = 10;
/** A page of text. All of it stands in the log, the summary and the report. */
const MOST_CHARACTERS = 4000;
/**
 * What went wrong: nine problems at most beside their files, and a last annotation without position that says the
 * reason and the fix. Empty after a success.
 */
function errorAnnotations(report) {
    if (report.result === 'succeeded')
        return [];
    const placed = report.facts.problems.filter(hasPlace).slice(0, MOST_ANNOTATIONS - 1);
    return [...placed.map((problem) => annotationOf('error', problem)), closingError(report)];
}
/** The warnings, ten at most: of more, the first nine and how many are left. */
function warningAnnotations(warnings) {
    if (warnings.length <= MOST_ANNOTATIONS)
        return warnings.map((warning) => annotationOf('warning', warning));
    const shown = warnings.slice(0, MOST_ANNOTATIONS - 1);
    const left = plural(warnings.length - shown.length, 'more warning');
    return [
        ...shown.map((warning) => annotationOf('warning', warning)),
        { level: 'warning', message: `${left}: see the log or the job summary.` },
    ];
}
/** One problem as an annotation at its place; a file outside the workspace is named in the text instead. */
function annotationOf(level, problem) {
    const { source, ...rest } = problem;
    if (source === undefined || !hasPlace(problem))
        return { level, message: message((0,lib_problem/* formatProblem */.Vw)(problem)) };
    const place = source.line === undefined ? {} : { line: source.line };
    return { level, file: slashed(source.file), ...place, message: message((0,lib_problem/* formatProblem */.Vw)(rest)) };
}
function closingError(report) {
    const { title, text } = headlineOf(report);
    const cause = firstCause(report);
    const others = report.facts.problems.length - 1;
    const lines = [
        text === '' ? `${title}.` : `${title}. ${text}`,
        ...(cause === undefined ? [] : [(0,lib_problem/* formatProblem */.Vw)(cause)]),
        ...(others > 0 ? [`And ${plural(others, 'more problem')}: see the job summary.`] : []),
    ];
    return { level: 'error', message: message(lines.join('\n')) };
}
/** Whether its file is one of the workspace: `..` and absolute paths are not. */
function hasPlace({ source }) {
    if (source === undefined)
        return false;
    const file = slashed(source.file);
    return file !== '' && !file.startsWith('/') && !/^[A-Za-z]:/.test(file) && !file.split('/').includes('..');
}
function slashed(file) {
    return file.replaceAll('\\', '/');
}
function message(text) {
    return shortened(text, MOST_CHARACTERS);
}

;// CONCATENATED MODULE: ./lib/report/outputs.js

/** GitHub takes 1 MiB of outputs from a job; expressions and environments take less. */
const MOST_JSON_BYTES = 100 * 1024;
/**
 * Every output, as far as it is known; an unknown one is empty, an unknown list of objects or rights `[]`, so that
 * `fromJSON` takes it.
 */
function outputsOf(report, paths) {
    const { facts } = report;
    const confirmed = facts.identity?.confirmed;
    const changed = facts.changes.filter(hasChanged).length;
    return {
        result: report.result,
        kubeconfig: facts.kubeconfig ?? '',
        username: confirmed?.username ?? '',
        groups: JSON.stringify(confirmed?.groups ?? []),
        changed: facts.tellsChanges ? String(changed > 0) : '',
        'changed-count': facts.tellsChanges ? String(changed) : '',
        changes: jsonList(facts.changes.filter(({ action }) => action !== 'unchanged').map(changeItem), MOST_JSON_BYTES),
        denied: jsonList(report.denied, MOST_JSON_BYTES),
        'release-revision': facts.release?.revision ?? '',
        'summary-path': paths.summary ?? '',
        report: paths.report ?? '',
    };
}
/** An item of the `changes` output; a cluster-scoped object's namespace is empty. */
function changeItem({ ref, action }) {
    return { kind: ref.kind, apiVersion: ref.apiVersion, namespace: ref.namespace ?? '', name: ref.name, action };
}
/** `items` as JSON of at most `mostBytes` bytes: whole items are dropped from the end. */
function jsonList(items, mostBytes) {
    const kept = [];
    let bytes = '[]'.length;
    for (const item of items) {
        const text = JSON.stringify(item);
        bytes += Buffer.byteLength(text) + (kept.length === 0 ? 0 : ','.length);
        if (bytes > mostBytes)
            break;
        kept.push(text);
    }
    return `[${kept.join(',')}]`;
}

;// CONCATENATED MODULE: ./lib/report/json.js

// end: docs/report.md
/** The report as a value that `JSON.stringify` takes as it is. The caller redacts the text. */
function jsonReport(report) {
    const { facts } = report;
    return {
        version: 1,
        result: report.result,
        startedAt: new Date(report.startedAt).toISOString(),
        milliseconds: Math.round(report.milliseconds),
        mode: facts.mode ?? null,
        cluster: {
            server: facts.server ?? null,
            version: facts.serverVersion ?? null,
            namespace: facts.namespace ?? null,
        },
        token: { credential: facts.credentialName ?? null, user: facts.tokenUser ?? null },
        identity: { asked: user(facts.wanted), confirmed: user(facts.identity?.confirmed) },
        kubeconfig: facts.kubeconfig ?? null,
        tools: facts.tools.map(({ name, version, origin, path }) => ({ name, version, origin, path })),
        changes: facts.tellsChanges ? facts.changes.map(change) : null,
        rollouts: facts.rollouts === undefined ? null : rollouts(facts.rollouts),
        release: facts.release === undefined ? null : { name: facts.release.name, revision: facts.release.revision },
        exitCode: facts.exitCode ?? null,
        stages: stages(facts),
        problems: facts.problems.map(problem),
        warnings: facts.warnings.map(problem),
        denied: report.denied,
    };
}
/** `jsonReport` as the text of the file. */
function reportJson(report) {
    return `${JSON.stringify(jsonReport(report), null, 2)}\n`;
}
function user(of) {
    if (of === undefined)
        return null;
    return { username: of.username, uid: of.uid ?? null, groups: of.groups, extra: Object.fromEntries(of.extra) };
}
function change(of) {
    return { ...changeItem(of), ...place(of.source) };
}
function rollouts({ ready, failed, pending }) {
    return {
        ready: ready.map(({ ref, milliseconds }) => ({ ...objectName(ref), milliseconds: Math.round(milliseconds) })),
        failed: failed.map(({ ref, source, reason, fix }) => ({
            ...objectName(ref),
            ...place(source),
            reason,
            fix: fix ?? null,
        })),
        pending: pending.map(({ ref, source, missing, fix }) => ({
            ...objectName(ref),
            ...place(source),
            missing,
            fix: fix ?? null,
        })),
    };
}
function stages({ stages: all }) {
    return all.map(({ name, milliseconds }) => ({ name, milliseconds: Math.round(milliseconds) }));
}
function problem(of) {
    const common = {
        kind: of.kind,
        message: of.message,
        fix: of.fix ?? null,
        ...place(of.source),
        object: of.object === undefined ? null : objectName(of.object),
        details: of.details ?? [],
    };
    switch (of.kind) {
        case 'input':
            return { ...common, input: of.input };
        case 'forbidden':
            return { ...common, denied: of.denied, yaml: of.yaml ?? null };
        case 'conflict':
            return { ...common, conflicts: of.conflicts };
        default:
            return common;
    }
}
function objectName({ kind, apiVersion, namespace, name }) {
    return { kind, apiVersion, namespace: namespace ?? '', name };
}
function place(source) {
    return { file: source?.file ?? null, line: source?.line ?? null };
}

// EXTERNAL MODULE: ./lib/rollout/elapsed.js
var elapsed = __webpack_require__(3225);
;// CONCATENATED MODULE: ./lib/report/log.js




/** The changed objects as aligned lines, and the number of the others; empty where nothing was sent. */
function changeLines({ changes }) {
    const listed = listedChanges(changes);
    const width = Math.max(0, ...listed.map(({ action }) => action.length));
    const unchanged = changes.length - listed.length;
    return [
        ...listed.map(({ action, ref, source }) => `${action.padEnd(width)}  ${(0,lib_problem/* nameObject */.Td)(ref)}${source === undefined ? '' : `  (${(0,lib_problem/* nameSource */.Bz)(source)})`}`),
        ...(unchanged === 0 ? [] : [`${plural(unchanged, 'object')} unchanged`]),
    ];
}
/** The one line that the log ends with: `Deployed after 12.3 s. 3 objects: 2 created, 1 unchanged.` */
function resultLine(report) {
    const { title, text } = headlineOf(report);
    return `${title} after ${(0,elapsed/* elapsed */.v)(report.milliseconds)}.${text === '' ? '' : ` ${text}`}`;
}

;// CONCATENATED MODULE: ./lib/report/fitting.js
const BETWEEN = '\n\n';
/**
 * The blocks as one document that is within `limit`, ending with a line break. Items are dropped from the end of
 * their sections, with their number, the least important section first; plain blocks are always there.
 */
function compose(blocks, limit) {
    const size = (text) => (limit.unit === 'bytes' ? Buffer.byteLength(text) : text.length);
    const sections = blocks.filter((block) => typeof block !== 'string');
    const kept = new Map(sections.map((section) => [section, 0]));
    let left = limit.most - sizeOf(blocks, size);
    for (const section of [...sections].sort((a, b) => a.priority - b.priority)) {
        let count = 0;
        for (const item of section.items) {
            const cost = size(item) + size(count === 0 ? section.head + section.foot + BETWEEN + BETWEEN : section.separator);
            if (cost > left)
                break;
            left -= cost;
            count += 1;
        }
        kept.set(section, count);
    }
    const texts = blocks.map((block) => (typeof block === 'string' ? block : sectionText(block, kept.get(block) ?? 0)));
    return `${texts.filter((text) => text !== '').join(BETWEEN)}\n`;
}
/** What is there in any case: the plain blocks, and for each section the longest words about what was left out. */
function sizeOf(blocks, size) {
    const sizes = blocks.map((block) => {
        if (typeof block === 'string')
            return size(block);
        const all = block.items.length;
        return all === 0 ? 0 : Math.max(size(block.left(all, all)), all === 1 ? 0 : size(block.left(all - 1, all)));
    });
    // A count of fewer digits than the longest never needs more room, but for a plural.
    return sizes.reduce((sum, length) => sum + length + BETWEEN.length + 1, 1);
}
function sectionText({ head, items, separator, foot, left }, count) {
    if (items.length === 0)
        return '';
    const shown = count === 0 ? [] : [`${head}${items.slice(0, count).join(separator)}${foot}`];
    const dropped = items.length - count;
    return [...shown, ...(dropped === 0 ? [] : [left(dropped, items.length)])].join(BETWEEN);
}

;// CONCATENATED MODULE: ./lib/report/summary.js







/** What GitHub takes for one step. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
const STEP_SUMMARY = { unit: 'bytes', most: 1024 * 1024 };
/** A comment on a pull request may have 65,536 characters; the rest is for whoever posts it. */
const COMMENT = { unit: 'characters', most: 65_000 };
/** One server message may be a whole page; the log has it all. */
const MOST_MESSAGE = 2000;
const MOST_DETAILS = 40;
const MOST_DETAIL = 500;
const MOST_YAML = 20_000;
const MOST_NAME = 300;
/** More rows than that are folded away. */
const MOST_OPEN_ROWS = 25;
/** The report as Markdown for people: what came of it, why, who acted as whom, and what it did. */
function summary(report, limit) {
    const { facts } = report;
    return compose([
        `## ${heading(facts)}`,
        summary_resultLine(report),
        problemSection(facts.problems, 'What went wrong', 1),
        problemSection(facts.warnings, 'Warnings', 3),
        objectSection(facts),
        rolloutSection(facts),
        ...identityBlocks(facts),
        toolsAndTimes(report),
    ], limit);
}
/** `` `shop` on `prod.example.com` as `shop/deployer` ``: what tells twelve legs of a matrix apart. */
function heading({ namespace, server, wanted }) {
    const where = server === undefined ? undefined : code(shortened(hostOf(server), MOST_NAME));
    const place = [namespace === undefined ? undefined : code(namespace), where].filter((part) => part !== undefined);
    const who = wanted === undefined ? [] : [`as ${code(shortened((0,identity_name/* displayName */.QC)(wanted.username), MOST_NAME))}`];
    const words = [...(place.length === 0 ? [] : [place.join(' on ')]), ...who];
    return words.length === 0 ? 'deploy-as' : words.join(' ');
}
/** The host, with what else it takes to name the cluster: an unusual port, the path of a cluster behind a proxy. */
function hostOf(server) {
    if (!URL.canParse(server))
        return server;
    const { hostname, port, pathname } = new URL(server);
    const usual = port === '' || port === '6443';
    return `${hostname}${usual ? '' : `:${port}`}${pathname === '/' ? '' : pathname}`;
}
function summary_resultLine(report) {
    const { title, text } = headlineOf(report);
    const mark = report.result === 'succeeded' ? '✅' : '❌';
    return [`${mark} **${title}** after ${(0,elapsed/* elapsed */.v)(report.milliseconds)}.`, ...(text === '' ? [] : [prose(text)])].join(' ');
}
function problemSection(problems, title, priority) {
    return {
        head: `### ${title}\n\n`,
        items: problems.map((problem, index) => problemItem(problem, problems.length === 1 ? '' : `**${index + 1}.** `)),
        separator: '\n\n',
        foot: '',
        left: (count) => `… and ${count} more under “${title}”: the log and the report have all of them.`,
        priority,
    };
}
function problemItem(problem, number) {
    const place = problem.source === undefined ? '' : `${sourceCode(problem.source)}: `;
    const details = problem.details ?? [];
    return [
        `${number}${place}${prose(shortened(problem.message, MOST_MESSAGE))}`,
        ...rightsAndConflicts(problem),
        ...(details.length === 0 ? [] : [fence(lastLines(details).join('\n'), 'text')]),
        ...(problem.fix === undefined ? [] : [`**What to do:** ${prose(shortened(problem.fix, MOST_MESSAGE))}`]),
        ...(problem.kind === 'forbidden' && problem.yaml !== undefined ? [yamlBlock(problem.yaml)] : []),
    ].join('\n\n');
}
function rightsAndConflicts(problem) {
    const lines = problem.kind === 'forbidden'
        ? problem.denied.map((right) => `- the ${right.who} may not ${code((0,lib_problem/* nameRight */.qM)(right))}, ${prose(right.for)}`)
        : problem.kind === 'conflict'
            ? problem.conflicts.map(({ manager, fields }) => `- ${code(manager)} owns ${fields.map(code).join(', ')}`)
            : [];
    return lines.length === 0 ? [] : [shortList(lines).join('\n')];
}
function shortList(lines) {
    const shown = lines.slice(0, MOST_DETAILS);
    return lines.length === shown.length ? shown : [...shown, `- … and ${lines.length - shown.length} more`];
}
/** The end of an output is where it says why. */
function lastLines(lines) {
    const shown = lines.slice(-MOST_DETAILS).map((line) => shortened(line, MOST_DETAIL));
    return lines.length === shown.length ? shown : [`… ${lines.length - shown.length} lines before`, ...shown];
}
/** Whole or not at all: half a Role is worse than none. */
function yamlBlock(yaml) {
    if (yaml.length > MOST_YAML)
        return 'The rule that grants it is too long for this place: the log and the report have it.';
    return `This grants exactly that. Apply it with ${code('kubectl apply -f -')} as somebody who may grant rights:\n\n${fence(yaml, 'yaml')}`;
}
function objectSection({ changes }) {
    const listed = listedChanges(changes);
    const unchanged = changes.length - listed.length;
    const rest = unchanged === 0 ? '' : `\n\n${plural(unchanged, 'object')} unchanged.`;
    const folded = listed.length > MOST_OPEN_ROWS;
    const table = `${tableHead(['Outcome', 'Object', 'Written in'])}\n`;
    return {
        head: `### Objects\n\n${folded ? `<details><summary>${plural(listed.length, 'object')}</summary>\n\n` : ''}${table}`,
        items: listed.map(changeRow),
        separator: '\n',
        foot: `${folded ? '\n\n</details>' : ''}${rest}`,
        left: (count, of) => count === of
            ? `${plural(count, 'object')} in the report.${rest}`
            : `… and ${plural(count, 'more object')}: the report has all of them.`,
        priority: 4,
    };
}
const OUTCOMES = {
    created: 'created',
    configured: 'configured',
    pruned: 'pruned',
    'rolled-back': 'rolled back',
    failed: '**failed**',
    unknown: '**unknown**: sent, and no answer seen',
    unchanged: 'unchanged',
};
function changeRow({ action, ref, source }) {
    return row([
        OUTCOMES[action],
        code(shortened((0,lib_problem/* nameObject */.Td)(ref), MOST_NAME)),
        source === undefined ? '' : sourceCode(source),
    ]);
}
function rolloutSection({ rollouts }) {
    const failed = (rollouts?.failed ?? []).map(({ ref, reason }) => [ref, '**failed**', reason]);
    const pending = (rollouts?.pending ?? []).map(({ ref, missing }) => [ref, '**not ready**', missing]);
    const ready = (rollouts?.ready ?? []).map(({ ref, milliseconds }) => [ref, ref.kind === 'Job' ? 'complete' : 'ready', `after ${(0,elapsed/* elapsed */.v)(milliseconds)}`]);
    return {
        head: `### Rollouts\n\n${tableHead(['Object', 'State', 'When, or what is missing'])}\n`,
        items: [...failed, ...pending, ...ready].map(([ref, state, words]) => row([code(shortened((0,lib_problem/* nameObject */.Td)(ref), MOST_NAME)), state, prose(shortened(words, MOST_DETAIL))])),
        separator: '\n',
        foot: '',
        left: (count) => `… and ${plural(count, 'more rollout')}: the report has all of them.`,
        priority: 2,
    };
}
/** For whoever asks later who did it: the credential, whom it became, and who says so. */
function identityBlocks(facts) {
    const { wanted, identity, credentialName, tokenUser, server, serverVersion } = facts;
    const seen = identity?.confirmed ?? wanted;
    if (seen === undefined)
        return [];
    const rows = [
        ...(credentialName === undefined ? [] : [['Credential', prose(shortened(credentialName, MOST_NAME))]]),
        ...(tokenUser === undefined ? [] : [['Its user', summary_name(tokenUser)]]),
        [identity === undefined ? 'Asked to become' : 'Became', summary_name(seen.username)],
        ...(seen.uid === undefined ? [] : [['uid', summary_name(seen.uid)]]),
        ...(seen.groups.length === 0 ? [] : [['Groups', shortCells(seen.groups)]]),
        ...extraRows(seen),
        [
            'Confirmed',
            identity === undefined ? 'no' : 'by the API server, in a SelfSubjectReview through the impersonation',
        ],
        ...(server === undefined ? [] : [['API server', serverCell(server, serverVersion)]]),
    ];
    const table = [tableHead(['', '']), ...rows.map(row)].join('\n');
    return [`### ${identity === undefined ? 'Who was to deploy as whom' : 'Who deployed as whom'}\n\n${table}`];
}
function serverCell(server, version) {
    return version === undefined ? summary_name(server) : `${summary_name(server)}, ${prose(version)}`;
}
function extraRows({ extra }) {
    return [...extra].slice(0, MOST_DETAILS).map(([key, values]) => [`Extra ${summary_name(key)}`, shortCells(values)]);
}
function shortCells(values) {
    const shown = values.slice(0, MOST_DETAILS).map(summary_name).join(', ');
    return values.length > MOST_DETAILS ? `${shown} and ${values.length - MOST_DETAILS} more` : shown;
}
function summary_name(text) {
    return code(shortened(text, MOST_NAME));
}
function sourceCode(source) {
    return code(shortened((0,lib_problem/* nameSource */.Bz)(source), MOST_NAME));
}
function toolsAndTimes({ facts, milliseconds }) {
    const tools = facts.tools.map(({ name, version, origin }) => row([name, code(version), ORIGINS[origin]]));
    const stages = facts.stages.map((stage) => row([STAGES[stage.name], (0,elapsed/* elapsed */.v)(stage.milliseconds)]));
    const body = [
        ...(tools.length === 0 ? [] : [[tableHead(['Tool', 'Version', 'From']), ...tools].join('\n')]),
        [tableHead(['Stage', 'Time']), ...stages, row(['all', (0,elapsed/* elapsed */.v)(milliseconds)])].join('\n'),
    ];
    const named = facts.tools.map(({ name, version }) => `${name} ${version}`).join(', ');
    return foldable(named === '' ? 'Times' : `Times and tools (${named})`, body.join('\n\n'));
}
const ORIGINS = {
    runner: 'on the runner',
    cache: 'the tool cache',
    download: 'downloaded, checksum verified',
};
const STAGES = {
    connect: 'connect',
    identify: 'become the identity',
    tools: 'tools',
    load: 'load',
    read: 'read what is there',
    apply: 'apply',
    wait: 'wait for rollouts',
    helm: 'helm',
    script: 'script',
};

// EXTERNAL MODULE: ./lib/action/workflow-commands.js
var workflow_commands = __webpack_require__(4988);
;// CONCATENATED MODULE: ./lib/action/publish.js










/** Says what happened everywhere where somebody looks for it: log, annotations, job summary, files, outputs. */
async function publish(report, publication) {
    sayInLog(report, publication);
    annotate(report, publication);
    const paths = await writeFiles(report, publication);
    appendTo(publication.runner.summaryFile, publication.secrets.redact(summary(report, STEP_SUMMARY)));
    for (const [name, value] of Object.entries(outputsOf(report, paths))) {
        appendTo(publication.runner.outputFile, (0,workflow_commands/* fileEntry */.nV)(name, publication.secrets.redact(value)));
    }
}
/** What later steps of the job find: our kubeconfig, the tools, and nothing that overrides the kubeconfig for helm. */
function equipLaterSteps(report, { runner, cleared }) {
    const { kubeconfig, tools } = report.facts;
    if (kubeconfig === undefined)
        return;
    appendTo(runner.environmentFile, (0,workflow_commands/* fileEntry */.nV)('KUBECONFIG', kubeconfig));
    for (const variable of cleared)
        appendTo(runner.environmentFile, (0,workflow_commands/* fileEntry */.nV)(variable, ''));
    const folders = new Set(tools.filter((tool) => tool.origin !== 'runner').map((tool) => (0,external_node_path_.dirname)(tool.path)));
    for (const folder of folders)
        appendTo(runner.pathFile, (0,workflow_commands/* pathEntry */.uj)(folder));
}
function sayInLog(report, { log }) {
    for (const line of changeLines(report.facts))
        log.info(line);
    for (const problem of report.facts.problems)
        log.info((0,lib_problem/* formatProblem */.Vw)(problem));
    log.info(resultLine(report));
}
function annotate(report, { write, secrets }) {
    for (const annotation of [...warningAnnotations(report.facts.warnings), ...errorAnnotations(report)]) {
        write(`${command(annotation, secrets)}\n`);
    }
}
function command({ level, file, line, message }, secrets) {
    return (0,workflow_commands/* workflowCommand */.NA)(level, { file, line }, secrets.redact(message));
}
async function writeFiles(report, { folder, secrets }) {
    const paths = { summary: (0,external_node_path_.join)(folder, 'summary.md'), report: (0,external_node_path_.join)(folder, 'report.json') };
    await (0,private_files/* writePrivate */.pb)(paths.summary, secrets.redact(summary(report, COMMENT)));
    await (0,private_files/* writePrivate */.pb)(paths.report, secrets.redact(reportJson(report)));
    return paths;
}
/** Appended, never rewritten: other steps write to these files too. */
function appendTo(file, text) {
    if (file !== undefined)
        (0,external_node_fs_.appendFileSync)(file, text);
}


/***/ }),

/***/ 2287:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ saveState)
/* harmony export */ });
/* unused harmony export savedFolder */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);

const KEY = 'private_folder';
/**
 * Tells the post step which folder to remove. Called before the folder exists, so that whatever kills this
 * process later leaves nothing behind. The path is ours and has no line break: one `key=value` line is enough.
 */
function saveState(stateFile, folder) {
    if (stateFile !== undefined)
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync)(stateFile, `${KEY}=${folder}\n`);
}
/** The folder that the main step of this very step made, or was about to make. */
function savedFolder(environment) {
    const folder = environment[`STATE_${KEY}`];
    return folder === undefined || folder === '' ? undefined : folder;
}


/***/ }),

/***/ 155:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Aj: () => (/* binding */ createPrivateFolder),
/* harmony export */   Jy: () => (/* binding */ planPrivateFolder),
/* harmony export */   pb: () => (/* binding */ writePrivate)
/* harmony export */ });
/* unused harmony exports makePrivateFolder, removePrivateFolder */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6760);




const PREFIX = 'deploy-as-';
/**
 * The path of a folder that nobody has, below `temp`. Nothing is made yet: its name can be saved for the post
 * step first, so that nothing is left behind however this process ends.
 */
function planPrivateFolder(temp) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(temp, `${PREFIX}${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(12).toString('hex')}`);
}
/**
 * Makes the planned folder for this user alone (0700).
 * @throws where anything is there already, a symbolic link included
 */
async function createPrivateFolder(folder) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdir)(folder, { mode: 0o700 });
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
async function writePrivate(file, text) {
    // O_NOFOLLOW is not there on Windows; O_EXCL refuses links as well.
    const flags = node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_CREAT | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_EXCL | (node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_NOFOLLOW ?? 0);
    const handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.open)(file, flags, 0o600);
    try {
        await handle.writeFile(text);
    }
    finally {
        await handle.close();
    }
}
/**
 * Removes a folder that `planPrivateFolder` named below `temp`, with everything in it; what is not there is fine.
 * Links in it are removed, not followed.
 * @throws where the path cannot be one of ours
 */
function removePrivateFolder(folder, temp) {
    const isOurs = dirname(resolve(folder)) === resolve(temp) && basename(folder).startsWith(PREFIX);
    if (!isOurs)
        throw new Error(`${folder} is not a folder that deploy-as has made in ${temp}`);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}


/***/ }),

/***/ 5697:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ newFacts),
/* harmony export */   l: () => (/* binding */ reportOf)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7748);

/** What is known when the inputs are: nothing but what was asked for. */
function newFacts(asked) {
    const { identity, mode } = asked;
    return {
        mode,
        wanted: identity,
        tools: [],
        changes: [],
        tellsChanges: mode === 'manifests' || mode === 'kustomize' || mode === 'chart',
        stages: [],
        problems: [],
        warnings: [],
    };
}
/** The facts as a report; the times are milliseconds since the epoch. */
function reportOf(facts, startedAt, endedAt) {
    return {
        result: (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .resultOf */ .Bg)(facts.problems),
        facts,
        denied: facts.problems.flatMap((problem) => (problem.kind === 'forbidden' ? problem.denied : [])),
        startedAt,
        milliseconds: endedAt - startedAt,
    };
}


/***/ }),

/***/ 3225:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ elapsed)
/* harmony export */ });
/** A time as people read it: `420 ms`, `3.2 s`, `2 min 5 s`, `1 h 3 min`. */
function elapsed(milliseconds) {
    const whole = Math.max(0, Math.round(milliseconds));
    if (whole < 1000)
        return `${whole} ms`;
    const tenths = Math.round(whole / 100);
    if (tenths < 600)
        return `${(tenths / 10).toFixed(1)} s`;
    const seconds = Math.round(whole / 1000);
    if (seconds < 3600)
        return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    const minutes = Math.round(seconds / 60);
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}


/***/ })

};
