import {
  DEFAULT_SCALAR_STYLE_RULES,
  defineScalarTag,
  dump,
  FAILSAFE_SCHEMA,
  load,
  mergeTag,
  NOT_RESOLVED,
  SCALAR_STYLE,
  type ScalarStyleRule,
} from 'js-yaml';
import { type ResolvedScalar, resolvePlainScalar } from '../manifests/scalar.ts';

/** A scalar type of kubectl's YAML, which is neither 1.1 nor 1.2: `y` is true, `0644` octal, `12:30` a text. */
function scalarTag(name: string, ...types: readonly ResolvedScalar['type'][]) {
  return defineScalarTag(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    resolve: (source, isExplicit) => {
      const scalar = resolvePlainScalar(source);
      const isMeant = isExplicit ? types.includes(scalar.type) : scalar.type === types[0];
      return isMeant ? meaningOf(scalar) : NOT_RESOLVED;
    },
    identify: () => false,
  });
}

function meaningOf(scalar: ResolvedScalar): string | number | boolean | null {
  if (scalar.type === 'null') return null;
  return scalar.type === 'integer' ? Number(scalar.value) : scalar.value;
}

const SCHEMA = FAILSAFE_SCHEMA.withTags(
  scalarTag('null', 'null'),
  scalarTag('bool', 'boolean'),
  scalarTag('int', 'integer'),
  scalarTag('float', 'float', 'integer'),
  mergeTag,
);

/**
 * The value of a YAML text as kubectl reads it, merge keys merged.
 * @throws js-yaml's `YAMLException`
 */
export function readKubeconfigYaml(text: string): unknown {
  return load(text, { schema: SCHEMA });
}

/** js-yaml quotes what it reads as another type itself; others take `0X1F` or a single `.` for numbers. */
const quoteNumberLike: ScalarStyleRule = (layout) => {
  const isText = layout.node.tag === 'tag:yaml.org,2002:str';
  // Some control characters are only allowed in double quotes, which the rules after this one see to.
  const isNumberLike = /^[-+.0-9][!-~]*$/.test(layout.node.value);
  if (isText && isNumberLike && layout.style === SCALAR_STYLE.PLAIN) layout.style = SCALAR_STYLE.SINGLE_QUOTED;
};

/** `value` as YAML in which every text is one to each reader, keys included. */
export function writeKubeconfigYaml(value: unknown): string {
  const scalarStyleRules = [quoteNumberLike, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)];
  return dump(value, { noRefs: true, lineWidth: -1, scalarStyleRules });
}
