/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	var __webpack_modules__ = ({

/***/ 9113:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ runnerLog)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8007);
/* harmony import */ var _workflow_commands_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4509);


/**
 * The run's voice in a workflow's log. Every line is redacted here too: the runner masks what it was told to, but
 * the log may also be read where no runner stands behind it. What looks like a workflow command is not one:
 * it is written so that the runner reads none, since a tool or a cluster must not speak to the runner. Only a script may, as in any
 * `run:` step; what it masks is masked in our own texts too.
 */
function runnerLog(write, secrets, options) {
    const info = (text) => {
        for (const line of text.split(/\r\n|\r|\n/))
            write(`${harmless(secrets.redact(line))}\n`);
    };
    return {
        info,
        script(line) {
            const secret = /^::add-mask::(.+)$/.exec(line)?.[1];
            if (secret === undefined)
                write(`${secrets.redact(line)}\n`);
            else
                secrets.mask((0,_workflow_commands_js__WEBPACK_IMPORTED_MODULE_1__/* .unescapeData */ .zL)(secret));
        },
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
/**
 * The runner takes `::command::` at the start of a line, and the older `##[command]` anywhere in it.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
function harmless(line) {
    const split = line.replaceAll('##[', '# #[');
    return /^\s*::/.test(split) ? `| ${split}` : split;
}


/***/ }),

/***/ 4532:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ equipLaterSteps),
  m: () => (/* binding */ publish)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./lib/connect/private-files.js
var private_files = __nccwpck_require__(3596);
// EXTERNAL MODULE: ./lib/problem.js
var lib_problem = __nccwpck_require__(8007);
// EXTERNAL MODULE: ./lib/report/counts.js
var report_counts = __nccwpck_require__(6083);
// EXTERNAL MODULE: ./lib/identity/name.js
var identity_name = __nccwpck_require__(3368);
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
    invalid: ({ problems }) => `Invalid: ${(0,report_counts/* plural */.LS)(problems.length, 'problem')} in what was given`,
    unreachable: () => 'Unreachable: a server did not answer',
    unauthenticated: () => 'There is no valid credential',
    'tool-failed': () => 'A tool could not be had',
    // A right too many is no right that is missing, and neither is an admission rule.
    denied: ({ problems }) => (lacksRight(problems[0]) ? 'Denied: a right is missing' : 'Denied'),
    conflict: () => 'Conflict: somebody else owns fields that this deployment sets',
    'apply-failed': ({ mode }) => (mode === 'chart' ? 'Helm failed' : 'Applying failed'),
    'rollout-failed': () => 'Applied, but a rollout failed',
    'timed-out': () => 'Not ready in time',
    'script-failed': ({ exitCode }) => exitCode === undefined ? 'The script failed' : `The script failed with exit code ${exitCode}`,
    cancelled: () => 'Cancelled',
    failed: () => 'Failed for a reason that nobody foresaw',
};
function lacksRight(problem) {
    return problem?.kind === 'forbidden' && problem.denied.length > 0;
}
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
    const counts = (0,report_counts/* countChanges */.xS)(changes);
    const revision = release === undefined ? '' : `Release \`${release.name}\` is at revision ${release.revision}. `;
    const ready = rollouts?.ready.length ?? 0;
    const waited = ready === 0 ? '' : ` ${(0,report_counts/* plural */.LS)(ready, 'rollout is', 'rollouts are')} ready.`;
    const objects = counts === '' ? '' : `${(0,report_counts/* plural */.LS)(changes.length, 'object')}: ${counts}.`;
    return {
        title: changes.some(report_counts/* hasChanged */.$H) ? 'Deployed' : 'Nothing to change',
        text: `${revision}${objects}${waited}`.trim(),
    };
}
/** After a failure the first question is what the cluster holds now. */
function stateOfCluster({ result, facts }) {
    if (facts.mode === 'run')
        return result === 'script-failed' ? 'What it did before that stays.' : '';
    if (!facts.tellsChanges)
        return '';
    const { release } = facts;
    const attempt = release === undefined ? '' : `This attempt is revision ${release.revision} of release \`${release.name}\`. `;
    const changed = facts.changes.filter(report_counts/* hasChanged */.$H).length;
    if (changed === 0)
        return `${attempt}No object in the cluster was changed.`;
    const counts = (0,report_counts/* countChanges */.xS)(facts.changes);
    return `${attempt}${(0,report_counts/* plural */.LS)(facts.changes.length, 'object')}: ${counts}. What was applied stays; running again is safe.`;
}

// EXTERNAL MODULE: ./lib/characters.js
var characters = __nccwpck_require__(2694);
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
const invisible = (0,characters/* characterClass */.EV)('\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\u{FFFE}\\u{FFFF}', 'gu');
/** `text` as inline code, in tables too. Line breaks become blanks, what cannot be seen is written as `\u{…}`. */
function code(text) {
    const line = visible(oneLine(text));
    if (line === '')
        return '*(empty)*';
    if (!NEEDS_ELEMENT.test(line))
        return `\`${/^ .* $/.test(line) && line.trim() !== '' ? ` ${line} ` : line}\``;
    // Colons and full stops too: GitHub would make links of addresses here.
    const shown = line.replace(/[^ ,/-]/gu, (character) => ((0,characters/* hasLetterOrDigit */.h$)(character) ? character : entity(character)));
    return `<code>${shown}</code>`;
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
    if (/^[ -~]*$/.test(text))
        return text;
    return text.replace(/\t/g, '  ').replace(invisible(), (character) => `\\u{${codePoint(character).toString(16)}}`);
}
/**
 * Everything that Markdown, HTML or GitHub (mentions, references, formulas) would read into plain text. The names that
 * a mention may have are ASCII.
 */
