import { Document, isMap, isScalar, isSeq, visit } from 'yaml';

/** A rule of a Role with what it is for. */
export interface WrittenRule {
  readonly comment: string;
  readonly rule: {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly resourceNames?: readonly string[];
    readonly nonResourceURLs?: readonly string[];
    readonly verbs: readonly string[];
  };
}

/** An object of the result; a Role's rules stand beside it, since each has a comment. */
export interface RbacDocument {
  readonly comment?: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly WrittenRule[];
  /** Every other field. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The document as the API server takes it. */
export function objectOf(document: RbacDocument): Record<string, unknown> {
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
export function writeYaml(heading: string, documents: readonly RbacDocument[]): string {
  return `${commentLines(heading)}\n${documents.map((document) => `---\n${writeDocument(document)}`).join('')}`;
}

/** All documents as one `List`, in JSON. */
export function writeJsonList(documents: readonly RbacDocument[]): string {
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: documents.map(objectOf) }, undefined, 2)}\n`;
}

function writeDocument(document: RbacDocument): string {
  // Words such as `on` are booleans to kubectl.
  const options = { version: '1.2', compat: 'yaml-1.1', aliasDuplicateObjects: false } as const;
  const yaml = new Document(objectOf(document), options);
  visit(yaml, {
    Seq(_key, node) {
      if (node.items.every(isScalar)) node.flow = true;
    },
  });
  const rules = isMap(yaml.contents) ? yaml.contents.get('rules') : undefined;
  if (isSeq(rules)) {
    for (const [index, item] of rules.items.entries()) {
      const comment = document.rules?.[index]?.comment;
      if (isMap(item) && comment !== undefined) item.commentBefore = ` ${comment}`;
    }
  }
  const text = yaml.toString({ lineWidth: 0, flowCollectionPadding: false });
  return `${document.comment === undefined ? '' : `${commentLines(document.comment)}\n`}${text}`;
}

function commentLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '#' : `# ${line}`))
    .join('\n');
}
