import { describe, expect, test } from '@jest/globals';
import { fieldPath } from '../../src/apply/field-path.ts';

const VALUE = {
  metadata: { labels: { 'app.kubernetes.io/name': 'x', app: 'y' }, finalizers: ['a', 'b.c/d'] },
  spec: {
    template: { spec: { containers: [{ name: 'db' }, { name: 'web', ports: [{ containerPort: 80 }], nope: 1 }] } },
  },
};

describe('the path that a server names', () => {
  test.each([
    ['.spec.nope', ['spec', 'nope']],
    ['.spec.template.spec.containers[name="web"].nope', ['spec', 'template', 'spec', 'containers', 1, 'nope']],
    [
      '.spec.template.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].x',
      ['spec', 'template', 'spec', 'containers', 1, 'ports', 0, 'x'],
    ],
    ['spec.template.spec.containers[0].image', ['spec', 'template', 'spec', 'containers', 0, 'image']],
    ['.metadata.labels.app.kubernetes.io/name', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['metadata.labels[app.kubernetes.io/name]', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['.metadata.labels.app', ['metadata', 'labels', 'app']],
    ['.metadata.finalizers[="b.c/d"]', ['metadata', 'finalizers', 1]],
    ['.spec.template.spec.containers[name="none"].x', ['spec', 'template', 'spec', 'containers']],
    ['', []],
    ['<nil>', ['<nil>']],
  ])('%s is found in the object', (text, path) => {
    expect(fieldPath(text, VALUE)).toEqual(path);
  });
});