function escaped(text, atStart) {
    const inner = text.replace(/[&<>|$]|[\\`*_~[\]]|(?<![A-Za-z0-9])@(?=[A-Za-z0-9])|#(?=\d)/gu, harmless);
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
 * first cause with its fix, and every problem that no other annotation shows. Empty after a success.
 */
function errorAnnotations(report) {
    if (report.result === 'succeeded')
        return [];
    const placed = report.facts.problems.filter(hasPlace).slice(0, MOST_ANNOTATIONS - 1);
    return [...placed.map((problem) => annotationOf('error', problem)), closingError(report, placed)];
}
/** The warnings, ten at most: of more, the first nine and how many are left. */
function warningAnnotations(warnings) {
    if (warnings.length <= MOST_ANNOTATIONS)
        return warnings.map((warning) => annotationOf('warning', warning));
    const shown = warnings.slice(0, MOST_ANNOTATIONS - 1);
    const left = (0,report_counts/* plural */.LS)(warnings.length - shown.length, 'more warning');
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
function closingError(report, shownElsewhere) {
    const { title, text } = headlineOf(report);
    const cause = firstCause(report);
    const untold = report.facts.problems.filter((problem) => problem !== cause && !shownElsewhere.includes(problem));
    const told = [cause, ...untold].filter((problem) => problem !== undefined).map(lib_problem/* formatProblem */.Vw);
    const shown = fitting(told, MOST_CHARACTERS / 2);
    const lines = [
        text === '' ? `${title}.` : `${title}. ${text}`,
        ...told.slice(0, shown),
        ...(told.length > shown ? [`And ${(0,report_counts/* plural */.LS)(told.length - shown, 'more problem')}: see the job summary.`] : []),
    ];
    return { level: 'error', message: message(lines.join('\n')) };
}
/** How many of `texts` fit into `most` characters; the first always counts. */
function fitting(texts, most) {
    let length = 0;
    const over = texts.findIndex((text, index) => {
        length += text.length;
        return index > 0 && length > most;
    });
    return over === -1 ? texts.length : over;
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

;// CONCATENATED MODULE: ./lib/report/fitting.js
const BETWEEN = '\n\n';
/**
 * The blocks as one document that is within `limit`, ending with a line break. Items are dropped from the end of
 * their sections, with their number, the least important section first; plain blocks are always there.
 */
function fitting_compose(blocks, limit) {
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

// EXTERNAL MODULE: ./lib/rights/right.js
var right = __nccwpck_require__(8444);
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
    const changed = facts.changes.filter(report_counts/* hasChanged */.$H).length;
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
        impersonation: impersonation(facts),
        tokenRights: facts.tokenRights === undefined ? null : tokenRights(facts.tokenRights),
        preflight: facts.preflight === undefined ? null : preflight(facts.preflight),
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
function impersonation({ impersonation: of }) {
    if (of === undefined)
        return null;
    return { by: of.by, mode: of.by === 'legacy' ? null : of.mode };
}
function tokenRights({ depth, complete, findings }) {
    return {
        depth,
        complete,
        findings: findings.map(({ id, rank, namespace, meaning, takeAway }) => ({
            id,
            rank,
            namespace,
            meaning,
            takeAway,
        })),
    };
}
function preflight({ checked, reviews, missing, possible }) {
    const denied = (needs) => needs.map((need) => (0,right/* deniedOf */.tJ)(need.party, need.right, need.for));
    return { checked, reviews, missing: denied(missing), possible: denied(possible) };
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
var elapsed = __nccwpck_require__(8034);
;// CONCATENATED MODULE: ./lib/report/log.js




/** The changed objects as aligned lines, and the number of the others; empty where nothing was sent. */
function changeLines({ changes }) {
    const listed = (0,report_counts/* listedChanges */.D1)(changes);
    const width = Math.max(0, ...listed.map(({ action }) => action.length));
    const unchanged = changes.length - listed.length;
    return [
        ...listed.map(({ action, ref, source }) => `${action.padEnd(width)}  ${(0,lib_problem/* nameObject */.Td)(ref)}${source === undefined ? '' : `  (${(0,lib_problem/* nameSource */.Bz)(source)})`}`),
        ...(unchanged === 0 ? [] : [`${(0,report_counts/* plural */.LS)(unchanged, 'object')} unchanged`]),
    ];
}
/** The one line that the log ends with: `Deployed (12.3 s). 3 objects: 2 created, 1 unchanged.` */
function resultLine(report) {
    const { title, text } = headlineOf(report);
    return `${title} (${(0,elapsed/* elapsed */.v)(report.milliseconds)}).${text === '' ? '' : ` ${text}`}`;
}

;// CONCATENATED MODULE: ./lib/report/redact.js
/** Words of ours, which code compares: a secret that is such a word must not change them. */
const OUR_WORDS = new Set(['result', 'kind', 'mode', 'action', 'origin', 'who', 'input']);
/**
 * The report with every text passed through `redact`. It comes before anything is rendered: escaping and shortening
 * turn a secret into something that nobody recognises any more, and yet can read.
 */
function redactReport(report, redact) {
    const known = new Map();
    const redactOnce = (text) => {
        const redacted = known.get(text) ?? redact(text);
        known.set(text, redacted);
        return redacted;
    };
    // Only texts are replaced, by texts: the shape stays.
    return redactTexts(report, redactOnce);
}
function redactTexts(value, redact) {
    if (typeof value === 'string')
        return redact(value);
    if (typeof value !== 'object' || value === null)
        return value;
    if (Array.isArray(value))
        return value.map((item) => redactTexts(item, redact));
    if (value instanceof Map) {
        return new Map([...value].map(([key, item]) => [redactTexts(key, redact), redactTexts(item, redact)]));
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, OUR_WORDS.has(key) ? item : redactTexts(item, redact)]));
}

// EXTERNAL MODULE: ./lib/rights/finding.js
var finding = __nccwpck_require__(4791);
// EXTERNAL MODULE: ./lib/rights/impersonation.js
var rights_impersonation = __nccwpck_require__(162);
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
    return compose(summaryBlocks(report), limit);
}
/** The parts of the summary, for whoever needs it within several limits. */
function summaryBlocks(report) {
    const { facts } = report;
    return [
        `## ${heading(facts)}`,
        summary_resultLine(report),
        problemSection(facts.problems, 'What went wrong', 1),
        problemSection(facts.warnings, 'Warnings', 3),
        objectSection(facts),
        rolloutSection(facts),
        ...identityBlocks(facts),
        tokenSection(facts),
        toolsAndTimes(report),
    ];
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
    return [`${mark} **${title}** (${(0,elapsed/* elapsed */.v)(report.milliseconds)}).`, ...(text === '' ? [] : [prose(text)])].join(' ');
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
    if (problem.kind === 'forbidden')
        return deniedBlock(problem.denied);
    if (problem.kind !== 'conflict')
        return [];
    const lines = problem.conflicts.map(({ manager, fields }) => `- ${code(manager)} owns ${fields.map(code).join(', ')}`);
    return lines.length === 0 ? [] : [shortList(lines).join('\n')];
}
/** One missing right in a sentence, several as one table. */
function deniedBlock(denied) {
    if (denied.length < 2)
        return denied.map((right) => `- the ${right.who} may not ${code((0,lib_problem/* nameRight */.qM)(right))}, ${prose(right.for)}`);
    const rows = (0,lib_problem/* rowsOfDenied */.As)(denied);
    const shown = rows
        .slice(0, MOST_DETAILS)
        .map((one) => row([
        one.who,
        one.verbs.map(code).join(', '),
        code(shortened(one.resource, MOST_NAME)),
        one.namespace === '' ? '' : code(shortened(one.namespace, MOST_NAME)),
        one.names.length === 0 ? '' : code(shortened((0,lib_problem/* namesInWords */.hy)(one.names), MOST_NAME)),
        prose(shortened(one.for, MOST_DETAIL)),
    ]));
    const left = rows.length - shown.length;
    const rest = left === 0 ? [] : [`… and ${(0,report_counts/* plural */.LS)(left, 'more row')}: the log and the report have all of them.`];
    return [[tableHead(['Who', 'May not', 'Resource', 'Namespace', 'Name', 'Needed for']), ...shown].join('\n'), ...rest];
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
    return fence(yaml, 'yaml');
}
function objectSection({ changes }) {
    const listed = (0,report_counts/* listedChanges */.D1)(changes);
    const unchanged = changes.length - listed.length;
    const rest = unchanged === 0 ? '' : `\n\n${(0,report_counts/* plural */.LS)(unchanged, 'object')} unchanged.`;
    const folded = listed.length > MOST_OPEN_ROWS;
    const table = `${tableHead(['Outcome', 'Object', 'Written in'])}\n`;
    return {
        head: `### Objects\n\n${folded ? `<details><summary>${(0,report_counts/* plural */.LS)(listed.length, 'object')}</summary>\n\n` : ''}${table}`,
        items: listed.map(changeRow),
        separator: '\n',
        foot: `${folded ? '\n\n</details>' : ''}${rest}`,
        left: (count, of) => count === of
            ? `${(0,report_counts/* plural */.LS)(count, 'object')} in the report.${rest}`
            : `… and ${(0,report_counts/* plural */.LS)(count, 'more object')}: the report has all of them.`,
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
        left: (count) => `… and ${(0,report_counts/* plural */.LS)(count, 'more rollout')}: the report has all of them.`,
        priority: 2,
    };
}
/** For whoever asks later who did it: the credential, whom it became, and who says so. */
function identityBlocks(facts) {
    const { wanted, identity, impersonation, credentialName, tokenUser, server, serverVersion } = facts;
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
        ...(impersonation === undefined ? [] : [['By', prose((0,rights_impersonation/* nameImpersonation */.q3)(impersonation))]]),
        ...(facts.preflight === undefined ? [] : [['Rights checked beforehand', checkedRights(facts.preflight)]]),
        ...(facts.tokenRights === undefined ? [] : [['Its token may also', otherRights(facts.tokenRights)]]),
        ...(server === undefined ? [] : [['API server', serverCell(server, serverVersion)]]),
    ];
    const table = [tableHead(['', '']), ...rows.map(row)].join('\n');
    return [`### ${identity === undefined ? 'Who was to deploy as whom' : 'Who deployed as whom'}\n\n${table}`];
}
function checkedRights({ checked, missing, possible, reviews }) {
    const lacking = missing.length === 0 ? 'none is missing' : `${missing.length} missing`;
    const perhaps = possible.length === 0 ? '' : `, ${possible.length} possibly needed and missing`;
    return `${checked} that the step takes, with ${(0,report_counts/* plural */.LS)(reviews, 'review')}: ${lacking}${perhaps}`;
}
function otherRights({ findings, complete }) {
    const rest = complete ? '' : ' (an authorizer beside RBAC does not list its rules)';
    if (findings.length === 0)
        return `nothing that matters, as far as was asked${rest}`;
    return `${(0,report_counts/* plural */.LS)(findings.length, 'right')} too many: it ${(0,finding/* ranksInWords */._K)(findings)}${rest}`;
}
/** Open to read, closed to look at: what to take away from the token. */
function tokenSection({ tokenRights }) {
    const findings = tokenRights?.findings ?? [];
    const table = `${tableHead(['Because it may', 'Bound in', 'Take away'])}\n`;
    return {
        head: `<details><summary>What the token may do besides: it ${(0,finding/* ranksInWords */._K)(findings)}</summary>\n\n${table}`,
        items: findings.map(({ meaning, namespace, takeAway }) => row([
            prose(shortened(meaning, MOST_DETAIL)),
            namespace === '' ? 'the whole cluster' : code(namespace),
            code(shortened((0,finding/* ruleLine */.lW)(takeAway), MOST_DETAIL)),
        ])),
        separator: '\n',
        foot: '\n\n</details>',
        left: (count) => `… and ${(0,report_counts/* plural */.LS)(count, 'more right')} of the token: the report has all of them.`,
        priority: 5,
    };
}
function serverCell(server, version) {
    return version === undefined ? summary_name(server) : `${summary_name(server)}, Kubernetes ${summary_name(version)}`;
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
    guard: 'check what both may do',
    tools: 'tools',
    load: 'load',
    read: 'read what is there',
    preflight: 'check rights',
    apply: 'apply',
    wait: 'wait for rollouts',
    helm: 'helm',
    script: 'script',
};

// EXTERNAL MODULE: ./lib/action/workflow-commands.js
var workflow_commands = __nccwpck_require__(4509);
;// CONCATENATED MODULE: ./lib/action/publish.js












/** Says what happened everywhere where somebody looks for it: log, annotations, job summary, files, outputs. */
async function publish(spoken, publication) {
    const { secrets, runner } = publication;
    // Before anything is rendered: what escaping or shortening has touched no registry would recognise.
    const report = redactReport(spoken, (text) => secrets.redact(text));
    sayInLog(report, publication);
    annotate(report, publication);
    const summary = summaryBlocks(report);
    const paths = await writeFiles({ summary: fitting_compose(summary, COMMENT), report: reportJson(report) }, publication);
    appendTo(runner.summaryFile, secrets.redact(fitting_compose(summary, roomIn(runner.summaryFile))));
    const outputs = Object.entries(outputsOf(report, paths)).map(([name, value]) => (0,workflow_commands/* fileEntry */.nV)(name, secrets.redact(value)));
    appendTo(runner.outputFile, outputs.join(''));
}
/** GitHub drops a step's whole summary where it is too long, and a script may have written to it before. */
function roomIn(file) {
    const taken = file === undefined ? 0 : ((0,external_node_fs_.statSync)(file, { throwIfNoEntry: false })?.size ?? 0);
    return { ...STEP_SUMMARY, most: STEP_SUMMARY.most - taken };
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
async function writeFiles(texts, { folder, secrets }) {
    const paths = { summary: (0,external_node_path_.join)(folder, 'summary.md'), report: (0,external_node_path_.join)(folder, 'report.json') };
    await (0,private_files/* writePrivate */.pb)(paths.summary, secrets.redact(texts.summary));
    await (0,private_files/* writePrivate */.pb)(paths.report, secrets.redact(texts.report));
    return paths;
}
/** Appended, never rewritten: other steps write to these files too. */
function appendTo(file, text) {
    if (file !== undefined)
        (0,external_node_fs_.appendFileSync)(file, text);
}


/***/ }),

/***/ 3633:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Qc: () => (/* binding */ childEnvironment),
/* harmony export */   fY: () => (/* binding */ readRunner),
/* harmony export */   uz: () => (/* binding */ helmOverrides)
/* harmony export */ });
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

/***/ 3066:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ saveState)
/* harmony export */ });
/* unused harmony export savedFolder */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);

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

/***/ 4509:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   NA: () => (/* binding */ workflowCommand),
/* harmony export */   nV: () => (/* binding */ fileEntry),
/* harmony export */   uj: () => (/* binding */ pathEntry),
/* harmony export */   zL: () => (/* binding */ unescapeData)
/* harmony export */ });
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1708);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_process__WEBPACK_IMPORTED_MODULE_0__);

/**
 * A workflow command as one line, without its line break: `::error file=deploy/web.yaml,line=12::message`.
 * Nothing in a property or the message can end the command or begin another.
 */
function workflowCommand(name, properties = {}, message = '') {
    const pairs = Object.entries(properties)
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
        .join(',');
    return `::${name}${pairs === '' ? '' : ` ${pairs}`}::${escapeData(message)}`;
}
/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
/** What the runner makes of the message of a command. */
function unescapeData(text) {
    return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
/**
 * An entry for the files GITHUB_OUTPUT, GITHUB_ENV and GITHUB_STATE, to be appended. The delimiter is a new one each
 * time and never part of the value, so that no value can end early and set something else.
 * @throws where `key` is no name, or the value holds the delimiter.
 */
function fileEntry(key, value, delimiter = newDelimiter(value)) {
    if (!/^[A-Za-z_][\w-]*$/.test(key))
        throw new Error(`${JSON.stringify(key)} is no name of an output or variable`);
    if (value.includes(delimiter))
        throw new Error(`the value of ${key} holds its own delimiter`);
    return `${key}<<${delimiter}\n${value}\n${delimiter}\n`;
}
/**
 * A line for the file GITHUB_PATH, to be appended.
 * @throws where `folder` would be read as several.
 */
function pathEntry(folder) {
    if (folder === '' || /[\r\n]/.test(folder))
        throw new Error(`${JSON.stringify(folder)} cannot be added to PATH`);
    return `${folder}\n`;
}
/** Without node:crypto, which costs a tenth of the time that it takes to refuse bad inputs. */
function newDelimiter(value) {
    const delimiter = `deploy_as_${node_process__WEBPACK_IMPORTED_MODULE_0___default().hrtime.bigint().toString(36)}`;
    return value.includes(delimiter) ? newDelimiter(value) : delimiter;
}


/***/ }),

/***/ 2694:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EV: () => (/* binding */ characterClass),
/* harmony export */   gW: () => (/* binding */ CONTROL_CHARACTER),
/* harmony export */   h$: () => (/* binding */ hasLetterOrDigit)
/* harmony export */ });
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

/***/ 8751:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ classifyKubeconfig),
/* harmony export */   y: () => (/* binding */ decodeBase64)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2694);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8007);


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
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)(refuse('it is empty'));
    if (/^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)) {
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)(refuse('it is a bearer token', 'Give the token as `token`, beside `server` or a kubeconfig.'));
    }
    const decoded = decodeBase64(trimmed);
    if (decoded !== undefined)
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .success */ .kX)({ kind: 'inline', text: decoded, encoding: 'base64' });
    if (isMarkup(trimmed))
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .success */ .kX)({ kind: 'inline', text, encoding: 'yaml' });
    const longestName = Math.max(...trimmed.split(/[/\\]/).map((name) => Buffer.byteLength(name)));
    if (trimmed.length > LONGEST_PATH || longestName > LONGEST_NAME) {
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .failure */ .V2)(refuse('it is neither YAML nor base64 of text, and too long for a path. Was it cut off on the way?'));
    }
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_1__/* .success */ .kX)({ kind: 'file', file: trimmed });
}
/** The text that `text` is base64 of (wrapped or not), or undefined where it is not base64 of UTF-8 text. */
function decodeBase64(text) {
    const compact = text.replace(/\s/g, '');
    if (compact.length < SHORTEST_BASE64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact))
        return undefined;
    try {
        const decoded = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(compact, 'base64'));
        return _characters_js__WEBPACK_IMPORTED_MODULE_0__/* .CONTROL_CHARACTER */ .gW.test(decoded.replace(/[\t\r\n]/g, '')) ? undefined : decoded;
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

/***/ 3596:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Aj: () => (/* binding */ createPrivateFolder),
/* harmony export */   Jy: () => (/* binding */ planPrivateFolder),
/* harmony export */   Yv: () => (/* binding */ removePrivateFolder),
/* harmony export */   pb: () => (/* binding */ writePrivate)
/* harmony export */ });
/* unused harmony export makePrivateFolder */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1708);
/* harmony import */ var node_process__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_process__WEBPACK_IMPORTED_MODULE_2__);



// Refusing bad inputs comes through here, and loading node:crypto and node:fs/promises would be a fifth of its time
// (`npm run bench`): hence no random bytes and no promises.
const PREFIX = 'deploy-as-';
/**
 * The path of a folder that nobody has, below `temp`. Nothing is made yet: its name can be saved for the post
 * step first, so that nothing is left behind however this process ends.
 */
function planPrivateFolder(temp) {
    const moment = node_process__WEBPACK_IMPORTED_MODULE_2___default().hrtime.bigint().toString(36);
    const salt = Math.random().toString(36).slice(2);
    return (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(temp, `${PREFIX}${node_process__WEBPACK_IMPORTED_MODULE_2___default().pid.toString(36)}-${moment}-${salt}`);
}
/**
 * Makes the planned folder for this user alone (0700).
 * @throws where anything is there already, a symbolic link included
 */
async function createPrivateFolder(folder) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(folder, { mode: 0o700 });
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
    const flags = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_CREAT | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_EXCL | (node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW ?? 0);
    const descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(file, flags, 0o600);
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(descriptor, text);
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
    }
}
/**
 * Removes a folder that `planPrivateFolder` named below `temp`, with everything in it; what is not there is fine.
 * Links in it are removed, not followed.
 * @throws where the path cannot be one of ours
 */
function removePrivateFolder(folder, temp) {
    const isOurs = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(folder)) === (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(temp) && (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(folder).startsWith(PREFIX);
    if (!isOurs)
        throw new Error(`${folder} is not a folder that deploy-as has made in ${temp}`);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(folder, { recursive: true, force: true, maxRetries: 3 });
}


/***/ }),

/***/ 3368:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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

/***/ 8007:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   As: () => (/* binding */ rowsOfDenied),
/* harmony export */   Bg: () => (/* binding */ resultOf),
/* harmony export */   Bz: () => (/* binding */ nameSource),
/* harmony export */   Td: () => (/* binding */ nameObject),
/* harmony export */   V2: () => (/* binding */ failure),
/* harmony export */   Vw: () => (/* binding */ formatProblem),
/* harmony export */   hy: () => (/* binding */ namesInWords),
/* harmony export */   kX: () => (/* binding */ success),
/* harmony export */   qM: () => (/* binding */ nameRight)
/* harmony export */ });
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

/***/ 3879:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $V: () => (/* binding */ refusedHelmArguments),
/* harmony export */   Nu: () => (/* binding */ valueOfFlag),
/* harmony export */   YV: () => (/* binding */ partHelmArguments)
/* harmony export */ });
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
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ chartOrigin),
/* harmony export */   a: () => (/* binding */ checkChartInputs)
/* harmony export */ });
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2694);
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8007);
/* harmony import */ var _helm_flags_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3879);



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

/***/ 6083:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $H: () => (/* binding */ hasChanged),
/* harmony export */   D1: () => (/* binding */ listedChanges),
/* harmony export */   LS: () => (/* binding */ plural),
/* harmony export */   xS: () => (/* binding */ countChanges)
/* harmony export */ });
/* unused harmony export ACTIONS */
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


/***/ }),

/***/ 7236:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ newFacts),
/* harmony export */   l: () => (/* binding */ reportOf)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8007);

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
        denied: deniedOnce([...facts.problems, ...facts.warnings]),
        startedAt,
        milliseconds: endedAt - startedAt,
    };
}
/** What was checked beforehand and is refused all the same stands in two problems. */
function deniedOnce(problems) {
    const found = new Map();
    for (const problem of problems) {
        if (problem.kind !== 'forbidden')
            continue;
        for (const denied of problem.denied) {
            const { for: _purpose, ...right } = denied;
            const key = JSON.stringify(Object.entries(right).sort());
            if (!found.has(key))
                found.set(key, denied);
        }
    }
    return [...found.values()];
}


/***/ }),

/***/ 4791:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G2: () => (/* binding */ RANKS),
/* harmony export */   TR: () => (/* binding */ rankInWords),
/* harmony export */   _K: () => (/* binding */ ranksInWords),
/* harmony export */   lW: () => (/* binding */ ruleLine),
/* harmony export */   mC: () => (/* binding */ findingLine)
/* harmony export */ });
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


/***/ }),

/***/ 162:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E7: () => (/* binding */ nodeOf),
/* harmony export */   h1: () => (/* binding */ isImpersonation),
/* harmony export */   q3: () => (/* binding */ nameImpersonation),
/* harmony export */   ye: () => (/* binding */ impersonationRights)
/* harmony export */ });
/* harmony import */ var _identity_name_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3368);

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

/***/ 8444:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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


/***/ }),

/***/ 8034:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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


/***/ }),

/***/ 1550:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Sb: () => (/* binding */ Secrets),
/* harmony export */   v5: () => (/* binding */ MASK)
/* harmony export */ });
/* unused harmony exports Secret, maskedForms */
/* harmony import */ var _characters_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2694);

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


/***/ }),

/***/ 3052:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Hs: () => (/* binding */ minorOf),
/* harmony export */   Rt: () => (/* binding */ helmMajorOf),
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   Y5: () => (/* binding */ parseToolRequests),
/* harmony export */   YD: () => (/* binding */ UPSTREAM),
/* harmony export */   iJ: () => (/* binding */ readRelease),
/* harmony export */   sL: () => (/* binding */ isUpstream)
/* harmony export */ });
/* unused harmony exports parseKubectlVersion, parseHelmVersion */
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8007);

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
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)(...problems);
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kubectl, helm, downloadToken: inputs.downloadToken });
}
/** The input `kubectl-version`: `auto`, `stable`, `1.36`, `~1.35`, `v1.36.3`, `none`. */
function parseKubectlVersion(text) {
    const written = text.trim();
    if (written === '' || written === 'auto')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'auto' });
    if (written === 'none')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'none' });
    if (written === 'stable')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'newest' });
    const minor = /^(~?)(1\.\d+)$/.exec(written);
    if (minor?.[2] !== undefined && !isCutMinor(minor[2])) {
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: minor[1] === '~' ? 'own-or-newest-of' : 'newest-of', line: minor[2] });
    }
    const release = RELEASE.exec(written);
    if (release?.[1] !== undefined && release[2] === '1')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'exact', version: release[1] });
    return refuseVersion('kubectl', written, whatToWriteForKubectl(written));
}
/** The input `helm-version`: `auto`, `latest`, `4`, `3`, `v4.3.1`, `none`. */
function parseHelmVersion(text) {
    const written = text.trim();
    if (written === '' || written === 'auto')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'auto' });
    if (written === 'none')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'none' });
    if (written === 'latest')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'newest' });
    if (HELM_MAJORS.includes(written))
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'newest-of', line: written });
    const release = RELEASE.exec(written);
    if (release?.[1] !== undefined && HELM_MAJORS.includes(release[2] ?? '')) {
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ kind: 'exact', version: release[1] });
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
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)(...problems);
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)({ version, downloadUrl, sha256 });
}
function parseDownloadUrl(tool, text) {
    const written = text.trim();
    if (written === '' || written === 'upstream')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)(UPSTREAM[tool]);
    const input = `${tool}-download-url`;
    const url = URL.parse(written);
    const example = `Write it as \`${UPSTREAM[tool]}\`: the folder of a mirror below which the paths are those of ${UPSTREAM[tool]}.`;
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        return refuse(input, `"${written}" is not the address of a mirror`, example);
    }
    if (url.username !== '' || url.password !== '') {
        return refuse(input, 'it holds a user name or a password', 'Leave them out and give `download-token`.');
    }
    if (written.includes('?') || written.includes('#')) {
        return refuse(input, `"${written}" has a query or a fragment, and paths come after it`, example);
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
        return refuse(input, `"${written}" is not encrypted, so anybody on the way could change tool and checksum`, `Write \`https://${written.slice('http://'.length)}\`; http is for mirrors on this machine only.`);
    }
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)(url.href.replace(/\/+$/, ''));
}
/** Whether a request to it never leaves the machine; as `URL` spells host names. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
function parseSha256(tool, text, version) {
    const written = text.trim().toLowerCase();
    if (written === '')
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)(undefined);
    const input = `${tool}-sha256`;
    if (!/^[0-9a-f]{64}$/.test(written)) {
        const what = tool === 'kubectl' ? 'the kubectl binary' : 'the archive that holds helm';
        return refuse(input, `"${text.trim()}" is not a SHA-256 digest`, `Write the 64 hexadecimal digits of the digest of ${what}, as \`sha256sum\` prints them, without the file name.`);
    }
    if (version !== undefined && version.kind !== 'exact') {
        const example = tool === 'kubectl' ? 'v1.36.3' : 'v4.3.1';
        return refuse(input, 'a digest fits one file, and the version beside it may become another one any day', `Give \`${tool}-version\` as an exact version, such as \`${example}\`, or leave \`${input}\` out.`);
    }
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .success */ .kX)(written);
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
    return refuse(`${tool}-version`, `"${written}" is not a version of ${tool} that can be asked for`, fix);
}
function refuse(input, message, fix) {
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .failure */ .V2)(inputProblem(input, message, fix));
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


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = require("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = require("buffer");

/***/ }),

/***/ 5317:
/***/ ((module) => {

module.exports = require("child_process");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = require("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = require("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = require("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = require("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = require("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = require("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = require("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = require("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = require("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = require("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = require("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = require("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = require("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = require("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = require("node:events");

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

/***/ 2467:
/***/ ((module) => {

module.exports = require("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = require("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = require("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = require("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = require("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = require("node:process");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = require("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = require("node:stream");

/***/ }),

/***/ 6466:
/***/ ((module) => {

module.exports = require("node:stream/promises");

/***/ }),

/***/ 6193:
/***/ ((module) => {

module.exports = require("node:string_decoder");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = require("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = require("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = require("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = require("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = require("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = require("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = require("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = require("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = require("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = require("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = require("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = require("string_decoder");

/***/ }),

/***/ 3557:
/***/ ((module) => {

module.exports = require("timers");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = require("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = require("util");

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
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
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
var __webpack_exports__ = {};

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __nccwpck_require__(1708);
var external_node_process_default = /*#__PURE__*/__nccwpck_require__.n(external_node_process_);
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

// EXTERNAL MODULE: ./lib/connect/nearest.js
var nearest = __nccwpck_require__(6495);
;// CONCATENATED MODULE: ./lib/action/nearest.js

/** The candidate with the fewest edits to `word`, or undefined where even that is not close. */
function nearest_nearest(word, candidates) {
    const closest = (0,nearest/* nearestFirst */.F)(word, candidates)[0];
    if (closest === undefined)
        return undefined;
    return (0,nearest/* editDistance */.Y)(word, closest) <= Math.max(2, Math.floor(word.length / 2)) ? closest : undefined;
}

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
        const close = nearest_nearest(name, declared);
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
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./lib/connect/classify.js
var classify = __nccwpck_require__(8751);
// EXTERNAL MODULE: ./lib/characters.js
var characters = __nccwpck_require__(2694);
// EXTERNAL MODULE: ./lib/problem.js
var problem = __nccwpck_require__(8007);
// EXTERNAL MODULE: ./lib/identity/name.js
var identity_name = __nccwpck_require__(3368);
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
        return (0,problem/* failure */.V2)(...problems);
    const request = {
        username: input.as,
        groups: [...input.groups],
        uid: input.uid === '' ? undefined : input.uid,
        extra: extra.values,
    };
    // The one place that makes one: everything above is what `valid` promises.
    return (0,problem/* success */.kX)(request);
}
function problemsOfUser(input) {
    if (input.as.trim() === '')
        return [...withoutUser(input), refuse('as', `it is empty. ${EMPTY_AS}`, WRITE_AS)];
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
        .map(([name]) => refuse(name, 'it stands without `as`: the API server refuses it, and kubectl would silently run as the token itself', WRITE_AS));
}
function problemsOfUserName(username) {
    if (username === MASTERS) {
        return [refuse('as', `\`${MASTERS}\` is a group, and one that is never allowed: ${MASTERS_REASON}.`, WRITE_AS)];
    }
    if (/^system:serviceaccounts(:|$)/i.test(username)) {
        return [refuse('as', `${quote(username)} is the name of a group of service accounts, not of a user`, WRITE_AS)];
    }
    if (!/^system:serviceaccount(:|$)/i.test(username) || (0,identity_name/* serviceAccountOf */.gw)(username) !== undefined)
        return [];
    return [
        refuse('as', `${quote(username)} looks like a service account, but ${whatIsMalformed(username)}. The API server would take it for a plain user of that name`, 'Write `system:serviceaccount:NAMESPACE:NAME`, as `kubectl get serviceaccounts -n NAMESPACE` shows it.'),
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
        return [refuse('as-groups', 'it lists an empty name', 'Write one group a line.')];
    const textual = problemsOfText('as-groups', 'a group', group);
    if (textual.length > 0 || group !== MASTERS)
        return textual;
    return [
        refuse('as-groups', `\`${MASTERS}\` is never allowed: ${MASTERS_REASON}`, 'Name a group whose rights a (Cluster)RoleBinding gives, and bind just what this deploy needs.'),
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
    return refuse('as-user-extra', `the line ${quote(line)} has no \`=\``, 'Write one `key=value` a line.');
}
function problemsOfPair(key, value) {
    if (key.trim() === '') {
        return [
            refuse('as-user-extra', `the line ${quote(`${key}=${value}`)} has no key`, 'Write one `key=value` a line.'),
        ];
    }
    if (value === '') {
        return [
            refuse('as-user-extra', `${quote(key)} has no value: an expression in it may be empty`, 'Give it a value, or take the line out.'),
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
            refuse(input, `${what} ${quote(text)} holds a line break, which would begin another HTTP header`, 'Write it on one line; in YAML `>-` and `|-` drop the line break at the end.'),
        ];
    }
    if (characters/* CONTROL_CHARACTER */.gW.test(text)) {
        return [refuse(input, `${what} ${quote(text)} holds a control character`, 'Take the character out.')];
    }
    if (!text.isWellFormed()) {
        return [refuse(input, `${what} ${quote(text)} is not valid Unicode`, 'Write it in UTF-8.')];
    }
    if (text.trim() !== text) {
        return [
            refuse(input, `${what} ${quote(text)} begins or ends with a blank, which HTTP/1.1 cuts off and HTTP/2 keeps`, 'Take the blank out.'),
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
function refuse(input, message, fix) {
    return { kind: 'input', input, message: `input \`${input}\`: ${message}`, fix };
}

// EXTERNAL MODULE: ./lib/render/helm-inputs.js
var helm_inputs = __nccwpck_require__(4891);
// EXTERNAL MODULE: ./lib/tools/version.js
var version = __nccwpck_require__(3052);
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
var action_runner = __nccwpck_require__(3633);
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
    const classified = reader.keep((0,classify/* classifyKubeconfig */._)(kubeconfig));
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
    return reader.keep((0,version/* parseToolRequests */.Y5)({
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

// EXTERNAL MODULE: ./lib/connect/private-files.js
var private_files = __nccwpck_require__(3596);
// EXTERNAL MODULE: ./lib/report/facts.js
var facts = __nccwpck_require__(7236);
// EXTERNAL MODULE: ./lib/action/log.js
var action_log = __nccwpck_require__(9113);
// EXTERNAL MODULE: ./lib/action/publish.js + 9 modules
var publish = __nccwpck_require__(4532);
// EXTERNAL MODULE: ./lib/action/state.js
var state = __nccwpck_require__(3066);
;// CONCATENATED MODULE: ./lib/action/refuse.js





/** Reports inputs that no run can start with. Loads nothing that talks to a cluster. */
async function refuseInputs(problems, context) {
    const { runner, secrets, mode, write } = context;
    const folder = (0,private_files/* planPrivateFolder */.Jy)(runner.temp);
    (0,state/* saveState */.L)(runner.stateFile, folder);
    await (0,private_files/* createPrivateFolder */.Aj)(folder);
    const now = Date.now();
    const report = (0,facts/* reportOf */.l)({ ...(0,facts/* newFacts */.E)({ identity: undefined, mode }), problems: [...problems] }, now, now);
    const log = (0,action_log/* runnerLog */.t)(write, secrets, { debug: runner.debug });
    await (0,publish/* publish */.m)(report, { runner, secrets, folder, log, write, cleared: [] });
}

;// CONCATENATED MODULE: ./lib/action/stdout.js

const STDOUT = 1;
const RETRY_MILLISECONDS = 2;
/**
 * Writes to stdout at once and in order, so that nothing is lost when the process ends and no line overtakes another.
 * Not `process.stdout`: its streams take a tenth of the time that it takes to refuse bad inputs (`npm run bench`).
 */
function writeToStdout(text) {
    let rest = Buffer.from(text, 'utf8');
    while (rest.length > 0)
        rest = rest.subarray(writeSome(rest));
}
/** How many bytes were taken: none where whoever reads a non-blocking pipe is slower than we are. */
function writeSome(bytes) {
    try {
        return (0,external_node_fs_.writeSync)(STDOUT, bytes);
    }
    catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'EAGAIN')
            throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MILLISECONDS);
        return 0;
    }
}

// EXTERNAL MODULE: ./lib/action/workflow-commands.js
var workflow_commands = __nccwpck_require__(4509);
// EXTERNAL MODULE: ./lib/secret.js
var secret = __nccwpck_require__(1550);
;// CONCATENATED MODULE: ./lib/main.js








/** The runner kills about 10 s after a cancel; we end long before, even if something holds on. */
const LAST_WORD_MILLISECONDS = 5_000;
/** Looks at the inputs with pure code first: a typo is answered before anything heavy is loaded. */
async function main() {
    const secrets = new secret/* Secrets */.Sb((form) => writeToStdout(`${(0,workflow_commands/* workflowCommand */.NA)('add-mask', {}, form)}\n`));
    const runner = (0,action_runner/* readRunner */.fY)((external_node_process_default()).env, external_node_process_default().cwd());
    const raw = rawInputs((external_node_process_default()).env);
    const inputs = readInputs(raw, (external_node_process_default()).env, runner, secrets);
    if (!inputs.ok) {
        await refuseInputs(inputs.problems, { runner, secrets, mode: chooseMode(raw), write: writeToStdout });
        return false;
    }
    const signal = cancelSignal();
    const { act } = await Promise.all(/* import() */[__nccwpck_require__.e(221), __nccwpck_require__.e(891)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7272));
    return (await act(inputs.value, { runner, environment: (external_node_process_default()).env, secrets, write: writeToStdout }, signal)) === 'succeeded';
}
/** Aborts when the runner cancels the job. */
function cancelSignal() {
    const cancel = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM']) {
        external_node_process_default().on(signal, () => {
            cancel.abort(new Error(`the job was cancelled (${signal})`));
            setTimeout(() => external_node_process_default().exit(1), LAST_WORD_MILLISECONDS).unref();
        });
    }
    return cancel.signal;
}
/** Nobody foresaw this: the stack is what a maintainer needs. */
function sayUnforeseen(error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeToStdout(`${(0,workflow_commands/* workflowCommand */.NA)('error', {}, `deploy-as failed unexpectedly: ${reason}`)}\n`);
}
// Not awaited: the bundle is CommonJS (scripts/build.ts). Should nothing be left to wait for before it ends, it failed.
(external_node_process_default()).exitCode = 1;
main()
    .catch((error) => {
    sayUnforeseen(error);
    return false;
})
    .then((succeeded) => {
    (external_node_process_default()).exitCode = succeeded ? 0 : 1;
});

module.exports = __webpack_exports__;
/******/ })()
;